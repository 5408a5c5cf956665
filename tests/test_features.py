"""Features: shape, names, and no memory from one text to the next."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import CODED, codebook, cue_reader
from tokenism.features import Featurizer

TEXTS = [passage.text for passage in CODED]


def featurizer(**options: float) -> Featurizer:
    return Featurizer(cue_reader(), **({"n_hashed": 64} | options))


def cue_values(text: str) -> dict[str, float]:
    """The cue columns of one text that are not zero, unweighted."""
    features = featurizer(cue_weight=1.0)
    row = features.transform([text])[0].toarray()[0, 64:]
    return {name: value for name, value in zip(features.cue_names, row, strict=True) if value}


def test_row_has_hashed_and_cue_columns() -> None:
    features = featurizer()
    rows, readings = features.transform(TEXTS)
    assert rows.shape == (len(TEXTS), 64 + len(features.cue_names))
    assert len(readings) == len(TEXTS)


def test_cue_columns_have_names_that_differ() -> None:
    names = featurizer().cue_names
    assert len(set(names)) == len(names)


def test_every_cue_has_a_column() -> None:
    assert {f"rule {cue.id}" for cue in codebook().cues} <= set(featurizer().cue_names)


@pytest.mark.parametrize(
    ("text", "on", "off"),
    [
        (
            "The strategy was co-produced with carers.",
            {"highest claim rung 7", "highest practice rung 0", "claim above practice", "public named"},
            {"highest claim rung 0", "vetoes", "negated"},
        ),
        (
            "We did not consult residents.",
            {"negated", "highest claim rung 0", "public named"},
            {"highest claim rung 4"},
        ),
        ("Bins are emptied.", {"highest claim rung 0", "highest practice rung 0"}, {"public named", "claims (log)"}),
        ("Employee engagement rose.", {"vetoes"}, {"claims (log)"}),
    ],
)
def test_cue_columns_say_what_the_rules_found(text: str, on: set[str], off: set[str]) -> None:
    values = cue_values(text)
    assert on <= set(values)
    assert not off & set(values)


def test_weight_scales_cue_columns_and_leaves_words() -> None:
    one, half = (featurizer(cue_weight=weight).transform(TEXTS)[0].toarray() for weight in (1.0, 0.5))
    assert np.allclose(one[:, 64:] * 0.5, half[:, 64:])
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
