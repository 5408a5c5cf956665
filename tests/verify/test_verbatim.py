"""A quotation is found where it stands verbatim, by either reader, and nowhere else."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests import hostile
from tests.conftest import MakePdf
from tests.pdfs import Sheet, Text, paragraph, table
from tokenism.verify.quotations import Quotation
from tokenism.verify.second_reader import is_installed, open_pages
from tokenism.verify.verbatim import Finding, find

LEFT = ["The parks plan was written with", "the friends of five parks, who", "chose where the money goes."]
RIGHT = ["Each park has a group of its own", "that meets by the gate, and its", "minutes hang in the glass case."]
TEXT = " ".join(LEFT)
Look = Callable[..., Finding]


@pytest.fixture(params=["pdfminer", "pdftotext"])
def reader(request: pytest.FixtureRequest) -> str:
    if not is_installed(request.param):
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


@pytest.fixture
def look(make_pdf: MakePdf, reader: str) -> Look:
    """Look for words on a page of a PDF of these sheets."""

    def look(text: str, *sheets: Sheet, page: int = 1, page_end: int = 0, kind: str = "paragraph") -> Finding:
        wanted = Quotation("d1", "p1", kind, page, page_end or page, text)
        return find(wanted, open_pages(make_pdf(*sheets), reader))

    return look


def columns(*, by_rows: bool) -> Sheet:
    """Two columns, written one after the other or line by line."""
    sides = [paragraph(72, 100, LEFT), paragraph(320, 100, RIGHT)]
    pairs = [mark for pair in zip(*sides, strict=True) for mark in pair]
    return Sheet(pairs if by_rows else [*sides[0], *sides[1]])


def test_column_is_found_beside_another(look: Look) -> None:
    for by_rows in (False, True):
        assert look(TEXT, columns(by_rows=by_rows)).how == "one piece"
        assert look(" ".join(RIGHT), columns(by_rows=by_rows)).how == "one piece"


def test_text_across_columns_is_no_quotation_of_a_page_written_by_columns(look: Look) -> None:
    across = " ".join(f"{left} {right}" for left, right in zip(LEFT, RIGHT, strict=True))
    assert look(across, columns(by_rows=False)).how == "not found"


def test_word_broken_at_the_end_of_a_line_is_whole_again(look: Look) -> None:
    sheet = Sheet(paragraph(72, 100, ["The plan was co-", "designed by local resi-", "dents of the two estates."]))
    assert look("The plan was co-designed by local residents of the two estates.", sheet).how == "one piece"
    assert look("The plan was codesigned by local resi-dents of the two estates.", sheet).how == "one piece"
    assert look("The plan was co-designed by lo-cal residents of the two estates.", sheet).how == "not found"


def test_ligatures_are_letters(tmp_path: Path, reader: str) -> None:
    font = b"/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding"
    shown = rb"BT /F1 11 Tf 72 700 Td (Tenants and of\001cers wrote the of\001ce rules.) Tj ET"
    parts = {4: b"<< %s /Differences [1 /fi] >> >>" % font, 5: hostile.stream(shown)}
    (tmp_path / "fi.pdf").write_bytes(hostile.written(hostile.objects(parts)))
    wanted = Quotation("d1", "p1", "paragraph", 1, 1, "Tenants and officers wrote the office rules.")
    assert find(wanted, open_pages(tmp_path / "fi.pdf", reader)).how == "one piece"


@pytest.mark.parametrize("word", ["written", "friends", "chose", "goes."])
def test_quotation_with_one_word_changed_is_not_found(look: Look, word: str) -> None:
    found = look(TEXT.replace(word, "planned"), columns(by_rows=False))
    assert (found.how, found.why) == ("not found", "the reader does not find planned")


def test_quotation_with_a_word_left_out_or_moved_is_not_found(look: Look) -> None:
    assert look(TEXT.replace("of five parks, ", ""), columns(by_rows=False)).how == "not found"
    moved = look(TEXT.replace("plan was written", "written plan was"), columns(by_rows=False))
    assert (moved.how, moved.why) == ("not found", "its words stand there, in another order")


def test_quotation_on_another_page_is_not_found_and_told_where_it_is(look: Look) -> None:
    sheets = [Sheet(paragraph(72, 100, RIGHT)), Sheet(), columns(by_rows=False)]
    assert look(TEXT, *sheets, page=3).how == "one piece"
    wrong = look(TEXT, *sheets, page=1)
    assert (wrong.how, wrong.why) == ("not found", "it stands on page 3")
    assert look(TEXT, *sheets[:2], page=2).why == "the reader finds no text there"
    assert look(TEXT, *sheets, page=9).why == "the reader finds only 3 pages"


def test_quotation_over_two_pages_is_a_piece_of_each(look: Look) -> None:
    head, foot = Text(72, 40, "Parks plan, draft"), Text(290, 800, "7")
    sheets = [
        Sheet(head, paragraph(72, 700, [*LEFT, "The groups of friends were also"]), foot),
        Sheet(head, paragraph(72, 80, ["asked to rec-"]), foot),
        Sheet(head, paragraph(72, 80, ["ommend a bench for each."]), foot),
    ]
    both = "The groups of friends were also asked to rec"
    assert look(both, *sheets[:2], page=1, page_end=2).how == "over pages"
    assert look("asked to recommend a bench for each.", *sheets, page=2, page_end=3).how == "over pages"
    assert look(f"{both}ommend a bench for each.", *sheets, page=1, page_end=3).how == "over pages"
    assert look(both.replace("groups", "group"), *sheets, page=1, page_end=2).how == "not found"
    assert look(both, *sheets, page=1).how == "not found"


def test_mark_of_a_note_and_the_note_below_a_column_are_passed_over(make_pdf: MakePdf) -> None:
    sheet = Sheet(
        paragraph(72, 700, [LEFT[0]]), Text(240, 698, "3", size=6), Text(248, 700, ", with"),
        Text(72, 780, "3 Minutes of the board, 4 May, item 9.", size=8), paragraph(320, 100, LEFT[1:]),
    )  # fmt: skip
    text = f"{LEFT[0]}, with {LEFT[1]} {LEFT[2]}"
    pages = open_pages(make_pdf(sheet), "pdfminer")
    assert find(Quotation("d1", "p1", "paragraph", 1, 1, text), pages).how == "one piece"
    assert find(Quotation("d1", "p1", "paragraph", 1, 1, text.replace(", with", "4, with")), pages).how == "not found"


ROWS = [["Group", "Shared power"], ["Friends of Elm Park", "They chose the swings: all four."], ["Elm Street", "37"]]


def test_row_of_a_table_is_found_with_headings_from_an_earlier_page(look: Look) -> None:
    sheets = [Sheet(table(72, 100, [150, 250], ROWS[:1])), Sheet(table(72, 100, [150, 250], ROWS[1:]))]
    text = "Group: Friends of Elm Park | Shared power: They chose the swings: all four."
    assert look(text, *sheets, page=2, kind="table").how == "row"
    assert look(text.replace("four", "five"), *sheets, page=2, kind="table").how == "not found"
    assert look(text.replace("Group:", "Team:"), *sheets, page=2, kind="table").how == "not found"
    assert look("Shared power: 37 | Group: Elm Street", *sheets, page=2, kind="table").how == "cells"
    assert look("Shared power: 7 | Group: Elm Street", *sheets, page=2, kind="table").how == "not found"
    assert look(text, sheets[1], kind="table").how == "not found"


def test_sentences_with_others_between_are_told_but_not_counted_as_found(look: Look) -> None:
    sheet = Sheet(paragraph(72, 100, ["Residents chose the site.", "It rained a lot.", "Tenants wrote the rules."]))
    found = look("Residents chose the site. Tenants wrote the rules.", sheet)
    assert (found.how, bool(re.search("other text between", found.why))) == ("in parts", True)


def test_quotation_without_letters_is_not_found(look: Look) -> None:
    assert look(" • ", columns(by_rows=False)).why == "it has no letters to look for"


def test_words_glued_by_one_of_the_readers_are_found_and_told(look: Look) -> None:
    glued: Sequence[str] = ["Residentschose the site of the new hall."]
    found = look("Residents chose the site of the new hall.", Sheet(paragraph(72, 100, glued)))
    assert (found.how, found.parted) == ("one piece", False)
    assert look(glued[0], Sheet(paragraph(72, 100, glued))).parted is True
