"""Training: deterministic, measured out of fold, and clear about what it cannot learn from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.makers import CODED, codebook, share_cue_reader, trained
from tokenism.errors import InputError
from tokenism.model import HEADS, save_model
from tokenism.records import BANDS, STANCES
from tokenism.train import train


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


def test_same_passages_give_the_same_bytes(tmp_path: Path) -> None:
    again, figures = train(CODED, codebook(), n_hashed=256)
    save_model(tmp_path / "a", trained()[0])
    save_model(tmp_path / "b", again)
    assert figures == trained()[1]
    for path in (tmp_path / "a").iterdir():
        assert (tmp_path / "b" / path.name).read_bytes() == path.read_bytes()


def test_model_remembers_what_it_was_trained_on() -> None:
    about = trained()[0].about
    assert (about["n_passages"], about["n_writers"]) == (len(CODED), 2)
    assert about["codebook_digest"] == codebook().digest
    assert about["rungs"] == [[rung.id, rung.band] for rung in codebook().rungs]


def test_another_label_gives_another_training_digest() -> None:
    changed = (replace(CODED[0], stance="definition"), *CODED[1:])
    model, _ = train(changed, codebook(), n_hashed=256)
    assert model.about["training_digest"] != trained()[0].about["training_digest"]


def test_heads_know_the_labels_that_occur() -> None:
    heads = trained()[0].heads
    assert set(heads["claim"].classes) == set(BANDS)
    assert set(heads["stance"].classes) == set(STANCES)
    assert set(heads["practice"].classes) == {str(passage.practice) for passage in CODED}


@pytest.mark.parametrize("head", HEADS)
def test_weights_are_finite_and_temperature_within_bounds(head: str) -> None:
    fitted = trained()[0].heads[head]
    assert np.isfinite(fitted.weights).all()
    assert 0.2 <= fitted.temperature <= 5.0


def test_figures_count_every_passage_once() -> None:
    figures = trained()[1]
    assert [figures[name]["n"] for name in HEADS] == [len(CODED)] * 3


def test_figures_are_out_of_fold() -> None:
    """A word that names the label, another one for each writer: in fold it would tell everything."""
    telling = [replace(p, text=f"{p.group}{BANDS.index(p.claim)} {p.text}") for p in CODED]
    _, figures = train(telling, codebook(), n_hashed=4096)
    assert figures["claim"]["accuracy"] < 0.9


def test_label_that_only_one_writer_uses_can_be_trained() -> None:
    assert {passage.group for passage in CODED if passage.practice == 6} == {"ben"}
    assert "6" in trained()[0].heads["practice"].classes


@pytest.mark.parametrize("coded", [[], CODED[:5]], ids=["nobody", "one writer"])
def test_training_needs_two_writers_and_says_so(coded: list[object]) -> None:
    with pytest.raises(InputError, match=r"at least two writers \(key 'writer'\), so that one can be held out"):
        train(coded, codebook())


def test_passages_of_one_label_only_are_an_input_error() -> None:
    bins = [passage for passage in CODED if passage.stance == "na"]
    with pytest.raises(InputError, match="claim"):
        train(bins, codebook(), n_hashed=64)
