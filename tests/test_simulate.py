"""Simulated organisations: what is made is what was asked for, and coverage tells good intervals from bad ones."""

from dataclasses import replace

import numpy as np
import pytest

from tokenism import simulate as module
from tokenism.error_rates import ErrorRates, Judged
from tokenism.simulate import LEVELS, Design, World, coverage, simulate, simulate_audit

PERFECT = (1.0, 0.0, 0.5, 0.0, 0.0, 0.0)
SMALL = Design(repeats=4, organisations=15, audit_lines=200, draws=15)


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_ledger_without_errors_says_what_is_true() -> None:
    world = World(PERFECT, rate_spread=float("inf"))
    found = simulate(world, 40, (2, 3), rng())
    counts = found.counts
    said = np.bincount(counts.owner, counts.n_lacking) / np.bincount(counts.owner, counts.n_lines)
    assert said == pytest.approx(found.share_read)


def test_organisations_have_the_documents_and_claims_that_were_asked_for() -> None:
    found = simulate(World(PERFECT, rate_spread=float("inf"), fewest_claims=6, claims=14), 300, (2, 4), rng())
    n_documents = np.bincount(found.counts.owner)
    assert (n_documents.min(), n_documents.max()) == (2, 4)
    assert found.counts.n_lines.min() >= 6
    assert found.counts.n_lines.mean() == pytest.approx(14, abs=1.0)


def test_shares_vary_about_that_of_the_world() -> None:
    found = simulate(World(PERFECT, share=0.3, share_spread=4.0), 4000, (1, 1), rng())
    assert found.mean_share.mean() == pytest.approx(0.3, abs=0.02)
    assert found.mean_share.var() == pytest.approx(0.3 * 0.7 / 5, rel=0.1)


@pytest.mark.parametrize("level", LEVELS)
def test_rates_come_back_from_a_large_audit(level: str) -> None:
    rates = LEVELS[level]
    audit = simulate_audit(World(rates, rate_spread=float("inf")), 20_000, 200, rng())
    found = list(audit.draws(200, rng()).centre().values())
    assert found == pytest.approx(list(rates), abs=0.03)


def test_intervals_cover_and_those_of_plain_counts_do_not() -> None:
    found = coverage(World(LEVELS["middle"]), (10, 12), SMALL, rng())
    assert found["n"] == 60
    assert found["documents"] >= 0.88
    assert found["population"] >= 0.88
    assert found["plain"] < 0.6
    assert found["error"] < found["error_plain"]


def test_intervals_that_ignore_errors_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Blind(Judged):
        def draws(self, n: int, rng: np.random.Generator) -> ErrorRates:
            return ErrorRates.none()

    def blind(*arguments: object) -> Judged:
        found = simulate_audit(*arguments)  # type: ignore[arg-type]
        return Blind(**{name: getattr(found, name) for name in Judged.__slots__})

    monkeypatch.setattr(module, "simulate_audit", blind)
    assert coverage(World(LEVELS["middle"]), (10, 12), SMALL, rng())["documents"] < 0.3


def test_organisations_with_too_few_claims_are_left_out() -> None:
    design = replace(SMALL, min_claims=14)
    assert coverage(World(LEVELS["low"]), (1, 1), design, rng())["n"] < 60
