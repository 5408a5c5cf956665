"""The cue notation of the codebook, compiled to token patterns of spaCy's Matcher.

===============  ==============================================================
``word``         that word (lower case); ``word*`` any word that begins so
``a/b/c*``       one of several
``word?``        the token may be missing
``co-word``      with hyphen (or an en dash), with space, or as one word
``<public>``     a term of the list ``public``; ``<other>`` one of ``not_public``
``...``          a gap of up to 4 tokens; ``...8`` of up to 8
``#``            a number
===============  ==============================================================
"""

import itertools
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tokenism.errors import InputError

Token = dict[str, Any]
Tokens = list[Token]

GROUPS = {"<public>": "PUBLIC", "<other>": "OTHER"}
LONGEST_NAME = 8
"""Tokens of one or several neighbouring names of people that reaches allow for; ``<public>`` takes in more, too."""
_LONGEST_GAP = 20
MOST_FORMS = 2000
"""Token patterns that one line of notation may be written out to; a matcher of more takes seconds to build."""
_GAP = re.compile(r"^\.\.\.(\d*)$")
_REGULAR_EXPRESSION = re.compile(r"[\[\](){}|\\^$+]|\.\*")
_STEM = re.compile(r"\w+(?:-\w+)*")
_DASH = re.compile("[\u2012-\u2015\u2212]")
_TYPOGRAPHIC = re.compile("[\u2018\u2019\u201c\u201d\u2010\u2011\u00ad]")


def compile_pattern(pattern: str, tokenize: Callable[[str], list[str]]) -> list[Tokens]:
    """Token patterns for one line of notation; several where a word may be written with or without a hyphen.

    Parameters
    ----------
    pattern
        A line such as ``"co-produc* ... with? <public>"``.
    tokenize
        Splits a word as the pipeline's tokenizer does (``don't`` into ``do``, ``n't``).

    Raises
    ------
    InputError
        If the pattern has a fault (see :func:`fault`).
    """
    problem = fault(pattern)
    if problem:
        raise InputError(f"pattern {pattern!r}: {problem}")
    parts = pattern.split()
    positions = [_position(part, tokenize) for part in parts]
    return [list(itertools.chain(*choice)) for choice in itertools.product(*positions)]


def fault(pattern: str) -> str:
    """What is wrong with a pattern, as the end of a sentence; empty if nothing is.

    >>> fault("... with residents")
    'it must begin and end with a word'
    >>> fault("co-produc* with <citizens>")
    "there is no group '<citizens>'; there are <public>, <other>"
    """
    parts = pattern.split()
    if not parts or _GAP.match(parts[0]) or _GAP.match(parts[-1]):
        return "it must begin and end with a word"
    problem = next(filter(None, map(_part_fault, parts)), "")
    if problem:
        return problem
    if all(map(_may_be_missing, parts)):
        return "it needs a word that may not be missing"
    n_forms = math.prod(map(_n_forms, parts))
    if n_forms > MOST_FORMS:
        return f"it has {n_forms:,} forms, more than {MOST_FORMS:,}; shorten its gaps or make several patterns of it"
    return ""


def _n_forms(part: str) -> int:
    """The most token patterns of one position: see :func:`_position`, which needs a tokenizer.

    >>> _n_forms("...8"), _n_forms("asked/told?"), _n_forms("ask/tell/co-opt/<public>/don't")
    (9, 2, 6)
    """
    if gap := _GAP.match(part):
        return _longest(gap) + 1
    words = _alternatives(part)
    apart = [word for word in words if word == "#" or not (len(word) == 1 or re.fullmatch(r"\w+\*?", word))]
    own = sum(3 if _is_hyphenated(word) else 1 for word in apart)
    return own + (len(apart) < len(words)) + _may_be_missing(part)


def _longest(gap: re.Match[str]) -> int:
    return int(gap.group(1) or 4)


