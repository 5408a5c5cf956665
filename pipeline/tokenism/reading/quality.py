"""A score for the text of a page: whether it looks like words of English or like a broken encoding."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = set("aeiouyàáâäèéêëìíîïòóôöùúûü")
_COMMON = frozenset(
    "the and of to in a for is on that with as by be are we our this will from at it or an have has not their was which"  # noqa: SIM905
    " been were they all can more also who people health care council services service community".split()
)


def text_quality(text: str) -> float | None:
    """Share of word-like words, less replacement characters and odd mixtures, from 0 (noise) to 1; None for no words.

    A word is word-like if it has a vowel, at most 24 letters, no capital after a small letter, and plain Latin
    letters; text of 60 words or more in which hardly a common English word occurs counts half, because shifted
    encodings keep vowels by chance.
    """
    words = _WORD.findall(text)
    if not words:
        return None
    good = sum(_looks_like_word(word) for word in words)
    score = good / len(words)
    score -= min(0.5, 5 * text.count("\ufffd") / max(1, len(text)))
    if len(words) >= 60 and sum(word.lower() in _COMMON for word in words) / len(words) < 0.05:
        score *= 0.5
    return round(max(0.0, score), 4)


def _looks_like_word(word: str) -> bool:
    if len(word) == 1:
        return word in "aAI"
    if len(word) > 24 or (not word.isascii() and not all(ord(letter) < 0x180 for letter in word)):
        return False
    if word.isupper():
        return True
    return word[1:].islower() and any(letter in _VOWELS for letter in word.lower())
