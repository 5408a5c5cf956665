"""How many more claims must be judged by people for an interval of a wanted width."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tokenism.audited import Audit
from tokenism.estimates import Settings, rates_of, share_draws, streams_of
from tokenism.grid import Array
from tokenism.printable import printable
from tokenism.records import Claim, Document, Passage, Tag
from tokenism.tallies import tallies


@dataclass(frozen=True, slots=True)
class Plan:
    """What judging claims of one organisation by hand would do to the interval of its index.

    Attributes
    ----------
    n_claims
        Lines of its ledger.
    half_width
        Half the width of the present interval.
    more
        Lines to judge for the wanted half width; 0 where it is reached already.
    reached
        Half the width that is then expected.
    """

    organisation: str
    n_claims: int
    half_width: float
    more: int
    reached: float


def plan(organisation: str, draws: Array, n_claims: int, within: float) -> Plan:
    """Fewest lines of an organisation's ledger to judge, drawn at random, for an interval of plus or minus ``within``.

    The draws have the doubt of every line in them, and the doubt about the error rates that all lines share. A line
    that people have judged has neither. What is left after ``m`` of ``n`` is, in variance, the share (n - m) / n of
    the doubt of single lines and its square of the shared one; the present doubt is taken as shared, which is the
    greater part and errs on the side of judging too many. Missed claims are not found by judging lines.

    Raises
    ------
    ValueError
        If ``within`` is not above 0, or there are no claims.
    """
    if within <= 0 or n_claims < 1:
        raise ValueError("a width above 0 and at least one claim are wanted")
    low, high = np.nanquantile(draws, (0.025, 0.975))
    half = float(high - low) / 2
    more = 0 if half <= within else min(n_claims, math.ceil(n_claims * (1 - within / half)))
    return Plan(organisation, n_claims, half, more, half * (n_claims - more) / n_claims)


def plans(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    tags: Sequence[Tag],
    claims: Sequence[Claim],
    within: float,
    *,
    audit: Audit | None,
    settings: Settings,
) -> list[Plan]:
    """A plan for each organisation with enough claims, in alphabetical order; see :func:`plan`."""
    found = tallies(documents, passages, tags, claims)
    draws = share_draws([one.claims for one in found], rates_of(audit, settings), streams_of(found, settings, "index"))
    return [
        plan(one.name, row, len(one.claims), within)
        for one, row in zip(found, draws, strict=True)
        if one.enough(settings.min_claims) and not np.isnan(row).all()
    ]


def plan_lines(plans: Sequence[Plan], within: float) -> Iterator[str]:
    """For each organisation its claims, the present half width, and how many claims to judge for the wanted one."""
    if not plans:
        yield "No organisation has enough claims for an interval."
        return
    yield f"{'Organisation':38} {'Claims':>6} {'Now':>8} {'To judge':>8} {'Then':>8}"
    for one in plans:
        name = printable(one.organisation)
        cut = name if len(name) <= 38 else f"{name[:37]}…"
        now, then = (f"±{width:.0%}" for width in (one.half_width, one.reached))
        yield f"{cut:38} {one.n_claims:>6} {now:>8} {one.more:>8} {then:>8}"
    yield f"Claims to judge, drawn at random from the ledger, for an interval of ±{within:.0%}."