def _part_fault(part: str) -> str:
    if part.startswith("..") or "..." in part or "…" in part:
        return _gap_fault(part)
    words = _alternatives(part)
    if not all(words):
        return f"{part!r} has an empty alternative; write a/b, or 'a?' for a word that may be missing"
    return next(filter(None, map(_word_fault, words)), "")


def _gap_fault(part: str) -> str:
    gap = _GAP.match(part)
    if not gap:
        return f"{part!r} is no gap; a gap stands alone as ... or, with its most tokens, as ...8"
    if not 1 <= _longest(gap) <= _LONGEST_GAP:
        return f"the gap {part!r} is not from 1 to {_LONGEST_GAP} tokens"
    return ""


def _word_fault(word: str) -> str:
    if word in GROUPS or word == "#":
        return ""
    if "<" in word or ">" in word:
        return f"there is no group {word!r}; there are {', '.join(GROUPS)}"
    if found := _REGULAR_EXPRESSION.search(word):
        return (
            f"{found.group()!r} in {word!r} is no part of the notation, which is no regular expression: words, "
            "a/b, word?, word*, ..., # and groups such as <public>"
        )
    if any("\ud800" <= letter <= "\udfff" for letter in word):
        return f"{word!r} holds half a character; write the whole one"
    if found := _TYPOGRAPHIC.search(word):
        return f"{found.group()!r} in {word!r} never matches; write plain quotes and hyphens"
    if (found := _DASH.search(word)) and len(word) > 1:
        return f"{found.group()!r} in {word!r} joins no words; write a plain hyphen, or let the dash stand alone"
    if word != word.lower():
        return f"{word!r} must be in lower case, in which all text is matched"
    if "*" in word[:-1] or word == "*":
        return f"the * in {word!r} must stand at the end of a word"
    if word.endswith("*") and not _STEM.fullmatch(word[:-1]):
        return f"the * in {word!r} must follow letters or digits, which a hyphen may join but no other sign"
    if "?" in word[:-1] or (word.endswith("?") and len(word) > 1):
        return f"the ? in {word!r} must stand at the end, after all alternatives"
    if "#" in word:
        return f"the # in {word!r} must stand alone; it is a number of any length"
    return ""


def _may_be_missing(part: str) -> bool:
    return part.endswith("?") and len(part) > 1


def _alternatives(part: str) -> list[str]:
    """Words of one position; a lone slash is a word."""
    return (part[:-1] if _may_be_missing(part) else part).split("/") if part not in ("/", "/?") else ["/"]


@dataclass(frozen=True, slots=True)
class Need:
    """What must occur for a pattern to match: one of the choices (tokens, ``prefix*``, a group or ``#``).

    ``before`` and ``after`` are the most tokens that a match has before the token that meets the need, and from it on,
    unless names of more than :data:`LONGEST_NAME` tokens stand in it.
    """

    choices: tuple[str, ...]
    before: int
    after: int


def needs(pattern: str, tokenize: Callable[[str], list[str]]) -> list[Need]:
    """A need for each word of the pattern that may not be missing, in their order.

    A match meets them in this order, each at another token.

    >>> [need.choices for need in needs("we? will co-produc* with <public>", str.split)]
    [('will',), ('produc*', 'coproduc*'), ('with',), ('<public>',)]
    >>> needs("asked ... tenants", str.split)[1]
    Need(choices=('tenants',), before=5, after=1)
    """
    parts = pattern.split()
    lengths = [max(map(_most, _position(part, tokenize))) for part in parts]
    found = []
    for i, part in enumerate(parts):
        if _GAP.match(part) or _may_be_missing(part):
            continue
        words = _alternatives(part)
        choices = tuple(choice for word in words for choice in _must_see(word, tokenize))
        found.append(Need(choices, sum(lengths[:i]) + max(map(_inside, words)), sum(lengths[i:])))
    return found


def has_gap(pattern: str) -> bool:
    """Whether a pattern has a gap."""
    return any(map(_GAP.match, pattern.split()))


