"""Characters that a font maps to the wrong letters, put right where the words leave no doubt."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from tokenism.reading.glyphs import Glyphs, PageContent
from tokenism.reading.quality import looks_like_word
from tokenism.reading.words import known_words

_LIGATURES = ("ffi", "ffl", "tti", "ff", "fi", "fl", "ti", "tt", "ft", "tf", "st", "ct", "fj", "Th")
_QUOTES = {0x201F: 0x2019, 0x201E: 0x2018}
"""Word 2007 writes PDFs in which these stand for apostrophes and single quotation marks."""
_WELSH = "ŵŷŴŶ"
_ENOUGH = 3
"""So many different words must agree on a letter."""
_CLEAR = 3
"""The best letter explains so many times as many words as the next."""
_MOST = 0.6
"""The best letter explains at least this share of the words."""


def _odd_codes() -> NDArray[np.bool_]:
    """Which code points below 2**16 stand in English for a letter only by mistake."""
    odd = np.zeros(0x10000, dtype=np.bool_)
    for first, last in ((0x01, 0x1F), (0x7F, 0x9F), (0x100, 0x2AF), (0xE000, 0xF8FF), (0xFFFD, 0xFFFD)):
        odd[first : last + 1] = True
    odd[[0x02, 0x09, 0x0A, 0x0D, 0x152, 0x153, *map(ord, _WELSH)]] = False  # 0x02 is PDFium's hyphen at a line's end
    return odd


_ODD = _odd_codes()
_LETTER = r"A-Za-z\u00c0-\u00ff\u0100-\u02af"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A word with an odd character: the page's index, where the word begins among its glyphs, and its letters."""

    page: int
    start: int
    word: str


def repair(pages: list[PageContent]) -> tuple[list[PageContent], int]:
    """The pages with wrong characters put right, and how many words that concerned.

    A character that stands for a ligature (``o?cer``) is replaced where exactly one ligature makes a known word of
    it, and then in the words beside, if all agree; one that stands for a single letter where three different words
    and hardly any other letter say so.
    """
    pages = [_with_quotes(page) for page in pages]
    odd = [page.glyphs.code[_is_odd(page.glyphs.code)] for page in pages]
    if not any(map(len, odd)):
        return pages, 0
    suspects = list(_suspects(pages, "".join(map(chr, sorted({code for codes in odd for code in codes.tolist()})))))
    fixed = _decide(suspects)
    by_page: dict[int, dict[int, str]] = defaultdict(dict)
    for suspect, letters in fixed:
        by_page[suspect.page] |= {suspect.start + place: letter for place, letter in letters.items()}
    for index, changes in by_page.items():
        pages[index] = replace(pages[index], glyphs=_respelt(pages[index].glyphs, changes))
    return pages, len(fixed)


def _with_quotes(page: PageContent) -> PageContent:
    code = page.glyphs.code
    if not (code == 0x201F).any():
        return page
    for wrong, right in _QUOTES.items():
        code = np.where(code == wrong, np.uint32(right), code)
    return replace(page, glyphs=replace(page.glyphs, code=code))


