"""What a reading of a text says of itself."""

import dataclasses

import pytest

from tests.makers import cue_reader


def test_reading_cannot_be_changed() -> None:
    reading = cue_reader().read("We consulted residents.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading.n_tokens = 0  # type: ignore[misc]


def test_claim_band_of_a_practice_without_a_word_that_claims() -> None:
    reading = cue_reader().read("Some 640 residents completed a questionnaire.")
    assert (reading.claim_band, reading.practice_rung) == ("consultation", 4)
    assert "claim.asked" in {rule.id for rule in reading.rules} or reading.claims


def test_empty_text_has_no_rung_and_no_band() -> None:
    reading = cue_reader().read("")
    assert (reading.claim_rung, reading.practice_rung, reading.claim_band) == (0, 0, "none")
    assert (reading.n_public, reading.n_other, reading.definition, reading.negated) == (0, 0, False, ())


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Residents and carers met staff.", [(True, "residents"), (True, "families_and_ages"), (False, "staff")]),
        ("The children's centre is open.", []),
    ],
)
def test_people_are_named_with_their_group(text: str, groups: list[tuple[bool, str]]) -> None:
    assert [(named.public, named.group) for named in cue_reader().read(text).people] == groups
