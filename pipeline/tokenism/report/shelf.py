"""The folder of pictures: each file is named by what it shows and by its bytes, so that a whole one is known again."""

import contextlib
import hashlib
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from tokenism.report.slugs import slug

FOLDER = "pictures"
_NAME = re.compile(r"([0-9a-f]{16})-([0-9a-f]{12})\.webp")


def whole_pictures(out: Path) -> dict[str, Path]:
    """Pictures below the folder of a report by key; one whose bytes are not those that its name tells is none."""
    return {
        match[1]: path
        for path, match in sorted(_ours(out / FOLDER), key=lambda one: one[0])
        if _digest(path.read_bytes()) == match[2]
    }


def write_picture(out: Path, document_id: str, key: str, data: bytes) -> Path:
    """Write the picture with this key (16 hexadecimal digits) and return where it is."""
    path = out / FOLDER / slug(document_id) / f"{key}-{_digest(data)}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def remove_pictures(out: Path, *, keep: Collection[Path] = ()) -> None:
    """Remove all pictures below the folder of a report but these, then the folders that are empty."""
    for path, _ in list(_ours(out / FOLDER)):
        if path not in keep:
            path.unlink()
    for place in [*_folders(out / FOLDER), out / FOLDER]:
        with contextlib.suppress(OSError):  # not empty, or not there
            place.rmdir()


def _ours(folder: Path) -> Iterator[tuple[Path, re.Match[str]]]:
    for place in _folders(folder):
        for path in place.iterdir():
            if match := _NAME.fullmatch(path.name):
                yield path, match


def _folders(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.is_dir() and not one.is_symlink()] if folder.is_dir() else []


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
