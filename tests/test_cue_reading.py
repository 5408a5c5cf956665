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


@pytest.mark.parametrize(
    ("rung", "text"),
    [
        (4, "Residents filled in a survey about the park."),
        (4, "Tenants answered our survey on rents."),
        (4, "We sent a survey to all tenants."),
        (4, "Over 300 residents replied."),
        (4, "Residents commented on the draft strategy."),
        (4, "More than 400 people filled in the form."),
        (3, "Neighbours were written to about the works."),
        (5, "The tenants' scrutiny panel looked at repairs."),
        (6, "Pupils planned the garden with the architect."),
        (7, "Parents were on the panel that appointed the head of service."),
        (8, "Tenants own and run the hall."),
        (8, "The trustees are elected each year by the tenants, who sign the cheques."),
        (0, "Patients chose the hospital for their operation."),
        (0, "The nurse asked the patient how she felt."),
        (0, "Residents completed an application form for a permit."),
        (0, "The council should consult residents before it closes a library."),
        (0, "Parents filled in the registration form."),
    ],
)
def test_plain_words_give_the_rung(rung: int, text: str) -> None:
    assert cue_reader().read(text).practice_rung == rung
