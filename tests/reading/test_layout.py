"""From glyphs to lines in reading order."""

import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pdfs import A4, Text, page_content, paragraph
from tokenism.reading.layout import glyphs_in, page_lines, shown_box
from tokenism.reading.runs import Line

LEFT = ["the left column says first", "what the council has done", "with all of its residents"]
RIGHT = ["the right column says then", "what carers have decided", "about the home care money"]


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def test_lines_come_top_to_bottom_whatever_their_order_in_the_file() -> None:
    lines = paragraph(72, 100, LEFT)
    assert texts(page_lines(page_content(*reversed(lines)))) == LEFT


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


def test_table_comes_back_as_a_line_in_its_place() -> None:
    page = page_content(Text(72, 100, "Above the table"), Text(72, 300, "Below the table"))
    lines = page_lines(page, [(72, 150, 400, 250)])
    assert [(line.text, line.table) for line in lines] == [("Above the table", -1), ("", 0), ("Below the table", -1)]


def test_sideways_text_comes_after_upright_text() -> None:
    page = page_content(Text(30, 600, "up the margin", turn=3), Text(72, 100, "upright"), Text(590, 60, "down", turn=1))
    assert [(line.text, line.turn) for line in page_lines(page)] == [
        ("upright", 0),
        ("down", 1),
        ("up the margin", 3),
    ]


def test_page_without_glyphs_has_no_lines() -> None:
    assert page_lines(page_content()) == []


def test_page_of_spaces_has_no_lines() -> None:
    assert page_lines(page_content(Text(72, 100, "   \u00a0"))) == []


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_box_of_a_turned_line_is_where_its_letters_are(turn: int) -> None:
    page = page_content(Text(300, 400, "carers decide", turn=turn))
    g = page.glyphs
    (line,) = page_lines(page)
    assert line.text == "carers decide"
    assert shown_box(line, *A4) == pytest.approx((g.x0.min(), g.top.min(), g.x1.max(), g.bottom.max()), abs=0.1)


WORDS = st.lists(
    st.builds(
        Text,
        x=st.integers(150, 400),
        top=st.integers(150, 600),
        text=st.text(string.ascii_letters, min_size=1, max_size=12),
        size=st.sampled_from([8.0, 11.0, 18.0]),
        bold=st.booleans(),
        turn=st.sampled_from([0, 0, 0, 1, 2, 3]),
    ),
    max_size=25,
)


@given(WORDS)
def test_no_letter_is_lost_or_made_up(words: list[Text]) -> None:
    lines = page_lines(page_content(*words))
    assert Counter("".join(texts(lines)).replace(" ", "")) == Counter("".join(word.text for word in words))


@given(WORDS)
def test_boxes_lie_inside_the_page_and_regions_never_go_back(words: list[Text]) -> None:
    lines = page_lines(page_content(*words))
    for x0, top, x1, bottom in (shown_box(line, *A4) for line in lines):
        assert 0 <= x0 < x1 <= A4[0]
        assert 0 <= top < bottom <= A4[1]
    assert [line.region for line in lines] == sorted(line.region for line in lines)


def test_glyph_belongs_to_the_smallest_box_around_it() -> None:
    glyphs = page_content(Text(100, 100, "ab"), Text(100, 300, "c")).glyphs
    boxes = [(50.0, 50.0, 400.0, 200.0), (90.0, 90.0, 200.0, 150.0)]
    assert glyphs_in(glyphs, boxes).tolist() == [1, 1, -1]
    assert glyphs_in(glyphs, boxes[::-1]).tolist() == [0, 0, -1]
