"""Which files to read, and what the sources file says about each."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tokenism.errors import InputError, NothingToReadError
from tokenism.organisations import SEPARATOR, organisations_of
from tokenism.printable import printable
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
    found: dict[str, Input] = {}
    names: set[str] = set()
    problems: list[str] = []
    n_left = n_unlisted = 0
    for path in paths:
        prefix = f"{path.resolve().name}/" if len(paths) > 1 and path.is_dir() else ""
        files, left = _pdfs_in(path, problems) if path.is_dir() else ([path], 0)
        n_left += left
        for file in files:
            key = os.path.abspath(file)  # noqa: PTH100  links are to stay what they are
            if key in found:
                continue
            relative = _shown(file.relative_to(path).as_posix() if path.is_dir() else file.name)
            listed = rows.pop(_real(file), None)
            n_unlisted += listed is None
            name = _new_name(_shown(prefix) + relative, names)
            found[key] = Input(file, name, listed or Source(relative, _organisation(relative)))
    if any(path.is_dir() for path in paths):
        for location, source in rows.items():
            if not location.exists():
                found[str(location)] = Input(location, _new_name(source.file, names), source)
    if sources and found:
        problems += _unmatched(sources, rows, n_unlisted)
    if not found:
        if problems:
            raise NothingToReadError(problems[0])
        where = ", ".join(str(path) for path in paths)
        extra = f" (files of other kinds: {n_left})" if n_left else ""
        raise NothingToReadError(
            f"{where}: no PDF files in it{extra}; name a folder that holds *.pdf, or the files themselves"
        )
    return Inputs(tuple(found.values()), n_left, tuple(problems))


def _shown(name: str) -> str:
    """A file's name as text, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "replace")


def _new_name(name: str, taken: set[str]) -> str:
    """The name, with a number if it is taken; it is taken from now on."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free)
    return free


def _real(path: Path) -> Path:
    """The path with links followed; a loop of links is left as it is."""
    return Path(os.path.realpath(path))


def _unmatched(sources: Path, rows: dict[Path, Source], n_unlisted: int) -> list[str]:
    """Sentences on listed documents that are nowhere, and on files that the list does not name."""
    missing = [source.file for location, source in rows.items() if not location.exists()]
    notes = []
    if missing:
        notes.append(
            f"{sources}: {len(missing)} listed documents are not there, the first is {missing[0]!r}; paths are "
            "taken from the scanned folder, then from the folder of the list"
        )
    if n_unlisted:
        notes.append(f"{sources}: {n_unlisted} PDFs are not listed; they go by the name of their folder or file")
    return notes


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
    """Name of the first sub-folder, else of the file; a semicolon in it would join organisations."""
    parts = PurePosixPath(relative).parts
    stem = PurePosixPath(relative).stem
    names = (_name(name).replace(SEPARATOR, ",").strip(" ,") for name in (parts[0] if len(parts) > 1 else stem, stem))
    return next((name for name in names if name), "unnamed")


def _name(text: str) -> str:
    """A name on one line without controls: it is a key that all tables must hold alike, text files among them."""
    return " ".join(printable(text).split())


def _read_sources(sources: Path, paths: Sequence[Path]) -> dict[Path, Source]:
    """Rows of the sources file by the resolved path of their document."""
    if not sources.is_file():
        raise InputError(
            f"{sources}: no such file; give the CSV that lists the documents (columns file and organisation)"
        )
    folders = [*(path if path.is_dir() else path.parent for path in paths), sources.parent]
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
    names = organisations_of(_name(row["organisation"]))
    if not row["file"] or not names[0]:
        empty = "file" if not row["file"] else "organisation"
        raise InputError(f"{where}: the column {empty!r} is empty; fill it in or delete the row")
    year = re.search(r"\b(1[89]|20)\d\d\b", row.get("year", ""))
    return Source(
        file=row["file"],
        organisation=f"{SEPARATOR} ".join(names),
        organisation_type=_name(row.get("organisation_type", "")) or None,
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
        candidates = [_real(folder / relative) for folder in folders]
        return next((candidate for candidate in candidates if candidate.exists()), candidates[-1])
    except (OSError, ValueError) as error:
        raise InputError(f"{where}: {file!r} cannot be the name of a file ({error}); correct it") from error
