"""What a page draws besides text, through PDFium: strokes, rectangles and pictures, as shown, out of forms too."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from tokenism.reading.bulk import get_close, get_kind, get_point, get_segment
from tokenism.reading.glyphs import Sides
from tokenism.reading.shapes import NO_FILL, PATTERN

_MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 4_000
_SIMPLE = 5
"""Segments of a rectangle as PDFs draw it: a start, three sides, and back."""
_MAX_DEPTH = 4
"""Forms inside forms that are opened."""
_RULE = 3.0
"""A filled shape thinner than this many points is a rule, not an area."""
_SPECK = 5.0
"""Shapes smaller than this many points are bullets, icons or letters drawn as outlines."""
_STRAIGHT = 0.5
"""A side that leaves its axis by less than this many points is straight."""
_TRANSPARENT = 13
"""Fills with less than this alpha (of 255) are not seen."""


@dataclass(slots=True)
class Drawn:
    """What a page draws besides text: straight strokes and filled or framed rectangles, all in points as shown."""

    strokes: list[Sides] = field(default_factory=list)
    areas: list[Sides] = field(default_factory=list)
    colours: list[int] = field(default_factory=list)
    pictured: float = 0.0
    """Square points that pictures cover, more than once where they overlap."""
    objects_left: int = _MAX_OBJECTS


def drawn_on(page: raw.FPDF_PAGE, matrix: NDArray[np.float64]) -> Drawn:
    """What a page draws, forms opened; the matrix (2 x 3) leads from page space to points as shown."""
    drawn = Drawn()
    objects = (raw.FPDFPage_GetObject(page, i) for i in range(raw.FPDFPage_CountObjects(page)))
    _collect(objects, matrix, drawn, _MAX_DEPTH)
    return drawn


def _collect(objects: Iterator[raw.FPDF_PAGEOBJECT], matrix: NDArray[np.float64], drawn: Drawn, depth: int) -> None:
    """Add what the objects draw, and what stands in forms among them; the matrix leads to points as shown."""
    for page_object in objects:
        if drawn.objects_left <= 0:
            return
        drawn.objects_left -= 1
        kind = raw.FPDFPageObj_GetType(page_object)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _add_path(page_object, matrix, drawn)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = _bounds(page_object, matrix) or (0, 0, 0, 0)
            drawn.pictured += (x1 - x0) * (bottom - top)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            count = range(max(0, raw.FPDFFormObj_CountObjects(page_object)))
            inside = (raw.FPDFFormObj_GetObject(page_object, i) for i in count)
            _collect(inside, _chained(matrix, page_object), drawn, depth - 1)


def _chained(matrix: NDArray[np.float64], page_object: raw.FPDF_PAGEOBJECT) -> NDArray[np.float64]:
    """The matrix from an object's own space to points as shown."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(page_object, own)
    chained = matrix @ np.array([[own.a, own.c, own.e], [own.b, own.d, own.f], [0, 0, 1]])
    return np.asarray(chained)


def _add_path(path: raw.FPDF_PAGEOBJECT, matrix: NDArray[np.float64], drawn: Drawn) -> None:
    """Add a path: a thin bar is a stroke, a rectangle (corners may be round) an area, and strokes are strokes."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    box = _bounds(path, matrix) if fill.value or stroke.value else None
    if box is None:
        return
    x0, top, x1, bottom = box
    if max(x1 - x0, bottom - top) < _SPECK:
        return
    if bottom - top <= _RULE:
        drawn.strokes.append((x0, (top + bottom) / 2, x1, (top + bottom) / 2))
    elif x1 - x0 <= _RULE:
        drawn.strokes.append(((x0 + x1) / 2, top, (x0 + x1) / 2, bottom))
    elif not stroke.value and raw.FPDFPath_CountSegments(path) == _SIMPLE and _fills_its_box(path, box, matrix):
        drawn.areas.append(box)
        drawn.colours.append(_colour(path))
    else:
        segments = _segments(path, _chained(matrix, path))
        sides = [side for side in segments if (side[2] - side[0] < _STRAIGHT) != (side[3] - side[1] < _STRAIGHT)]
        if stroke.value:
            drawn.strokes += sides
        if len(sides) >= 4 and _is_rectangle(sides, box):
            drawn.areas.append(box)
            drawn.colours.append(_colour(path) if fill.value else NO_FILL)


def _fills_its_box(path: raw.FPDF_PAGEOBJECT, box: Sides, matrix: NDArray[np.float64]) -> bool:
    """Whether a path of few segments is the rectangle of its box: its first and third corner are opposite ones."""
    handle = ctypes.cast(path, ctypes.c_void_p).value
    (a, c, e), (b, d, f) = _chained(matrix, path).tolist()
    x, y = ctypes.c_float(), ctypes.c_float()
    corners = []
    for i in (0, 1, 2):
        get_point(get_segment(handle, i), ctypes.addressof(x), ctypes.addressof(y))
        corners.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
    first, second, third = corners
    straight = abs(first[0] - second[0]) < _STRAIGHT or abs(first[1] - second[1]) < _STRAIGHT
    return straight and all(abs(p - q) < 1.0 for p, q in zip(_between(first, third), box, strict=True))


def _bounds(page_object: raw.FPDF_PAGEOBJECT, matrix: NDArray[np.float64]) -> Sides | None:
    """The box of an object as shown; None where PDFium knows none."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(page_object, left, bottom, right, top):
        return None
    (a, c, e), (b, d, f) = matrix.tolist()
    first = a * left.value + c * bottom.value + e, b * left.value + d * bottom.value + f
    return _between(first, (a * right.value + c * top.value + e, b * right.value + d * top.value + f))


def _is_rectangle(sides: list[Sides], box: Sides) -> bool:
    """Whether straight sides lie along at least half of each side of their box, as in rectangles with round corners."""
    x0, top, x1, bottom = box
    along = [0.0, 0.0, 0.0, 0.0]
    for side in sides:
        flat = side[3] - side[1] < _STRAIGHT
        ends = (abs(side[1] - top), abs(side[1] - bottom)) if flat else (abs(side[0] - x0), abs(side[0] - x1))
        for n, distance in enumerate(ends):
            if distance < _RULE:
                along[n + 2 * (not flat)] += side[2] - side[0] if flat else side[3] - side[1]
    return min(along[:2]) >= 0.5 * (x1 - x0) and min(along[2:]) >= 0.5 * (bottom - top)


def _colour(path: raw.FPDF_PAGEOBJECT) -> int:
    """Fill colour as 0xRRGGBB; nearly transparent counts as no fill, patterns as a colour of their own."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return PATTERN
    if alpha.value < _TRANSPARENT:
        return NO_FILL
    return red.value << 16 | green.value << 8 | blue.value


def _segments(path: raw.FPDF_PAGEOBJECT, matrix: NDArray[np.float64]) -> list[Sides]:
    """Straight segments of a path as x0, top, x1, bottom in points as shown; of curves only where they end counts."""
    (a, c, e), (b, d, f) = matrix.tolist()
    handle = ctypes.cast(path, ctypes.c_void_p).value
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.addressof(x), ctypes.addressof(y)
    found: list[Sides] = []
    start = last = (0.0, 0.0)
    for i in range(min(raw.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = get_segment(handle, i)
        get_point(segment, x_at, y_at)
        point = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        kind = get_kind(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            found.append(_between(last, point))
        last = point
        if get_close(segment):
            found.append(_between(last, start))
            last = start
    return found


def _between(a: tuple[float, float], b: tuple[float, float]) -> Sides:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
