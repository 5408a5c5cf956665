"""Stage: the ledger to one line an organisation: shares with their counts and intervals, never without."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from tokenism.layers import tags_by_passage
from tokenism.measures import wilson
from tokenism.organisations import organisations_of, type_of
from tokenism.records import BANDS, READ_STATUSES, Claim, Document, Passage, Score, Tag
from tokenism.verdicts import TOKENISTIC

Item = TypeVar("Item", Document, Passage, Claim)


def score(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    tags: Sequence[Tag],
    claims: Sequence[Claim],
    *,
    min_claims: int = 10,
) -> list[Score]:
    """One score an organisation, in alphabetical order; a joint document counts for each of its organisations.

    Shares carry Wilson's 95 % interval for the documents read; the classifier's own error is not in it yet. Below
    ``min_claims`` counted claims an organisation has counts but no shares and no rank. Rank 1 is the lowest
    tokenism index; the ranks from ``rank_low`` to ``rank_high`` are those that the intervals leave open.
    """
    tag_of = tags_by_passage(passages, tags)
    documents_of, passages_of, claims_of = _grouped(documents), _grouped(passages), _grouped(claims)
    scores = [
        _score(name, documents_of[name], passages_of[name], claims_of[name], tag_of, min_claims)
        for name in sorted(documents_of)
    ]
    return _ranked(scores)


def _grouped(items: Iterable[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for name in organisations_of(item.organisation):
            groups[name].append(item)
    return groups


def _score(
    name: str,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    all_claims: Sequence[Claim],
    tag_of: dict[str, Tag],
    min_claims: int,
) -> Score:
    read = [document for document in documents if document.status in READ_STATUSES]
    n_words = sum(document.n_words or 0 for document in read)
    claims = [claim for claim in all_claims if claim.repeat_of is None]
    tags = [tag_of[passage.passage_id] for passage in passages]
    enough = bool(claims) and len(claims) >= min_claims
    index = _share(claims) if enough else (None, None, None)
    coproduction = [claim for claim in claims if claim.claim == "co-production"]
    gap = _share(coproduction) if enough and coproduction else (None, None, None)
    practices = [tag for tag in tags if tag.practice != "none"]
    lower = sum(BANDS.index(tag.claim) < BANDS.index(tag.practice) for tag in practices)
    lifts = [BANDS.index(claim.practice) - BANDS.index(claim.claim) for claim in claims]
    participation = sum(tag.claim != "none" or tag.practice != "none" for tag in tags)
    return Score(
        organisation=name,
        organisation_type=type_of(name, documents),
        n_documents=len(read),
        **_counts(read, passages, claims),
        tokenism_index=index[0],
        tokenism_low=index[1],
        tokenism_high=index[2],
        coproduction_gap=gap[0],
        gap_low=gap[1],
        gap_high=gap[2],
        under_claiming=round(lower / len(practices), 4) if enough and practices else None,
        mean_lift=round(sum(lifts) / len(lifts), 4) if enough else None,
        density=round(10_000 * participation / n_words, 2) if n_words else None,
        rank_low=None,
        rank_high=None,
        note=_note(documents, read, claims, min_claims),
    )


def _counts(read: Sequence[Document], passages: Sequence[Passage], claims: Sequence[Claim]) -> dict[str, int | None]:
    """Counts of an organisation; all None where no document was read, because nothing is known then."""
    counts = {
        "n_words": sum(document.n_words or 0 for document in read),
        "n_passages": len(passages),
        "n_claims": len(claims),
        "n_coproduction_claims": sum(claim.claim == "co-production" for claim in claims),
        "n_unsure": sum(claim.unsure for claim in claims),
        "n_planned": _count(claims, "planned"),
        "n_supported": _count(claims, "supported"),
        "n_supported_elsewhere": _count(claims, "supported-elsewhere"),
        "n_overclaimed": _count(claims, "overclaimed"),
        "n_label_only": _count(claims, "label-only"),
    }
    return {name: count if read else None for name, count in counts.items()}


def _count(claims: Iterable[Claim], verdict: str) -> int:
    return sum(claim.verdict == verdict for claim in claims)


def _share(claims: Sequence[Claim]) -> tuple[float, float, float]:
    """Share of claims without sufficient practice in the document, with its interval."""
    hits = sum(claim.verdict in TOKENISTIC for claim in claims)
    interval = wilson(hits, len(claims))
    if interval is None:
        raise ValueError("a share of no claims is undefined")
    return round(hits / len(claims), 4), round(interval[0], 4), round(interval[1], 4)


def _note(documents: Sequence[Document], read: Sequence[Document], claims: Sequence[Claim], min_claims: int) -> str:
    notes = []
    if not read:
        notes.append("no document could be read")
    elif n_unread := sum(document.status not in (*READ_STATUSES, "duplicate") for document in documents):
        notes.append(f"{n_unread} of {len(documents)} documents not read")
    if read and not claims:
        notes.append("no claims of consultation or co-production")
    elif read and len(claims) < min_claims:
        notes.append(f"too few claims ({len(claims)}, at least {min_claims} are wanted)")
    return "; ".join(notes)


def _ranked(scores: Sequence[Score]) -> list[Score]:
    """Scores with the range of ranks that their intervals leave open; organisations without an index stay unranked."""
    known = [
        (s.tokenism_low, s.tokenism_high) for s in scores if s.tokenism_low is not None and s.tokenism_high is not None
    ]
    ranked = []
    for item in scores:
        if item.tokenism_low is None or item.tokenism_high is None:
            ranked.append(item)
            continue
        below = sum(high < item.tokenism_low for _, high in known)
        above = sum(low > item.tokenism_high for low, _ in known)
        ranked.append(replace(item, rank_low=1 + below, rank_high=len(known) - above))
    return ranked
