"""The model on disk and its labels: canonical bytes, errors that name the file, labels that do not contradict."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from tests.makers import codebook, trained
from tokenism.codebook import Codebook, Rung
from tokenism.errors import InputError
from tokenism.model import HEADS, Head, decode, load_model, model_folder, save_model, softmax
from tokenism.records import BANDS, STANCES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A saved model to spoil."""
    save_model(tmp_path / "model", trained()[0])
    return tmp_path / "model"


def change(folder: Path, **values: Any) -> None:
    raw = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(raw | values))


def test_model_comes_back_from_disk(folder: Path) -> None:
    model, back = trained()[0], load_model(folder)
    assert (back.features, back.cue_names, back.about) == (model.features, model.cue_names, model.about)
    for name in HEADS:
        assert back.heads[name].classes == model.heads[name].classes
        assert back.heads[name].temperature == model.heads[name].temperature
        assert np.array_equal(back.heads[name].weights, model.heads[name].weights)


def test_same_model_has_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    save_model(tmp_path / "again", load_model(folder))
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_model_holds_json_and_plain_arrays_only(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["claim.npy", "model.json", "practice.npy", "stance.npy"]


def test_pickled_array_is_never_loaded(folder: Path) -> None:
    np.save(folder / "claim.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match=r"model: the model cannot be read \(.*allow_pickle=False.*; run the"):
        load_model(folder)


@pytest.mark.parametrize("name", ["model.json", "claim.npy", "stance.npy"])
def test_missing_file_is_named_with_a_remedy(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(InputError, match=rf"model: no model there \(.*{name} is missing\); run the train stage"):
        load_model(folder)


def test_model_of_another_format_is_refused(folder: Path) -> None:
    change(folder, format=99)
    with pytest.raises(InputError, match="a model of format 99, this version reads 2; train it again"):
        load_model(folder)


@pytest.mark.parametrize("content", ["", "{oops", "[]", "{}", '{"format": 2}', '{"format": 2, "heads": []}', "\x00"])
def test_spoilt_json_is_an_input_error(folder: Path, content: str) -> None:
    (folder / "model.json").write_text(content)
    with pytest.raises(InputError, match=r"model: the model cannot be read .*; run the train stage again"):
        load_model(folder)


def test_array_that_does_not_fit_is_named(folder: Path) -> None:
    np.save(folder / "stance.npy", np.zeros((5, 3), dtype=np.float32))
    with pytest.raises(InputError, match=r"stance\.npy: shape \(5, 3\) does not fit model\.json; run the train stage"):
        load_model(folder)


@pytest.mark.parametrize(
    ("rungs", "message"),
    [
        (
            [["telling", "informing"], ["asking", "consultation"]],
            "the head 'practice' holds unknown classes or numbers",
        ),
        ([["telling"]], "the model cannot be read"),
        ([3], "the model cannot be read"),
        (7, "the model cannot be read"),
    ],
)
def test_rungs_that_do_not_fit_the_classes_are_refused(folder: Path, rungs: object, message: str) -> None:
    change(folder, about=trained()[0].about | {"rungs": rungs})
    with pytest.raises(InputError, match=rf"model: {message}.*; run the train stage again"):
        load_model(folder)


@pytest.mark.parametrize("head", HEADS)
def test_class_that_no_codebook_has_is_refused(folder: Path, head: str) -> None:
    heads = json.loads((folder / "model.json").read_text())["heads"]
    heads[head]["classes"][0] = "-1"
    change(folder, heads=heads)
    with pytest.raises(InputError, match=f"the head '{head}' holds unknown classes or numbers"):
        load_model(folder)


# ---------------------------------------------------------------- rungs of another codebook


def rungs_in(codebook_with: Codebook, **about: object) -> dict[str, str]:
    model = trained()[0]
    return replace(model, about=dict(model.about) | about).rungs_in(codebook_with)


def with_rungs(*rungs: Rung) -> Codebook:
    return replace(codebook(), rungs=tuple(replace(rung, n=n) for n, rung in enumerate(rungs, start=1)))


def test_rungs_of_the_same_codebook_keep_their_numbers() -> None:
    assert all(name == number for name, number in rungs_in(codebook()).items())
    assert trained()[0].rungs == tuple((rung.id, rung.band) for rung in codebook().rungs)


def test_rung_put_between_moves_those_above_it() -> None:
    old = codebook().rungs
    more = with_rungs(*old[:5], replace(old[5], id="sketching"), *old[5:])
    assert {name: number for name, number in rungs_in(more).items() if int(name) >= 5} == {
        "5": "5",
        "6": "7",
        "7": "8",
        "8": "9",
    }


def test_rung_that_the_codebook_lacks_becomes_the_usual_one_of_its_band() -> None:
    old = codebook().rungs
    fewer = with_rungs(*old[:5], old[6])
    assert [rungs_in(fewer)[name] for name in ("5", "6", "7", "8")] == ["5", "6", "6", "6"]


def test_model_that_does_not_know_its_rungs_has_those_of_the_codebook() -> None:
    assert all(name == number for name, number in rungs_in(codebook(), rungs=[]).items())
    assert rungs_in(with_rungs(*codebook().rungs[:7]), rungs=[])["8"] == "7"


def test_model_folder_of_the_checkout_or_the_wheel_is_found() -> None:
    assert model_folder().name in ("default", "model")


@given(st.lists(st.lists(st.floats(-500, 500), min_size=3, max_size=3), min_size=1, max_size=5))
def test_softmax_gives_shares_in_the_order_of_the_scores(scores: list[list[float]]) -> None:
    shares = softmax(np.array(scores))
    assert np.allclose(shares.sum(axis=1), 1.0)
    for row, share in zip(scores, shares, strict=True):
        assert share[int(np.argmax(row))] == share.max()


def test_higher_temperature_makes_probabilities_more_even() -> None:
    weights = np.array([[2.0, 0.0], [0.0, 0.0]], dtype=np.float32)
    rows = sparse.csr_matrix([[1.0]])
    cold, warm = (Head(("a", "b"), weights, t).probabilities(rows)[0, 0] for t in (1.0, 4.0))
    assert cold == pytest.approx(1 / (1 + np.exp(-2)))
    assert 0.5 < warm < cold


def test_last_column_of_the_weights_is_the_intercept() -> None:
    head = Head(("a", "b"), np.array([[0.0, 1.0], [0.0, 0.0]], dtype=np.float32), 1.0)
    assert head.probabilities(sparse.csr_matrix([[0.0]]))[0, 0] == pytest.approx(1 / (1 + np.exp(-1)))


def one(name: str, names: tuple[str, ...], p: float = 0.9) -> dict[str, float]:
    """Probability ``p`` for one name, the rest even."""
    return dict.fromkeys(names, (1 - p) / (len(names) - 1)) | {name: p}


RUNGS = tuple(str(n) for n in range(9))


@pytest.mark.parametrize(
    ("claim", "rung", "stance", "labels"),
    [
        ("consultation", "4", "reported", ("consultation", "consultation", 4, "reported")),
        ("none", "0", "na", ("none", "none", 0, "na")),
        ("none", "0", "definition", ("none", "none", 0, "definition")),
        ("none", "7", "committed", ("none", "co-production", 7, "committed")),
    ],
)
def test_most_probable_labels(claim: str, rung: str, stance: str, labels: tuple[str, str, int, str]) -> None:
    found = decode(codebook(), one(claim, BANDS), one(rung, RUNGS), one(stance, STANCES))
    assert (found.claim, found.practice, found.practice_rung, found.stance) == labels
    assert found.certainty == pytest.approx(0.9, abs=0.05)


def test_practice_band_adds_its_rungs_and_the_rung_is_the_likeliest_in_it() -> None:
    rungs = dict.fromkeys(RUNGS, 0.0) | {"0": 0.4, "6": 0.25, "7": 0.35}
    found = decode(codebook(), one("none", BANDS), rungs, one("reported", STANCES))
    assert (found.practice, found.practice_rung) == ("co-production", 7)
    assert found.p_practice["co-production"] == pytest.approx(0.6)


def test_class_that_the_model_does_not_know_has_probability_zero() -> None:
    found = decode(codebook(), {"none": 1.0}, {"0": 1.0}, {"na": 1.0})
    assert found.p_claim == {"none": 1.0, "informing": 0.0, "consultation": 0.0, "co-production": 0.0}
    assert found.p_stance["reported"] == 0.0


def shares(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, float]]:
    def normal(values: list[float]) -> dict[str, float]:
        return {name: value / sum(values) for name, value in zip(names, values, strict=True)}

    return st.lists(st.floats(0.001, 1), min_size=len(names), max_size=len(names)).map(normal)


@given(shares(BANDS), shares(RUNGS), shares(STANCES))
def test_labels_never_contradict_each_other(
    p_claim: dict[str, float], p_rung: dict[str, float], p_stance: dict[str, float]
) -> None:
    found = decode(codebook(), p_claim, p_rung, p_stance)
    nothing = (found.claim, found.practice) == ("none", "none")
    assert (found.stance in ("definition", "na")) is nothing
    assert codebook().band(found.practice_rung) == found.practice
    assert found.p_claim[found.claim] == max(found.p_claim.values())
    assert found.p_practice[found.practice] == pytest.approx(max(found.p_practice.values()), abs=1e-5)


@given(shares(BANDS), shares(RUNGS), shares(STANCES))
def test_probabilities_stand_in_order_and_sum_to_one(
    p_claim: dict[str, float], p_rung: dict[str, float], p_stance: dict[str, float]
) -> None:
    found = decode(codebook(), p_claim, p_rung, p_stance)
    for probabilities, names in ((found.p_claim, BANDS), (found.p_practice, BANDS), (found.p_stance, STANCES)):
        assert tuple(probabilities) == names
        assert sum(probabilities.values()) == pytest.approx(1.0, abs=1e-5)
