"""How often the ledger errs: rates estimated from judged claims, drawn again with their own uncertainty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from tokenism.grid import Array, Grid, normal

SAID = ("lacking", "backed")
"""What the ledger says of a line: overclaimed or label-only, or else."""
TRUE = ("lacking", "backed", "no claim")
"""What judges say of it; ``no claim``: the passage makes no counted claim at all."""

SPREADS = (4.0, 8.0, 16.0, 32.0, 64.0)
"""How far a rate may vary from one organisation to another: a + b of a beta distribution, infinite for not at all."""
PRIOR_SPREADS = (2.0, 4.0, 8.0, 16.0)
"""The same for the share that is estimated: organisations are never held to be all alike."""
JUDGED_WEIGHT = 0.7
UNIFORM: Array = np.array([[0.5, 2.0]])
_MEANS = Grid.of(200)
_OF_DOCUMENTS = Grid.of(101)


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

    def of(self, rng: np.random.Generator) -> Rates:
        """Rates of one organisation under each draw, each of shape (draws,)."""
        fixed = np.isinf(self.spreads) | (self.means <= 0) | (self.means >= 1)
        mean, spread = np.where(fixed, 0.5, self.means), np.where(fixed, 2.0, self.spreads)
        varied = rng.beta(mean * spread, (1 - mean) * spread)
        return Rates(*np.where(fixed, self.means, varied).T)

    def centre(self) -> dict[str, float]:
        """Mean of each rate over the draws."""
        return dict(zip(Rates._fields, self.means.mean(axis=0).tolist(), strict=True))


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
    heft
        Mean weight of lines that say lacking, and that say backed, where none of a kind was judged.
    """

    lines: Array
    found: Array
    squares: tuple[Array, Array]
    n_lines: Array
    n_found: Array
    heft: tuple[float, float]

    @classmethod
    def of(
        cls,
        lines: Sequence[tuple[str, str, str, float]],
        claims: Sequence[tuple[str, str, bool, float]],
        *,
        heft: tuple[float, float] | None = None,
    ) -> "Judged":
        """Add up lines (document, said, true, weight) and true claims (document, lacking or backed, found, weight).

        ``heft`` is that of the lines themselves unless it is given: a draw of some of them may lack what others had.
        """
        at = {name: i for i, name in enumerate(sorted({row[0] for row in (*lines, *claims)}))}
        line_rows = [(at[d], SAID.index(said), TRUE.index(true), w) for d, said, true, w in lines]
        claim_rows = [(at[d], TRUE.index(true), 0 if found else 1, w) for d, true, found, w in claims]
        line_sums, claim_sums = _sums(line_rows, (len(at), 2, 3)), _sums(claim_rows, (len(at), 2, 2))
        if heft is None:
            overall = _mean_weight(line_sums[0], line_sums[1], 1.0)
            lacking, backed = (_mean_weight(line_sums[0][:, k], line_sums[1][:, k], overall) for k in (0, 1))
            heft = (lacking, backed)
        return cls(
            line_sums[0], claim_sums[0], (line_sums[1], claim_sums[1]), line_sums[2].sum(0), claim_sums[2].sum(0), heft
        )

    def draws(self, n: int, rng: np.random.Generator) -> ErrorRates:
        """Draws of the error rates, and of how they vary between organisations, from their posterior.

        A document's rate is a beta variate: its judged lines follow the beta-binomial distribution (Kleinman 1973).
        The mean has the uniform prior; a + b takes each of :data:`SPREADS` with the same prior chance. Documents stand
        for organisations. So too for the share of claims that lack practice, which becomes the prior of others.

        Lines were drawn with chances that hang on what the ledger says of them, so on the very thing that is counted.
        So hits and misses each count as their effective number (Kish 1965), and their likelihood is that of having
        been drawn, hits more readily than misses or less (choice-based sampling: Manski and Lerman 1977).
        """
        lines, (squares, of_claims) = self.lines, self.squares
        of_all, found = _mean_weight(lines, squares, 1.0), _mean_weight(self.found, of_claims, 1.0)
        said = [[_side(lines[:, k, t], squares[:, k, t], self.heft[k]) for k in (0, 1)] for t in range(3)]
        claims = [_side(lines[:, :, t], squares[:, :, t], of_all) for t in (0, 1, 2)]
        real = _side(lines[:, :, :2], squares[:, :, :2], of_all)
        missed = [[_side(self.found[:, t, k], of_claims[:, t, k], found) for k in (1, 0)] for t in (0, 1)]
        pairs = [*said, [claims[2], real], *missed]
        drawn = [_drawn(hits, misses, n, rng) for hits, misses in pairs]
        prior = np.column_stack(_drawn(claims[0], claims[1], n, rng, spreads=PRIOR_SPREADS))
        means, spreads = (np.column_stack([one[i] for one in drawn]) for i in (0, 1))
        return ErrorRates(means, spreads, prior)


