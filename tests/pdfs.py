"""Tiny PDFs for tests, written byte by byte: text at positions, rules, pictures, turned pages, broken pages.

Positions are points from the top left corner of the page before any rotation; ``top`` is the top of the letters'
line. ``pdf_bytes([Sheet(Text(72, 72, "Residents decide."))])`` is a PDF of one page.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tokenism.reading.glyphs import Glyphs, PageContent

A4 = (595.0, 842.0)
LINE = 14.0
"""Points from one line of a :func:`paragraph` to the next."""


@dataclass(frozen=True)
class Text:
    """A line of Helvetica; ``turn`` counts quarter turns clockwise around its start."""

    x: float
    top: float
    text: str
    size: float = 11.0
    bold: bool = False
    turn: int = 0

    def draw(self, height: float) -> str:
        angle = -math.pi / 2 * self.turn
        cos, sin = round(math.cos(angle)), round(math.sin(angle))
        y = height - self.top - 0.8 * self.size
        font = "F2" if self.bold else "F1"
        code = self.text.encode("cp1252").hex()
        return f"BT /{font} {self.size} Tf {cos} {sin} {-sin} {cos} {self.x} {y} Tm <{code}> Tj ET"


@dataclass(frozen=True)
class Rule:
    """A straight stroke."""

    x0: float
    top: float
    x1: float
    bottom: float

    def draw(self, height: float) -> str:
        return f"1 w {self.x0} {height - self.top} m {self.x1} {height - self.bottom} l S"


@dataclass(frozen=True)
class Picture:
    """A grey picture of one pixel, stretched over a box: what a scanned page looks like."""

    x0: float
    top: float
    x1: float
    bottom: float

    def draw(self, height: float) -> str:
        wide, tall = self.x1 - self.x0, self.bottom - self.top
        return f"q {wide} 0 0 {tall} {self.x0} {height - self.bottom} cm /Im Do Q"


@dataclass(frozen=True)
class Shade:
    """A filled rectangle without a stroke; ``grey`` runs from 0 (black) to 1 (white)."""

    x0: float
    top: float
    x1: float
    bottom: float
    grey: float = 0.85

    def draw(self, height: float) -> str:
        wide, tall = self.x1 - self.x0, self.bottom - self.top
        return f"q {self.grey} g {self.x0} {height - self.bottom} {wide} {tall} re f Q"


Mark = Text | Rule | Picture | Shade


class Sheet:
    """One page: its marks, its size and ``/Rotate``, and optionally a crop box as (x0, top, x1, bottom).

    Marks of ``form`` stand in a form XObject, drawn last and turned by ``form_turn`` quarters clockwise around the
    page's top left corner.
    """

    def __init__(
        self,
        *marks: Mark | Iterable[Mark],
        size: tuple[float, float] = A4,
        rotate: int = 0,
        crop: tuple[float, float, float, float] | None = None,
        broken: bool = False,
        form: Sequence[Mark] = (),
        form_turn: int = 0,
    ) -> None:
        self.marks = [one for mark in marks for one in ([mark] if isinstance(mark, Mark) else mark)]
        self.size, self.rotate, self.crop, self.broken = size, rotate, crop, broken
        self.form, self.form_turn = form, form_turn

    def content(self) -> bytes:
        cos, sin = round(math.cos(-math.pi / 2 * self.form_turn)), round(math.sin(-math.pi / 2 * self.form_turn))
        draw_form = [f"q {cos} {sin} {-sin} {cos} 0 {self.size[1]} cm /Fm Do Q"] if self.form else []
        return "\n".join([*(mark.draw(self.size[1]) for mark in self.marks), *draw_form]).encode("ascii")

    def form_content(self) -> bytes:
        """The form's marks, measured from its top left corner, which is its origin."""
        return "\n".join(mark.draw(0) for mark in self.form).encode("ascii")

    def dictionary(self, content: int, form: int) -> bytes:
        width, height = self.size
        x0, top, x1, bottom = self.crop or (0, 0, width, height)
        return (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {self.rotate} "
            f"/CropBox [{x0} {height - bottom} {x1} {height - top}] /Contents {content} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 5 0 R /Fm {form} 0 R >> >> >>"
        ).encode("ascii")


