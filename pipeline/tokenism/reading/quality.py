"""How far the text of a page or a line is words: known words, letter pairs of words, characters for no letter, pieces.

Fair to names, acronyms, numbers and other languages: what cannot be judged is not counted.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from tokenism.reading.words import known_words, letter_pairs, pairs_of

BROKEN = 0.5
"""Text that scores below this is a broken encoding rather than words."""
DOUBTFUL = 0.75
"""Text that scores below this is worth a second opinion."""

_WORD = re.compile(r"[^\w\s]{0,3}?([^\W\d_]+)(?:['’][^\W\d_]+)?[^\w\s]{0,3}")
"""Letters with ordinary punctuation around them: addresses, formulas and letters beside digits say nothing."""
_NO_LETTER = re.compile("[\ufffd\x01\x03-\x08\x0e-\x1f\x7f-\x9f]")
_CID = re.compile(r"\(cid:\d+\)")
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
_JOINED_NAMES = re.compile(r"[A-Z]?[a-z]{2,}(?:[A-Z][a-z]+)*|[A-Z]?[a-z]+(?:[A-Z][a-z]{2,})+|[A-Z]+[a-z]{3,}")
_PLAIN = re.compile(r"[a-z]+")
_SMALL_WORD = re.compile(r"^(?:the|and|with|from|this|that)[a-z]{5,}|[a-z]{5,}(?:the|and|with|from|that)$")
_VOWELS = frozenset("aeiouyw")
_MIN_WORDS = 4
"""So many words make a verdict possible."""
_LONGEST_WORD = 24
_LONGEST_ABBREVIATION = 7
_MOSTLY_NOTHING = 0.2
_MOSTLY_PIECES = 0.5
_SHOUTED = 8
"""So many acronyms that are half of a text are a text in capitals, and judged as words."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What speaks for and against a text; shares run from 0 to 1.

    ``words`` counts the words that can be judged, ``known`` is the share of them that are known words or built like
    words, ``replaced`` the share of characters that stand for no letter, ``glued`` and ``split`` the shares of words
    that are several run together, and that are pieces, ``odd`` the share of words that would be known but for one
    letter foreign to English; ``covered`` is the share of the lines of words in the page's ink that stands in the
    text, None where nobody looked.
    """

    words: int
    known: float
    replaced: float = 0.0
    glued: float = 0.0
    split: float = 0.0
    odd: float = 0.0
    covered: float | None = None

    @property
    def score(self) -> float | None:
        """One number from 0 (noise) to 1, None for text without words."""
        if not self.words:
            return 0.0 if self.replaced > _MOSTLY_NOTHING or self.split > _MOSTLY_PIECES else None
        score = self.known - min(0.5, 5 * self.replaced) - self.glued - self.split
        return round(max(0.0, score) * (1.0 if self.covered is None else self.covered), 4)

    @property
    def broken(self) -> bool:
        """Whether this is noise with certainty enough to leave it out."""
        if self.replaced > _MOSTLY_NOTHING:
            return True
        if self.words >= 2 and self.odd >= BROKEN:
            return True
        return self.words >= _MIN_WORDS and self.known - min(0.5, 5 * self.replaced) < BROKEN


def text_quality(text: str) -> Quality:
    """The quality of a page's text, or of a longer line's.

    >>> text_quality("Residents decide together.").score
    1.0
    >>> text_quality("Wkh frxqflo xvhg lwv rzq vwdww").score
    0.0
    """
    tokens = [_judged(token) for token in text.split()]
    verdicts = [token.verdict for token in tokens]
    acronyms = [token.word for token in tokens if token.verdict is None and token.word.isupper()]
    if len(acronyms) >= max(_SHOUTED, len(tokens) / 3):
        verdicts += [looks_like_word(word.capitalize()) for word in acronyms]
    judged = len(verdicts) - verdicts.count(None)
    replaced = len(_NO_LETTER.findall(text))
    if "(cid:" in text:
        replaced += sum(map(len, _CID.findall(text)))
    absent = round(replaced / max(1, len(text)), 4)
    split = round(_pieces(tokens) / max(1, len(tokens)), 4)
    if not judged:
        return Quality(0, 0.0, absent, 0.0, split)
    glued = sum(token.glued for token in tokens)
    return Quality(
        judged,
        round(verdicts.count(True) / judged, 4),
        absent,
        round(glued / judged, 4),
        split,
        round(sum(token.odd for token in tokens) / judged, 4),
    )


class _Token(NamedTuple):
    word: str
    verdict: bool | None
    glued: bool = False
    scrap: bool = False
    odd: bool = False


@lru_cache(maxsize=50_000)
def _judged(token: str) -> _Token:
    match = _WORD.fullmatch(token)
    word = match.group(1) if match else ""
    if not word:
        return _Token("", None)
    scrap = word[0].islower() and len(word) <= 7 and word not in known_words()
    verdict = looks_like_word(word)
    return _Token(word, verdict, _is_glued(word), scrap and word != "a", verdict is False and _is_odd(word))


def looks_like_word(word: str) -> bool | None:
    """Whether letters are a known word or built like one; None for scraps, acronyms and other scripts."""
    if len(word) <= 3 and word.lower() not in known_words():
        return None
    if _ACRONYM.fullmatch(word):
        return True if word.lower() in known_words() else None
    lowered = word.lower()
    if lowered in known_words() and (word[1:].islower() or word.isupper() or _JOINED_NAMES.fullmatch(word)):
        return True
    if not word.isascii():
        if all(ord(letter) >= 0x370 for letter in word):
            return None
        lowered = _without_accents(lowered)
    if len(word) > _LONGEST_WORD or not _PLAIN.fullmatch(lowered):
        return False
    if not word.isupper() and not _JOINED_NAMES.fullmatch(_without_accents(word)):
        return None if len(word) <= _LONGEST_ABBREVIATION else False
    strange = sum(pair not in letter_pairs() for pair in pairs_of(lowered))
    return strange <= len(word) // 7 and not _VOWELS.isdisjoint(lowered)


def _is_odd(word: str) -> bool:
    """Whether a word of Latin letters has one that English lacks, and is a known word with another in its place.

    Names and words of other tongues with such letters seldom are; where they fill a line, most have more than one.
    """
    strange = [place for place, letter in enumerate(word) if 0x100 <= ord(letter) < 0x250]
    if len(strange) != 1 or len(word) < 4:
        return False
    before, after = word[: strange[0]].lower(), word[strange[0] + 1 :].lower()
    return any(f"{before}{letter}{after}" in known_words() for letter in ascii_lowercase)


def _without_accents(word: str) -> str:
    """The word in plain letters, as far as its letters are such with the accents of western Europe, Welsh or Gaelic."""
    if word.isascii():
        return word
    return "".join(unicodedata.normalize("NFD", c)[0] if ord(c) < 0x100 or c in "ŵŷŴŶœŒ" else c for c in word)


def _is_glued(word: str) -> bool:
    """Whether an unknown word of small letters falls into three or more known ones, or into two with a small word."""
    if len(word) < 10 or word in known_words() or not _PLAIN.fullmatch(word):
        return False
    fewest: list[int] = [0, *[_LONGEST_WORD] * len(word)]
    for end in range(2, len(word) + 1):
        parts = [fewest[start] for start in range(max(0, end - 16), end - 1) if word[start:end] in known_words()]
        fewest[end] = min(parts, default=_LONGEST_WORD) + 1
    if fewest[-1] >= _LONGEST_WORD:
        return False
    return 3 <= fewest[-1] <= len(word) / 3.5 or bool(_SMALL_WORD.search(word))


def _pieces(tokens: list[_Token]) -> int:
    """Number of scraps that make a known word with their neighbours, and of letters that stand alone in a row."""
    pieces = 0
    for i in [i for i, token in enumerate(tokens) if token.scrap]:
        if len(tokens[i].word) == 1:
            pieces += any(len(tokens[j].word) == 1 for j in (i - 1, i + 1) if 0 <= j < len(tokens))
            continue
        for start, end in ((i - 1, i + 1), (i, i + 2), (i - 1, i + 2), (i - 2, i + 1), (i, i + 3)):
            joined = "".join(token.word for token in tokens[max(0, start) : end]).lower()
            if start >= 0 and len(joined) > 4 and joined in known_words():
                pieces += 1
                break
    return pieces
