"""Text reduced to what two readers of one page must agree on, and the search for one such text in another.

Folding drops what readers may tell differently without changing a word:

1. single and double quotation marks of any shape become one straight one; dashes of any length become hyphens;
2. Unicode compatibility forms (NFKC) are resolved: ligatures, full-width letters, superscript figures;
3. white space, zero-width and direction characters, controls, and the stand-ins for unknown letters go;
4. bullets go, and rows of three or more dots (leaders, ellipses).

Letters, their case, figures, accents and all other punctuation stay. A hyphen inside a line must stand in both texts
or in none; one at the end of a line of the page, and a soft hyphen anywhere, may be missing from the quotation.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tokenism.reading.clean import BULLETS

_QUOTES = dict.fromkeys(map(ord, '‘’‚‛“”„‟′″‵‶`´«»ʼ"'), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_DROPPED = dict.fromkeys(map(ord, set(BULLETS) - set("‒–—->*o")))
_TABLE = {**_DROPPED, **_DASHES, **_QUOTES}
_UNKNOWN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffc\ufffd\ud800-\udfff]")
_DOTS = re.compile(r"\.(?:\s*\.){2,}")
_PIECE = re.compile(r"-[^\S\n]*\n\s*|\u00ad\s*|-|'(?:\s*')*|\s+|.")
_WHOLE_WORDS = 12
"""Texts of fewer letters than this count as found only where they stand as whole words."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Letters without white space and hyphens, and before which of them those stood (sorted places, 0 to the length).

    ``loose`` are hyphens at the end of a line, and soft ones.
    """

    letters: str
    gaps: tuple[int, ...]
    hyphens: tuple[int, ...]
    loose: tuple[int, ...]


def fold(text: str) -> Folded:
    r"""Fold a text; lines are parted by line feeds.

    >>> folded = fold("They “co-pro-\nduced” it")
    >>> folded.letters, folded.hyphens, folded.loose
    ("They'coproduced'it", (7,), (10,))
    """
    plain = _UNKNOWN.sub("", unicodedata.normalize("NFKC", text.translate(_TABLE)).translate(_TABLE))
    plain = _DOTS.sub(" ", "".join(letter for letter in plain if not _is_invisible(letter)))
    letters: list[str] = []
    gaps, hyphens, loose = [], [], []
    for piece in _PIECE.findall(plain):
        if piece == "-":
            hyphens.append(len(letters))
        elif piece[0] in "-\u00ad":
            loose.append(len(letters))
        elif piece.isspace():
            gaps.append(len(letters))
        else:
            letters.append(piece[0])
    return Folded("".join(letters), tuple(gaps), tuple(hyphens), tuple(loose))


def _is_invisible(letter: str) -> bool:
    return letter != "\u00ad" and not letter.isspace() and unicodedata.category(letter) in ("Cc", "Cf", "Cn")


def part(text: Folded, start: int, end: int) -> Folded:
    """The letters from ``start`` to before ``end``, with what stands between them."""

    def inside(places: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(place - start for place in _between(places, start, end))

    return Folded(text.letters[start:end], inside(text.gaps), inside(text.hyphens), inside(text.loose))


def _between(places: tuple[int, ...], start: int, end: int) -> tuple[int, ...]:
    return places[bisect_right(places, start) : bisect_left(places, end)]


def stands_in(wanted: Folded, text: Folded) -> bool:
    r"""Whether the letters stand in the text one after the other, with the same hyphens between them.

    Fewer than twelve letters must stand as whole words.

    >>> stands_in(fold("co-produced it"), fold("We co-\nproduced it.")), stands_in(fold("co-op"), fold("a coop"))
    (True, False)
    """
    whole = len(wanted.letters) < _WHOLE_WORDS
    return any(not whole or _is_whole(text, at, at + len(wanted.letters)) for at in _finds(wanted, text))


def parted_alike(wanted: Folded, text: Folded) -> bool:
    """Whether the letters stand in the text with white space at the same places, those beside hyphens aside."""
    size = len(wanted.letters)
    beside = {*wanted.hyphens, *wanted.loose}
    said = {*_between(wanted.gaps, 0, size)} - beside
    return any(
        {place - at for place in _between(text.gaps, at, at + size)} - beside == said for at in _finds(wanted, text)
    )


def _finds(wanted: Folded, text: Folded) -> Iterator[int]:
    """Where the letters stand."""
    size = len(wanted.letters)
    at = text.letters.find(wanted.letters) if size else -1
    while at >= 0:
        end = at + size
        firm = {place - at for place in _between(text.hyphens, at, end)}
        loose = {place - at for place in _between(text.loose, at, end)}
        said = {*_between(wanted.hyphens, 0, size), *_between(wanted.loose, 0, size)}
        if firm <= said <= firm | loose:
            yield at
        at = text.letters.find(wanted.letters, at + 1)


def _is_whole(text: Folded, at: int, end: int) -> bool:
    """Whether no word goes on over either end."""
    return all(
        not (0 < place < len(text.letters))
        or not (text.letters[place - 1].isalnum() and text.letters[place].isalnum())
        or any(place in places for places in (text.gaps, text.hyphens, text.loose))
        for place in (at, end)
    )


def longest_start(wanted: Folded, text: Folded) -> int:
    """How many letters at the start of ``wanted`` stand in the text, whole words or not."""
    size = len(wanted.letters)
    return bisect_left(range(size), True, key=lambda n: not _has(part(wanted, 0, n + 1), text))


def longest_end(wanted: Folded, text: Folded) -> int:
    """How many letters at the end of ``wanted`` stand in the text, whole words or not."""
    size = len(wanted.letters)
    return bisect_left(range(size), True, key=lambda n: not _has(part(wanted, size - n - 1, size), text))


def breaks_after(wanted: Folded, text: Folded) -> bool:
    """Whether the letters stand in the text with a hyphen right after them."""
    ends = (at + len(wanted.letters) for at in _finds(wanted, text))
    return any(end in text.hyphens or end in text.loose for end in ends)


def _has(wanted: Folded, text: Folded) -> bool:
    return next(_finds(wanted, text), None) is not None
