"""The page of each document: what file it is, every claim in it, and practice that it does not claim."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tokenism.records import Claim, Passage
from tokenism.report.citations import Citation, cite_document
from tokenism.report.corpus import Corpus
from tokenism.report.ledger import (
    ClaimView,
    DocumentView,
    Unlabelled,
    practice_without_label,
    view_claims,
    view_document,
    view_unlabelled,
)
from tokenism.report.words import VERDICTS

_Record = TypeVar("_Record", Claim, Passage)

MOST_UNLABELLED = 10
"""Passages of practice without the label that a page quotes."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document with the claims of it in the order of its text.

    ``counts`` are the verdicts of the claims that count, ``listed`` those of all that the page lists.
    """

    view: DocumentView
    claims: tuple[ClaimView, ...]
    counts: Mapping[str, int]
    listed: Mapping[str, int]
    n_repeats: int
    n_disputed: int
    unlabelled: tuple[Unlabelled, ...]
    n_unlabelled: int
    citation: Citation

    @property
    def n_counted(self) -> int:
        """Claims that count."""
        return len(self.claims) - self.n_repeats


def document_pages(corpus: Corpus) -> Iterator[DocumentPage]:
    """Prepare the page of every document that any table names, in the order in which documents are shown."""
    claims, passages = _by_document(corpus.claims), _by_document(corpus.passages)
    for key in sorted({*corpus.document, *claims}, key=corpus.place):
        yield _view_page(corpus, key, claims.get(key, ()), passages.get(key, ()))


def _view_page(corpus: Corpus, key: str, claims: Sequence[Claim], passages: Sequence[Passage]) -> DocumentPage:
    view = view_document(corpus, key)
    unlabelled = practice_without_label(corpus, passages)
    return DocumentPage(
        view=view,
        claims=view_claims(corpus, claims),
        counts=in_order(claim.verdict for claim in claims if not claim.repeat_of),
        listed=in_order(claim.verdict for claim in claims),
        n_repeats=sum(bool(claim.repeat_of) for claim in claims),
        n_disputed=sum(claim.disputed for claim in claims),
        unlabelled=view_unlabelled(corpus, unlabelled[:MOST_UNLABELLED]),
        n_unlabelled=len(unlabelled),
        citation=cite_document(view.document),
    )


def quoted_practice(corpus: Corpus) -> list[str]:
    """Ids of the passages that the pages quote as practice without the label: the first of every document first."""
    quoted = [
        practice_without_label(corpus, passages)[:MOST_UNLABELLED]
        for _, passages in sorted(_by_document(corpus.passages).items())
    ]
    return [own[n].passage_id for n in range(MOST_UNLABELLED) for own in quoted if n < len(own)]


def in_order(verdicts: Iterable[str]) -> dict[str, int]:
    """Count verdicts, in the order in which they are shown; names that this version does not know come last."""
    found = Counter(verdicts)
    return {name: found[name] for name in [*VERDICTS, *sorted(set(found) - set(VERDICTS))]}


def _by_document(records: Iterable[_Record]) -> dict[str, list[_Record]]:
    groups: dict[str, list[_Record]] = {}
    for record in records:
        groups.setdefault(record.document_id, []).append(record)
    return groups
