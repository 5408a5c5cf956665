"""Facets and rules: what is met, what is derived in which order, and how a rule reads."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import codebook
from tests.small_codebook import spoil, told, write_small
from tokenism.codebook import load_codebook
from tokenism.facets import CLAIM, RUNG, WHO, Rule, deciding, derived, met


def rule(key: str, sets: str, value: str, **when: tuple[str, ...]) -> Rule:
    return Rule(key, sets, value, when, "Because.")


RULES = (
    rule("a", "rung", "8", power=("decides", "owns")),
    rule("b", "stage", "early", method=("survey",), numbers=("given",)),
    rule("c", "rung", "5", stage=("early",)),
    rule("d", "rung", "4", method=("survey",)),
)


def found(**values: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(value.split()) for key, value in values.items()}


@pytest.mark.parametrize(
    ("when", "values", "is_met"),
    [
        ({"method": ("survey", "vote")}, found(method="vote drop-in"), True),
        ({"method": ("survey",)}, found(method="vote"), False),
        ({"method": ("survey",)}, {}, False),
        ({"method": ("survey",), "power": ("owns",)}, found(method="survey"), False),
        ({"method": ("survey",), "power": ("owns",)}, found(method="survey", power="owns"), True),
        ({"method": ("survey",)}, found(method=""), False),
    ],
)
def test_condition_asks_for_one_value_of_each_facet(
    when: dict[str, tuple[str, ...]], values: dict[str, frozenset[str]], is_met: bool
) -> None:
    assert met(when, values) is is_met


@pytest.mark.parametrize(
    ("values", "rung", "used"),
    [
        (found(power="owns", method="survey"), "8", ["a"]),
        (found(method="survey"), "4", ["d"]),
        (found(method="survey", numbers="given"), "5", ["b", "c"]),
        (found(method="survey", numbers="given", stage="late"), "4", ["d"]),
    ],
)
def test_first_rule_that_fits_decides_and_what_it_sets_may_be_asked_for(
    values: dict[str, frozenset[str]], rung: str, used: list[str]
) -> None:
    facets, rules = derived(RULES, values)
    assert (facets["rung"], [rule.id for rule in rules]) == (frozenset([rung]), used)
    assert facets | values == facets


def test_nothing_is_derived_from_nothing() -> None:
    assert derived(RULES, {}) == ({}, ())


def test_first_rule_for_a_facet_is_found() -> None:
    assert deciding(RULES, "rung", found(stage="early", method="survey")) == RULES[2]
    assert deciding(RULES, "power", found(stage="early")) is None


def test_rule_reads_as_a_sentence() -> None:
    assert str(RULES[0]) == "rung 8 when power is decides or owns"
    assert str(RULES[1]) == "stage early when method is survey, and numbers is given"


@given(st.data())
def test_more_power_never_lowers_the_rung_of_the_codebook(data: st.DataObject) -> None:
    """A facet that is added may raise what the printed rules derive, for their order is that of the rungs.

    Except where a jury or assembly only recommends: what its members choose or vote does not lift it (case 8).
    """
    of_cues = [facet for facet in codebook().facets.values() if facet.id != WHO]
    values = {
        facet.id: data.draw(st.frozensets(st.sampled_from(sorted(facet.values)), max_size=2)) for facet in of_cues
    }
    values["method"] -= {"assembly", "jury"}
    more = values | {"power": values["power"] | {data.draw(st.sampled_from(sorted(codebook().facets["power"].values)))}}
    low, high = (derived(codebook().rules, those)[0].get(RUNG, {"0"}) for those in (values, more))
    assert max(map(int, low)) <= max(map(int, high))


def test_every_rung_of_the_codebook_is_derived_by_a_rule() -> None:
    assert {rule.value for rule in codebook().rules if rule.sets == RUNG} == {str(r.n) for r in codebook().rungs}


def test_rules_of_the_codebook_ask_for_facets_that_it_has() -> None:
    known = {*codebook().facets, RUNG, CLAIM}
    assert [rule.id for rule in codebook().rules if not set(rule.when) <= known] == []


def test_who_is_named_is_a_facet_of_the_groups_of_people(tmp_path: Path) -> None:
    assert load_codebook(write_small(tmp_path)).facets[WHO].values == {
        "residents": "resident, residents",
        "patients": "patients",
    }


def test_group_of_people_that_is_none_is_told(tmp_path: Path) -> None:
    write_small(tmp_path)
    where = spoil(tmp_path, "mechanisms", '{ method = ["vote"] }', '{ who = ["tenants"] }@')
    assert told(tmp_path) == f"{where}[[rule]] rung.vote, when: who 'tenants' is none of residents, patients"
