"""pdfplumber's part: grids of ruled tables, and the second engine."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MakePdf
from tests.pdfs import A4, Picture, Sheet, Text, page_content, paragraph, table
from tokenism.reading import plumber
from tokenism.reading.glyphs import PageContent, no_edges
from tokenism.reading.layout import page_lines
from tokenism.reading.plumber import find_frames, find_grids, is_grid, read_pages


def ruled(x0: float, top: float, columns: int, rows: int, *, width: float = 80, height: float = 30) -> np.ndarray:
    x1, bottom = x0 + columns * width, top + rows * height
    across = [(x0, top + height * n, x1, top + height * n) for n in range(rows + 1)]
    down = [(x0 + width * n, top, x0 + width * n, bottom) for n in range(columns + 1)]
    return np.array(across + down, dtype=np.float32)


def read(path: Path, max_pages: int = 99) -> list[PageContent | tuple[int, str]]:
    return list(read_pages(path, None, max_pages))


def read_one(path: Path) -> PageContent:
    (page,) = read(path)
    assert isinstance(page, PageContent)
    return page


# Grids


def test_ruled_table_is_a_grid_of_cells() -> None:
    (grid,) = find_grids(ruled(72, 100, 2, 3))
    assert (grid.x0, grid.top, grid.x1, grid.bottom) == (72, 100, 232, 190)
    assert [len(row) for row in grid.rows] == [2, 2, 2]
    assert grid.rows[0] == ((72, 100, 152, 130), (152, 100, 232, 130))


def test_grids_come_top_to_bottom() -> None:
    found = find_grids(np.concatenate([ruled(72, 400, 2, 2), ruled(300, 100, 2, 2), ruled(72, 100, 2, 2)]))
    assert [(grid.top, grid.x0) for grid in found] == [(100, 72), (100, 300), (400, 72)]


def test_lines_that_nearly_meet_are_joined() -> None:
    edges = ruled(72, 100, 2, 2)
    edges[:3, 2] -= 2
    assert len(find_grids(edges)) == 1


@pytest.mark.parametrize(
    "edges",
    [
        no_edges(),
        ruled(72, 100, 1, 4),
        ruled(72, 100, 4, 1),
        ruled(72, 100, 2, 2)[:3],
        ruled(72, 100, 2, 2)[3:],
        ruled(72, 100, 2, 2, width=2, height=2),
        np.concatenate([ruled(0.7 * n, 0.7 * n, 60, 60, width=9, height=9) for n in range(30)]),
    ],
    ids=["nothing", "one column", "one row", "only lines across", "only lines down", "tiny", "a drawing"],
)
def test_other_rules_are_no_table(edges: np.ndarray) -> None:
    assert find_grids(edges) == []


def test_rule_drawn_in_short_pieces_is_one_rule() -> None:
    edges = ruled(72, 100, 2, 2)
    pieces = [(x, top, x, top + 5) for x in (72, 152, 232) for top in range(100, 160, 5)]
    assert find_grids(np.array([*edges[:3].tolist(), *pieces], dtype=np.float32)) == find_grids(edges)


def test_single_framed_cell_is_a_frame_and_no_grid() -> None:
    edges = np.concatenate([ruled(72, 100, 2, 2), ruled(300, 100, 1, 1)])
    assert [(len(frame.rows), is_grid(frame)) for frame in find_frames(edges)] == [(2, True), (1, False)]
    assert len(find_grids(edges)) == 1


def test_missing_cell_is_none() -> None:
    edges = ruled(72, 100, 2, 2)
    edges[2, 2] = 152
    edges[-1, 3] = 130
    (grid,) = find_grids(edges)
    assert grid.rows[1] == ((72, 130, 152, 160), None)


@given(st.integers(10, 200), st.integers(10, 400), st.integers(2, 5), st.integers(2, 6))
def test_cells_lie_inside_their_grid_and_rows_go_down(x: int, top: int, columns: int, rows: int) -> None:
    (grid,) = find_grids(ruled(x, top, columns, rows))
    cells = [cell for row in grid.rows for cell in row if cell is not None]
    assert len(cells) == columns * rows
    assert all(grid.x0 <= cell[0] < cell[2] <= grid.x1 for cell in cells)
    assert all(grid.top <= cell[1] < cell[3] <= grid.bottom for cell in cells)
    assert cells == sorted(cells, key=lambda cell: (cell[1], cell[0]))


# Second engine


def test_name_tells_the_engine_and_its_version() -> None:
    assert plumber.NAME.startswith("pdfplumber 0.")


def test_second_engine_reads_the_same_lines(make_pdf: MakePdf) -> None:
    lines = ["Residents and carers decided together", "how the café’s money was spent."]
    page = read_one(make_pdf(Sheet(paragraph(72, 100, lines), Text(72, 60, "Carers", bold=True))))
    assert [(line.text, line.bold) for line in page_lines(page)] == [
        ("Carers", True),
        *[(text, False) for text in lines],
    ]
    assert (page.number, page.width, page.height) == (1, *A4)


def test_second_engine_finds_tables_and_pictures(make_pdf: MakePdf) -> None:
    page = read_one(make_pdf(Sheet(table(72, 100, [90, 90], [["a", "b"], ["c", "d"]]), Picture(72, 400, 90, 420))))
    assert len(find_grids(page.edges)) == 1
    assert page.has_pictures


def test_empty_page_has_no_glyphs_and_no_edges(make_pdf: MakePdf) -> None:
    page = read_one(make_pdf(Sheet()))
    assert (len(page.glyphs), page.edges.shape, page.has_pictures) == (0, (0, 4), False)


def test_no_more_pages_are_read_than_allowed(make_pdf: MakePdf) -> None:
    assert len(read(make_pdf(*[Sheet(Text(72, 100, "a"))] * 4), max_pages=2)) == 2


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_second_engine_reads_turned_text(make_pdf: MakePdf, turn: int) -> None:
    page = read_one(make_pdf(Sheet(Text(300, 400, "carers decide", turn=turn))))
    assert [line.text for line in page_lines(page)] == ["carers decide"]


def test_second_engine_counts_from_the_crop_box(make_pdf: MakePdf) -> None:
    page = read_one(make_pdf(Sheet(Text(150, 100, "m"), crop=(100, 50, 500, 450))))
    assert (page.width, page.height) == (400, 400)
    assert page.glyphs.x0[0] == pytest.approx(50, abs=1)


def test_page_that_fails_is_named_and_the_others_are_read(make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch) -> None:
    real = plumber._read_page

    def fails_on_two(page: object, number: int) -> PageContent:
        return {2: lambda: [][0]}.get(number, lambda: real(page, number))()

    monkeypatch.setattr(plumber, "_read_page", fails_on_two)
    first, second, third = read(make_pdf(*[Sheet(Text(72, 100, "a"))] * 3))
    assert isinstance(first, PageContent)
    assert second == (2, "page 2 cannot be read (IndexError)")
    assert isinstance(third, PageContent)


def test_text_of_the_tests_own_pages_agrees_with_the_engine(make_pdf: MakePdf) -> None:
    marks = [Text(72, 100, "carers"), Text(300, 400, "decide", turn=3)]
    expected = [line.text for line in page_lines(page_content(*marks))]
    assert [line.text for line in page_lines(read_one(make_pdf(Sheet(*marks))))] == expected


def test_single_page_is_read_alone(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(Text(72, 100, "first")), Sheet(Text(72, 100, "second")))
    page = plumber.read_page(path, None, 2)
    assert page is not None
    assert (page.number, "".join(map(chr, page.glyphs.code.tolist()))) == (2, "second")


def test_single_page_that_cannot_be_read_is_none(make_pdf: MakePdf) -> None:
    assert plumber.read_page(make_pdf(Sheet()), None, 5) is None


def test_rules_that_end_just_before_the_others_still_make_cells() -> None:
    across = [(72, y, 400, y) for y in (100, 150, 200)]
    down = [(x, top + 4, x, top + 46) for x in (72, 200, 400) for top in (100, 150)]
    (found,) = find_grids(np.array([*across, *down], dtype=np.float32))
    assert [sum(cell is not None for cell in row) for row in found.rows] == [2, 2]
