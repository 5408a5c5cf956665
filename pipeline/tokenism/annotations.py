"""Coded passages as people (or machines) write them: JSON Lines in, checked records out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tokenism.codebook import Codebook, load_codebook
from tokenism.codings import Coding, coding_of, lines_of
from tokenism.errors import InputError
from tokenism.tables import read_csv_rows


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage with its three labels; ``practice`` is a rung (0 for none), ``group`` who wrote it or whose it is.

    ``pair`` names the minimal pair that a passage belongs to; ``evidence``, ``file`` and ``page`` are those of the
    truth of a demo document. What only measuring asks for: ``coders`` (the codings before adjudication), ``stratum``
    (of the sample), ``trap`` (what a passage of the challenge set is meant to mislead by), ``sha256`` (of the
    document), ``document_kind``, ``kind`` (of passage) and ``quality`` (of the text as it was read, 0 to 1).
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
    coders: tuple[Coding, ...] = ()
    stratum: str | None = None
    trap: str | None = None
    sha256: str | None = None
    document_kind: str | None = None
    kind: str | None = None
    quality: float | None = None


def read_coded(paths: Sequence[Path], codebook: Codebook | None = None) -> list[CodedPassage]:
    """Coded passages of JSON Lines files (or of all ``*.jsonl`` in folders), in the order of files and lines.

    Each line holds ``id``, ``text``, ``claim`` (a band), ``practice`` (a rung of the codebook's ladder, by default of
    the codebook that comes with the package) and ``stance``; ``writer`` or
    ``organisation`` becomes the group that is kept together when folds are made. ``coders`` may hold a list of
    codings without ids. Ids are unique, or unique within their ``file`` where that key is given.

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


def with_facts(coded: Iterable[CodedPassage], documents: Path) -> list[CodedPassage]:
    """Passages with what a CSV says of their documents, by the column ``sha256``, where they do not say it themselves.

    Its columns ``organisation_type``, ``document_kind`` and ``quality`` (of the text, 0 to 1) are read if there.

    Raises
    ------
    InputError
        If the file cannot be read or lacks the column ``sha256``; with the line, if a quality is no number.
    """
    facts = {row["sha256"]: (line, row) for line, row in read_csv_rows(documents, ("sha256",))}
    filled = []
    for passage in coded:
        line, row = facts.get(passage.sha256 or "", (0, {}))
        known: dict[str, Any] = {name: row[name] for name in ("organisation_type", "document_kind") if row.get(name)}
        if row.get("quality"):
            try:
                known["quality"] = float(row["quality"])
            except ValueError:
                raise InputError(f"{documents}, line {line}: quality {row['quality']!r} is no number") from None
        new = {name: value for name, value in known.items() if getattr(passage, name) is None}
        filled.append(replace(passage, **new) if new else passage)
    return filled


def with_coders(coded: Iterable[CodedPassage], layers: Mapping[str, Mapping[str, Coding]]) -> list[CodedPassage]:
    """Passages with the codings that layers hold of them, in the order of the layers."""
    return [
        replace(passage, coders=tuple(layer[passage.id] for layer in layers.values() if passage.id in layer))
        for passage in coded
    ]


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
        coders=_coders(value, where, codebook),
        stratum=value.get("stratum"),
        trap=value.get("trap"),
        sha256=value.get("sha256"),
        document_kind=value.get("document_kind"),
        kind=value.get("kind"),
        quality=value.get("quality"),
    )


def _coders(value: dict[str, Any], where: str, codebook: Codebook) -> tuple[Coding, ...]:
    given = value.get("coders") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise InputError(f"{where}: the key 'coders' must be a list of objects with claim, practice and stance")
    return tuple(
        coding_of(one | {"id": value["id"]}, f"{where}, coder {n}", codebook) for n, one in enumerate(given, start=1)
    )
