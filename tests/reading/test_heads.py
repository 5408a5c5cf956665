"""Running heads and feet, page numbers and navigation bars."""

import pytest

from tokenism.reading.blocks import PageLines
from tokenism.reading.heads import without_running_lines
from tokenism.reading.runs import Line


def line(
    text: str, top: float, *, x0: float = 72, x1: float = 520, size: float = 11, bold: bool = False, turn: int = 0
) -> Line:
    return Line(text, x0, top, x1, top + size, bold, turn)


def page(*lines: Line, number: int = 1) -> PageLines:
    return PageLines(number, 595, 842, list(lines))


def kept(pages: list[PageLines], text: str) -> list[int]:
    """Numbers of the pages that keep a line with this text."""
    return [p.number for p in without_running_lines(pages) if any(text in line.text for line in p.lines)]


def body_lines(number: int) -> list[Line]:
    numbers = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu")
    return [line(f"Body text of its own, page {numbers[number]}, which stays.", 300 + 20 * number)]


# Running heads and feet


@pytest.mark.parametrize("top", [20, 810])
def test_head_or_foot_that_comes_back_on_three_pages_goes(top: float) -> None:
    pages = [page(line("Denholt Vale housing plan", top), *body_lines(n), number=n + 1) for n in range(3)]
    assert [p.lines for p in without_running_lines(pages)] == [body_lines(n) for n in range(3)]


def test_running_foot_with_a_changing_number_goes() -> None:
    pages = [page(*body_lines(n), line(f"Plan 2025 | {n + 7}", 810), number=n + 1) for n in range(3)]
    assert [p.lines for p in without_running_lines(pages)] == [body_lines(n) for n in range(3)]


def test_navigation_bar_inside_the_page_goes_when_it_is_on_four_pages() -> None:
    pages = [page(line("Home | Carers | Money", 200), *body_lines(n), number=n + 1) for n in range(4)]
    assert [p.lines for p in without_running_lines(pages)] == [body_lines(n) for n in range(4)]


@pytest.mark.parametrize("text", ["7", "Page 7", "page 7 of 12", "– 7 –", "7 / 12", "| 7"])
def test_page_number_at_the_edge_goes(text: str) -> None:
    assert without_running_lines([page(line(text, 815))])[0].lines == []


@pytest.mark.parametrize(
    ("text", "top"),
    [("7", 400), ("7 residents decided", 815), ("Denholt Vale housing plan", 20), ("12,000 residents", 815)],
)
def test_other_lines_stay(text: str, top: float) -> None:
    pages = [page(line(text, top)), page(*body_lines(1), number=2)]
    assert without_running_lines(pages) == pages


def test_line_on_two_pages_at_the_edge_stays() -> None:
    pages = [page(line("Denholt Vale housing plan", 20), number=number) for number in (1, 2)]
    assert without_running_lines(pages) == pages


def test_table_at_one_place_on_every_page_stays() -> None:
    pages = [page(Line("", 72, 20, 520, 60, bold=False, table=0), number=number) for number in range(1, 7)]
    assert without_running_lines(pages) == pages


# What looks like a running line and is none


def test_large_heading_at_the_top_of_a_few_pages_stays() -> None:
    pages = [page(*([line("Strategic aims", 51, size=18)] if n in (2, 4, 6) else []), *body_lines(n), number=n)
             for n in range(1, 12)]  # fmt: skip
    assert kept(pages, "Strategic aims") == [2, 4, 6]


def test_large_line_on_a_third_of_the_pages_goes() -> None:
    pages = [page(line("Our plan", 51, size=18), *body_lines(n), number=n) for n in range(6)]
    assert kept(pages, "Our plan") == []


def test_numbered_slide_titles_stay_but_titles_with_the_page_number_go() -> None:
    titles = [(line(f"Session {n // 2}", 40, size=18), line(f"Our plan {n + 4}", 62, size=18)) for n in range(12)]
    pages = [page(*both, *body_lines(n), number=n + 1) for n, both in enumerate(titles)]
    assert kept(pages, "Session") == list(range(1, 13))
    assert kept(pages, "Our plan") == []


def test_line_that_is_a_heading_inside_other_pages_stays_at_the_edge() -> None:
    pages = [page(line("Justification", 40 if n in (2, 5, 8) else 150 + 40 * n, bold=True), *body_lines(n), number=n)
             for n in range(1, 12)]  # fmt: skip
    assert kept(pages, "Justification") == list(range(1, 12))


def test_bold_line_on_pages_far_apart_stays() -> None:
    pages = [page(*([line("In short", 40, bold=True)] if n in (0, 20, 39) else []), *body_lines(n % 12), number=n)
             for n in range(40)]  # fmt: skip
    assert kept(pages, "In short") == [0, 20, 39]


def test_place_of_a_running_line_may_differ_by_some_points() -> None:
    pages = [page(line("DRAFT", top, x0=x0, x1=x0 + 30), *body_lines(n), number=n)
             for n, (x0, top) in enumerate([(454, 1.3), (459, 5.0), (460, 4.1), (462, 2.2)])]  # fmt: skip
    assert kept(pages, "DRAFT") == []


def test_running_line_with_and_without_the_number_beside_it_goes() -> None:
    pages = [page(line("Denholt Vale" if n else "Denholt Vale 5", 810), *body_lines(n), number=n) for n in range(3)]
    assert kept(pages, "Denholt Vale") == []


def test_name_of_the_chapter_goes_where_every_page_has_one() -> None:
    names = ["Our vision", "Our money", "Our homes", "Our people"]
    pages = [
        page(line(name, 20, size=8), line(name, 120, size=20), *body_lines(n), number=n) for n, name in enumerate(names)
    ]
    assert [[line.size for line in p.lines if line.text in names] for p in without_running_lines(pages)] == [[20]] * 4
