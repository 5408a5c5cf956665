"""Faults that were found on real pages, each made again as a small PDF of our own and read whole."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.pdfs import LINE, Mark, Rule, Shade, Sheet, Text, paragraph, pdf_bytes
from tokenism.reading.document import Limits, Shape, read_document
from tokenism.reading.passages import Draft

LEFT = [
    "The panel of residents met every month",
    "and chose the order in which streets",
    "are mended. Each meeting began with",
    "questions from people in the room.",
]
RIGHT = [
    "Carers wrote the second chapter with",
    "two officers, who did the typing. It",
    "was printed as they had left it, and",
    "was read aloud at the next meeting.",
]


def passages(folder: Path, *sheets: Sheet) -> Sequence[Draft]:
    path = folder / "page.pdf"
    path.write_bytes(pdf_bytes(sheets))
    return read_document(path, limits=Limits(), shape=Shape()).passages


def texts(folder: Path, *sheets: Sheet) -> list[str]:
    return [draft.text for draft in passages(folder, *sheets)]


def test_links_of_a_navigation_bar_beside_the_text_stay_out_of_it(tmp_path: Path) -> None:
    bar = [Text(480, 100 + 2 * LINE * n, link) for n, link in enumerate(["Context", "Toolkit", "Case studies", "End"])]
    wards = ["Abbot", "Bargate", "Castle", "Deepdale", "Eastcliff"]
    pages = [Sheet(paragraph(72, 102, [f"{ward} {line}" for line in [*LEFT, *RIGHT]]), bar) for ward in wards]
    found = texts(tmp_path, *pages)
    assert len(found) == 5
    assert not any(link in text for text in found for link in ("Context", "Toolkit", "Case studies"))


def test_heading_below_two_columns_belongs_to_the_text_below_it(tmp_path: Path) -> None:
    below = "A summary of all that was said at the meetings stands in the annex of this report, with names."
    page = Sheet(
        paragraph(72, 100, LEFT),
        paragraph(310, 100, RIGHT),
        Text(72, 260, "What was said", size=16, bold=True),
        Text(72, 284, below),
    )
    found = passages(tmp_path, page)
    assert [draft.text for draft in found] == [" ".join(LEFT), " ".join(RIGHT), below]
    assert [draft.section for draft in found] == ["", "", "What was said"]


def test_rule_over_both_columns_parts_what_stands_above_and_below(tmp_path: Path) -> None:
    upper = [f"{line} first" for line in LEFT], [f"{line} first" for line in RIGHT]
    lower = [f"{line} later" for line in LEFT], [f"{line} later" for line in RIGHT]
    page = Sheet(
        *(paragraph(x, 100, lines, size=10) for x, lines in zip((72, 310), upper, strict=True)),
        Rule(72, 190, 530, 190),
        *(paragraph(x, 230, lines, size=10) for x, lines in zip((72, 310), lower, strict=True)),
    )
    assert texts(tmp_path, page) == [" ".join(lines) for lines in (*upper, *lower)]


def test_shaded_box_beside_text_is_not_mixed_with_it(tmp_path: Path) -> None:
    note = ["You said", "longer hours", "We did", "Saturdays too", "since spring"]
    page = Sheet(
        Shade(72, 96, 160, 180), paragraph(78, 103, note, size=10), paragraph(172, 100, [*LEFT, *RIGHT], size=11)
    )
    found = texts(tmp_path, page)
    assert " ".join([*LEFT, *RIGHT]) in found
    assert any("longer hours" in text and "Carers" not in text for text in found)


def test_box_shaded_line_by_line_is_one_box(tmp_path: Path) -> None:
    note = ["Residents told", "us that the park", "is dark at night", "and needs lamps"]
    shades = [Shade(72, 98 + LINE * n, 165, 98 + LINE * (n + 1)) for n in range(4)]
    page = Sheet(shades, paragraph(76, 100, note), paragraph(180, 100, LEFT))
    assert texts(tmp_path, page) == [" ".join(note), " ".join(LEFT)]


def test_columns_of_short_lines_out_of_step_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["Local shops", "The college", "Landlords", "Job centre", "The market"]
    right = ["Funding", "Some time", "Expertise", "Volunteers"]
    page = Sheet(paragraph(72, 100, left), paragraph(300, 107, right))
    found = " ".join(texts(tmp_path, page))
    assert found.index("The market") < found.index("Funding")


def test_notes_that_stand_staggered_are_not_read_across(tmp_path: Path) -> None:
    notes = {
        (72, 100): ["new hospitals", "for the north"], (190, 106): ["a clinic that", "opens late"],
        (310, 112): ["patients who", "sit on boards"], (130, 150): ["nurses trained", "in the town"],
        (250, 156): ["money for lifts", "and for ramps"],
    }  # fmt: skip
    page = Sheet(*(paragraph(x, top, lines) for (x, top), lines in notes.items()))
    found = " ".join(texts(tmp_path, page))
    assert all(" ".join(lines) in found for lines in notes.values())


def cells(*shades: Mark) -> Sheet:
    """Two rows of two cells, the right ones of three lines, with rules around them."""
    rules = [Rule(72, y, 400, y) for y in (100, 160, 220)] + [Rule(x, 100, x, 220) for x in (72, 180, 400)]
    words = [Text(78, 106, "Lighting"), Text(78, 166, "Benches")]
    lines = [*paragraph(186, 106, LEFT[:3], size=10), *paragraph(186, 166, RIGHT[:3], size=10)]
    return Sheet(list(shades), rules, words, lines)


ROWS = [f"Lighting | {' '.join(LEFT[:3])}", f"Benches | {' '.join(RIGHT[:3])}"]


@pytest.mark.parametrize(
    "shades",
    [
        [],
        [Shade(180, 100, 400, 220), *(Shade(185, top, 395, top + 14) for top in (104, 118, 132, 164, 178, 192))],
        [Shade(186, top, right, top + 13, grey=1) for top, right in ((104, 380), (118, 360), (132, 350), (164, 371))],
        [Shade(180, top, 400, top + 15) for top in range(100, 220, 15)],
    ],
    ids=["none", "line by line in a shaded cell", "white behind text", "strips of one colour"],
)
def test_shading_of_lines_gives_a_table_no_further_rows(tmp_path: Path, shades: list[Mark]) -> None:
    found = passages(tmp_path, cells(*shades))
    assert [draft.text for draft in found] == ROWS
    assert {draft.kind for draft in found} == {"table"}


def test_rules_of_a_table_are_found_inside_a_form(tmp_path: Path) -> None:
    page = cells()
    form = [mark for mark in page.marks if isinstance(mark, Rule)]
    text = [mark for mark in page.marks if isinstance(mark, Text)]
    assert texts(tmp_path, Sheet(text, form=form)) == ROWS


def test_text_that_a_form_turns_is_not_read_letter_by_letter(tmp_path: Path) -> None:
    page = Sheet(paragraph(90, 100, LEFT), form=[Text(110, -50, "Draft copy")], form_turn=1)
    assert texts(tmp_path, page) == [" ".join(LEFT), "Draft copy"]
