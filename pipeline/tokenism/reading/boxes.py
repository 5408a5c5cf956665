"""Which framed or shaded rectangles of a page hold text that must be read apart from the text around them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tokenism.reading.glyphs import Glyphs, PageContent, Sides, next_letters

_NARROW, _LOW = 30.0, 20.0
"""A box is at least so many points wide and high."""
_MOST = 0.75
"""A frame around more than this share of the page's letters is the page, not a box."""
_FEWEST = 12
_CUT = 0.03
"""A rectangle that cuts through more than this share of its letters' words lies behind the text by chance."""
_EQUAL = 4.0
"""Boxes whose sides differ by less than this many points are one."""
_MOST_BOXES = 60


def text_boxes(page: PageContent, tables: Sequence[Sides] = (), cells: Sequence[Sides] = ()) -> list[Sides]:
    """Boxes on a page as shown (points) with two lines of text or more in them, larger ones first.

    Left out are boxes that a table fills or lies around, the frame of the whole page, and rectangles whose sides cut
    through words. ``cells`` are further candidates, as the cells of grids that are no tables.
    """
    upright = page.glyphs.take((page.glyphs.turn == 0) & (page.glyphs.code > 0x20) & (page.glyphs.code != 0xA0))
    x, y = (upright.x0 + upright.x1) / 2, (upright.top + upright.bottom) / 2
    found: list[tuple[Sides, int]] = []
    for place in sorted([*_places(page), *cells], key=lambda place: (place[2] - place[0]) * (place[3] - place[1])):
        inside = (x >= place[0]) & (x < place[2]) & (y >= place[1]) & (y < place[3])
        count = int(inside.sum())
        if not _FEWEST <= count <= _MOST * len(upright) or any(_within(place, table) for table in tables):
            continue
        same = any(
            count == other_count or _equal(place, other) for other, other_count in found if _within(other, place)
        )
        if not same and _lines(upright, inside) >= 2 and _cut(upright, inside) <= _CUT * count:
            found.append((place, count))
    return [place for place, _ in reversed(found[:_MOST_BOXES])]


def _places(page: PageContent) -> list[Sides]:
    sides = np.clip(page.boxes, 0, np.array([page.width, page.height] * 2, dtype=np.float32)).tolist()
    return [(a, b, c, d) for a, b, c, d in sides if c - a >= _NARROW and d - b >= _LOW]


def _within(inner: Sides, outer: Sides) -> bool:
    """Whether the middle of one box lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _equal(a: Sides, b: Sides) -> bool:
    return all(abs(p - q) < _EQUAL for p, q in zip(a, b, strict=True))


def _lines(glyphs: Glyphs, inside: NDArray[np.bool_]) -> int:
    """Number of lines of text inside: baselines further apart than half of the usual size."""
    bases = np.sort(glyphs.base[inside])
    size = float(np.median(glyphs.bottom[inside] - glyphs.top[inside]))
    return 1 + int((np.diff(bases) > 0.5 * size).sum())


def _cut(glyphs: Glyphs, inside: NDArray[np.bool_]) -> int:
    """Number of words that reach over a side: neighbouring letters of a word of which one is inside."""
    return int((next_letters(glyphs) & (inside[1:] != inside[:-1])).sum())
