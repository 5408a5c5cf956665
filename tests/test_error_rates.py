"""Error rates of the ledger: known likelihoods, posteriors that close in on the truth, and what was never judged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom

from tokenism import error_rates
from tokenism.error_rates import JUDGED_WEIGHT, PRIOR_SPREADS, SPREADS, ErrorRates, Judged, Rates
from tokenism.grid import Array

Line = tuple[str, str, str, float]


def lines_of(said: str, true: str, n: int, weight: float = 1.0, documents: int = 1) -> list[Line]:
    return [(f"d{i % documents}", said, true, weight) for i in range(n)]


def drawn(lines: list[Line], n: int = 2000) -> ErrorRates:
    return Judged.of(lines, []).draws(n, np.random.default_rng(1))


def sides(hits: list[float], misses: list[float], weights: tuple[float, float] = (1.0, 1.0)) -> list[error_rates._Side]:
    return [error_rates._Side(np.array(n), weight) for n, weight in zip((hits, misses), weights, strict=True)]


def test_sums_are_by_document_said_and_true() -> None:
    judged = Judged.of(
        [("b", "lacking", "backed", 2.0), ("a", "backed", "no claim", 3.0), ("b", "lacking", "backed", 1.0)],
        [("a", "lacking", False, 5.0)],
    )
    assert judged.lines.shape == (2, 2, 3)
    assert (judged.lines[1, 0, 1], judged.lines[0, 1, 2], judged.lines.sum()) == (3.0, 3.0, 6.0)
    assert (judged.found[0, 0, 1], judged.squares[0][1, 0, 1], judged.n_lines[0, 1]) == (5.0, 5.0, 2)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=4))
def test_lines_drawn_alike_have_the_beta_binomial_likelihood(counts: list[tuple[int, int]]) -> None:
    """But for the binomial coefficient, and a constant of the number drawn that no mean or spread changes."""
    found = error_rates._likelihood(*sides([h for h, _ in counts], [m for _, m in counts]), (4.0, 32.0, np.inf))
    found -= np.log(error_rates._MEANS.widths)
    means = error_rates._MEANS.shares[60:140:40]
    by_hand = np.stack(
        [sum(betabinom(h + m, means * s, (1 - means) * s).logpmf(h) for h, m in counts) for s in (4.0, 32.0, 1e8)]
    )
    shown = found[:, 60:140:40]
    assert shown - shown[0, 0] == pytest.approx(by_hand - by_hand[0, 0], abs=0.01)


def test_effective_numbers_are_those_of_kish() -> None:
    """Three lines of weight 1 and one of 3: (3 + 3) squared over 3 + 9 is 3 lines, each for 2."""
    judged = Judged.of([*lines_of("lacking", "backed", 3), *lines_of("lacking", "backed", 1, 3.0)], [])
    side = error_rates._side(judged.lines[:, 0, 1], judged.squares[0][:, 0, 1], 1.0)
    assert (side.numbers.tolist(), side.weight) == ([3.0], 2.0)


def test_rate_is_weighted_by_how_lines_were_drawn() -> None:
    """Fifty said lacking that stand for one each, fifty said backed that stand for nine: a rate of one in ten."""
    lines = [*lines_of("lacking", "backed", 50, 1.0, 10), *lines_of("backed", "backed", 50, 9.0, 10)]
    assert drawn(lines).centre()["backed_said_lacking"] == pytest.approx(0.1, abs=0.03)


def test_miss_that_was_seldom_drawn_leaves_the_rate_open() -> None:
    """No miss among twenty tells much where misses are drawn as often as hits, little where they are drawn less."""
    alike, seldom = (
        np.quantile(
            drawn([*lines_of("lacking", "lacking", 20), *lines_of("backed", "backed", 20, w)]).means[:, 0], 0.05
        )
        for w in (1.0, 20.0)
    )
    assert alike > 0.7
    assert seldom < 0.5


def test_class_never_drawn_is_not_impossible() -> None:
    rates = drawn(lines_of("lacking", "lacking", 10))
    assert rates.means[:, 0].max() > 0.9
    assert (rates.means > 0).all()
    assert (rates.means < 1).all()


def test_nothing_judged_leaves_everything_as_likely_as_before() -> None:
    rates = drawn([], 4000)
    assert rates.means.mean(axis=0) == pytest.approx(np.full(6, 0.5), abs=0.03)
    assert set(rates.spreads.ravel().tolist()) == set(SPREADS)
    assert set(rates.prior[:, 1].tolist()) == set(PRIOR_SPREADS)


def test_rate_closes_in_on_the_share_that_was_found_as_lines_grow() -> None:
    def width(n: int) -> float:
        lines = [
            *lines_of("lacking", "lacking", 8 * n, documents=20),
            *lines_of("backed", "lacking", 2 * n, documents=20),
        ]
        low, high = np.quantile(drawn(lines).means[:, 0], [0.025, 0.975])
        assert low < 0.8 < high
        return float(high - low)

    assert width(100) < width(10) < width(1)


def test_documents_that_differ_say_that_rates_vary() -> None:
    apart = [
        *lines_of("lacking", "backed", 100, documents=5),
        *[(f"e{i % 5}", "backed", "backed", 1.0) for i in range(100)],
    ]
    alike = [line for said in ("lacking", "backed") for line in lines_of(said, "backed", 100, documents=10)]
    assert np.median(drawn(apart).spreads[:, 1]) == SPREADS[0]
    assert np.median(drawn(alike).spreads[:, 1]) >= 64


def test_perfect_audit_has_rates_near_no_error() -> None:
    judged = Judged.of(
        [*lines_of("lacking", "lacking", 500, documents=50), *lines_of("backed", "backed", 500, documents=50)],
        [(f"d{i % 50}", true, True, 1.0) for i in range(500) for true in ("lacking", "backed")],
    )
    centre = judged.draws(500, np.random.default_rng(0)).centre()
    assert centre["lacking_said_lacking"] > 0.99
    assert max(centre[name] for name in ("backed_said_lacking", "no_claim", "lacking_missed", "backed_missed")) < 0.01


def test_draws_are_those_of_the_seed() -> None:
    judged = Judged.of(lines_of("lacking", "backed", 5), [])
    one, again, other = (judged.draws(50, np.random.default_rng(seed)).means for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_rates_of_an_organisation_scatter_about_their_mean_with_the_spread() -> None:
    means, spreads = np.full((20_000, 6), 0.2), np.full((20_000, 6), 15.0)
    rates = ErrorRates(means, spreads, np.full((20_000, 2), 0.5)).of(np.random.default_rng(0))
    assert [one.mean() for one in rates] == pytest.approx([0.2] * 6, abs=0.01)
    assert [one.var() for one in rates] == pytest.approx([0.2 * 0.8 / 16] * 6, rel=0.1)


def test_fixed_rates_are_the_same_for_all() -> None:
    rates = ErrorRates.fixed(0.9, 0.1, 0.5, 0.0, 1.0, 0.3).of(np.random.default_rng(0))
    assert isinstance(rates, Rates)
    assert [one.tolist() for one in rates] == [[0.9], [0.1], [0.5], [0.0], [1.0], [0.3]]


def test_uniform_prior_leaves_the_rates_alone() -> None:
    rates = drawn(lines_of("lacking", "backed", 5), 10)
    plain = rates.with_uniform_prior()
    assert (plain.judged_weight, rates.judged_weight) == (0.0, JUDGED_WEIGHT)
    assert plain.means is rates.means


def test_weight_of_a_kind_that_was_not_judged_can_be_given() -> None:
    def high(heft: tuple[float, float] | None) -> Array:
        judged = Judged.of(lines_of("lacking", "backed", 10), [], heft=heft)
        return np.quantile(judged.draws(1000, np.random.default_rng(0)).means[:, 1], 0.05)

    assert high((1.0, 20.0)) < high(None)
