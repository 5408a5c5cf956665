"""Cues in texts: who is named, what counts, what is vetoed or negated, and where the words stand."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import CODED, codebook, cue_reader
from tokenism.annotations import CodedPassage
from tokenism.cue_reading import CueReading

KINDS = ("claims", "practices", "stances", "markers", "vetoes", "negated")


def hits_of(reading: CueReading) -> list[tuple[str, str, int, int]]:
    return [(kind, hit.cue.id, hit.start, hit.end) for kind in KINDS for hit in getattr(reading, kind)]


@pytest.mark.parametrize(
    ("text", "claim", "practice"),
    [
        ("The council empties 41,000 bins each week.", 0, 0),
        ("The strategy was co-produced with carers.", 7, 0),
        ("The dashboard was co-produced with our NHS partners.", 0, 0),
        ("Residents voted on how the £50,000 was spent.", 0, 8),
        ("We did not consult the tenants.", 0, 0),
        ("Staff engagement rose by four points.", 0, 0),
    ],
)
def test_highest_rung_that_counts(text: str, claim: int, practice: int) -> None:
    reading = cue_reader().read(text)
    assert (reading.claim_rung, reading.practice_rung) == (claim, practice)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Road repairs cost £4 million.", ("none", 0, "na")),
        ("Co-production means that professionals and citizens plan support together.", ("none", 0, "definition")),
        ("We want to involve young people in our decisions.", ("consultation", 0, "aspirational")),
    ],
)
def test_labels_by_rules_alone(text: str, labels: tuple[str, int, str]) -> None:
    assert cue_reader().labels(text) == labels


@pytest.mark.parametrize(
    ("text", "n_public", "n_other"),
    [
        ("Residents and carers met.", 2, 0),
        ("The board met.", 0, 1),
        ("People with a learning disability spoke to carers.", 2, 0),
        ("Nobody came.", 0, 0),
    ],
)
def test_people_are_counted(text: str, n_public: int, n_other: int) -> None:
    reading = cue_reader().read(text)
    assert (reading.n_public, reading.n_other) == (n_public, n_other)


@pytest.mark.parametrize(
    "text",
    [
        "We did not consult residents.",
        "We didn't consult residents.",
        "We didn’t consult residents.",
        "We never consulted residents.",
    ],
)
def test_negated_claim_does_not_count_but_is_kept(text: str) -> None:
    reading = cue_reader().read(text)
    assert (reading.claims, reading.practices) == ((), ())
    assert reading.negated


@pytest.mark.parametrize(
    "text",
    [
        "We consulted residents. This was not cheap.",
        "The shop did not open. We consulted residents.",
        "The shop did not open; we consulted residents.",
        "• The shop did not open • We consulted residents",
        "We did not, in the two hard years of repairs before the flood of March, consult residents.",
    ],
)
def test_negation_ends_with_its_sentence_and_its_reach(text: str) -> None:
    assert cue_reader().read(text).claim_rung >= 4


def test_abbreviation_does_not_end_a_sentence() -> None:
    assert cue_reader().read("It was not Cllr. Jones who consulted residents.").claims == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was co-produced with carers.", "co-produced"),
        ("It was co\u00adproduced with carers.", "co\u00adproduced"),
        ("It was co\u2010produced with carers.", "co\u2010produced"),
        ("It was co\u2013produced with carers.", "co\u2013produced"),
        ("It  was\n co-produced  with carers.", "co-produced"),
        ("\ufeffIt was co-pro\u200bduced with carers.", "co-pro\u200bduced"),
        ("It\u00a0was co-produced with\u00a0carers.", "co-produced"),
    ],
)
def test_offsets_are_those_of_the_text_as_given(text: str, words: str) -> None:
    found = {text[hit.start : hit.end] for hit in cue_reader().read(text).claims if hit.cue.id == "claim.co-produce"}
    assert found == {words}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00ad", "\u200b\u200b", ".", "•", "\x00"])
def test_text_without_words_has_no_hits(text: str) -> None:
    assert hits_of(cue_reader().read(text)) == []


LETTERS = st.characters(exclude_categories=["Cs"])
PARTS = st.sampled_from([part for passage in CODED for part in passage.text.split()]) | st.text(LETTERS, max_size=5)


@given(st.lists(PARTS, max_size=30).map(" ".join))
def test_hits_stand_inside_the_text_in_order(text: str) -> None:
    reading = cue_reader().read(text)
    assert all(0 <= hit.start < hit.end <= len(text) for kind in KINDS for hit in getattr(reading, kind))
    for kind in KINDS:
        places = [(hit.start, hit.end) for hit in getattr(reading, kind)]
        assert places == sorted(places)


@given(st.lists(PARTS, max_size=30).map(" ".join))
def test_same_text_reads_the_same(text: str) -> None:
    assert hits_of(cue_reader().read(text)) == hits_of(cue_reader().read(text))


@given(st.sampled_from(CODED), st.integers(0, 300), st.sampled_from(["\u00ad", "\u200b", "\u2060"]))
def test_invisible_letter_changes_no_cue(passage: object, place: int, letter: str) -> None:
    text = passage.text
    spoiled = text[:place] + letter + text[place:]
    plain, found = cue_reader().read(text), cue_reader().read(spoiled)
    assert [hit[:2] for hit in hits_of(found)] == [hit[:2] for hit in hits_of(plain)]


SPACES = st.text(" \t\u00a0", max_size=2)
LINE_ENDS = st.tuples(SPACES, st.sampled_from(["", "", "\n", "\r\n"]), SPACES).map("".join).filter(bool)


@given(st.sampled_from(CODED), st.data())
def test_further_spaces_and_line_ends_change_no_label_and_no_cue(passage: CodedPassage, data: st.DataObject) -> None:
    plain = cue_reader().read(passage.text)
    text = "".join(data.draw(LINE_ENDS) if letter == " " else letter for letter in passage.text)
    found = cue_reader().read(text)
    assert cue_reader().labels_of(found) == cue_reader().labels_of(plain)
    assert [(*hit[:2], text[hit[2] : hit[3]].split()) for hit in hits_of(found)] == [
        (*hit[:2], passage.text[hit[2] : hit[3]].split()) for hit in hits_of(plain)
    ]


@pytest.mark.parametrize("between", ["  ", " \n", "\n ", "\t \t"])
def test_words_are_found_across_any_space(between: str) -> None:
    text = "Residents were invited to complete a survey.".replace(" ", between)
    assert cue_reader().read(text).practice_rung == 4


def test_half_a_surrogate_pair_is_read_as_any_other_letter() -> None:
    assert cue_reader().read("\ud800 We consulted residents.").claim_rung == 4


def test_veto_drops_the_claim_that_it_overlaps() -> None:
    text = "Employee engagement with residents of the home"
    reading = cue_reader().read(text)
    vetoed = [(hit.start, hit.end) for hit in reading.vetoes]
    assert vetoed
    assert [hit for hit in reading.claims if any(hit.start < end and start < hit.end for start, end in vetoed)] == []


def test_rule_ids_stand_in_the_order_of_the_codebook() -> None:
    assert cue_reader().rule_ids == tuple(cue.id for cue in codebook().cues)


@pytest.mark.parametrize("group", ["public", "not_public"])
def test_no_name_of_people_is_longer_than_a_window_allows(group: str) -> None:
    nlp = spacy.blank("en")
    assert [term for term in getattr(codebook(), group) if len(nlp.make_doc(term)) > 8] == []
