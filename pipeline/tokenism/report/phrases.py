"""Ranks, chances and differences in plain words, with whatever leaves them open."""

from tokenism.records import Comparison
from tokenism.report.figures import plural
from tokenism.report.words import KINDS_MANY, kinds_label

_CHANCES = (
    (0.01, "almost certainly not"),
    (0.1, "very unlikely"),
    (1 / 3, "unlikely"),
    (2 / 3, "about as likely as not"),
    (0.9, "likely"),
    (0.99, "very likely"),
    (float("inf"), "almost certainly"),
)
"""Words for a chance up to each bound."""


def rank_range(low: int | None, high: int | None, n: int | None) -> str:
    """Say which ranks are left open; empty for those that are not ranked.

    >>> rank_range(2, 9, 11), rank_range(3, 3, 11), rank_range(1, 1, 1)
    ('between 2 and 9 of 11', '3 of 11', 'the only one')
    """
    if low is None or high is None or n is None:
        return ""
    if n == 1:
        return "the only one"
    return f"{low} of {n}" if low == high else f"between {low} and {high} of {n}"


def rank_of_type(low: int | None, high: int | None, n: int | None, kind: str | None) -> str:
    """Say the same among those of one type; empty for those that are not ranked.

    >>> rank_of_type(1, 4, 5, "council"), rank_of_type(1, 1, 1, "nhs")
    ('between 1 and 4 of 5 councils', 'the only one of the NHS bodies')
    """
    ranks, kinds = rank_range(low, high, n), kinds_label(kind)
    if n == 1 and ranks:
        return f"{ranks} of the {kinds}" if kind in KINDS_MANY else f"{ranks} {kinds}"
    return f"{ranks} {kinds}" if ranks else ""


def in_hundred(chance: float) -> str:
    """Write a chance as cases in a hundred; neither never nor always, for it is counted from draws.

    >>> in_hundred(0.305), in_hundred(0.0), in_hundred(1.0)
    ('30 in 100', 'less than 1 in 100', 'more than 99 in 100')
    """
    if chance < 0.01:
        return "less than 1 in 100"
    return "more than 99 in 100" if chance > 0.99 else f"{100 * chance:.0f} in 100"


def likelihood(chance: float) -> str:
    """Say in words how likely something is.

    >>> likelihood(0.03), likelihood(0.5)
    ('very unlikely', 'about as likely as not')
    """
    return next(words for bound, words in _CHANCES if chance < bound)


def worst_quarter(chance: float | None) -> str:
    """Say how likely an organisation is to be among the quarter with the highest index.

    >>> worst_quarter(0.03)
    'very unlikely (3 in 100)'
    """
    return "" if chance is None else f"{likelihood(chance)} ({in_hundred(chance)})"


def change(comparison: Comparison) -> str:
    """Say how an index changed from an earlier to a later year, how far that is open, and whether it fell.

    >>> change(Comparison("years", "Elm", "2024", "2021", 30, 20, -0.12, -0.35, 0.1, 0.25))
    'lower by 12 points (from 35 lower to 10 higher); 75% chance that it fell'
    """
    fell = comparison.difference < 0
    chance = 1 - comparison.p_first_higher if fell else comparison.p_first_higher
    return f"{apart(comparison)}; {_percent(chance)} chance that it {'fell' if fell else 'rose'}"


def beside(comparison: Comparison) -> str:
    """Say how far the index of the first lies from that of the second, and how likely it is to be on that side.

    >>> beside(Comparison("organisations", "council", "Elm", "Ash", 30, 20, 0.2, -0.1, 0.5, 0.9))
    'higher by 20 points (from 10 lower to 50 higher); 90% chance that it is higher'
    """
    lower = comparison.difference < 0
    chance = 1 - comparison.p_first_higher if lower else comparison.p_first_higher
    return f"{apart(comparison)}; {_percent(chance)} chance that it is {'lower' if lower else 'higher'}"


def apart(comparison: Comparison) -> str:
    """Say a difference in percentage points with both ends of its interval."""
    size, side = round(100 * abs(comparison.difference)), "lower" if comparison.difference < 0 else "higher"
    lead = f"{side} by {plural(size, 'point')}" if size else "about the same"
    return f"{lead} (from {_end(comparison.low)} to {_end(comparison.high)})"


def is_open(comparison: Comparison) -> bool:
    """Whether the interval of a difference holds nought, so that either side may be the higher."""
    return comparison.low <= 0 <= comparison.high


def _end(value: float) -> str:
    points = round(100 * abs(value))
    return f"{points} {'lower' if value < 0 else 'higher'}" if points else "the same"


def _percent(chance: float) -> str:
    if chance < 0.01:
        return "less than 1%"
    return "more than 99%" if chance > 0.99 else f"{100 * chance:.0f}%"
