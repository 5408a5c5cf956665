"""Figures as plain tables for plots: a name, its columns and its rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

PlotTable = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]


def confusion_table(name: str, counts: Mapping[tuple[str, str], int]) -> PlotTable:
    """A confusion with a row for each passage, as DVC's confusion template counts them."""
    pairs = [pair for pair, count in sorted(counts.items()) for _ in range(count)]
    return f"confusion_{name}", ("actual", "predicted"), [*pairs]


def appraisal_tables(report: Mapping[str, Any]) -> Iterator[PlotTable]:
    """Confusions of the model, points of its reliability diagrams, and figures by coverage."""
    for name in ("claim", "practice", "stance"):
        rows = report["systems"]["model"][name]["confusion"]
        counts = {(true, found): n for true, row in rows.items() for found, n in row.items()}
        yield confusion_table(name, counts)
    for name, calibrated in (report["calibration"] or {}).items():
        points = [(b["confidence"], b["accuracy"], b["n"]) for b in calibrated["bins"] if b["n"]]
        yield f"reliability_{name}", ("confidence", "accuracy", "n"), points
    if report["coverage"] is not None:
        columns = ("coverage", "claim_macro_f1", "practice_macro_f1", "coproduction_recall")
        yield (
            "coverage",
            (*columns, "coproduction_recall_answered", "n"),
            [
                (
                    point["coverage"],
                    point["claim"]["macro_f1"],
                    point["practice"]["macro_f1"],
                    point["coproduction_practice"]["recall"],
                    point["coproduction_practice"]["recall_answered"],
                    point["n"],
                )
                for point in report["coverage"]["points"]
            ],
        )


def curve_table(points: Sequence[Mapping[str, Any]], sets: Sequence[str]) -> PlotTable:
    """Macro-F1 by number of written passages, a row for each set and label."""
    rows = [
        (name, label, point["n_written"], *(point[name][label][key] for key in ("macro_f1", *_SIDES)))
        for name in sets
        for label in ("claim", "practice", "stance")
        for point in points
    ]
    return "learning_curve", ("set", "label", "n_written", "macro_f1", "low", "high"), rows


_SIDES = ("macro_f1_low", "macro_f1_high")
