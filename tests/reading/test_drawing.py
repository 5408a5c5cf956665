"""Strokes, rectangles and pictures of a page."""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from tests.pdfs import A4, Mark, Picture, Rule, Shade, Sheet, Text, pdf_bytes
from tokenism.reading.drawing import Drawn, drawn_on
from tokenism.reading.shapes import NO_FILL

FROM_THE_TOP = np.array([[1.0, 0.0, 0.0], [0.0, -1.0, A4[1]]])


def drawn(folder: Path, sheet: Sheet) -> Drawn:
    path = folder / "page.pdf"
    path.write_bytes(pdf_bytes([sheet]))
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]  # PDFium frees what nobody holds
        return drawn_on(page.raw, FROM_THE_TOP)


def test_shade_is_an_area_with_its_colour_and_no_stroke(tmp_path: Path) -> None:
    found = drawn(tmp_path, Sheet(Shade(72, 100, 200, 150, grey=0.8)))
    assert [tuple(map(round, area)) for area in found.areas] == [(72, 100, 200, 150)]
    assert found.colours == [0xCCCCCC]
    assert found.strokes == []


@pytest.mark.parametrize("mark", [Rule(72, 100, 400, 100), Shade(72, 99, 400, 101)], ids=["stroke", "thin bar"])
def test_stroke_and_thin_bar_are_the_same_rule(tmp_path: Path, mark: Mark) -> None:
    found = drawn(tmp_path, Sheet(mark))
    assert [tuple(map(round, stroke)) for stroke in found.strokes] == [pytest.approx((72, 100, 400, 100), abs=1)]
    assert found.areas == []


def test_specks_are_nothing(tmp_path: Path) -> None:
    found = drawn(tmp_path, Sheet(Shade(72, 100, 76, 104)))
    assert (found.strokes, found.areas) == ([], [])


@pytest.mark.parametrize(("turn", "stroke"), [(0, (72, 100, 400, 100)), (1, (-100, 72, -100, 400))])
def test_forms_are_opened_where_they_stand(tmp_path: Path, turn: int, stroke: tuple[float, ...]) -> None:
    found = drawn(tmp_path, Sheet(form=[Rule(72, 100, 400, 100)], form_turn=turn))
    assert found.strokes == [pytest.approx(stroke, abs=1)]


def test_pictures_are_told_by_what_they_cover(tmp_path: Path) -> None:
    found = drawn(tmp_path, Sheet(Picture(100, 100, 300, 200), Text(72, 400, "a")))
    assert found.pictured == pytest.approx(200 * 100, rel=0.01)


def test_frame_is_an_area_without_a_fill(tmp_path: Path) -> None:
    found = drawn(tmp_path, Sheet(_Frame(72, 100, 200, 150)))
    assert found.colours == [NO_FILL]
    assert len(found.strokes) == 4


class _Frame(Rule):
    """A stroked rectangle."""

    def draw(self, height: float) -> str:
        wide, tall = self.x1 - self.x0, self.bottom - self.top
        return f"1 w {self.x0} {height - self.bottom} {wide} {tall} re S"
