"""Runs that come back at one place on many pages."""

from tokenism.reading.navigation import RepeatedRuns
from tokenism.reading.runs import Line


def line(text: str, x: float = 72.0, top: float = 40.0, turn: int = 0) -> Line:
    return Line(text, x, top, x + 6 * len(text), top + 11, bold=False, turn=turn)


def test_link_on_every_page_comes_back_even_where_it_moves_a_little() -> None:
    pages = [(number, [line("Foreword", x=600 + 12 * (number == 3))]) for number in range(1, 7)]
    found = RepeatedRuns(pages, 6)
    assert all(run in found for _, runs in pages for run in runs)


def test_figures_in_a_head_may_differ() -> None:
    pages = [(number, [line(f"Page {number} of 6")]) for number in range(1, 7)]
    assert line("Page 9 of 6") in RepeatedRuns(pages, 6)


def test_head_set_flush_right_is_known_by_its_right_end() -> None:
    texts = ["Plan 2024, page 1", "Plan 2024, page 10", "Plan 2024, page 100", "Plan 2024, page 1000"]
    pages = [(n, [line(text, x=500 - 6 * len(text))]) for n, text in enumerate(texts)]
    assert pages[3][1][0] in RepeatedRuns(pages, 4)


def test_words_elsewhere_on_the_page_or_on_few_pages_do_not_come_back() -> None:
    pages = [(number, [line("Delivery", top=100 + 60 * number)]) for number in range(1, 7)]
    assert pages[0][1][0] not in RepeatedRuns(pages, 6)
    few = [(number, [line("Delivery")]) for number in range(1, 4)]
    assert few[0][1][0] not in RepeatedRuns(few, 6)


def test_bullets_and_numbers_never_come_back() -> None:
    pages = [(number, [line("•"), line("12"), line("a)")]) for number in range(1, 9)]
    assert not any(run in RepeatedRuns(pages, 8) for run in pages[0][1])


def test_turned_text_is_another_place() -> None:
    pages = [(number, [line("Appendix", turn=1)]) for number in range(1, 7)]
    found = RepeatedRuns(pages, 6)
    assert line("Appendix", turn=1) in found
    assert line("Appendix") not in found


def test_numbers_tell_headings_in_large_type_apart() -> None:
    pages = [
        (n, [Line(f"Session {n}", 72, 60, 200, 90, bold=True), line(f"Text of page {n} at length")])
        for n in range(1, 7)
    ]
    assert not any(run in RepeatedRuns(pages, 6) for _, (run, _) in pages)


def test_run_that_stands_twice_on_a_page_counts_once() -> None:
    pages = [(number, [line("Agenda item"), line("Agenda item", x=76)]) for number in (1, 2)]
    assert line("Agenda item") not in RepeatedRuns(pages, 2)
