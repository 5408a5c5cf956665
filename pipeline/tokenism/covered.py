"""Check: the 95 % intervals hold the truth as often as they say, and correction beats plain counting."""

from collections.abc import Sequence
from typing import Any

from tokenism.audited import Audit
from tokenism.checks import Check
from tokenism.plot_tables import PlotTable
from tokenism.simulate import LEVELS, Design, World, coverage_table
from tokenism.streams import stream

DOCUMENTS = ((1, 2), (10, 14))
"""Documents an organisation has, fewest and most, in the two cases that are simulated."""
ESTIMANDS = ("documents", "population")
_MEASURED = "measured"
_DRAWS = 400


def covered(
    audit: Audit, *, design: Design | None = None, seed: int = 0, low: float = 0.93, high: float = 0.97,
    gain: float = 0.4,
) -> Check:  # fmt: skip
    """How often the intervals of simulated organisations hold their true share, at three levels of error.

    Passed where, for both estimands and with few and many documents, the coverage is ``low`` to ``high`` (each within
    two standard errors of the simulation), and where, with the error rates of the ``audit``, the mean absolute error
    of the corrected share is smaller than that of plain counting by ``gain`` or more with many documents.
    """
    design = design or Design()
    rates = audit.judged().draws(_DRAWS, stream(seed, "audit"))
    measured = World(tuple(rates.centre().values()), share=float(rates.prior[:, 0].mean()))
    worlds = [*((name, World(level)) for name, level in LEVELS.items()), (_MEASURED, measured)]
    rows = coverage_table(worlds, DOCUMENTS, design, seed=seed)
    missed = [
        f"{row['level']}, {row['documents_low']} to {row['documents_high']} documents, {estimand}: {row[estimand]:.1%}"
        for row in rows
        if row["level"] != _MEASURED
        for estimand in ESTIMANDS
        if not low - _noise(row) <= row[estimand] <= high + _noise(row)
    ]
    (many,) = (row for row in rows if row["level"] == _MEASURED and row["documents_low"] == DOCUMENTS[-1][0])
    gained = 1 - many["error"] / many["error_plain"]
    return Check(
        name="coverage",
        passed=not missed and gained >= gain,
        bar=f"coverage from {low:.0%} to {high:.0%}, and at least {gain:.0%} less error than plain counting",
        figures={"rows": rows, "gain": gained, "missed": missed, "rates": rates.centre()},
        says=_says(rows, missed, gained),
        few={"coverage_worst": _worst(rows), "error_gain": gained},
        table=_table(rows),
    )


def _noise(row: dict[str, Any]) -> float:
    """Two standard errors of a simulated coverage of 95 %; organisations that share an audit count as half."""
    return float(2 * (0.95 * 0.05 / (row["n"] / 2)) ** 0.5)


def _worst(rows: Sequence[dict[str, Any]]) -> float:
    """The coverage, of those that the bar is for, that is furthest from 95 %."""
    found = [row[estimand] for row in rows if row["level"] != _MEASURED for estimand in ESTIMANDS]
    return float(max(found, key=lambda value: abs(value - 0.95)))


def _says(rows: Sequence[dict[str, Any]], missed: Sequence[str], gained: float) -> str:
    graded = [row for row in rows if row["level"] != _MEASURED]
    shares = [row[estimand] for row in graded for estimand in ESTIMANDS]
    plain = [row["plain"] for row in graded]
    said = (
        f"Intervals hold the truth in {min(shares):.1%} to {max(shares):.1%} of {sum(row['n'] for row in graded):,} "
        f"simulated organisations, those of plain counts in {min(plain):.1%} to {max(plain):.1%}; with the measured "
        f"error rates correction leaves {gained:.0%} less error."
    )
    return said if not missed else f"{said} Outside: {'; '.join(missed)}."


def _table(rows: Sequence[dict[str, Any]]) -> PlotTable:
    return "coverage", tuple(rows[0]), [tuple(row.values()) for row in rows]
