"""Mechanisms: the printed rules give the rung of facets, and the edge cases of the specification come out as told."""

from collections.abc import Iterable, Mapping

import pytest

from tests.makers import codebook, cue_reader
from tokenism.facets import RUNG, Rule, deciding

RULES = tuple(rule for rule in codebook().rules if rule.sets == RUNG)
PRACTICES = codebook().of_kind("practice")

CASES = [
    # case 2: results of a consultation
    (2, "Of those who replied, 72 per cent of respondents agreed with the new hours.", 4),
    (2, "Most respondents opposed the closure of the lane.", 4),
    # case 5: Healthwatch, patient participation groups, youth councils, tenants' panels, unless they decide
    (5, "The practice has a patient participation group.", 5),
    (5, "Healthwatch visited the wards in May.", 5),
    (5, "The youth council met the leader twice.", 5),
    (5, "The tenants' panel read the letter before it was posted.", 5),
    (5, "The youth council holds the budget for the skate park and decides what it is spent on.", 8),
    # case 6: volunteers
    (6, "Staff and volunteers plan the rota together, and the roles are shared.", 7),
    (6, "The library is now a community-run library.", 8),
    (6, "Volunteers shelve books at the library on Saturdays, which saved £9,000.", 0),
    # case 8: assemblies and juries recommend, unless the organisation bound itself
    (8, "The citizens' assembly met over four weekends and wrote the recommendations below.", 5),
    (8, "Assembly members chose the three themes and drafted the statement.", 5),
    (8, "The jurors voted on the topic of the last session.", 5),
    (8, "The council agreed in advance to adopt whatever the jury recommends.", 7),
    # case 9: participatory budgeting
    (9, "In the spring, residents voted on how the ward fund is spent.", 8),
    (9, "Residents were asked to rank ten services in the budget simulator.", 4),
    # case 14: recommendations of an assembly, with word of a vote
    (14, "The jury voted on each recommendation in turn.", 5),
    (14, "Panellists wrote the statement and ranked the ideas.", 5),
    (14, "Plant more trees along the ring road and pay for it from the parking charge.", 0),
    # case 18: grants and ownership
    (18, "A panel of residents awards small grants twice a year.", 8),
    (18, "A community-owned wind turbine powers two hundred homes.", 8),
    (18, "The trust gave the charity a grant to run its advice desk to the trust's specification.", 0),
    # case 20: information, courses, campaigns
    (20, "A newsletter told households when the works would begin.", 3),
    (20, "Sessions taught residents how to book on the portal.", 2),
    (20, "A stop smoking week was held in January.", 0),
    # case 21: surveys, and statistics from surveys
    (21, "An online survey asked tenants what they thought of the repairs service.", 4),
    (21, "Some 14 per cent of adults smoke, the national health statistics show.", 0),
    # case 26: involved in the design and delivery, with nothing on what was done
    (26, "Co-design and co-production with carers are at the heart of our plan.", 0),
    # case 27: peers
    (27, "Four peer mentors work in the recovery service.", 7),
    (27, "The carers set up and run the group themselves.", 8),
    # case 28: narrated views
    (28, "Carers told us that the forms are too long.", 4),
    (28, "Participants in the focus group felt that buses come too late.", 4),
    # case 29: agenda and logistics of an assembly
    (29, "Each jury session began with two speakers and small group discussions.", 5),
    (29, "Commentators had ten minutes each, and facilitators noted the questions.", 5),
    # who does it: the public, or officers after hearing them
    (0, "Residents chose the design of the square.", 6),
    (0, "The design of the square was chosen by residents.", 6),
    (0, "After hearing residents, officers chose the design of the square.", 0),
    (0, "Parents rewrote the letter.", 6),
    (0, "Officers rewrote the letter for parents.", 0),
    # things that only look like a mechanism
    (0, "Any scheme may be led by a parish council or a community land trust.", 0),
    (0, "Who would get the final say about a patient of sixteen?", 0),
    (0, "In 2024, 1,869 families attended sessions at the family hub.", 0),
    (0, "The hub is a welcoming place for all families.", 0),
    (0, "Advice in PPG17 covers sport, and PPGs are being replaced.", 0),
]
"""Edge case of section 8 of the specification (0: of section 3b), a sentence of our own, and its rung."""

