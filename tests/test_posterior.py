"""Draws of true shares: exact without errors, by enumeration with them, inside bounds, and nobody's but one's own."""

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenism import posterior
from tokenism.error_rates import UNIFORM, ErrorRates
from tokenism.grid import Array
from tokenism.posterior import DocumentCounts, shares_in_documents, shares_of_population
from tokenism.streams import Streams, stream

COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
NOISY = (0.85, 0.1, 0.4, 0.2, 0.15, 0.1)


def varied(n: int = 40, spread: float = 30.0, rates: tuple[float, ...] = NOISY) -> ErrorRates:
    means = np.tile(rates, (n, 1))
    return ErrorRates(means, np.full(means.shape, spread), np.tile(UNIFORM, (n, 1)))


def draws(counts: list[tuple[int, int]], rates: ErrorRates, **options: object) -> Array:
    hits, lines = np.array(counts).T
    return shares_in_documents(hits, lines, rates, np.random.default_rng(0), **options)  # type: ignore[arg-type]


def width(row: Array) -> float:
    low, high = np.nanquantile(row, [0.025, 0.975])
    return float(high - low)


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_ledger_without_errors_gives_the_counted_share_and_no_width(counts: list[tuple[int, int]]) -> None:
    found = draws(counts, ErrorRates.none())
    assert (found == np.array([[k / n] for k, n in counts])).all()


def test_no_lines_are_an_unknown_share() -> None:
    assert np.isnan(draws([(0, 0), (1, 2)], varied())).all(axis=1).tolist() == [True, False]


def test_lines_that_are_all_no_claim_are_an_unknown_share() -> None:
    assert np.isnan(draws([(3, 9)], ErrorRates.fixed(0.9, 0.1, 0.5, 1.0, 0.1, 0.1))).all()


def enumerated(k: int, n: int, found: float, false: float) -> Array:
    """Chance of each number of truly lacking lines among n, k said lacking, under a uniform prior of the share."""
    weights = np.zeros(n + 1)
    for a, b in product(range(k + 1), range(n - k + 1)):
        said = comb(k, a) * comb(n - k, b) * found**a * (1 - found) ** b * false ** (k - a) * (1 - false) ** (n - k - b)
        weights[a + b] += said / ((n + 1) * comb(n, a + b))
    return weights / weights.sum()


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 3), (3, 5), (6, 6)])
def test_draws_have_the_chances_found_by_enumeration(k: int, n: int) -> None:
    rates = ErrorRates.fixed(0.8, 0.15, 0.5, 0.0, 0.0, 0.0)
    found = np.rint(draws([(k, n)], rates, per_draw=20_000)[0] * n).astype(int)
    assert np.bincount(found, minlength=n + 1) / 20_000 == pytest.approx(enumerated(k, n, 0.8, 0.15), abs=0.015)


def test_claims_missed_alike_move_nothing_but_widen() -> None:
    plain, missed = (
        draws([(20, 40)], ErrorRates.fixed(1, 0, 0.5, 0, rate, rate), per_draw=4000)[0] for rate in (0.0, 0.4)
    )
    assert missed.mean() == pytest.approx(plain.mean(), abs=0.005)
    assert width(plain) == 0 < width(missed)


def test_number_missed_is_negative_binomial() -> None:
    """A quarter of all claims is missed, none that lacks practice: of 100 found, 33 with a variance of 44."""
    rates = ErrorRates.fixed(1, 0, 0.5, 0, 0, 0.5).of(np.random.default_rng(0))
    found = posterior._composed(50, 100, np.full((1, 20_000), 0.5), rates, np.random.default_rng(0))
    n_missed = 50 / found - 100
    assert n_missed.mean() == pytest.approx(100 / 3, rel=0.02)
    assert n_missed.var() == pytest.approx(400 / 9, rel=0.05)


def test_claims_missed_more_often_where_they_lack_practice_raise_the_share() -> None:
    low, high = (draws([(20, 40)], ErrorRates.fixed(1, 0, 0.5, 0, a, b), per_draw=2000).mean()
                 for a, b in ((0.0, 0.5), (0.5, 0.0)))  # fmt: skip
    assert low < 0.45
    assert high > 0.55


def test_symmetric_errors_leave_a_half_at_a_half() -> None:
    found = draws([(50, 100)], ErrorRates.fixed(0.8, 0.2, 0.5, 0.3, 0.2, 0.2), per_draw=4000)
    assert found.mean() == pytest.approx(0.5, abs=0.01)


