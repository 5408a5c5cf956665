"""Organisations of one type against each other, and the years of one organisation."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np

from tokenism.audited import Audit
from tokenism.estimates import Settings, rates_of, share_draws, streams_of
from tokenism.grid import Array
from tokenism.organisations import type_of
from tokenism.ranks import difference, filled
from tokenism.records import Claim, Comparison
from tokenism.streams import Streams, stream
from tokenism.tallies import Tally

_MOST_COMPARED = 60
"""Organisations of one type up to which all pairs are compared."""


def between_organisations(found: Sequence[Tally], index: Array, enough: Sequence[int]) -> list[Comparison]:
    """All pairs of ranked organisations of one type, where there are not too many of them."""
    by_type: dict[str, list[int]] = defaultdict(list)
    for i in enough:
        by_type[type_of(found[i].name, found[i].documents) or ""].append(i)
    return [
        Comparison("organisations", kind, found[a].name, found[b].name, len(found[a].claims), len(found[b].claims),
                   *_apart(index[a], index[b]))
        for kind, members in sorted(by_type.items())
        if len(members) <= _MOST_COMPARED
        for a, b in combinations(members, 2)
    ]  # fmt: skip


def _apart(first: Array, second: Array) -> tuple[float, float, float, float]:
    middle, low, high, chance = (round(value, 4) for value in difference(*filled(np.stack([first, second]))))
    return middle, low, high, chance


def over_years(found: Sequence[Tally], audit: Audit | None, settings: Settings) -> list[Comparison]:
    """Change between successive years of an organisation's documents, each year with enough claims.

    Both years share the organisation's error rates: a model that misreads one of its documents misreads the other.
    """
    units: list[tuple[int, int, list[Claim]]] = []
    for i, one in enumerate(found):
        year_of = {document.document_id: document.year for document in one.read}
        by_year: dict[int, list[Claim]] = defaultdict(list)
        for claim in one.claims:
            if (year := year_of.get(claim.document_id)) is not None:
                by_year[year].append(claim)
        units += [(i, year, by_year[year]) for year in sorted(by_year) if len(by_year[year]) >= settings.min_claims]
    if not units:
        return []
    owner = np.array([i for i, *_ in units], dtype=np.intp)
    streams = Streams(
        streams_of(found, settings, "years").owners,
        [stream(settings.seed, "years", found[i].name, year) for i, year, _ in units],
    )
    draws = share_draws([claims for *_, claims in units], rates_of(audit, settings), streams, owner=owner)
    return [
        Comparison(
            "years", found[a[0]].name, str(b[1]), str(a[1]), len(b[2]), len(a[2]), *_apart(draws[k + 1], draws[k])
        )
        for k, (a, b) in enumerate(pairwise(units))
        if a[0] == b[0]
    ]
