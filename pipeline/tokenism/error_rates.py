"""How often the ledger errs: rates estimated from judged claims, drawn again with their own uncertainty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

Array = NDArray[np.float64]

SAID = ("lacking", "backed")
"""What the ledger says of a line: overclaimed or label-only, or else."""
TRUE = ("lacking", "backed", "no claim")
"""What judges say of it; ``no claim``: the passage makes no counted claim at all."""

SPREADS = (4.0, 8.0, 16.0, 32.0, 64.0)
"""How far a rate may vary from one organisation to another: a + b of a beta distribution, infinite for not at all."""
PRIOR_SPREADS = (1.0, 2.0, 4.0, 8.0, 16.0)
"""The same for the share that is estimated: organisations are never held to be all alike."""
JUDGED_WEIGHT = 0.5
UNIFORM: Array = np.array([[0.5, 2.0]])
_ANGLES = (np.arange(200) + 0.5) / 200 * np.pi / 2
_RATES: Array = np.sin(_ANGLES) ** 2
_RATE_WIDTHS: Array = np.sin(2 * _ANGLES)


class Rates(NamedTuple):
    """Error rates of the ledger, from 0 to 1, each an array of one shape.

    The first three are the shares said to lack practice of: true claims that lack it and are found, true claims that
    have it and are found, and lines that are no claim. ``no_claim`` is the share of lines that are no claim; the last
    two are the shares of true claims that the ledger does not hold.
    """

    lacking_said_lacking: Array
    backed_said_lacking: Array
    no_claim_said_lacking: Array
    no_claim: Array
    lacking_missed: Array
    backed_missed: Array

    def take(self, at: NDArray[np.intp]) -> "Rates":
        """The rates of some organisations, which may be named more than once."""
        return Rates(*(one[at] for one in self))


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Draws of the error rates, and of how much they vary from one organisation to another.

    Attributes
    ----------
    means
        Shape (draws, 6): the mean over organisations of each of :class:`Rates`.
    spreads
        The same shape: a rate of one organisation is a beta variate of this mean and a + b = spread; infinite where
        the rate is the same for all.
    prior
        Shape (draws, 2): mean, and a + b, of the beta distribution that the share of claims that lack practice came
        from in judged documents.
    judged_weight
        What an organisation is held to before its own documents are looked at: with this weight it is like those
        judged, else every share is as likely as every other (a robust prior: Schmidli et al. 2014).
    """

    means: Array
    spreads: Array
    prior: Array
    judged_weight: float = JUDGED_WEIGHT

    @property
    def n_draws(self) -> int:
        """How many draws there are."""
        return len(self.means)

    @classmethod
    def fixed(cls, *rates: float) -> "ErrorRates":
        """Rates known without error and the same for all, in the order of :class:`Rates`, as one draw."""
        means = np.array([rates], dtype=np.float64)
        return cls(means, np.full(means.shape, np.inf), UNIFORM, 0.0)

    def with_uniform_prior(self) -> "ErrorRates":
        """The same rates, and every share held as likely as every other before the documents are looked at."""
        return replace(self, judged_weight=0.0)

    @classmethod
    def none(cls) -> "ErrorRates":
        """A ledger that is taken as true."""
        return cls.fixed(1.0, 0.0, 0.5, 0.0, 0.0, 0.0)

    def of(self, draw: int, n: int, rng: np.random.Generator) -> Rates:
        """Rates of ``n`` organisations under one draw, each of shape (n,)."""
        return Rates(*(_varied(self.means[draw, i], self.spreads[draw, i], n, rng) for i in range(len(Rates._fields))))

    def centre(self) -> dict[str, float]:
        """Mean of each rate over the draws."""
        return dict(zip(Rates._fields, self.means.mean(axis=0).tolist(), strict=True))


