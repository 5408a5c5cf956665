"""The fitted classifier in its canonical form: JSON and plain arrays, readable with NumPy alone. No pickle."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tokenism.codebook import Codebook
from tokenism.errors import InputError
from tokenism.ladder import MOST_RUNGS
from tokenism.manner import crossings
from tokenism.records import BANDS, STANCES
from tokenism.tables import write_json

FORMAT = 2
HEADS = ("claim", "practice", "stance")


@dataclass(frozen=True, slots=True)
class Head:
    """A multinomial logistic regression for one label.

    ``weights`` has shape (classes, features + 1), the last column being the intercepts; ``temperature`` divides the
    scores before the softmax, so that probabilities mean what they say (Guo et al. 2017).
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    temperature: float

    def probabilities(self, rows: sparse.csr_matrix) -> NDArray[np.float64]:
        """Class probabilities, shape (rows, classes)."""
        scores = rows @ self.weights[:, :-1].T.astype(np.float64) + self.weights[:, -1]
        return softmax(np.asarray(scores) / self.temperature)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of scores as rows of probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Model:
    """Three heads on one feature matrix, with what they were trained on."""

    heads: Mapping[str, Head]
    features: Mapping[str, Any]
    cue_names: tuple[str, ...]
    about: Mapping[str, Any]

    @property
    def unsure_below(self) -> float:
        """Certainty below which a tag is unsure (see :func:`tokenism.train.train`)."""
        return float(self.about.get("unsure_below", 0.5))

    @property
    def rungs(self) -> tuple[tuple[str, str], ...]:
        """Ids and bands of the ladder that the practice head was trained with, from rung 1; empty if not known."""
        return tuple((str(rung), str(band)) for rung, band in self.about.get("rungs", ()))

    def rungs_in(self, codebook: Codebook) -> dict[str, str]:
        """For each class of the practice head the rung of a codebook that means the same.

        A rung that the codebook lacks becomes the usual one of its band; a model that does not know its rungs has
        those of the codebook.
        """
        number = {rung.id: rung.n for rung in codebook.rungs}
        found = {"0": 0}
        for n, (rung, band) in enumerate(self.rungs or [(rung.id, rung.band) for rung in codebook.rungs], start=1):
            found[str(n)] = number.get(rung) or codebook.usual_rung(band)
        highest = codebook.rungs[-1].n
        return {name: str(found.get(name, highest)) for name in self.heads["practice"].classes}


def model_folder() -> Path:
    """Folder of the default model: inside the installed package, else the checkout's ``models/default``."""
    packaged = Path(str(resources.files("tokenism"))) / "data" / "model"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "models" / "default"


def save_model(folder: Path, model: Model) -> None:
    """Write ``model.json`` and one ``.npy`` a head; the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, head in model.heads.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(head.weights, dtype=np.float32), allow_pickle=False)
    write_json(
        folder / "model.json",
        {
            "format": FORMAT,
            "heads": {n: {"classes": list(h.classes), "temperature": h.temperature} for n, h in model.heads.items()},
            "features": dict(model.features),
            "cue_names": list(model.cue_names),
            "about": dict(model.about),
        },
    )


def load_model(folder: Path | None = None) -> Model:
    """Read a model.

    Raises
    ------
    InputError
        If the folder holds no model, or one of another format or with arrays that do not fit.
    """
    folder = folder or model_folder()
    try:
        raw = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise InputError(
                f"{folder}: a model of format {raw['format']}, this version reads {FORMAT}; train it again"
            )
        heads = {
            name: Head(
                tuple(raw["heads"][name]["classes"]),
                np.load(folder / f"{name}.npy", allow_pickle=False),
                float(raw["heads"][name]["temperature"]),
            )
            for name in HEADS
        }
        model = Model(heads, raw["features"], tuple(raw["cue_names"]), raw["about"])
        columns = (model.features["n_hashed"], len(model.cue_names), len(crossings(model.cue_names)))
        width = sum(columns) + model.features["n_heading"] + 1
        known = {"claim": BANDS, "practice": _rung_names(model), "stance": STANCES}
    except FileNotFoundError as error:
        raise InputError(f"{folder}: no model there ({error.filename} is missing); run the train stage") from error
    except (AttributeError, EOFError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{folder}: the model cannot be read ({error}); run the train stage again") from error
    for name, head in heads.items():
        if set(head.classes) - set(known[name]) or not np.isfinite(head.weights).all() or head.temperature <= 0:
            raise InputError(f"{folder}: the head {name!r} holds unknown classes or numbers; run the train stage again")
        if head.weights.shape != (len(head.classes), width):
            raise InputError(
                f"{folder}/{name}.npy: shape {head.weights.shape} does not fit model.json; run the train stage again"
            )
    return model


def _rung_names(model: Model) -> tuple[str, ...]:
    """Names that the classes of the practice head may have: numbers of rungs."""
    return tuple(str(n) for n in range((len(model.rungs) or MOST_RUNGS) + 1))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Labels that do not contradict each other, and the probabilities behind them by name."""

    claim: str
    practice: str
    practice_rung: int
    stance: str
    p_claim: Mapping[str, float]
    p_practice: Mapping[str, float]
    p_stance: Mapping[str, float]

    @classmethod
    def nothing(cls) -> "Decoded":
        """Labels of a passage in which nothing counts, for certain."""
        bands = {band: float(band == "none") for band in BANDS}
        stances = {stance: float(stance == "na") for stance in STANCES}
        return cls("none", "none", 0, "na", bands, bands, stances)

    @property
    def certainty(self) -> float:
        """Probability of the less certain of the claim and the practice."""
        return min(self.p_claim[self.claim], self.p_practice[self.practice])


WORDLESS_ABOVE = 0.6
"""A claim without a word of the vocabulary must be this probable: a claim is what the words say (codebook 3a)."""


def decode(
    codebook: Codebook,
    p_claim: Mapping[str, float],
    p_rung: Mapping[str, float],
    p_stance: Mapping[str, float],
    *,
    worded: bool = True,
    wordless_above: float = WORDLESS_ABOVE,
) -> Decoded:
    """The most probable labels under the codebook's rules.

    The practice band is the most probable band (its rungs' probabilities added), the rung the most probable rung in
    it. A claim that is not ``worded`` and less probable than ``wordless_above`` becomes ``none``. Claim ``none``
    with practice ``none`` goes with the stances ``definition`` or ``na``, anything else with the other three.
    """
    bands = dict.fromkeys(BANDS, 0.0)
    for rung, p in p_rung.items():
        bands[codebook.band(int(rung))] += float(p)
    claims = {band: round(float(p_claim.get(band, 0.0)), 6) for band in BANDS}
    stances = {stance: round(float(p_stance.get(stance, 0.0)), 6) for stance in STANCES}
    claim, practice = _best(claims, BANDS), _best(bands, BANDS)
    if not worded and claims[claim] < wordless_above:
        claim = "none"
    practice_rung = max((int(r) for r in p_rung if codebook.band(int(r)) == practice), key=lambda n: p_rung[str(n)])
    nothing = claim == "none" and practice == "none"
    stance = _best(stances, ("definition", "na") if nothing else ("reported", "committed", "aspirational"))
    practices = {band: round(p, 6) for band, p in bands.items()}
    return Decoded(claim, practice, practice_rung, stance, claims, practices, stances)


def _best(probabilities: Mapping[str, float], choices: Sequence[str]) -> str:
    return max(choices, key=lambda name: probabilities.get(name, 0.0))
