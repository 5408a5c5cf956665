"""Passages to a feature matrix: hashed words and word pairs, and what the cues of the codebook found."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from tokenism.codebook import Codebook
from tokenism.cue_reading import CueReading
from tokenism.cues import CueReader
from tokenism.errors import InputError
from tokenism.extracted import Extracted
from tokenism.records import BANDS, STANCES
from tokenism.weighing import ASIDE

_CLAIMS = "claims (log)"

N_HASHED = 16_384
"""Columns for hashed words and word pairs, where nothing else is said."""


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
        n_hashed: int = N_HASHED,
        cue_weight: float = 0.12,
        cue_names: Sequence[str] | None = None,
    ) -> None:
        self.reader = reader
        self.n_hashed = n_hashed
        self.cue_weight = cue_weight
        self._hash = _hasher(n_hashed)
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
        return self._rows(self._hash.transform(texts), self._cue_rows(readings)), readings

    def extract(self, ids: Sequence[str], texts: Sequence[str]) -> Extracted:
        """What features are made of, for texts that are not kept (see :meth:`rows_of`)."""
        book = self.reader.codebook
        cues = self._cue_rows([self.reader.read(text) for text in texts])
        cues.data = cues.data.round(6)
        counts = self._hash.transform(texts)
        return Extracted(tuple(ids), counts, cues, self.cue_names, book.version, book.digest, hashing())

    def rows_of(self, extracted: Extracted) -> sparse.csr_matrix:
        """The same feature rows as of the texts themselves.

        Raises
        ------
        InputError
            If ``n_hashed`` does not divide the number of columns that were kept.
        """
        kept = extracted.counts.shape[1]
        if kept % self.n_hashed:
            raise InputError(
                f"extracted features have {kept} hashed columns, which {self.n_hashed} does not divide: train with "
                f"--n-hashed {kept}, or a half or quarter of it"
            )
        counts = extracted.counts.tocoo()
        shape = (counts.shape[0], self.n_hashed)
        folded = sparse.csr_matrix((counts.data, (counts.row, counts.col % self.n_hashed)), shape=shape)
        column = {name: i for i, name in enumerate(extracted.cue_names)}
        at = [column.get(name, len(column)) for name in self.cue_names]
        absent = sparse.csr_matrix((counts.shape[0], 1))
        return self._rows(folded, sparse.hstack([extracted.cues, absent], format="csr")[:, at])

    def worded(self, rows: sparse.csr_matrix) -> list[bool]:
        """Whether each row's text has a word of the vocabulary of claims that counts."""
        column = self.n_hashed + self.cue_names.index(_CLAIMS)
        return [bool(value) for value in rows[:, [column]].toarray()[:, 0]]

    def _rows(self, counts: sparse.csr_matrix, cues: sparse.csr_matrix) -> sparse.csr_matrix:
        """Presence of hashed columns, each row of length 1, beside the weighted cues."""
        present = counts.astype(np.float64)
        present.data.fill(1.0)
        return sparse.hstack([normalize(present), cues * self.cue_weight], format="csr", dtype=np.float64)

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


_MARKS = str.maketrans({"’": "'", "‘": "'", "‑": "-", "‐": "-", "–": "-"})


def _hasher(n_hashed: int) -> HashingVectorizer:
    """Counts of words and word pairs by hashed column."""
    return HashingVectorizer(
        n_features=n_hashed,
        ngram_range=(1, 2),
        norm=None,
        alternate_sign=False,
        preprocessor=_plain,
        token_pattern=r"(?u)\b\w[\w'-]*\b|%",  # noqa: S106
    )


_PROBE = "The Council’s co‑produced “carers' plan” – 4.2% of £3m, www.elm.example/plan_2: e.g. café, naïve; A&E. 1st"


def hashing() -> str:
    """Twelve digits that change when words are cut, spelt or hashed otherwise: those of what a probe text becomes."""
    row = _hasher(N_HASHED).transform([_PROBE]).tocoo()
    cells = sorted(zip(row.col.tolist(), row.data.tolist(), strict=True))
    return hashlib.sha256(repr(cells).encode()).hexdigest()[:12]


def fits(extracted: Extracted, codebook: Codebook) -> bool:
    """Whether features were extracted with this codebook and this way of hashing words; else they are stale."""
    return extracted.codebook_digest == codebook.digest and extracted.hashing == hashing()


def _plain(text: str) -> str:
    """Lower case, and one sign for all apostrophes and hyphens: which one stands there is the typesetter's doing."""
    return text.translate(_MARKS).lower()


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
        _CLAIMS,
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
