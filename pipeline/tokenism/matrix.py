"""Claim by practice: how many passages claim which band and describe which, as said and corrected."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from tokenism.audited import Audit
from tokenism.grid import Array
from tokenism.quantify import Confusions
from tokenism.records import BANDS, MatrixCell
from tokenism.verdicts import COUNTED_BANDS

PLANNED = "planned"
COLUMNS = (*BANDS, PLANNED)
"""Columns of the matrix: the band that is described as done, or that something is only promised."""

_CELLS = tuple((claim, practice, done) for claim in BANDS for practice in BANDS for done in (True, False))
_AT = {cell: i for i, cell in enumerate(_CELLS)}
N_CELLS = len(_CELLS)

_CLAIM: NDArray[np.int64] = np.array([BANDS.index(claim) for claim, _, _ in _CELLS])
_PRACTICE: NDArray[np.int64] = np.array([BANDS.index(practice) for _, practice, _ in _CELLS])
_COUNTED: NDArray[np.bool_] = np.array([claim in COUNTED_BANDS for claim, _, _ in _CELLS])


def cell_of(claim: str, practice: str, stance: str) -> int:
    """Place of a passage among all cells; a definition claims and describes nothing."""
    if stance == "definition":
        claim = practice = BANDS[0]
    return _AT[claim, practice, practice == BANDS[0] or stance == "reported"]


def confusions_of(audit: Audit) -> Confusions:
    """Cells that coded passages were said to be in and truly are in."""
    rows = [
        (
            one.document,
            cell_of(one.claim, one.practice, one.stance),
            cell_of(one.true_claim, one.true_practice, one.true_stance),
            one.weight,
        )
        for one in audit.passages
    ]
    return Confusions.of(rows, N_CELLS)


def counts_of(cells: Iterable[int]) -> NDArray[np.int64]:
    """Passages in each cell, shape (cells,)."""
    return np.bincount(list(cells), minlength=N_CELLS)


def under_claiming(counts: Array | NDArray[np.int64]) -> Array:
    """Share of passages with practice whose claim is lower, shape (..., cells) to (...); NaN without practice."""
    some = _PRACTICE > 0
    return _ratio(counts[..., some & (_CLAIM < _PRACTICE)].sum(axis=-1), counts[..., some].sum(axis=-1))


def mean_lift(counts: Array | NDArray[np.int64]) -> Array:
    """Mean of practice band minus claim band over counted claims, shape (..., cells) to (...); NaN without claims."""
    lift = (_PRACTICE - _CLAIM)[_COUNTED]
    return _ratio((counts[..., _COUNTED] * lift).sum(axis=-1), counts[..., _COUNTED].sum(axis=-1))


def participation(counts: Array | NDArray[np.int64]) -> Array:
    """Passages that claim or describe anything, shape (..., cells) to (...)."""
    return np.asarray(counts[..., (_CLAIM > 0) | (_PRACTICE > 0)].sum(axis=-1))


def _ratio(part: Array, whole: Array) -> Array:
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0))


def matrix_cells(
    organisation: str, counts: NDArray[np.int64] | None, drawn: NDArray[np.int64] | None
) -> list[MatrixCell]:
    """The matrix of one organisation, claims from the lowest and columns as :data:`COLUMNS`.

    ``counts`` has shape (cells,), None where nothing was read; ``drawn`` (draws, cells), None for no correction.
    """
    cells = []
    for claim in BANDS:
        for column in COLUMNS:
            at = [_AT[cell] for cell in _CELLS if cell[0] == claim and _column(cell) == column]
            n = None if counts is None else int(counts[at].sum())
            sides = _sides(None if counts is None or drawn is None else drawn[:, at].sum(axis=1))
            cells.append(MatrixCell(organisation, claim, column, n, *sides))
    return cells


def _sides(drawn: NDArray[np.int64] | None) -> tuple[float | None, float | None, float | None]:
    if drawn is None:
        return None, None, None
    low, middle, high = np.quantile(drawn, (0.025, 0.5, 0.975))
    return float(middle), float(low), float(high)


def _column(cell: tuple[str, str, bool]) -> str:
    return cell[1] if cell[2] else PLANNED
