"""Lines and tables over the pages of a document."""

import pytest

from tests.pdfs import Mark, Rule, Sheet, Text, paragraph, table
from tests.reading.conftest import PROSE, ROWS, ReadSheets
from tokenism.records import Box


def test_table_is_read_row_by_row_between_the_paragraphs(read_sheets: ReadSheets) -> None:
    sheet = Sheet(paragraph(72, 60, PROSE), table(72, 120, [120, 200], ROWS), paragraph(72, 260, PROSE))
    drafts = read_sheets(sheet).passages
    assert [draft.kind for draft in drafts] == ["paragraph", "table", "table", "paragraph"]
    assert drafts[1].text == "Action: Choose provider | Who decides: Six carers with a vote"


def test_table_that_goes_on_keeps_its_headings(read_sheets: ReadSheets) -> None:
    body = [["Train staff", "Carers and nurses"], ["Open library", "Friends of the library"]]
    drafts = read_sheets(
        Sheet(paragraph(72, 60, PROSE), table(72, 740, [120, 200], ROWS)), Sheet(table(72, 40, [120, 200], body))
    ).passages
    assert [draft.text for draft in drafts[3:]] == [
        "Action: Train staff | Who decides: Carers and nurses",
        "Action: Open library | Who decides: Friends of the library",
    ]


def test_new_table_on_the_next_page_has_its_own_headings(read_sheets: ReadSheets) -> None:
    ended = Sheet(table(72, 60, [120, 200], ROWS), paragraph(72, 400, PROSE))
    risks = [["Risk", "Owner"], ["No money left", "Board of the council"], ["No staff", "Board of the trust"]]
    drafts = read_sheets(ended, Sheet(table(72, 40, [120, 200], risks))).passages
    assert drafts[-2].text == "Risk: No money left | Owner: Board of the council"


def test_table_below_a_paragraph_does_not_go_on_from_the_page_before(read_sheets: ReadSheets) -> None:
    body = [["Train staff", "12"], ["2026", "Friends of the library"]]
    drafts = read_sheets(
        Sheet(paragraph(72, 60, PROSE), table(72, 740, [120, 200], ROWS)),
        Sheet(paragraph(72, 40, PROSE), table(72, 80, [120, 200], body)),
    ).passages
    assert [draft.text for draft in drafts[-2:]] == ["Train staff | 12", "2026 | Friends of the library"]


@pytest.mark.parametrize("body", [[], [["Open library", "Friends of the library"]]])
def test_row_that_breaks_off_at_the_foot_is_joined_to_its_rest(read_sheets: ReadSheets, body: list[list[str]]) -> None:
    above, rest = [*ROWS, ["Train staff", "Carers together"]], [["", "and with nurses"], *body]
    drafts = read_sheets(
        Sheet(paragraph(72, 60, PROSE), table(72, 720, [120, 200], above)), Sheet(table(72, 40, [120, 200], rest))
    ).passages
    assert [draft.text for draft in drafts[3:]] == [
        "Action: Train staff | Who decides: Carers together and with nurses",
        *[f"Action: {action} | Who decides: {who}" for action, who in body],
    ]
    assert [box.page for box in drafts[3].boxes] == [1, 2]


def test_table_inside_a_cell_is_read_once(read_sheets: ReadSheets) -> None:
    rows = [["Change", "Proposed text"], ["M1", "Delete it"], ["M2", "Insert this table"]]
    inner = [["Site", "Status"], ["Lea Mill", "Protected"], ["Wick Fen", "Not protected"]]
    drafts = read_sheets(
        Sheet(paragraph(72, 40, PROSE), table(72, 100, [100, 380], rows, row=120), table(190, 380, [90, 120], inner))
    ).passages
    assert [draft.text for draft in drafts[1:]] == [
        "Change: M1 | Proposed text: Delete it",
        "Change: M2 | Proposed text: Insert this table",
        "Site: Lea Mill | Status: Protected",
        "Site: Wick Fen | Status: Not protected",
    ]


@pytest.mark.parametrize("turn", [1, 3])
def test_table_that_stands_sideways_is_read_row_by_row(read_sheets: ReadSheets, turn: int) -> None:
    lefts, tops = [100, 140, 180, 220], [100, 300, 600]
    marks: list[Mark] = [Rule(x, tops[0], x, tops[-1]) for x in lefts] + [Rule(100, y, 220, y) for y in tops]
    starts = [(180, 104), (180, 304)] if turn == 1 else [(120, 580), (120, 280)]
    step = -40 if turn == 1 else 40
    marks += [
        Text(x + (step * n if turn == 3 else step * n + 20), y, text, turn=turn)
        for n, row in enumerate(ROWS)
        for (x, y), text in zip(starts, row, strict=True)
    ]
    drafts = read_sheets(Sheet(marks)).passages
    assert [draft.text for draft in drafts if draft.kind == "table"] == [
        "Action: Choose provider | Who decides: Six carers with a vote",
        "Action: Ask tenants | Who decides: The council",
    ]
    assert drafts[0].boxes == (Box(1, 140, 100, 180, 600),)


def test_text_beside_the_cells_of_an_incomplete_table_is_kept(read_sheets: ReadSheets) -> None:
    corner = Text(204, 156, "Tenants are asked in May", size=9)
    marks: list[Mark] = [Rule(72, y, 400, y) for y in (100, 124, 148)]
    marks += [Rule(72, 172, 200, 172), Rule(72, 100, 72, 172), Rule(200, 100, 200, 172), Rule(400, 100, 400, 148)]
    marks += [Text(76, 106, "Action", size=9), Text(204, 106, "Who decides", size=9)]
    marks += [Text(76, 130, "Choose provider", size=9), Text(204, 130, "Six carers with a vote", size=9)]
    drafts = read_sheets(Sheet(marks, Text(76, 154, "Survey of tenants", size=9), corner)).passages
    assert "Tenants are asked in May" in " ".join(draft.text for draft in drafts)


def test_box_of_a_table_row_ends_with_the_page(read_sheets: ReadSheets) -> None:
    drafts = read_sheets(Sheet(table(400, 100, [120, 200], ROWS))).passages
    assert all(box.x1 <= 595 for draft in drafts for box in draft.boxes)


def test_running_heads_go_unless_nothing_else_is_there(read_sheets: ReadSheets) -> None:
    head = Text(72, 20, "The housing and neighbourhoods plan of Denholt Vale for all")
    sheets = [
        Sheet(head, Text(72, 300 + n, f"{name} is what carers decided on, together.")) for n, name in enumerate("ABC")
    ]
    assert not [draft for draft in read_sheets(*sheets).passages if "Denholt Vale" in draft.text]
    assert [draft.text for draft in read_sheets(*[Sheet(head)] * 3).passages] == [head.text] * 3
