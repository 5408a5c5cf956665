"""Pages through PDFium: every character with its box, font weight and direction, and the page's ruled edges."""

import ctypes
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from tokenism.reading.bulk import get_box, get_code, get_font, get_matrix, get_object, get_origin, get_size
from tokenism.reading.drawing import drawn_on
from tokenism.reading.glyphs import Floats, Glyphs, PageContent, with_even_boxes
from tokenism.reading.shapes import painted_boxes, painted_rules

NAME = f"pdfium {pdfium.PYPDFIUM_INFO.version}"
_NO_PDF = b"no PDF"
"""What cannot be opened, so that the error of the file before is forgotten."""
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_BOLD_WEIGHT = 600
_STRIDE = 5
"""Every so many characters it is asked which text object they belong to; all of them only where that changes."""
_ASKEW = 0.06
"""Text that is turned by more than this share of a quarter turn stands askew: about five degrees."""
_PICTURED = 0.25
"""Pictures that cover less than this share of a page are logos and ornaments."""


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
    raw.FPDF_LoadMemDocument(_NO_PDF, len(_NO_PDF), None)  # PDFium keeps its last error, and tells none of some files
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
    drawn = drawn_on(page.raw, to_shown)
    areas = np.array(drawn.areas, dtype=np.float32).reshape(-1, 4)
    colours = np.array(drawn.colours, dtype=np.int64)
    edges = np.concatenate([np.array(drawn.strokes, dtype=np.float32).reshape(-1, 4), painted_rules(areas, colours)])
    boxes = painted_boxes(areas, colours)
    return PageContent(
        number, float(width), float(height), glyphs, edges, drawn.pictured >= _PICTURED * width * height, boxes
    )


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


def _glyphs(text_page: raw.FPDF_TEXTPAGE, matrix: NDArray[np.float64]) -> Glyphs:
    """Characters of a page; style, size and baseline are looked up once for each text object, which has one of each."""
    count = max(0, raw.FPDFText_CountChars(text_page))
    handle = ctypes.cast(text_page, ctypes.c_void_p).value
    rects = np.zeros((count, 4), dtype=np.float32)
    start, size = rects.ctypes.data, ctypes.sizeof(raw.FS_RECTF)
    deque(map(get_box, repeat(handle), range(count), range(start, start + count * size, size)), maxlen=0)
    first, objects = _first_of_each_object(handle, count)
    styles = _styles(handle, first, objects, matrix)
    boxes = _boxes(matrix, rects[:, [0, 3, 2, 1]].astype(np.float64))
    return with_even_boxes(
        _codes(text_page, handle, count), boxes, np.repeat(styles, np.diff(np.append(first, count)), axis=0)
    )


def _codes(text_page: raw.FPDF_TEXTPAGE, handle: int | None, count: int) -> NDArray[np.uint32]:
    """Code points: all at once where the page's text has one unit a character, else one by one."""
    units = np.zeros(count + 1, dtype=np.uint16)
    written = raw.FPDFText_GetText(text_page, 0, count, units.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort)))
    if written == count + 1:
        return units[:count].astype(np.uint32)
    return np.fromiter(map(get_code, repeat(handle), range(count)), dtype=np.uint32, count=count)


def _first_of_each_object(handle: int | None, count: int) -> tuple[NDArray[np.intp], NDArray[np.uintp]]:
    """Index of the first character of each text object, and the object's address; characters of one stand together."""
    sample = np.append(np.arange(0, count, _STRIDE), max(count - 1, 0))
    found = np.fromiter(map(get_object, repeat(handle), sample.tolist()), dtype=np.uintp, count=len(sample))
    unclear = np.flatnonzero((found[1:] != found[:-1]) | (found[1:] == 0))
    between = (sample[unclear][:, None] + np.arange(1, _STRIDE)).ravel()
    between = between[between < count]
    at = np.concatenate([sample, between])
    more = np.fromiter(map(get_object, repeat(handle), between.tolist()), dtype=np.uintp, count=len(between))
    order = np.argsort(at, kind="stable")
    at, objects = at[order], np.concatenate([found, more])[order]
    change = np.concatenate([[True], objects[1:] != objects[:-1]]) & (at < count)
    return at[change], objects[change]


def _styles(
    handle: int | None, first: NDArray[np.intp], objects: NDArray[np.uintp], matrix: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Of each text object: bold (1 or 0), quarter turns, size of the font, and x, y of its first character (by index).

    Shape (n, 5), points as shown; the size is 0 where the text stands askew. Characters that PDFium makes up, as
    spaces, belong to no object (0) and count as the one before them.
    """
    n, at = len(first), first.tolist()
    matrices, origins = np.zeros((n, 6), dtype=np.float32), np.zeros((n, 2))
    start = matrices.ctypes.data
    deque(map(get_matrix, repeat(handle), at, range(start, start + 24 * n, 24)), maxlen=0)
    start = origins.ctypes.data
    deque(
        map(get_origin, repeat(handle), at, range(start, start + 16 * n, 16), range(start + 8, start + 16 * n + 8, 16)),
        maxlen=0,
    )
    size = np.fromiter(map(get_size, repeat(handle), at), dtype=np.float64, count=n)
    fonts = np.fromiter(map(get_font, objects.tolist()), dtype=np.uintp, count=n)
    bold = {font: bool(font) and _is_bold(font) for font in set(fonts.tolist())}
    right = matrix[0, 0] * matrices[:, 0] + matrix[0, 1] * matrices[:, 1]
    down = matrix[1, 0] * matrices[:, 0] + matrix[1, 1] * matrices[:, 1]
    quarters = np.arctan2(down, right) / (np.pi / 2)
    straight = np.abs(quarters - np.round(quarters)) < _ASKEW
    styles = np.zeros((n, 5))
    styles[:, 0] = [bold[font] for font in fonts.tolist()]
    styles[:, 1] = np.round(quarters) % 4
    styles[:, 2] = np.where(straight, size * np.hypot(matrices[:, 2], matrices[:, 3]), 0)
    before = np.maximum.accumulate(np.where(objects > 0, np.arange(n), 0))
    styles = styles[before]
    styles[:, 3], styles[:, 4] = _apply(matrix, origins[:, 0], origins[:, 1])
    return styles


def _is_bold(address: int) -> bool:
    font = ctypes.cast(ctypes.c_void_p(address), raw.FPDF_FONT)
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, 128)
    lowered = name.value.decode("latin-1").lower()
    return raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT or any(word in lowered for word in _BOLD_NAMES)
