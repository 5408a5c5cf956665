"""Pages through PDFium: every character with its box, font weight and direction, and the page's ruled edges."""

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from tokenism.reading.glyphs import Floats, Glyphs, PageContent, no_edges

NAME = f"pdfium {pdfium.PYPDFIUM_INFO.version}"
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_BOLD_WEIGHT = 600
_MAX_PATHS = 20_000
_MAX_SEGMENTS = 4_000
_RULE = 3.0
"""A filled shape thinner than this many points is a rule, not an area."""


class PasswordNeededError(Exception):
    """The file is encrypted and no password, or a wrong one, was given."""


class UnreadableError(Exception):
    """PDFium refuses the file or the page."""


def open_pdf(path: Path, password: str | None = None) -> pdfium.PdfDocument:
    """Open a PDF; the caller closes it.

    Raises
    ------
    PasswordNeededError
        If the file wants a (better) password.
    UnreadableError
        If PDFium cannot make a document of it.
    """
    try:
        return pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise PasswordNeededError from error
        raise UnreadableError(str(error)) from error


def read_pages(document: pdfium.PdfDocument, numbers: range) -> Iterator[PageContent | tuple[int, str]]:
    """The pages with these numbers (from 1), or (number, what went wrong) for a page that cannot be read."""
    for number in numbers:
        try:
            page = document[number - 1]
        except (pdfium.PdfiumError, IndexError) as error:
            yield number, f"page {number} cannot be loaded ({error})"
            continue
        try:
            yield _read_page(page, number)
        except pdfium.PdfiumError as error:
            yield number, f"page {number} cannot be read ({error})"
        finally:
            page.close()


def longest_side(document: pdfium.PdfDocument, number: int) -> float:
    """Longer side of a page in points, without loading it; 0 for a page that PDFium cannot find."""
    try:
        return float(max(document.get_page_size(number - 1)))
    except pdfium.PdfiumError:
        return 0.0


def _read_page(page: pdfium.PdfPage, number: int) -> PageContent:
    width, height = page.get_size()
    to_shown = _matrix(page, width, height)
    text_page = page.get_textpage()
    try:
        glyphs = _glyphs(text_page.raw, to_shown)
    finally:
        text_page.close()
    glyphs = glyphs.take(_on_page(glyphs, width, height))
    edges, has_pictures = _edges(page.raw, to_shown)
    return PageContent(number, float(width), float(height), glyphs, edges, has_pictures)


def _on_page(glyphs: Glyphs, width: float, height: float) -> NDArray[np.bool_]:
    """Which glyphs have their centre on the page as shown; printers' marks and cut-off text stand outside."""
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    return np.asarray((x >= 0) & (x <= width) & (y >= 0) & (y <= height))


def _matrix(page: pdfium.PdfPage, width: float, height: float) -> NDArray[np.float64]:
    """The 2 x 3 matrix from page space to points from the top left of the page as shown (rotation, crop box)."""
    scale = 100
    size = (max(1, round(width * scale)), max(1, round(height * scale)))

    def device(x: float, y: float) -> tuple[float, float]:
        px, py = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, px, py)
        return px.value / scale, py.value / scale

    (ox, oy), (ax, ay), (bx, by) = device(0, 0), device(1000, 0), device(0, 1000)
    return np.array([[(ax - ox) / 1000, (bx - ox) / 1000, ox], [(ay - oy) / 1000, (by - oy) / 1000, oy]])


def _apply(matrix: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[Floats, Floats]:
    shown_x = matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]
    shown_y = matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]
    return shown_x.astype(np.float32), shown_y.astype(np.float32)


def _boxes(matrix: NDArray[np.float64], sides: NDArray[np.float64]) -> Floats:
    """Boxes as shown, shape (n, 4) x0 top x1 bottom, from page-space sides left, bottom, right, top."""
    x_a, y_a = _apply(matrix, sides[:, 0], sides[:, 1])
    x_b, y_b = _apply(matrix, sides[:, 2], sides[:, 3])
    return np.stack([np.minimum(x_a, x_b), np.minimum(y_a, y_b), np.maximum(x_a, x_b), np.maximum(y_a, y_b)], axis=1)


