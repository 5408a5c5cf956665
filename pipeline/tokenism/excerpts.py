"""Short quotations of a passage for a terminal."""

from collections.abc import Iterable

from tokenism.printable import printable
from tokenism.records import Span

_MORE = "…"


def claiming_words(spans: Iterable[Span]) -> dict[str, tuple[int, int]]:
    """Where the first words that made the claim stand in each passage, by its id."""
    found: dict[str, tuple[int, int]] = {}
    for span in spans:
        if span.kind == "claim":
            found.setdefault(span.passage_id, (span.start, span.end))
    return found


def excerpt(text: str, *, most: int = 150, around: tuple[int, int] | None = None) -> str:
    """At most ``most`` characters of a text on one line, cut between words, with what stands ``around`` in it.

    ``around`` are offsets into the text; without them, and where they are near its beginning, it is quoted from there.

    >>> excerpt("The plan for the parks was co-produced with residents in May.", most=40, around=(27, 53))
    '… was co-produced with residents in May.'
    """
    start, end = around or (0, 0)
    head, words, tail = (_line(part) for part in (text[:start], text[start:end], text[end:]))
    if len(_joined(head, words)) <= most // 2:
        return _cut(_line(text), most)
    room = most - len(words)
    if room < 8:
        return _cut(f"{_MORE} {_joined(words, tail)}", most)
    kept = head[-(room // 3) :]
    kept = kept[kept.find(" ") + 1 :] if len(kept) < len(head) else kept
    lead = f"{_MORE} " if len(kept) < len(head) else ""
    return _cut(lead + _joined(_joined(kept, words, text[start - 1 : start]), tail, text[end : end + 1]), most)


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _joined(one: str, other: str, between: str = " ") -> str:
    """Two pieces with a blank between them where there was one."""
    return f"{one} {other}" if one and other and between.isspace() else one + other


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    at = kept.rfind(" ")
    kept = kept[:at] if at > most // 2 else kept.rstrip()
    return f"{kept} {_MORE}" if len(kept) < most - 1 else f"{kept}{_MORE}"