def _sums(rows: Sequence[tuple[int, int, int, float]], shape: tuple[int, int, int]) -> tuple[Array, Array, Array]:
    """Weights, squared weights and counts added up by cell."""
    sums = (np.zeros(shape), np.zeros(shape), np.zeros(shape))
    for *cell, weight in rows:
        for total, amount in zip(sums, (weight, weight * weight, 1.0), strict=True):
            total[tuple(cell)] += amount
    return sums


def _mean_weight(weights: Array, squares: Array, otherwise: float) -> float:
    """Mean weight of a unit of weight; what else it is held to be where there is none."""
    return float(squares.sum() / weights.sum()) if weights.sum() > 0 else otherwise


class _Side(NamedTuple):
    """Hits or misses: their effective numbers by document, and the mean weight of one."""

    numbers: Array
    weight: float


def _side(weights: Array, squares: Array, otherwise: float) -> _Side:
    by_document = weights.sum(axis=tuple(range(1, weights.ndim)))
    weight = _mean_weight(weights, squares, otherwise)
    return _Side(by_document / weight, weight)


def _drawn(
    hits: _Side, misses: _Side, n: int, rng: np.random.Generator, *, spreads: Sequence[float] = SPREADS
) -> tuple[Array, Array]:
    """Draws of mean and a + b of a rate, each of shape (n,); from the prior where nothing was judged."""
    weights = normal(_likelihood(hits, misses, spreads).reshape(-1))
    spread, mean = np.divmod(rng.choice(weights.size, size=n, p=weights), len(_MEANS.shares))
    return _MEANS.shares[mean], np.array(spreads)[spread]


def _likelihood(hits: _Side, misses: _Side, spreads: Sequence[float]) -> Array:
    """Log likelihood of all documents by spread and mean, with the mean's share of the line: (spreads, means)."""
    by_rate = _of_draw(_OF_DOCUMENTS.shares, hits, misses)
    top = by_rate.max(axis=1, keepdims=True)
    plain = np.exp(by_rate - top)
    rows = [
        _of_draw(_MEANS.shares, hits, misses).sum(axis=0)
        if np.isinf(spread)
        else (np.log(_masses(spread) @ plain.T + 1e-300) + top.T).sum(axis=1)
        for spread in spreads
    ]
    return np.stack(rows) + np.log(_MEANS.widths)


@cache
def _masses(spread: float) -> Array:
    return _OF_DOCUMENTS.beta(_MEANS.shares, spread)


def _of_draw(rates: Array, hits: _Side, misses: _Side) -> Array:
    """Log likelihood of what was drawn from each document that has any, shape (documents, rates).

    Hits and misses of a document are Poisson variates of its lines times the chances that they are drawn with; its
    lines are held to vary as the exponential distribution does, which leaves a closed form. Where hits and misses are
    drawn with one chance this is the binomial likelihood.
    """
    drawn = hits.numbers + misses.numbers
    h, m, n = (one[drawn > 0, None] for one in (hits.numbers, misses.numbers, drawn))
    odds = misses.weight / hits.weight
    one_in = (h * hits.weight + m * misses.weight).mean() / misses.weight if len(n) else 1.0
    return np.asarray(
        h * np.log(rates * odds) + m * np.log1p(-rates) - (n + 1) * np.log(1 / one_in + rates * odds + 1 - rates)
    )
