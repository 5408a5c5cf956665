"""Corrected counts: rows add up, a known confusion is undone, and a class that was never drawn stays possible."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenism.quantify import Confusions, corrected_counts
from tokenism.streams import stream

PERFECT = [(f"d{i % 20}", k, k, 1.0) for k in range(3) for i in range(2000)]
NOISY = [(f"d{i // 4 % 50}", 0 if i % 4 else 1, 0, 1.0) for i in range(4000)] + [
    (f"d{i // 4 % 50}", 1 if i % 4 else 0, 1, 1.0) for i in range(4000)
]
"""A quarter of each of two classes is said to be the other."""


def corrected(counts: list[list[int]], confusions: Confusions, n_draws: int = 200, seed: int = 0) -> np.ndarray:
    return corrected_counts(np.array(counts), confusions, np.random.default_rng(seed), n_draws=n_draws)


@settings(max_examples=20)
@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=3), st.integers(0, 3))
def test_rows_add_up_as_they_did(counts: list[list[int]], seed: int) -> None:
    found = corrected(counts, Confusions.of(PERFECT[::100], 3), 6, seed)
    assert found.shape == (6, len(counts), 3)
    assert (found.sum(axis=2) == np.array(counts).sum(axis=1)).all()
    assert (found >= 0).all()


def test_labels_without_errors_stay_as_they_were_said() -> None:
    found = corrected([[30, 10, 60]], Confusions.of(PERFECT, 3))
    assert found.mean(axis=0) == pytest.approx(np.array([[30, 10, 60]]), abs=0.5)


@pytest.mark.parametrize("true", [(900, 100), (500, 500)])
def test_known_confusion_is_undone_as_counts_grow(true: tuple[int, int]) -> None:
    said = [true[0] * 3 // 4 + true[1] // 4, true[1] * 3 // 4 + true[0] // 4]
    errors = []
    for n in (1, 100):
        found = corrected([[k * n for k in said]], Confusions.of(NOISY, 2), 100)[:, 0, 0] / (sum(true) * n)
        errors.append((abs(found.mean() - true[0] / sum(true)), found.std()))
    assert errors[1][0] < 0.02
    assert errors[1][1] < errors[0][1]


def test_class_never_drawn_is_not_impossible() -> None:
    found = corrected([[50, 50, 50]], Confusions.of([row for row in PERFECT[::50] if row[2] != 2], 3))
    assert found[:, 0, 2].max() > 0


def test_few_coded_passages_leave_more_open_than_many() -> None:
    few, many = (
        corrected([[60, 40]], Confusions.of(rows, 2))[:, 0, 0].std() for rows in (NOISY[:40] + NOISY[-40:], NOISY)
    )
    assert few > many


def test_weights_count_and_passages_are_scaled_back_to_their_number() -> None:
    confusions = Confusions.of([("a", 0, 0, 30.0), ("b", 1, 0, 10.0)], 2)
    assert (confusions.tables.sum(), confusions.scale) == (40.0, 0.05)
    assert confusions.tables[:, :, 0].tolist() == [[30.0, 0.0], [0.0, 10.0]]


def test_chances_add_up_for_each_true_class() -> None:
    chance, shares = Confusions.of(NOISY, 2).draw(np.random.default_rng(0))
    assert chance.sum(axis=0) == pytest.approx(np.ones(2))
    assert chance[0] == pytest.approx([0.75, 0.25], abs=0.03)
    assert shares.sum() == pytest.approx(1.0)


def test_row_hangs_on_its_own_random_numbers_alone() -> None:
    confusions, counts = Confusions.of(NOISY, 2), {"Elm": [60, 40], "Ash": [5, 80], "Oak": [0, 0]}

    def of(*names: str) -> dict[str, list[list[int]]]:
        rows = [stream(0, name) for name in names]
        wanted = np.array([counts[name] for name in names])
        found = corrected_counts(wanted, confusions, stream(0, "common"), rows=rows, n_draws=10)
        return {name: found[:, i].tolist() for i, name in enumerate(names)}

    assert of("Elm")["Elm"] == of("Ash", "Oak", "Elm")["Elm"]
    assert of("Oak")["Oak"] == [[0, 0]] * 10
