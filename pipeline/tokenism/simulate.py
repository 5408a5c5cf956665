"""Simulated organisations whose true shares are known: whether intervals hold them, and how far off counting is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tokenism.error_rates import SAID, TRUE, ErrorRates, Judged, Rates
from tokenism.grid import Array
from tokenism.measures import wilson
from tokenism.posterior import Counts, DocumentCounts, shares_in_documents, shares_of_population


@dataclass(frozen=True, slots=True)
class World:
    """How documents come about, and how the ledger errs on them.

    Attributes
    ----------
    rates
        Means of :class:`~tokenism.error_rates.Rates` over organisations.
    rate_spread
        a + b of the beta distribution that an organisation's rates vary with; infinite for not at all.
    share, share_spread
        The same of the organisations' shares of lacking claims.
    document_spread
        a + b of the beta distribution of a document's share about its organisation's.
    claims, fewest_claims
        Mean and fewest true claims of a document.
    """

    rates: tuple[float, ...]
    rate_spread: float = 16.0
    share: float = 0.25
    share_spread: float = 4.0
    document_spread: float = 8.0
    claims: float = 14.0
    fewest_claims: int = 6


LEVELS: dict[str, tuple[float, ...]] = {
    "low": (0.95, 0.03, 0.5, 0.05, 0.05, 0.05),
    "middle": (0.85, 0.1, 0.5, 0.2, 0.15, 0.15),
    "high": (0.75, 0.2, 0.5, 0.3, 0.25, 0.2),
}
"""Three levels of error, each in the order of :class:`~tokenism.error_rates.Rates`."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """Simulated organisations: what is true of them, and what the ledger says."""

    mean_share: Array
    share_read: Array
    counts: DocumentCounts


def simulate(world: World, n: int, documents: tuple[int, int], rng: np.random.Generator) -> Simulated:
    """``n`` organisations with between so many documents (both ends included)."""
    mean = _beta(world.share, world.share_spread, n, rng)
    owner = np.repeat(np.arange(n), rng.integers(documents[0], documents[1] + 1, size=n))
    rates = Rates(*(_beta(rate, world.rate_spread, n, rng)[owner] for rate in world.rates))
    share = _beta(mean[owner], world.document_spread, len(owner), rng)
    more = world.claims - world.fewest_claims
    claims = world.fewest_claims + rng.poisson(rng.gamma(2.0, more / 2.0, size=len(owner)))
    lacking = rng.binomial(claims, share)
    lacking_found = rng.binomial(lacking, 1 - rates.lacking_missed)
    backed_found = rng.binomial(claims - lacking, 1 - rates.backed_missed)
    false = rng.poisson((lacking_found + backed_found) * rates.no_claim / (1 - rates.no_claim))
    said = (
        rng.binomial(lacking_found, rates.lacking_said_lacking)
        + rng.binomial(backed_found, rates.backed_said_lacking)
        + rng.binomial(false, rates.no_claim_said_lacking)
    )
    read = np.bincount(owner, lacking, n) / np.bincount(owner, claims, n)
    return Simulated(mean, read, DocumentCounts(said, lacking_found + backed_found + false, owner, n))


def simulate_audit(world: World, n_lines: int, n_documents: int, rng: np.random.Generator) -> Judged:
    """A random draw of ledger lines, and of half as many true claims, from documents like those of the world."""
    rates = np.stack([_beta(rate, world.rate_spread, n_documents, rng) for rate in world.rates])
    share = _beta(world.share, world.share_spread, n_documents, rng)
    lines, claims = [], []
    for i in rng.integers(n_documents, size=n_lines):
        of = Rates(*rates[:, i])
        lacking, backed = share[i] * (1 - of.lacking_missed), (1 - share[i]) * (1 - of.backed_missed)
        chances = np.array([lacking, backed, 0.0]) * (1 - of.no_claim) / (lacking + backed)
        chances[2] = of.no_claim
        true = rng.choice(3, p=chances / chances.sum())
        said = 0 if rng.random() < (of[0], of[1], of[2])[true] else 1
        lines.append((str(i), SAID[said], TRUE[true], 1.0))
    for i in rng.integers(n_documents, size=n_lines // 2):
        true = 0 if rng.random() < share[i] else 1
        claims.append((str(i), TRUE[true], bool(rng.random() >= rates[4 + true, i]), 1.0))
    return Judged.of(lines, claims)


def _beta(mean: float | Array, spread: float, n: int, rng: np.random.Generator) -> Array:
    if not np.isfinite(spread):
        return np.full(n, mean)
    inside = np.clip(mean, 1e-3, 1 - 1e-3)
    return rng.beta(inside * spread, (1 - inside) * spread, size=n)


@dataclass(frozen=True, slots=True)
class Design:
    """How much is simulated: ``repeats`` audits, each with so many organisations; at least ``min_claims`` lines."""

    repeats: int = 50
    organisations: int = 24
    audit_lines: int = 400
    audit_documents: int = 50
    draws: int = 40
    min_claims: int = 10


def coverage(
    world: World, documents: tuple[int, int], design: Design, rng: np.random.Generator
) -> dict[str, float | int]:
    """How often the 95 % intervals hold the truth, beside Wilson's interval of the plain count.

    Every repeat has an audit of its own, so that the error of the error rates is in it. ``error`` and ``error_plain``
    are the mean absolute errors of the corrected and of the counted share in the documents read.
    """
    rows: list[NDArray[np.float64]] = []
    for _ in range(design.repeats):
        rates = simulate_audit(world, design.audit_lines, design.audit_documents, rng).draws(design.draws, rng)
        rows.append(_repeat(simulate(world, design.organisations, documents, rng), rates, design, rng))
    names = ("documents", "population", "plain", "width", "population_width", "error", "error_plain")
    table = np.concatenate(rows)
    return {"n": len(table), **dict(zip(names, table.mean(axis=0).tolist(), strict=True))}


def _repeat(world: Simulated, rates: ErrorRates, design: Design, rng: np.random.Generator) -> NDArray[np.float64]:
    counts = world.counts
    n_lines = np.bincount(counts.owner, counts.n_lines, counts.n_owners).astype(np.int64)
    n_lacking = np.bincount(counts.owner, counts.n_lacking, counts.n_owners).astype(np.int64)
    enough = n_lines >= design.min_claims
    read = shares_in_documents(n_lacking, n_lines, rates, rng)
    wide = shares_of_population(counts, rates, rng)
    low, middle, high = np.nanquantile(read, (0.025, 0.5, 0.975), axis=1)
    wide_low, wide_high = np.quantile(wide, (0.025, 0.975), axis=1)
    plain_low, plain_high = _wilson(n_lacking, n_lines)
    plain = n_lacking / np.maximum(n_lines, 1)
    true, mean = world.share_read, world.mean_share
    columns = (
        (low <= true) & (true <= high),
        (wide_low <= mean) & (mean <= wide_high),
        (plain_low <= true) & (true <= plain_high),
        high - low,
        wide_high - wide_low,
        np.abs(middle - true),
        np.abs(plain - true),
    )
    return np.column_stack(columns)[enough].astype(np.float64)


def _wilson(hits: Counts, n: Counts) -> tuple[Array, Array]:
    sides = [wilson(int(k), int(total)) or (0.0, 1.0) for k, total in zip(hits, n, strict=True)]
    return np.array([side[0] for side in sides]), np.array([side[1] for side in sides])


def coverage_table(
    worlds: Sequence[tuple[str, World]], documents: Sequence[tuple[int, int]], design: Design, *, seed: int
) -> list[dict[str, Any]]:
    """:func:`coverage` of each world with each number of documents."""
    return [
        {"level": name, "documents_low": at[0], "documents_high": at[1], **coverage(world, at, design, rng)}
        for k, (name, world) in enumerate(worlds)
        for j, at in enumerate(documents)
        for rng in [np.random.default_rng([seed, k, j])]
    ]
