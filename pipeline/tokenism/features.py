"""Passages to a feature matrix: hashed words and word pairs, what the cues found, how it speaks, what is around."""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from tokenism.around import ALONE, Around
from tokenism.codebook import Codebook
from tokenism.cue_reading import CueReading
from tokenism.cues import CueReader
from tokenism.errors import InputError
from tokenism.extracted import Extracted
from tokenism.manner import MANNER_DIGEST, MANNERS, crossings, manners
from tokenism.records import BANDS, STANCES
from tokenism.weighing import ASIDE

_CLAIMS = "claims (log)"
_NEIGHBOURS = tuple(
    f"{place} {label}"
    for place in ("before", "after")
    for label in (
        *(f"claim {band}" for band in BANDS[1:]),
        *(f"practice {band}" for band in BANDS[1:]),
        *(f"stance {stance}" for stance in STANCES[:-1]),
    )
)
"""What the rules alone say of the neighbours of a passage."""

_KEPT = 4096
"""Neighbours whose labels are remembered, because passages share them."""

N_HASHED = 16_384
"""Columns for hashed words and word pairs, where nothing else is said."""

N_HEADING = 4096
"""Columns for the hashed words of section headings."""


class Featurizer:
    """Turns texts into rows of numbers; no state is learnt, so training and tagging see the same.

    Parameters
    ----------
    reader
        Finds the cues.
    n_hashed
        Columns for hashed words and word pairs (a power of two).
    cue_weight
        Factor on the cue columns, those of the manner of speaking among them, against the hashed ones, whose rows have
        length 1.
    cross_weight
        Factor on the crossings of cues and manner (:func:`tokenism.manner.crossings`).
    n_heading, heading_weight
        Columns for hashed words of the section heading (a power of two), and the length of their rows.
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
        cross_weight: float = 0.06,
        n_heading: int = N_HEADING,
        heading_weight: float = 0.5,
        cue_names: Sequence[str] | None = None,
    ) -> None:
        self.reader = reader
        self.n_hashed = n_hashed
        self.cue_weight = cue_weight
        self.cross_weight = cross_weight
        self.n_heading = n_heading
        self.heading_weight = heading_weight
        self._hash = _hasher(n_hashed)
        self._hash_heading = _hasher(n_heading, longest=1)
        summary = _summary_names(reader.codebook)
        rules = [cue.id for cue in reader.codebook.cues if cue.kind != "negation"]
        own = (*summary, *(f"rule {rule}" for rule in rules), *MANNERS, *_NEIGHBOURS)
        self.cue_names = own if cue_names is None else tuple(cue_names)
        column = {name: i for i, name in enumerate(self.cue_names)}
        self._summary_columns = [column.get(name) for name in summary]
        self._rule_columns = {rule: column.get(f"rule {rule}") for rule in rules}
        self._manner_columns = [column.get(name) for name in MANNERS]
        self._neighbour_columns = {name: column.get(name) for name in _NEIGHBOURS}
        self._crossings = crossings(self.cue_names)
        self._labels = lru_cache(maxsize=_KEPT)(lambda text: reader.labels_of(reader.read(text)))

    def transform(
        self, texts: Sequence[str], around: Sequence[Around] | None = None
    ) -> tuple[sparse.csr_matrix, list[CueReading]]:
        """Feature rows, shape (texts, ``n_columns``), and what the cues found in each text."""
        around = around or [ALONE] * len(texts)
        readings = [self.reader.read(text) for text in texts]
        headings = self._hash_heading.transform([one.section for one in around])
        return self._rows(self._hash.transform(texts), self._cue_rows(readings, texts, around), headings), readings

    @property
    def n_columns(self) -> int:
        """Hashed columns, cue columns, crossings and columns of the heading, in this order."""
        return self.n_hashed + len(self.cue_names) + len(self._crossings) + self.n_heading

    def extract(self, ids: Sequence[str], texts: Sequence[str], around: Sequence[Around] | None = None) -> Extracted:
        """What features are made of, for texts that are not kept (see :meth:`rows_of`)."""
        around = around or [ALONE] * len(texts)
        book = self.reader.codebook
        cues = self._cue_rows([self.reader.read(text) for text in texts], texts, around)
        cues.data = cues.data.round(6)
        return Extracted(
            ids=tuple(ids),
            counts=self._hash.transform(texts),
            cues=cues,
            headings=self._hash_heading.transform([one.section for one in around]),
            cue_names=self.cue_names,
            codebook_version=book.version,
            codebook_digest=book.digest,
            hashing=hashing(),
        )

    def rows_of(self, extracted: Extracted) -> sparse.csr_matrix:
        """The same feature rows as of the texts themselves.

        Raises
        ------
        InputError
            If ``n_hashed`` or ``n_heading`` does not divide the number of columns that were kept.
        """
        column = {name: i for i, name in enumerate(extracted.cue_names)}
        at = [column.get(name, len(column)) for name in self.cue_names]
        absent = sparse.csr_matrix((extracted.cues.shape[0], 1))
        return self._rows(
            _folded(extracted.counts, self.n_hashed, "--n-hashed"),
            sparse.hstack([extracted.cues, absent], format="csr")[:, at],
            _folded(extracted.headings, self.n_heading, "--n-heading"),
        )

    def bare(self, rows: sparse.csr_matrix) -> sparse.csr_matrix:
        """The rows as they would be if nothing were known of what stands around the passages."""
        keep = np.ones(self.n_columns)
        keep[self.n_columns - self.n_heading :] = 0.0
        keep[[self.n_hashed + column for column in self._neighbour_columns.values() if column is not None]] = 0.0
        bare = (rows @ sparse.diags(keep)).tocsr()
        bare.eliminate_zeros()
        return bare

    def worded(self, rows: sparse.csr_matrix) -> list[bool]:
        """Whether each row's text has a word of the vocabulary of claims that counts."""
        column = self.n_hashed + self.cue_names.index(_CLAIMS)
        return [bool(value) for value in rows[:, [column]].toarray()[:, 0]]

    def by_rules(self, head: str) -> dict[str, int]:
        """For each label that the rules alone may give to ``claim``, ``practice`` (a band) or ``stance`` its column."""
        labels = STANCES if head == "stance" else BANDS
        return {label: self.n_hashed + self.cue_names.index(f"{head} by the rules {label}") for label in labels}

    def _rows(
        self, counts: sparse.csr_matrix, cues: sparse.csr_matrix, headings: sparse.csr_matrix
    ) -> sparse.csr_matrix:
        """Presence of hashed columns, each row of length 1, beside the weighted cues, crossings and headings."""
        blocks = [
            normalize(_present(counts)),
            cues * self.cue_weight,
            self._crossed(_present(cues)) * self.cross_weight,
            normalize(_present(headings)) * self.heading_weight,
        ]
        return sparse.hstack(blocks, format="csr", dtype=np.float64)

    def _crossed(self, cues: sparse.csr_matrix) -> sparse.csr_matrix:
        if not self._crossings:
            return sparse.csr_matrix((cues.shape[0], 0))
        by_manner: dict[int, list[int]] = {}
        for summary, manner in self._crossings:
            by_manner.setdefault(manner, []).append(summary)
        columns = cues.tocsc()
        return sparse.hstack(
            [columns[:, summaries].multiply(columns[:, [manner]]) for manner, summaries in by_manner.items()],
            format="csr",
        )

    def _cue_rows(
        self, readings: Sequence[CueReading], texts: Sequence[str], around: Sequence[Around]
    ) -> sparse.csr_matrix:
        ruled = [self.reader.labels_of(reading) for reading in readings]
        known = dict(zip(texts, ruled, strict=True))
        rows, columns, values = [], [], []
        for i, reading in enumerate(readings):
            named = zip(self._summary_columns, _summary(reading, ruled[i], self.reader.codebook), strict=True)
            rules = ((self._rule_columns[rule], 1.0) for rule in sorted(set(_rules(reading))))
            near = ((self._neighbour_columns[name], 1.0) for name in self._neighbours(around[i], known))
            for column, value in (*named, *rules, *near):
                if column is not None and value:
                    rows.append(i)
                    columns.append(column)
                    values.append(value)
        spoken = manners([_plain(text) for text in texts]).tocoo()
        for row, manner in zip(spoken.row.tolist(), spoken.col.tolist(), strict=True):
            column = self._manner_columns[manner]
            if column is not None:
                rows.append(row)
                columns.append(column)
                values.append(1.0)
        return sparse.csr_matrix((values, (rows, columns)), shape=(len(readings), len(self.cue_names)))

    def _neighbours(self, around: Around, known: Mapping[str, tuple[str, int, str]]) -> Iterator[str]:
        """Names of the columns for what the rules alone say of the texts before and after."""
        for place, text in (("before", around.before), ("after", around.after)):
            if text:
                claim, rung, stance = known.get(text) or self._labels(text)
                labels = (f"claim {claim}", f"practice {self.reader.codebook.band(rung)}", f"stance {stance}")
                yield from (name for label in labels if (name := f"{place} {label}") in self._neighbour_columns)

    def names(self, text: str, around: Around = ALONE) -> dict[int, str]:
        """What the columns of a text's row stand for: its words and pairs of words in quotes, cues and crossings."""
        found = _hashed_names(self._hash, text, "“{}”")
        crossed = (f"{self.cue_names[summary]} × {self.cue_names[manner]}" for summary, manner in self._crossings)
        found |= dict(enumerate((*self.cue_names, *crossed), start=self.n_hashed))
        heading = _hashed_names(self._hash_heading, around.section, "heading “{}”")
        return found | {self.n_columns - self.n_heading + column: name for column, name in heading.items()}

    def settings(self) -> dict[str, Any]:
        """What a model must know to build the same features again."""
        return {
            "n_hashed": self.n_hashed,
            "cue_weight": self.cue_weight,
            "cross_weight": self.cross_weight,
            "n_heading": self.n_heading,
            "heading_weight": self.heading_weight,
        }


