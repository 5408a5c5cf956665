"""Coded passages of real documents without their text: where they stand, how they were drawn, what they were coded."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenism.codebook import Codebook
from tokenism.codings import Coding, coding_of, is_whole, lines_of
from tokenism.errors import InputError
from tokenism.reading.clean import words_of
from tokenism.records import Box, Document, Passage
from tokenism.tables import read_csv_rows

ALIKE = 0.6
"""Share of the area of two boxes together that both must cover, for a passage read otherwise to be the same."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A published document that stand-off passages are of."""

    sha256: str
    organisation: str
    organisation_type: str
    title: str
    year: str
    url: str


@dataclass(frozen=True, slots=True)
class StandOff:
    """A coded passage of a published document, by position.

    ``page`` counts from 1; ``start`` and ``end`` are characters in the text of that page, which is the texts of the
    passages that begin on it, in reading order, one a line; ``box`` is its first box (PDF points, origin top left).
    ``digest`` is that of its words (:func:`digest_of`). ``draw`` says by which draw it came into the sample and
    ``probability`` with what chance (None: not known).
    """

    coding: Coding
    document: SourceDocument
    page: int
    start: int
    end: int
    box: Box
    digest: str
    n_words: int
    kind: str
    stratum: str
    draw: str
    probability: float | None

    @property
    def group(self) -> str:
        """Whose passage it is: what is kept together when folds are made."""
        return self.document.organisation


def digest_of(text: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of a passage's words in lower case: it tells whether a text is it."""
    return hashlib.sha256(" ".join(words_of(text)).encode()).hexdigest()[:16]


def read_standoff(folder: Path, codebook: Codebook) -> list[StandOff]:
    """The passages of ``passages.jsonl`` with their documents of ``documents.csv``, in the order of the file.

    Raises
    ------
    InputError
        With file, line and remedy, for a line that cannot be read, a passage given twice, an unknown document, a
        label that is not of the codebook, or a coding under another version of it.
    """
    documents = _documents(folder / "documents.csv")
    path = folder / "passages.jsonl"
    found: dict[str, StandOff] = {}
    for where, value in lines_of(path):
        coding = coding_of(value, where, codebook)
        if coding.id in found:
            raise InputError(f"{where}: the passage {coding.id!r} stands twice; delete one of the lines")
        found[coding.id] = _standoff(value, coding, documents, where)
    if not found:
        raise InputError(f"{path}: no passages there; give a file with one JSON object a line")
    return list(found.values())


def _documents(path: Path) -> dict[str, SourceDocument]:
    names = ("sha256", "organisation", "organisation_type", "title", "year", "url")
    return {
        row["sha256"]: SourceDocument(**{name: row[name] for name in names}) for _, row in read_csv_rows(path, names)
    }


def _standoff(
    value: Mapping[str, Any], coding: Coding, documents: Mapping[str, SourceDocument], where: str
) -> StandOff:
    sha256 = str(value.get("sha256"))
    if sha256 not in documents:
        raise InputError(f"{where}: the document {sha256[:12]!r} is not in documents.csv; add it there")
    numbers = {name: value.get(name) for name in ("page", "start", "end", "n_words")}
    for name, number in numbers.items():
        if not is_whole(number) or number < (name == "page"):
            raise InputError(f"{where}: {name} {number!r} is no whole number from {int(name == 'page')}")
    sides = value.get("box")
    if not isinstance(sides, list) or len(sides) != 4 or not all(isinstance(side, int | float) for side in sides):
        raise InputError(f"{where}: box {sides!r} is no list of four numbers (x0, top, x1, bottom)")
    probability = value.get("probability")
    if probability is not None and not (isinstance(probability, int | float) and 0 < probability <= 1):
        raise InputError(f"{where}: probability {probability!r} is no number above 0 and up to 1")
    return StandOff(
        coding=coding,
        document=documents[sha256],
        page=int(value["page"]),
        start=int(value["start"]),
        end=int(value["end"]),
        box=Box(int(value["page"]), *map(float, sides)),
        digest=str(value.get("digest")),
        n_words=int(value["n_words"]),
        kind=str(value.get("kind")),
        stratum=str(value.get("stratum")),
        draw=str(value.get("draw")),
        probability=probability,
    )


@dataclass(frozen=True, slots=True)
class Located:
    """Where a stand-off passage was found: the passage, or None; ``exact`` where its words are those coded."""

    standoff: StandOff
    passage: Passage | None
    exact: bool


def locate(standoff: Iterable[StandOff], documents: Sequence[Document], passages: Sequence[Passage]) -> list[Located]:
    """Find stand-off passages among extracted ones: by their words, else by the place on the page.

    A document is known by its checksum. A reader of another version may cut passages otherwise: then the passage of
    the page that begins in nearly the same box is taken (see :data:`ALIKE`), and is not ``exact``.
    """
    sha256 = {document.document_id: document.sha256 for document in documents}
    by_words: dict[tuple[str | None, str], list[Passage]] = {}
    by_page: dict[tuple[str | None, int], list[Passage]] = {}
    for passage in passages:
        key = sha256[passage.document_id]
        by_words.setdefault((key, digest_of(passage.text)), []).append(passage)
        by_page.setdefault((key, passage.page), []).append(passage)
    return [_locate(one, by_words, by_page) for one in standoff]


def sentences_on(located: Iterable[Located]) -> Iterator[str]:
    """What was not found, document by document, and how many passages were found by their place only."""
    located = list(located)
    absent: dict[SourceDocument, int] = {}
    for one in located:
        if one.passage is None:
            absent[one.standoff.document] = absent.get(one.standoff.document, 0) + 1
    for document, count in absent.items():
        yield (
            f"{document.title} ({document.organisation}): {count} coded passages not found; "
            f"get the file with checksum {document.sha256[:12]} from {document.url}"
        )
    moved = sum(one.passage is not None and not one.exact for one in located)
    if moved:
        yield f"{moved} passages were found by their place only: this reader cuts or spells them otherwise"


def _locate(
    one: StandOff,
    by_words: Mapping[tuple[str | None, str], Sequence[Passage]],
    by_page: Mapping[tuple[str | None, int], Sequence[Passage]],
) -> Located:
    same = by_words.get((one.document.sha256, one.digest), ())
    if same:
        return Located(one, min(same, key=lambda p: (abs(p.page - one.page), p.order)), exact=True)
    there = [p for p in by_page.get((one.document.sha256, one.page), ()) if p.boxes]
    best = max(there, key=lambda p: overlap(p.boxes[0], one.box), default=None)
    if best is not None and overlap(best.boxes[0], one.box) >= ALIKE:
        return Located(one, best, exact=False)
    return Located(one, None, exact=False)


def overlap(one: Box, other: Box) -> float:
    """Area that two boxes share over the area that they cover together (0 on different pages).

    >>> overlap(Box(1, 0, 0, 2, 1), Box(1, 1, 0, 3, 1))
    0.3333333333333333
    """
    if one.page != other.page:
        return 0.0
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    return both / (_area(one) + _area(other) - both)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)
