"""Navigation bars: runs that come back on many pages go before lines are made, or they end up inside sentences.

Whole lines that come back are the matter of :mod:`tokenism.reading.heads`.
"""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tokenism.reading.runs import Line

_CELL = 14.0
"""A run that stands up to this many points off, in both directions, stands at the same place."""
_SHARE = 0.3
_FEWEST = 4
"""Runs on this share of the pages, and on so many, are navigation or furniture wherever they stand."""
_LARGE = 1.3
"""In type so many times as large as usual, numbers tell headings apart ("Session 2") instead of pages."""
_LONG = 20
"""Runs of so many letters show what the usual size is."""
_DIGITS = re.compile(r"\d+")
_Cell = tuple[str, int, str, int, int]


class RepeatedRuns:
    """The runs of words that stand at one place on many pages; figures in them may differ."""

    def __init__(self, pages: Iterable[tuple[int, list[Line]]], n_pages: int) -> None:
        parts = list(pages)
        sizes = [run.size for _, runs in parts for run in runs if len(run.text) >= _LONG]
        self._large = _LARGE * statistics.median(sizes) if sizes else float("inf")
        self._often = max(_FEWEST, _SHARE * n_pages)
        self._pages: dict[_Cell, set[int]] = defaultdict(set)
        found: dict[str, list[tuple[int, Line]]] = defaultdict(list)
        for number, runs in parts:
            for run in runs:
                found[self._pattern(run)].append((number, run))
        self._texts: set[str] = set()
        for text, standing in found.items():
            if len({number for number, _ in standing}) >= self._often and _has_word(text):
                self._texts.add(text)
                for number, run in standing:
                    for cell in _cells(text, run):
                        self._pages[cell].add(number)

    def __contains__(self, run: object) -> bool:
        if not isinstance(run, Line):
            return False
        text = self._pattern(run)
        return text in self._texts and any(len(self._around(*cell)) >= self._often for cell in _cells(text, run))

    def _pattern(self, run: Line) -> str:
        text = run.text.lower()
        return text if run.size >= self._large else _DIGITS.sub("#", text)

    def _around(self, text: str, turn: int, end: str, x: int, y: int) -> set[int]:
        """Pages on which a text stands in a cell or in one of its neighbours."""
        near = ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        return set().union(*(self._pages.get((text, turn, end, *cell), ()) for cell in near))


def _cells(text: str, run: Line) -> Iterator[_Cell]:
    """Where a run stands, by its left and, as heads set flush right may, by its right end."""
    for end, x in (("left", run.x0), ("right", run.x1)):
        yield text, run.turn, end, round(x / _CELL), round(run.top / _CELL)


def _has_word(text: str) -> bool:
    """Whether a text holds a word; bullets and numbers come back everywhere."""
    return sum(letter.isalpha() for letter in text) >= 3
