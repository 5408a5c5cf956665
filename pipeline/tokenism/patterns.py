"""The cue notation of the codebook, compiled to token patterns of spaCy's Matcher.

===============  ==============================================================
``word``         that word (lower case); ``word*`` any word that begins so
``a/b/c*``       one of several
``word?``        the token may be missing
``co-word``      with hyphen, with space, or as one word
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
_LONGEST_NAME = 8
"""Most tokens of one or several neighbouring names of people that ``<public>`` or ``<other>`` takes in."""
_GAP = re.compile(r"^\.\.\.(\d*)$")


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
    """
    parts = pattern.split()
    if not parts or _GAP.match(parts[0]) or _GAP.match(parts[-1]):
        return "it must begin and end with a word"
    if all(part.endswith("?") and len(part) > 1 for part in parts):
        return "it needs a word that may not be missing"
    return ""


@dataclass(frozen=True, slots=True)
class Need:
    """What must occur for a pattern to match: one of the choices (tokens, ``prefix*``, a group or ``#``).

    ``before`` and ``after`` are the most tokens that a match has before the token that meets the need, and from it on.
    """

    choices: tuple[str, ...]
    before: int
    after: int


def needs(pattern: str, tokenize: Callable[[str], list[str]]) -> list[Need]:
    """A need for each word of the pattern that may not be missing, in their order.

    A match meets them in this order, each at another token.

    >>> [need.choices for need in needs("we? will co-produc* with <public>", str.split)]
    [('will',), ('co', 'coproduc*'), ('with',), ('<public>',)]
    >>> needs("asked ... tenants", str.split)[1]
    Need(choices=('tenants',), before=5, after=1)
    """
    parts = pattern.split()
    lengths = [max(map(_most, _position(part, tokenize))) for part in parts]
    found = []
    for i, part in enumerate(parts):
        if _GAP.match(part) or (part.endswith("?") and len(part) > 1):
            continue
        words = [word for word in part.split("/") if word] or ["/"]
        choices = tuple(choice for word in words for choice in _must_see(word, tokenize))
        inside = lengths[i] - 1 if GROUPS.keys() & set(words) else 0  # any word of a name meets the need
        found.append(Need(choices, sum(lengths[:i]) + inside, sum(lengths[i:])))
    return found


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
    repeated = (re.fullmatch(r"\{\d+,(\d+)\}", token.get("OP", "")) for token in tokens)
    return sum(int(match.group(1)) if match else 1 for match in repeated)


def _must_see(word: str, tokenize: Callable[[str], list[str]]) -> tuple[str, ...]:
    if word in GROUPS or word == "#" or (word.endswith("*") and "-" not in word):
        return (word,)
    if "-" in word.strip("-"):
        head = word.split("-")[0]
        return (tokenize(head)[0], word.replace("-", ""))
    return (tokenize(word)[0],)


def _position(part: str, tokenize: Callable[[str], list[str]]) -> list[Tokens]:
    """Alternatives of one position, each a run of tokens (empty where the token may be missing)."""
    gap = _GAP.match(part)
    if gap:
        return [[{"OP": f"{{0,{gap.group(1) or 4}}}"}]]
    optional = part.endswith("?") and len(part) > 1
    words = (part[:-1] if optional else part).split("/") if part != "/" else ["/"]
    single = [word for word in words if _is_single(word, tokenize)]
    runs: list[Tokens] = [[_one_of(single)]] if single else []
    for word in words:
        if word and word not in single:
            runs += list(_runs(word, tokenize))
    return [*runs, []] if optional else runs


def _is_single(word: str, tokenize: Callable[[str], list[str]]) -> bool:
    plain = word.removesuffix("*")
    return (
        bool(plain) and word not in GROUPS and word != "#" and "-" not in plain.strip("-") and len(tokenize(plain)) == 1
    )


def _one_of(words: list[str]) -> Token:
    if any(word.endswith("*") and len(word) > 1 for word in words):
        choices = (re.escape(w[:-1]) + r"\w*" if w.endswith("*") and len(w) > 1 else re.escape(w) for w in words)
        return {"LOWER": {"REGEX": f"^(?:{'|'.join(choices)})$"}}
    return {"LOWER": words[0]} if len(words) == 1 else {"LOWER": {"IN": words}}


def _runs(word: str, tokenize: Callable[[str], list[str]]) -> Iterator[Tokens]:
    if word in GROUPS:
        yield [{"ENT_TYPE": GROUPS[word], "OP": f"{{1,{_LONGEST_NAME}}}"}]
    elif word == "#":
        yield [{"LIKE_NUM": True}]
    elif "-" in word.strip("-"):
        pieces = word.split("-")
        spaced = [_one_of([piece]) for piece in pieces if piece]
        yield spaced
        yield list(itertools.chain(*([token, {"LOWER": "-"}] for token in spaced[:-1]), spaced[-1:]))
        yield [_one_of(["".join(pieces)])]
    else:
        yield [{"LOWER": piece.lower()} for piece in tokenize(word)]
