"""Which files to read, and what the sources file says about each."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tokenism.errors import InputError, NothingToReadError
from tokenism.tables import read_csv_rows

_REQUIRED = ("file", "organisation")


@dataclass(frozen=True, slots=True)
class Source:
    """One row of the sources file: a document's facts. ``organisation`` may hold several names joined by ``"; "``."""

    file: str
    organisation: str
    organisation_type: str | None = None
    title: str | None = None
    year: int | None = None
    url: str | None = None
    licence: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: where it is, the name it goes by in the tables, and its facts."""

    path: Path
    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Inputs:
    """All files of a run in order, how many files of other kinds were left alone, and folders that cannot be read."""

    files: tuple[Input, ...]
    n_left: int
    problems: tuple[str, ...] = ()


def find_inputs(paths: Sequence[Path], sources: Path | None = None) -> Inputs:
    """Files to read below the given files and folders, each with its facts.

    A folder gives its ``*.pdf`` (any case, recursive); a file is taken whatever its name; a path that does not
    exist, and a row of the sources file whose document is nowhere, come back too and are reported as missing. The
    organisation is that of the sources file, else the name of the folder's sub-folder, else the file's name.

    Raises
    ------
    InputError
        If the sources file is malformed.
    NothingToReadError
        If there is no file at all.
    """
    rows = _read_sources(sources, paths) if sources else {}
    found: dict[Path, Input] = {}
    names: set[str] = set()
    problems: list[str] = []
    n_left = 0
    for path in paths:
        prefix = f"{path.name}/" if len(paths) > 1 and path.is_dir() else ""
        files, left = _pdfs_in(path, problems) if path.is_dir() else ([path], 0)
        n_left += left
        for file in files:
            relative = file.relative_to(path).as_posix() if path.is_dir() else file.name
            source = rows.pop(file.resolve(), None) or Source(relative, _organisation(relative))
            name = prefix + relative if prefix + relative not in names else file.as_posix()
            if file.resolve() not in found:
                names.add(name)
                found[file.resolve()] = Input(file, name, source)
    if any(path.is_dir() for path in paths):
        for location, source in rows.items():
            if not location.exists():
                found.setdefault(location, Input(location, source.file, source))
    if not found:
        if problems:
            raise NothingToReadError(problems[0])
        where = ", ".join(str(path) for path in paths)
        extra = f" (files of other kinds: {n_left})" if n_left else ""
        raise NothingToReadError(
            f"{where}: no PDF files in it{extra}; name a folder that holds *.pdf, or the files themselves"
        )
    return Inputs(tuple(found.values()), n_left, tuple(problems))


def _pdfs_in(folder: Path, problems: list[str]) -> tuple[list[Path], int]:
    """PDFs below a folder in the order of their paths, and how many other files; unreadable folders add a sentence."""

    def note(error: OSError) -> None:
        problems.append(f"{error.filename}: the folder cannot be read ({error.strerror}); check its permissions")

    pdfs: list[Path] = []
    n_left = 0
    for root, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        pdfs += [Path(root) / name for name in names if name.lower().endswith(".pdf")]
        n_left += sum(not name.lower().endswith(".pdf") for name in names)
    return sorted(pdfs, key=lambda path: path.relative_to(folder).as_posix()), n_left


def _organisation(relative: str) -> str:
    parts = PurePosixPath(relative).parts
    return parts[0] if len(parts) > 1 else PurePosixPath(relative).stem


def _read_sources(sources: Path, paths: Sequence[Path]) -> dict[Path, Source]:
    """Rows of the sources file by the resolved path of their document."""
    if not sources.is_file():
        raise InputError(
            f"{sources}: no such file; give the CSV that lists the documents (columns file and organisation)"
        )
    folders = [*(path for path in paths if path.is_dir()), sources.parent]
    rows: dict[Path, Source] = {}
    lines: dict[Path, int] = {}
    for line, row in read_csv_rows(sources, _REQUIRED):
        where = f"{sources}, line {line}"
        source = _source(row, where)
        location = _locate(source.file, folders, where)
        if location in rows:
            raise InputError(
                f"{where}: {source.file!r} is listed already on line {lines[location]}; keep one of the rows"
            )
        rows[location], lines[location] = source, line
    return rows


def _source(row: dict[str, str], where: str) -> Source:
    names = [name.strip() for name in row["organisation"].split(";") if name.strip()]
    if not row["file"] or not names:
        empty = "file" if not row["file"] else "organisation"
        raise InputError(f"{where}: the column {empty!r} is empty; fill it in or delete the row")
    year = re.search(r"\b(1[89]|20)\d\d\b", row.get("year", ""))
    return Source(
        file=row["file"],
        organisation="; ".join(dict.fromkeys(names)),
        organisation_type=row.get("organisation_type") or None,
        title=row.get("title") or None,
        year=int(year.group()) if year else None,
        url=row.get("url") or row.get("source_url") or None,
        licence=row.get("licence") or row.get("licence_note") or None,
        sha256=row.get("sha256", "").lower() or None,
    )


def _locate(file: str, folders: Sequence[Path], where: str) -> Path:
    """The document's resolved path: in the first folder that holds it, else its place beside the sources file."""
    relative = Path(file.replace("\\", "/"))
    if relative.is_absolute() or ".." in relative.parts:
        raise InputError(
            f"{where}: {file!r} leads out of its folder; give a path below the sources file or the scanned folder"
        )
    try:
        candidates = [(folder / relative).resolve() for folder in folders]
        return next((candidate for candidate in candidates if candidate.exists()), candidates[-1])
    except (OSError, ValueError) as error:
        raise InputError(f"{where}: {file!r} cannot be the name of a file ({error}); correct it") from error
