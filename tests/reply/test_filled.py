"""Forms that came back: however a spreadsheet saved them, rows keep their numbers and cells their columns."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from tokenism.errors import InputError
from tokenism.reply.filled import read_filled
from tokenism.reply.form import ANSWERS

COLUMNS = ("claim_id", *ANSWERS)
ROW = ("c1", "disagree", "Größe: “it’s £5”", "", "4", "", "", "")


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def as_workbook(path: Path, rows: Sequence[Sequence[object]], sheet: str = "Reply") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notes").write(0, 0, "Thank you")
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_by_any_separator_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "reply.csv"
    path.write_bytes(as_csv([COLUMNS, ROW], delimiter).encode(encoding))
    (row,) = read_filled(path).rows
    assert (row.number, tuple(row.cells[name] for name in COLUMNS)) == (2, ROW)


@pytest.mark.parametrize("sheet", ["Reply", "Sheet1"])
def test_workbook_of_another_program_is_read(tmp_path: Path, sheet: str) -> None:
    header = ["Notes of our own", *reversed(COLUMNS)]
    answer = ["see file", "", "", "", 4, "", "Yes", "partly", "  c1 "]
    rows = [["Right of reply"], [], header, answer, [], ["", "", "", "", "", 7.0]]
    filled = read_filled(as_workbook(tmp_path / "reply.xlsx", rows, sheet))
    assert filled.columns[0] == "notes_of_our_own"
    assert [row.number for row in filled.rows] == [4, 6]
    cells = filled.rows[0].cells
    assert (cells["claim_id"], cells["position"], cells["response"], cells["evidence_page"]) == (
        "c1",
        "partly",
        "Yes",
        "4",
    )


def test_headings_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    header = [name.replace("_", " ").title() for name in COLUMNS]
    (tmp_path / "reply.csv").write_text(as_csv([header, ROW]), encoding="utf-8")
    assert read_filled(tmp_path / "reply.csv").rows[0].cells["what_was_decided_by_whom"] == ""


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    rows = [COLUMNS, ("c1", "agree", "two\nlines"), ("", "", ""), ("c2", "agree")]
    (tmp_path / "reply.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
    assert [(row.number, row.cells["claim_id"]) for row in read_filled(tmp_path / "reply.csv").rows] == [
        (2, "c1"),
        (4, "c2"),
    ]


def test_cell_beyond_the_columns_is_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "reply.csv").write_text(as_csv([COLUMNS, (*ROW, "a note")]), encoding="utf-8")
    (row,) = read_filled(tmp_path / "reply.csv").rows
    assert (row.surplus, row.as_given["more_cells"]) == (("a note",), "a note")


def test_apostrophe_against_formulas_is_taken_off(tmp_path: Path) -> None:
    (tmp_path / "reply.csv").write_text(as_csv([COLUMNS, ("c1", "agree", "'=1+1", "'tis so")]), encoding="utf-8")
    cells = read_filled(tmp_path / "reply.csv").rows[0].cells
    assert (cells["response"], cells["evidence_document"]) == ("=1+1", "'tis so")


@pytest.mark.parametrize("missing", COLUMNS)
def test_missing_column_is_named(tmp_path: Path, missing: str) -> None:
    columns = [name for name in COLUMNS if name != missing]
    (tmp_path / "reply.csv").write_text(as_csv([columns, ("x", "agree")]), encoding="utf-8")
    with pytest.raises(InputError, match=f"no (column|row with the column names) .*'{missing}'"):
        read_filled(tmp_path / "reply.csv")


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "reply.csv").write_text(as_csv([(*COLUMNS, "response"), ROW]), encoding="utf-8")
    with pytest.raises(InputError, match="2 columns are named 'response'"):
        read_filled(tmp_path / "reply.csv")


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04 no archive", b"%PDF-1.7", "zażółć".encode("utf-16")]
)
def test_file_that_is_no_form_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "reply.xlsx").write_bytes(content)
    with pytest.raises(InputError, match=r"reply\.xlsx: no "):
        read_filled(tmp_path / "reply.xlsx")


def test_cell_in_the_last_corner_of_a_sheet_ends_the_child_not_the_command(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Reply")
        page.write_row(0, 0, COLUMNS)
        page.write(1_048_575, 16_383, "x")
    with pytest.raises(InputError, match="takes too much memory"):
        read_filled(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: cannot be opened"):
        read_filled(tmp_path / "none.csv")
