"""The learning curve of the plain classifier: draws of the size asked for, pairs together, scores between 0 and 1."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.makers import CODED

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from variety import drawn, scored

PAIRED = [replace(passage, pair=f"pair {i // 2}") for i, passage in enumerate(CODED)]


@pytest.mark.parametrize("size", [2, 6, len(PAIRED)])
def test_draw_has_its_size_and_keeps_pairs_together(size: int) -> None:
    pairs = [passage.pair for passage in drawn(PAIRED, size, 3)]
    assert len(pairs) == size
    assert {pairs.count(pair) for pair in pairs} == {2}


def test_same_seed_draws_the_same_and_another_seed_others() -> None:
    first, again, other = (drawn(CODED, 9, seed) for seed in (0, 0, 1))
    assert first == again
    assert first != other


def test_classifier_scores_what_it_has_seen_better_than_nothing() -> None:
    scores = scored([*CODED, *CODED], CODED)
    assert set(scores) == {"claim", "practice"}
    assert 0.5 < min(scores.values()) <= max(scores.values()) <= 1.0
