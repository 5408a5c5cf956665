"""Learning curve: nested shares of what was written, all that is real, and a model fitted on each."""

import numpy as np
import pytest

from tests.makers import CODED, codebook, cue_reader, share_cue_reader, trained
from tests.test_train import real_of
from tokenism.evaluate import Bander
from tokenism.features import Featurizer
from tokenism.learning_curve import learning_curve, share_of_written
from tokenism.tag import Tagger
from tokenism.train import TrainingRows, training_rows


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


def rows() -> TrainingRows:
    standoff, extracted = real_of(CODED[:6])
    return training_rows(Featurizer(cue_reader(), n_hashed=256), CODED, standoff, extracted)


def written(data: TrainingRows) -> set[bytes]:
    return {row.toarray().tobytes() for row in data.rows[: data.n_written]}


def test_shares_are_nested_and_keep_all_that_is_real() -> None:
    data = rows()
    parts = [share_of_written(data, share, seed=3) for share in (0.25, 0.5, 1.0)]
    assert [part.n_written for part in parts] == [round(len(CODED) / 4), len(CODED) / 2, len(CODED)]
    assert [part.n_real for part in parts] == [6, 6, 6]
    assert written(parts[0]) < written(parts[1]) < written(parts[2])
    assert all(len(part.worded) == len(part.groups) == part.rows.shape[0] for part in parts)
    assert (parts[2].rows != data.rows).nnz == 0


def test_draw_is_that_of_the_seed() -> None:
    one, again, other = (written(share_of_written(rows(), 0.5, seed=seed)) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_rows_keep_their_labels_and_groups() -> None:
    data, part = rows(), share_of_written(rows(), 0.5)
    whole = {
        (row.toarray().tobytes(), label, group)
        for row, label, group in zip(data.rows, data.labels["claim"], data.groups, strict=True)
    }
    kept = zip(part.rows, part.labels["claim"], part.groups, strict=True)
    assert {(row.toarray().tobytes(), label, group) for row, label, group in kept} <= whole
    assert set(np.unique(part.groups)) <= set(np.unique(data.groups))


def test_points_are_measured_on_every_set_by_models_of_that_share() -> None:
    tagger = Tagger(trained()[0], codebook())
    data = training_rows(tagger.featurizer, CODED)
    sets = {"gold": CODED[:8], "challenge": CODED}
    points = learning_curve(data, tagger, sets, Bander(codebook()), shares=(0.5, 1.0), resamples=10)
    assert [(point["share"], point["n_written"], point["n_real"]) for point in points] == [
        (0.5, len(CODED) // 2, 0),
        (1.0, len(CODED), 0),
    ]
    for point in points:
        assert set(point) == {"share", "n_written", "n_real", "gold", "challenge"}
        claim = point["challenge"]["claim"]
        assert 0 <= claim["macro_f1_low"] <= claim["macro_f1"] <= claim["macro_f1_high"] <= 1
        assert set(point["gold"]) == {"claim", "practice", "stance", "tokenism_flag", "counts"}
