"""Comparisons as they are shown: one organisation beside those of its type, and its years one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tokenism.records import Comparison

MOST = 20
"""Comparisons of organisations that the index names."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Comparisons of one organisation: itself first in each, the clearest before the open; years as they follow."""

    others: tuple[Comparison, ...]
    years: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Comparisons of a whole run: how many pairs there are, those that are clear, and all changes between years."""

    n_pairs: int
    clear: tuple[Comparison, ...]
    n_clear: int
    years: tuple[Comparison, ...]


def compared(comparisons: Sequence[Comparison], organisation: str) -> Compared:
    """What the table says of one organisation."""
    pairs = [line for line in comparisons if line.kind == "organisations"]
    own = [line for line in pairs if line.first == organisation]
    own += [turned(line) for line in pairs if line.second == organisation]
    years = [line for line in comparisons if line.kind == "years" and line.group == organisation]
    return Compared(
        tuple(sorted(own, key=lambda line: (_unclear(line), line.second))),
        tuple(sorted(years, key=lambda line: line.second)),
    )


def overview(comparisons: Sequence[Comparison]) -> Overview:
    """What the index tells of all comparisons."""
    pairs = [line for line in comparisons if line.kind == "organisations"]
    clear = sorted(
        (line if line.difference > 0 else turned(line) for line in pairs if not line.low <= 0 <= line.high),
        key=lambda line: (_unclear(line), line.first, line.second),
    )
    years = sorted((line for line in comparisons if line.kind == "years"), key=lambda line: (line.group, line.second))
    return Overview(len(pairs), tuple(clear[:MOST]), len(clear), tuple(years))


def turned(line: Comparison) -> Comparison:
    """The same comparison from the other side."""
    return replace(
        line,
        first=line.second,
        second=line.first,
        n_first=line.n_second,
        n_second=line.n_first,
        difference=-line.difference,
        low=-line.high,
        high=-line.low,
        p_first_higher=1 - line.p_first_higher,
    )


def _unclear(line: Comparison) -> float:
    return -abs(line.p_first_higher - 0.5)
