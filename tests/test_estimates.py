"""Draws of the shares of organisations from their tallies and an audit."""

import numpy as np
import pytest

from tests.makers import make_claim, make_document
from tokenism.audited import Audit, AuditedLine, AuditedPassage
from tokenism.estimates import Settings, population_draws, rates_of, share_draws, streams_of
from tokenism.tallies import Tally, tallies


def audit(n: int = 10) -> Audit:
    """Forty lines and claims for each ``n``, over eight documents: most right, some of each kind wrong."""
    kinds = [("label-only", "label-only")] * 7 + [("supported", "supported")] * 9 + [("label-only", "supported")]
    kinds += [("supported", "label-only"), ("label-only", "no-claim"), ("supported", "no-claim")]
    lines = [
        AuditedLine(f"d{i % 8}", said, "consultation", true, "none" if true == "no-claim" else "consultation", 1.0)
        for i in range(n)
        for said, true in kinds * 2
    ]
    coded = [
        AuditedPassage(f"d{i % 8}", claim, practice, "reported", "consultation", practice, "reported", 2.0)
        for i in range(n)
        for claim, practice in [("consultation", "none"), ("consultation", "consultation")] * 9 + [("none", "none")] * 2
    ]
    return Audit(lines, coded, {})


def some(**counts: tuple[int, int]) -> list[Tally]:
    documents = [make_document(name, name) for name in counts]
    claims = [
        make_claim(i, "label-only" if i < hits else "supported", organisation=name, document_id=name)
        for name, (hits, n) in counts.items()
        for i in range(n)
    ]
    return tallies(documents, [], [], claims)


def shares(found: list[Tally], settings: Settings, given: Audit | None = None) -> np.ndarray:
    rates = rates_of(given, settings)
    return share_draws([one.claims for one in found], rates, streams_of(found, settings, "index"))


def test_without_an_audit_shares_are_those_counted() -> None:
    assert shares(some(Elm=(3, 4), Ash=(0, 5)), Settings())[:, 0].tolist() == [0.0, 0.75]


def test_draws_are_ten_for_each_of_the_error_rates_and_those_of_the_seed() -> None:
    one, again, other = (shares(some(Elm=(3, 9)), Settings(draws=30, seed=seed), audit()) for seed in (1, 1, 2))
    assert one.shape == (1, 300)
    assert (one == again).all()
    assert (one != other).any()


def test_rates_are_the_same_for_all_figures_of_a_seed_and_others_for_a_band() -> None:
    settings = Settings(draws=30)
    whole, again, band = (rates_of(audit(), settings, name).means for name in (None, None, "co-production"))
    assert (whole == again).all()
    assert (whole != band).any()


def test_uniform_prior_takes_nothing_from_judged_documents() -> None:
    assert rates_of(audit(), Settings(uniform_prior=True)).judged_weight == 0.0


def test_larger_audit_and_more_claims_make_the_interval_narrower() -> None:
    def width(found: list[Tally], given: Audit) -> float:
        low, high = np.nanquantile(shares(found, Settings(), given), [0.025, 0.975])
        return float(high - low)

    assert width(some(Elm=(120, 400)), audit(40)) < width(some(Elm=(120, 400)), audit(2))
    assert width(some(Elm=(120, 400)), audit()) < width(some(Elm=(3, 10)), audit())


def test_figures_of_an_organisation_are_drawn_apart() -> None:
    found = some(Elm=(3, 9))
    index, gap = (streams_of(found, Settings(), figure).rows[0].random() for figure in ("index", "gap"))
    assert index != gap


def test_population_counts_by_document_and_keeps_organisations_apart() -> None:
    found = some(Ash=(0, 30), Elm=(25, 30), Oak=(0, 0))
    ash, elm, oak = population_draws(found, audit(), Settings(draws=20))
    assert np.median(ash) < np.median(oak) < np.median(elm)
    assert np.isfinite(oak).all()


@pytest.mark.parametrize("given", [None, audit(2)])
def test_population_has_a_thousand_draws_without_an_audit_and_ten_a_rate_with_one(given: Audit | None) -> None:
    drawn = population_draws(some(Ash=(1, 9)), given, Settings(draws=20))
    assert drawn.shape == (1, 1000 if given is None else 200)
