"""Which documents of an organisation belong to the same strategy: its summary, its consultation report, its plan."""

import re
from collections import defaultdict
from collections.abc import Iterable

from tokenism.records import Document
from tokenism.subjects import stem_of

_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_KINDS = """
account action annual appendix assembly assessment board cabinet citizens committee consultation decision document
draft engagement equality evaluation executive feedback final framework full impact involvement jurors jury meeting
minutes notes plan policy programme public report response results review service slides statement strategic strategy
summary update version written
"""
"""Words that tell the kind of a document, not its subject: sharing them makes no family."""

MOST_YEARS = 1
"""Years between two documents of a family, where both give one: a later strategy is another."""

ENOUGH = 2
"""Words of their titles that two documents of a family share; one will do if both give the same year."""


def families(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """For each document the ids of those of its family, in their order.

    Two documents are of a family if they are of the same organisation and their titles share two words (one, if both
    have the same year) that are neither those of the organisation's name nor of kinds of document, and if their years
    lie close together. A document without a title has no family.
    """
    by_organisation: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_organisation[document.organisation].append(document)
    return {
        one.document_id: tuple(other.document_id for other in members if other is not one and _akin(one, other))
        for members in by_organisation.values()
        for one in members
    }


def _akin(one: Document, other: Document) -> bool:
    apart = None if one.year is None or other.year is None else abs(one.year - other.year)
    if apart is not None and apart > MOST_YEARS:
        return False
    return len(_subject(one) & _subject(other)) >= (1 if apart == 0 else ENOUGH)


def _subject(document: Document) -> set[str]:
    """Stems of the title that tell what the document is about."""
    return _stems(document.title or "") - _stems(document.organisation) - _stems(_KINDS)


def _stems(text: str) -> set[str]:
    return {stem for found in _WORD.finditer(text) if (stem := stem_of(found.group()))}
