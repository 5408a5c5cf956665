"""Small text functions: from the characters of a page to words that compare, join and read."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

BULLETS = "•◦▪▫■□●○‣⁃∙·►▶➢➤➔→✓✔✗✘❖◆◇♦»─‒–—->*o"
"""Marks that open a list item; the last seven only count when a space follows (see :func:`bullet_length`)."""

_WEAK_BULLETS = "‒–—->*o"
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc\x00-\x08\x0e-\x1f\x7f]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"@|www\.|://|\.\w+/")
"""A web or e-mail address."""
_NUMBERED = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\(\d{1,2}\))\s+(?=\S)", re.IGNORECASE)


# fmt: off
_PREFIXES = frozenset((
    "all", "anti", "co", "cross", "e", "ex", "full", "half", "high", "inter", "long", "low", "mid", "multi", "non",
    "one", "over", "part", "post", "pre", "quasi", "self", "semi", "short", "sub", "two", "three", "four", "five",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "under", "well", "x",
))
"""First parts that usually keep their hyphen."""
_SUFFIXES = frozenset((
    "based", "focused", "free", "friendly", "led", "level", "making", "only", "owned", "related", "scale", "specific",
    "term", "time", "wide",
))
"""Last parts that usually keep it."""
# fmt: on


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often each lower-case word stands inside the lines of a document, and whether its lines break words.

    ``breaks`` is None where the document does not show it.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    breaks: bool | None = None


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


def join_lines(lines: list[str], vocabulary: Vocabulary) -> str:
    """Lines of one paragraph as running text; a hyphen at a line's end is dropped where it only breaks the word.

    The commoner of both spellings in the document decides. Where it has neither (or both as often), compounds of known
    words keep their hyphen, and otherwise it is dropped in a document whose lines break words.

    Parameters
    ----------
    lines
        Cleaned lines in reading order.
    vocabulary
        Words of the document that occur inside lines.

    >>> join_lines(["the particip-", "ation of carers"], Vocabulary({"participation": 2}))
    'the participation of carers'
    """
    text = ""
    for line in lines:
        if text and breaks_word(text, line):
            text = text + line if _keeps_hyphen(*broken_word(text, line), vocabulary) else text[:-1] + line
        else:
            text = f"{text} {line}" if text and line else text + line
    return text


def breaks_word(text: str, line: str) -> bool:
    """Whether a text ends in a hyphen that a line goes on after."""
    return len(text) > 1 and text[-1] in "-\u2010" and text[-2].isalpha() and line[:1].islower()


def broken_word(text: str, line: str) -> tuple[str, str]:
    """The lower-case parts of a word before and after the hyphen at the end of a text.

    >>> broken_word("They were co-", "produced, then")
    ('co', 'produced')
    """
    word = text[:-1].rsplit(" ", 1)[-1]
    head = word if _ADDRESS.search(word) else re.split(r"[\s(\"'‘“/]", word)[-1]
    tail = re.split(r"[^\w'’-]", line, maxsplit=1)[0]
    return head.lower(), tail.lower()


def _keeps_hyphen(head: str, tail: str, vocabulary: Vocabulary) -> bool:
    counts = vocabulary.counts
    hyphenated, solid = counts.get(f"{head}-{tail}", 0), counts.get(f"{head}{tail}", 0)
    if hyphenated != solid:
        return hyphenated > solid
    first = head.rsplit("-", 1)[-1]
    compound = first in counts and tail in counts and len(first) > 3
    prefixed = first in _PREFIXES and (tail in counts or vocabulary.breaks is not True)
    kept = compound or prefixed or tail in _SUFFIXES or bool(_ADDRESS.search(head))
    if vocabulary.breaks is not None:
        return kept or not vocabulary.breaks
    return kept or len(head) <= 2 or (len(first) > 3 and first in counts)


def words_of(text: str) -> list[str]:
    """Lower-case words of a text with inner hyphens and apostrophes kept.

    >>> words_of("Residents' co-produced plan (2025)")
    ['residents', 'co-produced', 'plan', '2025']
    """
    return re.findall(r"\w+(?:['’-]\w+)*", text.lower())
