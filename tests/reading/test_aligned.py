"""Tables that have a bold heading row and columns, but no full grid of rules."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.pdfs import Text, page_content, paragraph
from tokenism.reading.aligned import find_aligned
from tokenism.reading.glyphs import PageContent
from tokenism.reading.plumber import Grid
from tokenism.reading.tables import read_table

LEFTS = (72, 200, 420)
PLAN = [
    ["Ref", "Action", "Lead"],
    ["A1", "Carers choose the provider", "Head of Care"],
    ["A2", "Tenants are asked by letter", "Director"],
    ["A3", "The budget is reviewed", "Finance"],
]


def marks_of(rows: Sequence[Sequence[str]], top: float = 100, pitch: float = 24, *, headed: bool = True) -> list[Text]:
    """Texts of a table; a cell with a line end has two lines, twelve points apart."""
    return [
        Text(left, top + pitch * r + 12 * n, line, size=10, bold=headed and r == 0)
        for r, row in enumerate(rows)
        for left, cell in zip(LEFTS, row, strict=False)
        for n, line in enumerate(cell.split("\n"))
        if line
    ]


def cells_of(page: PageContent, before: Grid | None = None) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in read_table(page, grid).rows] for grid in find_aligned(page, before)]


def test_bold_heading_row_over_columns_is_a_table() -> None:
    page = page_content(*marks_of(PLAN))
    assert cells_of(page) == [PLAN]
    assert find_aligned(page)[0].headed


def test_text_above_and_below_is_left_out() -> None:
    above = Text(72, 60, "A line of running text over the whole of the table, as wide as all its columns", size=10)
    below = Text(72, 300, "And another such line below, which crosses the columns and so ends the table", size=10)
    assert cells_of(page_content(above, *marks_of(PLAN), below)) == [PLAN]


def test_lines_of_a_cell_stay_in_their_row() -> None:
    rows = [PLAN[0], ["A1", "Carers choose\nthe provider", "Head of Care"], *PLAN[2:]]
    assert cells_of(page_content(*marks_of(rows, pitch=36))) == [rows]


def test_rows_are_parted_by_rules_where_white_space_is_even() -> None:
    rows = [PLAN[0], ["A1", "Carers choose\nThe provider", "Head of\nCare"], ["A2", "Tenants are\nAsked", "Director"]]
    page = page_content(*marks_of(rows, pitch=24), edges=[(70, 122 + 24 * r, 560, 122 + 24 * r) for r in range(3)])
    assert cells_of(page) == [rows]


def test_empty_cells_are_kept() -> None:
    rows = [PLAN[0], PLAN[1], ["A2", "", "Director"], ["", "The budget is reviewed", "Finance"]]
    assert cells_of(page_content(*marks_of(rows))) == [rows]


def test_years_may_head_columns() -> None:
    rows = [["Service", "2023", "2024"], ["Home care", "1,204", "1,311"], ["Day care", "310", "297"]]
    assert cells_of(page_content(*marks_of(rows))) == [rows]


def test_table_goes_on_at_the_head_of_the_next_page() -> None:
    first = page_content(*marks_of(PLAN, top=700))
    rest = [["A4", "Residents vote", "Leader"], ["A5", "A survey is sent", "Director"], ["A6", "Reported", "Clerk"]]
    title = Text(72, 30, "Housing plan 2024", size=8)
    page = page_content(title, *marks_of(rest, top=80, headed=False), number=2)
    assert cells_of(page, find_aligned(first)[0]) == [rest]
    assert not find_aligned(page, find_aligned(first)[0])[0].headed
    assert cells_of(page) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["1.", "Background", ""], ["1.1", "The Council decided", ""], ["1.2", "It was reported", ""]],
        [["Contents", "Page", ""], ["Aims .........", "4", ""], ["Money .........", "9", ""]],
        [["Ref", "Action", "Lead"], ["A1", "", ""], ["A2", "", ""], ["A3", "", ""]],
        [["Aim one", "Aim two", ""], ["We will ask", "we were told", ""], ["and then", "that they", ""]],
        [["Ref", "Action", "Lead"]],
        [["From:", "The director", ""], ["To:", "The cabinet", ""], ["Subject:", "Carers", ""]],
    ],
    ids=["numbered paragraphs", "contents", "one column only", "sentences that run on", "headings only", "a form"],
)
def test_what_only_looks_like_a_table_is_none(rows: list[list[str]]) -> None:
    assert cells_of(page_content(*marks_of(rows))) == []


def test_two_columns_of_prose_under_bold_headings_are_no_table() -> None:
    left = [
        "The council has asked its residents",
        "About every one of the proposals",
        "And has told them of the result",
    ]
    right = [
        "Carers have chosen the new provider",
        "They had a vote each in the panel",
        "So the contract was let by them",
    ]
    heads = [Text(72, 80, "What we did", bold=True), Text(320, 80, "What carers did", bold=True)]
    assert cells_of(page_content(*heads, *paragraph(72, 100, left), *paragraph(320, 100, right))) == []


def test_running_text_in_two_columns_line_by_line_is_no_table() -> None:
    rows = [
        ["Ref", "Response", ""],
        ["Aims", "The council has asked residents and", ""],
        ["Money", "Carers of all ages about each of the", ""],
        ["Homes", "Proposals, and it will tell them in", ""],
        ["Roads", "May what has been decided about all", ""],
    ]
    assert cells_of(page_content(*marks_of(rows))) == []


def test_page_without_text_has_no_table() -> None:
    assert find_aligned(page_content()) == []


def test_cells_overlap_nowhere_and_hold_their_columns() -> None:
    rows = find_aligned(page_content(*marks_of(PLAN)))[0].rows
    for row in rows:
        assert [cell is not None and cell[0] < left < cell[2] for cell, left in zip(row, LEFTS, strict=True)] == [
            True
        ] * 3
        assert all(a[2] == b[0] for a, b in pairwise(row) if a and b)
    assert all(a[0][3] == b[0][1] for a, b in pairwise(rows) if a[0] and b[0])


def test_running_head_of_two_pieces_does_not_hide_a_table_that_goes_on() -> None:
    before = find_aligned(page_content(*marks_of(PLAN, top=700)))[0]
    rest = [["A4", "Residents vote", "Leader"], ["A5", "A survey is sent", "Director"], ["A6", "Reported", "Clerk"]]
    head = [Text(72, 30, "Council", size=10), Text(420, 30, "Plan 2024", size=10)]
    assert cells_of(page_content(*head, *marks_of(rest, top=90, headed=False), number=2), before) == [rest]


def test_mark_of_a_footnote_does_not_end_a_table() -> None:
    mark = Text(330, 147, "1", size=6)
    assert cells_of(page_content(*marks_of(PLAN), mark))[0][2:] == PLAN[2:]


def test_underlined_words_make_no_row() -> None:
    rows = [PLAN[0], ["A1", "Carers choose\nThe provider", "Head of\nCare"], ["A2", "Tenants are\nAsked", "Director"]]
    rules = [(70, 122 + 24 * r, 560, 122 + 24 * r) for r in range(3)]
    page = page_content(*marks_of(rows, pitch=24), edges=[*rules, (200, 135, 260, 135)])
    assert cells_of(page) == [rows]


def test_bold_lines_above_bold_lines_are_no_heading_row() -> None:
    rows = [
        ["Who", "Speaks on", ""],
        ["Ann Lee", "Warm homes", ""],
        ["Bo Marsh", "Safe streets", ""],
        ["Cy Wood", "Clean air", ""],
    ]
    assert cells_of(page_content(*marks_of(rows))) == [[row[:2] for row in rows]]
    bold = [Text(mark.x, mark.top, mark.text, size=10, bold=True) for mark in marks_of(rows)]
    assert cells_of(page_content(*bold)) == []


def test_columns_between_which_the_gutter_of_the_page_goes_on_are_no_table() -> None:
    rows = [["Who", "Speaks on"], ["Ann Lee", "Warm homes"], ["Bo Marsh", "Safe streets"], ["Cy Wood", "Clean air"]]
    prose = [
        Text(x, 300 + 12 * n, line, size=10)
        for n, line in enumerate(["The council has asked", "About all proposals for", "They told it what they"])
        for x in (60, 200)
    ]
    assert cells_of(page_content(*marks_of(rows))) == [rows]
    assert cells_of(page_content(*marks_of(rows), *prose)) == []


def test_bulleted_lists_side_by_side_are_no_table() -> None:
    rows = [["Ref", "Carers", "Council"], ["A1", "• They choose", "• It pays"], ["A2", "• They vote", "• It reports"]]
    rows.append(["A3", "• They plan", "• It listens"])
    assert cells_of(page_content(*marks_of(rows))) == []
    assert len(cells_of(page_content(*marks_of([[cell.lstrip("• ") for cell in row] for row in rows])))) == 1


def test_first_column_of_labels_needs_no_heading() -> None:
    rows = [
        ["", "2024/25", "2025/26"],
        ["Rents", "41.2", "42.4"],
        ["Repairs", "12.9", "13.4"],
        ["Interest", "6.1", "6.9"],
    ]
    assert cells_of(page_content(*marks_of(rows))) == [rows]


def test_table_ends_at_the_caption_of_the_next() -> None:
    caption = Text(72, 100 + 24 * len(PLAN), "Table 4: Timeline", size=10)
    assert cells_of(
        page_content(*marks_of(PLAN), caption, *marks_of(PLAN[1:], top=caption.top + 24, headed=False))
    ) == [PLAN]
