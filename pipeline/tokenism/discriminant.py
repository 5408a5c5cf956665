"""Check: the index is not a measure of something else, such as length, quality of the text or plain writing.

Discriminant validity (Campbell and Fiske 1959): a measure should not go along with what it is not meant to measure.
Few documents leave the correlation wide open; its interval says how wide, and passing with few is weak evidence.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import rankdata

from tokenism.checks import Check
from tokenism.organisations import organisations_of
from tokenism.readability import automated_readability
from tokenism.records import READ_STATUSES, Claim, Document, Passage
from tokenism.tallies import raw_index


@dataclass(frozen=True, slots=True)
class Unit:
    """A document or an organisation: its raw index and what the index should not hang on."""

    index: float
    n_words: float | None
    quality: float | None
    readability: float | None


MEASURES: Mapping[str, Callable[[Unit], float | None]] = {
    "length": lambda unit: unit.n_words,
    "quality": lambda unit: unit.quality,
    "readability": lambda unit: unit.readability,
}


def discriminant(
    documents: Sequence[Document], passages: Sequence[Passage], claims: Sequence[Claim], *,
    min_claims: int = 10, weak: float = 0.3, fewest: int = 8,
) -> Check:  # fmt: skip
    """Rank correlation of the raw index with length, quality and readability, over documents and organisations.

    Passed where each correlation is weak, or its 95 % interval holds 0. Units with fewer than ``min_claims`` counted
    claims are left out; a correlation over fewer than ``fewest`` units, or with what is the same in all of them,
    cannot be assessed, which is said and not held against the run.

    Parameters
    ----------
    weak
        Absolute correlations below this are weak.
    """
    groups = {
        "documents": _by_document(documents, passages, claims),
        "organisations": _by_organisation(documents, passages, claims),
    }
    figures: dict[str, dict[str, Any]] = {}
    for level, groups_of_level in groups.items():
        units = [unit for one in groups_of_level if (unit := _unit(*one, min_claims)) is not None]
        figures[level] = {name: _correlation(units, measure, weak, fewest) for name, measure in MEASURES.items()}
    assessed = {
        f"{name} over {level}": found
        for level, of_level in figures.items()
        for name, found in of_level.items()
        if found["rho"] is not None
    }
    strong = [name for name, found in assessed.items() if not found["passed"]]
    return Check(
        name="discriminant",
        passed=not strong,
        bar=f"correlations with length, quality and readability below {weak}, or their intervals hold 0",
        figures=figures,
        says=_says(assessed, strong, fewest, n=sum(map(len, figures.values()))),
        few={f"rho_{name}": found["rho"] for name, found in figures["documents"].items()},
    )


def spearman(x: Sequence[float], y: Sequence[float]) -> tuple[float, float, float] | None:
    """Spearman's rank correlation with its 95 % interval; None where one side does not vary, or below four values.

    The interval is Fisher's with the variance (1 + rho^2 / 2) / (n - 3) of Bonett and Wright (2000).

    >>> [round(side, 2) for side in spearman([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5])]
    [0.83, -0.13, 0.99]
    """
    if len(x) < 4 or len(set(x)) < 2 or len(set(y)) < 2:
        return None
    rho = float(np.corrcoef(rankdata(x), rankdata(y))[0, 1])
    if abs(rho) > 1 - 1e-12:
        return math.copysign(1.0, rho), math.copysign(1.0, rho), math.copysign(1.0, rho)
    spread = 1.959964 * math.sqrt((1 + rho * rho / 2) / (len(x) - 3))
    return rho, math.tanh(math.atanh(rho) - spread), math.tanh(math.atanh(rho) + spread)


Parts = tuple[list[Document], list[Passage], list[Claim]]


def _by_document(
    documents: Sequence[Document], passages: Sequence[Passage], claims: Sequence[Claim]
) -> list[Parts]:  # fmt: skip
    parts: dict[str, Parts] = {d.document_id: ([d], [], []) for d in documents if d.status in READ_STATUSES}
    for passage in passages:
        parts[passage.document_id][1].append(passage)
    for claim in claims:
        parts[claim.document_id][2].append(claim)
    return list(parts.values())


def _by_organisation(
    documents: Sequence[Document], passages: Sequence[Passage], claims: Sequence[Claim]
) -> list[Parts]:  # fmt: skip
    parts: dict[str, Parts] = defaultdict(lambda: ([], [], []))
    for of_document in _by_document(documents, passages, claims):
        for name in organisations_of(of_document[0][0].organisation):
            parts[name][0].extend(of_document[0])
            parts[name][1].extend(of_document[1])
            parts[name][2].extend(of_document[2])
    return list(parts.values())


def _unit(
    documents: Sequence[Document], passages: Sequence[Passage], claims: Sequence[Claim], min_claims: int
) -> Unit | None:
    raw = raw_index(claims)
    if raw.index is None or raw.n_claims < min_claims:
        return None
    known = [(d.quality, d.n_words) for d in documents if d.quality is not None and d.n_words]
    return Unit(
        index=raw.index,
        n_words=float(sum(document.n_words or 0 for document in documents)),
        quality=float(np.average([q for q, _ in known], weights=[n for _, n in known])) if known else None,
        readability=automated_readability(passage.text for passage in passages),
    )


def _correlation(
    units: Sequence[Unit], measure: Callable[[Unit], float | None], weak: float, fewest: int
) -> dict[str, Any]:
    pairs = [(unit.index, value) for unit in units if (value := measure(unit)) is not None]
    found = spearman([index for index, _ in pairs], [value for _, value in pairs]) if len(pairs) >= fewest else None
    rho, low, high = found or (None, None, None)
    passed = found is None or found[1] <= 0 <= found[2] or abs(found[0]) < weak
    return {"n": len(pairs), "rho": rho, "low": low, "high": high, "passed": passed}


def _says(assessed: Mapping[str, Mapping[str, Any]], strong: Sequence[str], fewest: int, *, n: int) -> str:
    if not assessed:
        return f"Not assessable: fewer than {fewest} documents and organisations with enough claims, or all alike."
    name = max(assessed, key=lambda one: abs(assessed[one]["rho"]))
    found = assessed[name]
    told = f"Of {len(assessed)} correlations that can be assessed (of {n}) the strongest is that with {name}: "
    told += f"{found['rho']:.2f} ({found['low']:.2f} to {found['high']:.2f}, n = {found['n']})."
    return told + (f" Too strong: {', '.join(strong)}." if strong else "")
