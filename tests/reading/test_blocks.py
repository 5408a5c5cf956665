"""From lines to blocks."""

from dataclasses import replace

import pytest

from tokenism.reading.blocks import (
    Block,
    BodyText,
    PageLines,
    Row,
    document_vocabulary,
    page_blocks,
)
from tokenism.reading.clean import Vocabulary
from tokenism.reading.runs import Line
from tokenism.records import Box

BODY = BodyText(11.0, 3.0, bold=False)
FULL = 520.0


def line(text: str, top: float, *, x0: float = 72, x1: float = FULL, size: float = 11, bold: bool = False) -> Line:
    return Line(text, x0, top, x1, top + size, bold)


def page(*lines: Line, number: int = 1, tables: list[list[Row]] | None = None) -> PageLines:
    return PageLines(number, 595, 842, list(lines), tables or [])


def blocks(*lines: Line, body: BodyText = BODY, tables: list[list[Row]] | None = None) -> list[Block]:
    return page_blocks(page(*lines, tables=tables), body, Vocabulary())


def kinds_and_texts(*lines: Line) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(*lines)]


# What a document's text looks like


def test_body_text_is_the_most_common_size_by_letters() -> None:
    lines = [line("Heading", 50, size=20), line("One line of text in full", 80), line("and another one here", 94)]
    assert BodyText.of([page(*lines)]) == BodyText(11.0, 3.0, bold=False)


def test_body_text_of_nothing_is_defined() -> None:
    assert BodyText.of([]) == BodyText(10.0, 2.0, bold=False)


def test_vocabulary_leaves_out_ends_of_lines_and_short_words() -> None:
    lines = page(line("The carers decide on particip-", 100), line("ation with residents", 114))
    assert document_vocabulary([lines]) == Vocabulary({"carers": 1, "decide": 1, "with": 1})


# Paragraphs


def test_lines_at_the_usual_distance_are_one_paragraph() -> None:
    assert kinds_and_texts(line("Residents decided how the money", 100), line("of the centre was spent.", 114)) == [
        ("paragraph", "Residents decided how the money of the centre was spent.")
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (line("Carers decided.", 100), line("Money came.", 124)),
        (line("Carers decided.", 100, x1=200), line("Money came.", 114)),
        (line("Carers decided", 100), line("Money came.", 116, size=16)),
        (line("Carers decided", 100, bold=True), line("Money came.", 114)),
    ],
    ids=["white space", "short last line", "another size", "another weight"],
)
def test_paragraph_begins_at(above: Line, below: Line) -> None:
    assert [block.text for block in blocks(above, below, line("from us.", 500))][:2] == [above.text, below.text]


def test_indented_first_line_begins_a_paragraph() -> None:
    lines = [
        line("Residents decided how", 100),
        line("the money was spent, and", 114),
        line("Carers decided the rest", 128, x0=90),
        line("in the month of May.", 142),
    ]
    assert [block.text for block in blocks(*lines)] == [
        "Residents decided how the money was spent, and",
        "Carers decided the rest in the month of May.",
    ]


def test_columns_are_parted_by_their_region() -> None:
    left, right = (
        Line("Left ends here", 72, 700, 280, 711, False),
        Line("right goes on", 320, 100, 520, 111, False, 0, 1),
    )
    assert [block.text for block in blocks(left, right)] == ["Left ends here", "right goes on"]


def test_bulleted_lines_are_list_items_with_their_hanging_lines() -> None:
    assert kinds_and_texts(
        line("• carers choose the home care", 100),
        line("provider themselves", 114, x0=84),
        line("• tenants choose the colour", 128),
    ) == [("list", "• carers choose the home care provider themselves"), ("list", "• tenants choose the colour")]


def test_dash_at_a_line_start_inside_a_sentence_keeps_the_paragraph_whole() -> None:
    lines = [line("The council gave its budget to residents", 100), line("– who had asked for it – in May.", 114)]
    assert len(blocks(*lines)) == 1


