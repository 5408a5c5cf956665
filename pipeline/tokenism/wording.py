"""Words that a manipulation puts in: a consulting word to one of co-production, and accounts of shared power."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenism.toml_source import read_toml


@dataclass(frozen=True, slots=True)
class Swap:
    """A word of consultation and the word of co-production in its place, with a sentence before and after."""

    word: str
    by: str
    example: str
    result: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Swaps in the order in which they are tried, and sentences that describe shared power."""

    swaps: tuple[Swap, ...]
    power: tuple[str, ...]


def read_wording(path: Path) -> Wording:
    """Swaps and sentences of a TOML file.

    Raises
    ------
    InputError
        With file, line and remedy, if the file or one of its entries is wrong.
    """
    file = read_toml(path)
    file.only(("swap", "power"))
    keys = ("word", "by", "example", "result")
    swaps = tuple(Swap(*(entry.text(key) for key in keys)) for entry in file.tables("swap", keys))
    return Wording(swaps, file.texts("power"))


def relabelled(text: str, claims: Iterable[tuple[int, int]], swaps: Sequence[Swap]) -> str | None:
    """A text in which the first claim that has a word of the swaps claims co-production; None where none has.

    ``claims`` are the places of its claim words (half-open); a word counts where it overlaps one. One word is changed
    and nothing else, so that whatever the passage describes stays. A capital stays a capital.

    >>> swap = Swap("consulted", "co-produced with", "", "")
    >>> relabelled("We consulted residents.", [(3, 12)], [swap])
    'We co-produced with residents.'
    """
    for start, end in sorted(claims):
        for swap in swaps:
            for found in re.finditer(rf"\b{re.escape(swap.word)}\b", text, flags=re.IGNORECASE):
                if found.start() < end and start < found.end():
                    by = swap.by[0].upper() + swap.by[1:] if found[0][0].isupper() else swap.by
                    return text[: found.start()] + by + text[found.end() :]
    return None
