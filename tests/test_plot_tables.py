"""Tables to plot: a row for each passage of a confusion, and points without empty bins."""

from collections import Counter
from typing import Any

from tokenism.plot_tables import appraisal_tables, confusion_table, curve_table


def test_confusion_has_a_row_for_each_passage() -> None:
    name, columns, rows = confusion_table("claim", Counter({("b", "a"): 1, ("a", "a"): 2}))
    assert (name, columns) == ("confusion_claim", ("actual", "predicted"))
    assert rows == [("a", "a"), ("a", "a"), ("b", "a")]


def report(**values: Any) -> dict[str, Any]:
    model = {name: {"confusion": {"x": {"x": 1, "y": 0}}} for name in ("claim", "practice", "stance")}
    return {"systems": {"model": model}, "calibration": None, "coverage": None} | values


def test_appraisal_without_probabilities_has_confusions_alone() -> None:
    assert [name for name, _, _ in appraisal_tables(report())] == [
        f"confusion_{n}" for n in ("claim", "practice", "stance")
    ]


def test_points_of_reliability_and_coverage() -> None:
    bins = [{"n": 0, "confidence": None, "accuracy": None}, {"n": 2, "confidence": 0.9, "accuracy": 0.5}]
    shared = {"recall": 0.25, "recall_answered": None}
    point = {"coverage": 0.9, "n": 7, "claim": {"macro_f1": 0.5}, "practice": {"macro_f1": 0.6}}
    full = report(
        calibration={"claim": {"bins": bins}}, coverage={"points": [point | {"coproduction_practice": shared}]}
    )
    tables = {name: (columns, rows) for name, columns, rows in appraisal_tables(full)}
    assert tables["reliability_claim"] == (("confidence", "accuracy", "n"), [(0.9, 0.5, 2)])
    assert tables["coverage"][1] == [(0.9, 0.5, 0.6, 0.25, None, 7)]
    assert len(tables["coverage"][0]) == 6


def test_curve_has_a_row_for_each_set_label_and_share() -> None:
    figures = {"macro_f1": 0.5, "macro_f1_low": 0.4, "macro_f1_high": 0.6}
    labels = dict.fromkeys(("claim", "practice", "stance"), figures)
    points = [{"n_written": n, "gold": labels, "challenge": labels} for n in (10, 20)]
    _, columns, rows = curve_table(points, ["gold", "challenge"])
    assert len(columns) == len(rows[0])
    assert (len(rows), rows[1]) == (12, ("gold", "claim", 20, 0.5, 0.4, 0.6))
