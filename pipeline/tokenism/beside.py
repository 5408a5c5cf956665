"""Figures of organisations from two runs, or two years of one run, side by side."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tokenism.records import Comparison, Score

DIRECTIONS = {
    "undefined": "not known: too few claims in one of them, or not read",
    "same": "as before",
    "dependent": "not tested: the same documents are behind both",
    "open": "open: the intervals overlap",
    "higher": "higher: the intervals do not overlap",
    "lower": "lower: the intervals do not overlap",
}
"""What two intervals of one figure let say of its direction."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One organisation's scores in the first and in the second, None where it has none.

    ``index`` and ``gap`` are keys of :data:`DIRECTIONS`; ``change`` is the difference of the index with its own
    interval, where years of one run were compared.
    """

    organisation: str
    first: Score | None
    second: Score | None
    index: str
    gap: str
    change: Comparison | None = None


def side_by_side(
    first: Iterable[Score],
    second: Iterable[Score],
    *,
    shared: Collection[str] = (),
    comparisons: Sequence[Comparison] = (),
) -> list[Beside]:
    """The scores of each organisation beside each other, in the order of names.

    ``shared`` are organisations of which a document is behind both scores: their intervals are not independent, so
    that nothing is said of a direction. ``comparisons`` are those between the two years.
    """
    before, after = ({score.organisation: score for score in scores} for scores in (first, second))
    change_of = {one.group: one for one in comparisons if one.kind == "years"}
    return [
        Beside(
            name,
            before.get(name),
            after.get(name),
            direction(_index(before.get(name)), _index(after.get(name)), dependent=name in shared),
            direction(_gap(before.get(name)), _gap(after.get(name)), dependent=name in shared),
            change_of.get(name),
        )
        for name in sorted(before.keys() | after.keys())
    ]


Ranged = tuple[float | None, float | None, float | None]


def direction(before: Ranged, after: Ranged, *, dependent: bool) -> str:
    """What can be said of the direction of a figure, given as value, low and high.

    >>> direction((0.5, 0.4, 0.6), (0.3, 0.2, 0.45), dependent=False)
    'open'
    >>> direction((0.5, 0.4, 0.6), (0.3, 0.2, 0.35), dependent=False)
    'lower'
    """
    if None in before or None in after:
        return "undefined"
    if before == after:
        return "same"
    if dependent:
        return "dependent"
    (_, low, high), (_, new_low, new_high) = before, after
    assert low is not None and high is not None and new_low is not None and new_high is not None  # noqa: S101
    if new_low > high:
        return "higher"
    return "lower" if new_high < low else "open"


def _index(score: Score | None) -> Ranged:
    return (None,) * 3 if score is None else (score.tokenism_index, score.tokenism_low, score.tokenism_high)


def _gap(score: Score | None) -> Ranged:
    return (None,) * 3 if score is None else (score.coproduction_gap, score.gap_low, score.gap_high)
