"""Patterns and people found in one text: by token, within a sentence, with offsets into the text as it was given."""

import re
from collections.abc import Mapping, Sequence

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from tokenism.errors import InputError
from tokenism.matching import Matches, PatternMatcher, without_overlaps
from tokenism.patterns import compile_pattern
from tokenism.sentences import plain_text

PATTERNS = {
    "phrase": ("ask/tell the? carers", "co-produced with"),
    "gap": ("consult* ... <public>", "asked ...8 votes"),
    "number": ("# of the/our? <public>", "12 votes"),
    "people": ("<other> and <public>", "<public>/bins decide"),
    "negation": ("don't ask",),
}
GROUPS = {"PUBLIC": ("residents", "young people", "people with lived experience"), "OTHER": ("the board", "partners")}
_WORDS = "ask tell the carers co-produced coproduced with consulted asked votes decide 12 of our don't and bins . ;"
WORDS = _WORDS.split()
MATCHER = PatternMatcher(PATTERNS.items(), GROUPS)

texts = st.lists(st.sampled_from([*WORDS, *GROUPS["PUBLIC"], *GROUPS["OTHER"]]), max_size=40).map(" ".join)


def words_of(matches: Matches) -> dict[str, list[str]]:
    return {key: [matches.doc[start:end].text for start, end in spans] for key, spans in matches.spans.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We ASK the carers and tell carers.", {"phrase": ["ASK the carers", "tell carers"]}),
        ("It was co-produced with us, coproduced with you.", {"phrase": ["co-produced with", "coproduced with"]}),
        ("We consulted a lot of young people.", {"gap": ["consulted a lot of young people"]}),
        ("We consulted. Residents came.", {}),
        ("12 of residents and 12 votes", {"number": ["12 of residents", "12 votes"]}),
        ("The board and residents decide; bins decide", {"people": ["The board and residents", "bins decide"]}),
        ("We don’t ask", {"negation": ["don't ask"]}),
        (
            "We ask  the \n carers;  12\t\tof\u00a0 our \r\n residents",
            {"phrase": ["ask the carers"], "number": ["12 of our residents"]},
        ),
        ("It was co\u2013produced with us", {"phrase": ["co-produced with"]}),
        ("We ask. The carers left", {}),
        ("nothing here", {}),
        ("", {}),
    ],
)
def test_what_is_found(text: str, expected: dict[str, list[str]]) -> None:
    assert words_of(MATCHER.match(text)) == expected


def test_people_are_named_in_order_and_the_longest_name_counts() -> None:
    matches = MATCHER.match("The board met young people with lived experience, residents and partners.")
    named = [(label, matches.doc[start:end].text) for label, start, end in matches.people]
    assert named == [
        ("OTHER", "The board"),
        ("PUBLIC", "people with lived experience"),
        ("PUBLIC", "residents"),
        ("OTHER", "partners"),
    ]


def test_sentences_are_numbered_by_token() -> None:
    assert MATCHER.match("We met. They left").sentences == [0, 0, 0, 1, 1]


def test_key_named_as_a_group_is_kept_apart_from_it() -> None:
    matches = PatternMatcher([("PUBLIC", ["residents"])], {"PUBLIC": ["carers"]}).match("residents and carers")
    assert (list(matches.people), dict(matches.spans)) == ([("PUBLIC", 2, 3)], {"PUBLIC": [(0, 1)]})


def test_pipeline_of_the_caller_is_used() -> None:
    nlp = spacy.blank("en")
    assert PatternMatcher([("k", ["ask # times"])], {}, nlp).match("we ask ten times").doc.vocab is nlp.vocab


def test_pipeline_of_the_caller_is_not_changed_and_its_limit_of_length_does_not_count() -> None:
    nlp = spacy.blank("en")
    nlp.max_length = 10
    assert dict(PatternMatcher([("k", ["ask # times"])], {}, nlp).match("we ask ten times").spans) == {"k": [(1, 4)]}
    assert nlp.max_length == 10


def test_text_is_split_as_the_pipeline_splits_it() -> None:
    text = "Don't ask 12 of our co-producers (e.g. Dr. Smith's) at 5 p.m., say."
    tokens = [(token.text, token.idx) for token in MATCHER.match(text).doc]
    assert tokens == [(token.text, token.idx) for token in MATCHER.nlp.make_doc(text)]


