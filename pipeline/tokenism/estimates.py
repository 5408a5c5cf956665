"""Draws of the shares of organisations, as their tallies and the audit of the ledger leave them open."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tokenism.audited import Audit
from tokenism.error_rates import ErrorRates
from tokenism.grid import Array
from tokenism.posterior import DocumentCounts, shares_in_documents, shares_of_population
from tokenism.records import Claim
from tokenism.streams import Streams, stream
from tokenism.tallies import Counts, Tally, lacking


@dataclass(frozen=True, slots=True)
class Settings:
    """How scores are made.

    Below ``min_claims`` counted claims an organisation has counts but no shares and no rank. ``population`` asks for
    shares of all documents of the kind read. ``draws`` of the error rates are taken, and ten of the shares for each;
    ``seed`` starts them. With ``uniform_prior`` nothing is taken from the shares found in judged documents.
    """

    min_claims: int = 10
    population: bool = False
    draws: int = 100
    seed: int = 0
    uniform_prior: bool = False


def rates_of(audit: Audit | None, settings: Settings, band: str | None = None) -> ErrorRates:
    """Draws of the error rates; none are made where there is no audit."""
    if audit is None:
        return ErrorRates.none()
    rates = audit.judged(band).draws(settings.draws, np.random.default_rng(settings.seed))
    return rates.with_uniform_prior() if settings.uniform_prior else rates


def share_draws(
    groups: Sequence[Sequence[Claim]], rates: ErrorRates, streams: Streams, *, owner: NDArray[np.intp] | None = None
) -> Array:
    """Draws of the share of lacking claims in each group, shape (groups, draws); see :func:`shares_in_documents`."""
    return shares_in_documents(numbers(map(lacking, groups)), numbers(map(len, groups)), rates, streams, owner=owner)


def streams_of(found: Sequence[Tally], settings: Settings, figure: str) -> Streams:
    """Random numbers for a figure of each organisation that nobody else in the run has a part in."""
    return Streams(
        [stream(settings.seed, "rates", one.name) for one in found],
        [stream(settings.seed, figure, one.name) for one in found],
    )


def numbers(values: Iterable[int]) -> Counts:
    """Whole numbers as an array."""
    return np.array(list(values), dtype=np.int64)


def population_draws(found: Sequence[Tally], audit: Audit | None, settings: Settings) -> Array:
    """Draws of the mean share over all documents of the kind read, shape (organisations, draws)."""
    by_document: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for i, one in enumerate(found):
        for claim in one.claims:
            by_document[i, claim.document_id].append(claim)
    counts = DocumentCounts(
        n_lacking=numbers(lacking(claims) for claims in by_document.values()),
        n_lines=numbers(len(claims) for claims in by_document.values()),
        owner=np.array([i for i, _ in by_document], dtype=np.intp),
        n_owners=len(found),
    )
    per_draw = 10 if audit is not None else 1000
    streams = streams_of(found, settings, "population")
    return shares_of_population(counts, rates_of(audit, settings), streams, per_draw=per_draw)
