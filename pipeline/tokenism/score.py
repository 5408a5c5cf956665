"""Stage: the ledger to one line an organisation: shares corrected for known errors, with counts and intervals."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tokenism import matrix
from tokenism.audited import Audit
from tokenism.boilerplate import boilerplate, boilerplate_index
from tokenism.comparisons import between_organisations, over_years
from tokenism.estimates import Settings, population_draws, rates_of, share_draws, streams_of
from tokenism.grid import Array
from tokenism.organisations import type_of
from tokenism.quantify import corrected_counts
from tokenism.ranks import filled, rank_ranges, worst_quarter
from tokenism.records import (
    READ_STATUSES,
    Boilerplate,
    Claim,
    Comparison,
    Document,
    MatrixCell,
    Passage,
    Score,
    Tag,
)
from tokenism.replies import if_accepted
from tokenism.streams import stream
from tokenism.tallies import Tally, raw_index, tallies, tokenistic_share

COPRODUCTION = "co-production"


@dataclass(frozen=True, slots=True)
class Scores:
    """What the score stage gives: a line an organisation, and the tables behind it."""

    organisations: list[Score]
    comparisons: list[Comparison] = field(default_factory=list)
    matrix: list[MatrixCell] = field(default_factory=list)
    boilerplate: list[Boilerplate] = field(default_factory=list)


def score(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    tags: Sequence[Tag],
    claims: Sequence[Claim],
    *,
    audit: Audit | None = None,
    settings: Settings | None = None,
) -> Scores:
    """Scores in alphabetical order; a joint document counts for each of its organisations.

    ``audit`` says how often the ledger errs; without it tags and ledger are taken as true, and intervals close in on
    the counted share. Rank 1 is the lowest tokenism index.
    """
    settings = settings or Settings()
    found = tallies(documents, passages, tags, claims)
    if not found:
        return Scores([])
    shared = boilerplate(claims, passages)
    index = share_draws([one.claims for one in found], rates_of(audit, settings), streams_of(found, settings, "index"))
    gap = share_draws(
        [one.of_band(COPRODUCTION) for one in found],
        rates_of(audit, settings, COPRODUCTION),
        streams_of(found, settings, "gap"),
    )
    accepted = _accepted(found, audit, settings)
    corrected = _corrected(found, audit, settings)
    wide = population_draws(found, audit, settings) if settings.population else None
    boiler = {line.claim_id: line for line in shared}
    scores = [
        _score(one, settings, index[i], gap[i], accepted.get(i), _of(corrected, i), None if wide is None else wide[i])
        for i, one in enumerate(found)
    ]
    scores = [
        replace(line, boilerplate_index=_rounded(boilerplate_index(line.organisation, one.claims, boiler)))
        if one.enough(settings.min_claims)
        else line
        for line, one in zip(scores, found, strict=True)
    ]
    known = np.asarray(~np.isnan(index).all(axis=1))
    enough = [i for i, one in enumerate(found) if one.enough(settings.min_claims) and known[i]]
    return Scores(
        organisations=_ranked(scores, index, enough),
        comparisons=[
            *between_organisations(found, index, enough),
            *over_years(found, audit, settings),
        ],
        matrix=[
            cell
            for i, one in enumerate(found)
            for cell in matrix.matrix_cells(
                one.name, one.cells if one.read else None, None if audit is None else _of(corrected, i)
            )
        ],
        boilerplate=shared,
    )


def _accepted(found: Sequence[Tally], audit: Audit | None, settings: Settings) -> dict[int, Array]:
    """Draws of the index if every disputed claim were accepted, by the place of each organisation that disputes any.

    They take the random numbers of the index, so that the two differ by the disputed claims alone.
    """
    places = [i for i, one in enumerate(found) if any(claim.disputed for claim in one.claims)]
    if not places:
        return {}
    disputing = [found[i] for i in places]
    groups = [if_accepted(one.claims) for one in disputing]
    draws = share_draws(groups, rates_of(audit, settings), streams_of(disputing, settings, "index"))
    return dict(zip(places, draws, strict=True))


def _of(cells: NDArray[np.int64] | None, i: int) -> NDArray[np.int64] | None:
    return None if cells is None else cells[:, i]


def _corrected(found: Sequence[Tally], audit: Audit | None, settings: Settings) -> NDArray[np.int64] | None:
    """Draws of the true cells of passages, shape (draws, organisations, cells).

    Without an audit as they stand; None where the audit has no passages, so that their errors are not known.
    """
    if audit is None:
        return np.stack([one.cells for one in found])[None]
    if not audit.passages:
        return None
    return corrected_counts(
        np.stack([one.cells for one in found]),
        matrix.confusions_of(audit),
        stream(settings.seed, "confusions"),
        rows=streams_of(found, settings, "cells").rows,
        n_draws=settings.draws,
    )


def _score(
    one: Tally, settings: Settings, index: Array, gap: Array, accepted: Array | None, cells: NDArray[np.int64] | None,
    wide: Array | None,
) -> Score:  # fmt: skip
    enough, n_words = one.enough(settings.min_claims), sum(document.n_words or 0 for document in one.read)
    coproduction, raw = one.of_band(COPRODUCTION), raw_index(one.claims)
    per_words = 10_000 / n_words if n_words else np.nan
    middles: dict[str, Any] = {
        **_sides(index, enough, "tokenism_index", "tokenism"),
        **_sides(gap, enough and bool(coproduction), "coproduction_gap", "gap"),
        **_sides(_drawn(matrix.mean_lift, cells), enough, "mean_lift"),
        **_sides(_drawn(matrix.under_claiming, cells), enough, "under_claiming"),
        **_sides(_drawn(lambda drawn: matrix.participation(drawn) * per_words, cells), bool(n_words), "density"),
        **_sides(wide, enough and wide is not None, "population_index", "population"),
        **_sides(accepted, enough, "index_if_accepted", "if_accepted"),
    }
    middles |= {
        "tokenism_raw": _rounded(raw.index) if enough else None,
        "gap_raw": _rounded(raw.gap) if enough else None,
        "mean_lift_raw": _known(matrix.mean_lift(one.cells)) if enough else None,
        "under_claiming_raw": _known(matrix.under_claiming(one.cells)) if enough else None,
        "if_accepted_raw": _rounded(tokenistic_share(if_accepted(one.claims)))
        if enough and accepted is not None
        else None,
        "density_raw": _known(matrix.participation(one.cells) * per_words),
    }
    return Score(
        organisation=one.name,
        organisation_type=type_of(one.name, one.documents),
        n_documents=len(one.read),
        **_counts(one),
        **middles,
        note=_note(one, settings.min_claims),
        **_UNRANKED,
        boilerplate_index=None,
    )


def _drawn(measure: Callable[[NDArray[np.int64]], Array], cells: NDArray[np.int64] | None) -> Array | None:
    return None if cells is None else measure(cells)


_UNRANKED: dict[str, Any] = dict.fromkeys(
    (
        "rank_low",
        "rank_high",
        "p_worst_quarter",
        "n_ranked",
        "type_rank_low",
        "type_rank_high",
        "n_ranked_of_type",
    )
)
"""Columns of those with too few claims to be ranked."""


def _sides(draws: Array | None, wanted: bool, name: str, side: str | None = None) -> dict[str, Any]:
    """Median and 95 % interval of draws under the columns of a figure; all None where it is not wanted or undefined."""
    names = (name, f"{side or name}_low", f"{side or name}_high")
    known = draws[~np.isnan(draws)] if wanted and draws is not None else np.array([])
    if not len(known):
        return dict.fromkeys(names)
    middle, low, high = np.quantile(known, (0.5, 0.025, 0.975))
    return {column: _rounded(float(value)) for column, value in zip(names, (middle, low, high), strict=True)}


def _known(value: Array) -> float | None:
    return None if np.isnan(value) else _rounded(float(value))


def _rounded(value: float | None) -> float | None:
    """Four places, and as many digits as a CSV file keeps, so that scores read back are those that were made."""
    return None if value is None else float(f"{round(value, 4):.6g}")


def _counts(one: Tally) -> dict[str, int | None]:
    """Counts of an organisation; all None where no document was read, because nothing is known then."""
    counts = {
        "n_words": sum(document.n_words or 0 for document in one.read),
        "n_passages": one.n_passages,
        "n_claims": len(one.claims),
        "n_coproduction_claims": len(one.of_band(COPRODUCTION)),
        "n_unsure": sum(claim.unsure for claim in one.claims),
        "n_disputed": sum(claim.disputed for claim in one.claims),
        "n_planned": _count(one.claims, "planned"),
        "n_supported": _count(one.claims, "supported"),
        "n_supported_elsewhere": _count(one.claims, "supported-elsewhere"),
        "n_overclaimed": _count(one.claims, "overclaimed"),
        "n_label_only": _count(one.claims, "label-only"),
    }
    return {name: count if one.read else None for name, count in counts.items()}


def _count(claims: Iterable[Claim], verdict: str) -> int:
    return sum(claim.verdict == verdict for claim in claims)


def _note(one: Tally, min_claims: int) -> str:
    notes = []
    if not one.read:
        notes.append("no document could be read")
    elif n_unread := sum(document.status not in (*READ_STATUSES, "duplicate") for document in one.documents):
        notes.append(f"{n_unread} of {len(one.documents)} documents not read")
    if one.read and not one.claims:
        notes.append("no claims of consultation or co-production")
    elif one.read and len(one.claims) < min_claims:
        notes.append(f"too few claims ({len(one.claims)}, at least {min_claims} are wanted)")
    return "; ".join(notes)


def _ranked(scores: Sequence[Score], index: Array, enough: Sequence[int]) -> list[Score]:
    """Scores with the range of ranks that their draws leave open; those with too few claims stay unranked."""
    ranked = list(scores)
    if not enough:
        return ranked
    draws = filled(index[list(enough)])
    ranges, worst = rank_ranges(draws), worst_quarter(draws)
    by_type: dict[str | None, list[int]] = defaultdict(list)
    for k, i in enumerate(enough):
        by_type[scores[i].organisation_type].append(k)
        chance = None if worst is None else _rounded(float(worst[k]))
        ranked[i] = replace(
            scores[i], rank_low=int(ranges[k, 0]), rank_high=int(ranges[k, 1]), n_ranked=len(enough),
            p_worst_quarter=chance,
        )  # fmt: skip
    for members in by_type.values():
        of_type = rank_ranges(draws[members])
        for k, (low, high) in zip(members, of_type, strict=True):
            ranked[enough[k]] = replace(
                ranked[enough[k]], type_rank_low=int(low), type_rank_high=int(high), n_ranked_of_type=len(members)
            )
    return ranked