def phrases(tokens: Tokens, *, limit: int = 1000) -> list[tuple[str, ...]]:
    """Every sequence of lower-case words that a token pattern matches; empty if it has more than words or too many.

    >>> phrases([{"LOWER": {"IN": ["ask", "tell"]}}, {"LOWER": "tenants"}])
    [('ask', 'tenants'), ('tell', 'tenants')]
    """
    choices = []
    for token in tokens:
        lower = token.get("LOWER")
        if len(token) > 1 or lower is None or (isinstance(lower, dict) and "IN" not in lower):
            return []
        choices.append(lower["IN"] if isinstance(lower, dict) else [lower])
    return list(itertools.product(*choices)) if math.prod(map(len, choices)) <= limit else []


def _most(tokens: Tokens) -> int:
    """The most tokens that a run of token patterns can cover."""
    return sum(LONGEST_NAME if "OP" in token else 1 for token in tokens)


def _must_see(word: str, tokenize: Callable[[str], list[str]]) -> tuple[str, ...]:
    if word in GROUPS or word == "#" or (word.endswith("*") and "-" not in word):
        return (word,)
    if _is_hyphenated(word):
        return (_telling(word), word.replace("-", ""))
    return (tokenize(word)[0],)


def _inside(word: str) -> int:
    """The most tokens of a word that may stand before the one that meets its need."""
    if word in GROUPS:
        return LONGEST_NAME - 1  # any token of a name meets it
    if not _is_hyphenated(word):
        return 0
    pieces = list(filter(None, word.split("-")))
    return 2 * pieces.index(_telling(word))


def _is_hyphenated(word: str) -> bool:
    return "-" in word.strip("-")


def _telling(word: str) -> str:
    """The longest piece of a word with hyphens: ``co`` stands in too many."""
    return max(word.split("-"), key=len)


def _position(part: str, tokenize: Callable[[str], list[str]]) -> list[Tokens]:
    """Alternatives of one position, each a run of tokens (empty where the token may be missing)."""
    if gap := _GAP.match(part):
        # every length by itself: a chain of tokens that may be missing doubles the matcher's states with each
        return [[{}] * n for n in range(_longest(gap) + 1)]
    words = _alternatives(part)
    single = [word for word in words if _is_single(word, tokenize)]
    runs: list[Tokens] = [[_one_of(single)]] if single else []
    for word in words:
        if word not in single:
            runs += list(_runs(word, tokenize))
    return [*runs, []] if _may_be_missing(part) else runs


def _is_single(word: str, tokenize: Callable[[str], list[str]]) -> bool:
    if word in GROUPS or word == "#" or _is_hyphenated(word):
        return False
    return word.endswith("*") or len(tokenize(word)) == 1


def _one_of(words: list[str]) -> Token:
    if any(word.endswith("*") and len(word) > 1 for word in words):
        choices = (re.escape(w[:-1]) + r"\w*" if w.endswith("*") and len(w) > 1 else re.escape(w) for w in words)
        return {"LOWER": {"REGEX": f"^(?:{'|'.join(choices)})$"}}
    return {"LOWER": words[0]} if len(words) == 1 else {"LOWER": {"IN": words}}


def _runs(word: str, tokenize: Callable[[str], list[str]]) -> Iterator[Tokens]:
    if word in GROUPS:
        yield [{"ENT_TYPE": GROUPS[word], "OP": "+"}]
    elif word == "#":
        yield [{"LIKE_NUM": True}]
    elif _is_hyphenated(word):
        pieces = word.split("-")
        spaced = [_one_of([piece]) for piece in pieces if piece]
        yield spaced
        yield list(itertools.chain(*([token, {"LOWER": "-"}] for token in spaced[:-1]), spaced[-1:]))
        yield [_one_of(["".join(pieces)])]
    else:
        yield [{"LOWER": piece.lower()} for piece in tokenize(word)]
