"""What every engine gives for a page: arrays of glyphs and ruled edges in points, origin top left as shown."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Sides = tuple[float, float, float, float]
"""A box: x0, top, x1, bottom in points, origin top left."""
_ABOVE, _BELOW = 0.9, 0.22
"""How far a line of text reaches above and below its baseline, in sizes of its font."""
_LINE = _ABOVE + _BELOW


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters of a page in content order; every array has one entry a character.

    ``code`` holds Unicode code points; ``x0 top x1 bottom`` the boxes and ``base`` the baselines in points;
    ``bold`` whether the font calls itself bold; ``turn`` the quarter turns clockwise at which the character stands
    (0 is upright).
    """

    code: NDArray[np.uint32]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    base: Floats
    bold: NDArray[np.bool_]
    turn: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.code)

    def take(self, index: NDArray[np.bool_] | NDArray[np.intp]) -> "Glyphs":
        """The glyphs that a mask or an index array picks, in its order."""
        return Glyphs(*(getattr(self, name)[index] for name in self.__slots__))


def no_edges() -> Floats:
    """An empty array of edges."""
    return np.zeros((0, 4), dtype=np.float32)


def with_even_boxes(code: NDArray[np.uint32], boxes: Floats, styles: NDArray[np.float64]) -> Glyphs:
    """Glyphs whose boxes reach as far above and below the baseline as their size says, whatever their font says.

    Fonts differ widely in the ascent that they declare, so that bold words would seem larger than the plain ones
    beside them. A box whose height in the file is far from the size of its font (Type 3, broken fonts) stays as it
    is.

    Parameters
    ----------
    code
        Code points, shape (n,).
    boxes
        Boxes as the engine gives them, shape (n, 4): x0, top, x1, bottom.
    styles
        Shape (n, 5): bold (1 or 0), quarter turns clockwise, size of the font in points (0 where the text stands
        askew), and x, y of a point of the baseline.
    """
    bold, turn, size, x, y = styles.T.astype(np.float32)
    turns = turn.astype(np.uint8)
    sideways = turns % 2 == 1
    height = np.where(sideways, boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    even = (size > 0) & (height > 0.6 * size) & (height < 2.2 * size)
    before = np.where((turns == 0) | (turns == 3), _ABOVE, _BELOW) * size
    after = _LINE * size - before
    low, high = np.where(sideways, boxes[:, 0], boxes[:, 1]), np.where(sideways, boxes[:, 2], boxes[:, 3])
    baseline = np.where(sideways, x, y)
    low, high = np.where(even, baseline - before, low), np.where(even, baseline + after, high)
    x0, x1 = np.where(sideways, low, boxes[:, 0]), np.where(sideways, high, boxes[:, 2])
    top, bottom = np.where(sideways, boxes[:, 1], low), np.where(sideways, boxes[:, 3], high)
    base = np.where(even & ~sideways, y, bottom - _BELOW / _LINE * (bottom - top))
    x0, top, x1, bottom, base = (side.astype(np.float32) for side in (x0, top, x1, bottom, base))
    return Glyphs(code, x0, top, x1, bottom, base, bold > 0, turns)


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as an engine sees it: its size as shown in points, its glyphs, and its ruled edges.

    ``edges`` has shape (n, 4): x0, top, x1, bottom of horizontal and vertical rules; ``boxes`` likewise of framed
    and shaded rectangles; ``has_pictures`` tells a scanned page from an empty one: pictures cover a quarter of it.
    """

    number: int
    width: float
    height: float
    glyphs: Glyphs
    edges: Floats
    has_pictures: bool
    boxes: Floats = field(default_factory=no_edges)


def next_letters(glyphs: Glyphs) -> NDArray[np.bool_]:
    """For each glyph but the first, whether it follows the one before it in one upright word; shape (n - 1,)."""
    size = glyphs.bottom[1:] - glyphs.top[1:]
    level = (np.abs(glyphs.base[1:] - glyphs.base[:-1]) < 0.3 * size) & (glyphs.turn[1:] == 0)
    near = glyphs.x0[1:] - glyphs.x1[:-1] < 0.15 * size
    ink = (glyphs.code[1:] > 0x20) & (glyphs.code[:-1] > 0x20)
    return np.asarray(level & near & ink & (glyphs.x0[1:] >= glyphs.x0[:-1] - 0.1 * size))