def test_rows_of_a_table_are_blocks_with_their_boxes() -> None:
    rows = [Row((("Action: Panel", Box(1, 72, 100, 400, 120)),)), Row((("Action: Survey", Box(1, 72, 120, 400, 140)),))]
    found = blocks(
        line("Before.", 80), Line("", 72, 100, 400, 140, bold=False, table=0), line("After.", 160), tables=[rows]
    )
    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "Before."),
        ("table", "Action: Panel"),
        ("table", "Action: Survey"),
        ("paragraph", "After."),
    ]
    assert found[1].boxes == (rows[0].pieces[0][1],)


def test_dotted_leaders_of_contents_go() -> None:
    lines = [line("Carers . . . . . . . . 4", 100), line("Money ............ 9", 114)]
    assert [block.text for block in blocks(*lines)] == ["Carers 4 Money 9"]


def test_line_without_letters_or_digits_is_no_block() -> None:
    assert blocks(line("• – •", 100), line("____", 300)) == []


@pytest.mark.parametrize(
    ("text", "style", "kind"),
    [
        ("What residents decided", {"size": 16}, "heading"),
        ("What residents decided", {"bold": True}, "heading"),
        ("WHAT RESIDENTS DECIDED", {}, "heading"),
        ("3. What residents decided", {"size": 16}, "heading"),
        ("What residents decided", {}, "paragraph"),
        ("Residents decided.", {"bold": True}, "paragraph"),
        ("2024", {"size": 16}, "paragraph"),
        ("NHS", {}, "paragraph"),
        ("• What residents decided", {"bold": True}, "list"),
        ("“We were asked”, says a carer, and heard.", {}, "quote"),
        ("We decided on all of it together.", {"size": 16}, "quote"),
        ("One of nineteen words that are far too many for a heading " * 2, {"bold": True}, "paragraph"),
    ],
)
def test_kind_of_a_block(text: str, style: dict[str, float], kind: str) -> None:
    assert [block.kind for block in blocks(line(text.strip(), 100, **style))] == [kind]  # type: ignore[arg-type]


def test_bold_body_text_makes_no_headings() -> None:
    found = blocks(line("What residents decided", 100, bold=True), body=BodyText(11.0, 3.0, bold=True))
    assert [block.kind for block in found] == ["paragraph"]


@pytest.mark.parametrize(
    ("text", "closed"),
    [("It ends.", True), ("It ends:", True), ("“It ends.”", True), ("It goes on", False), ("It goes on,", False)],
)
def test_block_is_closed_by_its_last_mark(text: str, closed: bool) -> None:
    assert blocks(line(text, 100))[0].closed is closed


def test_box_of_a_block_holds_all_of_its_lines_and_stays_on_the_page() -> None:
    (block,) = blocks(line("Residents decided how", -3, x0=-5), line("the money was spent.", 11, x1=600))
    assert block.boxes == (Box(1, 0.0, 0.0, 595.0, 22.0),)


@pytest.mark.parametrize("text", ["Figure 2.1 shows that most residents asked for it", "Table 4.2 gives all"])
def test_sentence_about_a_figure_is_no_caption(text: str) -> None:
    assert kinds_and_texts(line(text, 100))[0][0] == "paragraph"


def test_words_of_tables_are_in_the_vocabulary() -> None:
    row = Row((("Lead: The resident-led group decides", Box(1, 72, 100, 400, 140)),))
    assert "resident-led" in document_vocabulary([PageLines(1, 595, 842, [], [[row]])]).counts


@pytest.mark.parametrize("text", ["Figure 2: Residents aged 85 and over", "Table 1. Action plan", "Fig 3a – Replies"])
def test_caption_is_no_heading(text: str) -> None:
    assert kinds_and_texts(line(text, 100, size=16, bold=True))[0] == ("caption", text)


@pytest.mark.parametrize("text", ["£187.3m", "61%", "c. 4,200", "2019/20"])
def test_key_figure_in_large_type_is_no_heading(text: str) -> None:
    assert kinds_and_texts(line(text, 100, size=24, bold=True))[0][0] != "heading"


