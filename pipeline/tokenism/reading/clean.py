"""Small text functions: from the characters of a page to words that compare, join and read."""

import re
import unicodedata
from collections.abc import Container

BULLETS = "•◦▪▫■□●○‣⁃∙·►▶➢➤➔→✓✔❖◆◇♦»–—-*o"
"""Marks that open a list item; the last five only count when a space follows (see :func:`bullet_length`)."""

_WEAK_BULLETS = "–—-*o"
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc\x00-\x08\x0e-\x1f\x7f]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_NUMBERED = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\(\d{1,2}\))\s+(?=\S)", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Text as people read it: NFC, ligatures spelt out, private-use marks as bullets, one space between words.

    Soft hyphens, zero-width and directional control characters go; halves of one character that an engine gave
    apart are joined, and a lone half becomes the replacement character.

    >>> clean_text("of\ufb01cers\u00a0 co\u00adproduced")
    'officers coproduced'
    """
    text = _SURROGATE.sub("\ufffd", _PAIR.sub(_one_character, text))
    text = _INVISIBLE.sub("", text.translate(_LIGATURES))
    text = _PRIVATE.sub("•", text)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _one_character(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16", "surrogatepass").decode("utf-16")


def bullet_length(line: str) -> int:
    """Number of characters of the bullet or item number (with its space) that opens a line; 0 if there is none.

    >>> bullet_length("• residents"), bullet_length("(a) residents"), bullet_length("2025 plan")
    (2, 4, 0)
    """
    if not line:
        return 0
    if line[0] in BULLETS:
        rest = line[1:]
        if rest.startswith(" "):
            return len(line) - len(rest.lstrip())
        return 0 if line[0] in _WEAK_BULLETS else 1
    match = _NUMBERED.match(line)
    return match.end() if match else 0


def join_lines(lines: list[str], vocabulary: Container[str]) -> str:
    """Lines of one paragraph as running text; a hyphen at a line's end is dropped where the joined word is known.

    Parameters
    ----------
    lines
        Cleaned lines in reading order.
    vocabulary
        Lower-case words of the document that occur inside lines. ``particip-`` + ``ation`` joins if
        ``participation`` is there, ``co-`` + ``produced`` keeps its hyphen if ``co-produced`` is there or the parts
        stand alone; otherwise letters on both sides join.

    >>> join_lines(["the particip-", "ation of carers"], {"participation"})
    'the participation of carers'
    """
    text = ""
    for line in lines:
        if text and _breaks_word(text, line):
            text = _joined(text, line, vocabulary)
        else:
            text = f"{text} {line}" if text and line else text + line
    return text


def _breaks_word(text: str, line: str) -> bool:
    return len(text) > 1 and text[-1] in "-\u2010" and text[-2].isalpha() and line[:1].islower()


def _joined(text: str, line: str, vocabulary: Container[str]) -> str:
    head = re.split(r"[\s(\"'‘“/]", text)[-1][:-1]
    tail = re.split(r"[^\w'’-]", line, maxsplit=1)[0]
    hyphenated, solid = f"{head}-{tail}".lower(), f"{head}{tail}".lower()
    if solid in vocabulary:
        return text[:-1] + line
    compound = hyphenated in vocabulary or (head.lower() in vocabulary and tail.lower() in vocabulary)
    return text + line if compound or len(head) <= 2 else text[:-1] + line


def words_of(text: str) -> list[str]:
    """Lower-case words of a text with inner hyphens and apostrophes kept.

    >>> words_of("Residents' co-produced plan (2025)")
    ['residents', 'co-produced', 'plan', '2025']
    """
    return re.findall(r"\w+(?:['’-]\w+)*", text.lower())
