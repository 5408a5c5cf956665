"""Passages to a feature matrix: hashed words and word pairs, and what the cues of the codebook found."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import HashingVectorizer

from tokenism.codebook import Codebook
from tokenism.cue_reading import CueReading
from tokenism.cues import CueReader
from tokenism.records import BANDS, STANCES
from tokenism.weighing import ASIDE


class Featurizer:
    """Turns texts into rows of numbers; no state is learnt, so training and tagging see the same.

    Parameters
    ----------
    reader
        Finds the cues.
    n_hashed
        Columns for hashed words and word pairs (a power of two).
    cue_weight
        Factor on the cue columns against the hashed ones, whose rows have length 1.
    cue_names
        Names of the cue columns, where a model has learnt them with another codebook: what the reader finds under
        another name is left out, and a column that it never fills stays 0. Without, all that the codebook has.
    """

    def __init__(
        self,
        reader: CueReader,
        *,
        n_hashed: int = 16_384,
        cue_weight: float = 0.12,
        cue_names: Sequence[str] | None = None,
    ) -> None:
        self.reader = reader
        self.n_hashed = n_hashed
        self.cue_weight = cue_weight
        self._hash = HashingVectorizer(
            n_features=n_hashed,
            ngram_range=(1, 2),
            binary=True,
            norm="l2",
            lowercase=True,
            token_pattern=r"(?u)\b\w[\w'’-]*\b|%",  # noqa: S106
        )
        summary = _summary_names(reader.codebook)
        rules = [cue.id for cue in reader.codebook.cues if cue.kind != "negation"]
        own = (*summary, *(f"rule {rule}" for rule in rules))
        self.cue_names = own if cue_names is None else tuple(cue_names)
        column = {name: i for i, name in enumerate(self.cue_names)}
        self._summary_columns = [column.get(name) for name in summary]
        self._rule_columns = {rule: column.get(f"rule {rule}") for rule in rules}

    def transform(self, texts: Sequence[str]) -> tuple[sparse.csr_matrix, list[CueReading]]:
        """Feature rows, shape (texts, ``n_hashed`` + cue columns), and what the cues found in each text."""
        readings = [self.reader.read(text) for text in texts]
        hashed = self._hash.transform(texts)
        cues = self._cue_rows(readings) * self.cue_weight
        return sparse.hstack([hashed, cues], format="csr", dtype=np.float64), readings

    def _cue_rows(self, readings: Sequence[CueReading]) -> sparse.csr_matrix:
        rows, columns, values = [], [], []
        for i, reading in enumerate(readings):
            named = zip(self._summary_columns, _summary(reading, self.reader.codebook), strict=True)
            rules = ((self._rule_columns[rule], 1.0) for rule in sorted(set(_rules(reading))))
            for column, value in (*named, *rules):
                if column is not None and value:
                    rows.append(i)
                    columns.append(column)
                    values.append(value)
        return sparse.csr_matrix((values, (rows, columns)), shape=(len(readings), len(self.cue_names)))

    def names(self, text: str) -> dict[int, str]:
        """What the columns of a text's row stand for: its words and pairs of words in quotes, and the cue columns."""
        hasher = FeatureHasher(self.n_hashed, input_type="string")
        found: dict[int, str] = {}
        for words in dict.fromkeys(self._hash.build_analyzer()(text)):
            column = int(hasher.transform([[words]]).indices[0])
            found[column] = f"{found[column]} or “{words}”" if column in found else f"“{words}”"
        return found | {self.n_hashed + i: name for i, name in enumerate(self.cue_names)}

    def settings(self) -> dict[str, Any]:
        """What a model must know to build the same features again."""
        return {"n_hashed": self.n_hashed, "cue_weight": self.cue_weight}


def _rules(reading: CueReading) -> Iterator[str]:
    for hits in (reading.claims, reading.practices, reading.stances, reading.markers, reading.vetoes):
        for hit in hits:
            yield hit.cue.id


def _summary_names(codebook: Codebook) -> tuple[str, ...]:
    """Names of the columns beside those of the rules; rungs have their ids, which stay when one is put between."""
    rungs = ("none", *(rung.id for rung in codebook.rungs))
    return (
        *(f"highest claim {rung}" for rung in rungs),
        *(f"highest practice {rung}" for rung in rungs),
        *(f"stance {name}" for name in STANCES[:-1]),
        *(f"carried {name}" for name in STANCES[:-1]),
        *(f"claim by the rules {band}" for band in BANDS),
        *(f"set aside {reason}" for reason in ASIDE),
        "claim above practice",
        "claims (log)",
        "practices (log)",
        "practices that share power (log)",
        "public named (log)",
        "public named",
        "others named (log)",
        "vetoes",
        "negated",
        "length (log)",
        "claims per word",
    )


def _summary(reading: CueReading, codebook: Codebook) -> list[float]:
    rungs = range(len(codebook.rungs) + 1)
    claim, practice = reading.claim_rung, reading.practice_rung
    stances = {hit.cue.value for hit in reading.stances}
    carried = {hit.cue.value for hit in reading.carried}
    aside = {aside.reason for aside in reading.aside}
    high = sum(int(hit.cue.value) >= codebook.shared_from for hit in reading.practices)
    return [
        *(float(claim == n) for n in rungs),
        *(float(practice == n) for n in rungs),
        *(float(name in stances) for name in STANCES[:-1]),
        *(float(name in carried) for name in STANCES[:-1]),
        *(float(reading.claim_band == band) for band in BANDS),
        *(float(reason in aside) for reason in ASIDE),
        float(claim > practice),
        math.log1p(len(reading.claims)),
        math.log1p(len(reading.practices)),
        math.log1p(high),
        math.log1p(reading.n_public),
        float(reading.n_public > 0),
        math.log1p(reading.n_other),
        float(bool(reading.vetoes)),
        float(bool(reading.negated)),
        math.log1p(reading.n_tokens) / 5,
        10 * len(reading.claims) / max(10, reading.n_tokens),
    ]
