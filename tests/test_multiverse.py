"""The multiverse: the grid of choices, the ranking under each, and linkers whose ranking is an accident."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.makers import codebook, make_claim, make_passage
from tokenism.checks import Check
from tokenism.evidence import Weights
from tokenism.multiverse import Counting, counted, multiverse, tau_b
from tokenism.records import Claim, Passage, Span, Tag
from tokenism.views import View

VIEWS = [codebook().view("bands-broad"), codebook().view("bands-strict")]
SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)


class Fixed:
    """A linker with a ledger of its own: five organisations, 30 claims each, whatever the setting."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, float, float]] = []

    def ledger(self, weights: Weights, view: View) -> list[Claim]:
        """The ledger under a setting."""
        return [
            make_claim(n, "label-only" if k < share * 30 else "supported", organisation=f"Body {n}")
            for n, share in enumerate(SHARES)
            for k in range(30)
        ]

    def __call__(
        self, passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span], view: View, /, *,
        weights: Weights | None = None,
    ) -> list[Claim]:  # fmt: skip
        assert weights is not None
        self.asked.append((view.id, round(weights.min_score, 6), weights.rival))
        return self.ledger(weights, view)


class Fragile(Fixed):
    """Its ranking turns with the least score."""

    def ledger(self, weights: Weights, view: View) -> list[Claim]:
        turned = weights.min_score != Weights().min_score
        return [
            replace(claim, organisation=f"Body {4 - int(claim.organisation[-1])}") if turned else claim
            for claim in super().ledger(weights, view)
        ]


class AtRandom(Fixed):
    """Its verdicts are thrown."""

    def __init__(self) -> None:
        super().__init__()
        self._dice = np.random.default_rng(3)

    def ledger(self, weights: Weights, view: View) -> list[Claim]:
        claims = super().ledger(weights, view)
        return [replace(claim, verdict=str(self._dice.choice(("supported", "label-only")))) for claim in claims]


class AllSupported(Fixed):
    """It calls everything supported: nobody is above another."""

    def ledger(self, weights: Weights, view: View) -> list[Claim]:
        return [replace(claim, verdict="supported") for claim in super().ledger(weights, view)]


def checked(linker: Fixed, **options: Any) -> Check:
    return multiverse([make_passage(1, "word")], [], [], VIEWS, linker, **options)


def test_ranking_that_stays_passes_in_every_setting() -> None:
    check = checked(Fixed())
    assert check.passed
    assert (check.figures["median_tau"], check.figures["n_settings"], check.figures["n_compared"]) == (1.0, 432, 431)
    assert check.table is not None
    assert len(check.table[2]) == 432


def test_ledger_is_linked_once_for_each_setting_of_the_linker_the_default_first() -> None:
    linker = Fixed()
    checked(linker)
    assert linker.asked[0] == ("bands-broad", Weights().min_score, Weights().rival)
    assert len(linker.asked) == len(set(linker.asked)) == 2 * 3 * 3


def test_grid_goes_around_the_linkers_defaults_and_no_score_is_below_nothing() -> None:
    linker = Fixed()
    checked(linker, weights=Weights(min_score=0.3, rival=4.0), score_step=0.4, rival_factor=4.0)
    assert {score for _, score, _ in linker.asked} == {0.3, 0.0, 0.7}
    assert {rival for _, _, rival in linker.asked} == {4.0, 1.0, 16.0}


def test_first_row_is_the_default() -> None:
    check = checked(Fixed(), min_claims=15)
    assert check.figures["default"] | {"tau": 1.0, "min_claims": 15, "unsure": True} == check.figures["default"]
    assert {row["min_claims"] for row in _rows(check)} == {5, 10, 15, 20}


def _rows(check: Check) -> list[dict[str, Any]]:
    assert check.table is not None
    return [dict(zip(check.table[1], row, strict=True)) for row in check.table[2]]


@pytest.mark.parametrize("linker", [Fragile(), AtRandom(), AllSupported()], ids=lambda one: type(one).__name__)
def test_ranking_that_is_an_accident_fails(linker: Fixed) -> None:
    check = checked(linker)
    assert not check.passed
    assert "FAILED" in check.line


def test_worst_setting_and_the_choice_that_turns_the_ranking_are_shown() -> None:
    check = checked(Fragile())
    assert check.figures["worst"][0]["tau"] == -1.0
    assert check.figures["by_choice"]["min_score"] == {"2.9": 1.0, "2.4": -1.0, "3.4": -1.0}
    assert check.figures["share_below"] == pytest.approx(288 / 431)
    assert check.figures["one_choice"] == 1.0


def test_bar_is_a_parameter() -> None:
    assert checked(Fragile(), median_tau=-1.0, worst_tau=-1.0).passed


def test_too_few_organisations_rank_nothing_and_fail() -> None:
    check = checked(Fixed(), min_claims=31)
    assert not check.passed
    assert check.says.startswith("No ranking can be compared")


CLAIMS = [
    make_claim(1, "supported", unsure=True),
    make_claim(2, "label-only", repeat_of="c1"),
    make_claim(3, "planned"),
]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, ["c1", "c3"]),
        ({"unsure": False}, ["c3"]),
        ({"repeats": True}, ["c1", "c2", "c3"]),
        ({"repeats": True, "unsure": False}, ["c2", "c3"]),
    ],
)
def test_what_counts_is_a_choice(choice: dict[str, bool], expected: list[str]) -> None:
    assert [claim.claim_id for claim in counted(CLAIMS, Counting(**choice))] == expected


def test_promises_count_as_lacking_where_that_is_chosen() -> None:
    class Promising(Fixed):
        def ledger(self, weights: Weights, view: View) -> list[Claim]:
            return [
                replace(claim, verdict="planned" if claim.verdict == "supported" else claim.verdict)
                for claim in super().ledger(weights, view)
            ]

    indices = {(row["planned_lacks"], row["index"]) for row in _rows(checked(Promising()))}
    assert indices == {(False, 0.5), (True, 1.0)}


@pytest.mark.parametrize(
    ("one", "other", "tau"),
    [
        ([1, 2, 3, 4], [1, 2, 3, 4], 1.0),
        ([1, 2, 3, 4], [4, 3, 2, 1], -1.0),
        ([1, 1, 2, 3], [1, 2, 3, 4], 0.9129),
        ([1, 2, 3], [1, 2, 3], None),
        ([1, 1, 1, 1], [1, 2, 3, 4], None),
    ],
)
def test_tau_b(one: list[float], other: list[float], tau: float | None) -> None:
    assert tau_b(one, other) == tau
