"""What speaks against a cue, and the stance of the sentence that carries."""

import pytest

from tests.makers import cue_reader


def reasons(text: str) -> set[str]:
    return {aside.reason for aside in cue_reader().read(text).aside}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The dashboard was co-produced.", "no-public"),
        ("The plan for residents was co-produced with our partners.", "others"),
        ("We did not consult residents.", "negated"),
        ("The council should consult residents before it closes a pool.", "negated"),
        ("“We want to be consulted on all of it from now on,” said one of the residents.", "quoted"),
        ("After hearing residents, officers wrote the plan.", "not-the-doer"),
    ],
)
def test_reason_is_told(text: str, reason: str) -> None:
    assert reason in reasons(text)


def test_vetoed_words_are_set_aside() -> None:
    assert reasons("The surgery offers video consultations to its patients.") <= {"veto"}
    assert cue_reader().read("The surgery offers video consultations to its patients.").claims == ()


@pytest.mark.parametrize(
    "text",
    [
        "The shop did not close (we consulted residents).",
        "The shop did not close because we consulted residents.",
        "It was not cheap, but we consulted residents.",
    ],
)
def test_negation_ends_at_a_bracket_or_a_turn(text: str) -> None:
    assert cue_reader().read(text).claims


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("We consulted 400 residents in May. The building will open by June 2027.", "reported"),
        ("The building opened in May. We will hold a meeting with residents.", "committed"),
        ("The trust was founded in 1994. We aim to listen to patients.", "aspirational"),
    ],
)
def test_stance_is_that_of_the_sentence_that_carries(text: str, stance: str) -> None:
    assert cue_reader().labels(text)[2] == stance


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("The survey of residents came in easy read.", True),
        ("The shop sells books that are easy read.", False),
    ],
)
def test_marker_that_needs_participation_stands_beside_it(text: str, marked: bool) -> None:
    found = {shown.marker for shown in cue_reader().read(text).marked}
    assert ("ndti.accessibility" in found) is marked


@pytest.mark.parametrize(
    "text",
    [
        "Residents completed a survey but were not paid for their time.",
        "Parents completed a survey and were never trained to chair the meetings.",
    ],
)
def test_denied_marker_does_not_fire_and_gives_no_facet(text: str) -> None:
    reading = cue_reader().read(text)
    assert reading.practice_rung == 4
    assert not {"quality.paid-recognition", "nef.capabilities"} & {shown.marker for shown in reading.marked}
    assert "payment" not in reading.facets


def test_sign_that_is_itself_a_denial_counts() -> None:
    marker = next(cue for cue in cue_reader().codebook.of_kind("marker") if cue.even_denied)
    assert marker.id in {shown.marker for shown in cue_reader().read(marker.example).marked}


def test_highest_sentence_gives_the_rung() -> None:
    text = "A citizens' assembly made recommendations. Residents decided how the money was spent."
    assert cue_reader().labels(text)[1] == 8


def test_sentence_without_people_speaks_of_those_beside_it() -> None:
    assert cue_reader().labels("A citizens' jury of 24 met for four days. Members voted on the options.")[1] == 5


def test_long_text_with_many_people_is_read() -> None:
    text = "We co-produced it with staff and residents. The panel of tenants chose the bidder. " * 4000
    assert cue_reader().read(text).claim_rung == 7


def test_long_text_without_a_stop_is_read() -> None:
    assert cue_reader().read("we consulted residents " * 20_000).claim_rung == 4
