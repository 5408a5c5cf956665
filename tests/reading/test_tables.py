"""Ruled tables as rows of text."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.pdfs import Text, page_content
from tokenism.reading.blocks import PageLines
from tokenism.reading.glyphs import PageContent
from tokenism.reading.plumber import Grid
from tokenism.reading.tables import (
    Entry,
    Table,
    find_headings,
    goes_on,
    is_table,
    joined_rows,
    loose_cells,
    read_table,
    row_of,
    same_columns,
    shown_cells,
    table_entries,
)
from tokenism.records import Box

PLAN = [["Action", "Who decides"], ["Choose provider", "Six carers with one vote each"], ["Ask tenants", "The council"]]
WIDTH, HEIGHT = 240, 40
PAGE = PageLines(1, 2000, 842, [])

Rows = Sequence[Sequence[str | None]]


def grid_of(rows: Rows, *, left: float = 10) -> tuple[PageContent, Grid]:
    """A page with a table of these cells.

    None is a cell that is not ruled; ``<`` belongs to the cell on its left, ``^`` to the one above; ``*`` begins
    bold text and ``/`` text of twenty short lines.
    """
    texts, boxes = [], []
    for r, row in enumerate(rows):
        line: list[tuple[float, float, float, float] | None] = []
        for c, text in enumerate(row):
            x, y = left + WIDTH * c, 50 + HEIGHT * r
            if text is None or text in ("<", "^"):
                line.append(None)
                continue
            wide = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
            tall = next((n for n in range(1, len(rows) - r) if rows[r + n][c] != "^"), len(rows) - r)
            line.append((x, y, x + WIDTH * wide, y + HEIGHT * tall))
            if text:
                texts.append(Text(x + 4, y + 4, text.lstrip("*"), size=4, bold=text.startswith("*")))
        boxes.append(tuple(line))
    x1, bottom = left + WIDTH * len(rows[0]), 50 + HEIGHT * len(rows)
    return page_content(*texts, size=(2000, 842)), Grid(left, 50, x1, bottom, tuple(boxes))


def table_of(rows: Rows, *, left: float = 10) -> Table:
    return read_table(*grid_of(rows, left=left))


def texts_of(rows: Rows, carried: Rows | None = None) -> list[str]:
    """Rows as passages, after a table on the page before if one is given."""
    names = find_headings(table_of(carried))[0] if carried else None
    entries, _ = table_entries(PAGE, table_of(rows), names)
    return [" ".join(row_of(row).text.split("\n")) for row in entries]


# Cells


def test_every_cell_has_its_own_text() -> None:
    assert [[cell.text for cell in row] for row in table_of(PLAN).rows] == PLAN


def test_text_outside_the_cells_is_left_out() -> None:
    _, grid = grid_of(PLAN)
    inside = [Text(14 + WIDTH * c, 54 + HEIGHT * r, PLAN[r][c], size=8) for r in range(3) for c in range(2)]
    around = page_content(Text(14, 20, "Above"), *inside, Text(14, 400, "Below the table"))
    assert [[cell.text for cell in row] for row in read_table(around, grid).rows] == PLAN


def test_cell_beside_several_rows_is_in_each_of_them_and_a_wide_one_once() -> None:
    table = table_of([["Area", "Site", "Use"], ["North", "Mill", "Homes"], ["^", "Park", "<"]])
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Area", "Site", "Use"], ["North", "Mill", "Homes"], ["North", "Park"],
    ]  # fmt: skip
    assert (table.rows[1][0].n_rows, table.rows[2][1].n_columns) == (2, 2)


# What is a table


@pytest.mark.parametrize(
    "rows",
    [
        [["Only one filled row", "in this table of two"], ["", ""]],
        [["One long text in it", ""], ["", ""], ["Another long text here", ""]],
        [["a", "b"], ["c", "d"]],
    ],
    ids=["one row", "mostly empty", "single letters"],
)
def test_decoration_is_no_table(rows: Rows) -> None:
    assert not is_table(table_of(rows))


def essay(n_lines: int, x: float = 14) -> list[Text]:
    return [Text(x, 110 + 6 * number, "six words on every single line", size=4) for number in range(n_lines)]


@pytest.mark.parametrize(("n_lines", "expected"), [(36, True), (37, False)])
def test_page_laid_out_in_boxes_is_no_table(n_lines: int, expected: bool) -> None:
    page = page_content(
        *essay(n_lines), Text(14, 54, "Heading"), Text(304, 54, "Heading"), Text(304, 110, "Carers decide")
    )
    grid = Grid(
        10, 50, 590, 700, (((10, 50, 300, 100), (300, 50, 590, 100)), ((10, 100, 300, 700), (300, 100, 590, 700)))
    )
    assert is_table(read_table(page, grid)) is expected


@pytest.mark.parametrize(("n_lines", "expected"), [(40, True), (120, False)])
def test_long_cell_beside_short_ones_under_short_headings_is_in_a_table(n_lines: int, expected: bool) -> None:
    heads = [Text(x, 54, head) for x, head in ((14, "No."), (204, "Theme"), (404, "What we ask"))]
    page = page_content(*heads, Text(14, 110, "7"), Text(204, 110, "Heating"), *essay(n_lines, 404))
    sides = [(10, 200), (200, 400), (400, 590)]
    rows = tuple(tuple((x0, top, x1, bottom) for x0, x1 in sides) for top, bottom in ((50, 100), (100, 840)))
    assert is_table(read_table(page, Grid(10, 50, 590, 840, rows))) is expected


def squares(gap: float, width: float = 80) -> tuple[PageContent, Grid]:
    """Six equal boxes with text, and the cells of the gaps between them."""
    tops, lefts = [100, 180 + gap], [50, 50 + width + gap, 50 + 2 * (width + gap)]
    texts = [Text(x + 4, y + 20, "More trees here", size=8) for x in lefts for y in tops]
    bands = [(tops[0], tops[0] + 80), (tops[0] + 80, tops[1]), (tops[1], tops[1] + 80)] if gap else [
        (top, top + 80) for top in tops
    ]  # fmt: skip
    columns = sorted({side for x in lefts for side in (x, x + width)})
    rows = tuple(tuple((x0, top, x1, bottom) for x0, x1 in pairwise(columns)) for top, bottom in bands)
    return page_content(*texts), Grid(50, 100, columns[-1], bands[-1][1], rows)


@pytest.mark.parametrize(
    ("gap", "width", "expected"), [(8, 110, False), (0, 80, False), (0, 110, True), (8, 180, True)]
)
def test_equal_squares_with_gaps_are_notes_and_no_table(gap: float, width: float, expected: bool) -> None:
    assert is_table(read_table(*squares(gap, width))) is expected


def test_cells_that_make_no_table_are_given_as_boxes_if_they_hold_a_text() -> None:
    frame = Grid(50, 50, 300, 200, (((50, 50, 300, 200),),))
    small = Grid(50, 300, 300, 340, (((50, 300, 300, 340),),))
    page = page_content(Text(60, 60, "Carers decide"), Text(60, 80, "with one vote each"), Text(60, 310, "One line"))
    assert loose_cells(page, [frame, small]) == [(50, 50, 300, 200)]


def test_figures_beside_labels_are_a_table() -> None:
    assert is_table(table_of([["Choice", "Votes"], ["Agree", "12"], ["Neutral", "4"], ["Total", "16"]]))


# Headings


@pytest.mark.parametrize(
    ("rows", "names", "n_rows"),
    [
        ([["Action", "Lead"], ["Panel", "Carers"]], ("Action", "Lead"), 1),
        ([["", "Lead", "When"], ["Panel", "Carers", "May"]], ("", "Lead", "When"), 1),
        ([["Action", ""], ["Panel", "Carers"]], None, 0),
        ([["2024", "2025"], ["Panel", "Carers"]], None, 0),
        ([["1.5", "Lead"], ["Panel", "Carers"]], None, 0),
        ([["Action", "one two three four five six seven eight"], ["Panel", "Carers"]], None, 0),
        ([["one two three four five six seven eight", "Lead"], ["Panel", "Carers"]], None, 0),
        ([["How sure are you of this plan now?", "Very", "Not"], ["Carers", "4", "9"]],
         ("How sure are you of this plan now?", "Very", "Not"), 1),
        ([["*Action to be taken by all of the partners", "*Lead"], ["Panel", "Carers"]],
         ("Action to be taken by all of the partners", "Lead"), 1),
        ([["*2024", "*2025"], ["Panel", "Carers"]], ("2024", "2025"), 1),
        ([["*Panel", "Carers"], ["*Survey", "Council"], ["*Vote", "Tenants"]], None, 0),
        ([["Panel:", "Carers"], ["Survey:", "Council"]], None, 0),
        ([["1. Panel", "Carers"], ["2. Survey", "Council"]], None, 0),
        ([["Action", "Lead"]], None, 0),
    ],
)  # fmt: skip
def test_headings_of_columns(rows: Rows, names: tuple[str, ...] | None, n_rows: int) -> None:
    headings, start, end = find_headings(table_of(rows))
    assert (headings and headings.names, end - start) == (names, n_rows)


def test_sideways_headings_may_be_longer() -> None:
    words = "Share of all tenants who asked for a new kitchen"
    page, grid = grid_of([["Home", ""], ["Mill", "4"], ["Park", "9"]])
    turned = Text(14 + WIDTH, 89, words, size=1, turn=3)
    texts = [Text(14, 54 + HEIGHT * n, text, size=4) for n, text in enumerate(("Home", "Mill", "Park"))]
    page = page_content(*texts, Text(14 + WIDTH, 54 + HEIGHT, "4"), Text(14 + WIDTH, 54 + 2 * HEIGHT, "9"), turned)
    headings, _, end = find_headings(read_table(page, grid))
    assert headings is not None
    assert (headings.names, end) == (("Home", words), 1)


def test_title_above_the_headings_is_a_row_of_its_own() -> None:
    assert texts_of([["What we will do", "<"], ["Action", "Lead"], ["Panel", "Carers"]]) == [
        "What we will do",
        "Action: Panel | Lead: Carers",
    ]


def test_headings_of_two_levels_are_joined() -> None:
    rows = [["Service", "Rating", "<"], ["", "Now", "Before"], ["Home care", "Good", "Poor"]]
    assert texts_of(rows) == ["Service: Home care | Rating: Now: Good | Rating: Before: Poor"]
    rows = [["Service", "Rating", "<"], ["^", "2023", "2024"], ["Home care", "Good", "Poor"]]
    assert texts_of(rows) == ["Service: Home care | Rating: 2023: Good | Rating: 2024: Poor"]


def test_heading_over_several_columns_is_given_once() -> None:
    rows = [["Aim", "<", "Lead"], ["A1", "Warm homes for all", "Board"], ["A2", "Safe streets", "Police"]]
    assert texts_of(rows)[0] == "Aim: A1 | Warm homes for all | Lead: Board"


def test_row_of_one_cell_inside_a_table_has_no_heading() -> None:
    rows = [["Action", "Lead"], ["Ask them", "Carers"], ["Things that we will do later", "<"], ["Vote", "Tenants"]]
    assert texts_of(rows)[1:] == ["Things that we will do later", "Action: Vote | Lead: Tenants"]


def test_short_texts_over_figures_inside_a_table_are_headings_of_these() -> None:
    rows = [
        ["No.", "Theme", "What we ask", "<"],
        ["7", "Heating", "Homes are kept warm by the landlord", "<"],
        ["Support", "<", "<", "<"],
        ["Strong", "Weak", "None", "Against"],
        ["14", "8", "1", "0"],
    ]
    assert texts_of(rows)[1:] == ["Support", "Strong: 14 | Weak: 8 | None: 1 | Against: 0"]


def test_headings_printed_again_name_nothing() -> None:
    rows = [["Action", "Lead", "When"], ["Panel", "Carers", "May"], ["Later action", "Lead", "When"],
            ["Survey", "Board", "June"], ["Action", "Lead", "When"], ["Vote", "All", "July"]]  # fmt: skip
    assert texts_of(rows)[1:] == [
        "Later action | Lead | When",
        "Action: Survey | Lead: Board | When: June",
        "Action: Vote | Lead: All | When: July",
    ]


def test_table_that_goes_on_keeps_its_headings() -> None:
    before = [["*Action", "*Lead"], ["Panel", "Carers"]]
    assert texts_of([["Vote", "Tenants"], ["Survey", "Council"]], before)[0] == "Action: Vote | Lead: Tenants"
    assert texts_of([["*Action", "*Lead"], ["Survey", "Council"]], before) == ["Action: Survey | Lead: Council"]


def test_headings_in_bold_count_more_than_those_of_the_page_before() -> None:
    before = [["*Action", "*Lead"], ["Panel", "Carers"]]
    assert texts_of([["*Risk", "*Owner"], ["No staff", "Council"]], before) == ["Risk: No staff | Owner: Council"]


def test_headings_of_a_grid_that_has_them_are_taken_whatever_they_look_like() -> None:
    page, grid = grid_of([["2023", "2024"], ["1,204", "1,311"]])
    headed = Grid(grid.x0, grid.top, grid.x1, grid.bottom, grid.rows, headed=True, aligned=True)
    headings, start, end = find_headings(read_table(page, headed), None)
    assert headings is not None
    assert (headings.names, start, end) == (("2023", "2024"), 0, 1)


# Rows


def test_row_names_each_cell_by_its_column_and_knows_its_box() -> None:
    entries, _ = table_entries(PAGE, table_of(PLAN), None)
    assert [row_of(row).pieces for row in entries] == [
        (("Action: Choose provider | Who decides: Six carers with one vote each", Box(1, 10, 90, 490, 130)),),
        (("Action: Ask tenants | Who decides: The council", Box(1, 10, 130, 490, 170)),),
    ]


def test_empty_cells_columns_without_heading_and_empty_rows_are_passed_over() -> None:
    rows = [["", "Lead", "When"], ["Panel", "", "May"], ["", "", ""], ["Survey", "Council", "June"]]
    assert texts_of(rows) == ["Panel | When: May", "Survey | Lead: Council | When: June"]


def test_table_without_headings_gives_its_cells_alone() -> None:
    assert texts_of([["4", "9"], ["Ask tenants", "The council"]])[1] == "Ask tenants | The council"


def test_colon_of_a_heading_is_not_doubled() -> None:
    assert texts_of([["*Action:", "*Lead:"], ["Panel", "Carers"]]) == ["Action: Panel | Lead: Carers"]


def test_cell_that_is_not_ruled_is_empty() -> None:
    assert texts_of([["Action", "Lead"], ["Panel of carers", None]]) == ["Action: Panel of carers"]


def test_rows_stand_under_a_label_that_was_printed_above_them() -> None:
    rows = [["Area", "Site"], ["North", "Mill"], ["^", "Park"]]
    assert texts_of(rows) == ["Area: North | Site: Mill", "Site: Park"]
    entries, _ = table_entries(PAGE, table_of(rows), None)
    assert [row_of(row).under for row in entries] == ["", "Area: North"]
    assert row_of(entries[0]).pieces[0][1] == Box(1, 10, 90, 250, 170)
    assert [box for _, box in row_of(entries[1]).pieces] == [Box(1, 250, 130, 490, 170)]


def test_label_of_any_column_counts() -> None:
    rows = [["Site", "Lead"], ["Mill", "Board"], ["Park", "^"]]
    assert texts_of(rows) == ["Site: Mill | Lead: Board", "Site: Park"]


def test_long_text_beside_several_rows_is_given_once() -> None:
    words = "Carers and tenants decide on this together with the council in May each year"
    rows = [["Site", "Why"], ["Mill", words], ["Park", "^"]]
    assert texts_of(rows) == [f"Site: Mill | Why: {words}", "Site: Park"]


def test_sideways_table_has_its_boxes_on_the_page_as_shown() -> None:
    page, grid = grid_of(PLAN)
    table = Table(grid, read_table(page, grid).rows, read_table(page, grid).sides, turn=3)
    shown = PageContent(1, 842, 2000, page.glyphs, page.edges, has_pictures=False)
    assert shown_cells(shown, table)[0] == (50, 2000 - 250, 90, 2000 - 10)
    entries, _ = table_entries(PageLines(1, 842, 2000, []), table, None)
    assert row_of(entries[0]).pieces[0][1] == Box(1, 90, 1510, 130, 1990)


# Over the page


def row(*texts: str | None, page: int = 1) -> list[Entry]:
    return [Entry(n, f"H{n}", [(text, Box(page, 0, 0, 9, 9))]) for n, text in enumerate(texts) if text]


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        (row("Panel", "Carers expect to"), row(None, "see more of it"), True),
        (row("Panel", "Carers decide."), row(None, "They vote."), True),
        (row("Panel of", "Carers decide."), row("carers", None), True),
        (row("Panel.", "Carers decide."), row("e-votes", "Tenants"), False),
        (row("Panel", "Carers"), row("Survey", "Council"), False),
        (row("Panel", "12"), row(None, "14"), False),
        (row(None, "Carers"), row(None, "Tenants"), False),
    ],
)
def test_row_goes_on_where_its_first_cell_is_empty_or_in_mid_sentence(
    last: list[Entry], first: list[Entry], expected: bool
) -> None:
    assert goes_on(last, first, [row("Vote", "Tenants"), last]) is expected


def test_empty_first_cells_are_nothing_special_where_many_rows_have_one() -> None:
    others = [row("Area", "Site"), row(None, "Mill"), row(None, "Park")]
    assert not goes_on(row("Area", "Site"), row(None, "Lock"), others)


def test_row_that_goes_on_is_joined_cell_by_cell() -> None:
    joined = row_of(joined_rows(row("Panel", "Carers expect to"), row(None, "see more", page=2)))
    assert joined.pieces == (
        ("H0: Panel | H1: Carers expect to", Box(1, 0, 0, 9, 9)),
        ("see more", Box(2, 0, 0, 9, 9)),
    )


def test_tables_of_two_pages_have_the_same_columns_wherever_the_margin_is() -> None:
    assert same_columns(table_of(PLAN, left=40), table_of(PLAN))
    assert not same_columns(table_of([["a", "b", "c"]]), table_of(PLAN))
    page, grid = grid_of(PLAN)
    narrow = tuple(tuple((x0, top, min(x1, 350), bottom) for x0, top, x1, bottom in filter(None, r)) for r in grid.rows)
    assert not same_columns(read_table(page, Grid(10, 50, 350, 170, narrow)), table_of(PLAN))


def test_columns_of_figures_stacked_in_cells_are_no_rows_of_a_table() -> None:
    figures = "\n".join(["11,806.0", "117.2", "4.5", "90.1", "12.0"])
    table = table_of([["Grant", "2024", "2025"], ["All", figures, figures]])
    stacked = [tuple(replace(cell, text=cell.text.replace(" ", "\n")) for cell in row) for row in table.rows]
    assert is_table(table)
    assert not is_table(replace(table, rows=tuple(stacked)))
