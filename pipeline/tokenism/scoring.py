"""How the scores of a run were made: its settings, and the measured errors that it corrects for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from tokenism.audited import Audit
from tokenism.error_rates import SAID, TRUE, ErrorRates, Rates
from tokenism.estimates import Settings, rates_of
from tokenism.grid import Array

COPRODUCTION = "co-production"


def how_scored(audit: Audit | None, settings: Settings) -> dict[str, Any]:
    """What the score stage was told and what it knows of the ledger's errors, as plain values.

    ``settings`` are those of :class:`tokenism.estimates.Settings`. ``audit`` is None where tags and ledger were taken
    as true; else it has ``about`` (with the ``figures`` of ``tokenism audit``), what was judged (``n_...`` and
    ``judged``, lines by what the ledger said and what is true), ``rates`` of all counted claims and
    ``coproduction_rates``, and the ``prior``. A rate has its median and 95 % interval (``low``, ``high``) on the
    average of organisations, and the interval for a single one (``one_low``, ``one_high``).
    """
    return {"settings": asdict(settings), "audit": None if audit is None else _audit(audit, settings)}


def _audit(audit: Audit, settings: Settings) -> dict[str, Any]:
    rates = rates_of(audit, settings)
    return {
        "about": dict(audit.about),
        "n_lines": len(audit.lines),
        "n_line_documents": len({line.document for line in audit.lines}),
        "n_passages": len(audit.passages),
        "n_passage_documents": len({one.document for one in audit.passages}),
        "judged": _judged(audit.judged().n_lines),
        "true_verdicts": dict(sorted(Counter(line.true for line in audit.lines).items())),
        "true_bands": dict(sorted(Counter(line.true_claim for line in audit.lines if line.true != "no-claim").items())),
        "rates": _rates(rates, settings.seed),
        "coproduction_rates": _rates(rates_of(audit, settings, COPRODUCTION), settings.seed),
        "prior": {"share": _figure(rates.prior[:, 0]), "judged_weight": rates.judged_weight},
    }


def _judged(counts: Array) -> dict[str, dict[str, int]]:
    return {said: {true: int(counts[i, j]) for j, true in enumerate(TRUE)} for i, said in enumerate(SAID)}


def _rates(rates: ErrorRates, seed: int) -> dict[str, Mapping[str, float]]:
    rng = np.random.default_rng(seed)
    singles = [rates.of(rng) for _ in range(20)]
    found: dict[str, Mapping[str, float]] = {}
    for i, name in enumerate(Rates._fields):
        one = _figure(np.concatenate([single[i] for single in singles]))
        found[name] = {**_figure(rates.means[:, i]), "one_low": one["low"], "one_high": one["high"]}
    return found


def _figure(draws: Array | Sequence[float]) -> dict[str, float]:
    low, middle, high = np.quantile(draws, (0.025, 0.5, 0.975))
    return {"value": float(middle), "low": float(low), "high": float(high)}
