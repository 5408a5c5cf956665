"""The checklist of minimal pairs: what a pair must get right, the floors, and models that fall below them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.makers import RUNGS, codebook
from tokenism.annotations import CodedPassage
from tokenism.checklist import checklist
from tokenism.checks import Check
from tokenism.errors import InputError
from tokenism.evaluate import Bander
from tokenism.measures import Labels

BANDER = Bander(codebook())
FLOORS = {"claim": 0.8, "practice": 0.8, "both": 0.8, "difference": 0.8}


def side(pair: str, n: int, claim: str, practice: str, stance: str = "reported", trap: str = "label") -> CodedPassage:
    stance = "na" if claim == practice == "none" else stance
    return CodedPassage(f"{pair}-{n}", "word", claim, RUNGS[practice], stance, "m", pair=pair, trap=trap)


def pairs(n: int = 5) -> list[CodedPassage]:
    """``n`` pairs of each of three kinds: the label differs, the practice differs, the stance differs."""
    coded = []
    for k in range(n):
        coded += [side(f"a{k}", 1, "consultation", "consultation"), side(f"a{k}", 2, "co-production", "consultation")]
        coded += [side(f"b{k}", i, "co-production", practice, trap="mechanism") for i, practice in _TWO]
        coded += [side(f"c{k}", i, "consultation", "consultation", stance, "planned") for i, stance in _STANCES]
    return coded


_TWO = ((1, "consultation"), (2, "co-production"))
_STANCES = ((1, "reported"), (2, "committed"))


def truth(coded: list[CodedPassage]) -> list[Labels]:
    return [BANDER.truth(passage) for passage in coded]


def checked(coded: list[CodedPassage], found: list[Labels], **options: Any) -> Check:
    return checklist(coded, found, BANDER, FLOORS, **{"fewest": 15, **options})


def test_model_that_is_right_passes() -> None:
    check = checked(pairs(), truth(pairs()))
    assert check.passed
    assert {name: found["share"] for name, found in check.figures["all"].items()} == dict.fromkeys(FLOORS, 1.0)
    assert {kind: found["both"]["n"] for kind, found in check.figures["kinds"].items()} == {
        "label": 5,
        "mechanism": 5,
        "planned": 5,
    }


def test_pair_passes_on_the_labels_in_which_its_sides_differ() -> None:
    """The practice of a pair that differs in claim may be wrong for the difference, not for practice or both."""
    coded = pairs(1)
    found = truth(coded)
    found[0] = ("consultation", "none", "reported")
    check = checked(coded, found)
    assert {name: one["right"] for name, one in check.figures["all"].items()} == {
        "claim": 3,
        "practice": 2,
        "both": 2,
        "difference": 3,
    }


def test_one_wrong_side_loses_the_pair() -> None:
    coded = pairs(1)
    found = truth(coded)
    found[1] = ("consultation", "consultation", "reported")
    shares = checked(coded, found).figures["kinds"]["label"]
    assert (shares["claim"]["right"], shares["practice"]["right"], shares["difference"]["right"]) == (0, 1, 0)


def test_pair_that_differs_in_rung_alone_is_not_asked_for_a_difference() -> None:
    coded = pairs(1)
    coded[1] = replace(coded[0], id="a0-2", practice=5)
    check = checked(coded, truth(coded))
    assert (check.figures["all"]["difference"]["n"], check.figures["all"]["both"]["n"]) == (2, 3)


def by_label(labels: Labels) -> Labels:
    return labels[0], labels[0], labels[2]


def one_answer(_: Labels) -> Labels:
    return "consultation", "consultation", "reported"


def at_random(_: Labels) -> Labels:
    claim, practice = (str(_DICE.choice(("none", "consultation", "co-production"))) for _ in range(2))
    return claim, practice, "reported"


_DICE = np.random.default_rng(0)


@pytest.mark.parametrize("broken", [by_label, one_answer, at_random])
def test_model_that_ignores_what_differs_fails(broken: Any) -> None:
    check = checked(pairs(), [broken(labels) for labels in truth(pairs())])
    assert not check.passed
    assert "Below the floor: " in check.says
    assert check.few["pairs_difference"] < 0.8


def test_floor_is_reached_by_a_share_equal_to_it() -> None:
    coded = pairs()
    found = truth(coded)
    for at in (0, 6, 12):
        found[at] = ("none", "none", "na")
    check = checked(coded, found)
    assert check.figures["all"]["claim"]["share"] == pytest.approx(0.8)
    assert check.passed


def test_too_few_pairs_fail() -> None:
    assert not checked(pairs(), truth(pairs()), fewest=16).passed


def test_hardest_kind_is_named() -> None:
    coded = pairs()
    found = truth(coded)
    found[2] = ("none", "none", "na")
    assert "the hardest kind is 'mechanism' (4 of 5)" in checked(coded, found).says


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pair": "alone"}, "the pair 'a0' has not two sides"),
        ({"pair": None}, "has not two sides"),
        ({"trap": "negation"}, "the pair 'a0' is of two kinds"),
    ],
)
def test_pair_that_is_none_is_told(change: dict[str, Any], words: str) -> None:
    coded = pairs(1)
    coded[1] = replace(coded[1], **change)
    with pytest.raises(InputError, match=words):
        checked(coded, truth(coded))
