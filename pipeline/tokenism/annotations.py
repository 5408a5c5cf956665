"""Coded passages as people (or machines) write them: JSON Lines in, checked records out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenism.codebook import Codebook, load_codebook
from tokenism.codings import coding_of, lines_of
from tokenism.errors import InputError


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage with its three labels; ``practice`` is a rung (0 for none), ``group`` who wrote it or whose it is.

    ``pair`` names the minimal pair that a passage belongs to; ``evidence``, ``file`` and ``page`` are those of the
    truth of a demo document.
    """

    id: str
    text: str
    claim: str
    practice: int
    stance: str
    group: str
    evidence: str | None = None
    file: str | None = None
    page: int | None = None
    pair: str | None = None
    organisation_type: str | None = None
    topic: str | None = None


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
        codebook, for labels that contradict each other, for a passage coded under another version of the codebook
        (where the line says which, key ``codebook``), and for an id that stands twice.
    """
    files = [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    if not files:
        raise InputError(f"{', '.join(map(str, paths))}: no *.jsonl files there")
    codebook = codebook or load_codebook()
    seen: dict[str, str] = {}
    coded: list[CodedPassage] = []
    for file in files:
        for where, value in lines_of(file):
            passage = _coded(value, where, codebook)
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


def _coded(value: dict[str, Any], where: str, codebook: Codebook) -> CodedPassage:
    if not isinstance(value.get("text"), str) or not value["text"].strip():
        raise InputError(f"{where}: the key 'text' must be a text that is not empty")
    coding = coding_of(value, where, codebook)
    return CodedPassage(
        id=coding.id,
        text=value["text"],
        claim=coding.claim,
        practice=coding.practice,
        stance=coding.stance,
        group=str(value.get("writer") or value.get("organisation") or value.get("file") or ""),
        evidence=coding.evidence,
        file=value.get("file"),
        page=value.get("page"),
        pair=value.get("pair"),
        organisation_type=value.get("organisation_type"),
        topic=value.get("topic"),
    )