def _direct(name: str, returns: Any, *takes: Any) -> Callable[..., Any]:
    """A function of PDFium for calls in bulk: addresses go in and come out as plain integers."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None  # noqa: S101  the function is there, or the line above had failed
    return ctypes.CFUNCTYPE(returns, *takes)(address)


_get_code = _direct("FPDFText_GetUnicode", ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_get_box = _direct("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_get_object = _direct("FPDFText_GetTextObject", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int)


def _glyphs(text_page: raw.FPDF_TEXTPAGE, matrix: NDArray[np.float64]) -> Glyphs:
    """Characters of a page; style and baseline are looked up once for each text object, which has one of each."""
    count = max(0, raw.FPDFText_CountChars(text_page))
    handle = repeat(ctypes.cast(text_page, ctypes.c_void_p).value)
    code = np.fromiter(map(_get_code, handle, range(count)), dtype=np.uint32, count=count)
    rects = np.zeros((count, 4), dtype=np.float32)
    start, size = rects.ctypes.data, ctypes.sizeof(raw.FS_RECTF)
    deque(map(_get_box, handle, range(count), range(start, start + count * size, size)), maxlen=0)
    objects = np.fromiter(map(_get_object, handle, range(count)), dtype=np.uintp, count=count)
    first = np.flatnonzero(np.concatenate([[True], objects[1:] != objects[:-1]])) if count else np.zeros(0, np.intp)
    bold, turn, origin_x, origin_y = _styles(text_page, objects[first].tolist(), first.tolist(), matrix)
    lengths = np.diff(np.append(first, count))
    turn_of_each = np.repeat(turn, lengths)
    boxes = _boxes(matrix, rects[:, [0, 3, 2, 1]].astype(np.float64))
    below = boxes[first, 3] - _apply(matrix, origin_x, origin_y)[1]
    base = boxes[:, 3] - np.where(turn_of_each % 2 == 0, np.repeat(below, lengths), 0)
    return Glyphs(
        code, boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3],
        base.astype(np.float32), np.repeat(bold, lengths), turn_of_each,
    )  # fmt: skip


def _styles(
    text_page: raw.FPDF_TEXTPAGE, objects: list[int], first: list[int], matrix: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.uint8], NDArray[np.float64], NDArray[np.float64]]:
    """Of each text object: whether it is bold, its quarter turns, and where its first character (by index) stands.

    Characters that PDFium makes up, as spaces, belong to no object (0) and count as the one before them.
    """
    bold, turn = np.zeros(len(objects), dtype=np.bool_), np.zeros(len(objects), dtype=np.uint8)
    origin = np.zeros((2, len(objects)))
    fonts: dict[int, bool] = {}
    style = False, 0
    x, y = ctypes.c_double(), ctypes.c_double()
    for i, (address, index) in enumerate(zip(objects, first, strict=True)):
        if address:
            style = _style(raw.FPDFText_GetTextObject(text_page, index), matrix, fonts)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        bold[i], turn[i] = style
        origin[0, i], origin[1, i] = x.value, y.value
    return bold, turn, origin[0], origin[1]


def _style(text_object: raw.FPDF_PAGEOBJECT, matrix: NDArray[np.float64], fonts: dict[int, bool]) -> tuple[bool, int]:
    """Whether the text object's font is bold (kept in ``fonts``), and its quarter turns clockwise as shown."""
    font = raw.FPDFTextObj_GetFont(text_object)
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in fonts:
        fonts[address] = bool(address) and _is_bold(font)
    text_matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(text_object, text_matrix)
    if text_matrix.b == text_matrix.c == 0 < text_matrix.a and matrix[1, 0] == 0 < matrix[0, 0]:
        return fonts[address], 0
    shown_x = matrix[0, 0] * text_matrix.a + matrix[0, 1] * text_matrix.b
    shown_y = matrix[1, 0] * text_matrix.a + matrix[1, 1] * text_matrix.b
    return fonts[address], round(math.atan2(shown_y, shown_x) / (math.pi / 2)) % 4


def _is_bold(font: raw.FPDF_FONT) -> bool:
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, 128)
    lowered = name.value.decode("latin-1").lower()
    return raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT or any(word in lowered for word in _BOLD_NAMES)


def _edges(page: raw.FPDF_PAGE, matrix: NDArray[np.float64]) -> tuple[Floats, bool]:
    """Horizontal and vertical rules among the page's path objects, and whether it holds a picture."""
    count = raw.FPDFPage_CountObjects(page)
    has_pictures = False
    sides: list[tuple[float, float, float, float]] = []
    for i in range(min(count, _MAX_PATHS)):
        page_object = raw.FPDFPage_GetObject(page, i)
        kind = raw.FPDFPageObj_GetType(page_object)
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM):
            has_pictures = True
        if kind == raw.FPDF_PAGEOBJ_PATH:
            sides += _path_sides(page_object)
    if not sides:
        return no_edges(), has_pictures
    boxes = _boxes(matrix, np.array(sides))
    return boxes, has_pictures


def _path_sides(path: raw.FPDF_PAGEOBJECT) -> list[tuple[float, float, float, float]]:
    """Straight sides of a path in page space as (left, bottom, right, top); a thin filled bar counts as one side."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(path, left, bottom, right, top):
        return []
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if y1 - y0 <= _RULE:
        return [(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    if x1 - x0 <= _RULE:
        return [((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    return _segments(path)


def _segments(path: raw.FPDF_PAGEOBJECT) -> list[tuple[float, float, float, float]]:
    """Horizontal and vertical segments of a path in page space."""
    transform = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, transform)
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[tuple[float, float, float, float]] = []
    start = last = (0.0, 0.0)
    for i in range(min(raw.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            transform.a * x.value + transform.c * y.value + transform.e,
            transform.b * x.value + transform.d * y.value + transform.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            _add_straight(found, last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            _add_straight(found, last, start)
            last = start
    return found


def _add_straight(
    found: list[tuple[float, float, float, float]], a: tuple[float, float], b: tuple[float, float]
) -> None:
    dx, dy = abs(a[0] - b[0]), abs(a[1] - b[1])
    if (dx < 0.5) != (dy < 0.5):
        found.append((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
