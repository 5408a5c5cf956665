"""Numbers as the report prints them; what is undefined is never a nought."""

from math import ceil, floor

from markupsafe import Markup

UNDEFINED = Markup(
    '<span class="undefined"><span aria-hidden="true">–</span><span class="sr">not defined</span></span>'
)
"""Stands wherever a figure is None."""


def percent(share: float | None) -> str | Markup:
    """Write a share in whole per cent; the two ends are kept for true 0 and 1.

    >>> percent(0.425), percent(0.999), percent(0.0)
    ('42%', '>99%', '0%')
    """
    if share is None:
        return UNDEFINED
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


def interval(low: float | None, high: float | None) -> str | Markup:
    """Write the two ends of an interval, in per cent.

    >>> interval(0.31, 0.55)
    '31% to 55%'
    """
    if low is None or high is None:
        return UNDEFINED
    return f"{percent(low)} to {percent(high)}"


def number(value: int | None) -> str | Markup:
    """Write a count with a comma between thousands."""
    return UNDEFINED if value is None else f"{value:,}"


def decimal(value: float | None) -> str | Markup:
    """Write a number with one decimal place."""
    return UNDEFINED if value is None else f"{value:,.1f}"


def decimal_interval(low: float | None, high: float | None) -> str | Markup:
    """Write the two ends of an interval with one decimal place.

    >>> decimal_interval(91.2885, 127.184)
    '91.3 to 127.2'
    """
    return UNDEFINED if low is None or high is None else f"{decimal(low)} to {decimal(high)}"


def whole(value: float | None) -> str | Markup:
    """Write an estimated count in whole numbers.

    >>> whole(116.475)
    '116'
    """
    return UNDEFINED if value is None else f"{value:,.0f}"


def whole_interval(low: float | None, high: float | None) -> str | Markup:
    """Write the two ends of an interval in whole numbers, rounded outwards.

    >>> whole_interval(116.475, 143.2)
    '116 to 144'
    """
    return UNDEFINED if low is None or high is None else f"{floor(low):,} to {ceil(high):,}"


def signed_interval(low: float | None, high: float | None) -> str | Markup:
    """Write the two ends of an interval of differences.

    >>> signed_interval(-1.236, -0.7423)
    '−1.2 to −0.7'
    """
    return UNDEFINED if low is None or high is None else f"{signed(low)} to {signed(high)}"


def signed(value: float | None) -> str | Markup:
    """Write a difference with its sign and one decimal place.

    >>> signed(-0.62), signed(0.3), signed(-0.01)
    ('−0.6', '+0.3', '0.0')
    """
    if value is None:
        return UNDEFINED
    text = f"{value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun.

    >>> plural(1, "claim"), plural(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"
