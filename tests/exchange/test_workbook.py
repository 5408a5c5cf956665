"""The workbook: sheets for people, text that stays text, links that are checked, and Excel's limits kept."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.exchange.runs import HOSTILE, make_tables
from tokenism.exchange import sheet as sheets
from tokenism.exchange.claims_table import Tables, claim_lines
from tokenism.exchange.columns import meanings
from tokenism.exchange.sheet import LONGEST_TEXT, cut, link_target
from tokenism.exchange.workbook import VERDICT_COLOURS, write_workbook
from tokenism.printable import printable
from tokenism.report.words import VERDICTS

STYLE = Path(__file__).parents[2] / "pipeline" / "tokenism" / "report" / "assets" / "style.css"


def written(folder: Path, tables: Tables) -> Path:
    path = folder / "claims.xlsx"
    write_workbook(path, claim_lines(tables), tables["organisations"][1], tables["documents"][1])
    return path


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    head, *lines = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return [dict(zip(head, line, strict=True)) for line in lines]


def parts(path: Path, pattern: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if re.search(pattern, name))


def links(path: Path) -> list[str]:
    return re.findall(r'Target="([^"]*)" TargetMode="External"', parts(path, r"worksheets/_rels"))


def test_sheets_are_those_for_people(tmp_path: Path) -> None:
    book = CalamineWorkbook.from_path(written(tmp_path, make_tables()))
    assert book.sheet_names == ["Read me", "Claims", "Organisations", "Documents", "Columns"]


def test_read_me_explains_every_verdict_in_words(tmp_path: Path) -> None:
    path = written(tmp_path, make_tables())
    told = dict(CalamineWorkbook.from_path(path).get_sheet_by_name("Read me").to_python())
    assert {wording.label for wording in VERDICTS.values()} <= told.keys()
    assert {"Limits", "How to cite", "Licence"} <= told.keys()


def test_claims_have_titles_as_headings_and_verdicts_in_words(tmp_path: Path) -> None:
    first, second = rows(written(tmp_path, make_tables()), "Claims")
    assert list(first) == [column.title for column in meanings()["claims_with_quotes"].columns]
    assert (first["Verdict"], first["Unsure"], second["Counted"]) == ("Supported elsewhere", "yes", "no")
    assert (first["In the PDF"], first["In the report"]) == ("PDF, page 4", "Open in the report")
    assert second["Evidence"] == ""


def test_columns_sheet_describes_every_column(tmp_path: Path) -> None:
    found = [(row["Table"], row["Column"]) for row in rows(written(tmp_path, make_tables()), "Columns")]
    assert found == [(table.name, column.name) for table in meanings().values() for column in table.columns]


def test_negative_number_is_a_number_and_undefined_is_empty(tmp_path: Path) -> None:
    (row,) = rows(written(tmp_path, make_tables("Elm")), "Organisations")
    assert (row["Mean lift"], row["Tokenism index"], row["Co-production gap"]) == (-0.5, 0.25, "")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, make_tables(text))
    row = rows(path, "Claims")[0]
    fields = ("Quotation", "Organisation", "Document", "Section", "Reason")
    assert {name: row[name] for name in fields} == dict.fromkeys(fields, printable(text))
    assert not re.search(r"<f[ >/]", parts(path, r"worksheets/.*\.xml$"))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "=1+1", "file:///c:/x", "\\\\host\\share", "internal:Claims!A1"]
)
def test_address_that_is_not_of_the_web_is_text(tmp_path: Path, url: str) -> None:
    path = written(tmp_path, make_tables("Elm", url))
    assert {target.partition("\\")[0] for target in links(path)} == {"report"}
    assert rows(path, "Documents")[0]["Address"] == url


def test_links_lead_to_the_report_and_to_the_page_of_the_pdf(tmp_path: Path) -> None:
    path = written(tmp_path, make_tables())
    assert set(links(path)) == {"report\\documents\\d1.html", "https://elm.example/plan.pdf"}
    assert {"c4", "page=4", "page=9"} <= set(re.findall(r'location="([^"]*)"', parts(path, r"worksheets/sheet")))


@pytest.mark.parametrize("address", ["report/../../x", "C:/x", "mailto:a@b", "http://", "external:x", "#a", None])
def test_link_target_is_of_the_web_or_of_the_own_report(address: str | None) -> None:
    assert link_target(address) is None


def test_link_that_excel_cannot_hold_stands_as_text(tmp_path: Path) -> None:
    url = f"https://elm.example/{'a' * 2_100}"
    path = written(tmp_path, make_tables("Elm", url))
    assert rows(path, "Claims")[0]["In the PDF"] == f"{url}#page=4"
    assert "stand as text: 3" in rows(path, "Columns")[0]["Meaning"]


def test_links_over_the_limit_of_a_sheet_stand_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_LINKS", 2)
    first, second = rows(written(tmp_path, make_tables()), "Claims")
    assert (first["In the PDF"], second["In the report"]) == ("PDF, page 4", "report/documents/d1.html#c9")


def test_rows_over_the_limit_of_a_sheet_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = make_tables()
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    path = written(tmp_path, write)
    assert len(rows(path, "Claims")) == 1
    assert "Left out of the sheet Claims" in rows(path, "Columns")[0]["Meaning"]


@pytest.mark.parametrize("text", ["a" * 40_000, "🙂" * 20_000])
def test_text_over_the_limit_of_a_cell_is_cut_with_a_note(tmp_path: Path, text: str) -> None:
    found = rows(written(tmp_path, make_tables(text)), "Claims")[0]["Quotation"]
    assert found == cut(text)
    assert found.endswith("[cut here: the whole text is in evidence.sqlite]")
    assert LONGEST_TEXT - 1 <= len(found.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_same_run_gives_the_same_bytes_without_a_clock(tmp_path: Path) -> None:
    first = written(tmp_path, make_tables()).read_bytes()
    path = written(tmp_path, make_tables())
    assert path.read_bytes() == first
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", parts(path, "docProps"))) == {"2000-01-01T"}


def test_colours_are_those_of_the_report() -> None:
    light = STYLE.read_text("utf-8").partition("@media")[0]
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    names = {name: name.removeprefix("supported-") for name in VERDICT_COLOURS}
    assert {name: (named[short], named[f"on-{short}"]) for name, short in names.items()} == VERDICT_COLOURS