def test_hyphen_at_a_line_end_inside_a_cell_is_repaired() -> None:
    row = Row((("Action: Particip-\nation of carers in the co-\nproduced plan", Box(1, 72, 100, 400, 140)),))
    lines = [Line("", 72, 100, 400, 140, bold=False, table=0)]
    found = page_blocks(PageLines(1, 595, 842, lines, [[row]]), BODY, Vocabulary({"participation": 1}))
    assert [block.text for block in found] == ["Action: Participation of carers in the co-produced plan"]


def test_row_over_two_pages_knows_where_the_words_of_each_box_begin() -> None:
    first, second = Box(1, 72, 700, 400, 780), Box(2, 72, 60, 400, 90)
    row = Row((("Action: Ask\ntenants about", first), ("their homes |", second), ("Lead: Board", first)))
    hole = Line("", 72, 700, 400, 780, bold=False, table=0)
    (block,) = page_blocks(PageLines(1, 595, 842, [hole], [[row]]), BodyText(10, 2, bold=False), Vocabulary())
    assert block.text == "Action: Ask tenants about their homes | Lead: Board"
    assert [block.text[cut:].split()[0] for cut in block.cuts] == ["Action:", "their", "Lead:"]
    assert block.boxes == (first, second, first)


# What stands beside the running text


def small(text: str, top: float, *, x1: float = 400) -> Line:
    return line(text, top, x1=x1, size=8)


def test_footnotes_at_the_foot_are_blocks_of_their_own_without_raised_numbers() -> None:
    lines = [
        line("Residents decided how the money was spent", 500),
        line("in every part of the town and", 514),
        small("³Survey of May, which was sent to", 760),
        small("all homes.", 770, x1=120),
        small("4 See the report of the council.", 780),
    ]
    assert kinds_and_texts(*lines) == [
        ("paragraph", "Residents decided how the money was spent in every part of the town and"),
        ("footnote", "Survey of May, which was sent to all homes."),
        ("footnote", "4 See the report of the council."),
    ]


def test_footnote_of_one_word_is_told_by_its_raised_number() -> None:
    assert kinds_and_texts(line("Residents decided on", 500), small("³⁹ EXAM14C.", 760))[1] == ("footnote", "EXAM14C.")


def test_very_small_lines_below_the_text_are_a_footnote_without_a_mark() -> None:
    lines = [line("Residents decided on it.", 500), small("Provisional figures of the survey in May.", 760)]
    assert [kind for kind, _ in kinds_and_texts(*lines)] == ["paragraph", "footnote"]


@pytest.mark.parametrize(
    "lines",
    [
        [line("Residents decided on it.", 500), line("471 in the second quarter were late.", 760, size=10.5)],
        [small("3 Survey of May and June.", 100), line("Residents decided on it.", 500)],
        [small("There were many deaths and of these", 700), small("471 in the second quarter.", 708)],
    ],
    ids=["nearly as large as the text", "above the text", "a wrapped line that begins with a number"],
)
def test_number_at_a_line_start_makes_no_footnote(lines: list[Line]) -> None:
    assert "footnote" not in [kind for kind, _ in kinds_and_texts(*lines)]


def test_raised_number_at_the_start_of_other_text_goes() -> None:
    assert kinds_and_texts(line("²Residents decided on it.", 100)) == [("paragraph", "Residents decided on it.")]


@pytest.mark.parametrize("dots", ["", " ........"])
def test_table_of_contents_is_left_out(dots: str) -> None:
    entries = [line(f"{name}{dots} {3 * n + 4}", 130 + 14 * n) for n, name in enumerate(["Carers", "Money", "Homes"])]
    wrapped = [line("What residents and tenants of the", 172), line(f"town decided together{dots} 20", 186)]
    rest = [line("Residents decided on it.", 400)]
    assert kinds_and_texts(line("Contents", 100, size=18), *entries, *wrapped, *rest) == [
        ("paragraph", "Residents decided on it.")
    ]


def test_numbered_steps_are_no_contents() -> None:
    assert len(kinds_and_texts(*(line(f"Step {n}", 100 + 40 * n) for n in range(1, 8)))) == 7


