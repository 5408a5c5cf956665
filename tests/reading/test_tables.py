"""Ruled tables as rows of text."""

from collections.abc import Sequence

import pytest

from tests.pdfs import Text, page_content
from tokenism.reading.glyphs import PageContent
from tokenism.reading.plumber import Grid
from tokenism.reading.tables import column_headings, grid_cells, table_rows
from tokenism.records import Box

PLAN = [["Action", "Who decides"], ["Choose provider", "Six carers with one vote each"], ["Ask tenants", "The council"]]
WIDTH, HEIGHT = 240, 40


def grid_of(rows: Sequence[Sequence[str | None]]) -> tuple[PageContent, Grid]:
    """A page with a table of these cells; None is a cell that is not ruled."""
    texts, boxes = [], []
    for r, row in enumerate(rows):
        places = [(10 + WIDTH * c, 50 + HEIGHT * r) for c in range(len(row))]
        texts += [Text(x + 4, y + 4, text, size=8) for (x, y), text in zip(places, row, strict=True) if text]
        boxes.append(
            tuple(
                None if text is None else (x, y, x + WIDTH, y + HEIGHT)
                for (x, y), text in zip(places, row, strict=True)
            )
        )
    x1, bottom = 10 + WIDTH * len(rows[0]), 50 + HEIGHT * len(rows)
    return page_content(*texts), Grid(10, 50, x1, bottom, tuple(boxes))


def test_every_cell_has_its_own_text() -> None:
    assert grid_cells(*grid_of(PLAN)) == PLAN


def test_text_outside_the_cells_is_left_out() -> None:
    inside = [Text(14 + WIDTH * c, 54 + HEIGHT * r, PLAN[r][c], size=8) for r in range(3) for c in range(2)]
    _, grid = grid_of(PLAN)
    assert grid_cells(page_content(Text(14, 20, "Above"), *inside, Text(14, 400, "Below the table")), grid) == PLAN


@pytest.mark.parametrize(
    "rows",
    [
        [["Only one filled row", "in this table of two"], ["", ""]],
        [["One long text in it", ""], ["", ""], ["Another long text here", ""]],
        [["a", "b"], ["c", "d"]],
    ],
    ids=["one row", "mostly empty", "single letters"],
)
def test_decoration_is_no_table(rows: list[list[str]]) -> None:
    assert grid_cells(*grid_of(rows)) is None


@pytest.mark.parametrize(("n_lines", "is_table"), [(36, True), (37, False)])
def test_page_laid_out_in_boxes_is_no_table(n_lines: int, is_table: bool) -> None:
    essay = [Text(14, 110 + 12 * number, "six words on every single line", size=8) for number in range(n_lines)]
    page = page_content(*essay, Text(14, 54, "Heading"), Text(304, 54, "Heading"), Text(304, 110, "Carers decide"))
    grid = Grid(
        10, 50, 590, 700, (((10, 50, 300, 100), (300, 50, 590, 100)), ((10, 100, 300, 700), (300, 100, 590, 700)))
    )
    assert (grid_cells(page, grid) is not None) is is_table


@pytest.mark.parametrize(
    ("cells", "carried", "expected"),
    [
        ([["Action", "Lead"], ["Panel", "Carers"]], None, (["Action", "Lead"], 1)),
        ([["", "Lead", "When"], ["Panel", "Carers", "May"]], None, (["", "Lead", "When"], 1)),
        ([["Action", ""], ["Panel", "Carers"]], None, (None, 0)),
        ([["2024", "2025"], ["Panel", "Carers"]], None, (None, 0)),
        ([["1.5", "Lead"], ["Panel", "Carers"]], None, (None, 0)),
        ([["one two three four five six seven eight", "Lead"], ["Panel", "Carers"]], None, (None, 0)),
        ([["Action", "Lead"]], None, (None, 0)),
        ([["Panel", "Carers"], ["Survey", "Council"]], ["Action", "Lead"], (["Action", "Lead"], 0)),
        ([["Action", "Lead"], ["Survey", "Council"]], ["Action", "Lead"], (["Action", "Lead"], 1)),
        ([["Action", "Lead"], ["Panel", "Carers"]], ["A", "B", "C"], (["Action", "Lead"], 1)),
    ],
)
def test_headings_of_columns(
    cells: list[list[str]], carried: list[str] | None, expected: tuple[list[str] | None, int]
) -> None:
    assert column_headings(cells, carried) == expected


def test_row_names_each_cell_by_its_column_and_knows_its_box() -> None:
    page, grid = grid_of(PLAN)
    rows = table_rows(page, grid, PLAN, PLAN[0], 1)
    assert [row.text for row in rows] == [
        "Action: Choose provider | Who decides: Six carers with one vote each",
        "Action: Ask tenants | Who decides: The council",
    ]
    assert [row.box for row in rows] == [Box(1, 10, 90, 490, 130), Box(1, 10, 130, 490, 170)]


def test_empty_cells_columns_without_heading_and_empty_rows_are_passed_over() -> None:
    cells = [["", "Lead"], ["Panel", ""], ["", ""], ["Survey", "Council"]]
    page, grid = grid_of(cells)
    assert [row.text for row in table_rows(page, grid, cells, cells[0], 1)] == ["Panel", "Survey | Lead: Council"]


def test_table_without_headings_gives_its_cells_alone() -> None:
    page, grid = grid_of(PLAN)
    assert table_rows(page, grid, PLAN, None, 0)[2].text == "Ask tenants | The council"


def test_cell_that_is_not_ruled_is_empty() -> None:
    page, grid = grid_of([["Action", "Lead"], ["Panel of carers", None]])
    assert grid.rows[1][1] is None
    assert column_headings([["Action", "Lead"], ["Panel of carers", ""]], None) == (["Action", "Lead"], 1)
    rows = table_rows(page, grid, [["Action", "Lead"], ["Panel of carers", ""]], ["Action", "Lead"], 1)
    assert [(row.text, row.box.x1) for row in rows] == [("Action: Panel of carers", 250.0)]


def test_headings_of_a_grid_that_has_them_are_taken_whatever_they_look_like() -> None:
    cells = [["2023", "2024"], ["1,204", "1,311"]]
    assert column_headings(cells, ["A", "B"], headed=True) == (cells[0], 1)
