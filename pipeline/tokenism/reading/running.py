"""Lines that come back at one place on many pages: navigation bars, running heads and feet."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tokenism.reading.runs import Line

_CELL = 14.0
"""A line that stands up to this many points off, in both directions, stands at the same place."""
_SHARE = 0.3
_FEWEST = 4
"""Runs on this share of the pages, and on so many, are navigation or furniture wherever they stand."""
_Cell = tuple[str, int, str, int, int]


class Places:
    """On which pages a text stands at about which place; figures in it may differ."""

    def __init__(self) -> None:
        self._pages: dict[_Cell, set[int]] = defaultdict(set)

    def add(self, page: int, line: Line) -> None:
        """Note that a line stands on a page."""
        for cell in _cells(line):
            self._pages[cell].add(page)

    def pages(self, line: Line) -> set[int]:
        """Pages on which the text of a line stands within a cell of the line's left, or of its right, end."""
        return max((self._around(*cell) for cell in _cells(line)), key=len)

    def _around(self, text: str, turn: int, end: str, x: int, y: int) -> set[int]:
        near = ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        return set().union(*(self._pages.get((text, turn, end, *cell), ()) for cell in near))


def _cells(line: Line) -> Iterator[_Cell]:
    text = re.sub(r"\d+", "#", line.text.lower())
    for end, x in (("left", line.x0), ("right", line.x1)):
        yield text, line.turn, end, round(x / _CELL), round(line.top / _CELL)


def repeated_runs(pages: Iterable[tuple[int, Iterable[Line]]], n_pages: int) -> "RepeatedRuns":
    """Find the runs of words that stand at one place on many pages: links of a navigation bar, heads and feet."""
    places = Places()
    for number, runs in pages:
        for run in runs:
            if _has_word(run.text):
                places.add(number, run)
    return RepeatedRuns(places, max(_FEWEST, _SHARE * n_pages))


class RepeatedRuns:
    """Tells whether a run is one of those that come back."""

    def __init__(self, places: Places, often: float) -> None:
        self._places, self._often = places, often

    def __contains__(self, run: object) -> bool:
        return isinstance(run, Line) and _has_word(run.text) and len(self._places.pages(run)) >= self._often


def _has_word(text: str) -> bool:
    """Whether a text holds a word; bullets and numbers come back everywhere."""
    return sum(letter.isalpha() for letter in text) >= 3