def test_few_lines_that_end_in_numbers_are_no_contents() -> None:
    lines = [line("Carers in 2023: 41", 100), line("Carers in the year after: 57", 114)]
    assert len(kinds_and_texts(*lines)) == 1


def test_labels_of_a_chart_are_left_out() -> None:
    chart = [small("Transport 41", 130), small("Homes 29", 140), small("19", 150), small("Farming and", 160)]
    text = line("Residents decided on it.", 300)
    assert [text for _, text in kinds_and_texts(line("Figure 1: Emissions", 110), *chart, text)] == [
        "Figure 1: Emissions",
        "Residents decided on it.",
    ]


def test_figures_under_the_caption_of_a_chart_may_be_as_large_as_the_text() -> None:
    figures = [line("6.9 6.7 6.7 6.8", 130), small("2020 2021 2022 2023", 200)]
    found = kinds_and_texts(line("Figure 6: Score", 110), *figures, line("Residents decided on it.", 300))
    assert [text for _, text in found] == ["Figure 6: Score", "Residents decided on it."]


def test_axis_without_a_caption_is_left_out() -> None:
    axis = [small(f"{share}%", 100 + 20 * n) for n, share in enumerate((90, 80, 70, 60))]
    assert kinds_and_texts(*axis, line("Residents decided on it.", 300)) == [("paragraph", "Residents decided on it.")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Allerdale 7.3 1.9 2.9", "Barrow 4.2 1.5 1.8", "Carlisle 4.2 1.9 2.9"],
        ["Landscape assessment 2007", "Settlement assessment 2007", "Character assessment 2023"],
        ["• 41 homes", "• 29 farms", "• 19 shops"],
        ["We met 41 times.", "We saw 29 homes.", "We heard 19 people."],
    ],
    ids=["rows of a table", "titles with a year", "list", "sentences"],
)
def test_small_lines_with_numbers_that_are_no_labels_stay(lines: list[str]) -> None:
    found = blocks(*(small(text, 100 + 12 * n) for n, text in enumerate(lines)), line("Residents decided.", 300))
    read = " ".join(block.text for block in found)
    assert all(text in read for text in lines)


# Headings that are none


def test_line_before_a_list_that_ends_with_a_colon_is_its_lead_in() -> None:
    lines = [line("The role of the panel was to:", 100, bold=True), line("• choose the money", 114)]
    assert [kind for kind, _ in kinds_and_texts(*lines)] == ["paragraph", "list"]


@pytest.mark.parametrize(
    "heading",
    [line("The role of the panel:", 92, size=18), line("The role of the panel:", 60, bold=True)],
    ids=["large", "far above"],
)
def test_heading_with_a_colon_stays_one(heading: Line) -> None:
    assert kinds_and_texts(heading, line("• choose the money", 114))[0][0] == "heading"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“WE DECIDE ON IT”", "quote"),
        ("“We decide on all of it", "quote"),
        ("and we decide on it.”", "quote"),
        ("What is “co-production”", "heading"),
        ("“You said” in numbers", "heading"),
        ("Strongly agree: 42%", "paragraph"),
        ("Recommendation no: 21", "paragraph"),
        ("Session 3: 2024", "heading"),
    ],
)
def test_display_text_that_is_a_heading_or_none(text: str, kind: str) -> None:
    assert kinds_and_texts(line(text, 100, size=18, bold=True))[0][0] == kind


def test_name_under_a_quotation_is_no_heading() -> None:
    lines = [line("“We decide on all of it together”", 100, size=18), line("John, Denholt", 122, size=14)]
    assert [kind for kind, _ in kinds_and_texts(*lines)] == ["quote", "quote"]


def test_many_headings_after_each_other_are_display_text() -> None:
    sizes = (30.0, 14.0, 26.0, 18.0, 22.0, 16.0)
    lines = [line(f"lives {n}", 100 + 60 * n, size=size) for n, size in enumerate(sizes)]
    assert [kind for kind, _ in kinds_and_texts(*lines)] == ["paragraph"] * 5 + ["heading"]


# Captions, alignment, boxes


