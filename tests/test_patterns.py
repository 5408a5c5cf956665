"""The cue notation: what each form matches and what it leaves, and what a sentence needs for it."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher

from tokenism.errors import InputError
from tokenism.patterns import compile_pattern, fault, needs, phrases

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
        ("im*", "We improve", True),
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
        ("co-produc*", [("produc*", "coproduc*")]),
        ("don't", [("do",)]),
        ("# <public>", [("#",), ("<public>",)]),
    ],
)
def test_what_a_sentence_needs(pattern: str, needed: list[tuple[str, ...]]) -> None:
    assert [need.choices for need in needs(pattern, tokenize)] == needed


@pytest.mark.parametrize(
    ("pattern", "reaches"),
    [
        ("asked", [(0, 1)]),
        ("we? asked", [(1, 1)]),
        ("co-produced", [(2, 3)]),
        ("asked ... tenants", [(0, 6), (5, 1)]),
        ("asked ...8 tenants", [(0, 10), (9, 1)]),
        ("asked <public>", [(0, 9), (8, 8)]),
        ("asked <public>/nobody", [(0, 9), (8, 8)]),
    ],
)
def test_how_far_a_match_reaches_around_what_it_needs(pattern: str, reaches: list[tuple[int, int]]) -> None:
    assert [(need.before, need.after) for need in needs(pattern, tokenize)] == reaches


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("asked", [("asked",)]),
        ("ask/tell the? tenants", [(a, *b, "tenants") for b in (("the",), ()) for a in ("ask", "tell")]),
        ("co-op", [("co", "op"), ("co", "-", "op"), ("coop",)]),
        ("don't ask", [("do", "n't", "ask")]),
        ("consult*", []),
        ("# votes", []),
        ("asked <public>", []),
        ("asked <public>/tenants", [("asked", "tenants")]),
    ],
)
def test_patterns_of_plain_words_are_written_out(pattern: str, expected: list[tuple[str, ...]]) -> None:
    assert [phrase for tokens in compile_pattern(pattern, tokenize) for phrase in phrases(tokens)] == expected


def test_pattern_with_too_many_phrases_is_not_written_out() -> None:
    many = " ".join(["a/b/c/d"] * 4)
    (tokens,) = compile_pattern(many, tokenize)
    assert len(phrases(tokens)) == 256
    assert phrases(tokens, limit=255) == []


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("with <citizens>", "there is no group '<citizens>'; there are <public>, <other>"),
        ("with <public", "there is no group '<public'"),
        ("with the<public>", "there is no group 'the<public>'"),
        *((f"with {word}", "is no regular expression") for word in "(a) a[bc] a{2} a|b a\\w ^a a$ a+ a.*".split()),  # noqa: SIM905
        ("with *", "at the end of a word"),
        ("with *duced", "at the end of a word"),
        ("with co-*duce", "at the end of a word"),
        ("with co*-produce", "at the end of a word"),
        ("with con*lt", "at the end of a word"),
        ("with a//b", "'a//b' has an empty alternative"),
        ("with /b", "'/b' has an empty alternative"),
        ("with b/", "'b/' has an empty alternative"),
        ("with b/?", "'b/?' has an empty alternative"),
        ("with a?/b", "at the end, after all alternatives"),
        ("with a?b", "at the end, after all alternatives"),
        ("with #5", "must stand alone"),
        ("with ...21 us", "is not from 1 to 20 tokens"),
        ("with ...0 us", "is not from 1 to 20 tokens"),
        ("with .... us", "'....' is no gap"),
        ("with ...x us", "'...x' is no gap"),
        ("with .. us", "'..' is no gap"),
        ("with... us", "'with...' is no gap"),
        ("with … us", "'…' is no gap"),
        ("With us", "'With' must be in lower case"),
        ("with l’eau", "write plain quotes"),
        ("with co–op", "write a plain hyphen, or let the dash stand alone"),
        ("with co—op*", "write a plain hyphen, or let the dash stand alone"),
        ("with a/co−op", "write a plain hyphen, or let the dash stand alone"),
        ("can't* go", "must follow letters or digits"),
        ("co-* go", "must follow letters or digits"),
        ("go -led*", "must follow letters or digits"),
        ("go a/&*", "must follow letters or digits"),
        ("a ...20 b ...20 c ...20 d", "it has 9,261 forms, more than 2,000; shorten its gaps"),
        (" ".join(["a?"] * 11 + ["b"]), "it has 2,048 forms"),
        (" ".join(["co-op/b"] * 6), "it has 4,096 forms"),
        ("a ...20 b ...20 c ...20 d " * 100, "more than 2,000"),
    ],
)
def test_fault_names_what_is_wrong_and_the_pattern_is_refused(pattern: str, problem: str) -> None:
    assert problem in fault(pattern)
    with pytest.raises(InputError) as caught:
        compile_pattern(pattern, tokenize)
    assert str(caught.value) == f"pattern {pattern!r}: {fault(pattern)}"


@pytest.mark.parametrize(
    "pattern",
    [
        "and / or",
        "a ...20 b ...20 c",
        "£ # to #",
        "a – b",
        "–/: a",
        "co-op* 2* im*",
        "naïve 't",
        "<public>/nobody? asked",
        "24/7",
        "who ?",
        "r & d , 5 %",
    ],
)
def test_pattern_without_fault(pattern: str) -> None:
    assert fault(pattern) == ""


@pytest.mark.parametrize("pattern", ["# co-op/24/,/<public>? ... don't/b*/c", "a ...20 b", "a-b-c and/, d?"])
def test_pattern_is_refused_by_the_number_of_token_patterns_that_it_would_have(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_forms = len(compile_pattern(pattern, tokenize))
    monkeypatch.setattr("tokenism.patterns.MOST_FORMS", n_forms - 1)
    assert f"it has {n_forms} forms" in fault(pattern)
    monkeypatch.setattr("tokenism.patterns.MOST_FORMS", n_forms)
    assert fault(pattern) == ""


@given(st.text(st.sampled_from("ab<>*?/.#- ") | st.characters(), max_size=12))
def test_pattern_without_fault_compiles(pattern: str) -> None:
    problem = fault(pattern)
    assert problem or all(compile_pattern(pattern, tokenize))


def test_half_a_character_is_told() -> None:
    assert fault("we \ud800") == "'\\ud800' holds half a character; write the whole one"


PIECES = ["we?", "our/the?", "asked", "consult*", "co-produc*", "tenants/carers", "#", "don't", "..."]
WORDS = ["we", "our", "the", "asked", "consulted", "co-produced", "coproduced", "tenants", "412", "don't", "bins"]


def meets(word: str, like_num: bool, choices: tuple[str, ...]) -> bool:
    return any(
        word.startswith(choice[:-1]) if choice.endswith("*") else word == choice or (choice == "#" and like_num)
        for choice in choices
    )


@given(
    st.lists(st.sampled_from(PIECES), max_size=4).map(lambda pieces: f"asked {' '.join(pieces)} tenants"),
    st.lists(st.sampled_from(WORDS), max_size=9).map(lambda words: " ".join(["asked", *words, "tenants"])),
)
def test_every_match_holds_all_that_is_needed_within_its_reach(pattern: str, text: str) -> None:
    doc = NLP.make_doc(text)
    matcher = Matcher(NLP.vocab)
    matcher.add("pattern", compile_pattern(pattern, tokenize))
    for _, start, end in matcher(doc):
        for need in needs(pattern, tokenize):
            within = range(max(start, end - need.after), min(end, start + need.before + 1))
            assert any(meets(doc[i].lower_, doc[i].like_num, need.choices) for i in within)
