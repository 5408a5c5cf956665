"""The claim-by-practice matrix of the score stage as it is shown: counted, and corrected for known errors."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenism.records import BANDS, MatrixCell

PLANNED = "planned"
COLUMNS = (*BANDS, PLANNED)
ROWS = (*BANDS[1:], BANDS[0])
"""Claimed bands from the lowest; what claims nothing stands last."""


@dataclass(frozen=True, slots=True)
class Row:
    """Passages that claim one band, by what they describe; ``total`` as counted."""

    claim: str
    cells: tuple[MatrixCell, ...]
    total: int

    def state(self, cell: MatrixCell) -> str:
        """How a cell is drawn: ``short`` of the claim, ``met``, only ``planned``, or ``unclaimed``."""
        if self.claim == BANDS[0]:
            return "unclaimed"
        if cell.practice == PLANNED:
            return PLANNED
        return "short" if BANDS.index(cell.practice) < BANDS.index(self.claim) else "met"


def band_matrix(cells: Sequence[MatrixCell]) -> tuple[Row, ...]:
    """Rows of one organisation's matrix; none where nothing was read."""
    of = {(cell.claim, cell.practice): cell for cell in cells if cell.n is not None}
    rows = []
    for claim in ROWS:
        row = tuple(of[claim, practice] for practice in COLUMNS if (claim, practice) in of)
        if row:
            rows.append(Row(claim, row, sum(cell.n or 0 for cell in row)))
    return tuple(rows)


def is_corrected(rows: Sequence[Row]) -> bool:
    """Whether corrected counts are known, which takes an audit."""
    return any(cell.corrected is not None for row in rows for cell in row.cells)
