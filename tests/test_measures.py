"""Measures: known figures, undefined ones as None, and intervals that hold their share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.measures import class_report, confusion, is_tokenistic, label_report, wilson
from tokenism.records import BANDS, STANCES


@pytest.mark.parametrize(
    ("successes", "n", "interval"),
    [  # Newcombe 1998, table I, method 3
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (29, 29, (0.8830, 1.0)),
    ],
)
def test_wilson_gives_the_published_interval(successes: int, n: int, interval: tuple[float, float]) -> None:
    assert wilson(successes, n) == pytest.approx(interval, abs=1e-4)


def test_wilson_of_nothing_is_undefined() -> None:
    assert wilson(0, 0) is None


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_share_lies_inside_its_interval(counts: tuple[int, int]) -> None:
    successes, n = counts
    low, high = wilson(successes, n) or (2.0, -2.0)
    assert 0.0 <= low <= successes / n <= high <= 1.0


@given(st.integers(1, 200))
def test_interval_narrows_with_more_cases(n: int) -> None:
    few, many = wilson(n, 2 * n), wilson(10 * n, 20 * n)
    assert few is not None
    assert many is not None
    assert many[1] - many[0] < few[1] - few[0]


def test_class_report_counts_by_class() -> None:
    report = class_report(["a", "a", "b"], ["a", "b", "b"], ("a", "b"))
    assert report["classes"]["a"] == {"n": 2, "found": 1, "precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3)}
    assert report["accuracy"] == pytest.approx(2 / 3)
    assert report["macro_f1"] == pytest.approx(2 / 3)


def test_class_that_never_occurs_has_undefined_figures_and_is_left_out_of_macro_f1() -> None:
    report = class_report(["a"], ["a"], ("a", "c"))
    assert report["classes"]["c"] == {"n": 0, "found": 0, "precision": None, "recall": None, "f1": None}
    assert report["macro_f1"] == 1.0


def test_class_that_is_never_found_counts_as_zero_in_macro_f1() -> None:
    assert class_report(["a", "b"], ["a", "a"], ("a", "b"))["macro_f1"] == pytest.approx((2 / 3 + 0) / 2)


def test_report_of_nothing_is_undefined_not_zero() -> None:
    report = class_report([], [], ("a",))
    assert (report["n"], report["accuracy"], report["macro_f1"]) == (0, None, None)


def test_sides_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        class_report(["a", "b"], ["a"], ("a", "b"))


LABELS = st.tuples(st.sampled_from(BANDS), st.sampled_from(BANDS), st.sampled_from(STANCES))


@given(st.lists(LABELS, min_size=1, max_size=30))
def test_labels_against_themselves_are_perfect(labels: list[tuple[str, str, str]]) -> None:
    report = label_report(labels, labels)
    assert [report[name]["macro_f1"] for name in ("claim", "practice", "stance")] == [1.0, 1.0, 1.0]


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=30))
def test_every_figure_is_a_share_or_undefined(pairs: list[tuple[tuple[str, str, str], tuple[str, str, str]]]) -> None:
    report = label_report([truth for truth, _ in pairs], [found for _, found in pairs])
    figures = [
        row[key]
        for name in ("claim", "practice", "stance")
        for row in report[name]["classes"].values()
        for key in ("precision", "recall", "f1")
    ]
    assert all(figure is None or 0.0 <= figure <= 1.0 for figure in figures)


@pytest.mark.parametrize(
    ("labels", "flag"),
    [
        (("co-production", "none", "aspirational"), True),
        (("consultation", "informing", "reported"), True),
        (("informing", "none", "reported"), False),
        (("consultation", "consultation", "committed"), False),
        (("co-production", "none", "definition"), False),
        (("none", "none", "na"), False),
    ],
)
def test_tokenism_flag(labels: tuple[str, str, str], flag: bool) -> None:
    assert is_tokenistic(*labels) is flag


def test_confusion_counts_pairs_of_true_and_found() -> None:
    assert confusion(["a", "a", "b"], ["a", "b", "b"]) == {("a", "a"): 1, ("a", "b"): 1, ("b", "b"): 1}
