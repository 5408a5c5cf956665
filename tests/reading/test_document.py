"""One PDF to its status, pages and passages; and the demo corpus, word by word."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from tests.conftest import REPOSITORY, MakePdf
from tests.pdfs import Picture, Sheet, Text, paragraph, pdf_bytes, table, text_pdf
from tests.reading.conftest import PROSE, ROWS, ReadSheets, read
from tokenism.reading import pdfium, plumber
from tokenism.reading.clean import words_of
from tokenism.reading.document import Reading, Shape, reader_version
from tokenism.reading.passages import Draft
from tokenism.records import Box

DEMO = REPOSITORY / "corpora" / "demo"
UNREADABLE = ("aldermarsh-maps-2022", "corrinmere-2024", "vennet-orrin-annex-2024", "wending-scan-2023")
READABLE = sorted(path.stem for path in (DEMO / "pdf").glob("*.pdf") if path.stem not in UNREADABLE)


# What becomes of a file


def test_sound_file_is_ok_with_title_pages_quality_and_engine(make_pdf: MakePdf) -> None:
    reading = read(make_pdf(Sheet(paragraph(72, 100, PROSE)), title="Carers’ plan"))
    assert (reading.status, reading.pages, reading.title, reading.reader) == ("ok", 1, "Carers’ plan", pdfium.NAME)
    assert reading.quality == 1.0
    assert reading.passages == (Draft("paragraph", "", " ".join(PROSE), reading.passages[0].boxes),)


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", "not_pdf", "empty (0 bytes)"),
        (b"<!doctype html><title>Not found</title>", "not_pdf", "does not begin like a PDF"),
        (b"PK\x03\x04 a word document", "not_pdf", "does not begin like a PDF"),
        (b"%PDF-1.7\nnothing else", "corrupt", "ask its publisher for a sound copy"),
        (pdf_bytes([]), "corrupt", "ask its publisher for a sound copy"),
        (pdf_bytes([Sheet(broken=True)]), "corrupt", "none of its pages can be loaded"),
        (pdf_bytes([Sheet()]), "no_text_layer", "No page holds any text"),
        (pdf_bytes([Sheet(Picture(0, 0, 595, 842))]), "no_text_layer", "run OCR on it with --ocr auto"),
        (pdf_bytes([Sheet(Text(72, 100, "• – •"))]), "no_text_layer", "No page holds any text"),
    ],
)
def test_file_without_text_gets_its_status_and_a_sentence(tmp_path: Path, data: bytes, status: str, words: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    reading = read(tmp_path / "a.pdf")
    assert (reading.status, reading.passages) == (status, ())
    assert words in reading.detail
    assert reading.detail.endswith(".")


@pytest.mark.parametrize(
    ("limits", "words"),
    [({"max_size": 0}, "--max-size"), ({"max_pages": 1}, "--max-pages"), ({"max_side": 800.0}, "--max-side")],
)
def test_limit_is_named_with_its_option(read_sheets: ReadSheets, limits: dict[str, float], words: str) -> None:
    reading = read_sheets(Sheet(paragraph(72, 100, PROSE)), Sheet(), **limits)
    assert (reading.status, reading.passages) == ("too_large", ())
    assert words in reading.detail


@pytest.mark.parametrize(
    ("password", "words"), [(None, "--password"), ("wrong", "the password given does not open it")]
)
def test_encrypted_file_says_what_to_do(password: str | None, words: str) -> None:
    reading = read(DEMO / "pdf" / "corrinmere-2024.pdf", password)
    assert reading.status == "encrypted"
    assert words in reading.detail


def test_encrypted_file_is_read_with_its_password() -> None:
    reading = read(DEMO / "pdf" / "corrinmere-2024.pdf", "corrin")
    assert reading.status == "ok"
    assert len(reading.passages) > 5


def test_scan_of_the_demo_has_no_text_layer() -> None:
    assert read(DEMO / "pdf" / "wending-scan-2023.pdf").status == "no_text_layer"


def test_file_with_a_broken_page_is_partial_and_names_it(read_sheets: ReadSheets) -> None:
    reading = read_sheets(Sheet(paragraph(72, 100, PROSE)), Sheet(broken=True))
    assert (reading.status, reading.pages, len(reading.passages)) == ("partial", 2, 1)
    assert reading.detail.startswith("1 of 2 pages could not be read: page 2 ")


@pytest.mark.parametrize(("scans", "status"), [(1, "ok"), (2, "partial")])
def test_scanned_pages_are_named_and_most_of_them_make_it_partial(
    read_sheets: ReadSheets, scans: int, status: str
) -> None:
    reading = read_sheets(Sheet(paragraph(72, 100, PROSE)), *[Sheet(Picture(0, 0, 595, 842))] * scans)
    assert reading.status == status
    assert reading.detail.startswith("No text layer on page")
    assert "--ocr auto" in reading.detail


SHIFTED = ["Wkh frxqflo xvhg lwv rzq vwdii wr zrun rq lwv rzq", "sodqv iru wkh fduhuv dqg wkh uhvlghqwv ri wkh ydoohb"]


def test_text_that_is_no_words_is_told_and_left_out(read_sheets: ReadSheets) -> None:
    reading = read_sheets(Sheet(paragraph(72, 100, SHIFTED)))
    assert (reading.status, reading.passages) == ("no_text_layer", ())
    assert "the text of 1 page (page 1) is not words" in reading.detail.lower()
    assert (reading.quality or 0) < 0.5


def test_broken_pages_among_sound_ones_are_named(read_sheets: ReadSheets) -> None:
    sound = Sheet(paragraph(72, 100, PROSE))
    reading = read_sheets(sound, Sheet(paragraph(72, 100, SHIFTED)), sound)
    assert (reading.status, [draft.text for draft in reading.passages]) == ("ok", [" ".join(PROSE)] * 2)
    assert reading.detail.startswith("The text of 1 page (page 2) is not words (broken encoding) and is left out; ")
    assert "--ocr auto" in reading.detail


def test_mostly_broken_pages_make_it_partial(read_sheets: ReadSheets) -> None:
    broken = Sheet(paragraph(72, 100, SHIFTED))
    assert read_sheets(Sheet(paragraph(72, 100, PROSE)), broken, broken).status == "partial"


def test_broken_heading_of_a_sound_page_is_left_out_and_told(read_sheets: ReadSheets) -> None:
    heading = Text(72, 60, "Olylqj zhoo lq wkh ydoohb wrjhwkhu dqg vhfxuhob", size=18)
    reading = read_sheets(Sheet(heading, paragraph(72, 100, PROSE)))
    assert (reading.status, reading.passages[0].section) == ("ok", "")
    assert reading.passages[0].text == " ".join(PROSE)
    assert "Read whole: 1 page; lines that are not words are left out on page 1" in reading.detail


def test_missing_file_is_the_callers_affair(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.pdf")


# The second engine


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise pdfium.UnreadableError("it will not")

    monkeypatch.setattr(pdfium, "open_pdf", refuse)


@pytest.mark.usefixtures("refused")
def test_file_that_pdfium_refuses_is_read_by_pdfplumber(read_sheets: ReadSheets) -> None:
    reading = read_sheets(Sheet(paragraph(72, 100, PROSE)), Sheet(paragraph(72, 100, PROSE)))
    assert (reading.status, reading.reader, reading.pages) == ("ok", plumber.NAME, 2)
    assert [draft.text for draft in reading.passages] == [" ".join(PROSE)] * 2


@pytest.mark.usefixtures("refused")
def test_encrypted_file_is_told_by_the_second_engine_too() -> None:
    reading = read(DEMO / "pdf" / "corrinmere-2024.pdf")
    assert (reading.status, "--password" in reading.detail) == ("encrypted", True)


@pytest.mark.usefixtures("refused")
def test_limit_of_pages_holds_for_the_second_engine(read_sheets: ReadSheets) -> None:
    reading = read_sheets(*[Sheet(paragraph(72, 100, PROSE))] * 3, max_pages=2)
    assert reading.status == "too_large"
    assert "more than 2 pages" in reading.detail


# From marks to passages


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_page_reads_the_same_with_boxes_on_the_page_as_shown(read_sheets: ReadSheets, rotate: int) -> None:
    (draft,) = read_sheets(Sheet(paragraph(72, 100, PROSE), rotate=rotate)).passages
    width, height = (595, 842) if rotate % 180 == 0 else (842, 595)
    assert draft.text == " ".join(PROSE)
    assert all(0 <= box.x0 < box.x1 <= width and 0 <= box.top < box.bottom <= height for box in draft.boxes)


def test_section_of_a_passage_is_its_heading(read_sheets: ReadSheets) -> None:
    (draft,) = read_sheets(Sheet(Text(72, 60, "What carers decided", size=18), paragraph(72, 100, PROSE))).passages
    assert draft.section == "What carers decided"


@pytest.mark.parametrize(
    "slug", [Text(700, 100, "Printer’s slug line of eight words or more"), Text(72, -90, "A slug.")]
)
def test_text_off_the_page_is_not_read(read_sheets: ReadSheets, slug: Text) -> None:
    drafts = read_sheets(Sheet(paragraph(72, 100, PROSE), slug)).passages
    assert [draft.text for draft in drafts] == [" ".join(PROSE)]


def test_lengths_of_passages_follow_the_shape(read_sheets: ReadSheets) -> None:
    sentences = [f"Carers decided on matter {number} of the day centre." for number in range(6)]
    sheet = Sheet(paragraph(72, 100, sentences))
    assert len(read_sheets(sheet).passages) == 1
    assert len(read_sheets(sheet, shape=Shape(min_words=2, max_words=20)).passages) == 3


def test_reading_twice_gives_the_same(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(paragraph(72, 100, PROSE), table(72, 200, [120, 200], ROWS)))
    assert read(path) == read(path)


def test_reading_survives_json(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(text_pdf(*PROSE, title="Plan é"))
    reading = read(tmp_path / "a.pdf")
    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading
    assert isinstance(reading.passages[0].boxes[0], Box)


def test_reader_version_is_a_short_hash_that_stays() -> None:
    assert re.fullmatch("[0-9a-f]{12}", reader_version())
    assert reader_version() == reader_version()


# The demo corpus


@cache
def demo_reading(name: str) -> Reading:
    return read(DEMO / "pdf" / f"{name}.pdf")


@cache
def demo_truth(name: str) -> list[dict[str, str | int]]:
    with (DEMO / "truth" / "passages.jsonl").open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row["file"] == f"pdf/{name}.pdf"]


@cache
def demo_letters(name: str) -> dict[int, list[tuple[str, float, float]]]:
    """By page, every letter with the middle of its box, from the top left; straight from PDFium."""
    document = pypdfium2.PdfDocument(DEMO / "pdf" / f"{name}.pdf")
    letters = {number: _letters(page) for number, page in enumerate(document, start=1)}
    document.close()
    return letters


def _letters(page: pypdfium2.PdfPage) -> list[tuple[str, float, float]]:
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    return [
        (text.get_text_range(index, 1), (left + right) / 2, page.get_height() - (bottom + top) / 2)
        for index, (left, bottom, right, top) in enumerate(boxes)
        if right > left
    ]


def _bare(text: str) -> str:
    """Letters and digits alone, so that hyphens at line ends, ligatures and spaces make no difference."""
    return "".join(letter for letter in text.lower().replace("ﬁ", "fi").replace("ﬂ", "fl") if letter.isalnum())


def _inside(name: str, box: Box) -> str:
    return _bare(
        "".join(
            letter
            for letter, x, y in demo_letters(name)[box.page]
            if box.x0 - 0.5 <= x <= box.x1 + 0.5 and box.top - 0.5 <= y <= box.bottom + 0.5
        )
    )


def _printed_words(draft: Draft) -> list[str]:
    """Words that stand in a passage's boxes: of a table's row, those after the headings of its columns."""
    cells = {"table": [cell.split(": ", 1)[-1] for cell in draft.text.split(" | ")]}.get(draft.kind, [draft.text])
    return [_bare(word) for cell in cells for word in words_of(cell)]


@pytest.mark.parametrize("name", READABLE)
def test_every_word_of_a_passage_lies_inside_its_boxes(name: str) -> None:
    outside = [
        (draft.text, word)
        for draft in demo_reading(name).passages
        for inside in ["".join(_inside(name, box) for box in draft.boxes)]
        for word in _printed_words(draft)
        if word not in inside
    ]
    assert demo_reading(name).passages
    assert outside == []


@pytest.mark.parametrize("name", READABLE)
def test_boxes_of_the_demo_lie_on_their_pages(name: str) -> None:
    document = pypdfium2.PdfDocument(DEMO / "pdf" / f"{name}.pdf")
    sizes = {number: page.get_size() for number, page in enumerate(document, start=1)}
    document.close()
    for box in (box for draft in demo_reading(name).passages for box in draft.boxes):
        width, height = sizes[box.page]
        assert 0 <= box.x0 < box.x1 <= width
        assert 0 <= box.top < box.bottom <= height


@pytest.mark.parametrize("name", READABLE)
def test_words_of_the_demo_truth_are_read(name: str) -> None:
    truth = Counter(word for row in demo_truth(name) for word in words_of(str(row["text"])))
    found = Counter(word for draft in demo_reading(name).passages for word in words_of(draft.text))
    assert (truth & found).total() / truth.total() >= 0.975


@pytest.mark.parametrize("name", READABLE)
def test_passages_of_the_demo_truth_are_read_whole_on_their_page(name: str) -> None:
    drafts = [(draft.boxes[0].page, draft.boxes[-1].page, _bare(draft.text)) for draft in demo_reading(name).passages]
    truth = demo_truth(name)
    whole = [
        row
        for row in truth
        if any(_bare(str(row["text"])) in text for first, last, text in drafts if first <= int(row["page"]) <= last)
    ]
    assert len(whole) / len(truth) >= 0.85


@pytest.mark.parametrize("name", READABLE)
def test_demo_passages_stand_in_the_sections_of_the_truth(name: str) -> None:
    """The heading of a passage is in its section path; box titles and figures in large type may stand below it."""
    drafts = [(_bare(draft.section), _bare(draft.text)) for draft in demo_reading(name).passages]
    truth = [(_bare(str(row["section"]).rpartition(" > ")[2]), _bare(str(row["text"]))) for row in demo_truth(name)]
    read = [(path, text) for path, text in truth if any(text in whole for _, whole in drafts)]
    right = [text for path, text in read if any(path in found and text in whole for found, whole in drafts)]
    assert len(right) / len(read) >= 0.75
