"""What passages are about: shared words, names, people, and a document that speaks of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_passage, make_span
from tokenism.records import Span
from tokenism.subjects import Subjects, about, stem_of

REST = [make_passage(n, f"Item{n} on trams.") for n in range(10, 20)]


def signs(a: str, b: str, spans: dict[str, list[Span]] | None = None, **fields: object) -> dict[str, float]:
    first, second = make_passage(1, a), make_passage(2, b, **fields)
    return Subjects([first, second, *REST], spans or {}).signs(first, second)


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("garden gardens gardening Gardens garden's", "garden"),
        ("aim aims aimed", "aim"),
        ("libraries library", "librar"),
        ("the of to", None),
    ],
)
def test_forms_of_a_word_have_one_stem(words: str, stem: str | None) -> None:
    assert {stem_of(word) for word in words.split()} == {stem}


def test_rare_shared_word_tells_more_than_an_everyday_one() -> None:
    rare = signs("The penguin pool is loved.", "Visitors drew the penguin.")
    everyday = signs("The service is loved.", "Visitors drew the service.")
    assert rare["rarest"] > 2 * everyday["rarest"] > 0.0


def test_word_of_the_heading_counts_as_shared() -> None:
    assert signs("The penguin pool is loved.", "Visitors drew it.", section="Zoo > Penguins")["words"] > 0.0


def test_words_of_the_claiming_sentence_are_the_focus() -> None:
    spans = {"p1": [make_span(1, "claim", 0, 2)]}
    text = "We penguin together. Herons came late."
    assert signs(text, "A penguin.", spans)["focus"] > signs(text, "A heron.", spans)["focus"] == 0.0


def test_words_of_a_participation_cue_are_no_subject() -> None:
    spans = {key: [make_span(n, "practice", 0, 13)] for n, key in ((1, "p1"), (2, "p2"))}
    a, b = "questionnaire gardens", "questionnaire tramways"
    assert signs(a, b)["words"] > signs(a, b, spans)["words"] == 0.0


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ("Carers sat down.", "A carer wrote it.", True),
        ("Carers sat down.", "Tenants wrote it.", False),
        ("A scarecrow stood.", "A carer wrote it.", False),
    ],
)
def test_same_group_of_the_public_counts(a: str, b: str, shared: bool) -> None:
    assert signs(a, b)["people"] == float(shared)


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ("This strategy is yours.", "Our new strategy took a year.", True),
        ("This strategy is yours.", "Our framework took a year.", False),
        ("Strategy is a word.", "Any strategy is a text.", False),
    ],
)
def test_document_that_speaks_of_itself_counts(a: str, b: str, shared: bool) -> None:
    assert signs(a, b)["itself"] == float(shared)


@pytest.mark.parametrize(
    ("heading", "making"),
    [
        ("How we developed the strategy", True),
        ("What residents told us", True),
        ("Consultation", True),
        ("Roads", False),
    ],
)
def test_heading_that_tells_how_it_was_made_counts(heading: str, making: bool) -> None:
    found = signs("This strategy is yours.", "People met.", section=heading)
    assert (found["making"], found["made"]) == (float(making), float(making))
    assert signs("Parks are yours.", "People met.", section=heading)["made"] == 0.0


def test_another_document_does_not_speak_of_this_one() -> None:
    found = signs("This strategy is yours.", "This strategy grew.", section="Consultation", document_id="d2")
    assert (found["itself"], found["made"], found["making"]) == (0.0, 0.0, 1.0)


def test_account_is_longer_and_has_more_cues_than_a_mention() -> None:
    spans = {"p2": [make_span(2, "practice", n, n + 1) for n in range(3)]}
    mention, account = signs("a", "They met."), signs("a", "They met and met again and again.", spans)
    assert account["account"] > mention["account"] and account["length"] > mention["length"]


@pytest.mark.parametrize(
    ("a", "b", "names"),
    [
        ("We run the Family Hubs Programme.", "The Family Hubs Programme is new.", ["Family Hubs Programme"]),
        ("Our Friends of Elm Park group", "the Friends of Elm Park, who", ["Friends of Elm Park"]),
        ("We run Family Hubs.", "We run Health Hubs.", []),
        ("The Council met.", "The Council voted.", []),
    ],
)
def test_shared_names_are_given_as_written(a: str, b: str, names: list[str]) -> None:
    first, second = make_passage(1, a), make_passage(2, b)
    assert Subjects([first, second], {}).named(first, second) == names


def test_shared_words_are_given_as_the_claim_writes_them_without_everyday_ones() -> None:
    first, second = make_passage(1, "Penguins need services."), make_passage(2, "The penguin of the service.")
    assert Subjects([first, second, *REST], {}).told(first, second) == ["Penguins"]


WORDS = ["garden", "Oakfield", "Family", "Hubs", "this", "strategy", "carers", "met.", "the"]
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(["garden", "Oakfield", "Family", "Hubs", "this", "strategy", "carers", "met.", "the"]),
        max_size=12,
    ).map(" ".join),
)


@given(TEXTS, TEXTS, TEXTS)
def test_signs_lie_between_nought_and_one_for_any_text(a: str, b: str, section: str) -> None:
    found = signs(a, b, section=section)
    assert all(0.0 <= value <= 1.0 + 1e-9 for value in found.values())


@given(TEXTS)
def test_words_are_those_of_the_text(text: str) -> None:
    passage = make_passage(1, text)
    found = about(passage, [])
    assert all(" ".join(word.split()) in " ".join(text.split()) for word in found.words.values())
    assert found.focus == frozenset(found.terms)
