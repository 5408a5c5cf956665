"""Check: the ranking of organisations under every defensible choice, not only ours (Steegen et al. 2016).

Where to draw a line is a choice of ours that others may make otherwise: how alike evidence must be, what a rival claim
weighs, which reading of the ladder, what is counted. Each combination of choices is one universe, and its ranking is
set beside the default one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from statistics import median
from typing import Any

from scipy.stats import kendalltau

from tokenism.checks import Check, Linker
from tokenism.evidence import Weights
from tokenism.organisations import organisations_of
from tokenism.plot_tables import PlotTable
from tokenism.records import Claim, Passage, Span, Tag
from tokenism.tallies import tokenistic_share
from tokenism.verdicts import TOKENISTIC
from tokenism.views import View

MIN_CLAIMS = (5, 10, 20)
FEWEST_RANKED = 4
"""Fewer organisations that both rank give no correlation worth the name."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What of a ledger is counted, and how."""

    unsure: bool = True
    repeats: bool = False
    planned_lacks: bool = False
    min_claims: int = 10


@dataclass(frozen=True, slots=True)
class Universe:
    """One combination of choices and what came of it; ``tau`` is None where too few organisations are ranked."""

    view: str
    min_score: float
    rival: float
    counting: Counting
    n_claims: int
    index: float | None
    n_organisations: int
    n_compared: int
    tau: float | None


def multiverse(
    passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span], views: Sequence[View], linker: Linker, *,
    weights: Weights | None = None, score_step: float = 0.5, rival_factor: float = 2.0, min_claims: int = 10,
    median_tau: float = 0.8, worst_tau: float = 0.5,
) -> Check:  # fmt: skip
    """How far the ranking of organisations by raw index stays that of the defaults, over a grid of choices.

    Passed where one choice changed at a time leaves a median of Kendall's tau-b with the default ranking of
    ``median_tau`` or more, and none below ``worst_tau``; median and worst over
    all combinations are told beside it. The ledger is linked once for each setting of the linker; all else is counting.

    Parameters
    ----------
    views
        Readings of the ladder, the default first.
    weights
        The linker's defaults, around which the least score is moved by ``score_step`` and the weight of rival
        claims divided and multiplied by ``rival_factor``.
    min_claims
        The default, which stands beside :data:`MIN_CLAIMS`.
    """
    weights = weights or Weights()
    universes = list(_universes(passages, tags, spans, views, linker, weights, score_step, rival_factor, min_claims))
    taus = sorted(universe.tau for universe in universes[1:] if universe.tau is not None)
    middle = median(taus) if taus else None
    single = median(alone) if (alone := _one_choice(universes)) else None
    return Check(
        name="multiverse",
        passed=single is not None and single >= median_tau and min(alone) >= worst_tau,
        bar=f"tau-b with the default ranking, one choice changed: median {median_tau} or more, none below {worst_tau}",
        figures={
            "n_settings": len(universes),
            "n_compared": len(taus),
            "default": _figures(universes[0]),
            "median_tau": middle,
            "share_below": sum(tau < median_tau for tau in taus) / len(taus) if taus else None,
            "worst": [_figures(universe) for universe in _worst(universes)],
            "one_choice": single,
            "by_choice": _by_choice(universes),
        },
        says=_says(universes, taus, middle, single),
        few={"one_choice_tau": single, "median_tau": middle, "worst_tau": taus[0] if taus else None},
        table=_table(universes),
    )


def _universes(
    passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span], views: Sequence[View], linker: Linker,
    weights: Weights, step: float, factor: float, min_claims: int,
) -> Iterator[Universe]:  # fmt: skip
    """Every combination of choices, the default first."""
    default: dict[str, float] | None = None
    least = sorted({min_claims, *MIN_CLAIMS})
    countings = [Counting(*choice) for choice in product((True, False), (False, True), (False, True), least)]
    countings.sort(key=lambda counting: counting != Counting(min_claims=min_claims))
    scores = [weights.min_score, weights.min_score - step, weights.min_score + step]
    rivals = [weights.rival, weights.rival / factor, weights.rival * factor]
    for view, score, rival in product(views, scores, rivals):
        setting = replace(weights, min_score=max(score, 0.0), rival=rival)
        ledger = linker(passages, tags, spans, view, weights=setting)
        for counting in countings:
            claims = counted(ledger, counting)
            ranking = _indices(claims, counting)
            default = ranking if default is None else default
            both = sorted(ranking.keys() & default.keys())
            yield Universe(
                view=view.id,
                min_score=setting.min_score,
                rival=rival,
                counting=counting,
                n_claims=len(claims),
                index=_share(claims, counting),
                n_organisations=len(ranking),
                n_compared=len(both),
                tau=tau_b([ranking[name] for name in both], [default[name] for name in both]),
            )


