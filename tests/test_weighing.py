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
