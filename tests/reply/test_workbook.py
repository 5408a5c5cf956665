"""The form: what a spreadsheet shows, and that it takes nothing for a formula."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

from tests.makers import make_claim, make_document, make_passage
from tests.reply.test_pack import pack
from tokenism.reply.form import ANSWERS, EARLIER, EXPLAINED, KNOWN
from tokenism.reply.pack import Pack, make_pack
from tokenism.reply.pages import read_me
from tokenism.reply.workbook import columns_of, form_rows, write_workbook
from tokenism.reply.workbook_reader import sheets_of


def sheet_xml(path: Path, number: int = 2) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"xl/worksheets/sheet{number}.xml").decode()


def written(folder: Path, found: Pack, name: str = "reply.xlsx") -> Path:
    write_workbook(folder / name, found, read_me(found))
    return folder / name


def hostile(text: str) -> Pack:
    claim = replace(make_claim(1, "label-only"), reason=text)
    return make_pack("Elm Council", [make_document(title=text)], [make_passage(1, text)], [], [claim])


def test_sheet_has_one_row_a_claim_and_empty_answers(tmp_path: Path) -> None:
    read, reply = sheets_of(written(tmp_path, pack()))
    assert (read["name"], reply["name"]) == ("Read me", "Reply")
    assert tuple(reply["rows"][0]) == (*KNOWN, EARLIER, *ANSWERS)
    assert [row[0] for row in reply["rows"][1:]] == ["c3", "c4", "c1", "c2"]
    assert {cell for row in reply["rows"][1:] for cell in row[-len(ANSWERS) :]} == {""}


def test_workbook_and_csv_hold_the_same() -> None:
    rows = form_rows(pack())
    first = dict(zip(columns_of(pack()), rows[0], strict=True))
    assert (first["claim_id"], first["page"], first["document"]) == ("c3", 3, "A joint plan")
    assert first["verdict"].startswith("Label only: The words claim participation")
    assert first[EARLIER] == "partly, 2026-01-31: The panel voted."


def test_every_column_is_explained_on_the_first_sheet(tmp_path: Path) -> None:
    read, _ = sheets_of(written(tmp_path, pack()))
    told = {row[0] for row in read["rows"]}
    assert {*columns_of(pack())} <= told
    assert {*KNOWN, EARLIER, *ANSWERS} == set(EXPLAINED)


def test_header_is_frozen_and_answers_are_checked(tmp_path: Path) -> None:
    xml = sheet_xml(written(tmp_path, pack()))
    assert '<pane xSplit="1" ySplit="1"' in xml
    assert '"agree,disagree,partly,no comment"' in xml.replace("&quot;", '"')
    assert xml.count("<dataValidation ") == len(ANSWERS)


def test_same_pack_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (written(tmp_path, pack(), name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == other


def test_nothing_of_a_document_runs_as_a_formula(tmp_path: Path) -> None:
    path = written(tmp_path, hostile('=HYPERLINK("https://x.example";1)'))
    assert re.findall(r"<f>|<hyperlink", sheet_xml(path)) == []
    reply = sheets_of(path)[1]["rows"]
    assert reply[1][4] == '\'=HYPERLINK("https://x.example";1)'


def test_controls_and_directions_are_made_visible(tmp_path: Path) -> None:
    reply = sheets_of(written(tmp_path, hostile("a\x07b\u202ec\ud800")))[1]["rows"]
    assert reply[1][4] == "a\ufffdb\ufffdc\ufffd"


def test_text_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    reply = sheets_of(written(tmp_path, hostile("word " * 8_000)))[1]["rows"]
    assert reply[1][4].endswith("[cut here; the whole passage is in claims.html]")
    assert len(reply[1][4]) < 32_767
