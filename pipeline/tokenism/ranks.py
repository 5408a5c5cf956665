"""Organisations against each other, from draws of their indices: ranks with intervals, and chances."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tokenism.grid import Array

FEWEST_QUARTERS = 4
"""Fewer organisations have no worst quarter."""


def rank_ranges(draws: Array) -> NDArray[np.int64]:
    """The 95 % range of ranks of each organisation, shape (organisations, 2); rank 1 has the lowest index.

    ``draws`` has shape (organisations, draws), the columns being joint draws. Ties leave both ranks open.
    """
    lowest, highest = (rankdata(draws, method=method, axis=0) for method in ("min", "max"))
    low = np.quantile(lowest, 0.025, axis=1, method="lower")
    high = np.quantile(highest, 0.975, axis=1, method="higher")
    return np.column_stack([low, high]).astype(np.int64)


def worst_quarter(draws: Array) -> Array | None:
    """Chance of each organisation to be among the quarter with the highest index; None for fewer than four.

    A quarter is rounded down. Those that tie for its last places share them, so that chances add up to its size.
    """
    n = len(draws)
    if n < FEWEST_QUARTERS:
        return None
    lowest, highest = (rankdata(draws, method=method, axis=0) for method in ("min", "max"))
    places = np.clip(highest - np.maximum(lowest - 1, n - n // 4), 0, None)
    return np.asarray((places / (highest - lowest + 1)).mean(axis=1))


def difference(first: Array, second: Array) -> tuple[float, float, float, float]:
    """Median of first minus second, its 95 % interval, and the chance that first is higher (ties count half)."""
    apart = first - second
    low, middle, high = np.quantile(apart, (0.025, 0.5, 0.975))
    return float(middle), float(low), float(high), float((apart > 0).mean() + (apart == 0).mean() / 2)


def filled(draws: Array) -> Array:
    """Draws in which nothing was left to count repeat the others of their row in turn; each row has some."""
    whole = draws.copy()
    for row in whole:
        missing = np.isnan(row)
        if missing.any():
            row[missing] = np.resize(row[~missing], missing.sum())
    return whole
