"""Why a passage has its labels: each cue with what it would give alone, each marker with its definition."""

from dataclasses import replace

import pytest

from tests.makers import codebook
from tokenism.errors import InputError
from tokenism.records import Span
from tokenism.report.why import Reasons, Sign

TEXT = "Residents filled in\nthe survey and the survey was read."


def span(kind: str, rule: str, value: str, start: int, end: int) -> Span:
    return Span("p1", "model", kind, rule, value, start, end)


def test_practice_is_told_with_what_it_would_give_alone_and_by_which_rule() -> None:
    cue = codebook().of_kind("practice")[0]
    rule = codebook().rule_of(cue)
    assert rule is not None
    facets = ", ".join(f"{facet} {value}" for facet, value in cue.gives.items())
    name = codebook().rungs[int(cue.value) - 1].id
    assert Reasons(codebook()).meaning("practice", cue.id) == (
        f"Shows {facets}; alone it would give rung {cue.value}, {name}, by the rule {rule.id}: {rule.because}"
    )


def test_claim_and_marker_are_told_by_rung_and_definition() -> None:
    cue, marker = codebook().of_kind("claim")[0], codebook().markers[0]
    reasons = Reasons(codebook())
    assert reasons.meaning("claim", cue.id) == f"Claims {reasons.rung(int(cue.value))}."
    assert reasons.meaning("marker", marker.id) == marker.definition


def test_practice_whose_rule_is_not_in_the_codebook_is_told_without_it() -> None:
    cue = replace(codebook().of_kind("practice")[0], rule="")
    book = replace(codebook(), cues=(cue,))
    assert "by the rule" not in Reasons(book).meaning("practice", cue.id)


def test_signs_stand_in_the_order_of_the_text_each_wording_once() -> None:
    spans = [
        span("practice", "b.two", "4", 28, 38),
        span("practice", "a.one", "4", 0, 30),
        span("practice", "b.two", "4", 20, 30),
        span("practice", "b.two", "4", 35, 45),
        span("claim", "c.three", "4", 0, 9),
    ]
    signs = Reasons(codebook()).signs(TEXT, spans, "practice")
    assert [sign.id for sign in signs] == ["a.one", "b.two"]
    assert signs[0] == Sign("a.one", ("Residents filled in the survey",), "")
    assert signs[1].words[0] == "the survey"


def test_marker_is_named_by_its_own_id_and_not_by_the_cue() -> None:
    marker = codebook().markers[0]
    (sign,) = Reasons(codebook()).signs(TEXT, [span("marker", "some.cue", marker.id, 0, 9)], "marker")
    assert sign == Sign(marker.id, ("Residents",), marker.definition)


@pytest.mark.parametrize(("rung", "name"), [(0, "none"), (4, "rung 4, consulting"), (8, "rung 8, devolving")])
def test_rung_is_told_by_number_and_name(rung: int, name: str) -> None:
    assert Reasons(codebook()).rung(rung) == name


@pytest.mark.parametrize("rung", [-1, 9, 12])
def test_rung_of_another_ladder_says_which_stage_to_run(rung: int) -> None:
    with pytest.raises(InputError, match=f"rung {rung} is not on the ladder of the codebook; run the tag stage again"):
        Reasons(codebook()).rung(rung)
