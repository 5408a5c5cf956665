"""From glyphs to runs of text on one baseline."""

import numpy as np
import pytest

from tests.pdfs import Text, page_content
from tokenism.reading.glyphs import PageContent
from tokenism.reading.runs import Line, find_runs, is_note_mark


def runs(page: PageContent) -> list[Line]:
    return find_runs(page.glyphs, 0)[0]


def texts(page: PageContent) -> list[str]:
    return [run.text for run in runs(page)]


def test_wide_gap_ends_a_run_and_a_wider_limit_joins_it() -> None:
    page = page_content(Text(72, 100, "Owner", size=10), Text(120, 100, "Date", size=10))
    assert texts(page) == ["Owner", "Date"]
    assert [run.text for run in find_runs(page.glyphs, 0, gap=5.0)[0]] == ["Owner Date"]


def test_run_never_crosses_two_groups() -> None:
    page = page_content(Text(72, 100, "OwnerDate"))
    found, groups = find_runs(page.glyphs, 0, group=np.array([3] * 5 + [1] * 4))
    assert [run.text for run in found] == ["Owner", "Date"]
    assert groups == [3, 1]


def test_nothing_but_spaces_has_no_runs() -> None:
    assert find_runs(page_content(Text(72, 100, "   ")).glyphs, 0) == ([], [])


def test_letters_beyond_the_basic_plane_stay() -> None:
    page = page_content(Text(72, 100, "a b"))
    page.glyphs.code[2] = 0x1F600
    assert texts(page) == ["a \U0001f600"]


def test_small_raised_number_beside_a_line_is_the_mark_of_a_footnote() -> None:
    line, mark, table_number = runs(
        page_content(Text(72, 100, "wards", size=12), Text(130, 99, "4", size=7), Text(200, 100, "4", size=12))
    )
    assert is_note_mark(mark, line.size, line.bottom)
    assert not is_note_mark(table_number, line.size, line.bottom)


def test_wide_gap_without_a_space_character_is_a_space() -> None:
    page = page_content(Text(72, 100, "carers", size=10), Text(105, 100, "decide", size=10))
    assert texts(page) == ["carers decide"]


def test_touching_pieces_are_one_word() -> None:
    page = page_content(Text(72, 100, "co-pro", size=10), Text(102, 100, "duced", size=10))
    assert texts(page) == ["co-produced"]


@pytest.mark.parametrize(
    ("spaced", "closed"),
    [("S T R A T E G Y", "STRATEGY"), ("A B C D", "A B C D"), ("I a m a n x 2", "I a m a n x 2")],
)
def test_letter_spacing_is_closed_in_words_of_five_letters_or_more(spaced: str, closed: str) -> None:
    assert texts(page_content(Text(72, 100, spaced))) == [closed]


@pytest.mark.parametrize("mark", ["\x02", "\xad", "\ufffe"])
def test_engine_mark_of_a_broken_word_becomes_a_hyphen(mark: str) -> None:
    page = page_content(Text(72, 100, f"particip{mark}"), Text(72, 114, "ation"))
    assert texts(page) == ["particip-", "ation"]


def test_soft_hyphen_that_is_seen_inside_a_line_is_a_hyphen() -> None:
    assert texts(page_content(Text(72, 100, "co\u00adproduced with carers"))) == ["co-produced with carers"]


def test_soft_hyphen_without_width_goes() -> None:
    page = page_content(Text(72, 100, "co\u00adproduced"))
    page.glyphs.x1[2] = page.glyphs.x0[2]
    page.glyphs.x0[3:] -= 6
    page.glyphs.x1[3:] -= 6
    assert texts(page) == ["coproduced"]


def test_mark_of_a_footnote_is_left_out() -> None:
    marked = [Text(72, 100, "seven wards.", size=12), Text(144, 99, "12", size=7), Text(160, 100, "They", size=12)]
    assert texts(page_content(*marked)) == ["seven wards. They"]


@pytest.mark.parametrize(
    ("before", "raised", "read"),
    [("412 km", "2", "412 km2"), ("1,000m", "3", "1,000m3"), ("10", "6", "106"), ("a film", "6", "a film")],
)
def test_powers_of_numbers_and_metres_stay(before: str, raised: str, read: str) -> None:
    end = 72 + 6 * len(before)
    marks = [Text(72, 100, before, size=12), Text(end, 99, raised, size=7), Text(end + 8, 100, "in all", size=12)]
    assert texts(page_content(*marks)) == [f"{read} in all"]


@pytest.mark.parametrize("before", ["in 2019", "£1.5", "1,412", "policy SAP3"])
def test_mark_behind_a_year_or_another_number_without_power_is_left_out(before: str) -> None:
    end = 72 + 6 * len(before)
    marks = [Text(72, 100, before, size=12), Text(end, 99, "1", size=7), Text(end + 8, 100, "in all", size=12)]
    assert texts(page_content(*marks)) == [f"{before} in all"]


def test_number_that_opens_a_footnote_is_superscript() -> None:
    marks = [Text(72, 699, "3", size=5), Text(75, 700, "Survey of May", size=8)]
    assert texts(page_content(*marks)) == ["³Survey of May"]


def test_bold_is_told_of_mostly_bold_lines_only() -> None:
    marks = [Text(72, 100, "All bold", bold=True), Text(72, 130, "Plain with "), Text(132, 130, "one", bold=True)]
    assert [run.bold for run in runs(page_content(*marks))] == [True, False]


def test_letters_right_below_a_large_figure_begin_a_run() -> None:
    assert texts(page_content(Text(72, 100, "3", size=24), Text(72, 118, "islands", size=8))) == ["3", "islands"]


def test_words_of_letters_set_apart_stay_words() -> None:
    letters = [Text(72 + 9 * n, 100, letter) for n, letter in enumerate("people,")]
    more = [Text(72 + 9 * n + 70, 100, letter) for n, letter in enumerate("and")]
    assert texts(page_content(*letters, *more)) == ["people, and"]
