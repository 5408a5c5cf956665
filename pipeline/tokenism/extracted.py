"""Features kept without their texts, in the manner of HathiTrust's Extracted Features: files in, checked rows out."""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from tokenism.errors import InputError
from tokenism.tables import read_jsonl, write_json, write_jsonl

FORMAT = 2
STAMP, ROWS = "features.json", "features.jsonl"
_STAMPED = {
    "format": int,
    "n_hashed": int,
    "n_heading": int,
    "cue_names": list,
    "codebook_version": str,
    "codebook_digest": str,
    "hashing": str,
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """What is kept of texts that are not: hashed counts of words and word pairs, and the values of cue columns.

    ``counts`` has shape (passages, hashed columns); ``cues`` (passages, ``cue_names``), unweighted; ``headings``, the
    counts of words of section headings, (passages, hashed columns of headings). ``ids`` names the rows.
    ``codebook_digest`` is that of the codebook whose cues were read, ``hashing`` tells how words were hashed: with
    another one of either they are stale.
    """

    ids: tuple[str, ...]
    counts: sparse.csr_matrix
    cues: sparse.csr_matrix
    headings: sparse.csr_matrix
    cue_names: tuple[str, ...]
    codebook_version: str
    codebook_digest: str
    hashing: str

    def only(self, ids: Sequence[str]) -> "Extracted":
        """The rows of some passages, in their order.

        Raises
        ------
        InputError
            Naming a passage that has no row.
        """
        row_of = {name: row for row, name in enumerate(self.ids)}
        absent = next((name for name in ids if name not in row_of), None)
        if absent is not None:
            raise InputError(
                f"{ROWS}: no features of the passage {absent!r}; run 'tokenism features --refresh' with its document"
            )
        rows = [row_of[name] for name in ids]
        parts = {name: getattr(self, name)[rows] for name in ("counts", "cues", "headings")}
        return dataclasses.replace(self, ids=tuple(ids), **parts)


def write_extracted(folder: Path, extracted: Extracted) -> None:
    """Write ``features.json`` (what the columns are, and the stamp) and ``features.jsonl`` (one passage a line).

    A line has the passage's ``id``, ``counts``, ``cues`` and ``heading``, each as ``column:value`` pairs in
    the order of the columns.
    """
    used = sorted(set(extracted.cues.tocoo().col.tolist()))
    place = {column: i for i, column in enumerate(used)}
    write_json(
        folder / STAMP,
        {
            "format": FORMAT,
            "codebook_version": extracted.codebook_version,
            "codebook_digest": extracted.codebook_digest,
            "hashing": extracted.hashing,
            "n_hashed": extracted.counts.shape[1],
            "n_heading": extracted.headings.shape[1],
            "cue_names": [extracted.cue_names[column] for column in used],
        },
    )
    write_jsonl(
        folder / ROWS,
        (
            {
                "id": name,
                "counts": _packed(extracted.counts[row]),
                "cues": _packed(extracted.cues[row], place),
                "heading": _packed(extracted.headings[row]),
            }
            for row, name in enumerate(extracted.ids)
        ),
    )


def _packed(row: sparse.csr_matrix, place: dict[int, int] | None = None) -> str:
    cells = sorted(zip(row.indices.tolist(), row.data.tolist(), strict=True))
    return " ".join(f"{place[column] if place else column}:{value:g}" for column, value in cells if value)


def read_extracted(folder: Path) -> Extracted:
    """The features that :func:`write_extracted` wrote.

    Raises
    ------
    InputError
        With file, line and remedy, if they are missing, of another format, or damaged.
    """
    stamp = _stamp(folder / STAMP)
    ids: dict[str, None] = {}
    counts: list[tuple[int, int, float]] = []
    cues: list[tuple[int, int, float]] = []
    headings: list[tuple[int, int, float]] = []
    for line, value, problem in read_jsonl(folder / ROWS):
        where = f"{folder / ROWS}, line {line}"
        try:
            if value is None:
                raise InputError(f"{problem}; run 'tokenism features --refresh'")
            row = len(ids)
            counts += _cells(row, value["counts"], stamp["n_hashed"])
            cues += _cells(row, value["cues"], len(stamp["cue_names"]))
            headings += _cells(row, value["heading"], stamp["n_heading"])
            name = str(value["id"])
        except (KeyError, ValueError, AttributeError) as error:
            raise InputError(f"{where}: damaged ({error}); run 'tokenism features --refresh'") from error
        if name in ids:
            raise InputError(f"{where}: the passage {name!r} stands twice; run 'tokenism features --refresh'")
        ids[name] = None
    return Extracted(
        ids=tuple(ids),
        counts=_matrix(counts, (len(ids), stamp["n_hashed"])),
        cues=_matrix(cues, (len(ids), len(stamp["cue_names"]))),
        headings=_matrix(headings, (len(ids), stamp["n_heading"])),
        cue_names=tuple(stamp["cue_names"]),
        codebook_version=stamp["codebook_version"],
        codebook_digest=stamp["codebook_digest"],
        hashing=stamp["hashing"],
    )


def _stamp(path: Path) -> dict[str, Any]:
    try:
        stamp = json.loads(path.read_text(encoding="utf-8"))
        wrong = next((key for key, kind in _STAMPED.items() if not isinstance(stamp.get(key), kind)), None)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; run 'tokenism features --refresh' to make it") from error
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); run 'tokenism features --refresh'") from error
    if wrong is not None or stamp["format"] != FORMAT or min(stamp["n_hashed"], stamp["n_heading"]) < 1:
        raise InputError(
            f"{path}: the key {wrong or 'format'!r} is not as this version writes it; refresh the features"
        )
    return dict(stamp)


def _cells(row: int, packed: str, width: int) -> Iterator[tuple[int, int, float]]:
    for cell in packed.split():
        column, value = cell.split(":")
        if not 0 <= int(column) < width:
            raise ValueError(f"no column {column}")
        yield row, int(column), float(value)


def _matrix(cells: Sequence[tuple[int, int, float]], shape: tuple[int, int]) -> sparse.csr_matrix:
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((np.array(values, dtype=np.float64), (rows, columns)), shape=shape)
