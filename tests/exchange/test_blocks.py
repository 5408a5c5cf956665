"""Blocks: what looks like mark-up is shown as it is, and plain text keeps within its width."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tokenism.exchange.blocks import Block, Grid, Heading, Paragraph, Points, markdown, plain, points, words

READER = MarkdownIt("commonmark").enable("table")
ODD = st.text(st.sampled_from("ab 1.)-+#>=*_`[]()<>|\\~&;:!\"'/"), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)


def shown(block: Block) -> list[str]:
    """What a reader of the Markdown sees: the texts of its paragraphs, items and cells."""
    parts = re.findall(r"<(?:p|li|h\d|t[dh])>(.*?)</(?:p|li|h\d|t[dh])>", READER.render(markdown([block])), re.DOTALL)
    return [html.unescape(re.sub(r"</?(?:strong|code)>", "", part)) for part in parts]


@given(ODD.filter(bool))
def test_paragraph_is_shown_as_it_is_written(text: str) -> None:
    assert shown(Paragraph(text)) == [text]


@given(ODD.filter(bool), ODD.filter(bool))
def test_point_is_shown_as_it_is_written(term: str, text: str) -> None:
    assert shown(Points(((f"a{term}a", text),))) == [f"a{term}a: {text}"]


@given(ODD.filter(bool))
def test_cell_is_shown_as_it_is_written(text: str) -> None:
    assert shown(Grid(("Name", "Text"), (("a", text),))) == ["Name", "Text", "a", text]


@pytest.mark.parametrize("pattern", ["<public> voted", "co-prod* with? <public>", "a|b", "vote ...8 on", "a `b` c"])
def test_pattern_in_a_cell_is_shown_as_it_is_written(pattern: str) -> None:
    assert shown(Grid(("Words",), ((words(pattern),),))) == ["Words", pattern]


def test_several_words_are_set_apart() -> None:
    assert markdown([Points((("Words", words("a", "b")),))]) == "- **Words**: `a`, `b`\n"
    assert plain([Points((("Words", words("a", "b")),))]) == "Words  a; b\n"


def test_points_without_text_are_left_out() -> None:
    assert points([("Example", ""), ("Words", words()), ("Not", "No.")]) == Points((("Not", "No."),))


def test_wide_term_puts_all_terms_above_their_texts() -> None:
    term = "practice." + "long-" * 6 + "name"
    assert plain([Points(((term, "One."), ("b", "Two.")))]) == f"{term}\n    One.\nb\n    Two.\n"


def test_headings_are_underlined_by_level() -> None:
    assert plain([Heading("One", 2), Heading("Two", 3)]) == "One\n===\n\nTwo\n---\n"


def test_mark_up_of_the_terminal_is_shown_as_it_is_written() -> None:
    assert plain([Grid(("n",), (("[bold]x[/bold] 12",),))]).splitlines()[-1] == "[bold]x[/bold] 12"


@given(st.lists(ODD.filter(bool), min_size=1, max_size=30), st.integers(40, 100))
def test_no_line_is_wider_than_asked_for(texts: list[str], width: int) -> None:
    text = " ".join(texts)
    blocks = [
        Heading(text, 1),
        Paragraph(text),
        Points((("term", text), (text, text))),
        Grid(("n", text), (("1", text),)),
    ]
    assert max(map(len, plain([*blocks, Points((("term", text),))], width=width).splitlines())) <= width


@pytest.mark.parametrize("text", ["x" * 300, "x-" * 150])
def test_long_word_is_broken(text: str) -> None:
    assert max(map(len, plain([Points((("a", text),)), Paragraph(text)], width=50).splitlines())) <= 50
