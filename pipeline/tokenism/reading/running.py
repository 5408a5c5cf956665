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
_DIGITS = re.compile(r"\d+")
_Cell = tuple[str, int, str, int, int]


class Places:
    """On which pages a text stands at about which place; figures in it may differ."""

    def __init__(self) -> None:
        self._pages: dict[_Cell, set[int]] = defaultdict(set)
        self._texts: set[str] = set()

    def __contains__(self, line: Line) -> bool:
        return _pattern(line) in self._texts

    def add(self, page: int, line: Line) -> None:
        """Note that a line stands on a page."""
        self._texts.add(_pattern(line))
        for cell in _cells(line):
            self._pages[cell].add(page)

    def pages(self, line: Line) -> set[int]:
        """Pages on which the text of a line stands within a cell of the line's left, or of its right, end."""
        return max((self._around(*cell) for cell in _cells(line)), key=len)

    def _around(self, text: str, turn: int, end: str, x: int, y: int) -> set[int]:
        near = ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        return set().union(*(self._pages.get((text, turn, end, *cell), ()) for cell in near))


def _pattern(line: Line) -> str:
    """The text without its numbers."""
    return _DIGITS.sub("#", line.text.lower())


def _cells(line: Line) -> Iterator[_Cell]:
    text = _pattern(line)
    for end, x in (("left", line.x0), ("right", line.x1)):
        yield text, line.turn, end, round(x / _CELL), round(line.top / _CELL)


def repeated_runs(pages: Iterable[tuple[int, list[Line]]], n_pages: int) -> "RepeatedRuns":
    """Find the runs of words that stand at one place on many pages: links of a navigation bar, heads and feet."""
    found: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for number, runs in pages:
        for run in runs:
            found[_pattern(run)].append((number, run))
    often = max(_FEWEST, _SHARE * n_pages)
    places = Places()
    for text, standing in found.items():
        if len({number for number, _ in standing}) >= often and _has_word(text):
            for number, run in standing:
                places.add(number, run)
    return RepeatedRuns(places, often)


class RepeatedRuns:
    """Tells whether a run is one of those that come back."""

    def __init__(self, places: Places, often: float) -> None:
        self._places, self._often = places, often

    def __contains__(self, run: object) -> bool:
        return isinstance(run, Line) and run in self._places and len(self._places.pages(run)) >= self._often


def _has_word(text: str) -> bool:
    """Whether a text holds a word; bullets and numbers come back everywhere."""
    return sum(letter.isalpha() for letter in text) >= 3