@pytest.mark.parametrize("text", ["Figure A: Replies", "Table 3a: Replies", "Figure B2: Replies", "Map C – Wards"])
def test_caption_with_a_letter_is_a_caption(text: str) -> None:
    assert kinds_and_texts(line(text, 100))[0][0] == "caption"


@pytest.mark.parametrize(
    "ends", [[(80, 179), (72, 179), (100, 179), (120, 179)], [(80, 160), (72, 168), (90, 150), (100, 140)]]
)
def test_text_without_a_left_edge_has_no_indents(ends: list[tuple[float, float]]) -> None:
    words = ["We have learnt that", "those who decide are", "those who know", "and who live here"]
    lines = [line(text, 100 + 14 * n, x0=x0, x1=x1) for n, (text, (x0, x1)) in enumerate(zip(words, ends, strict=True))]
    assert len(blocks(*lines)) == 1


def test_block_knows_its_box_and_never_crosses_it() -> None:
    outside = line("Residents decided how the money", 100)
    inside = Line("of the centre was spent.", 72, 114, FULL, 125, bold=False, box=0)
    assert [(block.box, block.text) for block in blocks(outside, inside)] == [(-1, outside.text), (0, inside.text)]


def test_document_that_breaks_words_is_told_by_the_words_that_it_knows() -> None:
    whole = line("we said participation, declared and residents were right", 100)
    broken = ["on particip-", "ation we de-", "clared and resi-", "dents came"]
    pages = [page(whole, *(line(text, 120 + 14 * n) for n, text in enumerate(broken)))]
    assert document_vocabulary(pages).breaks is True
    assert document_vocabulary([page(whole)]).breaks is None


ROWS = [[Row((("Lead: Board", Box(1, 72, 120, 400, 140)),))]]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        (line("Timeline of the work", 104, bold=True), "caption"),
        (line("Timeline of the work", 60, bold=True), "heading"),
        (line("Timeline of the work", 98, size=16), "heading"),
        (line("3.2 Timeline of the work", 104, bold=True), "heading"),
    ],
    ids=["right above in ordinary type", "far above", "in large type", "numbered"],
)
def test_title_of_a_table_is_its_caption(title: Line, kind: str) -> None:
    hole = Line("", 72, 120, 400, 140, bold=False, table=0)
    assert [block.kind for block in blocks(title, hole, tables=ROWS)] == [kind, "table"]


def test_title_of_a_chart_whose_labels_are_left_out_is_its_caption() -> None:
    chart = [small(f"{share}%", 124 + 20 * n) for n, share in enumerate((90, 80, 70, 60))]
    found = kinds_and_texts(line("Stock by age", 104, bold=True), *chart, line("Residents decided on it.", 300))
    assert found == [("caption", "Stock by age"), ("paragraph", "Residents decided on it.")]


def test_bold_title_of_a_chart_is_none_of_its_labels() -> None:
    title = small("Jobs by trade, 31 March", 104)
    chart = [small(text, 124 + 20 * n) for n, text in enumerate(("Roofing", "970", "Joinery", "640", "410"))]
    found = kinds_and_texts(replace(title, bold=True), *chart, line("Residents decided on it.", 300))
    assert [text for _, text in found] == ["Jobs by trade, 31 March", "Residents decided on it."]


def test_small_rows_of_figures_at_the_foot_are_no_footnote() -> None:
    rows = [
        small("Rents and service charges 41.2 42.4 43.5 44.8", 740),
        small("Repairs, all trades 12.9 13.4 13.3 13.6", 750),
    ]
    assert "footnote" not in [kind for kind, _ in kinds_and_texts(line("Residents decided on it.", 500), *rows)]


def test_line_in_other_type_that_carries_on_a_sentence_is_no_heading() -> None:
    rest = line("and experienced", 114, size=14, bold=True)
    found = [kind for kind, _ in kinds_and_texts(line("We want our staff to be trained", 100), rest)]
    assert found == ["paragraph", "paragraph"]
    assert kinds_and_texts(line("We want our staff to be trained.", 100), rest)[1][0] == "heading"
