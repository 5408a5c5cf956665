"""Whether the model's probabilities mean what they say, and what is gained where it abstains."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tokenism.measures import Labels
from tokenism.model import Decoded
from tokenism.records import BANDS
from tokenism.resampling import Clusters, Figure, Table, exact, macro_f1

BINS = 15
COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.7)
SHARED = "co-production"
"""The band of practice whose recall is followed while the model abstains: it is rare, and what readers look for."""


def calibration(truth: Sequence[Labels], decoded: Sequence[Decoded], clusters: Clusters) -> dict[str, Any]:
    """Expected calibration error and the points of the reliability diagram, for claim and practice.

    The confidence of a passage is the probability of the label that was chosen (under the codebook's rules, so not
    always the most probable one); confidences are counted in 15 bins of equal width, closed on the right. The error
    is the mean over passages of the distance between the accuracy and the mean confidence of their bin (Naeini et
    al. 2015; Guo et al. 2017, section 3).
    """
    claims = [(d.p_claim[d.claim], d.claim == t[0]) for d, t in zip(decoded, truth, strict=True)]
    practices = [(d.p_practice[d.practice], d.practice == t[1]) for d, t in zip(decoded, truth, strict=True)]
    return {name: _reliability(pairs, clusters) for name, pairs in (("claim", claims), ("practice", practices))}


def _reliability(pairs: Sequence[tuple[float, bool]], clusters: Clusters) -> dict[str, Any]:
    at = [min(BINS, max(1, math.ceil(p * BINS - 1e-9))) - 1 for p, _ in pairs]
    columns = np.array([(1.0, p, float(right)) for p, right in pairs])
    tables = np.stack([clusters.summed(columns[:, k], at, shape=(BINS,)) for k in range(3)], axis=-1)
    whole = tables.sum(axis=0)
    return {
        **_named("ece", clusters.figure(tables, _calibration_error)),
        "mean_confidence": float(columns[:, 1].mean()),
        "accuracy": float(columns[:, 2].mean()),
        "bins": [
            {
                "from": k / BINS,
                "to": (k + 1) / BINS,
                "n": int(n),
                "confidence": float(confident / n) if n else None,
                "accuracy": float(right / n) if n else None,
            }
            for k, (n, confident, right) in enumerate(whole)
        ],
    }


def _calibration_error(tables: Table) -> Table:
    """Tables of (passages, summed confidence, right ones) by bin, shape (..., bins, 3), to errors of shape (...)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.abs(tables[..., 1] - tables[..., 2]).sum(axis=-1) / tables[..., 0].sum(axis=-1))


def coverage(
    truth: Sequence[Labels], decoded: Sequence[Decoded], clusters: Clusters, *, unsure_below: float
) -> dict[str, Any]:
    """Figures where the least certain passages are left to people: by share answered, and where tags are unsure.

    Passages are taken in order of :attr:`tokenism.model.Decoded.certainty`, the probability of the less certain of
    claim and practice (ties in the order given). Macro-F1 and accuracy are those of the passages answered. The recall
    of co-production in practice is told twice: over all such passages, abstained ones counted as missed, and over
    those answered.
    """
    order = sorted(range(len(decoded)), key=lambda i: -decoded[i].certainty)
    numbers = [math.ceil(share * len(order) - 1e-9) for share in COVERAGES]
    points = [_answered(order[:n], truth, decoded, clusters) for n in numbers]
    sure = [i for i in order if decoded[i].certainty >= unsure_below]
    return {
        "points": [{"coverage": share, **point} for share, point in zip(COVERAGES, points, strict=True)],
        "unsure": {
            "below": unsure_below,
            "coverage": len(sure) / len(order) if order else None,
            **_answered(sure, truth, decoded, clusters),
        },
    }


def _answered(
    at: Sequence[int], truth: Sequence[Labels], decoded: Sequence[Decoded], clusters: Clusters
) -> dict[str, Any]:
    part = clusters.part(at)
    found = [(decoded[i].claim, decoded[i].practice) for i in at]
    figures: dict[str, Any] = {"n": len(at), "certainty": min((decoded[i].certainty for i in at), default=None)}
    for k, name in enumerate(("claim", "practice")):
        tables = part.crossed([truth[i][k] for i in at], [one[k] for one in found], BANDS)
        figures[name] = {
            **_named("macro_f1", part.figure(tables, macro_f1)),
            "accuracy": part.figure(tables, exact)["value"],
        }
    n = sum(labels[1] == SHARED for labels in truth)
    n_answered = sum(truth[i][1] == SHARED for i in at)
    hits = sum(truth[i][1] == SHARED == one[1] for i, one in zip(at, found, strict=True))
    figures["coproduction_practice"] = {
        "n": n,
        "n_answered": n_answered,
        "found": hits,
        "false": sum(one[1] == SHARED for one in found) - hits,
        "recall": hits / n if n else None,
        "recall_answered": hits / n_answered if n_answered else None,
    }
    return figures


def _named(name: str, figure: Figure) -> Mapping[str, float | None]:
    return {name: figure["value"], f"{name}_low": figure["low"], f"{name}_high": figure["high"]}
