"""Distributions of shares on a grid: masses of the beta distribution, and draws from weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from tokenism.grid import Grid, normal

GRID = Grid.of(101)


@given(st.floats(0.01, 0.99), st.sampled_from([1.0, 2.0, 8.0, 128.0]))
def test_masses_add_up_and_have_the_mean_of_the_beta_distribution(mean: float, spread: float) -> None:
    (mass,) = GRID.beta(np.array([mean]), spread)
    assert mass.sum() == pytest.approx(1.0)
    assert mass @ GRID.shares == pytest.approx(mean, abs=0.002)


def test_mass_that_stands_almost_all_at_the_end_is_in_the_first_cell() -> None:
    (mass,) = GRID.beta(np.array([0.02]), 2.0)
    assert mass[0] == pytest.approx(beta(0.04, 1.96).cdf(GRID.edges[1]))
    assert mass[0] > 0.7


def test_draws_follow_the_weights_and_fall_inside_their_cells() -> None:
    uniform = (np.arange(2000)[None] + 0.5) / 2000
    drawn = GRID.draw(np.log(GRID.beta(np.array([0.3]), 10.0) + 1e-300), uniform)
    assert np.quantile(drawn, [0.025, 0.5, 0.975]) == pytest.approx(beta(3, 7).ppf([0.025, 0.5, 0.975]), abs=0.003)


def test_cell_without_weight_is_never_drawn() -> None:
    logs = np.full((1, 101), -np.inf)
    logs[0, [10, 20]] = 0.0
    drawn = GRID.draw(logs, np.linspace(0, 1, 50, endpoint=False)[None] + 1e-9)
    cells = set((np.searchsorted(GRID.edges, drawn[0]) - 1).tolist())
    assert cells == {10, 20}


def test_weights_of_logarithms_add_up() -> None:
    assert normal(np.array([[-1000.0, -1000.0 + np.log(3)]])) == pytest.approx(np.array([[0.25, 0.75]]))