def paragraph(x: float, top: float, lines: Sequence[str], *, size: float = 11.0, bold: bool = False) -> list[Text]:
    """Lines below each other at the usual distance."""
    return [Text(x, top + LINE * number, line, size=size, bold=bold) for number, line in enumerate(lines)]


def table(
    x: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]], *, row: float = 24
) -> list[Mark]:
    """A fully ruled table of one-line cells."""
    xs = [x + sum(widths[:column]) for column in range(len(widths) + 1)]
    ys = [top + row * number for number in range(len(rows) + 1)]
    across: list[Mark] = [Rule(xs[0], y, xs[-1], y) for y in ys]
    down: list[Mark] = [Rule(x, ys[0], x, ys[-1]) for x in xs]
    cells = [
        Text(left + 4, above + 6, cell, size=9)
        for above, texts in zip(ys, rows, strict=False)
        for left, cell in zip(xs, texts, strict=False)
    ]
    return [*across, *down, *cells]


def pdf_bytes(sheets: Sequence[Sheet], *, title: str = "") -> bytes:
    """A PDF of these pages; a broken sheet is listed in the page tree, but its object is missing."""
    first = 7
    kids = " ".join(f"{first + 3 * number} 0 R" for number in range(len(sheets)))
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode("ascii")
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode("ascii"),
        3: fonts[0],
        4: fonts[1],
        5: _stream(
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"\x80"
        ),
        6: b"<< /Title <%s> >>" % b"".join(b"%04x" % unit for unit in (0xFEFF, *map(ord, title))),
    }
    for number, sheet in enumerate(sheets):
        page = first + 3 * number
        objects[page] = sheet.dictionary(page + 1, page + 2)
        objects[page + 1] = _stream(b"", sheet.content())
        objects[page + 2] = _stream(_FORM, sheet.form_content())
    for number in [first + 3 * number for number, sheet in enumerate(sheets) if sheet.broken]:
        del objects[number]
    return _file(objects)


_FORM = (
    b"/Type /XObject /Subtype /Form /BBox [-2000 -2000 2000 2000] "
    b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 5 0 R >> >>"
)


def text_pdf(*lines: str, title: str = "") -> bytes:
    """A PDF of one page with one paragraph."""
    return pdf_bytes([Sheet(paragraph(72, 100, lines))], title=title)


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _file(objects: dict[int, bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    last = max(objects)
    entries = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, last + 1)]
    table_at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (last + 1, b"".join(entries))
    return out + b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, table_at)


def page_content(
    *texts: Text,
    size: tuple[float, float] = A4,
    edges: Iterable[tuple[float, float, float, float]] = (),
    number: int = 1,
) -> PageContent:
    """A page as an engine would give it, of letters half as wide as they are high; ``turn`` 1 to 3 as in a PDF."""
    letters = [(letter, place, text) for text in texts for place, letter in enumerate(text.text)]
    boxes = [_letter_box(place, text) for _, place, text in letters]
    sides = np.array(boxes, dtype=np.float32).reshape(-1, 4)
    glyphs = Glyphs(
        np.array([ord(letter) for letter, _, _ in letters], dtype=np.uint32),
        *(sides[:, side].copy() for side in range(4)),
        base=sides[:, 3] - np.array([0.2 * text.size for _, _, text in letters], dtype=np.float32),
        bold=np.array([text.bold for _, _, text in letters], dtype=np.bool_),
        turn=np.array([text.turn for _, _, text in letters], dtype=np.uint8),
    )
    rules = np.array(list(edges), dtype=np.float32).reshape(-1, 4)
    return PageContent(number, *size, glyphs, rules, has_pictures=False)


def _letter_box(place: int, text: Text) -> tuple[float, float, float, float]:
    start, end = 0.5 * text.size * place, 0.5 * text.size * (place + 1)
    x, y, size = text.x, text.top, text.size
    return (
        (x + start, y, x + end, y + size),
        (x - size, y + start, x, y + end),
        (x - end, y - size, x - start, y),
        (x, y - end, x + size, y - start),
    )[text.turn]
