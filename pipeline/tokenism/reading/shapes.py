"""What the rectangles on a page look like once painted: where colours meet there is a rule, or the side of a box."""

import numpy as np
from numpy.typing import NDArray

from tokenism.reading.glyphs import Floats, no_edges

NO_FILL, PATTERN, _PAPER = -1, -2, 0xFFFFFF
"""Colours of areas besides 0xRRGGBB: only framed, or filled with a pattern; and that of the page itself."""
_MOST_AREAS = 600
"""A page of more areas is a drawing, whose sides are no rules."""
_STEP = 0.8
"""How far inside and outside of a side its colours are looked at, in points."""
_LIGHT = 6
"""Colours whose red, green and blue differ by no more than this (of 255) are one."""
_AT = np.array([0.12, 0.5, 0.88])
"""Where along a side, as shares of its length."""
_TOUCH = 1.5
"""Areas of one colour no further apart than this many points are one."""
_BACK = 8
"""How many of the areas painted before are looked at for joining."""


def painted_rules(areas: Floats, colours: NDArray[np.int64]) -> Floats:
    """Sides of filled areas (n x 4, in painting order) across which the painted colour changes, as edges.

    Word processors shade a cell line by line, in the colour of the cell, and lay white behind text: such sides are
    not seen, and no rules.
    """
    filled = colours != NO_FILL
    areas, colours = areas[filled], colours[filled]
    if not 0 < len(areas) <= _MOST_AREAS:
        return no_edges()
    rules: Floats = _sides(areas)[_seen(areas, colours)]
    return rules


def painted_boxes(areas: Floats, colours: NDArray[np.int64]) -> Floats:
    """Framed areas, and filled ones that stand out on at least three sides, touching ones of one colour joined."""
    if not 0 < len(areas) <= _MOST_AREAS:
        return no_edges()
    framed: Floats = areas[colours == NO_FILL]
    filled, shades = _joined(areas[colours != NO_FILL], colours[colours != NO_FILL])
    if not len(filled):
        return framed
    standing_out: NDArray[np.bool_] = _seen(filled, shades).reshape(4, -1).sum(axis=0) >= 3
    boxes: Floats = np.concatenate([framed, filled[standing_out]])
    return boxes


def _sides(areas: Floats) -> Floats:
    """Upper, lower, left and right sides, all upper ones first: shape (4 n, 4)."""
    x0, top, x1, bottom = areas.T
    sides = [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    return np.concatenate([np.stack(side, axis=1) for side in sides])


def _seen(areas: Floats, colours: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each side, in the order of :func:`_sides`, whether the colours inside and outside of it differ somewhere."""
    x0, top, x1, bottom = areas.T[:, :, None]
    across, along = x0 + (x1 - x0) * _AT, top + (bottom - top) * _AT
    inside, outside = [], []
    for at, step in ((top, _STEP), (bottom, -_STEP)):
        inside.append(_painted(across, np.broadcast_to(at + step, across.shape), areas, colours))
        outside.append(_painted(across, np.broadcast_to(at - step, across.shape), areas, colours))
    for at, step in ((x0, _STEP), (x1, -_STEP)):
        inside.append(_painted(np.broadcast_to(at + step, along.shape), along, areas, colours))
        outside.append(_painted(np.broadcast_to(at - step, along.shape), along, areas, colours))
    return np.asarray(_differ(np.concatenate(inside), np.concatenate(outside)).any(axis=1))


def _painted(
    x: Floats | NDArray[np.float64], y: Floats | NDArray[np.float64], areas: Floats, colours: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The colour that is seen at each point: of the last area painted over it, else the paper's."""
    seen = np.full(x.shape, _PAPER, dtype=np.int64)
    for (x0, top, x1, bottom), colour in zip(areas.tolist(), colours.tolist(), strict=True):
        seen[(x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)] = colour
    return seen


def _differ(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.bool_]:
    apart = np.maximum.reduce([np.abs((a >> shift & 0xFF) - (b >> shift & 0xFF)) for shift in (0, 8, 16)])
    return np.asarray((apart > _LIGHT) | ((a < 0) != (b < 0)))


def _joined(areas: Floats, colours: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Areas with those of one colour joined that stand on each other, as wide, or beside each other, as high."""
    found: list[list[float]] = []
    shades: list[int] = []
    for area, colour in zip(areas.tolist(), colours.tolist(), strict=True):
        for other, shade in zip(found[-_BACK:], shades[-_BACK:], strict=True):
            if shade == colour and (_continue(other, area, 0) or _continue(other, area, 1)):
                other[:] = [*map(min, other[:2], area[:2]), *map(max, other[2:], area[2:])]
                break
        else:
            found.append(area)
            shades.append(colour)
    return np.array(found, dtype=np.float32).reshape(-1, 4), np.array(shades, dtype=np.int64)


def _continue(a: list[float], b: list[float], axis: int) -> bool:
    """Whether two areas have the same extent on one axis (0 is x) and touch or overlap on the other."""
    same = abs(a[axis] - b[axis]) < _TOUCH and abs(a[axis + 2] - b[axis + 2]) < _TOUCH
    return same and max(a[1 - axis], b[1 - axis]) - min(a[3 - axis], b[3 - axis]) < _TOUCH
