"""Pictures of pages: drawn by PDFium in grey, and searched for lines of words that the text layer does not have."""

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from tokenism.reading.glyphs import Glyphs

Grey = NDArray[np.uint8]

LOOK = 75
"""Dots an inch that are enough to tell lines of words from other ink."""
_CONTRAST = 70
"""Ink differs by so much from the commonest grey of a page (0 to 255)."""
_TALLEST = 0.3
"""Words are at most this many inches high."""
_IN_LINE = 4
"""So many marks of like height side by side on one baseline are a line of words."""
_MAX_MARKS = 20_000


def draw_page(document: pdfium.PdfDocument, number: int, *, dpi: float, max_pixels: int = 40_000_000) -> Grey:
    """The page as shown, in grey (rows by columns); drawn at fewer dots an inch where it would be over ``max_pixels``.

    Raises
    ------
    pypdfium2.PdfiumError
        If PDFium cannot load or draw the page.
    """
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (max_pixels / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
        finally:
            bitmap.close()
    finally:
        page.close()


def words_in_ink(grey: Grey, glyphs: Glyphs, width: float) -> int:
    """Number of marks that stand in lines like words, but not where the text layer has glyphs.

    ``width`` is that of the page in points. Photographs, maps and drawings hold few such lines.
    """
    from scipy import ndimage  # takes a tenth of a second to load, and few documents need it

    scale = grey.shape[1] / width
    ground = int(np.bincount(grey.ravel(), minlength=256).argmax())
    ink = np.abs(grey.astype(np.int16) - ground) > _CONTRAST
    for x0, top, x1, bottom in zip(*_pixels(glyphs, scale), strict=True):
        ink[top:bottom, x0:x1] = False
    joined = ink | np.roll(ink, 1, axis=1)  # the letters of a word touch
    marks, count = ndimage.label(joined, structure=np.ones((3, 3)))
    if not 0 < count <= _MAX_MARKS:
        return 0
    boxes = np.array(
        [(rows.start, rows.stop, columns.start, columns.stop) for rows, columns in ndimage.find_objects(marks)]
    )
    return _in_lines(boxes, _TALLEST * 72 * scale)


def _pixels(glyphs: Glyphs, scale: float) -> tuple[list[int], ...]:
    low = [np.maximum(0, side * scale - 1).astype(int).tolist() for side in (glyphs.x0, glyphs.top)]
    high = [(side * scale + 2).astype(int).tolist() for side in (glyphs.x1, glyphs.bottom)]
    return low[0], low[1], high[0], high[1]


def _in_lines(boxes: NDArray[np.int_], tallest: float) -> int:
    """How many boxes (top, bottom, x0, x1) stand in rows of four and more of about one height and baseline."""
    height, wide = boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2]
    fits = (height >= 3) & (height <= tallest) & (wide >= 3) & (wide <= 12 * tallest)
    boxes = boxes[fits]
    found = 0
    used = np.zeros(len(boxes), dtype=bool)
    for first in np.lexsort((boxes[:, 2], boxes[:, 1])):
        if used[first]:
            continue
        top, bottom = boxes[first, :2]
        tall = max(4, bottom - top)
        beside = ~used & (np.abs(boxes[:, 1] - bottom) <= 0.4 * tall) & (np.abs(boxes[:, 0] - top) <= 0.6 * tall)
        row = np.flatnonzero(beside)
        row = row[np.argsort(boxes[row, 2])]
        gaps = boxes[row[1:], 2] - boxes[row[:-1], 3]
        breaks = np.flatnonzero((gaps > 2 * tall) | (gaps < -tall))
        used[row] = True
        found += sum(len(run) for run in np.split(row, breaks + 1) if len(run) >= _IN_LINE)
    return found
