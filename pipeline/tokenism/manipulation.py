"""Check: the index follows what is put into the documents, up with empty labels and down with described power.

A measure that does not move when what it measures is changed by hand does not measure it. The labels of some passages
are raised, or power-sharing is described in some, nothing else; tagger and linker then read the documents again.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from tokenism.checks import Check
from tokenism.plot_tables import PlotTable
from tokenism.records import Claim, Passage, Span, Tag
from tokenism.tallies import raw_index
from tokenism.verdicts import TOKENISTIC
from tokenism.wording import Swap, Wording, relabelled

SHARES = (0.1, 0.3, 0.5)
"""Shares of the passages that are changed; the smaller ones are among the larger."""
SIGNS = {"relabelled": 1, "empowered": -1}
"""Which way the shares must go with each change."""
FEWEST = 10
"""Fewer passages to change than this show nothing: a tenth of them is not even one."""

_SHARES = ("index", "gap")

Retag = Callable[[Sequence[Passage]], tuple[Sequence[Tag], Sequence[Span]]]
Relink = Callable[[Sequence[Passage], Sequence[Tag], Sequence[Span]], Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Tagged:
    """Passages with their tags and spans."""

    passages: Sequence[Passage]
    tags: Sequence[Tag]
    spans: Sequence[Span]

    def with_others(self, others: "Mapping[str, Tagged]") -> "Tagged":
        """The same with some passages in other words, and the tags and spans of these, by passage id."""
        kept = [span for span in self.spans if span.passage_id not in others]
        return Tagged(
            [others[p.passage_id].passages[0] if p.passage_id in others else p for p in self.passages],
            [others[t.passage_id].tags[0] if t.passage_id in others else t for t in self.tags],
            kept + [span for other in others.values() for span in other.spans],
        )


def manipulation(run: Tagged, wording: Wording, retag: Retag, relink: Relink, *, seeds: int, seed: int = 0) -> Check:
    """Whether the raw index and the co-production gap rise with raised labels and fall with described power.

    For each seed 10, 30 and 50 % of the passages are changed, the few always among the many. Passed where in every
    seed the index never steps back and ends beyond its start, and the gap likewise. One step back is allowed: that of
    the gap on its way up. A raised label joins the claims of co-production, and may well find backing more often than
    those that are there already; their share must be higher at the end, not at each step.

    Only changed passages are tagged again, each once: what a passage becomes does not hang on which others change.

    Parameters
    ----------
    run
        A run as it was tagged.
    retag
        Tags and spans of passages in their new words (a tagger that knows what stands around them).
    relink
        The claims ledger of a run.
    seeds, seed
        How many draws, and the number of the first.
    """
    ledger = relink(run.passages, run.tags, run.spans)
    start = _point(ledger, 0.0, 0)
    changed = {"relabelled": _relabelled(run, wording.swaps), "empowered": _empowered(run, ledger, wording.power)}
    figures: dict[str, Any] = {}
    for name, passages in changed.items():
        others = _tagged_again(passages, retag)
        drawn = [_points(run, others, relink, start, number) for number in range(seed, seed + seeds)]
        figures[name] = {"n_passages": len(passages), "seeds": seeds, **_moved(drawn, SIGNS[name]), "draws": drawn}
    enough = all(len(passages) >= FEWEST for passages in changed.values())
    return Check(
        name="manipulation",
        passed=enough and all(found["passed"] == seeds for found in figures.values()),
        bar=f"in {seeds} of {seeds} draws the index rises, and falls, at every step, and the gap by the end",
        figures=figures,
        says=_says(figures) if enough else _too_few(figures),
        few={f"manipulation_{name}": found["passed"] / seeds for name, found in figures.items()},
        table=_table(figures, seed),
    )


def _relabelled(run: Tagged, swaps: Sequence[Swap]) -> list[Passage]:
    """Passages that claim consultation in words, with one such word turned into co-production."""
    claims: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for span in run.spans:
        if span.kind == "claim":
            claims[span.passage_id].append((span.start, span.end))
    wanted = {t.passage_id for t in run.tags if t.claim == "consultation" and t.stance != "definition"}
    texts = ((p, relabelled(p.text, claims[p.passage_id], swaps)) for p in run.passages if p.passage_id in wanted)
    return [replace(passage, text=text) for passage, text in texts if text is not None]


def _empowered(run: Tagged, ledger: Sequence[Claim], power: Sequence[str]) -> list[Passage]:
    """Passages whose claim of co-production nothing backs, each with an account of shared power at its end."""
    wanted = {claim.passage_id for claim in ledger if claim.claim == "co-production" and claim.verdict in TOKENISTIC}
    lacking = [passage for passage in run.passages if passage.passage_id in wanted]
    return [replace(p, text=f"{p.text.rstrip()} {power[n % len(power)]}") for n, p in enumerate(lacking)]


def _tagged_again(changed: Sequence[Passage], retag: Retag) -> dict[str, Tagged]:
    tags, spans = retag(changed) if changed else ((), ())
    spans_of: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        spans_of[span.passage_id].append(span)
    return {
        passage.passage_id: Tagged([passage], [tag], spans_of[passage.passage_id])
        for passage, tag in zip(changed, tags, strict=True)
    }


def _points(
    run: Tagged, others: Mapping[str, Tagged], relink: Relink, start: Mapping[str, Any], seed: int
) -> list[Mapping[str, Any]]:
    """Shares of one draw: the untouched run, then with more and more of its passages changed."""
    order = np.random.default_rng(seed).permutation(len(others))
    keys = list(others)
    points = [start]
    for share in SHARES:
        chosen = [keys[at] for at in order[: round(share * len(keys))]]
        now = run.with_others({key: others[key] for key in chosen})
        points.append(_point(relink(now.passages, now.tags, now.spans), share, len(chosen)))
    return points


def _point(ledger: Sequence[Claim], share: float, n_changed: int) -> dict[str, Any]:
    raw = raw_index(ledger)
    return {"share": share, "n_changed": n_changed, "n_claims": raw.n_claims, "index": raw.index, "gap": raw.gap}


def _moved(drawn: Sequence[Sequence[Mapping[str, Any]]], sign: int) -> dict[str, int]:
    """In how many draws index and gap never step back, in how many the gap ends beyond its start, and what passed."""
    index, gap = ([_never_back([point[name] for point in points], sign) for points in drawn] for name in _SHARES)
    ends = [_beyond([point["gap"] for point in points], sign) for points in drawn]
    needed = ends if sign > 0 else gap
    passed = sum(one and other for one, other in zip(index, needed, strict=True))
    return {"index_monotone": sum(index), "gap_monotone": sum(gap), "gap_beyond": sum(ends), "passed": passed}


def _never_back(shares: Sequence[float | None], sign: int) -> bool:
    """Whether shares go one way at every step and end beyond their start; one of no claims goes nowhere."""
    known = [share for share in shares if share is not None]
    steps = [sign * (after - before) for before, after in pairwise(known)]
    return _beyond(shares, sign) and min(steps) >= 0


def _beyond(shares: Sequence[float | None], sign: int) -> bool:
    known = [share for share in shares if share is not None]
    return len(known) == len(shares) and sign * (known[-1] - known[0]) > 0


def _says(figures: Mapping[str, Any]) -> str:
    told = []
    for name, what in (("relabelled", "half the labels of consultation raised"), ("empowered", "power described")):
        found = figures[name]
        before = found["draws"][0][0]["index"]
        after = [draw[-1]["index"] for draw in found["draws"] if draw[-1]["index"] is not None]
        moved = "is not defined" if before is None or not after else f"goes from {before:.3f} to {np.mean(after):.3f}"
        told.append(f"with {what} the index {moved} ({found['passed']} of {found['seeds']} draws pass)")
    return f"{'; '.join(told)}.".capitalize()


def _too_few(figures: Mapping[str, Any]) -> str:
    counts = " and ".join(str(found["n_passages"]) for found in figures.values())
    return f"Nothing can be shown with {counts} passages to change; give a run with at least {FEWEST} of each."


def _table(figures: Mapping[str, Any], seed: int) -> PlotTable:
    columns = ("share", "n_changed", "n_claims", "index", "gap")
    rows = [
        (name, seed + number, *(point[column] for column in columns))
        for name, found in figures.items()
        for number, draw in enumerate(found["draws"])
        for point in draw
    ]
    return "manipulation", ("change", "seed", *columns), rows