def test_matcher_without_patterns_or_groups_finds_nothing() -> None:
    matches = PatternMatcher([("empty", [])], {}).match("We ask the carers.")
    assert (dict(matches.spans), list(matches.people), len(matches.doc)) == ({}, [], 5)


def test_pattern_with_a_fault_is_refused() -> None:
    with pytest.raises(InputError, match="no regular expression"):
        PatternMatcher([("k", ["(ask)"])], {})


def ungated(matches: Matches, patterns: Mapping[str, Sequence[str]] = PATTERNS) -> dict[str, list[tuple[int, int]]]:
    """What spaCy's matcher finds with every pattern over the whole text, the longest first, within sentences."""
    source = matches.doc
    doc = Doc(source.vocab, words=[token.text for token in source], spaces=[bool(t.whitespace_) for t in source])
    doc.ents = [Span(doc, start, end, label=label) for label, start, end in matches.people]
    found = {}
    for key, own in patterns.items():
        matcher = Matcher(doc.vocab)
        for pattern in own:
            matcher.add(pattern, compile_pattern(pattern, MATCHER.tokenize))
        numbers = matches.sentences
        spans = [doc[a:b] for _, a, b in matcher(doc) if a < b and numbers[a] == numbers[b - 1]]
        found[key] = [(span.start, span.end) for span in filter_spans(spans)]
    return {key: spans for key, spans in found.items() if spans}


@given(texts)
def test_phrases_gates_and_windows_lose_no_match(text: str) -> None:
    matches = MATCHER.match(text)
    assert {key: list(spans) for key, spans in matches.spans.items()} == ungated(matches)


INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


@given(texts, st.data())
def test_offsets_are_those_of_the_text_as_given(text: str, data: st.DataObject) -> None:
    signs = data.draw(st.lists(st.sampled_from(["", "", "", "\u00ad", "\u200b", "\ufeff"]), min_size=len(text)))
    given_text = "".join(sign + letter for sign, letter in zip(signs, text, strict=False))
    given_text = given_text.replace("-", data.draw(st.sampled_from("-\u2010\u2011"))).replace("'", "’")
    matches, plain = MATCHER.match(given_text), MATCHER.match(text)
    assert words_of(matches) == words_of(plain)
    for spans in matches.spans.values():
        for span in spans:
            start, end = matches.characters(*span)
            assert plain_text(given_text[start:end]).text == matches.doc[slice(*span)].text
            assert not INVISIBLE.match(given_text[start]) and not INVISIBLE.match(given_text[end - 1])


SPACES = st.text(" \t\u00a0\u2003\r", min_size=1, max_size=3)


@given(texts, st.data())
def test_further_spaces_change_nothing_that_is_found(text: str, data: st.DataObject) -> None:
    spaced = "".join(data.draw(SPACES) if letter == " " else letter for letter in f" {text} ")
    matches, plain = MATCHER.match(spaced), MATCHER.match(text)
    assert (matches.spans, matches.people, matches.sentences) == (plain.spans, plain.people, plain.sentences)
    for spans in matches.spans.values():
        for span in spans:
            start, end = matches.characters(*span)
            assert " ".join(spaced[start:end].split()) == matches.doc[slice(*span)].text


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair))), max_size=9))
def test_longest_ranges_are_kept_as_by_spacy(ranges: list[tuple[int, int]]) -> None:
    doc = MATCHER.nlp.make_doc("w " * 20)
    kept = filter_spans([doc[start:end] for start, end in ranges])
    assert without_overlaps(ranges) == [(span.start, span.end) for span in kept]


def test_names_of_any_length_are_taken_in() -> None:
    names = " ".join(["young people", "residents"] * 6)
    assert words_of(MATCHER.match(f"We consulted {names} there")) == {"gap": [f"consulted {names}"]}
    assert words_of(MATCHER.match(f"12 of {names} there")) == {"number": [f"12 of {names}"]}


def test_word_as_long_as_a_text_is_read() -> None:
    word = "consulted" * 20_000  # all its beginnings, written out, would fill sixteen gigabytes
    assert words_of(MATCHER.match(f"We {word} and residents")) == {"gap": [f"{word} and residents"]}


def test_long_text_without_a_stop_is_read() -> None:
    matches = MATCHER.match("we consulted residents and others " * 20_000)
    assert len(matches.spans["gap"]) == 20_000
