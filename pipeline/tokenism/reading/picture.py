"""Pictures of passages: a part of the page as shown, drawn by PDFium, with the passage marked as by a marker pen."""

import base64
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import PIL
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray
from PIL import Image, ImageDraw, features

from tokenism.originals import file_checksum
from tokenism.reading import pdfium
from tokenism.reading.glyphs import Sides
from tokenism.records import Box

_SCALE = 1.4
"""Pixels a point: letters of 10 points are 14 pixels high, which reads well and keeps a large report small."""
_WIDEST = 1200
"""Pixels; wider parts of a page are drawn smaller."""
_TALLEST, _TALLEST_SHARE = 320.0, 0.6
"""A passage is shown down to so many points below its top, or so many times its width."""
_AROUND, _AROUND_SHARE = 32.0, 0.06
"""Points of the page above and below a passage that are shown, or so many times its width."""
_BESIDE = 18.0
_NARROWEST = 300.0
"""Points of a page that a picture is wide at least, so that a reader sees where on the page it is."""
_PEN = 2.0
"""Points by which the mark reaches over the passage's box."""
_LINE = 2
"""Pixels of the line along the mark's edge."""
_YELLOW, _BROWN = (255, 236, 110), (140, 56, 0)
_DIM, _PALE = (96, 78, 0), (255, 226, 120)
_DARK = 140
"""Below this grey (0 to 255) a ground is dark: it is marked by making it lighter."""
_COLOURS = 24
"""Colours of a picture of text, before it is marked."""
_PHOTOGRAPH = 6.0
"""Mean error of a colour (0 to 255) from which on so few colours are too few."""
_QUALITY, _EFFORT = 40, 50
"""WebP's quality with loss, and its effort without."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Crop:
    """What a picture is to show: boxes in points on one page (from 1) as shown; ``whole`` where they are all."""

    page: int
    boxes: tuple[Sides, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of drawing: ``ok`` with a WebP file for each crop (None where it cannot be), else why there is none.

    The other statuses are those of a reading, and ``changed`` for a file with another checksum.
    """

    status: str
    pictures: tuple[bytes | None, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary for JSON."""
        written = [None if one is None else base64.b64encode(one).decode("ascii") for one in self.pictures]
        return {"status": self.status, "pictures": written}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Drawn":
        """What :meth:`to_json` wrote; of a reading, which a worker gives at a limit, the status."""
        read = (None if one is None else base64.b64decode(one) for one in value.get("pictures", ()))
        return cls(value["status"], tuple(read))


def picture_version() -> str:
    """Short hash of what shapes a picture besides the file and the crop: this module, PDFium, and the encoder."""
    digest = hashlib.sha256(f"{pdfium.NAME} {PIL.__version__} {features.version('webp')}".encode())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()[:12]


def crop_of(boxes: Sequence[Box]) -> Crop | None:
    """What to show of a passage: its boxes on its first page, as far down as a picture reaches; None without a box.

    A passage that goes on in another column, further up or far below, is shown where it begins. Sides are as exact as
    the table of passages keeps them, so that a passage just read and one from the table have the same picture.
    """
    here = [_kept(box) for box in boxes if box.page == boxes[0].page]
    if not here:
        return None
    shown = [here[0]]
    for box in here[1:]:
        x0, top, x1, bottom = _union([*shown, box])
        if top < here[0][1] or bottom - top > _tallest(x1 - x0):
            break
        shown.append(box)
    x0, top, x1, bottom = _union(shown)
    fits = bottom - top <= _tallest(x1 - x0)
    return Crop(boxes[0].page, tuple(shown), fits and len(shown) == len(boxes))


def _kept(box: Box) -> Sides:
    x0, top, x1, bottom = (float(np.float32(side)) for side in (box.x0, box.top, box.x1, box.bottom))
    return x0, top, x1, bottom


def draw_crops(path: Path, crops: Iterable[Crop], *, sha256: str, password: str | None = None) -> Drawn:
    """Draw parts of one file, which are given page by page; a file that is not the one that was read has no pictures.

    Not for several threads at once: PDFium is not made for them.
    """
    checksum = file_checksum(path)
    if checksum != sha256:
        return Drawn("changed" if checksum else "missing")
    try:
        document = pdfium.open_pdf(path, password)
    except pdfium.PasswordNeededError:
        return Drawn("encrypted")
    except pdfium.UnreadableError:
        return Drawn("corrupt")
    try:
        pages = [(number, list(same)) for number, same in groupby(crops, key=lambda crop: crop.page)]
        return Drawn("ok", tuple(picture for number, same in pages for picture in _on_page(document, number, same)))
    finally:
        document.close()


def _on_page(document: pypdfium2.PdfDocument, number: int, crops: Sequence[Crop]) -> list[bytes | None]:
    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError):
        return [None for _ in crops]
    try:
        return [draw_crop(page, crop.boxes) for crop in crops]
    finally:
        page.close()


def draw_crop(page: pypdfium2.PdfPage, boxes: Sequence[Sides]) -> bytes | None:
    """A WebP file of the part of a page around the boxes (points as shown), which are marked; None if they lie outside.

    The same page and boxes give the same bytes.
    """
    view = _view(boxes, *page.get_size())
    if view is None:
        return None
    scale = min(_SCALE, _WIDEST / (view[2] - view[0]))
    picture = _draw(page, view, scale)
    marks = [tuple(round((side - view[n % 2]) * scale) for n, side in enumerate(_grown(box))) for box in boxes]
    few = _few_colours(picture)
    return _encoded(_marked(few or picture, marks), lossless=few is not None)


def _view(boxes: Sequence[Sides], width: float, height: float) -> Sides | None:
    """The part of the page to show, in points."""
    x0, top, x1, bottom = _union(boxes)
    x0, top, x1, bottom = max(0.0, x0), max(0.0, top), min(width, x1), min(height, bottom)
    if not (x0 < x1 and top < bottom):
        return None
    bottom = min(bottom, top + _tallest(x1 - x0))
    around = max(_AROUND, _AROUND_SHARE * (x1 - x0))
    beside = max(_BESIDE, (_NARROWEST - (x1 - x0)) / 2)
    left = max(0.0, min(x0 - beside, width - _NARROWEST))
    right = min(width, max(x1 + beside, left + _NARROWEST))
    return left, max(0.0, top - around), right, min(height, bottom + around)


def _union(boxes: Sequence[Sides]) -> Sides:
    sides = list(zip(*boxes, strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])


def _tallest(width: float) -> float:
    return max(_TALLEST, _TALLEST_SHARE * width)


def _grown(box: Sides) -> Sides:
    return box[0] - _PEN, box[1] - _PEN, box[2] + _PEN, box[3] + _PEN


def _draw(page: pypdfium2.PdfPage, view: Sides, scale: float) -> Image.Image:
    """The part of the page in colour on white; only this part takes memory."""
    wide, tall = (max(1, round((view[n + 2] - view[n]) * scale)) for n in (0, 1))
    whole = [max(1, round(side * scale)) for side in page.get_size()]
    bitmap = pypdfium2.PdfBitmap.new_native(wide, tall, raw.FPDFBitmap_BGR, rev_byteorder=True)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, tall)
        place = (-round(view[0] * scale), -round(view[1] * scale), *whole)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap(bitmap.raw, page.raw, *place, 0, flags)
        return Image.fromarray(np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(tall, wide, 3))
    finally:
        bitmap.close()


def _marked(picture: Image.Image, marks: Iterable[Sequence[int]]) -> Image.Image:
    """The picture with a yellow ground under the marks (pixels) and a line along their edge; pale on a dark ground."""
    mask = Image.new("L", picture.size)
    pen = ImageDraw.Draw(mask)
    for x0, top, x1, bottom in marks:
        pen.rectangle((x0, top, x1 - 1, bottom - 1), fill=255)
    inside = np.asarray(mask) > 0
    edge = inside & ~_shrunk(inside)
    colours = np.array(picture)
    dark = bool(np.median(np.asarray(picture.convert("L"))[inside]) < _DARK) if inside.any() else False
    colours[inside] = _lightened(colours[inside], _DIM) if dark else _multiplied(colours[inside], _YELLOW)
    colours[edge] = _PALE if dark else _BROWN
    return Image.fromarray(colours)


def _shrunk(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pixels from which the line's width up, down, left and right is inside; what a picture cuts off counts as such."""
    around = np.pad(inside, _LINE, mode="edge")
    up, down = around[: -2 * _LINE, _LINE:-_LINE], around[2 * _LINE :, _LINE:-_LINE]
    left, right = around[_LINE:-_LINE, : -2 * _LINE], around[_LINE:-_LINE, 2 * _LINE :]
    return up & down & left & right


def _multiplied(colours: NDArray[np.uint8], pen: Colour) -> NDArray[np.uint8]:
    return (colours.astype(np.uint16) * np.array(pen, dtype=np.uint16) // 255).astype(np.uint8)


def _lightened(colours: NDArray[np.uint8], pen: Colour) -> NDArray[np.uint8]:
    return 255 - _multiplied(255 - colours, (255 - pen[0], 255 - pen[1], 255 - pen[2]))


def _few_colours(picture: Image.Image) -> Image.Image | None:
    """The picture in a few colours, which suits text; None where it holds photographs."""
    few = picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
    error = np.abs(np.asarray(few, dtype=np.int16) - np.asarray(picture, dtype=np.int16)).mean()
    return few if error <= _PHOTOGRAPH else None


def _encoded(picture: Image.Image, *, lossless: bool) -> bytes:
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=lossless, quality=_EFFORT if lossless else _QUALITY, method=4)
    return file.getvalue()
