"""Ranks and chances from joint draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tokenism.ranks import difference, filled, rank_ranges, worst_quarter

DRAWS = st.integers(1, 9).flatmap(lambda n: arrays(float, (n, 7), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0])))


def test_certain_order_leaves_no_rank_open() -> None:
    assert rank_ranges(np.array([[0.3] * 5, [0.1] * 5, [0.9] * 5])).tolist() == [[2, 2], [1, 1], [3, 3]]


def test_ties_and_changing_order_leave_ranks_open() -> None:
    assert rank_ranges(np.array([[0.5] * 4, [0.5] * 4, [0.9] * 4])).tolist() == [[1, 2], [1, 2], [3, 3]]
    assert rank_ranges(np.array([[0.1, 0.9] * 50, [0.5] * 100])).tolist() == [[1, 2], [1, 2]]


def test_draws_are_compared_column_by_column() -> None:
    """Both go up and down together, so their order is certain though their ranges overlap."""
    common = np.linspace(0, 0.5, 50)
    assert rank_ranges(np.stack([common, common + 0.01])).tolist() == [[1, 1], [2, 2]]


@given(DRAWS)
def test_ranks_are_in_order_and_in_range_and_follow_their_owner(draws: np.ndarray) -> None:
    found = rank_ranges(draws)
    assert (found[:, 0] >= 1).all()
    assert (found[:, 0] <= found[:, 1]).all()
    assert (found[:, 1] <= len(draws)).all()
    assert rank_ranges(draws[::-1]).tolist() == found[::-1].tolist()


@given(DRAWS)
def test_chances_add_up_to_the_places_of_the_worst_quarter(draws: np.ndarray) -> None:
    found = worst_quarter(draws)
    assert (found is None) == (len(draws) < 4)
    assert found is None or found.sum() == pytest.approx(len(draws) // 4)


def test_worst_quarter_is_rounded_down_and_shared_by_ties() -> None:
    assert worst_quarter(np.array([[0.1], [0.2], [0.3], [0.4], [0.5]])).tolist() == [0, 0, 0, 0, 1]
    assert worst_quarter(np.array([[0.1], [0.2], [0.9], [0.9]])).tolist() == [0, 0, 0.5, 0.5]
    assert worst_quarter(np.array([[0.5]] * 4)).tolist() == [0.25] * 4


def test_difference_of_known_draws() -> None:
    first, second = np.array([0.2, 0.4, 0.6, 0.8]), np.array([0.2, 0.3, 0.7, 0.3])
    middle, low, high, chance = difference(first, second)
    assert (middle, chance) == (pytest.approx(0.05), 0.625)
    assert -0.1 <= low < middle < high <= 0.5


def test_difference_turned_round_changes_its_sign() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.random(99), rng.random(99)
    there, back = difference(first, second), difference(second, first)
    assert there == pytest.approx((-back[0], -back[2], -back[1], 1 - back[3]))


def test_draws_without_claims_repeat_the_others_of_their_row() -> None:
    nan = np.nan
    found = filled(np.array([[0.1, nan, 0.3, nan], [0.5, 0.6, 0.7, 0.8], [nan, nan, nan, 0.2]]))
    assert found.tolist() == [[0.1, 0.1, 0.3, 0.3], [0.5, 0.6, 0.7, 0.8], [0.2] * 4]
