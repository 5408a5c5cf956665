"""Examples of a codebook, tried on its own cues and rungs."""

from dataclasses import replace

import pytest

from tests.makers import codebook
from tokenism.codebook import Codebook, Cue
from tokenism.examples import misread_rungs, unexplained


def with_cue(**fields: object) -> Codebook:
    """The codebook with a single cue beside its vetoes and negation."""
    values = {"value": "7", "patterns": ("arm in arm",), "example": "We work arm in arm with residents."} | fields
    kept = [cue for cue in codebook().cues if cue.kind in ("veto", "negation")]
    cue = Cue(id="claim.x", kind="claim", **values)  # type: ignore[arg-type]
    return replace(codebook(), cues=(*kept, cue))


def of_the_cue(book: Codebook) -> list[str]:
    return [sentence for sentence in unexplained(book) if "claim.x" in sentence]


def test_every_example_of_our_codebook_is_explained() -> None:
    assert list(unexplained(codebook())) == []


def test_examples_of_every_rung_are_read_as_that_rung_by_the_rules_alone() -> None:
    assert list(misread_rungs(codebook())) == []


def test_good_cue_has_nothing_said_of_it() -> None:
    assert of_the_cue(with_cue(counter="The sculpture stands in the park.")) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"example": "Goodbye."}, "the example of claim.x is not explained by it: none of its patterns is in it"),
        (
            {"example": "We never work arm in arm with residents."},
            "the example of claim.x is not explained by it: its words are found and set aside, because it is denied, "
            "or said that it should be",
        ),
        ({"counter": "They stood arm in arm."}, "the counter-example of claim.x is taken for an example"),
    ],
)
def test_mistake_is_told(fields: dict[str, object], sentence: str) -> None:
    assert of_the_cue(with_cue(**fields)) == [sentence]


def test_negation_without_its_words_is_told() -> None:
    cue = replace(codebook().of_kind("negation")[0], example="Nothing of it.")
    assert list(unexplained(replace(codebook(), cues=(cue,)))) == [
        f"the example of {cue.id} holds none of its patterns"
    ]


def test_rung_whose_example_is_read_otherwise_is_told() -> None:
    first = replace(codebook().rungs[0], examples=("We consulted residents.",), counters=())
    book = replace(codebook(), rungs=(first, *codebook().rungs[1:]))
    assert any(
        "an example of rung 1 coercing: “We consulted residents.”" in sentence for sentence in misread_rungs(book)
    )
