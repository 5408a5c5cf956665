"""Each measure of an organisation as it is shown: the corrected figure, its interval, and what was counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tokenism.records import BANDS, MatrixCell, Score
from tokenism.verdicts import COUNTED_BANDS

WIDE = 0.9
"""An interval of a share as long as this says next to nothing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A corrected figure with its interval, the counted one beside it, and ``part`` of ``whole`` passages behind it."""

    value: float | None
    low: float | None
    high: float | None
    raw: float | None
    part: int | None
    whole: int | None

    @property
    def wide(self) -> bool:
        """Whether the known errors leave a share open from end to end."""
        return self.low is not None and self.high is not None and self.high - self.low >= WIDE


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of one organisation."""

    index: Measure
    gap: Measure
    under_claiming: Measure
    mean_lift: Measure
    density: Measure
    boilerplate: Measure


def measures_of(score: Score, cells: Sequence[MatrixCell], n_boilerplate: int) -> Measures:
    """Measures of a score; ``cells`` is the matrix of its organisation, empty where none was made."""
    n = _Counts(cells)
    lacking = None if score.n_claims is None else (score.n_overclaimed or 0) + (score.n_label_only or 0)
    return Measures(
        index=_measure(score, "tokenism_index", "tokenism", lacking, score.n_claims),
        gap=_measure(score, "coproduction_gap", "gap", None, score.n_coproduction_claims),
        under_claiming=_measure(score, "under_claiming", "under_claiming", None, n.practices),
        mean_lift=_measure(score, "mean_lift", "mean_lift", None, n.claims),
        density=_measure(score, "density", "density", n.participation, score.n_words),
        boilerplate=Measure(
            score.boilerplate_index, None, None, score.boilerplate_index, n_boilerplate, score.n_claims
        ),
    )


def _measure(score: Score, value: str, side: str, part: int | None, whole: int | None) -> Measure:
    raw = getattr(score, f"{side}_raw")
    if part is None and raw is not None and whole is not None:
        part = round(raw * whole)
    low, high = getattr(score, f"{side}_low"), getattr(score, f"{side}_high")
    return Measure(getattr(score, value), low, high, raw, part, whole)


class _Counts:
    """Sums of a matrix as counted; None where there is none."""

    def __init__(self, cells: Sequence[MatrixCell]) -> None:
        self._cells = cells
        nothing = BANDS[0]
        self.practices = self._sum(lambda cell: cell.practice != nothing)
        self.claims = self._sum(lambda cell: cell.claim in COUNTED_BANDS)
        self.participation = self._sum(lambda cell: (cell.claim, cell.practice) != (nothing, nothing))

    def _sum(self, wanted: Callable[[MatrixCell], bool]) -> int | None:
        counts = [cell.n for cell in self._cells if wanted(cell)]
        return sum(n for n in counts if n is not None) if counts and None not in counts else None
