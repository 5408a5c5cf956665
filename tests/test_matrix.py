"""Claim by practice: where a passage stands, and the measures that are read off the cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.audited import Audit, AuditedPassage
from tokenism.matrix import (
    COLUMNS,
    N_CELLS,
    cell_of,
    confusions_of,
    counts_of,
    matrix_cells,
    mean_lift,
    participation,
    under_claiming,
)  # fmt: skip
from tokenism.records import BANDS, STANCES

CELLS = st.tuples(st.sampled_from(BANDS), st.sampled_from(BANDS), st.sampled_from(STANCES))


def counts(*passages: tuple[str, str, str]) -> np.ndarray:
    return counts_of(cell_of(*passage) for passage in passages)


def shown(passages: list[tuple[str, str, str]]) -> dict[tuple[str, str], int | None]:
    return {(cell.claim, cell.practice): cell.n for cell in matrix_cells("Elm", counts(*passages), None)}


@given(st.lists(CELLS, max_size=20))
def test_every_passage_stands_in_one_cell_of_the_matrix(passages: list[tuple[str, str, str]]) -> None:
    found = shown(passages)
    assert len(found) == len(BANDS) * len(COLUMNS)
    assert sum(found.values()) == len(passages)


@pytest.mark.parametrize(
    ("passage", "cell"),
    [
        (("co-production", "consultation", "reported"), ("co-production", "consultation")),
        (("co-production", "co-production", "committed"), ("co-production", "planned")),
        (("co-production", "none", "aspirational"), ("co-production", "none")),
        (("none", "consultation", "reported"), ("none", "consultation")),
        (("consultation", "consultation", "definition"), ("none", "none")),
        (("none", "none", "na"), ("none", "none")),
    ],
)
def test_what_is_only_promised_is_planned_and_a_definition_is_nothing(
    passage: tuple[str, str, str], cell: tuple[str, str]
) -> None:
    assert [key for key, n in shown([passage]).items() if n] == [cell]


def test_measures_of_known_passages() -> None:
    found = counts(
        ("co-production", "none", "aspirational"),
        ("consultation", "co-production", "reported"),
        ("none", "consultation", "reported"),
        ("informing", "informing", "reported"),
        ("none", "none", "na"),
    )
    assert (mean_lift(found), participation(found)) == (-1.0, 4)
    assert under_claiming(found) == pytest.approx(2 / 3)


def test_measures_of_nothing_are_undefined_not_zero() -> None:
    nothing = np.zeros((2, N_CELLS), dtype=np.int64)
    assert np.isnan(mean_lift(nothing)).all()
    assert np.isnan(under_claiming(nothing)).all()
    assert participation(nothing).tolist() == [0, 0]


def test_nothing_read_has_no_counts_and_no_interval() -> None:
    assert {(cell.n, cell.corrected, cell.low, cell.high) for cell in matrix_cells("Elm", None, None)} == {(None,) * 4}


def test_interval_is_that_of_the_draws_added_up_over_what_is_planned() -> None:
    drawn = np.zeros((41, N_CELLS), dtype=np.int64)
    drawn[:, cell_of("consultation", "informing", "committed")] = range(41)
    drawn[:, cell_of("consultation", "consultation", "committed")] = 10
    (cell,) = [
        one for one in matrix_cells("Elm", drawn[0], drawn) if (one.claim, one.practice) == ("consultation", "planned")
    ]
    assert (cell.n, cell.corrected, cell.low, cell.high) == (10, 30.0, 11.0, 49.0)


def test_confusions_are_of_cells_said_by_cells_that_are_true() -> None:
    passage = AuditedPassage("d", "consultation", "none", "reported", "none", "none", "na", 2.0)
    tables = confusions_of(Audit([], [passage], {})).tables
    said, true = cell_of("consultation", "none", "reported"), cell_of("none", "none", "na")
    assert np.argwhere(tables).tolist() == [[0, said, true]]
