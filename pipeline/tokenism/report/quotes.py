"""Text of documents made safe to print, with the words that a rule fired on marked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from markupsafe import Markup

from tokenism.printable import printable
from tokenism.records import Span

MARKED = ("claim", "practice")
"""Kinds of span that are highlighted in a quotation."""


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """Escape the text and put ``<mark>`` around the words that made the claim or the practice.

    Where spans overlap, the words in common are marked as both; spans outside the text are cut to it.
    """
    kept = [
        (max(0, span.start), min(len(text), span.end), span.kind)
        for span in spans
        if span.kind in MARKED and max(0, span.start) < min(len(text), span.end)
    ]
    cuts = sorted({0, len(text), *(start for start, _, _ in kept), *(end for _, end, _ in kept)})
    pieces: list[tuple[tuple[str, ...], str]] = []
    for start, end in pairwise(cuts):
        kinds = tuple(kind for kind in MARKED if any(k == kind and s <= start and end <= e for s, e, k in kept))
        if pieces and pieces[-1][0] == kinds:
            pieces[-1] = (kinds, pieces[-1][1] + text[start:end])
        else:
            pieces.append((kinds, text[start:end]))
    return Markup("").join(_piece(kinds, printable(part)) for kinds, part in pieces)


def excerpt(text: str, spans: Iterable[Span], *, length: int = 180) -> Markup:
    """Words around those that made the claim, marked, with dots where the text goes on; about ``length`` characters."""
    found = [span for span in spans if span.kind == "claim" and 0 <= span.start < span.end <= len(text)]
    middle = min(((span.start + span.end) // 2 for span in found), default=0)
    start = max(0, min(middle - length // 2, len(text) - length))
    end = min(len(text), start + length)
    if start:
        start = text.find(" ", start, middle) + 1 or start
    if end < len(text):
        end = text.rfind(" ", middle, end) if " " in text[middle:end] else end
    shifted = [replace(span, start=span.start - start, end=span.end - start) for span in found]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return Markup("{}{}{}").format(before, marked(text[start:end], shifted), after)


def _piece(kinds: Sequence[str], text: str) -> Markup:
    if not kinds:
        return Markup("{}").format(text)
    title = " and ".join(f"words of {kind}" for kind in kinds)
    return Markup('<mark class="{}" title="{}">{}</mark>').format(" ".join(kinds), title, text)


def safe_url(url: str | None, *, page: int | None = None) -> str | None:
    """Return a web address (http or https), opened at a page if one is given, and None for any other address.

    >>> safe_url("https://a.example/plan.pdf", page=4), safe_url("javascript:alert(1)")
    ('https://a.example/plan.pdf#page=4', None)
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return parts.geturl() if page is None else parts._replace(fragment=f"page={page}").geturl()
