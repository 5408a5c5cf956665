"""Counts of classes corrected for known misclassification: draws of what the passages truly are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tokenism.grid import Array

Counts = NDArray[np.int64]

_NEARER = 30
_STEPS = 20
_KEPT = 4
_EVERY = 4
_OWN = 0.5
"""Share of the one added passage of each true class that is said to be just that class; the rest is spread."""


@dataclass(frozen=True, slots=True)
class Confusions:
    """Weighted counts of passages by what was said of them and what they truly are, added up by document.

    Attributes
    ----------
    tables
        Shape (documents, said classes, true classes), both in the same order.
    scale
        Passages over the sum of their weights.
    """

    tables: Array
    scale: float

    @classmethod
    def of(cls, rows: Sequence[tuple[str, int, int, float]], n_classes: int) -> "Confusions":
        """Add up rows of document, said class, true class and design weight."""
        names = {name: i for i, name in enumerate(sorted({row[0] for row in rows}))}
        tables = np.zeros((len(names), n_classes, n_classes))
        for document, said, true, weight in rows:
            tables[names[document], said, true] += weight
        return cls(tables, len(rows) / tables.sum() if rows else 1.0)

    def draw(self, rng: np.random.Generator) -> tuple[Array, Array]:
        """Chance of each said class given the true one, shape (said, true), and shares of the true classes.

        By the Bayesian bootstrap over documents (Rubin 1981). One passage is added to each true class, half of it
        said rightly and half as passages are on the whole, so that a class that was never drawn is not impossible.
        """
        weights = rng.exponential(size=len(self.tables))
        table = np.tensordot(weights / max(weights.mean(), 1e-12), self.tables, axes=1) * self.scale
        n = table.shape[0]
        overall = (table.sum(axis=1) + 1 / n) / (table.sum() + 1)
        table = table + _OWN * np.eye(n) + (1 - _OWN) * overall[:, None]
        true = table.sum(axis=0)
        return table / true, true / true.sum()


def corrected_counts(
    counts: Counts,
    confusions: Confusions,
    rng: np.random.Generator,
    *,
    rows: Sequence[np.random.Generator] | None = None,
    n_draws: int = 50,
) -> NDArray[np.int64]:
    """Draws of true counts, shape (draws, rows, classes), from counts of what was said, shape (rows, classes).

    For each draw of the error rates a Gibbs sampler goes between what each passage truly is and the shares that they
    come from (Saerens et al. 2002 find the same point by EM), from a prior worth one passage a class in the shares
    found among coders. What remains is the passages of the row: rows add up as they did. The error rates come from
    ``rng`` and are common to all rows; what else is drawn comes from ``rows``, one a row, else split off ``rng``.
    """
    drawn = [confusions.draw(rng) for _ in range(-(-n_draws // _KEPT))]
    chance, shares = (np.stack([one[i] for one in drawn]) for i in (0, 1))
    streams = rng.spawn(len(counts)) if rows is None else rows
    true = [_sampled(row, chance, shares, own) for row, own in zip(counts, streams, strict=True)]
    return np.stack(true, axis=1)[:n_draws]


def _sampled(counts: Counts, chance: Array, shares: Array, rng: np.random.Generator) -> Counts:
    """True counts of one row, shape (draws of the error rates times those kept, classes)."""
    seen = np.flatnonzero(counts)
    chance, prior = chance[:, seen], shares * shares.shape[1]
    found, kept = _nearer(counts[seen], chance, prior), []
    for step in range(_STEPS):
        weight = found[:, None, :] * chance
        true = rng.multinomial(counts[seen], weight / weight.sum(axis=2, keepdims=True)).sum(axis=1)
        gamma = rng.standard_gamma(prior + true)
        found = gamma / gamma.sum(axis=1, keepdims=True)
        if step % _EVERY == _EVERY - 1 and step >= _STEPS - _KEPT * _EVERY:
            kept.append(true)
    return np.concatenate(kept)


def _nearer(counts: Counts, chance: Array, prior: Array) -> Array:
    """Shares to start from, by EM: from the shares among coders the sampler would still be on its way."""
    found = prior / prior.sum(axis=1, keepdims=True)
    for _ in range(_NEARER):
        expected = np.matmul(found[:, None, :], chance.transpose(0, 2, 1))
        true = found * np.matmul(counts / expected, chance)[:, 0]
        found = (true + prior) / (true + prior).sum(axis=1, keepdims=True)
    return np.asarray(found)
