"""Stage: coded passages to a model, with out-of-fold figures for what it can do."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut
from threadpoolctl import threadpool_limits

from tokenism.annotations import CodedPassage
from tokenism.codebook import Codebook
from tokenism.cues import CueReader
from tokenism.errors import InputError
from tokenism.features import Featurizer
from tokenism.measures import label_report
from tokenism.model import HEADS, Head, Model, decode, softmax


def train(
    coded: Sequence[CodedPassage],
    codebook: Codebook,
    *,
    strength: float = 8.0,
    balance: float = 0.8,
    n_hashed: int = 16_384,
    cue_weight: float = 0.12,
    seed: int = 0,
) -> tuple[Model, dict[str, Any]]:
    """Fit the three heads and return the model and its out-of-fold metrics (each group predicted by the others).

    Parameters
    ----------
    coded
        Training passages; groups (writers) are never split between fitting and measuring.
    codebook
        Whose cues are features.
    strength
        Inverse regularisation of the logistic regressions.
    balance
        Exponent of class weighting: 0 none, 1 inverse to frequency.
    n_hashed, cue_weight
        See :class:`tokenism.features.Featurizer`.
    seed
        Of the solver.

    Raises
    ------
    InputError
        If there are fewer than two groups, or if all passages (or those of all groups but one) have the same label.
    """
    groups = np.array([passage.group for passage in coded])
    if len(set(groups)) < 2:
        raise InputError("training needs passages of at least two writers (key 'writer'), so that one can be held out")
    featurizer = Featurizer(CueReader(codebook), n_hashed=n_hashed, cue_weight=cue_weight)
    options = {"strength": strength, "balance": balance, "seed": seed}
    with threadpool_limits(limits=1):
        rows, readings = featurizer.transform([passage.text for passage in coded])
        heads, held_out = {}, {}
        for name in HEADS:
            labels = np.array([_label(passage, name) for passage in coded])
            heads[name], held_out[name] = _fit_head(name, rows, labels, groups, options)
    worded = [bool(reading.claims) for reading in readings]
    metrics = _out_of_fold(coded, codebook, heads, held_out, worded)
    about = {
        "n_passages": len(coded),
        "n_writers": len(set(groups)),
        "codebook_version": codebook.version,
        "codebook_digest": codebook.digest,
        "rungs": [[rung.id, rung.band] for rung in codebook.rungs],
        "training_digest": _digest(coded),
        "options": options,
    }
    return Model(heads, featurizer.settings(), featurizer.cue_names, about), metrics


def _label(passage: CodedPassage, head: str) -> str:
    return str(getattr(passage, head))


def _fit_head(
    name: str,
    rows: sparse.csr_matrix,
    labels: NDArray[np.str_],
    groups: NDArray[np.str_],
    options: dict[str, Any],
) -> tuple[Head, NDArray[np.float64]]:
    """A head fitted on everything, calibrated on out-of-fold scores; and those scores as probabilities."""
    classes = np.unique(labels)
    if len(classes) < 2:
        raise InputError(f"training needs passages of at least two labels of {name}; all have {classes[0]!r}")
    scores = np.zeros((len(labels), len(classes)))
    for fitted, held_out in LeaveOneGroupOut().split(rows, labels, groups):
        if len(set(labels[fitted])) < 2:
            writer = groups[held_out[0]]
            raise InputError(f"without the writer {writer!r} all passages have one label of {name}; add others")
        weights = _fit(rows[fitted], labels[fitted], classes, options)
        scores[held_out] = rows[held_out] @ weights[:, :-1].T + weights[:, -1]
    truth = np.searchsorted(classes, labels)
    temperature = _temperature(scores, truth)
    final = np.round(_fit(rows, labels, classes, options), 5).astype(np.float32)
    return Head(tuple(map(str, classes)), final, temperature), softmax(scores / temperature)


def _fit(
    rows: sparse.csr_matrix, labels: NDArray[np.str_], classes: NDArray[np.str_], options: dict[str, Any]
) -> NDArray[np.float64]:
    """Weights and intercepts, shape (classes, features + 1); a class without a passage gets a hopeless intercept."""
    present, at_class, counts = np.unique(labels, return_inverse=True, return_counts=True)
    weight = (len(labels) / (len(present) * counts)) ** options["balance"]
    estimator = LogisticRegression(C=options["strength"], max_iter=2000, tol=1e-4, random_state=options["seed"])
    estimator.fit(rows, labels, sample_weight=weight[at_class])
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
    coded: Sequence[CodedPassage],
    codebook: Codebook,
    heads: dict[str, Head],
    held_out: dict[str, NDArray[np.float64]],
    worded: Sequence[bool],
) -> dict[str, Any]:
    named = [
        {name: dict(zip(heads[name].classes, held_out[name][i], strict=True)) for name in HEADS}
        for i in range(len(coded))
    ]
    labels = [
        decode(codebook, *(p[name] for name in HEADS), worded=has_words)
        for p, has_words in zip(named, worded, strict=True)
    ]
    return label_report(
        [(p.claim, codebook.band(p.practice), p.stance) for p in coded],
        [(d.claim, d.practice, d.stance) for d in labels],
    )


def _digest(coded: Sequence[CodedPassage]) -> str:
    text = "\n".join(f"{p.id}\t{p.claim}\t{p.practice}\t{p.stance}\t{p.text}" for p in coded)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
