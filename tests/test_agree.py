"""Agreement: the published example, known extremes, and intervals that come from clusters."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tests.makers import codebook
from tokenism.agree import agreement, alpha, coincidences, disagreements, double_coded, kappa
from tokenism.codings import Coding

FOUR_OBSERVERS = (
    "123321412...",
    "1233224125.3",
    ".3332342251.",
    "12332441251.",
)
"""The reliability data of Krippendorff (2011), section C: four observers, twelve units, five values."""
UNITS = [[int(value) - 1 for value in unit if value != "."] for unit in zip(*FOUR_OBSERVERS, strict=True)]


def coded(passage: str, claim: str = "consultation", practice: int = 4, stance: str = "reported") -> Coding:
    return Coding(passage, claim, practice, stance)


NOTHING = {"claim": "none", "practice": 0, "stance": "na"}


def layers(*rows: tuple[Coding, Coding]) -> dict[str, dict[str, Coding]]:
    return {name: {row[i].id: row[i] for row in rows} for i, name in enumerate(("ann", "ben"))}


@pytest.mark.parametrize(("ordered", "published"), [(False, 0.743), (True, 0.815)])
def test_alpha_is_that_of_krippendorffs_example(ordered: bool, published: float) -> None:
    assert float(alpha(coincidences(UNITS, 5), ordered=ordered)) == pytest.approx(published, abs=5e-4)


def test_unit_that_one_coder_coded_counts_for_nothing() -> None:
    assert np.array_equal(coincidences([*UNITS, [4]], 5), coincidences(UNITS, 5))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    table = np.zeros((4, 4))
    for first, second in pairs:
        table[first, second] += 1
    ours = float(kappa(table))
    if len({value for pair in pairs for value in pair}) == 1:
        assert math.isnan(ours)
    else:
        assert ours == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)), abs=1e-9)


@pytest.mark.parametrize("ordered", [False, True])
def test_perfect_agreement_is_1_and_agreement_on_one_value_is_undefined(ordered: bool) -> None:
    assert float(alpha(coincidences([[0, 0], [1, 1], [3, 3]], 4), ordered=ordered)) == 1.0
    assert math.isnan(float(alpha(coincidences([[2, 2], [2, 2]], 4), ordered=ordered)))


def test_ordinal_alpha_forgives_a_near_miss_more_than_a_far_one() -> None:
    same = [[0, 0], [1, 1], [2, 2], [3, 3]] * 5
    near, far = ([*same, [0, 1]], [*same, [0, 3]])
    ordinal = [float(alpha(coincidences(units, 4), ordered=True)) for units in (near, far)]
    nominal = [float(alpha(coincidences(units, 4), ordered=False)) for units in (near, far)]
    assert ordinal[0] > ordinal[1]
    assert abs(nominal[0] - nominal[1]) < 0.01


ROWS = [
    (coded("1"), coded("1")),
    (coded("2"), coded("2", **NOTHING)),
    (coded("3", **NOTHING), coded("3", **NOTHING)),
    (coded("4", "co-production", 7), coded("4", "co-production", 6)),
    (coded("5", **NOTHING), coded("5", **NOTHING)),
    (coded("6", "informing", 3), coded("6", "informing", 3)),
]
CLUSTERS = {str(n): f"document {n % 3}" for n in range(1, 7)}


def test_report_has_every_label_with_intervals_around_the_value() -> None:
    report = agreement(layers(*ROWS), CLUSTERS, codebook(), resamples=200)
    assert (report["n_passages"], report["n_clusters"], report["n_coders"]) == (6, 3, 2)
    assert report["n_all_labels_equal"] == 4
    for label in ("claim", "practice", "practice_rung", "stance"):
        figure = report[label]["alpha_nominal"]
        assert figure["low"] <= figure["value"] <= figure["high"]
    assert "alpha_ordinal" not in report["stance"]
    assert "verdict" not in report
    assert report["claim"]["exact"]["value"] == pytest.approx(5 / 6)


def test_without_none_leaves_out_what_all_coders_call_nothing() -> None:
    report = agreement(layers(*ROWS), CLUSTERS, codebook(), resamples=10)
    assert report["claim"]["without_none"]["n_passages"] == 4
    assert report["claim"]["without_none"]["exact"]["value"] == pytest.approx(3 / 4)


def test_value_against_the_rest_sees_only_that_value() -> None:
    by_value = agreement(layers(*ROWS), CLUSTERS, codebook(), resamples=10)["claim"]["by_value"]
    assert by_value["co-production"] == {"n_codings": 2, "alpha": {"value": 1.0, "low": 1.0, "high": 1.0}}
    assert by_value["consultation"]["alpha"]["value"] < 1


def test_one_cluster_has_no_interval() -> None:
    figure = agreement(layers(*ROWS), dict.fromkeys(CLUSTERS, "one"), codebook())["claim"]["kappa"]
    assert (figure["low"], figure["high"]) == (None, None)
    assert figure["value"] is not None


def test_same_seed_gives_the_same_intervals_and_another_seed_others() -> None:
    first, again, other = (
        agreement(layers(*ROWS), CLUSTERS, codebook(), resamples=50, seed=seed)["stance"]["kappa"] for seed in (0, 0, 1)
    )
    assert first == again
    assert first["value"] == other["value"]


def test_verdicts_are_compared_where_both_coders_give_one() -> None:
    pair = (Coding("1", "consultation", 0, "reported", "label-only"), Coding("1", "consultation", 0, "reported"))
    both = (Coding("2", "none", 0, "na", "no-claim"), Coding("2", "none", 0, "na", "no-claim"))
    report = agreement(layers(pair, both), {"1": "a", "2": "b"}, codebook(), resamples=10)
    assert report["verdict"]["n_passages"] == 1


def test_passages_of_one_coder_are_not_double_coded() -> None:
    assert list(double_coded({"ann": {"1": coded("1"), "2": coded("2")}, "ben": {"2": coded("2")}})) == ["2"]


def test_disagreements_name_coders_values_and_the_adjudicated_one() -> None:
    final = {row[0].id: row[0] for row in ROWS}
    assert disagreements(layers(*ROWS), final, codebook()) == [
        ("2", "claim", "ann / ben", "consultation / none", "consultation"),
        ("2", "practice_rung", "ann / ben", "4 / 0", "4"),
        ("2", "stance", "ann / ben", "reported / na", "reported"),
        ("4", "practice_rung", "ann / ben", "7 / 6", "7"),
    ]
