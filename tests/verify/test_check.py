"""Every document is checked in a process of its own: one fails alone, and what became of it is told."""

import csv
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests import hostile
from tests.conftest import MakePdf
from tests.makers import make_document
from tests.pdfs import Sheet, paragraph
from tokenism.tables import write_csv_rows
from tokenism.verify import check, tally
from tokenism.verify.check import Terms, check_quotations
from tokenism.verify.quotations import Quotation
from tokenism.verify.second_reader import is_installed

TERMS = Terms(timeout=30, memory=600, max_inflated=50)
PATIENT = 60.0


def quotation(document_id: str, text: str = hostile.PROSE, **changes: Any) -> Quotation:
    values = {"passage_id": "p1", "kind": "paragraph", "page": 1, "page_end": 1, "places": ("index.html",)} | changes
    return Quotation(document_id, text=text, **values)


def checked(folder: Path, files: dict[str, bytes], *quotations: Quotation, **options: Any) -> dict[str, check.Checked]:
    """What became of the quotations of these files, by document."""
    originals = {name: folder / f"{name}.pdf" for name in files}
    for name, data in files.items():
        originals[name].write_bytes(data)
    wanted = quotations or [quotation(name) for name in files]
    documents = [make_document(name) for name in files]
    found = check_quotations(wanted, documents, originals, **({"terms": TERMS} | options))
    return {one.document_id: one for one in found}


def test_documents_that_hurt_their_reader_fail_alone(tmp_path: Path) -> None:
    files = {
        "sound": hostile.behind_junk(),
        "scripts": hostile.with_scripts(),
        "bomb": hostile.deflate_bomb(60),
        "deep": hostile.bomb_of_another_compression(1200),
        "empty": b"",
        "locked": hostile.locked(),
    }
    found = checked(tmp_path, files)
    assert {name for name, one in found.items() if not one.problem and not one.lost} == {"sound", "scripts"}
    assert found["bomb"].problem == "its streams inflate to more than 50 MB"
    assert [found[name].findings for name in ("bomb", "empty", "locked")] == [(), (), ()]
    assert all(one.problem or one.lost for name, one in found.items() if name not in ("sound", "scripts"))


def test_document_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    begun = time.monotonic()
    found = checked(tmp_path, {"slow": hostile.forms_that_draw_forms()}, terms=Terms(timeout=3, memory=2000), workers=1)
    assert "more than 3 seconds" in found["slow"].problem
    assert time.monotonic() - begun < PATIENT


def test_document_that_takes_too_much_memory_is_told(tmp_path: Path) -> None:
    terms = Terms(timeout=PATIENT, memory=300, max_inflated=1000)
    found = checked(tmp_path, {"wide": hostile.deflate_bomb(600)}, terms=terms)
    assert "more than 300 MB" in found["wide"].problem


def test_password_opens_a_locked_document(tmp_path: Path) -> None:
    found = checked(tmp_path, {"locked": hostile.locked(b"oak")}, terms=Terms(password="oak"))  # noqa: S106
    assert (found["locked"].problem, found["locked"].lost) == ("", [])


def test_document_without_its_file_or_its_row_is_told(tmp_path: Path) -> None:
    found = check_quotations([quotation("a"), quotation("b")], [make_document("a")], {}, terms=TERMS)
    assert {one.document_id: one.problem for one in found} == {
        "a": "its file was not found",
        "b": "the table of documents does not have it",
    }


def test_second_reader_is_asked_for_what_the_first_does_not_confirm(make_pdf: MakePdf, tmp_path: Path) -> None:
    if not is_installed("pdftotext"):
        pytest.skip("pdftotext is not installed")
    sheet = Sheet(paragraph(72, 100, ["Tenants chose the new", "caretaker by a vote."]))
    data = make_pdf(sheet).read_bytes()
    wanted = [quotation("a", "Tenants chose the new caretaker by a vote."), quotation("a", "Tenants chose nobody.")]
    found = checked(tmp_path, {"a": data}, *wanted, terms=Terms(readers=("pdfminer", "pdftotext")))
    assert [(one.how, one.reader) for one in found["a"].findings] == [
        ("one piece", "pdfminer"),
        ("not found", "pdfminer"),
    ]
    assert tally.tally(list(found.values())).readers == {"pdfminer": 1}


def test_no_child_is_left_when_the_work_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[Any] = []
    begin = check._Children._begin

    def watched(self: Any) -> Any:
        child = begin(self)
        children.append(child)
        threading.Timer(0.5, self.stop).start()
        return child

    monkeypatch.setattr(check._Children, "_begin", watched)
    files = {name: hostile.forms_that_draw_forms() for name in ("a", "b", "c")}
    found = checked(tmp_path, files, terms=Terms(timeout=PATIENT, memory=2000), workers=1)
    assert all(one.problem for one in found.values())
    assert [child for child in children if child is not None and child.poll() is None] == []


def test_figures_count_what_was_found_and_what_could_not_be_checked(tmp_path: Path) -> None:
    wanted = [quotation("a"), quotation("a", hostile.PROSE.replace("carers", "staff")), quotation("b")]
    found = list(checked(tmp_path, {"a": hostile.with_scripts(), "b": b"%PDF-1.7"}, *wanted).values())
    total = tally.tally(found)
    assert (total.n, total.n_found, total.share, total.n_unchecked, total.n_places) == (2, 1, 0.5, 1, 3)
    told = "\n".join(tally.lines(found))
    assert "a.pdf: 1 of 2 quotations not found" in told
    assert "page 1: “Residents and staff decided together how the money was …”: the reader does not find staff" in told
    assert "Found 1 of 2 quotations word for word on their page (50.0%)." in told
    assert "Not checked: 1 quotation of 1 document." in told
    assert [one["n_found"] for one in tally.as_json(found, {})["documents"]] == [1, None]
    write_csv_rows(tmp_path / "quotes.csv", tally.COLUMNS, tally.rows(found))
    with (tmp_path / "quotes.csv").open(encoding="utf-8", newline="") as file:
        assert [row["how"] for row in csv.DictReader(file)] == ["one piece", "not found", "not checked"]


def test_share_of_nothing_is_undefined() -> None:
    assert tally.tally([]).share is None
    assert tally.lines([]) == ["Found 0 of 0 quotations word for word on their page."]
