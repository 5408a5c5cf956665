"""The ladder profile: how many passages of an organisation claim, and describe, each level of a view."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tokenism.layers import tags_by_passage
from tokenism.measures import wilson
from tokenism.organisations import organisations_of
from tokenism.records import READ_STATUSES, Claim, Document, Passage, ProfileLine, Tag
from tokenism.views import View


def profile(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    tags: Iterable[Tag],
    claims: Iterable[Claim],
    view: View,
    *,
    min_claims: int = 10,
) -> list[ProfileLine]:
    """One line for each organisation and level, organisations by name and levels from the lowest.

    A passage counts once for the level of its claim and once for that of its practice; definitions, and passages
    whose claim repeats an earlier one, count for neither. An organisation without a document read has no counts.
    """
    tag_of = tags_by_passage(passages, tags)
    repeats = {claim.passage_id for claim in claims if claim.repeat_of is not None}
    counted: dict[str, list[Tag]] = defaultdict(list)
    for passage in passages:
        for name in organisations_of(passage.organisation):
            if passage.passage_id not in repeats:
                counted[name].append(tag_of[passage.passage_id])
    read = {name for document in documents if document.status in READ_STATUSES for name in _names(document)}
    names = sorted({name for document in documents for name in _names(document)})
    return [
        line
        for name in names
        for line in profile_of(name, counted[name] if name in read else None, view, min_claims=min_claims)
    ]


def _names(document: Document) -> tuple[str, ...]:
    return organisations_of(document.organisation)


def profile_of(name: str, tags: Iterable[Tag] | None, view: View, *, min_claims: int) -> list[ProfileLine]:
    """The profile of one set of tags, one line a level; None, where nothing was read, has no counts.

    Shares are of all passages with practice (or with a claim), with Wilson's 95 % interval; with fewer than
    ``min_claims`` of them none is given.
    """
    told = [tag for tag in tags or () if tag.stance != "definition"]
    claims, practices = (
        Counter(place for place in map(view.place, rungs) if place is not None)
        for rungs in ([tag.claim_rung for tag in told], [tag.practice_rung for tag in told])
    )
    lines = []
    for n, level in enumerate(view.levels):
        share, low, high = _share(practices, n, min_claims)
        claim_share, claims_low, claims_high = _share(claims, n, min_claims)
        lines.append(
            ProfileLine(
                organisation=name,
                view=view.id,
                level=level.id,
                group=level.group,
                n_claims=None if tags is None else claims[n],
                n_practices=None if tags is None else practices[n],
                share_practices=share,
                low=low,
                high=high,
                share_claims=claim_share,
                claims_low=claims_low,
                claims_high=claims_high,
            )
        )
    return lines


def _share(counts: Counter[int], n: int, least: int) -> tuple[float | None, float | None, float | None]:
    total = counts.total()
    interval = wilson(counts[n], total)
    if interval is None or total < least:
        return None, None, None
    return round(counts[n] / total, 4), round(interval[0], 4), round(interval[1], 4)
