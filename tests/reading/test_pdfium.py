"""Pages through PDFium."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MakePdf
from tests.pdfs import A4, Picture, Rule, Sheet, Text, pdf_bytes
from tokenism.reading import pdfium
from tokenism.reading.glyphs import Glyphs, PageContent
from tokenism.reading.pdfium import PasswordNeededError, UnreadableError, longest_side, open_pdf, read_pages


def read(path: Path) -> list[PageContent | tuple[int, str]]:
    document = open_pdf(path)
    try:
        return list(read_pages(document, range(1, len(document) + 1)))
    finally:
        document.close()


def read_one(path: Path) -> PageContent:
    (page,) = read(path)
    assert isinstance(page, PageContent)
    return page


def ink(glyphs: Glyphs) -> Glyphs:
    return glyphs.take(glyphs.code > 32)


def shown(x: float, top: float, rotate: int, size: tuple[float, float] = A4) -> tuple[float, float]:
    """Where a point of the unturned page stands on the page as shown."""
    width, height = size
    return {0: (x, top), 90: (height - top, x), 180: (width - x, height - top), 270: (top, width - x)}[rotate]


# Opening


def test_name_tells_the_engine_and_its_version() -> None:
    assert pdfium.NAME.startswith("pdfium ")
    assert pdfium.NAME[-1].isdigit()


@pytest.mark.parametrize("password", [None, "wrong", ""])
def test_encrypted_file_asks_for_its_password(demo: Path, password: str | None) -> None:
    with pytest.raises(PasswordNeededError):
        open_pdf(demo / "pdf" / "corrinmere-2024.pdf", password)


def test_right_password_opens_an_encrypted_file(demo: Path) -> None:
    document = open_pdf(demo / "pdf" / "corrinmere-2024.pdf", "corrin")
    assert len(document) > 0
    document.close()


@pytest.mark.parametrize("data", [b"", b"<html>No</html>", b"%PDF-1.7\n%%EOF\n"])
def test_file_that_is_no_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(UnreadableError):
        open_pdf(tmp_path / "a.pdf")


# Glyphs


def test_characters_come_in_content_order(make_pdf: MakePdf) -> None:
    glyphs = ink(read_one(make_pdf(Sheet(Text(72, 300, "Carers’ café"), Text(72, 100, "first")))).glyphs)
    assert "".join(map(chr, glyphs.code)) == "Carers’caféfirst"


def test_bold_is_told_by_the_font(make_pdf: MakePdf) -> None:
    glyphs = ink(read_one(make_pdf(Sheet(Text(72, 100, "ab", bold=True), Text(72, 200, "cd")))).glyphs)
    assert glyphs.bold.tolist() == [True, True, False, False]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_turn_is_that_of_the_page_as_shown(make_pdf: MakePdf, rotate: int, turn: int) -> None:
    glyphs = ink(read_one(make_pdf(Sheet(Text(300, 400, "carers", turn=turn), rotate=rotate))).glyphs)
    assert set(glyphs.turn.tolist()) == {(turn + rotate // 90) % 4}


@pytest.mark.parametrize(("rotate", "size"), [(0, (595, 842)), (90, (842, 595)), (180, (595, 842)), (270, (842, 595))])
def test_size_is_that_of_the_page_as_shown(make_pdf: MakePdf, rotate: int, size: tuple[float, float]) -> None:
    page = read_one(make_pdf(Sheet(Text(72, 100, "carers"), rotate=rotate)))
    assert (page.width, page.height) == size


@given(
    st.integers(20, 500), st.integers(20, 800), st.sampled_from([0, 90, 180, 270]), st.sampled_from([8.0, 11.0, 20.0])
)
def test_letter_is_where_the_page_shows_it(tmp_path: Path, x: int, top: int, rotate: int, size: float) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_bytes([Sheet(Text(x, top, "m", size=size), rotate=rotate)]))
    page = read_one(path)
    g = ink(page.glyphs)
    middle = shown(x + 0.42 * size, top + 0.5 * size, rotate)
    assert ((g.x0[0] + g.x1[0]) / 2, (g.top[0] + g.bottom[0]) / 2) == pytest.approx(middle, abs=0.3 * size)
    assert 0 <= g.x0[0] < g.x1[0] <= page.width
    assert 0 <= g.top[0] < g.bottom[0] <= page.height


@pytest.mark.parametrize("rotate", [0, 90])
def test_positions_count_from_the_crop_box(make_pdf: MakePdf, rotate: int) -> None:
    sheet = Sheet(Text(150, 100, "m", size=10), crop=(100, 50, 500, 450), rotate=rotate)
    page = read_one(make_pdf(sheet))
    g = ink(page.glyphs)
    assert (page.width, page.height) == (400, 400)
    middle = shown(54, 55, rotate, (400, 400))
    assert ((g.x0[0] + g.x1[0]) / 2, (g.top[0] + g.bottom[0]) / 2) == pytest.approx(middle, abs=3)


def test_baseline_of_upright_text_lies_above_the_foot_of_its_box(make_pdf: MakePdf) -> None:
    g = ink(read_one(make_pdf(Sheet(Text(72, 100, "carers", size=10)))).glyphs)
    assert g.base == pytest.approx(np.full(6, 108.0), abs=0.1)
    assert (g.base < g.bottom).all()


# Rules and pictures


def edges(path: Path) -> list[tuple[float, ...]]:
    return sorted(tuple(round(float(side)) for side in edge) for edge in read_one(path).edges)


@pytest.mark.parametrize(
    ("rule", "edge"),
    [(Rule(72, 100, 300, 100), (72, 100, 300, 100)), (Rule(72, 100, 72, 400), (72, 100, 72, 400))],
)
def test_straight_stroke_is_an_edge(make_pdf: MakePdf, rule: Rule, edge: tuple[float, ...]) -> None:
    assert edges(make_pdf(Sheet(rule))) == [pytest.approx(edge, abs=1)]


def test_slanting_stroke_is_no_edge(make_pdf: MakePdf) -> None:
    assert edges(make_pdf(Sheet(Rule(72, 100, 300, 400)))) == []


def test_edges_turn_with_the_page(make_pdf: MakePdf) -> None:
    assert edges(make_pdf(Sheet(Rule(72, 100, 300, 100), rotate=90))) == [pytest.approx((742, 72, 742, 300), abs=1)]


def drawn(sheet: Sheet, operators: bytes) -> bytes:
    """The PDF of one page with these drawing operators in the place of its (empty) content."""
    empty, full = (b"/Length %d >>\nstream\n%s\nendstream" % (len(data), data) for data in (b"", operators))
    return pdf_bytes([sheet]).replace(empty, full)


@pytest.mark.parametrize(
    ("operators", "sides"),
    [
        (b"72 700 200 1 re f", [(72, 142, 272, 142)]),
        (b"72 600 1 100 re f", [(72, 142, 72, 242)]),
        (b"72 600 200 100 re S", [(72, 142, 72, 242), (72, 142, 272, 142), (72, 242, 272, 242), (272, 142, 272, 242)]),
        (b"72 600 200 100 re n", []),
        (b"1 0 0 1 10 0 cm 62 700 200 1 re f", [(72, 142, 272, 142)]),
    ],
    ids=["thin bar", "thin post", "box", "invisible box", "moved bar"],
)
def test_sides_of_shapes_are_edges(tmp_path: Path, operators: bytes, sides: Sequence[tuple[float, ...]]) -> None:
    (tmp_path / "a.pdf").write_bytes(drawn(Sheet(), operators))
    assert edges(tmp_path / "a.pdf") == [pytest.approx(side, abs=1) for side in sides]


@pytest.mark.parametrize(
    ("sheet", "told"), [(Sheet(Picture(0, 0, 595, 842)), True), (Sheet(Text(72, 100, "a")), False)]
)
def test_pictures_are_told(make_pdf: MakePdf, sheet: Sheet, told: bool) -> None:
    assert read_one(make_pdf(sheet)).has_pictures is told


# Broken pages


def test_broken_page_is_named_and_the_others_are_read(make_pdf: MakePdf) -> None:
    first, second, third = read(make_pdf(Sheet(Text(9, 9, "a")), Sheet(broken=True), Sheet(Text(9, 9, "b"))))
    assert isinstance(first, PageContent)
    assert isinstance(third, PageContent)
    assert isinstance(second, tuple)
    assert (second[0], second[1].startswith("page 2 cannot be loaded")) == (2, True)


def test_longest_side_is_known_without_reading(make_pdf: MakePdf) -> None:
    document = open_pdf(make_pdf(Sheet(), Sheet(size=(20_000, 300)), Sheet(broken=True)))
    assert [longest_side(document, number) for number in (1, 2)] == [842, 20_000]
    assert longest_side(document, 99) == 0
    document.close()


def test_short_text_between_others_has_its_own_baseline(make_pdf: MakePdf) -> None:
    glyphs = read_one(make_pdf(Sheet(Text(72, 100, "Page"), Text(72, 300, "7"), Text(72, 500, "of the plan")))).glyphs
    seven = glyphs.code.tolist().index(ord("7"))
    assert 300 < glyphs.base[seven] < 312
    assert 100 < glyphs.base[0] < 112


def test_direct_calls_give_what_the_library_gives(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(Text(72, 100, "Carers decide – together")))
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
    assert "".join(map(chr, read_one(path).glyphs.code.tolist())).strip() == text.strip()


def test_damaged_file_after_an_encrypted_one_is_not_taken_for_encrypted(demo: Path) -> None:
    with pytest.raises(PasswordNeededError):
        open_pdf(demo / "pdf" / "corrinmere-2024.pdf")
    with pytest.raises(UnreadableError):
        open_pdf(demo / "pdf" / "aldermarsh-maps-2022.pdf")
