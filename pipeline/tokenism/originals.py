"""The PDF files behind the documents of a run, found again by path and checksum."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from tokenism.errors import InputError
from tokenism.records import READ_STATUSES, Document


def file_checksum(path: Path) -> str | None:
    """SHA-256 of a file, or None where it is not there, is no plain file, or cannot be read."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def find_originals(documents: Iterable[Document], places: Sequence[Path]) -> dict[str, Path]:
    """For each document that was read, by its id, a file whose checksum is the document's.

    A file is looked for at the document's path below each place, then among all PDFs below them, and among the
    places that are files themselves. A document without such a file is left out.

    Raises
    ------
    InputError
        If a place is neither a file nor a folder.
    """
    for place in places:
        if not place.exists():
            raise InputError(f"{place}: no such file or folder; name where the PDFs of the run are")
    wanted = {one.document_id: one for one in documents if one.sha256 and one.status in READ_STATUSES}
    found: dict[str, Path] = {}
    for key, document in wanted.items():
        for place in places:
            path = place / document.path if place.is_dir() else place
            if file_checksum(path) == document.sha256:
                found[key] = path
                break
    missing = {document.sha256: key for key, document in wanted.items() if key not in found}
    for path in _pdfs_below(places) if missing else ():
        other = missing.get(file_checksum(path))
        if other is not None:
            found.setdefault(other, path)
    return found


def _pdfs_below(places: Sequence[Path]) -> list[Path]:
    """PDFs below the folders among the places, in the order of their paths."""
    return sorted(
        path
        for place in places
        if place.is_dir()
        for path in place.rglob("*")
        if path.suffix.lower() == ".pdf" and path.is_file()
    )
