"""Check: minimal pairs, two passages that differ in one small thing and therefore in label (Ribeiro et al. 2020).

The floors guard against regressions. Pairs are written to mislead, so their shares say nothing about real documents,
and a share above its floor is no claim of quality.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tokenism.annotations import CodedPassage
from tokenism.checks import Check
from tokenism.errors import InputError
from tokenism.evaluate import Bander
from tokenism.measures import Labels, wilson

FEWEST_PAIRS = 200
LABELS = ("claim", "practice", "stance")
FIGURES = ("claim", "practice", "both", "difference")
"""Share of pairs with both sides right in claim, in practice, in both, and in all labels in which the sides differ."""


def checklist(
    coded: Sequence[CodedPassage], found: Sequence[Labels], bander: Bander, floors: Mapping[str, float],
    *, fewest: int = FEWEST_PAIRS,
) -> Check:  # fmt: skip
    """Shares of minimal pairs that are told apart as they are coded, by kind, against floors for all of them.

    Parameters
    ----------
    coded
        Passages with ``pair`` and, for its kind, ``trap``.
    found
        Labels of the same passages, in their order.
    bander
        Gives coded passages their bands.
    floors
        By name of :data:`FIGURES`, the least share of all pairs.
    fewest
        Pairs that there must be.

    Raises
    ------
    InputError
        If a pair has not two sides of one kind.
    """
    pairs = _pairs(coded, [bander.truth(passage) for passage in coded], found)
    kinds = sorted({kind for kind, _, _ in pairs})
    overall = _shares([sides for _, *sides in pairs])
    by_kind = {kind: _shares([sides for of, *sides in pairs if of == kind]) for kind in kinds}
    low = {name: floor for name, floor in floors.items() if (overall[name]["share"] or 0.0) < floor}
    return Check(
        name="checklist",
        passed=not low and len(pairs) >= fewest,
        bar=f"at least {fewest} pairs; shares right of at least "
        + ", ".join(f"{floor:.2f} ({name})" for name, floor in floors.items()),
        figures={"n_pairs": len(pairs), "all": overall, "kinds": by_kind, "floors": dict(floors)},
        says=_says(len(pairs), overall, by_kind, low),
        few={f"pairs_{name}": overall[name]["share"] for name in FIGURES},
    )


Side = tuple[Labels, Labels]
"""True and found labels of one passage."""


def _pairs(
    coded: Sequence[CodedPassage], truth: Sequence[Labels], found: Sequence[Labels]
) -> list[tuple[str, Side, Side]]:
    """Kind and both sides of each pair."""
    members: dict[str, list[int]] = {}
    for at, passage in enumerate(coded):
        members.setdefault(passage.pair or "", []).append(at)
    pairs = []
    for name, places in members.items():
        if len(places) != 2 or not name:
            where = f"the pair {name!r}" if name else f"the passage {coded[places[0]].id!r}"
            raise InputError(f"{where} has not two sides; give both the same 'pair', and no other passage")
        kinds = {coded[at].trap or "" for at in places}
        if len(kinds) > 1:
            raise InputError(f"the pair {name!r} is of two kinds ({', '.join(sorted(kinds))}); give both one 'trap'")
        first, second = ((truth[at], found[at]) for at in places)
        pairs.append((kinds.pop(), first, second))
    return pairs


def _shares(pairs: Sequence[Sequence[Side]]) -> dict[str, dict[str, Any]]:
    """For each figure how many pairs are right, of how many, with Wilson's interval of the share."""
    right: Counter[str] = Counter()
    telling = 0
    for sides in pairs:
        good = [all(truth[at] == found[at] for truth, found in sides) for at in range(len(LABELS))]
        differ = [at for at in range(len(LABELS)) if len({truth[at] for truth, _ in sides}) > 1]
        right["claim"] += good[0]
        right["practice"] += good[1]
        right["both"] += good[0] and good[1]
        right["difference"] += bool(differ) and all(good[at] for at in differ)
        telling += bool(differ)
    return {name: _share(right[name], telling if name == "difference" else len(pairs)) for name in FIGURES}


def _share(right: int, n: int) -> dict[str, Any]:
    low, high = wilson(right, n) or (None, None)
    return {"n": n, "right": right, "share": right / n if n else None, "low": low, "high": high}


def _says(
    n_pairs: int, overall: Mapping[str, Any], by_kind: Mapping[str, Any], low: Mapping[str, float]
) -> str:  # fmt: skip
    if not n_pairs:
        return "There are no pairs."
    found = overall["difference"]
    told = f"Of {n_pairs} minimal pairs {overall['both']['right']} are right in claim and practice, and of {found['n']}"
    told += f" that differ in a label {found['right']} are told apart as coded"
    worst = min(by_kind, key=lambda kind: (by_kind[kind]["difference"]["share"] or 0.0, kind))
    told += f"; the hardest kind is '{worst}' ({by_kind[worst]['difference']['right']}"
    told += f" of {by_kind[worst]['difference']['n']})."
    return told + (f" Below the floor: {', '.join(low)}." if low else "")
