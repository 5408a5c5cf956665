"""Characters that fonts map to wrong letters."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.pdfs import Text, page_content, paragraph
from tests.wrongmaps import mapped_pdf
from tokenism.reading.document import Limits, Reading, Shape, read_document
from tokenism.reading.glyphs import PageContent
from tokenism.reading.repair import repair


def spelt(page: PageContent) -> str:
    return "".join(map(chr, page.glyphs.code.tolist()))


def repaired(*lines: str) -> tuple[str, int]:
    pages, count = repair([page_content(*(Text(72, 72 + 14 * n, line + " ") for n, line in enumerate(lines)))])
    return spelt(pages[0]).strip(), count


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("parƟcipaƟon", "participation"),
        ("ParƟcipaƟon", "Participation"),
        ("seƫng", "setting"),
        ("o\x1fcers", "officers"),
        ("con\x1erm", "confirm"),
        ("bene\ue001ts", "benefits"),
        ("sta\ufffd", "staff"),
    ],
)
def test_ligature_is_spelt_out_where_one_fits(wrong: str, right: str) -> None:
    assert repaired(f"the {wrong} of") == (f"the {right} of", 1)


@pytest.mark.parametrize(
    "text", ["Dvořák met Škoda", "Jeśli chcesz", "Kā tātou rōpū", "ŵyr a dŵr", "officers", "\ue0b7residents"]
)
def test_names_other_tongues_and_bullets_stay(text: str) -> None:
    assert repaired(text) == (text, 0)


def test_word_beside_takes_the_ligature_of_its_page() -> None:
    assert repaired("parƟcipaƟon in BarƟngton") == ("participation in Bartington", 2)


def test_ligature_that_differs_by_page_is_decided_by_page() -> None:
    pages, count = repair([page_content(Text(72, 72, "\x1foor")), page_content(Text(72, 72, "o\x1fcer"), number=2)])
    assert ([spelt(page) for page in pages], count) == (["floor", "officer"], 2)


def test_single_letter_is_put_right_where_three_words_say_so() -> None:
    assert repaired("haše serše sešen šalue decišion")[0].startswith("have serve seven value")


def test_single_letter_of_two_words_stays() -> None:
    assert repaired("haše serše") == ("haše serše", 0)


def test_apostrophes_of_word_2007_are_put_right() -> None:
    assert repaired("the Authority‟s „front-loading‟")[0] == "the Authority’s ‘front-loading’"


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_spelt_out_letters_share_the_box_in_reading_order(turn: int) -> None:
    page = page_content(Text(300, 400, "o\x1fcer", turn=turn))
    new = repair([page])[0][0].glyphs
    low, high = (new.x0, new.x1) if turn % 2 == 0 else (new.top, new.bottom)
    middle = (low + high) / 2
    assert spelt(repair([page])[0][0]) == "officer"
    assert (sorted(middle.tolist(), reverse=turn in (2, 3))) == middle.tolist()
    assert len(set(new.turn.tolist())) == 1


def read(tmp_path: Path, lines: list[str], wrong: Mapping[str, str]) -> Reading:
    (tmp_path / "a.pdf").write_bytes(mapped_pdf(paragraph(72, 100, lines), wrong))
    return read_document(tmp_path / "a.pdf", limits=Limits(), shape=Shape())


def test_pdf_with_wrong_ligatures_reads_right_and_says_so(tmp_path: Path) -> None:
    lines = ["The parŸcipaŸon of residents and carers was", "parŸcularly welcome to the council."]
    reading = read(tmp_path, lines, {"Ÿ": "Ɵ"})
    assert (
        reading.passages[0].text == "The participation of residents and carers was particularly welcome to the council."
    )
    assert reading.detail == "Read whole: 1 page; wrongly mapped letters put right in 2 words."


def test_pdf_with_a_shifted_encoding_has_no_passages(tmp_path: Path) -> None:
    lines = ["Residents and carers decided together how the", "money of the day centre was to be spent in July."]
    reading = read(tmp_path, lines, {chr(code): chr(code - 29) for code in range(33, 127)})
    assert (reading.status, reading.passages) == ("no_text_layer", ())
    assert "broken encoding" in reading.detail
