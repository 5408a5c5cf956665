"""Cluster bootstrap: known figures, clusters drawn whole, and nothing where there is nothing to draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.measures import class_report
from tokenism.resampling import Clusters, Table, cluster_draws, exact, figure, last_f1, macro_f1

VALUES = ("a", "b", "c")
PAIRS = st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES)), min_size=1, max_size=30)


def share(tables: Table) -> Table:
    return np.asarray(tables[..., 0] / tables.sum(axis=-1))


def test_each_draw_draws_as_many_clusters_as_there_are() -> None:
    draws = cluster_draws(5, resamples=40, seed=1)
    assert draws.shape == (40, 5)
    assert set(draws.sum(axis=1)) == {5}


def test_draws_are_those_of_the_seed() -> None:
    first, again, other = (cluster_draws(6, resamples=30, seed=seed) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_clusters_give_no_interval(n: int) -> None:
    found = figure(np.ones((n, 2)), cluster_draws(n, resamples=10, seed=0), share)
    assert (found["low"], found["high"]) == (None, None)
    assert found["value"] == (0.5 if n else None)


def test_interval_of_alike_clusters_has_no_width() -> None:
    found = figure(np.ones((4, 2)), cluster_draws(4, resamples=50, seed=0), share)
    assert found == {"value": 0.5, "low": 0.5, "high": 0.5}


def test_clusters_are_drawn_whole() -> None:
    """Twenty passages each of two organisations, one wholly right: only whole, half or nothing can be drawn."""
    one, other = ["a"] * 40, ["a"] * 20 + ["b"] * 20
    by_group = Clusters(["x"] * 20 + ["y"] * 20, resamples=200)
    by_passage = Clusters([str(i) for i in range(40)], resamples=200)
    wide, narrow = (c.figure(c.crossed(one, other, VALUES), exact) for c in (by_group, by_passage))
    assert (wide["value"], wide["low"], wide["high"]) == (0.5, 0.0, 1.0)
    assert narrow["value"] == 0.5
    assert 0.3 < (narrow["low"] or 0) < (narrow["high"] or 1) < 0.7


@given(PAIRS)
def test_macro_f1_of_a_table_is_that_of_the_class_report(pairs: list[tuple[str, str]]) -> None:
    one, other = ([pair[k] for pair in pairs] for k in (0, 1))
    tables = Clusters(["x"] * len(pairs)).crossed(one, other, VALUES)
    report = class_report(one, other, VALUES)
    assert float(macro_f1(tables[0])) == pytest.approx(report["macro_f1"])
    assert float(exact(tables[0])) == pytest.approx(report["accuracy"])
    last = report["classes"]["c"]["f1"]
    assert float(last_f1(tables[0])) == pytest.approx(float("nan") if last is None else last, nan_ok=True)


def test_part_has_only_the_clusters_of_its_passages() -> None:
    part = Clusters(["x", "y", "x", "z"], resamples=5).part([0, 2, 3])
    assert part.n == 2
    assert part.crossed(["a", "a", "b"], ["a", "b", "b"], VALUES)[0].tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 0]]


def test_figure_of_no_passages_is_undefined() -> None:
    none = Clusters([])
    assert none.figure(none.crossed([], [], VALUES), macro_f1) == {"value": None, "low": None, "high": None}
