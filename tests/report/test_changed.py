"""The page of changes: words that changed are marked, hostile text stays text, and nothing is fetched."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_claim, make_document, make_passage, make_score
from tokenism.beside import side_by_side
from tokenism.changes import Side, compare
from tokenism.changes_told import NOTHING, Comparison
from tokenism.report.changed import marked_words, page

OLD = "We will work with residents and carers as equal partners in the design of every service"
NEW = "We will work with residents and carers as equal partners in the planning of every service"


def compared(old: Sequence[str], new: Sequence[str], **fields: Any) -> Comparison:
    """Claims of these texts in one document before and after, with one organisation's scores."""
    sides = []
    for first, texts in ((0, old), (len(old), new)):
        numbers = range(first, first + len(texts))
        passages = [make_passage(n + 1, text) for n, text in zip(numbers, texts, strict=True)]
        claims = [make_claim(n + 1, "label-only", **fields) for n in numbers]
        sides.append(Side([make_document(title=fields.get("title", "Plan"))], passages, claims))
    scores = make_score(tokenism_index=0.5, tokenism_low=0.4, tokenism_high=0.6, n_claims=12)
    figures = side_by_side([scores], [make_score(n_claims=2)])
    return Comparison(("first-run", "<second>"), ["Made <b>otherwise</b>."], compare(*sides), figures)


def test_changed_words_are_marked_on_both_sides() -> None:
    found = page(compared([OLD], [NEW]))
    assert "partners in the <del>design</del> of every service" in found
    assert "partners in the <ins>planning</ins> of every service" in found


def test_words_that_are_the_same_on_both_sides_stand_once() -> None:
    both = compared([OLD], [OLD])
    old, new = (
        both.changes.changes,
        compare(
            Side([make_document()], [make_passage(1, OLD)], [make_claim(1, "label-only")]),
            Side([make_document()], [make_passage(1, OLD)], [make_claim(1, "supported")]),
        ),
    )
    assert old == ()
    found = page(Comparison(("a", "b"), (), new, ()))
    assert found.count(OLD) == 1
    assert "Verdict: Label only → Supported" in found


def test_hostile_text_stays_text() -> None:
    attack = "<script>alert(1)</script> \u202efdp {{ 7*7 }} </style>"
    found = page(compared([f"{OLD} {attack}"], [f"{NEW} {attack}", attack]))
    assert "<script>" not in found
    assert "\u202e" not in found
    assert "{{ 7*7 }}" in found
    assert found.count("</style>") == 1
    assert "Made &lt;b&gt;otherwise" in found
    assert "<bdi>&lt;second&gt;</bdi>" in found


def test_page_fetches_nothing_and_runs_nothing() -> None:
    found = page(compared([OLD], [NEW]))
    assert re.findall(r"""(?:src|href)=["'](?!#|data:,)""", found) == []
    assert "url(" not in found
    assert "<script" not in found
    assert "default-src 'none'" in found


def test_no_change_is_said() -> None:
    found = page(compared([OLD], [OLD]))
    assert NOTHING in found
    assert "<article" not in found


def test_same_comparison_gives_the_same_page() -> None:
    assert page(compared([OLD], [NEW])) == page(compared([OLD], [NEW]))


def test_very_long_texts_are_shown_without_marks() -> None:
    old, new = marked_words("word " * 2000, "other " * 2000)
    assert "<" not in old + new


WORDS = st.lists(st.sampled_from(["we", "all", "<b>", "residents", "&", "\n"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_marks_add_nothing_and_take_nothing_away(before: str, after: str) -> None:
    for text, html in zip((before, after), marked_words(before, after), strict=True):
        bare = re.sub(r"</?(?:del|ins)>", "", html)
        assert bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@pytest.mark.parametrize("part", ["too few", "50% (40%–60%)", "12 claims", "not known: too few claims"])
def test_figures_stand_with_their_intervals_and_counts(part: str) -> None:
    assert part in page(compared([OLD], [NEW]))
