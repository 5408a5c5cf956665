"""An excerpt shows the words that made the claim, and dots where the text goes on."""

import re

import pytest

from tokenism.records import Span
from tokenism.report.quotes import excerpt

FILLER = "Roads were mended and lamps were lit. " * 12


def words_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize("before", ["", FILLER])
@pytest.mark.parametrize("after", ["", FILLER])
def test_words_of_the_claim_are_in_it_and_dots_where_the_text_goes_on(before: str, after: str) -> None:
    text = f"{before}We co-produced the plan. {after}".strip()
    start = text.index("co-produced")
    found = str(excerpt(text, [Span("p", "l", "claim", "r", "7", start, start + 11)]))
    assert '<mark class="claim" title="words of claim">co-produced</mark>' in found
    assert found.startswith("… ") == bool(before)
    assert found.endswith(" …") == bool(after)
    assert words_of(found).removeprefix("… ").removesuffix(" …") in text
    assert len(words_of(found)) < 190


def test_text_without_a_marked_word_is_shown_from_its_start() -> None:
    assert excerpt(FILLER, []).startswith("Roads were mended")


def test_word_longer_than_the_excerpt_is_cut() -> None:
    found = excerpt("W" * 10_000, [Span("p", "l", "claim", "r", "7", 0, 10_000)])
    assert 0 < words_of(str(found)).count("W") <= 180


def test_markup_of_a_document_stays_text() -> None:
    assert "<script>" not in excerpt("<script>co-produced</script>", [Span("p", "l", "claim", "r", "7", 8, 19)])
