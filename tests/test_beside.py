"""Figures side by side: no direction from overlapping intervals, none where the same documents are behind both."""

import pytest

from tests.makers import make_score
from tokenism.beside import DIRECTIONS, side_by_side
from tokenism.records import Comparison


def score(name: str, *index: float) -> object:
    names = ("tokenism_index", "tokenism_low", "tokenism_high")
    return make_score(name, **dict(zip(names, index, strict=False)))


@pytest.mark.parametrize(
    ("before", "after", "shared", "direction"),
    [
        ((0.5, 0.4, 0.6), (0.3, 0.2, 0.4), (), "open"),
        ((0.5, 0.4, 0.6), (0.3, 0.2, 0.39), (), "lower"),
        ((0.3, 0.2, 0.39), (0.5, 0.4, 0.6), (), "higher"),
        ((0.3, 0.2, 0.39), (0.5, 0.4, 0.6), ("Elm",), "dependent"),
        ((0.5, 0.4, 0.6), (0.5, 0.4, 0.6), ("Elm",), "same"),
        ((0.5, 0.4, 0.6), (), (), "undefined"),
    ],
)
def test_direction_is_told_only_where_intervals_leave_no_doubt(
    before: tuple[float, ...], after: tuple[float, ...], shared: tuple[str, ...], direction: str
) -> None:
    found = side_by_side([score("Elm", *before)], [score("Elm", *after)], shared=shared)
    assert ([one.index for one in found], direction in DIRECTIONS) == ([direction], True)


def test_organisation_of_one_side_has_no_score_on_the_other() -> None:
    change = Comparison("years", "Ash", "2024", "2019", 12, 12, 0.1, -0.1, 0.3, 0.8)
    found = side_by_side([score("Elm")], [score("Ash")], comparisons=[change])
    assert [(one.organisation, one.first is None, one.second is None, one.change) for one in found] == [
        ("Ash", True, False, change),
        ("Elm", False, True, None),
    ]
