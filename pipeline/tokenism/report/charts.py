"""Inline SVG, each with a title and a description; colours come from the stylesheet."""

from collections.abc import Mapping

from markupsafe import Markup

from tokenism.report.figures import interval, percent

_WIDTH = 150.0
_EDGE = 6.0

_INTERVAL = Markup(
    '<svg class="interval" viewBox="0 0 162 22" width="162" height="22" role="img" aria-labelledby="{key}-t {key}-d">'
    '<title id="{key}-t">{title}</title><desc id="{key}-d">{desc}</desc>'
    '<line class="track" x1="6" y1="11" x2="156" y2="11"/>'
    '<path class="tick" d="M6 7v8M43.5 9v4M81 7v8M118.5 9v4M156 7v8"/>'
    '{range}<circle class="point" cx="{x}" cy="11" r="4.5"/></svg>'
)
_RANGE = Markup('<rect class="range" x="{x}" y="7" width="{width}" height="8" rx="4"/>')
_STRIP = Markup(
    '<svg class="strip" viewBox="0 0 600 24" preserveAspectRatio="none" role="img" aria-labelledby="{key}-t {key}-d">'
    '<title id="{key}-t">{title}</title><desc id="{key}-d">{desc}</desc>{parts}</svg>'
)
_COUNT = Markup(
    '<svg class="count-bar" viewBox="0 0 100 10" width="100" height="10" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="c-{kind}" x="0" y="0" width="{width}" height="10"/></svg>'
)
_PART = Markup('<rect class="v-{name}" x="{x}" y="0" width="{width}" height="24"/>')


def interval_bar(share: float, low: float | None, high: float | None, *, key: str, name: str) -> Markup:
    """Draw a line from 0 to 100 per cent with the share as a point and its interval as a bar.

    Parameters
    ----------
    share, low, high
        Shares between 0 and 1; without both ends of the interval only the point is drawn.
    key
        Start of the ids of title and description: unique on the page.
    name
        What the share is called; the title joins it with the share, the description gives the interval.
    """
    bar, desc = Markup(""), "No interval is given."
    if low is not None and high is not None:
        desc = f"95% interval {interval(low, high)}, on a line from 0% to 100%."
        bar = _RANGE.format(x=_coordinate(low), width=f"{max(1.0, _WIDTH * (_unit(high) - _unit(low))):.1f}")
    title = f"{name} {percent(share)}"
    return _INTERVAL.format(key=key, title=title, desc=desc, range=bar, x=_coordinate(share))


def verdict_strip(counts: Mapping[str, int], *, key: str, title: str, desc: str) -> Markup:
    """Draw one bar cut into verdicts, each as wide as its share of the claims; empty text where nothing was counted."""
    total = sum(counts.values())
    if total == 0:
        return Markup("")
    parts, left = Markup(""), 0.0
    for name, count in counts.items():
        width = 600 * count / total
        if count:
            parts += _PART.format(name=name, x=f"{left:.1f}", width=f"{max(1.0, width - 2):.1f}")
        left += width
    return _STRIP.format(key=key, title=title, desc=desc, parts=parts)


def count_bar(count: int, most: int, *, kind: str) -> Markup:
    """Draw a count as a bar against the largest count beside it; empty text for none. The number stands beside it."""
    if not count:
        return Markup("")
    return _COUNT.format(kind=kind, width=f"{max(1.0, 100 * count / most):.1f}")


def _unit(share: float) -> float:
    return min(1.0, max(0.0, share))


def _coordinate(share: float) -> str:
    return f"{_EDGE + _WIDTH * _unit(share):.1f}"