def _is_odd(code: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return np.asarray(_ODD[np.minimum(code, 0xFFFE)])


def _suspects(pages: list[PageContent], odd: str) -> Iterator[Suspect]:
    """Words with odd characters; those of the private area count inside words only, because bullets stand before."""
    word = re.compile(rf"[{_LETTER}{re.escape(odd)}]*[{re.escape(odd)}][{_LETTER}{re.escape(odd)}]*")
    for index, page in enumerate(pages):
        if not _is_odd(page.glyphs.code).any():
            continue
        text = "".join(map(chr, np.minimum(page.glyphs.code, 0x10FFFF).tolist()))
        for match in word.finditer(text):
            found = match.group().lstrip("".join(c for c in odd if c >= "\ue000"))
            if any(letter.isascii() and letter.isalpha() for letter in found) and any(c in odd for c in found):
                yield Suspect(index, match.end() - len(found), found)


def _decide(suspects: list[Suspect]) -> list[tuple[Suspect, dict[int, str]]]:
    """Suspects that can be put right, each with the new letters by their place in the word."""
    single = _single_letters(suspects)
    votes: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    sure: dict[Suspect, str] = {}
    open_: list[tuple[Suspect, str]] = []
    for suspect in suspects:
        odd = {letter for letter in suspect.word if _ODD[min(ord(letter), 0xFFFE)]} - single.keys()
        if not odd:
            sure[suspect] = ""
        elif len(odd) == 1:
            wrong = odd.pop()
            spelt = _translated(suspect.word, single)
            fits = [ligature for ligature in _LIGATURES if _is_known(spelt.replace(wrong, ligature))]
            if len(fits) == 1:
                sure[suspect] = fits[0]
                votes[suspect.page, wrong][fits[0]] += 1
            else:
                open_.append((suspect, wrong))
    for suspect, wrong in open_:
        vote = votes.get((suspect.page, wrong))
        if vote and len(vote) == 1:
            ligature = next(iter(vote))
            if looks_like_word(_translated(suspect.word, single).replace(wrong, ligature)):
                sure[suspect] = ligature
    return [(suspect, _new_letters(suspect.word, single, sure[suspect])) for suspect in suspects if suspect in sure]


def _new_letters(word: str, single: dict[str, str], ligature: str) -> dict[int, str]:
    return {place: single.get(letter, ligature) for place, letter in enumerate(word) if _ODD[min(ord(letter), 0xFFFE)]}


def _translated(word: str, single: dict[str, str]) -> str:
    return "".join(single.get(letter, letter) for letter in word)


def _is_known(word: str) -> bool:
    return len(word) >= 4 and word.lower() in known_words() and (word[1:].islower() or word.isupper())


def _single_letters(suspects: list[Suspect]) -> dict[str, str]:
    """Odd characters that stand for one letter each throughout the document."""
    words: dict[str, set[str]] = defaultdict(set)
    for suspect in suspects:
        odd = {letter for letter in suspect.word if _ODD[min(ord(letter), 0xFFFE)]}
        if len(odd) == 1:
            words[odd.pop()].add(suspect.word)
    found = {}
    for wrong, spelt in words.items():
        counts = Counter({
            letter: sum(_is_known(word.replace(wrong, letter)) for word in spelt) for letter in ascii_lowercase
        })  # fmt: skip
        (best, most), (_, next_) = counts.most_common(2)
        ligatures = max(sum(_is_known(word.replace(wrong, ligature)) for word in spelt) for ligature in _LIGATURES)
        if most >= max(_ENOUGH, _MOST * len(spelt), _CLEAR * next_, _CLEAR * ligatures):
            found[wrong] = best.upper() if wrong.isupper() else best
    return found


def _respelt(glyphs: Glyphs, changes: dict[int, str]) -> Glyphs:
    """The glyphs with some replaced by one letter or by several that share the box along the line."""
    counts = np.ones(len(glyphs), dtype=np.intp)
    for place, letters in changes.items():
        counts[place] = len(letters)
    new = glyphs.take(np.repeat(np.arange(len(glyphs)), counts))
    starts = np.cumsum(counts) - counts
    code = new.code.copy()
    x0, top, x1, bottom = (side.copy() for side in (new.x0, new.top, new.x1, new.bottom))
    for place, letters in changes.items():
        low, high = (x0, x1) if new.turn[starts[place]] % 2 == 0 else (top, bottom)
        begin, step = low[starts[place]], (high[starts[place]] - low[starts[place]]) / len(letters)
        backwards = new.turn[starts[place]] in (2, 3)
        for offset, letter in enumerate(letters):
            at = int(starts[place]) + offset
            part = len(letters) - 1 - offset if backwards else offset
            code[at] = ord(letter)
            low[at], high[at] = begin + step * part, begin + step * (part + 1)
    return replace(new, code=code, x0=x0, top=top, x1=x1, bottom=bottom)
