"""The label budget: how many claims to judge for an interval of a wanted width."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_claim, make_document
from tokenism.estimates import Settings
from tokenism.planner import plan, plan_lines, plans

DRAWS = np.linspace(0.2, 0.6, 1001)
"""Half the 95 % interval is 0.19."""


def test_wide_interval_needs_claims_judged_and_a_narrow_one_none() -> None:
    assert plan("Elm", DRAWS, 40, 0.19).more == 0
    found = plan("Elm", DRAWS, 40, 0.095)
    assert (found.more, found.n_claims) == (20, 40)
    assert found.half_width == pytest.approx(0.19)
    assert found.reached == pytest.approx(0.095)


@given(st.integers(1, 200), st.floats(0.001, 0.5))
def test_what_is_reached_is_what_was_wanted_and_no_claim_more_than_needed(n: int, within: float) -> None:
    found = plan("Elm", DRAWS, n, within)
    assert 0 <= found.more <= n
    assert found.reached <= max(within, 0.0) + 1e-9
    if found.more:
        assert found.half_width * (n - found.more + 1) / n > within - 1e-9


def test_judging_claims_narrows_the_interval_as_was_planned() -> None:
    """Claims that are right with chance 0.7, of which some are then known, against the plan for them."""
    rng = np.random.default_rng(1)
    n, sims = 60, 4000
    shared = np.clip(rng.normal(0.3, 0.12, size=sims), 0.01, 0.99)
    draws = rng.binomial(n, shared) / n
    found = plan("Elm", draws, n, 0.12)
    left = n - found.more
    low, high = np.quantile(rng.binomial(left, shared) / n, (0.025, 0.975))
    assert (high - low) / 2 <= 0.12 * 1.15


@pytest.mark.parametrize(("n", "within"), [(0, 0.1), (10, 0.0), (10, -1.0)])
def test_nothing_to_plan_is_an_error(n: int, within: float) -> None:
    with pytest.raises(ValueError, match="width above 0"):
        plan("Elm", DRAWS, n, within)


def test_organisations_with_too_few_claims_have_no_plan() -> None:
    claims = [make_claim(n, "label-only") for n in range(9)]
    assert plans([make_document()], [], [], claims, 0.1, audit=None, settings=Settings()) == []
    (found,) = plans([make_document()], [], [], claims, 0.1, audit=None, settings=Settings(min_claims=9))
    assert (found.organisation, found.half_width, found.more) == ("Elm Council", 0.0, 0)


def test_lines_fit_a_narrow_terminal_and_steer_none() -> None:
    found = plan("Ash \x1b[31m" + "x" * 60, DRAWS, 40, 0.1)
    lines = list(plan_lines([found], 0.1))
    assert all(len(line) <= 80 and "\x1b" not in line for line in lines)
    assert lines[-1] == "Claims to judge, drawn at random from the ledger, for an interval of ±10%."
    assert list(plan_lines([], 0.1)) == ["No organisation has enough claims for an interval."]
