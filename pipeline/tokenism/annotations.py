"""Coded passages as people (or machines) write them: JSON Lines in, checked records out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenism.codebook import Codebook, load_codebook
from tokenism.errors import InputError
from tokenism.records import BANDS, STANCES
from tokenism.tables import read_jsonl


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage with its three labels; ``practice`` is a rung (0 for none), ``group`` who wrote it or whose it is."""

    id: str
    text: str
    claim: str
    practice: int
    stance: str
    group: str
    evidence: str | None = None
    file: str | None = None
    page: int | None = None


def read_coded(paths: Sequence[Path], codebook: Codebook | None = None) -> list[CodedPassage]:
    """Coded passages of JSON Lines files (or of all ``*.jsonl`` in folders), in the order of files and lines.

    Each line holds ``id``, ``text``, ``claim`` (a band), ``practice`` (a rung of the codebook's ladder, by default of
    the codebook that comes with the package) and ``stance``; ``writer`` or
    ``organisation`` becomes the group that is kept together when folds are made. Ids are unique, or unique within
    their ``file`` where that key is given.

    Raises
    ------
    InputError
        With file, line and remedy, for a line that is no JSON object, lacks a key, or has a label outside the
        codebook, for labels that contradict each other, and for an id that stands twice.
    """
    files = [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    if not files:
        raise InputError(f"{', '.join(map(str, paths))}: no *.jsonl files there")
    highest = len((codebook or load_codebook()).rungs)
    seen: dict[str, str] = {}
    coded: list[CodedPassage] = []
    for file in files:
        for where, passage in _read(file, highest):
            key = f"{passage.file or ''}#{passage.id}"
            if key in seen:
                raise InputError(
                    f"{where}: the id {passage.id!r} stands already at {seen[key]}; give one of them another"
                )
            seen[key] = where
            coded.append(passage)
    if not coded:
        raise InputError(f"{', '.join(map(str, files))}: no passages there; give a file with one JSON object a line")
    return coded


def _read(file: Path, highest: int) -> Iterator[tuple[str, CodedPassage]]:
    for line, value, problem in read_jsonl(file):
        if value is None:
            raise InputError(f"{problem}; mend or delete the line")
        where = f"{file}, line {line}"
        yield where, _coded(value, where, highest)


def _coded(value: dict[str, Any], where: str, highest: int) -> CodedPassage:
    for key in ("id", "text"):
        if not isinstance(value.get(key), str) or not value[key].strip():
            raise InputError(f"{where}: the key {key!r} must be a text that is not empty")
    claim = _one_of(value, "claim", BANDS, where)
    stance = _one_of(value, "stance", STANCES, where)
    practice = value.get("practice")
    if isinstance(practice, bool) or not isinstance(practice, int) or not 0 <= practice <= highest:
        raise InputError(f"{where}: practice {practice!r} is no whole number from 0 to {highest}")
    nothing = claim == "none" and practice == 0
    if stance in ("definition", "na") and not nothing:
        raise InputError(f"{where}: stance {stance!r} goes with claim none and practice 0 only (codebook 3c)")
    if nothing and stance not in ("definition", "na"):
        raise InputError(
            f"{where}: claim none and practice 0 go with stance na or definition, not {stance!r} (codebook 3c)"
        )
    return CodedPassage(
        id=value["id"],
        text=value["text"],
        claim=claim,
        practice=practice,
        stance=stance,
        group=str(value.get("writer") or value.get("organisation") or value.get("file") or ""),
        evidence=value.get("evidence"),
        file=value.get("file"),
        page=value.get("page"),
    )


def _one_of(value: dict[str, Any], key: str, choices: Sequence[str], where: str) -> str:
    label = value.get(key)
    if label not in choices:
        raise InputError(f"{where}: {key} {label!r} is none of {', '.join(choices)}")
    return str(label)
