"""Cluster bootstrap: figures of tables that add up, with intervals from drawing whole clusters again."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
Figure = dict[str, float | None]

FEWEST_GROUPS = 10
"""Fewer groups give too few different draws: they are not drawn whole."""


def cluster_draws(n_clusters: int, *, resamples: int, seed: int) -> NDArray[np.int64]:
    """How often each cluster is drawn, shape (resamples, clusters); no rows for fewer than two clusters."""
    if n_clusters < 2:
        return np.zeros((0, n_clusters), dtype=np.int64)
    shares = np.full(n_clusters, 1 / n_clusters)
    return np.asarray(np.random.default_rng(seed).multinomial(n_clusters, shares, size=resamples))


def figure(tables: Table, draws: NDArray[np.int64], measure: Callable[[Table], Table]) -> Figure:
    """``{value, low, high}`` of a measure of tables that add up over clusters, with its 95 % percentile interval.

    A resample is the sum of the drawn clusters' tables (Efron and Tibshirani 1993, section 13.3). None where the
    measure is undefined (as without clusters), and for the sides where there are no draws.

    Parameters
    ----------
    tables
        Shape (clusters, ...).
    draws
        See :func:`cluster_draws`.
    measure
        Tables of shape (..., one table's shape) to figures of shape (...), NaN where undefined.
    """
    if not len(tables):
        return {"value": None, "low": None, "high": None}
    value = float(measure(tables.sum(axis=0)))
    flat = tables.reshape(len(tables), -1)
    drawn = measure((draws @ flat).reshape(len(draws), *tables.shape[1:])) if len(draws) else np.array([])
    drawn = drawn[~np.isnan(drawn)]
    low, high = (float(side) for side in np.quantile(drawn, (0.025, 0.975))) if len(drawn) else (None, None)
    return {"value": None if np.isnan(value) else value, "low": low, "high": high}


class Clusters:
    """What is drawn together: the cluster of each passage, and the draws; made once, used for every figure."""

    def __init__(self, groups: Sequence[str], *, resamples: int = 1000, seed: int = 0) -> None:
        names, at = np.unique(np.asarray(groups, dtype=np.str_), return_inverse=True)
        self.n = len(names)
        self.options = {"resamples": resamples, "seed": seed}
        self._groups = list(groups)
        self._at = at
        self._draws = cluster_draws(self.n, resamples=resamples, seed=seed)

    def crossed(self, one: Sequence[str], other: Sequence[str], values: Sequence[str]) -> Table:
        """Counts of (one, other) by cluster, shape (clusters, values, values)."""
        rows, columns = ([values.index(name) for name in side] for side in (one, other))
        return self.summed(np.ones(len(rows)), rows, columns, shape=(len(values), len(values)))

    def summed(self, amounts: Table, *places: Sequence[int] | NDArray[np.intp], shape: tuple[int, ...]) -> Table:
        """Amounts added up by cluster and place, one table of the shape for each cluster."""
        table = np.zeros((self.n, *shape))
        np.add.at(table, (self._at, *(np.asarray(place, dtype=np.intp) for place in places)), amounts)
        return table

    def figure(self, tables: Table, measure: Callable[[Table], Table]) -> Figure:
        """See :func:`figure`."""
        return figure(tables, self._draws, measure)

    def part(self, at: Sequence[int]) -> "Clusters":
        """Clusters of some passages alone, drawn anew."""
        return Clusters([self._groups[i] for i in at], **self.options)


def macro_f1(tables: Table) -> Table:
    """Macro-F1 of tables of true by found labels, shape (..., labels, labels) to (...).

    Over the labels that occur in the truth of a table, as :func:`tokenism.measures.class_report` has it.

    >>> float(macro_f1(np.array([[1.0, 1.0], [0.0, 2.0]])).round(3))
    0.733
    """
    scores, present = _f1(tables), tables.sum(axis=-1) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(present, scores, 0.0).sum(axis=-1) / present.sum(axis=-1))


def last_f1(tables: Table) -> Table:
    """F1 of the last label alone, shape (..., labels, labels) to (...); NaN where it is neither true nor found."""
    return np.asarray(_f1(tables)[..., -1])


def exact(tables: Table) -> Table:
    """Share on the diagonal, shape (..., labels, labels) to (...); NaN where a table is empty."""
    total = tables.sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.trace(tables, axis1=-2, axis2=-1) / total)


def _f1(tables: Table) -> Table:
    hits = np.diagonal(tables, axis1=-2, axis2=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(2 * hits / (tables.sum(axis=-1) + tables.sum(axis=-2)))
