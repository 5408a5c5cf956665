"""Choosing evidence: rivals, several passages, and the order of what is enough."""

from dataclasses import replace

import pytest

from tests.makers import make_passage, make_tag
from tokenism.evidence import Evidence, Weights, backs, find_evidence
from tokenism.records import Passage
from tokenism.subjects import Subjects

WEIGHTS = Weights(min_score=1.0, several=0.0, rival=0.0)
REST = [make_passage(n, f"Item{n} on trams.") for n in range(10, 20)]


def found_for(claims: list[str], others: list[str], weights: Weights = WEIGHTS) -> dict[str, Evidence]:
    wanting = [make_passage(n, text) for n, text in enumerate(claims)]
    passages = [*wanting, *(make_passage(50 + n, text, page=5 + n) for n, text in enumerate(others)), *REST]
    tags = {p.passage_id: make_tag(0, "none", "none") for p in passages}
    tags |= {p.passage_id: make_tag(0, "consultation", "none") for p in wanting}
    tags |= {f"p{50 + n}": make_tag(0, "none", "consultation") for n in range(len(others))}
    return find_evidence(wanting, passages, tags, Subjects(passages, {}), weights)


def test_nearest_account_is_the_evidence() -> None:
    found = found_for(["The penguin pool."], ["The heron pond.", "A penguin pool drawn by us."])
    assert {key: evidence.passage.passage_id for key, evidence in found.items()} == {"p0": "p51"}
    assert found["p0"].words == ("penguin", "pool")


def test_nothing_alike_is_no_evidence() -> None:
    assert found_for(["The penguin pool."], ["Drawn by us."]) == {}


def test_passage_that_another_claim_is_nearer_to_loses() -> None:
    claims, others = ["The penguin house.", "The penguin pool."], ["A penguin pool drawn by us."]
    assert set(found_for(claims, others)) == {"p0", "p1"}
    assert set(found_for(claims, others, replace(WEIGHTS, rival=5.0))) == {"p1"}


def test_several_weak_passages_together_are_enough() -> None:
    claims, others = ["The penguin pool."], ["A penguin.", "Penguins.", "Our penguin."]
    alone = found_for(claims, others)["p0"].score
    strict = replace(WEIGHTS, min_score=alone + 0.1)
    assert found_for(claims, others, strict) == {}
    assert set(found_for(claims, others, replace(strict, several=1.0))) == {"p0"}


@pytest.mark.parametrize(
    ("practice", "stance", "enough"),
    [
        ("consultation", "reported", True),
        ("co-production", "committed", True),
        ("informing", "reported", False),
        ("consultation", "aspirational", False),
        ("consultation", "definition", False),
        ("consultation", "na", False),
    ],
)
def test_what_backs_a_claim_of_consultation(practice: str, stance: str, enough: bool) -> None:
    assert backs(make_tag(2, "none", practice, stance), make_tag(1, "consultation", "none")) is enough


@pytest.mark.parametrize(
    ("practice", "stance", "loses"),
    [("none", "reported", 0.0), ("none", "aspirational", 0.5), ("consultation", "reported", 2.0)],
)
def test_claim_that_is_seldom_backed_needs_more(practice: str, stance: str, loses: float) -> None:
    weights = replace(WEIGHTS, lesser=2.0, wish=0.5)
    assert weights.handicap(make_tag(1, "co-production", practice, stance)) == loses


def test_likeness_sums_the_signs_by_their_weights() -> None:
    assert Weights(words=2.0, people=3.0).likeness({"words": 0.5, "people": 1.0}) == pytest.approx(4.0)


def test_every_sign_has_a_weight() -> None:
    first, second = Passage(*_passage("a")), Passage(*_passage("b"))
    signs = Subjects([first, second], {}).signs(first, second)
    assert set(signs) < set(Weights.__slots__)


def _passage(key: str) -> tuple[object, ...]:
    return key, "d1", "Elm Council", 1, 1, "", "paragraph", 0, "", (), 0