def _hashed_names(hasher: HashingVectorizer, text: str, form: str) -> dict[int, str]:
    columns = FeatureHasher(hasher.n_features, input_type="string")
    found: dict[int, str] = {}
    for words in dict.fromkeys(hasher.build_analyzer()(text)):
        column = int(columns.transform([[words]]).indices[0])
        name = form.format(words)
        found[column] = f"{found[column]} or {name}" if column in found else name
    return found


def _folded(counts: sparse.csr_matrix, columns: int, option: str) -> sparse.csr_matrix:
    kept = counts.shape[1]
    if kept % columns:
        raise InputError(
            f"extracted features have {kept} hashed columns, which {columns} does not divide: train with "
            f"{option} {kept}, or a half or quarter of it"
        )
    cells = counts.tocoo()
    return sparse.csr_matrix((cells.data, (cells.row, cells.col % columns)), shape=(counts.shape[0], columns))


def _present(values: sparse.csr_matrix) -> sparse.csr_matrix:
    present = values.astype(np.float64)
    present.data.fill(1.0)
    return present


_MARKS = str.maketrans({"’": "'", "‘": "'", "‑": "-", "‐": "-", "–": "-"})


def _hasher(n_hashed: int, *, longest: int = 2) -> HashingVectorizer:
    """Counts of words and, where the longest are two, word pairs by hashed column."""
    return HashingVectorizer(
        n_features=n_hashed,
        ngram_range=(1, longest),
        norm=None,
        alternate_sign=False,
        preprocessor=_plain,
        token_pattern=r"(?u)\b\w[\w'-]*\b|%",  # noqa: S106
    )


_PROBE = "The Council’s co‑produced “carers' plan” – 4.2% of £3m, www.elm.example/plan_2: e.g. café, naïve; A&E. 1st"


def hashing() -> str:
    """Twelve digits that change when words are cut, spelt, hashed or classed otherwise than before.

    They are those of what a probe text becomes, and of the classes of the manner of speaking.
    """
    row = _hasher(N_HASHED).transform([_PROBE]).tocoo()
    cells = sorted(zip(row.col.tolist(), row.data.tolist(), strict=True))
    return hashlib.sha256(f"{cells} {MANNER_DIGEST}".encode()).hexdigest()[:12]


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
        *(f"practice by the rules {band}" for band in BANDS),
        *(f"stance by the rules {name}" for name in STANCES),
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


def _summary(reading: CueReading, ruled: tuple[str, int, str], codebook: Codebook) -> list[float]:
    ruled_claim, ruled_rung, ruled_stance = ruled
    ruled_practice = codebook.band(ruled_rung)
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
        *(float(ruled_claim == band) for band in BANDS),
        *(float(ruled_practice == band) for band in BANDS),
        *(float(ruled_stance == name) for name in STANCES),
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
