"""From blocks to passages."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.reading.blocks import Block
from tokenism.reading.passages import Draft, build_passages
from tokenism.records import Box

LONG = "Residents decided how the money of the centre was spent."


def block(
    text: str, kind: str = "paragraph", *, top: float = 100, page: int = 1, size: float = 11, box: int = -1
) -> Block:
    closed = text.endswith((".", ":", "?", ";")) or kind in ("heading", "footnote")
    return Block(kind, text, (Box(page, 72, top, 520, top + 11),), size, bold=False, closed=closed, box=box)


def column(page: int, x0: float, *blocks: Block) -> list[Block]:
    """The blocks below each other in a column of a page, each of two full lines."""
    boxes = [Box(page, x0, 100 + 30 * n, x0 + 200, 122 + 30 * n) for n in range(len(blocks))]
    return [replace(block, boxes=(box,), full=True) for block, box in zip(blocks, boxes, strict=True)]


def heading(text: str, size: float = 16) -> Block:
    return block(text, "heading", size=size)


def passages(*blocks: Block, min_words: int = 8, max_words: int = 180) -> list[Draft]:
    return build_passages(blocks, min_words=min_words, max_words=max_words)


def texts(*blocks: Block, min_words: int = 8, max_words: int = 180) -> list[str]:
    return [draft.text for draft in passages(*blocks, min_words=min_words, max_words=max_words)]


# Sections


def test_section_is_the_path_of_headings() -> None:
    found = passages(
        heading("Carers", 20), block(LONG), heading("Money", 14), block(LONG), heading("Tenants", 20), block(LONG)
    )
    assert [draft.section for draft in found] == ["Carers", "Carers > Money", "Tenants"]


def test_heading_over_two_lines_is_one_heading() -> None:
    assert [draft.section for draft in passages(heading("Carers"), heading("and money"), block(LONG))] == [
        "Carers and money"
    ]


def test_heading_that_nothing_stands_under_is_a_passage() -> None:
    found = passages(heading("Chapter", 20), heading("Slide of one statement", 14), heading("Next", 20), block(LONG))
    assert [(draft.kind, draft.section, draft.text) for draft in found] == [
        ("paragraph", "Chapter", "Slide of one statement"),
        ("paragraph", "Next", LONG),
    ]


def test_last_heading_of_a_document_is_kept() -> None:
    assert texts(block(LONG), heading("Thank you")) == [LONG, "Thank you"]


def test_passage_never_crosses_a_heading() -> None:
    assert texts(block("Too short."), heading("Carers"), block(LONG)) == ["Too short.", LONG]


def test_no_blocks_make_no_passages() -> None:
    assert passages() == []


# Joining


def test_list_takes_its_lead_in_and_all_items() -> None:
    (found,) = passages(block("Carers decide on:"), block("• money", "list"), block("• staff", "list"))
    assert (found.kind, found.text) == ("list", "Carers decide on: • money • staff")


def test_list_without_a_lead_in_stands_alone() -> None:
    assert texts(block(LONG), block("• money", "list"), block("• staff", "list")) == [LONG, "• money • staff"]


def test_list_stops_at_the_longest_passage() -> None:
    items = [block(f"• item {number} of four", "list") for number in range(4)]
    assert texts(*items, max_words=10) == ["• item 0 of four • item 1 of four", "• item 2 of four • item 3 of four"]


def test_short_paragraph_joins_the_next_one() -> None:
    assert texts(block("Carers first."), block(LONG)) == [f"Carers first. {LONG}"]


@pytest.mark.parametrize("kind", ["quote", "table"])
def test_short_paragraph_joins_no(kind: str) -> None:
    assert texts(block("Carers first."), block(LONG, kind)) == ["Carers first.", LONG]


def test_each_row_of_a_table_is_a_passage() -> None:
    rows = [block("Action: Panel", "table"), block("Action: Survey", "table")]
    assert [(draft.kind, draft.text) for draft in passages(*rows)] == [
        ("table", "Action: Panel"),
        ("table", "Action: Survey"),
    ]


def test_paragraph_goes_on_over_a_page() -> None:
    (found,) = passages(block("Residents decided how the", top=800), block("money was spent.", page=2, top=60))
    assert found.text == "Residents decided how the money was spent."
    assert [box.page for box in found.boxes] == [1, 2]


def test_word_broken_at_the_end_of_a_page_is_joined() -> None:
    assert texts(block("Residents and carers in particip-"), block("ation with the council.", page=2)) == [
        "Residents and carers in participation with the council."
    ]


def test_hyphen_of_a_compound_broken_at_the_end_of_a_page_stays() -> None:
    assert texts(block("Our strategy was written and co-"), block("produced with carers and tenants.", page=2)) == [
        "Our strategy was written and co-produced with carers and tenants."
    ]


@pytest.mark.parametrize(
    "following",
    [
        block("Money was spent on the residents of the town.", page=2),
        block("money was spent on the residents of the town.", page=2, size=16),
        block("money was spent on the residents of the town.", "table", page=2),
    ],
    ids=["capital letter", "another size", "table"],
)
def test_other_text_on_the_next_page_is_a_passage_of_its_own(following: Block) -> None:
    first = "Residents of the town decided together how the"
    assert texts(block(first), following) == [first, following.text]


def test_closed_paragraph_does_not_go_on() -> None:
    assert len(texts(block(LONG), block("money was spent on residents of the whole town.", page=2))) == 2


def test_boxes_that_follow_each_other_become_one() -> None:
    (found,) = passages(block("Carers first."), block(LONG, top=114))
    assert found.boxes == (Box(1, 72, 100, 520, 125),)


@pytest.mark.parametrize("top", [20, 400])
def test_short_piece_joins_nothing_far_away(top: float) -> None:
    assert texts(block("Carers first."), block(LONG, top=top)) == ["Carers first.", LONG]


def test_lists_of_two_boxes_side_by_side_stay_apart() -> None:
    left = column(1, 72, block("• money", "list"), block("• staff", "list"))
    right = column(1, 320, block("• rooms", "list"), block("• time", "list"))
    foot = [block(LONG, top=700)]
    assert texts(*left, *right, *foot) == ["• money • staff", "• rooms • time", LONG]


def test_list_of_a_box_follows_its_lead_in_on_the_page_before() -> None:
    lead_in = block("Proposals must:", top=700, box=1)
    items = [block("• be small", "list", page=2, top=60, box=0), block("• be near", "list", page=2, top=74, box=0)]
    assert texts(lead_in, *items) == ["Proposals must: • be small • be near"]


def test_short_text_beside_a_box_joins_nothing_in_it() -> None:
    assert texts(block("Carers first."), block(LONG, top=114, box=0)) == ["Carers first.", LONG]


def test_list_goes_on_in_the_next_column() -> None:
    left = column(1, 72, block("• money", "list"), block("• staff", "list"))
    right = column(1, 320, block("• rooms", "list"))
    assert texts(*left, *right) == ["• money • staff • rooms"]


BROKEN = "Residents of the town decided together with the"


@pytest.mark.parametrize("kind", ["footnote", "caption", "table"])
def test_paragraph_goes_on_behind_what_stands_beside_the_text(kind: str) -> None:
    aside = block("Something else that stands here.", kind, top=760)
    following = block("council how the money was spent.", page=2, top=60)
    assert texts(block(BROKEN, top=700), aside, following) == [f"{BROKEN} {following.text}", aside.text]


def test_paragraph_goes_on_behind_a_framed_box() -> None:
    inside = [block("Who asked", "heading", size=14, box=0), block(LONG, box=0)]
    following = block("council how the money was spent.", page=2, top=60)
    assert texts(block(BROKEN, top=700), *inside, following) == [f"{BROKEN} {following.text}", LONG]


def test_paragraph_in_a_box_goes_on_in_the_first_box_of_the_next_page() -> None:
    following = block("council how the money was spent.", page=2, top=60, box=0)
    assert texts(block(BROKEN, top=700, box=1), following) == [f"{BROKEN} {following.text}"]


def test_number_by_itself_does_not_end_a_paragraph() -> None:
    following = block("council how the money was spent.", page=2, top=60)
    assert texts(block(BROKEN, top=700), block("1.1", top=720), following)[0] == f"{BROKEN} {following.text}"


def test_paragraph_goes_on_with_a_capital_in_the_next_column() -> None:
    left = column(1, 72, block(LONG), block("The strategy was written with members of the Health"))
    right = column(1, 320, block("Partnership we have in this part of the county."))
    assert texts(*left, *right) == [LONG, f"{left[1].text} {right[0].text}"]


@pytest.mark.parametrize(
    ("first", "following"),
    [
        ("See the report on the web at www.vale.example/report", "which was written by all of the tenants."),
        ("Residents of the town decided together with the", "www.vale.example/report on the work of tenants."),
    ],
)
def test_web_address_at_a_break_goes_on_in_no_sentence(first: str, following: str) -> None:
    assert texts(block(first, top=700), block(following, page=2, top=60)) == [first, following]


def test_short_last_line_does_not_go_on_with_a_capital() -> None:
    left = column(1, 72, block(LONG), block("The strategy was written with members of the Health"))
    right = column(1, 320, block("Partnership we have in this part of the county."))
    assert len(texts(left[0], replace(left[1], full=False), *right)) == 3


def test_footnote_is_a_paragraph_of_its_own() -> None:
    found = passages(block("Carers first."), block("Survey of May.", "footnote", top=114), block(LONG, top=128))
    assert [(draft.kind, draft.text) for draft in found] == [
        ("paragraph", "Carers first."),
        ("paragraph", "Survey of May."),
        ("paragraph", LONG),
    ]


# Splitting


def test_long_paragraph_is_split_at_sentences_into_equal_parts() -> None:
    sentences = [f"Sentence number {number} has six words." for number in range(4)]
    assert texts(block(" ".join(sentences)), max_words=14) == [" ".join(sentences[:2]), " ".join(sentences[2:])]


def test_parts_keep_boxes_section_and_kind() -> None:
    whole = block(" ".join(f"Sentence number {number} has six words." for number in range(4)))
    found = passages(heading("Carers"), whole, max_words=14)
    assert {(draft.kind, draft.section, draft.boxes) for draft in found} == {("paragraph", "Carers", whole.boxes)}


def test_sentence_that_is_too_long_is_cut_between_words() -> None:
    text = "word " * 29 + "end"
    found = texts(block(text), max_words=10)
    assert " ".join(found) == text
    assert [len(piece.split()) for piece in found] == [10, 10, 10]


@pytest.mark.parametrize("text", ["no end e.g. here, i.e. there", "£1.5 million and 2.5 per cent"])
def test_stop_inside_a_sentence_is_no_place_to_cut(text: str) -> None:
    sentence = f"It has {text}."
    assert texts(block(f"{sentence} {sentence}"), max_words=10) == [sentence, sentence]


def test_long_row_of_a_table_is_cut_too() -> None:
    assert len(texts(block(f"{LONG} {LONG}", "table"), max_words=10)) == 2


def test_piece_has_only_the_boxes_that_its_words_stand_in() -> None:
    first = block("Residents decided on the centre. Then they", page=1)
    rest = block("voted on the rest of the money. It was a long evening.", page=2)
    found = passages(first, rest, max_words=10)
    assert [(draft.boxes[0].page, draft.boxes[-1].page) for draft in found] == [(1, 2), (2, 2)]


def test_split_loses_no_mark() -> None:
    text = "They said: “We decide.” Then the council agreed. (It was late.) Next they did it."
    assert " ".join(texts(block(text), min_words=2, max_words=6)) == text


def test_words_are_split_at_white_space() -> None:
    assert Draft("paragraph", "", "Carers’ co-produced  plan", ()).n_words == 3


WORD = st.sampled_from(["carers", "Tenants", "decide", "on", "money", "co-produced", "2025"])
TEXT = st.builds(
    lambda words, end: " ".join(words) + end, st.lists(WORD, min_size=1, max_size=15), st.sampled_from(["", ".", ":"])
)
BLOCKS = st.lists(
    st.builds(
        lambda kind, text, size, page, top: block(text, kind, size=size, page=page, top=top),
        st.sampled_from(["paragraph", "list", "table", "quote", "heading"]),
        TEXT,
        st.sampled_from([11.0, 16.0]),
        st.integers(1, 3),
        st.integers(0, 800),
    ),
    max_size=15,
)


@given(BLOCKS, st.integers(0, 12), st.integers(12, 40))
def test_no_word_is_lost(blocks: list[Block], min_words: int, max_words: int) -> None:
    found = build_passages(blocks, min_words=min_words, max_words=max_words)
    read = Counter(word for draft in found for word in draft.text.split())
    assert Counter(word for b in blocks if b.kind != "heading" for word in b.text.split()) <= read


@given(BLOCKS, st.integers(0, 12), st.integers(12, 40))
def test_order_of_the_running_text_is_kept(blocks: list[Block], min_words: int, max_words: int) -> None:
    flow = [b for b in blocks if b.kind != "table"]
    found = build_passages(flow, min_words=min_words, max_words=max_words)
    read = iter(word for draft in found for word in draft.text.split())
    assert all(word in read for b in flow if b.kind != "heading" for word in b.text.split())


@given(
    st.lists(st.builds(heading, st.sampled_from(["Carers", "Money 2025", "Tenants"]), st.sampled_from([14.0, 16.0])))
)
def test_words_of_headings_are_in_a_section_or_a_passage(headings: list[Block]) -> None:
    found = passages(*headings[:10], block(LONG))
    kept = {word for draft in found for word in f"{draft.section} {draft.text}".split()}
    assert {word for block in headings[:10] for word in block.text.split()} <= kept


@given(BLOCKS)
def test_every_passage_has_words_and_boxes_on_pages_of_its_blocks(blocks: list[Block]) -> None:
    pages = {box.page for b in blocks for box in b.boxes}
    for draft in passages(*blocks):
        assert draft.n_words > 0
        assert {box.page for box in draft.boxes} <= pages
        assert all(box.x0 < box.x1 and box.top < box.bottom for box in draft.boxes)


def test_caption_stands_alone() -> None:
    found = passages(block("Before it."), block("Figure 1: Replies", kind="caption"), block("After it."), min_words=20)
    assert [(draft.kind, draft.text) for draft in found] == [
        ("paragraph", "Before it."), ("paragraph", "Figure 1: Replies"), ("paragraph", "After it."),
    ]  # fmt: skip


def test_rows_stand_under_the_caption_of_their_table_and_their_label() -> None:
    row, labelled = block("Lead: Board", kind="table"), replace(block("Lead: Panel", kind="table"), under="Area: North")
    after = block("Carers then met to choose what was to be done next.")
    found = passages(heading("Plan"), block("Table 1: Timeline", kind="caption"), row, labelled, after)
    assert [(draft.kind, draft.section) for draft in found] == [
        ("paragraph", "Plan"),
        ("table", "Plan > Table 1: Timeline"),
        ("table", "Plan > Area: North > Table 1: Timeline"),
        ("paragraph", "Plan"),
    ]
