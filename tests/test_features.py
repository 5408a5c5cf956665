"""Features: shape, names, and no memory from one text to the next."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import CODED, codebook, cue_reader
from tests.small_codebook import write_small
from tokenism.around import Around
from tokenism.codebook import load_codebook
from tokenism.cues import CueReader
from tokenism.features import Featurizer

TEXTS = [passage.text for passage in CODED]


def featurizer(**options: float) -> Featurizer:
    return Featurizer(cue_reader(), **({"n_hashed": 64} | options))


def cue_values(text: str) -> dict[str, float]:
    """The cue columns of one text that are not zero, unweighted."""
    features = featurizer(cue_weight=1.0)
    row = features.transform([text])[0].toarray()[0, 64:]
    return {name: value for name, value in zip(features.cue_names, row, strict=False) if value}


def test_row_has_hashed_and_cue_columns() -> None:
    features = featurizer()
    rows, readings = features.transform(TEXTS)
    assert rows.shape == (len(TEXTS), features.n_columns)
    assert features.n_columns > 64 + len(features.cue_names) + features.n_heading
    assert len(readings) == len(TEXTS)


def test_cue_columns_have_names_that_differ() -> None:
    names = featurizer().cue_names
    assert len(set(names)) == len(names)


def test_every_cue_has_a_column() -> None:
    assert {f"rule {cue.id}" for cue in codebook().cues if cue.kind != "negation"} <= set(featurizer().cue_names)


@pytest.mark.parametrize(
    ("text", "on", "off"),
    [
        (
            "The strategy was co-produced with carers.",
            {"highest claim co-producing", "highest practice none", "claim above practice", "public named"},
            {"highest claim none", "vetoes", "negated"},
        ),
        (
            "We did not consult residents.",
            {"negated", "highest claim none", "public named"},
            {"highest claim consulting"},
        ),
        ("Bins are emptied.", {"highest claim none", "highest practice none"}, {"public named", "claims (log)"}),
        ("Employee engagement rose.", {"vetoes"}, {"claims (log)"}),
        ("Carers co-chaired the group.", {"highest practice co-producing", "practices that share power (log)"}, set()),
        ("Residents completed a survey.", {"highest practice consulting"}, {"practices that share power (log)"}),
    ],
)
def test_cue_columns_say_what_the_rules_found(text: str, on: set[str], off: set[str]) -> None:
    values = cue_values(text)
    assert on <= set(values)
    assert not off & set(values)


def test_weight_scales_cue_columns_and_leaves_words() -> None:
    one, half = (featurizer(cue_weight=weight).transform(TEXTS)[0].toarray() for weight in (1.0, 0.5))
    cues = slice(64, 64 + len(featurizer().cue_names))
    assert np.allclose(one[:, cues] * 0.5, half[:, cues])
    assert np.array_equal(one[:, cues.stop :], half[:, cues.stop :])
    assert np.array_equal(one[:, :64], half[:, :64])


@given(st.sampled_from(TEXTS), st.lists(st.sampled_from(TEXTS), max_size=4))
def test_row_does_not_depend_on_its_neighbours(text: str, others: list[str]) -> None:
    alone = featurizer().transform([text])[0].toarray()[0]
    last = featurizer().transform([*others, text])[0].toarray()[-1]
    assert np.array_equal(alone, last)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_has_finite_features_and_hashed_words_of_length_one(text: str) -> None:
    row = featurizer().transform([text])[0].toarray()[0]
    assert np.isfinite(row).all()
    assert np.linalg.norm(row[:64]) == pytest.approx(1.0) or not row[:64].any()


def test_settings_build_the_same_features_again() -> None:
    first = featurizer(cue_weight=0.7)
    again = Featurizer(cue_reader(), **first.settings())
    assert (first.transform(TEXTS)[0] != again.transform(TEXTS)[0]).nnz == 0


def test_columns_of_another_codebook_are_filled_by_name() -> None:
    own = featurizer()
    kept = [name for name in own.cue_names if name != "public named"]
    names = ("rule of.another.codebook", *reversed(kept))
    other = Featurizer(cue_reader(), n_hashed=64, cue_names=names)
    first, second = (features.transform(TEXTS)[0].toarray() for features in (own, other))
    assert second.shape == (len(TEXTS), other.n_columns)
    assert not second[:, 64].any()
    of_own = [64 + own.cue_names.index(name) for name in names[1:]]
    assert np.array_equal(second[:, 65 : 64 + len(names)], first[:, of_own])
    assert np.array_equal(second[:, :64], first[:, :64])


def test_columns_of_the_same_codebook_stay_as_they_are() -> None:
    again = Featurizer(cue_reader(), n_hashed=64, cue_names=featurizer().cue_names)
    assert (again.transform(TEXTS)[0] != featurizer().transform(TEXTS)[0]).nnz == 0


def test_rungs_of_the_codebook_have_columns(tmp_path: Path) -> None:
    names = Featurizer(CueReader(load_codebook(write_small(tmp_path))), n_hashed=64).cue_names
    rungs = ["none", "telling", "asking", "sharing", "owning"]
    for label in ("claim", "practice"):
        assert [name for name in names if name.startswith(f"highest {label} ")] == [
            f"highest {label} {r}" for r in rungs
        ]


@pytest.mark.parametrize(("one", "other"), [("the council’s", "the council's"), ("co‑produced", "co-produced")])
def test_signs_for_apostrophe_and_hyphen_are_one(one: str, other: str) -> None:
    first, second = (featurizer(n_hashed=4096).transform([f"{text} plan"])[0][:, :4096] for text in (one, other))
    assert (first != second).nnz == 0


def test_crossing_is_there_where_cue_and_manner_are() -> None:
    features = featurizer(cue_weight=1.0, cross_weight=1.0)
    guide, report = features.transform(["You should consult residents.", "We consulted residents."])[0].toarray()
    names = features.names("You should consult residents.")
    crossed = {names[i] for i in np.flatnonzero(guide) if i >= 64 and " × " in names[i]}
    assert "claim by the rules none × manner you" in crossed or "highest claim consulting × manner you" in crossed
    assert not any(name.endswith("manner you") for i, name in names.items() if i >= 64 and report[i])


def test_heading_and_neighbours_have_columns_and_bare_rows_have_not() -> None:
    features = featurizer()
    text, around = "Bins are emptied.", Around("What residents told us", "We consulted residents.", "")
    placed = features.transform([text], [around])[0]
    alone = features.transform([text])[0]
    names = features.names(text, around)
    more = {names.get(i) for i in np.flatnonzero((placed != alone).toarray()[0])}
    assert {"heading “residents”", "before claim consultation"} <= more
    assert not any(name and name.startswith("after") for name in more)
    assert (features.bare(placed) != alone).nnz == 0


def test_neighbours_of_one_batch_are_read_as_any_other() -> None:
    around = [Around("", "", TEXTS[1]), Around("", TEXTS[0], "")]
    together = featurizer().transform(TEXTS[:2], around)[0]
    apart = featurizer().transform(TEXTS[1:2], around[1:])[0]
    assert (together[1] != apart[0]).nnz == 0


def test_rules_have_a_column_for_each_label_that_they_give() -> None:
    features = featurizer(cue_weight=1.0)
    for head in ("claim", "practice", "stance"):
        columns = features.by_rules(head)
        rows = features.transform(TEXTS)[0].toarray()[:, list(columns.values())]
        given = [list(columns)[i] for i in rows.argmax(axis=1)]
        labels = [cue_reader().labels_of(cue_reader().read(text)) for text in TEXTS]
        band = codebook().band
        assert rows.sum(axis=1).tolist() == [1.0] * len(TEXTS)
        assert given == [{"claim": c, "practice": band(p), "stance": s}[head] for c, p, s in labels]
