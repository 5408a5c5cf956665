"""Pages of bad text and the engines that are asked about them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from tests.pdfs import Text, page_content, paragraph
from tokenism.reading.blocks import PageLines
from tokenism.reading.glyphs import PageContent
from tokenism.reading.layout import page_lines
from tokenism.reading.opinion import Engines, named_pages, page_text, second_opinion

PROSE = ["Residents and carers decided together how the", "money of the day centre was to be spent last year."]
NOISE = ["Uhvlghqwv dqg fduhuv ghflghg wrjhwkhu krz wkh", "prqhb ri wkh gdb fhqwuh zdv wr eh vshqw odvw bhdu"]
GLUED = ["Residentsandcarers decidedtogetherhow thecouncil", "moneyofthe daycentrewas tobespentlast ofthisyear."]


def page(lines: list[str], number: int = 1) -> PageContent:
    return page_content(*paragraph(72, 100, lines), number=number)


def lines_of(pages: list[PageContent]) -> Iterable[PageLines]:
    return [PageLines(one.number, one.width, one.height, page_lines(one)) for one in pages]


def never(_: PageContent) -> PageContent | None:
    raise AssertionError("a sound page was sent to another engine")


def engines(
    other: Callable[[PageContent], PageContent | None] = lambda _: None,
    ocr: Callable[[PageContent], PageContent | None] | None = None,
    pictured: int = 0,
) -> Engines:
    return Engines(other=other, ink=lambda _: pictured, ocr=ocr)


def test_sound_pages_ask_no_other_engine() -> None:
    opinion = second_opinion([page(PROSE)], lines_of, engines(never, never))
    assert (opinion.silent, opinion.broken, opinion.reread, opinion.recognised) == ((), (), (), ())
    assert page_text(opinion.lines[0]) == " ".join(PROSE)


@pytest.mark.parametrize("bad", [NOISE, GLUED])
def test_bad_page_is_taken_from_the_other_engine_where_that_is_better(bad: list[str]) -> None:
    opinion = second_opinion([page(PROSE), page(bad, 2)], lines_of, engines(lambda one: page(PROSE, one.number)))
    assert (opinion.reread, opinion.broken) == ((2,), ())
    assert page_text(opinion.lines[1]) == " ".join(PROSE)


def test_bad_page_stays_where_the_other_engine_reads_as_badly() -> None:
    opinion = second_opinion([page(NOISE)], lines_of, engines(lambda one: page(NOISE, one.number)))
    assert (opinion.reread, opinion.broken, opinion.lines[0].lines) == ((), (1,), [])


def test_glued_words_stay_where_nobody_knows_better() -> None:
    opinion = second_opinion([page(GLUED)], lines_of, engines())
    assert (opinion.broken, len(opinion.lines[0].lines)) == ((), 2)


def test_page_that_both_engines_fail_is_read_by_ocr() -> None:
    opinion = second_opinion([page(NOISE)], lines_of, engines(ocr=lambda one: page(PROSE, one.number)))
    assert (opinion.recognised, opinion.broken) == ((1,), ())


def test_picture_of_text_under_a_header_is_silent_and_read_by_ocr() -> None:
    header = replace(page(["Joint forward plan"]), has_pictures=True)
    assert second_opinion([header], lines_of, engines(pictured=300)).silent == (1,)
    assert second_opinion([header], lines_of, engines(pictured=20)).silent == ()
    read = second_opinion([header], lines_of, engines(ocr=lambda one: page(PROSE, one.number), pictured=300))
    assert (read.silent, read.recognised) == ((), (1,))


def test_header_stays_where_ocr_finds_nothing() -> None:
    header = replace(page(["Joint forward plan"]), has_pictures=True)
    opinion = second_opinion([header], lines_of, engines(ocr=lambda _: None, pictured=300))
    assert (opinion.silent, page_text(opinion.lines[0])) == ((1,), "Joint forward plan")


def test_line_that_is_no_words_is_left_out_of_a_sound_page() -> None:
    opinion = second_opinion([page([*PROSE, NOISE[0], "liše Ţell", *PROSE])], lines_of, engines())
    assert (opinion.strange, opinion.broken) == ((1,), ())
    assert page_text(opinion.lines[0]) == " ".join([*PROSE, *PROSE])


def test_sound_line_of_a_broken_page_is_kept() -> None:
    opinion = second_opinion([page(["The council decided together", *NOISE, *NOISE])], lines_of, engines())
    assert (opinion.broken, page_text(opinion.lines[0])) == ((1,), "The council decided together")


def test_single_strange_words_cost_no_line() -> None:
    text = ["The EqIA of Llwyncelyn by Mrs Szczepańska and", "Mr Krznaric was sent to TfL, DfE and NHSX."]
    opinion = second_opinion(
        [page_content(*(Text(72, 100 + 14 * n, t) for n, t in enumerate(text)))], lines_of, engines()
    )
    assert (opinion.strange, len(opinion.lines[0].lines)) == ((), 2)


def test_pages_are_named_up_to_five() -> None:
    assert [named_pages([4]), named_pages(range(1, 9))] == ["page 4", "pages 1, 2, 3, 4, 5 and 3 more"]
