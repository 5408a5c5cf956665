"""The claim-by-practice matrix in the levels of a view, the primary output of the codebook (section 6)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tokenism.records import BANDS, Passage
from tokenism.report.corpus import Corpus
from tokenism.views import Level, View


@dataclass(frozen=True, slots=True)
class Cell:
    """Passages with one claim and one practice (None where nothing is described).

    ``state`` is ``short`` where the practice is below the band of the claim, ``met`` where it reaches both its level
    and its band, and ``between`` where level and band say different things.
    """

    practice: Level | None
    count: int
    state: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Passages with one claim, by what they describe, and how many of them only promise it."""

    claim: Level
    cells: tuple[Cell, ...]
    total: int
    planned: int


def count_matrix(corpus: Corpus, passages: Iterable[Passage]) -> tuple[MatrixRow, ...]:
    """Passages by their own two labels, one row for each claimed level; definitions and repeats are left out."""
    cells: Counter[tuple[int, int | None]] = Counter()
    planned: Counter[int] = Counter()
    place = corpus.view.place
    for tag in corpus.counted_tags(passages):
        if (claim := place(tag.claim_rung)) is not None:
            cells[claim, place(tag.practice_rung)] += 1
            planned[claim] += tag.verdict == "planned"
    return tuple(_row(corpus, claim, cells, planned[claim]) for claim in range(len(corpus.view.levels)))


def _row(corpus: Corpus, claim: int, cells: Mapping[tuple[int, int | None], int], planned: int) -> MatrixRow:
    levels = corpus.view.levels
    heights = [_heights(corpus.view, corpus.bands, n) for n in range(len(levels))]
    row = [Cell(None, cells.get((claim, None), 0), "short")]
    for n, level in enumerate(levels):
        row.append(Cell(level, cells.get((claim, n), 0), _state(n, claim, heights)))
    return MatrixRow(levels[claim], tuple(row), sum(cell.count for cell in row), planned)


def _heights(view: View, bands: tuple[str, ...], level: int) -> tuple[int, int]:
    """Lowest and highest band of the rungs of a level."""
    found = [BANDS.index(band) for band, of in zip(bands, view.level_of, strict=True) if of == level]
    return min(found, default=0), max(found, default=0)


def _state(practice: int, claim: int, heights: list[tuple[int, int]]) -> str:
    if heights[practice][1] < heights[claim][0]:
        return "short"
    return "met" if practice >= claim and heights[practice][0] >= heights[claim][1] else "between"
