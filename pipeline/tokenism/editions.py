"""Which documents of two sets are editions of the same strategy: by their titles, whatever their years."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tokenism.family import families
from tokenism.records import Document

_WORD = re.compile(r"[^\W\d_]+")


def editions(first: Iterable[Document], second: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """For each document that has any, the ids of its editions in the other set; no document may be in both sets.

    Two documents of one organisation are editions of each other if their titles have the same words (numbers left
    out), or if they are a family (:func:`tokenism.family.families`) once their years are left out.
    """
    sides = [[replace(document, year=None) for document in documents] for documents in (first, second)]
    akin = families([*sides[0], *sides[1]])
    found: dict[str, tuple[str, ...]] = {}
    for own, others in (sides, sides[::-1]):
        for one in own:
            relatives = akin[one.document_id]
            ids = tuple(x.document_id for x in others if x.document_id in relatives or _same_title(one, x))
            if ids:
                found[one.document_id] = ids
    return found


def _same_title(one: Document, other: Document) -> bool:
    words = _title_words(one)
    return one.organisation == other.organisation and bool(words) and words == _title_words(other)


def _title_words(document: Document) -> Sequence[str]:
    return _WORD.findall((document.title or "").casefold())
