"""The cue notation: what each form matches and what it leaves, and what a sentence needs for it."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher

from tokenism.errors import InputError
from tokenism.patterns import compile_pattern, longest, requirements

NLP = spacy.blank("en")


def tokenize(word: str) -> list[str]:
    return [token.lower_ for token in NLP.make_doc(word)]


def matches(pattern: str, text: str, public: str = "") -> bool:
    """Whether the pattern matches somewhere; ``public`` is one word of the text that names the public."""
    doc = NLP.make_doc(text)
    doc.ents = [
        spacy.tokens.Span(doc, token.i, token.i + 1, label="PUBLIC") for token in doc if token.lower_ == public.lower()
    ]
    matcher = Matcher(NLP.vocab)
    matcher.add("pattern", compile_pattern(pattern, tokenize))
    return any(end > start for _, start, end in matcher(doc))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("consult", "We CONSULT them", True),
        ("consult", "We consulted them", False),
        ("consult", "A consultant called", False),
        ("consult*", "A consultant called", True),
        ("consult*", "A preconsultation", False),
        ("consult*", "Consult us", True),
        ("ask/consult*", "They asked", False),
        ("ask/consult*", "They ask", True),
        ("ask/consult*", "They consulted", True),
        ("we? asked", "asked twice", True),
        ("we? asked tenants", "we never asked tenants", True),
        ("will we? ask", "will they ask", False),
        ("will our/the? tenants", "will the tenants", True),
        ("will our/the? tenants", "will some tenants", False),
        ("co-produced", "it was co-produced", True),
        ("co-produced", "it was co produced", True),
        ("co-produced", "it was coproduced", True),
        ("co-produced", "it was produced", False),
        ("co-produc*", "the co-production", True),
        ("co-produc*", "the coproducers", True),
        ("co-produc*", "the co-op produced", False),
        ("don't ask", "we don't ask", True),
        ("don't ask", "we do ask", False),
        ("asked ... tenants", "asked tenants", True),
        ("asked ... tenants", "asked one two three four tenants", True),
        ("asked ... tenants", "asked one two three four five tenants", False),
        ("asked ...6 tenants", "asked one two three four five tenants", True),
        ("asked ...1 tenants", "asked one two tenants", False),
        ("# votes", "412 votes", True),
        ("# votes", "twelve votes", True),
        ("# votes", "many votes", False),
        ("and / or", "and / or", True),
        ("and / or", "and or", False),
    ],
)
def test_notation(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "public", "expected"),
    [
        ("asked <public>", "tenants", True),
        ("asked <public>", "", False),
        ("asked <other>", "tenants", False),
        ("asked <public>/nobody", "", False),
        ("asked <public>/tenants", "", True),
    ],
)
def test_group_of_people(pattern: str, public: str, expected: bool) -> None:
    assert matches(pattern, "We asked tenants", public) is expected


@pytest.mark.parametrize("pattern", ["", "   ", "...", "... asked", "asked ...", "asked ...8"])
def test_pattern_without_a_word_at_its_ends_is_refused_with_a_remedy(pattern: str) -> None:
    with pytest.raises(InputError) as caught:
        compile_pattern(pattern, tokenize)
    assert str(caught.value) == f"pattern {pattern!r}: it must begin and end with a word"


@pytest.mark.parametrize("pattern", ["we?", "we? our/the?"])
def test_pattern_of_words_that_may_all_be_missing_is_refused(pattern: str) -> None:
    with pytest.raises(InputError, match="pattern"):
        compile_pattern(pattern, tokenize)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("asked", [("asked",)]),
        ("we? asked", [("asked",)]),
        ("ask/consult* ... tenants", [("ask", "consult*"), ("tenants",)]),
        ("co-produc*", [("co", "coproduc*")]),
        ("don't", [("do",)]),
        ("# <public>", [("#",), ("<public>",)]),
    ],
)
def test_what_a_sentence_needs(pattern: str, needed: list[tuple[str, ...]]) -> None:
    assert requirements(pattern, tokenize) == needed


@pytest.mark.parametrize(
    ("pattern", "tokens"),
    [
        ("asked", 1),
        ("we? asked", 2),
        ("co-produced", 3),
        ("asked ... tenants", 6),
        ("asked ...8 tenants", 10),
        ("<public>", 8),
    ],
)
def test_most_tokens_that_a_pattern_covers(pattern: str, tokens: int) -> None:
    assert longest(compile_pattern(pattern, tokenize)) == tokens


PIECES = ["we?", "our/the?", "asked", "consult*", "co-produc*", "tenants/carers", "#", "don't", "..."]
WORDS = ["we", "our", "the", "asked", "consulted", "co-produced", "coproduced", "tenants", "412", "don't", "bins"]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(lambda pieces: f"asked {' '.join(pieces)} tenants"),
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
)
def test_no_text_matches_without_what_the_pattern_needs(pattern: str, text: str) -> None:
    words = [*tokenize(text), *("#" for token in NLP.make_doc(text) if token.like_num)]
    met = [
        any(
            word.startswith(choice[:-1]) if choice.endswith("*") else word == choice
            for word in words
            for choice in need
        )
        for need in requirements(pattern, tokenize)
    ]
    assert matches(pattern, text) <= all(met)


@given(
    st.lists(st.sampled_from(PIECES), max_size=4).map(lambda pieces: f"asked {' '.join(pieces)} tenants"),
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
)
def test_no_match_is_longer_than_the_longest(pattern: str, text: str) -> None:
    compiled = compile_pattern(pattern, tokenize)
    matcher = Matcher(NLP.vocab)
    matcher.add("pattern", compiled)
    assert all(end - start <= longest(compiled) for _, start, end in matcher(NLP.make_doc(text)))
