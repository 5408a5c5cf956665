"""Stage: coded passages to a model, with out-of-fold figures for what it can do."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from tokenism.annotations import CodedPassage
from tokenism.codebook import Codebook
from tokenism.codings import Coding
from tokenism.cues import CueReader
from tokenism.errors import InputError
from tokenism.extracted import Extracted
from tokenism.features import N_HASHED, Featurizer
from tokenism.measures import label_report
from tokenism.model import HEADS, Head, Model, decode, softmax
from tokenism.standoff import StandOff

FOLDS = 10
"""Parts that the groups are dealt into, each predicted by a model fitted on the others."""


@dataclass(frozen=True, slots=True)
class TrainingRows:
    """Feature rows of coded passages with their labels (one array a head), groups, weights, and digest.

    Written passages come first; ``n_written`` says how many they are, the rest are real ones. ``worded`` tells which
    rows have a word of the vocabulary of claims.
    """

    rows: sparse.csr_matrix
    labels: dict[str, NDArray[np.str_]]
    groups: NDArray[np.str_]
    weights: NDArray[np.float64]
    worded: list[bool]
    n_written: int
    digest: str

    def without(self, groups: Collection[str]) -> "TrainingRows":
        """All rows but those of some groups."""
        keep = np.array([group not in groups for group in self.groups])
        return TrainingRows(
            self.rows[keep],
            {name: labels[keep] for name, labels in self.labels.items()},
            self.groups[keep],
            self.weights[keep],
            [has_words for has_words, kept in zip(self.worded, keep, strict=True) if kept],
            int(keep[: self.n_written].sum()),
            self.digest,
        )


def training_rows(
    featurizer: Featurizer,
    coded: Sequence[CodedPassage],
    real: Sequence[StandOff] = (),
    extracted: Extracted | None = None,
    *,
    real_weight: float = 1.0,
) -> TrainingRows:
    """Rows of written passages from their texts, and of real ones from the features that were extracted from theirs.

    Raises
    ------
    InputError
        If a real passage has no features, or ``n_hashed`` does not fit them.
    """
    with threadpool_limits(limits=1):
        rows, _ = featurizer.transform([passage.text for passage in coded])
        if extracted is not None and real:
            kept = extracted.only([one.coding.id for one in real])
            rows = sparse.vstack([rows, featurizer.rows_of(kept)], format="csr")
        else:
            real = ()
    named: list[CodedPassage | Coding] = [*coded, *(one.coding for one in real)]
    return TrainingRows(
        rows=rows,
        labels={head: np.array([str(getattr(one, head)) for one in named]) for head in HEADS},
        groups=np.array([*(one.group for one in coded), *(one.group for one in real)]),
        weights=np.repeat([1.0, real_weight], [len(coded), len(real)]),
        worded=featurizer.worded(rows),
        n_written=len(coded),
        digest=_digest(coded, real),
    )


def train(
    coded: Sequence[CodedPassage],
    codebook: Codebook,
    *,
    real: Sequence[StandOff] = (),
    extracted: Extracted | None = None,
    strength: float = 8.0,
    balance: float = 0.8,
    n_hashed: int = N_HASHED,
    cue_weight: float = 0.12,
    real_weight: float = 1.0,
    seed: int = 0,
) -> tuple[Model, dict[str, Any]]:
    """Fit the three heads and return the model and its out-of-fold metrics (each group predicted by the others).

    The metrics are apart for ``written`` passages and, where there are any, ``real`` ones.

    Parameters
    ----------
    coded
        Training passages with their texts; groups (writers) are never split between fitting and measuring.
    codebook
        Whose cues are features.
    real, extracted
        Coded passages of real documents by position, and the features extracted from their texts; their groups are
        organisations.
    strength
        Inverse regularisation of the logistic regressions.
    balance
        Exponent of class weighting: 0 none, 1 inverse to frequency.
    n_hashed, cue_weight
        See :class:`tokenism.features.Featurizer`.
    real_weight
        How much a real passage counts against a written one.
    seed
        Of the solver.

    Raises
    ------
    InputError
        If there are fewer than two groups, if all passages (or those of all groups but some) have the same label, or
        if the features do not fit (see :func:`training_rows`).
    """
    if len({passage.group for passage in coded} | {one.group for one in real}) < 2:
        raise InputError("training needs passages of at least two writers (key 'writer'), so that one can be held out")
    featurizer = Featurizer(CueReader(codebook), n_hashed=n_hashed, cue_weight=cue_weight)
    data = training_rows(featurizer, coded, real, extracted, real_weight=real_weight)
    options = {"strength": strength, "balance": balance, "real_weight": real_weight, "seed": seed}
    with threadpool_limits(limits=1):
        heads, held_out = {}, {}
        for name in HEADS:
            heads[name], held_out[name] = _fit_head(name, data, options)
    n_real = len(data.groups) - data.n_written
    about = {
        "n_passages": len(data.groups),
        "n_real": n_real,
        "n_groups": len(set(data.groups)),
        "organisations": sorted(set(map(str, data.groups[data.n_written :]))),
        "codebook_version": codebook.version,
        "codebook_digest": codebook.digest,
        "rungs": [[rung.id, rung.band] for rung in codebook.rungs],
        "training_digest": data.digest,
        "options": options,
    }
    parts = {"written": slice(0, data.n_written), "real": slice(data.n_written, None)}
    metrics = {
        part: _out_of_fold(data, where, codebook, heads, held_out)
        for part, where in parts.items()
        if part == "written" or n_real
    }
    return Model(heads, featurizer.settings(), featurizer.cue_names, about), metrics


def _fit_head(name: str, data: TrainingRows, options: dict[str, Any]) -> tuple[Head, NDArray[np.float64]]:
    """A head fitted on everything, calibrated on out-of-fold scores; and those scores as probabilities."""
    labels = data.labels[name]
    classes = np.unique(labels)
    if len(classes) < 2:
        raise InputError(f"training needs passages of at least two labels of {name}; all have {classes[0]!r}")
    scores = np.zeros((len(labels), len(classes)))
    folds = GroupKFold(min(FOLDS, len(set(data.groups))))
    for fitted, held_out in folds.split(data.rows, labels, data.groups):
        if len(set(labels[fitted])) < 2:
            absent = ", ".join(repr(str(group)) for group in sorted(set(data.groups[held_out])))
            raise InputError(f"without {absent} all passages have one label of {name}; add others")
        weights = _fit(data.rows[fitted], labels[fitted], data.weights[fitted], classes, options)
        scores[held_out] = data.rows[held_out] @ weights[:, :-1].T + weights[:, -1]
    truth = np.searchsorted(classes, labels)
    temperature = _temperature(scores, truth)
    final = np.round(_fit(data.rows, labels, data.weights, classes, options), 5).astype(np.float32)
    return Head(tuple(map(str, classes)), final, temperature), softmax(scores / temperature)


def refit(data: TrainingRows, model: Model) -> Model:
    """A model of the same settings, classes and temperatures, fitted on these rows alone."""
    options = dict(model.about["options"])
    heads = {}
    with threadpool_limits(limits=1):
        for name, head in model.heads.items():
            weights = _fit(data.rows, data.labels[name], data.weights, np.array(head.classes), options)
            heads[name] = Head(head.classes, weights.round(5).astype(np.float32), head.temperature)
    return Model(heads, model.features, model.cue_names, model.about)


def _fit(
    rows: sparse.csr_matrix,
    labels: NDArray[np.str_],
    given: NDArray[np.float64],
    classes: NDArray[np.str_],
    options: dict[str, Any],
) -> NDArray[np.float64]:
    """Weights and intercepts, shape (classes, features + 1); a class without a passage gets a hopeless intercept."""
    present, at_class, counts = np.unique(labels, return_inverse=True, return_counts=True)
    weight = (len(labels) / (len(present) * counts)) ** options["balance"]
    estimator = LogisticRegression(C=options["strength"], max_iter=2000, tol=1e-4, random_state=options["seed"])
    estimator.fit(rows, labels, sample_weight=weight[at_class] * given)
    weights = np.zeros((len(classes), rows.shape[1] + 1))
    weights[:, -1] = -20.0
    at = np.searchsorted(classes, estimator.classes_)
    weights[at, :-1] = estimator.coef_
    weights[at, -1] = estimator.intercept_
    return weights


def _temperature(scores: NDArray[np.float64], truth: NDArray[np.intp]) -> float:
    """The temperature that makes out-of-fold probabilities most likely (Guo et al. 2017, section 4.2)."""

    def loss(temperature: float) -> float:
        chosen = softmax(scores / temperature)[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return round(float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x), 3)


def _out_of_fold(
    data: TrainingRows,
    where: slice,
    codebook: Codebook,
    heads: dict[str, Head],
    held_out: dict[str, NDArray[np.float64]],
) -> dict[str, Any]:
    part = {name: held_out[name][where] for name in HEADS}
    found = [
        decode(
            codebook,
            *(dict(zip(heads[name].classes, part[name][i], strict=True)) for name in HEADS),
            worded=has_words,
        )
        for i, has_words in enumerate(data.worded[where])
    ]
    claims, rungs, stances = (data.labels[name][where] for name in HEADS)
    return label_report(
        [(str(c), codebook.band(int(r)), str(s)) for c, r, s in zip(claims, rungs, stances, strict=True)],
        [(d.claim, d.practice, d.stance) for d in found],
    )


def _digest(coded: Sequence[CodedPassage], real: Sequence[StandOff]) -> str:
    lines = [f"{p.id}\t{p.claim}\t{p.practice}\t{p.stance}\t{p.text}" for p in coded]
    lines += [f"{o.coding.id}\t{o.coding.claim}\t{o.coding.practice}\t{o.coding.stance}\t{o.digest}" for o in real]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
