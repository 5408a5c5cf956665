"""Comparisons: pairs of one type, years of one organisation, and error rates that both years share."""

import numpy as np
import pytest

from tests.makers import make_claim, make_document
from tests.test_estimates import audit
from tokenism import comparisons
from tokenism.comparisons import between_organisations, over_years
from tokenism.estimates import Settings
from tokenism.records import Claim, Comparison, Document
from tokenism.streams import Streams, stream
from tokenism.tallies import Tally, tallies


def tally(name: str, years: dict[int | None, tuple[int, int]], kind: str | None = "council") -> list[Tally]:
    documents: list[Document] = []
    claims: list[Claim] = []
    for year, (hits, n) in years.items():
        documents.append(make_document(f"{name}-{year}", name, year=year, organisation_type=kind))
        claims += [
            make_claim(i, "label-only" if i < hits else "supported", organisation=name, document_id=f"{name}-{year}")
            for i in range(n)
        ]
    return tallies(documents, [], [], claims)


def changes(found: list[Tally], seed: int = 0, min_claims: int = 2) -> list[Comparison]:
    return over_years(found, audit(), Settings(min_claims=min_claims, draws=40, seed=seed))


def test_pairs_are_of_one_type_and_known_differences() -> None:
    found = [*tally("Ash", {1: (1, 4)}), *tally("Elm", {1: (3, 4)}), *tally("Oak", {1: (3, 4)}, "trust")]
    index = np.repeat([[0.25], [0.75], [0.75]], 20, axis=1)
    (pair,) = between_organisations(found, index, [0, 1, 2])
    assert pair == Comparison("organisations", "council", "Ash", "Elm", 4, 4, -0.5, -0.5, -0.5, 0.0)


def test_organisations_with_too_few_claims_and_too_many_of_a_type_are_not_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [one for name in "ABC" for one in tally(name, {1: (1, 4)})]
    index = np.full((3, 5), 0.25)
    assert [(pair.first, pair.second) for pair in between_organisations(found, index, [0, 2])] == [("A", "C")]
    monkeypatch.setattr(comparisons, "_MOST_COMPARED", 2)
    assert between_organisations(found, index, [0, 1, 2]) == []


def test_change_is_later_minus_earlier() -> None:
    found = tally("Elm", {2021: (8, 10), 2019: (2, 10), 2023: (5, 10)})
    plain = over_years(found, None, Settings())
    assert [(one.first, one.second, one.difference, one.p_first_higher) for one in plain] == [
        ("2021", "2019", pytest.approx(0.6), 1.0),
        ("2023", "2021", pytest.approx(-0.3), 0.0),
    ]


def test_year_with_too_few_claims_or_none_known_is_left_out() -> None:
    assert changes(tally("Elm", {2019: (1, 9), 2021: (0, 1), None: (2, 9)})) == []
    assert [(one.first, one.second) for one in changes(tally("Elm", {2019: (1, 9), 2020: (0, 1), 2021: (1, 9)}))] == [
        ("2021", "2019")
    ]


def test_years_of_two_organisations_are_never_compared() -> None:
    assert changes([*tally("Ash", {2019: (1, 9)}), *tally("Elm", {2020: (1, 9)})]) == []


def test_years_share_error_rates_so_that_their_change_is_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tally("Elm", {2019: (100, 300), 2020: (100, 300)})
    (shared,) = changes(found)
    own = comparisons.share_draws

    def apart(*arguments: object, owner: object, **options: object) -> object:
        *rest, streams = arguments
        owners = [stream(0, "other", i) for i in range(2)]
        return own(*rest, Streams(owners, streams.rows), owner=np.arange(2))  # type: ignore[attr-defined]

    monkeypatch.setattr(comparisons, "share_draws", apart)
    (independent,) = changes(found)
    assert shared.high - shared.low < 0.9 * (independent.high - independent.low)


def test_change_of_one_organisation_hangs_on_nobody_else() -> None:
    elm, ash = tally("Elm", {2019: (3, 10), 2020: (5, 10)}), tally("Ash", {2019: (9, 10), 2020: (1, 10)})
    alone, among = changes(elm), [one for one in changes([*ash, *elm]) if one.group == "Elm"]
    assert alone == among


def test_equal_years_are_about_as_likely_to_be_either_way() -> None:
    (found,) = changes(tally("Elm", {2019: (30, 100), 2020: (30, 100)}))
    assert found.low < 0 < found.high
    assert found.p_first_higher == pytest.approx(0.5, abs=0.15)
