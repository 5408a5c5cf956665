"""Calibration and coverage: known errors, bins that hold every passage, and abstaining from the least certain."""

import pytest

from tokenism.certainty import BINS, calibration, coverage
from tokenism.measures import Labels
from tokenism.model import Decoded
from tokenism.records import BANDS
from tokenism.resampling import Clusters


def decoded(practice: str, p: float, claim: str = "none", p_claim: float = 1.0) -> Decoded:
    """A passage whose practice is this probable."""
    rest = dict.fromkeys(BANDS, (1 - p) / 3)
    return Decoded(claim, practice, 0, "na", {claim: p_claim}, rest | {practice: p}, {})


def true(practice: str, claim: str = "none") -> Labels:
    return claim, practice, "na"


def clusters(n: int) -> Clusters:
    return Clusters([str(i) for i in range(n)], resamples=20)


def test_calibration_error_is_the_weighted_distance_of_accuracy_and_confidence() -> None:
    """Two bins: four passages at 0.9 of which two are right, one at 0.5 that is right."""
    found = [decoded("informing", 0.9)] * 4 + [decoded("none", 0.5)]
    truth = [true("informing"), true("informing"), true("none"), true("none"), true("none")]
    practice = calibration(truth, found, clusters(5))["practice"]
    assert practice["ece"] == pytest.approx(4 / 5 * abs(0.5 - 0.9) + 1 / 5 * abs(1 - 0.5))
    assert practice["ece_low"] <= practice["ece"] <= practice["ece_high"]
    assert practice["accuracy"] == pytest.approx(3 / 5)
    assert practice["mean_confidence"] == pytest.approx((4 * 0.9 + 0.5) / 5)


def test_certain_and_right_is_calibrated() -> None:
    claim = calibration([true("none")] * 3, [decoded("none", 0.5)] * 3, clusters(3))["claim"]
    assert (claim["ece"], claim["bins"][-1]["n"], claim["bins"][-1]["accuracy"]) == (0.0, 3, 1.0)


def test_confidence_is_that_of_the_label_chosen_even_where_it_is_not_the_most_probable() -> None:
    found = Decoded("none", "none", 0, "na", {"none": 0.4, "informing": 0.6}, {"none": 1.0}, {})
    assert calibration([true("none")], [found], clusters(1))["claim"]["mean_confidence"] == 0.4


@pytest.mark.parametrize(("p", "bin_"), [(0.0, 0), (1 / 15, 0), (2 / 15, 1), (0.5, 7), (14 / 15, 13), (1.0, 14)])
def test_bins_are_closed_on_the_right_and_hold_every_passage(p: float, bin_: int) -> None:
    found = calibration([true("none")], [decoded("none", 1.0, p_claim=p)], clusters(1))["claim"]["bins"]
    assert len(found) == BINS
    assert [k for k, row in enumerate(found) if row["n"]] == [bin_]
    assert found[(bin_ + 1) % BINS]["accuracy"] is None


SHARED = [decoded("co-production", p) for p in (0.95, 0.9, 0.85, 0.4)]
OTHERS = [decoded("none", 0.6 + i / 100) for i in range(6)]
TRUTH = [true("co-production")] * 2 + [true("none")] + [true("co-production")] + [true("none")] * 6


def test_least_certain_passages_are_left_out_first() -> None:
    points = coverage(TRUTH, [*SHARED, *OTHERS], clusters(10), unsure_below=0.5)["points"]
    assert [(point["coverage"], point["n"]) for point in points] == [(1, 10), (0.95, 10), (0.9, 9), (0.8, 8), (0.7, 7)]
    assert [point["certainty"] for point in points] == pytest.approx([0.4, 0.4, 0.6, 0.61, 0.62])


def test_recall_counts_abstained_passages_as_missed_and_apart_not_at_all() -> None:
    points = coverage(TRUTH, [*SHARED, *OTHERS], clusters(10), unsure_below=0.5)["points"]
    whole, most = (point["coproduction_practice"] for point in (points[0], points[2]))
    assert whole == {"n": 3, "n_answered": 3, "found": 3, "false": 1, "recall": 1.0, "recall_answered": 1.0}
    assert (most["n"], most["n_answered"], most["found"], most["false"]) == (3, 2, 2, 1)
    assert (most["recall"], most["recall_answered"]) == (pytest.approx(2 / 3), 1.0)


def test_tags_below_the_threshold_are_those_marked_unsure() -> None:
    unsure = coverage(TRUTH, [*SHARED, *OTHERS], clusters(10), unsure_below=0.605)["unsure"]
    assert (unsure["below"], unsure["n"], unsure["coverage"]) == (0.605, 8, 0.8)


def test_certainty_is_that_of_the_less_certain_label() -> None:
    found = [decoded("none", 0.9, p_claim=0.3), decoded("none", 0.5)] * 5
    assert coverage([true("none")] * 10, found, clusters(10), unsure_below=0.4)["unsure"]["n"] == 5


def test_nothing_answered_is_undefined_not_zero() -> None:
    unsure = coverage([true("none")], [decoded("none", 0.5)], clusters(1), unsure_below=0.9)["unsure"]
    assert (unsure["n"], unsure["certainty"], unsure["practice"]["macro_f1"]) == (0, None, None)
    shared = unsure["coproduction_practice"]
    assert (shared["recall"], shared["recall_answered"]) == (None, None)