FACETS = [
    ({"method": "survey"}, 4),
    ({"method": "survey", "power": "makes"}, 6),
    ({"method": "panel"}, 5),
    ({"method": "panel", "power": "selects-with"}, 7),
    ({"method": "panel", "power": "spends"}, 8),
    ({"method": "assembly"}, 5),
    ({"method": "assembly", "power": "makes"}, 5),
    ({"method": "jury", "power": "chooses"}, 5),
    ({"method": "jury", "power": "decides-with"}, 5),
    ({"method": "jury", "power": "binds"}, 7),
    ({"method": "workshop", "power": "prioritises"}, 6),
    ({"method": "drafting", "power": "makes", "who": "assembly_members"}, 5),
    ({"method": "drafting", "power": "makes", "who": "residents"}, 6),
    ({"method": "participatory-budget", "power": "spends"}, 8),
    ({"method": "paid-role", "payment": "as-equals"}, 7),
    ({"method": "survey", "payment": "paid"}, 4),
    ({"method": "newsletter"}, 3),
    ({"method": "training"}, 2),
    ({"method": "compulsion"}, 1),
    ({"numbers": "given"}, 0),
    ({"feedback": "reported-back"}, 0),
    ({"stage": "draft"}, 0),
    ({}, 0),
]


def found(facets: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {facet: frozenset([value]) for facet, value in facets.items()}


def rung_of(facets: Mapping[str, str]) -> int:
    rule = deciding(RULES, RUNG, found(facets))
    return int(rule.value) if rule else 0


def ways(rule: Rule) -> Iterable[dict[str, str]]:
    """Facets that meet a rule: each of its values with the first of the others'."""
    first = {facet: values[0] for facet, values in rule.when.items()}
    for facet, values in rule.when.items():
        for value in values:
            yield {**first, facet: value}


@pytest.mark.parametrize(("case", "text", "rung"), CASES, ids=[f"{case}: {text[:50]}" for case, text, _ in CASES])
def test_edge_case_has_its_rung(case: int, text: str, rung: int) -> None:
    assert cue_reader().labels(text)[1] == rung


@pytest.mark.parametrize(("facets", "rung"), FACETS, ids=[str(facets) for facets, _ in FACETS])
def test_facets_have_their_rung(facets: dict[str, str], rung: int) -> None:
    assert rung_of(facets) == rung


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_no_rule_is_hidden_by_one_before_it(rule: Rule) -> None:
    assert [facets for facets in ways(rule) if deciding(RULES, RUNG, found(facets)) is not rule] == []


def test_every_rule_decides_for_an_example() -> None:
    texts = [*(cue.example for cue in PRACTICES), *(text for _, text, _ in CASES)]
    used = {rule.id for text in texts for rule in cue_reader().read(text).rules}
    assert sorted({rule.id for rule in RULES} - used) == []


def test_rules_for_several_hits_give_the_highest_rung_that_one_gives_outside_of_assemblies() -> None:
    given = sorted({tuple(sorted(cue.gives.items())) for cue in PRACTICES if cue.gives.get("method") not in BODIES})
    for a in given:
        for b in given:
            both: dict[str, set[str]] = {}
            for facet, value in (*a, *b):
                both.setdefault(facet, set()).add(value)
            rule = deciding(RULES, RUNG, {facet: frozenset(values) for facet, values in both.items()})
            assert rule is not None
            assert int(rule.value) == max(rung_of(dict(a)), rung_of(dict(b)))


BODIES = ("assembly", "jury")


@pytest.mark.parametrize("facet", ["method", "power"])
def test_every_value_is_given_by_a_cue(facet: str) -> None:
    assert sorted(set(codebook().facets[facet].values) - {cue.gives.get(facet) for cue in PRACTICES}) == []


def test_every_method_that_no_rule_asks_for_comes_with_power_or_pay() -> None:
    asked = {value for rule in RULES for value in rule.when.get("method", ())}
    alone = [cue for cue in PRACTICES if cue.gives.get("method") not in asked]
    assert [cue.id for cue in alone if not {"power", "payment"} & set(cue.gives)] == []


def test_example_of_a_practice_has_the_rung_of_its_cue() -> None:
    wrong = [cue.id for cue in PRACTICES if cue_reader().labels(cue.example)[1] != int(cue.value)]
    assert wrong == []


def test_counter_example_of_a_cue_of_shared_power_shares_none() -> None:
    high = [cue for cue in PRACTICES if int(cue.value) >= codebook().shared_from]
    wrong = [cue.id for cue in high if cue_reader().labels(cue.counter)[1] >= codebook().shared_from]
    assert wrong == []


def test_rules_say_why_in_a_sentence() -> None:
    assert [rule.id for rule in RULES if not (rule.because.endswith(".") and len(rule.because) < 160)] == []
