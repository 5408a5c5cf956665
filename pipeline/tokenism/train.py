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
from tokenism.measures import Labels, label_report
from tokenism.model import HEADS, Decoded, Head, Model, decode, softmax
from tokenism.standoff import StandOff

FOLDS = 10
"""Parts that the groups are dealt into, each predicted by a model fitted on the others."""


@dataclass(frozen=True, slots=True)
class TrainingRows:
    """Feature rows of coded passages with their labels (one array a head), groups, weights, and digest.

    Written passages come first, then real ones with what stands around them, then the same real ones bare, so that
    the model learns to do with and without; ``n_written`` and ``n_real`` say how many they are. ``worded`` tells which
    rows have a word of the vocabulary of claims; ``by_rules`` names for each head the column of rows that says that the
    rules alone give a label, and ``rule_value`` is what then stands there.
    """

    rows: sparse.csr_matrix
    labels: dict[str, NDArray[np.str_]]
    groups: NDArray[np.str_]
    weights: NDArray[np.float64]
    worded: list[bool]
    by_rules: dict[str, dict[str, int]]
    rule_value: float
    n_written: int
    n_real: int
    digest: str

    def parts(self) -> dict[str, slice]:
        """Rows of written passages, of real ones in their place, and of the same ones bare; empty parts left out."""
        around, bare = self.n_written + self.n_real, self.n_written + 2 * self.n_real
        found = {
            "written": slice(0, self.n_written),
            "real": slice(self.n_written, around),
            "bare": slice(around, bare),
        }
        return {name: rows for name, rows in found.items() if rows.stop > rows.start}

    def without(self, groups: Collection[str]) -> "TrainingRows":
        """All rows but those of some groups."""
        keep = np.array([group not in groups for group in self.groups])
        return TrainingRows(
            self.rows[keep],
            {name: labels[keep] for name, labels in self.labels.items()},
            self.groups[keep],
            self.weights[keep],
            [has_words for has_words, kept in zip(self.worded, keep, strict=True) if kept],
            self.by_rules,
            self.rule_value,
            int(keep[: self.n_written].sum()),
            int(keep[self.n_written :].sum()) // 2,
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
            found = featurizer.rows_of(extracted.only([one.coding.id for one in real]))
            rows = sparse.vstack([rows, found, featurizer.bare(found)], format="csr")
        else:
            real = ()
    named: list[CodedPassage | Coding] = [*coded, *2 * [one.coding for one in real]]
    return TrainingRows(
        rows=rows,
        labels={head: np.array([str(getattr(one, head)) for one in named]) for head in HEADS},
        groups=np.array([*(one.group for one in coded), *2 * [one.group for one in real]]),
        weights=np.repeat([1.0, real_weight / 2], [len(coded), 2 * len(real)]),
        worded=featurizer.worded(rows),
        by_rules=_columns_of_rules(featurizer),
        rule_value=featurizer.cue_weight,
        n_written=len(coded),
        n_real=len(real),
        digest=_digest(coded, real),
    )


def _columns_of_rules(featurizer: Featurizer) -> dict[str, dict[str, int]]:
    """For each class of a head the column that is not 0 where the rules alone say so; all rungs of a band have one."""
    found = {head: featurizer.by_rules(head) for head in HEADS}
    band = featurizer.reader.codebook.band
    rungs = range(len(featurizer.reader.codebook.rungs) + 1)
    return found | {"practice": {str(rung): found["practice"][band(rung)] for rung in rungs}}


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
    cross_weight: float = 0.06,
    heading_weight: float = 0.5,
    real_weight: float = 1.0,
    rule_trust: float = 1.0,
    sure_precision: float = 0.9,
    seed: int = 0,
) -> tuple[Model, dict[str, Any]]:
    """Fit the three heads and return the model and its out-of-fold metrics (each group predicted by the others).

    The metrics are apart for ``written`` passages and, where there are any, ``real`` ones, with what stands around them
    (``real``) and without (``bare``).

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
    n_hashed, cue_weight, cross_weight, heading_weight
        See :class:`tokenism.features.Featurizer`.
    real_weight
        How much a real passage counts against a written one.
    rule_trust
        Added to the score of the label that the rules alone give, after fitting: a product of two experts (Hinton
        2002), the regression and the rules, which make their label exp(rule_trust) times as likely as any other.
    sure_precision
        Share of passages with claim and practice both right that is asked of tags that are not marked unsure: the
        bound on certainty is the lowest that reaches it out of fold (on bare real passages, where there are any).
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
    featurizer = Featurizer(
        CueReader(codebook),
        n_hashed=n_hashed,
        cue_weight=cue_weight,
        cross_weight=cross_weight,
        heading_weight=heading_weight,
    )
    data = training_rows(featurizer, coded, real, extracted, real_weight=real_weight)
    options = {
        "strength": strength,
        "balance": balance,
        "real_weight": real_weight,
        "rule_trust": rule_trust,
        "seed": seed,
    }
    with threadpool_limits(limits=1):
        heads, held_out = {}, {}
        for name in HEADS:
            heads[name], held_out[name] = _fit_head(name, data, options)
    metrics, bounds = {}, {}
    for part, where in data.parts().items():
        truth, found = _out_of_fold(data, where, codebook, heads, held_out)
        metrics[part] = label_report(truth, [(d.claim, d.practice, d.stance) for d in found])
        bounds[part] = _bound(truth, found, sure_precision)
    about = {
        "n_passages": data.n_written + data.n_real,
        "n_real": data.n_real,
        "n_groups": len(set(data.groups)),
        "organisations": sorted(set(map(str, data.groups[data.n_written :]))),
        "codebook_version": codebook.version,
        "codebook_digest": codebook.digest,
        "rungs": [[rung.id, rung.band] for rung in codebook.rungs],
        "training_digest": data.digest,
        "options": options,
        "sure_precision": sure_precision,
        "unsure_below": bounds.get("bare", bounds["written"]),
    }
    return Model(heads, featurizer.settings(), featurizer.cue_names, about), metrics


def _fit_head(name: str, data: TrainingRows, options: dict[str, Any]) -> tuple[Head, NDArray[np.float64]]:
    """A head fitted on everything, calibrated on out-of-fold scores, of real passages if any; and these calibrated."""
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
        weights = _fit(name, data, fitted, classes, options)
        scores[held_out] = data.rows[held_out] @ weights[:, :-1].T + weights[:, -1]
    everything = np.arange(len(labels))
    truth = np.searchsorted(classes, labels)
    real = slice(data.n_written, None) if data.n_real else slice(None)
    temperature = _temperature(scores[real], truth[real])
    final = np.round(_fit(name, data, everything, classes, options), 5).astype(np.float32)
    return Head(tuple(map(str, classes)), final, temperature), softmax(scores / temperature)


def refit(data: TrainingRows, model: Model) -> Model:
    """A model of the same settings, classes and temperatures, fitted on these rows alone."""
    options = dict(model.about["options"])
    heads = {}
    with threadpool_limits(limits=1):
        for name, head in model.heads.items():
            classes, everything = np.array(head.classes), np.arange(len(data.groups))
            weights = _fit(name, data, everything, classes, options)
            heads[name] = Head(head.classes, weights.round(5).astype(np.float32), head.temperature)
    return Model(heads, model.features, model.cue_names, model.about)


def _fit(
    name: str,
    data: TrainingRows,
    fitted: NDArray[np.intp],
    classes: NDArray[np.str_],
    options: dict[str, Any],
) -> NDArray[np.float64]:
    """Weights and intercepts, shape (classes, columns + 1); a class without a passage gets a hopeless intercept."""
    rows, labels = data.rows[fitted], data.labels[name][fitted]
    given = data.weights[fitted]
    present, at_class = np.unique(labels, return_inverse=True)
    weight = (given.sum() / (len(present) * np.bincount(at_class, weights=given))) ** options["balance"]
    estimator = LogisticRegression(C=options["strength"], max_iter=2000, tol=1e-4, random_state=options["seed"])
    estimator.fit(rows, labels, sample_weight=weight[at_class] * given)
    weights = np.zeros((len(classes), rows.shape[1] + 1))
    weights[:, -1] = -20.0
    at = np.searchsorted(classes, estimator.classes_)
    if len(at) == 2:  # scikit-learn keeps one row for two classes: that of the second, the first being 0
        weights[at[0], -1] = 0.0
        at = at[1:]
    weights[at, :-1] = estimator.coef_
    weights[at, -1] = estimator.intercept_
    for row, label in enumerate(classes):
        weights[row, data.by_rules[name][str(label)]] += options["rule_trust"] / data.rule_value
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
) -> tuple[list[Labels], list[Decoded]]:
    """True labels of some rows, and what models that saw none of their group say."""
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
    truth = [(str(c), codebook.band(int(r)), str(s)) for c, r, s in zip(claims, rungs, stances, strict=True)]
    return truth, found


def _bound(truth: Sequence[Labels], found: Sequence[Decoded], precision: float) -> float:
    """The lowest certainty such that of all at least as certain this share has claim and practice right.

    1 where no bound reaches it: then all tags are unsure but those of which the model has no doubt at all.
    """
    right = np.array([(d.claim, d.practice) == t[:2] for t, d in zip(truth, found, strict=True)], dtype=float)
    certainty = np.array([decoded.certainty for decoded in found])
    order = np.argsort(-certainty, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= precision
    return round(float(certainty[order][np.flatnonzero(reached)[-1]]), 3) if reached.any() else 1.0


def _digest(coded: Sequence[CodedPassage], real: Sequence[StandOff]) -> str:
    lines = [f"{p.id}\t{p.claim}\t{p.practice}\t{p.stance}\t{p.text}" for p in coded]
    lines += [f"{o.coding.id}\t{o.coding.claim}\t{o.coding.practice}\t{o.coding.stance}\t{o.digest}" for o in real]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
