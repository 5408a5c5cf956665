"""What is counted of each organisation before anything is corrected."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tokenism import matrix
from tokenism.layers import tags_by_passage
from tokenism.organisations import organisations_of
from tokenism.records import READ_STATUSES, Claim, Document, Passage, Tag
from tokenism.verdicts import TOKENISTIC

Item = TypeVar("Item", Document, Passage, Claim)
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted of one organisation: its documents, its claims without repeats, its passages by cell."""

    name: str
    documents: Sequence[Document]
    read: Sequence[Document]
    n_passages: int
    claims: Sequence[Claim]
    cells: Counts

    @classmethod
    def of(
        cls,
        name: str,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        claims: Sequence[Claim],
        tag_of: Mapping[str, Tag],
    ) -> "Tally":
        """Count what an organisation has; tags by passage."""
        repeats = {claim.passage_id for claim in claims if claim.repeat_of is not None}
        tags = [tag_of[passage.passage_id] for passage in passages if passage.passage_id not in repeats]
        return cls(
            name=name,
            documents=documents,
            read=[document for document in documents if document.status in READ_STATUSES],
            n_passages=len(passages),
            claims=[claim for claim in claims if claim.repeat_of is None],
            cells=matrix.counts_of(matrix.cell_of(tag.claim, tag.practice, tag.stance) for tag in tags),
        )

    def of_band(self, band: str | None) -> list[Claim]:
        """Claims of one band, or all."""
        return [claim for claim in self.claims if band in (None, claim.claim)]

    def enough(self, min_claims: int) -> bool:
        """Whether there are claims, and as many as are wanted."""
        return bool(self.claims) and len(self.claims) >= min_claims


def tallies(
    documents: Sequence[Document], passages: Sequence[Passage], tags: Sequence[Tag], claims: Sequence[Claim]
) -> list[Tally]:
    """Tallies in alphabetical order; a joint document counts for each of its organisations."""
    tag_of = tags_by_passage(passages, tags)
    documents_of, passages_of, claims_of = grouped(documents), grouped(passages), grouped(claims)
    return [
        Tally.of(name, documents_of[name], passages_of[name], claims_of[name], tag_of) for name in sorted(documents_of)
    ]


def grouped(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Items by organisation, those of several under each."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for name in organisations_of(item.organisation):
            groups[name].append(item)
    return groups


def lacking(claims: Iterable[Claim]) -> int:
    """Claims whose document verdict is overclaimed or label-only."""
    return sum(claim.verdict in TOKENISTIC for claim in claims)


@dataclass(frozen=True, slots=True)
class RawIndex:
    """Shares of counted claims without practice at their level, all and those of co-production, with their counts."""

    n_claims: int
    index: float | None
    n_coproduction: int
    gap: float | None


def raw_index(claims: Sequence[Claim]) -> RawIndex:
    """The tokenism index and the co-production gap as plain shares of a ledger (codebook section 6).

    Repeats are left out; nothing is corrected for the errors of classifier and ledger. None for a share of no claims.
    """
    counted = [claim for claim in claims if claim.repeat_of is None]
    coproduction = [claim for claim in counted if claim.claim == "co-production"]
    return RawIndex(len(counted), tokenistic_share(counted), len(coproduction), tokenistic_share(coproduction))


def tokenistic_share(claims: Sequence[Claim]) -> float | None:
    """Share of claims whose document verdict is overclaimed or label-only; None for no claims."""
    return lacking(claims) / len(claims) if claims else None
