"""Records: frozen, comparable, and with the vocabulary of the codebook."""

import dataclasses
import inspect
from typing import Any

import pytest

from tests.makers import make_claim, make_document, make_passage, make_score, make_span, make_tag
from tests.test_replies import make_reply
from tokenism import records
from tokenism.records import (
    BANDS,
    KINDS,
    POSITIONS,
    STANCES,
    STATUSES,
    VERDICTS,
    Boilerplate,
    Box,
    Comparison,
    MatrixCell,
    Page,
    ProfileLine,
)

RECORDS = [
    Box(1, 0.0, 0.0, 10.0, 10.0),
    Page(1, 595.0, 842.0, 12, 0.9),
    make_document(),
    make_passage(1, "We asked residents."),
    make_span(1, "claim", 0, 2),
    make_tag(1),
    make_claim(1, "label-only"),
    make_score(),
    Comparison("years", "Elm Council", "2024", "2020", 12, 10, 0.1, -0.2, 0.4, 0.7),
    MatrixCell("Elm Council", "consultation", "planned", 3, 2.0, 1.0, 4.0),
    Boilerplate("c1", "c2", "d1", "Elm Council", 4, "consultation", "label-only", 2, 2),
    ProfileLine("Elm Council", "nef", "engagement", "doing for", 3, 2, 0.4, 0.1, 0.7, 0.6, 0.3, 0.8),
    make_reply(),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_record_cannot_be_changed(record: Any) -> None:
    name = dataclasses.fields(record)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, name, "changed")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_record_takes_no_other_attribute(record: Any) -> None:
    assert not hasattr(record, "__dict__")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_copies_are_equal(record: Any) -> None:
    assert dataclasses.replace(record) == record


def test_every_record_type_is_tested() -> None:
    here = {type(record) for record in RECORDS}
    assert {kind for _, kind in inspect.getmembers(records, dataclasses.is_dataclass)} == here


def test_bands_stand_in_ascending_order() -> None:
    assert BANDS == ("none", "informing", "consultation", "co-production")


@pytest.mark.parametrize("names", [BANDS, STANCES, VERDICTS, STATUSES, KINDS, POSITIONS])
def test_names_stand_once(names: tuple[str, ...]) -> None:
    assert sorted(set(names)) == sorted(names)


def test_probabilities_of_two_tags_are_not_shared() -> None:
    assert make_tag(1).p_claim is not make_tag(2).p_claim