def test_correction_goes_to_the_truth_as_lines_grow() -> None:
    """Of true claims 30 % lack practice; 0.3 * 0.9 + 0.7 * 0.1 = 34 % are said to."""
    rates = ErrorRates.fixed(0.9, 0.1, 0.5, 0.0, 0.0, 0.0)
    widths = [width(draws([(34 * n, 100 * n)], rates, per_draw=500)[0]) for n in (1, 10, 100)]
    assert sorted(widths, reverse=True) == widths
    assert draws([(3400, 10_000)], rates, per_draw=500).mean() == pytest.approx(0.3, abs=0.01)


@given(COUNTS, st.integers(0, 3))
def test_shares_stay_inside_bounds(counts: tuple[int, int], seed: int) -> None:
    found = draws([counts], varied(5), per_draw=4)
    known = found[~np.isnan(found)]
    assert ((known >= 0) & (known <= 1)).all()
    assert found.shape == (1, 20)


def test_more_judged_lines_are_narrower_and_varied_rates_wider() -> None:
    few, many = (width(draws([(3 * n, 10 * n)], varied(200))[0]) for n in (2, 40))
    fixed = width(draws([(120, 400)], varied(200, np.inf))[0])
    assert fixed < many < few


def streams(names: list[str]) -> Streams:
    return Streams([stream(0, "rates", name) for name in names], [stream(0, "index", name) for name in names])


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from("ABCDEF"), COUNTS, min_size=2), st.randoms())
def test_nobody_hangs_on_who_else_is_there_or_in_which_order(counts: dict[str, tuple[int, int]], order: object) -> None:
    def by_name(names: list[str]) -> dict[str, list[float]]:
        hits, lines = np.array([counts[name] for name in names]).T
        found = shares_in_documents(hits, lines, varied(6), streams(names), per_draw=3)
        return dict(zip(names, found.tolist(), strict=True))

    names = sorted(counts)
    shuffled = list(names)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    whole, turned, alone = by_name(names), by_name(shuffled), by_name(names[:1])
    assert repr(sorted(whole.items())) == repr(sorted(turned.items()))
    assert repr(alone[names[0]]) == repr(whole[names[0]])


def test_rows_of_one_owner_share_its_error_rates() -> None:
    rates = varied(400, 8.0)
    apart, shared = (
        width(np.subtract(*draws([(100, 400), (100, 400)], rates, owner=np.array(owner)))) for owner in ([0, 1], [0, 0])
    )
    assert shared < 0.8 * apart


def of_documents(*organisations: list[tuple[int, int]]) -> DocumentCounts:
    rows = [(*counts, i) for i, documents in enumerate(organisations) for counts in documents]
    hits, lines, owner = np.array(rows).T
    return DocumentCounts(hits, lines, owner, len(organisations))


def population(counts: DocumentCounts, rates: ErrorRates | None = None, per_draw: int = 400) -> Array:
    return shares_of_population(counts, rates or ErrorRates.none(), np.random.default_rng(0), per_draw=per_draw)


def test_population_is_open_with_one_document_and_less_with_many() -> None:
    found = population(of_documents([(10, 40)], [(10, 40)] * 12, [(2, 20)] * 5, [(12, 20)] * 5))
    assert width(found[0]) > 1.5 * width(found[1]) > 0
    assert np.median(found[1]) == pytest.approx(0.25, abs=0.04)


def test_population_is_wider_than_the_documents_read() -> None:
    counts = [(10, 40), (2, 30)]
    read = draws([(12, 70)], varied(60))[0]
    wide = population(of_documents(counts, [(20, 40)] * 4, [(3, 40)] * 4), varied(60), 10)[0]
    assert width(wide) > width(read)


def test_documents_that_differ_widen_the_population() -> None:
    alike, apart = (
        width(population(of_documents(*[documents] * 4))[0]) for documents in ([(15, 30)] * 6, [(1, 30), (29, 30)] * 3)
    )
    assert alike < apart


def test_organisation_without_lines_has_the_population_of_all() -> None:
    counts = of_documents(*[[(3, 30)] * 5] * 6)
    more = DocumentCounts(counts.n_lacking, counts.n_lines, counts.owner, 7)
    found = population(more)
    assert np.isfinite(found).all()
    assert width(found[6]) > width(found[0])


def test_population_does_not_hang_on_the_order() -> None:
    one, other = [(3, 30)], [(20, 30), (9, 10)]
    first = shares_of_population(of_documents(one, other), varied(3), streams(["A", "B"]))
    turned = shares_of_population(of_documents(other, one), varied(3), streams(["B", "A"]))
    assert first == pytest.approx(turned[::-1], abs=1e-9)
