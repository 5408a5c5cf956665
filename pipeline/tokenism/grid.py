"""Shares from 0 to 1 on a grid, on which distributions of shares are written down."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells from 0 to 1, narrower towards the ends: the middle of each, and the edges of all."""

    shares: Array
    edges: Array

    @classmethod
    def of(cls, n: int) -> "Grid":
        """A grid of ``n`` cells of equal width on the arcsine scale."""
        angles = np.arange(2 * n + 1) / (2 * n) * np.pi / 2
        return cls(np.sin(angles[1::2]) ** 2, np.sin(angles[::2]) ** 2)

    @property
    def widths(self) -> Array:
        """Width of each cell."""
        return np.diff(self.edges)

    def snapped(self, shares: Array) -> Array:
        """Shares in the first and the last cell as 0 and 1: no interval shuts these out by a hair."""
        return np.where(shares < self.edges[1], 0.0, np.where(shares > self.edges[-2], 1.0, shares))

    def beta(self, means: Array, spread: float | Array) -> Array:
        """Mass of the cells under beta distributions of given means and a + b = spread: shape (means, cells).

        From the distribution function: near 0 and 1 the density of a small a or b is all in the first cell.
        """
        a, b = (means * spread)[:, None], ((1 - means) * spread)[:, None]
        return np.asarray(np.diff(betainc(a, b, self.edges), axis=1))

    def draw(self, logs: Array, uniform: Array) -> Array:
        """Shares drawn by weight and evenly within their cell: from logarithms (rows, cells) and uniform numbers.

        ``uniform`` has the shape (rows, draws), and so has what comes out.
        """
        mass = normal(logs)
        below = np.cumsum(mass, axis=1)[:, :-1]
        cell = (below[:, None, :] <= uniform[:, :, None]).sum(axis=-1)
        within = np.take_along_axis(mass, cell, axis=1)
        rest = uniform - np.take_along_axis(np.pad(below, ((0, 0), (1, 0))), cell, axis=1)
        part = np.divide(rest, within, out=np.full(rest.shape, 0.5), where=within > 0)
        return np.asarray(self.edges[cell] + np.clip(part, 0, 1) * self.widths[cell])


def normal(logs: Array) -> Array:
    """Weights of given logarithms, made to add to 1 along the last axis."""
    plain = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(plain / plain.sum(axis=-1, keepdims=True))
