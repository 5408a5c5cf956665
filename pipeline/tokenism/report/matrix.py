"""The claim-by-practice matrix, the primary output of the codebook (section 6)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tokenism.records import BANDS, Passage
from tokenism.report.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Cell:
    """Passages with one claim and one practice; ``short`` where the practice is below the claim."""

    practice: str
    count: int
    short: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Passages with one claim, by what they describe, and how many of them only promise it."""

    claim: str
    cells: tuple[Cell, ...]
    total: int
    planned: int


def count_matrix(corpus: Corpus, passages: Iterable[Passage]) -> tuple[MatrixRow, ...]:
    """Passages by their own two labels, one row for each claimed band; definitions and repeats are left out."""
    cells: Counter[tuple[str, str]] = Counter()
    planned: Counter[str] = Counter()
    for passage in passages:
        tag = corpus.tag.get(passage.passage_id)
        if tag is None or tag.stance == "definition" or passage.passage_id in corpus.repeats:
            continue
        cells[tag.claim, tag.practice] += 1
        planned[tag.claim] += tag.verdict == "planned"
    return tuple(_row(claim, cells, planned[claim]) for claim in BANDS[1:])


def _row(claim: str, cells: Mapping[tuple[str, str], int], planned: int) -> MatrixRow:
    height = BANDS.index(claim)
    row = tuple(Cell(band, cells.get((claim, band), 0), n < height) for n, band in enumerate(BANDS))
    return MatrixRow(claim, row, sum(cell.count for cell in row), planned)
