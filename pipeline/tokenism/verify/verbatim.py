"""Whether a quotation stands verbatim on its page, by what rule, and if not, why."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tokenism.reading.clean import words_of
from tokenism.verify.folding import (
    Folded,
    breaks_after,
    fold,
    longest_end,
    longest_start,
    part,
    parted_alike,
    stands_in,
)
from tokenism.verify.quotations import Quotation, first_words
from tokenism.verify.second_reader import Pages

VERBATIM = ("one piece", "over pages", "row", "cells")
"""Ways in which a quotation is found; only these count."""
BROKEN = "in parts"
"""Every sentence of it stands there, but something else stands between them: never counted as found."""
MISSING = "not found"
_CELL = " | "
_HEADING = ": "
_MOST_HEADINGS = 4
_NEAR = 10
"""So many pages before and after are looked at for words that are not on their page, and before for headings."""
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """How a quotation was found.

    ``how`` is a way of `VERBATIM`, ``in parts`` or ``not found``; ``order`` the order of reading in which it stands
    (of its first piece, where it has several), and ``reader`` whose order that is. ``parted`` tells whether white
    space stands at the same places (None where it is not in one piece). ``why`` says in words why it is not found.
    """

    how: str
    order: str | None = None
    parted: bool | None = None
    why: str = ""
    reader: str = ""


def find(quotation: Quotation, pages: Pages) -> Finding:
    """Look for a quotation on the pages that it names.

    Four ways count as verbatim, in this order:

    - *one piece*: all its letters one after the other on one of its pages, in an order of reading of that page;
    - *over pages*: for one that runs on, one piece on each of its pages, parted between two words or at a hyphen;
    - *row* (table rows): its cells, without the headings that the report puts before a colon, in one piece;
    - *cells* (table rows): each cell by itself, in one piece or over pages. The heading that the report puts before a
      cell must stand on these pages, too, or on one of the ten before, where the table may have begun.
    """
    numbers = range(quotation.page, quotation.page_end + 1)
    wanted = fold(quotation.text)
    if not wanted.letters:
        return Finding(MISSING, why="it has no letters to look for")
    order = _on_one(wanted, pages, numbers)
    if order:
        alike = any(parted_alike(wanted, text) for number in numbers for _, text in pages.texts(number))
        return Finding("one piece", order, alike)
    order = _over(wanted, pages, numbers)
    if order:
        return Finding("over pages", order)
    if quotation.kind == "table" or _CELL in quotation.text:
        found = _as_row(quotation, pages, numbers)
        if found:
            return found
    return _not_found(quotation, wanted, pages, numbers)


def _on_one(wanted: Folded, pages: Pages, numbers: Iterable[int], *, quick: bool = False) -> str | None:
    """The order of reading in which the letters stand on one of the pages."""
    for number in numbers:
        for name, text in pages.texts(number, quick=quick):
            if stands_in(wanted, text):
                return name
    return None


def _over(wanted: Folded, pages: Pages, numbers: range) -> str | None:
    """The order of the first page, where the letters stand on these pages, a piece on each."""
    if len(numbers) < 2:
        return None
    size = len(wanted.letters)
    for name, begins in pages.texts(numbers[0]):
        reach = longest_start(wanted, begins)
        broken = [reach] if breaks_after(part(wanted, 0, reach), begins) else []
        for _, ends in pages.texts(numbers[-1]) if reach else ():
            rest = size - longest_end(wanted, ends)
            if numbers[1:-1] and reach < rest < size and _on_one(part(wanted, reach, rest), pages, numbers[1:-1]):
                return name
            for cut in (cut for cut in (*wanted.gaps, *broken) if max(rest, 1) <= cut <= min(reach, size - 1)):
                if stands_in(part(wanted, 0, cut), begins) and stands_in(part(wanted, cut, size), ends):
                    return name
    return None


def _as_row(quotation: Quotation, pages: Pages, numbers: range) -> Finding | None:
    cells = [cell for cell in quotation.text.split(_CELL) if fold(cell).letters]
    bare = fold(" ".join(cell.split(_HEADING, 1)[-1] for cell in cells))
    order = _on_one(bare, pages, numbers)
    headings = (cell.split(_HEADING, 1)[0] for cell in cells if _HEADING in cell)
    if order and all(_is_heading(heading, pages, numbers) for heading in headings):
        return Finding("row", order)
    orders = [_cell(cell, pages, numbers) for cell in cells]
    return Finding("cells", orders[0]) if orders and all(orders) else None


def _cell(cell: str, pages: Pages, numbers: range) -> str | None:
    wanted = fold(cell)
    order = _on_one(wanted, pages, numbers) or _over(wanted, pages, numbers)
    if order:
        return order
    for match in list(re.finditer(_HEADING, cell))[:_MOST_HEADINGS]:
        rest = fold(cell[match.end() :])
        order = _on_one(rest, pages, numbers) or _over(rest, pages, numbers)
        if order and _is_heading(cell[: match.start()], pages, numbers):
            return order
    return None


def _is_heading(words: str, pages: Pages, numbers: range) -> bool:
    """Whether the heading of a column stands on these pages or before them; one of two lines may be two headings."""
    wanted = fold(words)
    before = range(numbers[0] - 1, numbers[0] - 1 - _NEAR, -1)
    if not wanted.letters or _on_one(wanted, pages, numbers) or _on_one(wanted, pages, before, quick=True):
        return True
    upper, colon, lower = words.partition(_HEADING)
    return bool(colon) and _is_heading(upper, pages, numbers) and _is_heading(lower, pages, numbers)


def _not_found(quotation: Quotation, wanted: Folded, pages: Pages, numbers: range) -> Finding:
    if numbers[-1] > pages.n_pages:
        return Finding(MISSING, why=f"the reader finds only {pages.n_pages:,} pages")
    if not any(text.letters for number in numbers for _, text in pages.texts(number)):
        return Finding(MISSING, why="the reader finds no text there")
    near = (number for step in range(1, _NEAR + 1) for number in (numbers[0] - step, numbers[-1] + step))
    other = next((number for number in near if _on_one(wanted, pages, [number], quick=True)), None)
    if other is not None:
        return Finding(MISSING, why=f"it stands on page {other}")
    if all(_on_one(fold(one), pages, numbers) for one in _sentences(quotation.text)):
        return Finding(BROKEN, why="each of its sentences stands there, with other text between them")
    return Finding(MISSING, why=_words_there(quotation.text, pages, numbers))


def _sentences(text: str) -> Iterator[str]:
    return (one for one in re.split(r"(?<=[.!?;:])\s+|[•▪]|\s\|\s", text) if fold(one).letters)


def _words_there(text: str, pages: Pages, numbers: range) -> str:
    """What is left to say: which words do not stand there, or that all do, in another order."""
    there = "".join(text.letters for number in numbers for _, text in pages.texts(number))
    lost = [word for word in Counter(words_of(text)) if fold(word).letters not in there.lower()]
    if not lost:
        return "its words stand there, in another order"
    more = f" and {len(lost) - _MOST_WORDS} more" if len(lost) > _MOST_WORDS else ""
    return f"the reader does not find {', '.join(first_words(word) for word in lost[:_MOST_WORDS])}{more}"
