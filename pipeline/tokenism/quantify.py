"""Counts of classes corrected for known misclassification: draws of what the passages truly are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tokenism.error_rates import Array

Counts = NDArray[np.int64]

_STEPS = 12
_KEPT = 4
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
    counts: Counts, confusions: Confusions, rng: np.random.Generator, *, n_draws: int = 50
) -> NDArray[np.int64]:
    """Draws of true counts, shape (draws, rows, classes), from counts of what was said, shape (rows, classes).

    For each draw of the error rates a Gibbs sampler goes between what each passage truly is and the shares that they
    come from (Saerens et al. 2002 find the same point by EM), from a prior worth one passage a class in the shares
    found among coders. What remains is the passages of the row: rows add up as they did.
    """
    kept: list[NDArray[np.int64]] = []
    n_rows, n_classes = counts.shape
    for _ in range(-(-n_draws // _KEPT)):
        chance, shares = confusions.draw(rng)
        prior = shares * n_classes
        found = np.tile(shares, (n_rows, 1))
        for step in range(_STEPS):
            true = np.zeros_like(counts)
            for said in range(n_classes):
                if counts[:, said].any():
                    weight = found * chance[said]
                    true += rng.multinomial(counts[:, said], weight / weight.sum(axis=1, keepdims=True))
            gamma = rng.standard_gamma(prior + true)
            found = gamma / gamma.sum(axis=1, keepdims=True)
            if step >= _STEPS - _KEPT:
                kept.append(true)
    return np.stack(kept[:n_draws])
