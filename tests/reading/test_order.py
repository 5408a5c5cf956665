"""The order in which runs are read, and the lines that they make."""

import numpy as np
import pytest

from tests.pdfs import Text, page_content, paragraph
from tokenism.reading.layout import page_lines
from tokenism.reading.order import in_order, is_hole, overlap_rows, with_bullets
from tokenism.reading.runs import Line

LEFT = ["the left column says first", "what the council has done", "with all of its residents"]
RIGHT = ["the right column says then", "what carers have decided", "about the home care money"]
NO_RULES = np.zeros((0, 4), dtype=np.float32)


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def stack(x: float, top: float, words: list[str], pitch: float = 14) -> list[Line]:
    return [
        Line(text, x, top + pitch * n, x + 5 * len(text), top + pitch * n + 11, bold=False)
        for n, text in enumerate(words)
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = paragraph(72, 100, LEFT), paragraph(320, 100, RIGHT)
    mixed = [text for pair in zip(left, right, strict=True) for text in pair]
    lines = page_lines(page_content(*mixed))
    assert texts(lines) == LEFT + RIGHT
    assert len({line.region for line in lines[:3]}) == len({line.region for line in lines[3:]}) == 1
    assert lines[0].region < lines[3].region


def test_columns_stand_between_full_lines_above_and_below() -> None:
    above = Text(72, 60, "One line over both of the columns, as wide as the whole of the page is")
    below = Text(72, 200, "And another line below both of them, which is just as wide as the first")
    marks = [below, *paragraph(320, 100, RIGHT), *paragraph(72, 100, LEFT), above]
    assert texts(page_lines(page_content(*marks))) == [above.text, *LEFT, *RIGHT, below.text]


def test_bullets_beside_text_make_no_column() -> None:
    bullets = [Text(72, 100 + 14 * row, "•") for row in range(3)]
    assert texts(page_lines(page_content(*bullets, *paragraph(90, 100, LEFT)))) == [f"• {line}" for line in LEFT]


def test_pieces_on_one_baseline_are_one_line_left_to_right() -> None:
    pieces = [Text(300, 100, "money together"), Text(72, 100, "Residents decided on the")]
    assert texts(page_lines(page_content(*pieces))) == ["Residents decided on the money together"]


def test_number_that_opens_a_footnote_is_superscript() -> None:
    note = [Text(72, 699, "3", size=6), Text(75, 700, "Provisional figures of May", size=9)]
    assert texts(page_lines(page_content(*note))) == ["³Provisional figures of May"]


def test_short_lines_out_of_step_are_columns_and_in_step_are_rows() -> None:
    left, right = ["Funding", "Landlords", "College", "Shops"], ["Time", "Money", "Skills", "Space"]
    apart = in_order(stack(72, 100, left) + stack(300, 107, right), NO_RULES)
    assert [texts(region) for region in apart] == [left, right]
    together = in_order(stack(72, 100, left) + stack(300, 100, right), NO_RULES)
    assert len(together) == 1


def test_rule_across_a_gutter_parts_the_columns_above_from_those_below() -> None:
    upper, lower = stack(72, 100, LEFT) + stack(300, 100, RIGHT), stack(72, 200, LEFT) + stack(300, 200, RIGHT)
    whole = in_order(upper + lower, NO_RULES)
    parted = in_order(upper + lower, np.array([[60, 170, 500, 170]], dtype=np.float32))
    assert [texts(region) for region in whole] == [LEFT * 2, RIGHT * 2]
    assert [texts(region) for region in parted] == [LEFT, RIGHT, LEFT, RIGHT]


@pytest.mark.parametrize(("gap", "regions"), [(40, 4), (4, 3)], ids=["nearer to what follows", "end of its column"])
def test_short_line_below_columns_goes_with_what_it_is_nearer_to(gap: float, regions: int) -> None:
    heading = Line("Results", 72, 141 + gap, 110, 152 + gap, bold=True)
    wide = Line("A line below it that is as wide as both of the columns together", 72, 190, 440, 201, bold=False)
    found = in_order([*stack(72, 100, LEFT), *stack(300, 100, RIGHT), heading, wide], NO_RULES)
    order = [run.text for region in found for run in region]
    assert (order.index("Results") > order.index(RIGHT[-1])) is (regions == 4)


def test_pieces_far_apart_are_one_line_only_on_one_baseline() -> None:
    near, level, off = (
        Line(text, x, top, x + 30, top + 11, bold=False)
        for text, x, top in (("a", 72, 100), ("b", 300, 100), ("c", 300, 104))
    )
    assert len(overlap_rows([near, level])) == 1
    assert len(overlap_rows([near, off])) == 2
    assert len(overlap_rows([near, off], strict=False)) == 1


def test_place_holders_have_no_text() -> None:
    assert is_hole(Line("", 0, 0, 10, 10, bold=False, table=2))
    assert not is_hole(Line("a", 0, 0, 10, 10, bold=False))


def test_lists_side_by_side_are_columns_even_in_step() -> None:
    left, right = ["• Be open", "• Be kind", "• Listen"], ["• Use maps", "• Use film", "• Call us"]
    found = in_order(stack(72, 100, left) + stack(200, 100, right), NO_RULES)
    assert [texts(region) for region in found] == [left, right]


@pytest.mark.parametrize(("words", "regions"), [("a line of prose that is long enough", 2), ("short line", 1)])
def test_narrow_gutter_parts_columns_of_prose_only(words: str, regions: int) -> None:
    left = stack(72, 100, [words] * 7)
    right = stack(left[0].x1 + 7, 100, [words] * 7)
    assert len(in_order(left + right, NO_RULES)) == regions


def test_bullet_alone_belongs_to_the_text_at_its_right_whatever_its_size() -> None:
    bullet, text, other = Line("▪", 72, 104, 75, 108, bold=False), *stack(90, 100, ["Be open", "Listen"])
    assert texts(with_bullets([bullet, text, other])) == ["▪ Be open", "Listen"]
    far = Line("▪", 20, 104, 23, 108, bold=False)
    assert texts(with_bullets([far, text, other])) == ["▪", "Be open", "Listen"]


def test_strip_that_is_high_only_for_a_box_in_it_can_be_columns() -> None:
    hole = Line("", 20, 90, 60, 300, bold=False, region=0)
    found = in_order([hole, *stack(72, 100, LEFT), *stack(300, 100, RIGHT)], NO_RULES)
    assert [texts(region) for region in found] == [[""], LEFT, RIGHT]


def test_bold_heading_at_the_end_of_columns_comes_last() -> None:
    wide = Line("A line above that is as wide as both of the columns together", 72, 60, 440, 71, bold=False)
    heading = Line("Next steps", 72, 180, 130, 191, bold=True)
    found = in_order([wide, *stack(72, 100, LEFT), *stack(300, 100, RIGHT), heading], NO_RULES)
    assert [run.text for region in found for run in region][-1] == "Next steps"