def counted(ledger: Sequence[Claim], counting: Counting) -> list[Claim]:
    """The claims of a ledger that count under a choice."""
    return [
        claim
        for claim in ledger
        if (counting.repeats or claim.repeat_of is None) and (counting.unsure or not claim.unsure)
    ]


def _indices(claims: Sequence[Claim], counting: Counting) -> dict[str, float]:
    """Index of each organisation with enough claims."""
    claims_of: dict[str, list[Claim]] = {}
    for claim in claims:
        for name in organisations_of(claim.organisation):
            claims_of.setdefault(name, []).append(claim)
    shares = {name: _share(own, counting) for name, own in claims_of.items() if len(own) >= counting.min_claims}
    return {name: share for name, share in shares.items() if share is not None}


def _share(claims: Sequence[Claim], counting: Counting) -> float | None:
    if not counting.planned_lacks or not claims:
        return tokenistic_share(claims)
    return sum(claim.verdict in (*TOKENISTIC, "planned") for claim in claims) / len(claims)


def tau_b(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Kendall's tau-b (1945), which allows for ties; None for too few values or where a side does not vary.

    >>> tau_b([0.1, 0.2, 0.3, 0.4], [0.2, 0.1, 0.3, 0.4])
    0.6667
    """
    if len(one) < FEWEST_RANKED or len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return round(float(kendalltau(one, other, variant="b").statistic), 4)


def _choices(universe: Universe) -> dict[str, Any]:
    return {
        "view": universe.view,
        "min_score": round(universe.min_score, 6),
        "rival": universe.rival,
        **asdict(universe.counting),
    }


def _figures(universe: Universe) -> dict[str, Any]:
    names = ("n_claims", "index", "n_organisations", "n_compared", "tau")
    return _choices(universe) | {name: getattr(universe, name) for name in names}


def _worst(universes: Sequence[Universe], n: int = 5) -> list[Universe]:
    return sorted((one for one in universes if one.tau is not None), key=lambda one: one.tau or 0.0)[:n]


def _one_choice(universes: Sequence[Universe]) -> list[float]:
    """Taus of the universes that differ from the default in one choice alone."""
    default = _choices(universes[0])
    differing = (sum(value != default[name] for name, value in _choices(one).items()) for one in universes)
    return [one.tau for one, n in zip(universes, differing, strict=True) if n == 1 and one.tau is not None]


def _by_choice(universes: Sequence[Universe]) -> dict[str, dict[str, float]]:
    """For each value of each choice the median tau of the universes that have it: which choice moves the ranking."""
    taus: dict[str, dict[str, list[float]]] = {}
    for universe in universes[1:]:
        if universe.tau is not None:
            for name, value in _choices(universe).items():
                taus.setdefault(name, {}).setdefault(str(value), []).append(universe.tau)
    return {name: {value: median(found) for value, found in values.items()} for name, values in taus.items()}


def _says(universes: Sequence[Universe], taus: Sequence[float], middle: float | None, single: float | None) -> str:
    if middle is None or single is None:
        return f"No ranking can be compared: fewer than {FEWEST_RANKED} organisations have enough claims."
    worst = _choices(_worst(universes, 1)[0])
    told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in worst.items())
    return (
        f"With one choice changed the median tau is {single:.2f}; over all {len(universes)} combinations it is "
        f"{middle:.2f}, the worst {taus[0]:.2f} ({told}), and the index goes from {_least(universes):.2f} to "
        f"{_most(universes):.2f}."
    )


def _least(universes: Sequence[Universe]) -> float:
    return min(one.index for one in universes if one.index is not None)


def _most(universes: Sequence[Universe]) -> float:
    return max(one.index for one in universes if one.index is not None)


def _table(universes: Sequence[Universe]) -> PlotTable:
    rows = [tuple(_figures(universe).values()) for universe in universes]
    return "multiverse", tuple(_figures(universes[0])), rows
