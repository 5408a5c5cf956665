"""What tells two runs apart: readers, passages, cues, probabilities, labels, views and settings of scores."""

from dataclasses import replace
from typing import Any

import pytest

from tests.makers import make_claim, make_document, make_passage, make_span, make_tag
from tokenism.made_apart import Made, made_apart

SCORING = {"settings": {"draws": 100}, "audit": {"about": {"n": 1}, "judged": {}, "true_verdicts": {}}}
RUN = Made(
    [make_document(reader="pdfium-1")],
    [make_passage(1)],
    [make_claim(1, "label-only")],
    [make_tag(1, "consultation")],
    [make_span(1, "claim", 0, 3)],
    SCORING,
)


def with_first(name: str, **fields: Any) -> Made:
    """The run with other fields in the first record of a table."""
    return replace(RUN, **{name: [replace(getattr(RUN, name)[0], **fields)]})


def test_runs_made_alike_have_nothing_to_tell() -> None:
    assert made_apart(RUN, RUN) == []


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (with_first("documents", reader="pdfium-2"), "read by another reader"),
        (replace(RUN, passages=[make_passage(2)]), "cut into other passages"),
        (with_first("spans", rule="other.rule"), "Other cues fired in 1 of 1 passages"),
        (with_first("tags", p_claim={"none": 0.4}), "another model"),
        (with_first("tags", unsure=True), "other settings of tagging"),
        (with_first("tags", layer="people"), "other layers: model; people"),
        (replace(RUN, tags=None), "no tags.parquet"),
        (with_first("claims", view="bands-strict"), "bands-broad in the first, bands-strict in the second"),
        (with_first("claims", verdict="supported-elsewhere"), "other settings of linking"),
        (replace(RUN, scoring=None), "no scoring.json"),
        (replace(RUN, scoring=SCORING | {"settings": {"draws": 20}}), "other settings: draws 100 and 20"),
        (replace(RUN, scoring=SCORING | {"audit": None}), "scores of the second run are as counted"),
        (replace(RUN, scoring=SCORING | {"audit": {"about": {"n": 2}}}), "another audit"),
    ],
)
def test_each_difference_is_one_sentence(other: Made, words: str) -> None:
    found = made_apart(RUN, other)
    assert len(found) == 1
    assert words in found[0]


def test_rates_that_differ_by_their_draws_alone_are_no_other_audit() -> None:
    rates = {"audit": SCORING["audit"] | {"rates": {"no_claim": 0.1}}}
    assert made_apart(RUN, replace(RUN, scoring=SCORING | rates)) == []
