"""From glyphs to lines in reading order."""

import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pdfs import A4, Text, page_content, paragraph
from tokenism.reading.layout import glyphs_in, ordered_lines, page_lines, page_runs, shown_box
from tokenism.reading.runs import Line

LEFT = ["the left column says first", "what the council has done", "with all of its residents"]
RIGHT = ["the right column says then", "what carers have decided", "about the home care money"]


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def test_lines_come_top_to_bottom_whatever_their_order_in_the_file() -> None:
    lines = paragraph(72, 100, LEFT)
    assert texts(page_lines(page_content(*reversed(lines)))) == LEFT


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


def test_text_in_a_box_stands_where_the_box_stands_and_says_so() -> None:
    box = (70.0, 110.0, 160.0, 170.0)
    note = paragraph(76, 118, ["You said", "longer hours"])
    beside = paragraph(172, 100, [*LEFT, *RIGHT])
    found = page_lines(page_content(*beside, *note), boxes=[box])
    assert [line.text for line in found if line.box == 0] == ["You said", "longer hours"]
    assert [line.text for line in found if line.box < 0] == [*LEFT, *RIGHT]


def test_box_inside_a_box_is_read_in_its_place() -> None:
    outer, inner = (70.0, 90.0, 500.0, 300.0), (80.0, 130.0, 300.0, 170.0)
    above, note, below = (
        Text(80, 100, "Above the inner box"),
        paragraph(90, 135, ["One note", "of two lines"]),
        Text(80, 200, "Below"),
    )
    found = page_lines(page_content(below, *note, above), boxes=[outer, inner])
    assert [(line.text, line.box) for line in found] == [
        ("Above the inner box", 0), ("One note", 1), ("of two lines", 1), ("Below", 0),
    ]  # fmt: skip


def test_run_of_nothing_that_is_seen_is_no_line() -> None:
    unseen = Text(80, 120, "\u200b\u200b\u200b")
    found = page_lines(page_content(unseen, Text(80, 140, "Residents decided.")), boxes=[(70.0, 110.0, 400.0, 170.0)])
    assert texts(found) == ["Residents decided."]


def test_runs_can_be_left_out_before_lines_are_made() -> None:
    runs = page_runs(page_content(Text(72, 100, "Residents decide"), Text(300, 100, "Toolkit")))
    link = next(run for parts in runs.all() for run in parts if run.text == "Toolkit")
    assert texts(ordered_lines(runs, [link])) == ["Residents decide"]


def test_word_that_the_side_of_a_box_cuts_stays_whole() -> None:
    words = paragraph(72, 100, ["Technology decides", "nothing by itself"])
    found = page_lines(page_content(*words), boxes=[(90.0, 90.0, 400.0, 140.0)])
    assert sorted(word for line in found for word in line.text.split()) == sorted(
        ["Technology", "decides", "nothing", "by", "itself"]
    )
