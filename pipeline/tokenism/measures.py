"""Figures that compare labels with labels: F1, precision, recall, confusion, and a Wilson interval."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tokenism.records import BANDS, STANCES
from tokenism.verdicts import COUNTED_BANDS, TOKENISTIC, passage_verdict

Labels = tuple[str, str, str]
"""Claim band, practice band, stance."""


def wilson(successes: int, n: int, *, z: float = 1.959964) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a share (Wilson 1927); None for n = 0.

    >>> [round(side, 3) for side in wilson(3, 10)]
    [0.108, 0.603]
    """
    if n == 0:
        return None
    share = successes / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = (centre - spread) / (1 + z * z / n), (centre + spread) / (1 + z * z / n)
    return (0.0 if successes == 0 else low), (1.0 if successes == n else high)


def class_report(truth: Sequence[str], found: Sequence[str], classes: Sequence[str]) -> dict[str, Any]:
    """Macro-F1 over the classes that occur in the truth, accuracy, and precision, recall, F1 and counts by class."""
    per_class: dict[str, dict[str, float | int | None]] = {}
    for name in classes:
        hits = sum(t == name == f for t, f in zip(truth, found, strict=True))
        n_truth, n_found = sum(t == name for t in truth), sum(f == name for f in found)
        per_class[name] = {
            "n": n_truth,
            "found": n_found,
            "precision": hits / n_found if n_found else None,
            "recall": hits / n_truth if n_truth else None,
            "f1": 2 * hits / (n_truth + n_found) if n_truth + n_found else None,
        }
    scores = [float(values["f1"] or 0.0) for values in per_class.values() if values["n"]]
    right = sum(t == f for t, f in zip(truth, found, strict=True))
    return {
        "n": len(truth),
        "accuracy": right / len(truth) if truth else None,
        "macro_f1": sum(scores) / len(scores) if scores else None,
        "classes": per_class,
    }


def label_report(truth: Sequence[Labels], found: Sequence[Labels]) -> dict[str, Any]:
    """Reports for claim, practice and stance, and for the tokenism flag (a claim without practice at its level)."""
    columns = (("claim", BANDS), ("practice", BANDS), ("stance", STANCES))
    report = {
        name: class_report([t[i] for t in truth], [f[i] for f in found], classes)
        for i, (name, classes) in enumerate(columns)
    }
    true_flags, found_flags = ([str(is_tokenistic(*labels)) for labels in side] for side in (truth, found))
    report["tokenism_flag"] = class_report(true_flags, found_flags, ("True", "False"))["classes"]["True"]
    return report


def headline(report: dict[str, Any]) -> dict[str, float | None]:
    """The few figures of a label report that one run is compared with another by: macro-F1 and the flag's F1."""
    figures = {f"{name}_f1": report[name]["macro_f1"] for name in ("claim", "practice", "stance")}
    return figures | {"flag_f1": report["tokenism_flag"]["f1"]}


def is_tokenistic(claim: str, practice: str, stance: str) -> bool:
    """Whether a passage claims consultation or co-production and describes no practice at that level."""
    return claim in COUNTED_BANDS and passage_verdict(claim, practice, stance) in TOKENISTIC


def confusion(truth: Sequence[str], found: Sequence[str]) -> Counter[tuple[str, str]]:
    """Counts of (true label, found label)."""
    return Counter(zip(truth, found, strict=True))


def counts_of(row: Mapping[str, Any]) -> dict[str, int]:
    """A class of a :func:`class_report` in plain counts: ``found`` of ``n``, and ``false`` ones beside them.

    >>> counts_of(class_report(["a", "a", "b"], ["a", "b", "a"], ("a", "b"))["classes"]["a"])
    {'n': 2, 'found': 1, 'false': 1}
    """
    hits = round((row["recall"] or 0.0) * row["n"])
    return {"n": row["n"], "found": hits, "false": row["found"] - hits}
