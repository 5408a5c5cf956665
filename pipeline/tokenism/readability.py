"""How hard a text is to read, from its letters, words and sentences alone."""

import re
from collections.abc import Iterable

from tokenism.reading.clean import words_of

_END = re.compile(r"[.!?]+(?=[\s)”’\"']|$)")
_SIGN = re.compile(r"\w")


def automated_readability(texts: Iterable[str]) -> float | None:
    """The Automated Readability Index of texts taken together (Senter and Smith 1967); None without a word.

    4.71 (characters / words) + 0.5 (words / sentences) - 21.43, where characters are letters and digits; about the
    year of an American school in which the text is read. A text has one sentence at least.

    >>> round(automated_readability(["The cat sat on the mat. It was fat."]), 2)
    -6.1
    """
    characters = words = sentences = 0
    for text in texts:
        found = words_of(text)
        words += len(found)
        characters += sum(len(_SIGN.findall(word)) for word in found)
        sentences += max(1, len(_END.findall(text))) if found else 0
    return 4.71 * characters / words + 0.5 * words / sentences - 21.43 if words else None