def _varied(mean: float, spread: float, n: int, rng: np.random.Generator) -> Array:
    if not np.isfinite(spread) or mean <= 0 or mean >= 1:
        return np.full(n, mean)
    return rng.beta(mean * spread, (1 - mean) * spread, size=n)


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged lines and claims, added up by document: what error rates are estimated from.

    Attributes
    ----------
    lines
        Weighted counts of ledger lines, shape (documents, said, true): see :data:`SAID` and :data:`TRUE`.
    found
        Weighted counts of true claims, shape (documents, lacking or backed, found or missed).
    squares
        Sums of the squared weights of lines, and of claims, of the same shapes.
    n_lines, n_found
        How many were judged, without weights, of the same shapes but for the documents.
    """

    lines: Array
    found: Array
    squares: tuple[Array, Array]
    n_lines: Array
    n_found: Array

    @classmethod
    def of(
        cls,
        lines: Sequence[tuple[str, str, str, float]],
        claims: Sequence[tuple[str, str, bool, float]],
    ) -> "Judged":
        """Add up lines (document, said, true, weight) and true claims (document, lacking or backed, found, weight)."""
        names = sorted({row[0] for row in (*lines, *claims)})
        line_rows = [(names.index(d), SAID.index(said), TRUE.index(true), w) for d, said, true, w in lines]
        claim_rows = [(names.index(d), TRUE.index(true), 0 if found else 1, w) for d, true, found, w in claims]
        line_sums, claim_sums = _sums(line_rows, (len(names), 2, 3)), _sums(claim_rows, (len(names), 2, 2))
        return cls(
            line_sums[0], claim_sums[0], (line_sums[1], claim_sums[1]), line_sums[2].sum(0), claim_sums[2].sum(0)
        )

    def draws(self, n: int, rng: np.random.Generator) -> ErrorRates:
        """Draws of the error rates, and of how they vary between organisations, from their posterior.

        A document's rate is a beta variate: its judged lines follow the beta-binomial distribution (Kleinman 1973).
        The mean has the uniform prior; a + b takes each of :data:`SPREADS` with the same prior chance. Documents stand
        for organisations. So too for the share of claims that lack practice, which becomes the prior of others. Lines
        that were drawn with unequal chances carry design weights, and count as their effective number (Kish 1965).
        """
        line_squares, claim_squares = self.squares
        of_true, of_claims = self.lines.sum(axis=1), self.found.sum(axis=2)
        parts = [
            *((self.lines[:, 0, t], of_true[:, t], line_squares[:, :, t].sum()) for t in range(3)),
            (of_true[:, 2], of_true.sum(axis=1), line_squares.sum()),
            *((self.found[:, t, 1], of_claims[:, t], claim_squares[:, t].sum()) for t in (0, 1)),
        ]
        drawn = [_drawn(*part, n, rng) for part in parts]
        claims = (of_true[:, 0], of_true[:, :2].sum(axis=1), line_squares[:, :, :2].sum())
        prior = np.column_stack(_drawn(*claims, n, rng, spreads=PRIOR_SPREADS))
        means, spreads = (np.column_stack([one[i] for one in drawn]) for i in (0, 1))
        return ErrorRates(means, spreads, prior)


def _sums(rows: Sequence[tuple[int, int, int, float]], shape: tuple[int, int, int]) -> tuple[Array, Array, Array]:
    """Weights, squared weights and counts added up by cell."""
    sums = (np.zeros(shape), np.zeros(shape), np.zeros(shape))
    for *cell, weight in rows:
        for total, amount in zip(sums, (weight, weight * weight, 1.0), strict=True):
            total[tuple(cell)] += amount
    return sums


def _drawn(
    hits: Array,
    total: Array,
    squares: float,
    n: int,
    rng: np.random.Generator,
    *,
    spreads: Sequence[float] = SPREADS,
) -> tuple[Array, Array]:
    """Draws of mean and a + b of a rate, each of shape (n,), from weighted hits among weighted totals by document."""
    there = total > 0
    if not there.any():
        return rng.random(n), np.full(n, np.inf)
    scale = total.sum() / squares
    size, hit = (total * scale)[there], (hits * scale)[there]
    tables = np.stack([_beta_binomial(hit, size, spread) for spread in spreads])
    plain = np.exp(tables - tables.max()).reshape(-1)
    picked = rng.choice(plain.size, size=n, p=plain / plain.sum())
    spread, mean = np.divmod(picked, len(_RATES))
    return _RATES[mean], np.array(spreads)[spread]


def _beta_binomial(hits: Array, size: Array, spread: float) -> Array:
    """Log likelihood of all documents for each of the means, shape (means,), with their share of the line."""
    misses = size - hits
    if np.isinf(spread):
        found = hits.sum() * np.log(_RATES) + misses.sum() * np.log1p(-_RATES)
    else:
        a, b = _RATES[:, None] * spread, (1 - _RATES[:, None]) * spread
        found = (betaln(hits + a, misses + b) - betaln(a, b)).sum(axis=1)
    return np.asarray(found + np.log(_RATE_WIDTHS))
