"""What was read once is kept, addressed by the file's checksum, the reader's version and the options that matter."""

import contextlib
import dataclasses
import gzip
import hashlib
import json
import os
import re
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import platformdirs

from tokenism.reading import ocr
from tokenism.reading.document import Limits, Reading, Shape, reader_version

_KEPT = ("ok", "partial", "no_text_layer", "corrupt", "not_pdf")
"""Outcomes that belong to the file; the others depend on limits, the machine or a password and are tried again."""
_NOT_SHAPING = ("timeout", "memory")
"""Limits that change nothing in a reading of those outcomes."""
_ROOT = "read"
_FOLDER = re.compile(r"([0-9a-f]{12})-[0-9a-f]{12}")
_SHELF = re.compile(r"[0-9a-f]{2}")
_ENTRY = re.compile(r"[0-9a-f]{64}\.json\.gz")
_TEMPORARY = re.compile(r"tmp[a-z0-9_]{8}(?:\.tmp)?")
_STRAY = 3600.0
"""Seconds after which nobody writes on a temporary file any more: its run was killed."""


def cache_folder() -> Path:
    """``$TOKENISM_CACHE``, else the user's cache folder."""
    configured = os.environ.get("TOKENISM_CACHE")
    return Path(configured) if configured else Path(platformdirs.user_cache_dir("tokenism"))


class ReadCache:
    """A folder of earlier readings; safe for several runs at once, because entries are only ever renamed into place."""

    def __init__(self, folder: Path, *, limits: Limits, shape: Shape, password: str | None) -> None:
        shaping = {name: value for name, value in dataclasses.asdict(limits).items() if name not in _NOT_SHAPING}
        engine = None if shape.ocr == "never" or ocr.missing() else ocr.name()
        key = json.dumps([dataclasses.asdict(shape), shaping, password, engine], sort_keys=True)
        options = hashlib.sha256(key.encode()).hexdigest()[:12]
        self._folder = folder / _ROOT / f"{reader_version()}-{options}"

    def __contains__(self, checksum: str) -> bool:
        return self._path(checksum).is_file()

    def get(self, checksum: str) -> Reading | None:
        """The reading of the file with this checksum, or None; a damaged entry counts as none."""
        try:
            return Reading.from_json(json.loads(gzip.decompress(self._path(checksum).read_bytes())))
        except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
            return None

    def put(self, checksum: str, reading: Reading) -> None:
        """Keep a reading; a cache that cannot be written only costs time later."""
        if reading.status not in _KEPT or not reading.final:
            return
        path = self._path(checksum)
        data = gzip.compress(json.dumps(reading.to_json()).encode(), compresslevel=5, mtime=0)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
                try:
                    file.write(data)
                    file.close()
                    Path(file.name).replace(path)
                except BaseException:  # Ctrl-C too: nothing half written stays
                    Path(file.name).unlink(missing_ok=True)
                    raise

    def _path(self, checksum: str) -> Path:
        return self._folder / checksum[:2] / f"{checksum}.json.gz"


@dataclasses.dataclass(frozen=True, slots=True)
class Holding:
    """Readings kept under one version of the reader: how many, bytes on disk, and whether it is the present one."""

    version: str
    n_readings: int
    size: int
    present: bool


def cache_holdings(folder: Path) -> list[Holding]:
    """What the cache holds by version of the reader, the present one first."""
    present = reader_version()
    sizes: dict[str, list[int]] = {}
    for version, path in _files(folder, _ENTRY):
        with contextlib.suppress(OSError):  # removed by another run meanwhile
            sizes.setdefault(version, []).append(path.stat().st_size)
    holdings = [Holding(version, len(kept), sum(kept), version == present) for version, kept in sizes.items()]
    return sorted(holdings, key=lambda holding: (not holding.present, holding.version))


def prune_cache(folder: Path, *, everything: bool = False) -> tuple[int, int]:
    """Remove readings of other versions of the reader (or all), and what killed runs left half written.

    Only files that are named as this module names them, where it puts them, are removed, and then their folders if
    they are empty. Returns how many files are gone, and their bytes.
    """
    present = reader_version()
    old = (path for version, path in _files(folder, _ENTRY) if everything or version != present)
    stray = (path for _, path in _files(folder, _TEMPORARY) if everything or _is_stray(path))
    sizes = list(_removed([*old, *stray]))
    for place in _folders(folder):
        for shelf in [*_below(place, _SHELF), place]:
            with contextlib.suppress(OSError):  # not empty
                shelf.rmdir()
    return len(sizes), sum(sizes)


def _is_stray(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _STRAY
    except OSError:
        return False


def _removed(paths: Iterable[Path]) -> Iterator[int]:
    for path in paths:
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            path.unlink()
            yield size


def _files(folder: Path, name: re.Pattern[str]) -> Iterator[tuple[str, Path]]:
    """Files of ours with such names, with the version of the reader that wrote them."""
    for place in _folders(folder):
        for shelf in _below(place, _SHELF):
            for path in _below(shelf, name, folders=False):
                yield place.name[:12], path


def _folders(folder: Path) -> list[Path]:
    return _below(folder / _ROOT, _FOLDER)


def _below(folder: Path, name: re.Pattern[str], *, folders: bool = True) -> list[Path]:
    """Folders, or files, in a folder whose whole name is such a one, in order; links are none of ours."""
    try:
        found = list(os.scandir(folder))
    except OSError:
        return []
    kind = os.DirEntry.is_dir if folders else os.DirEntry.is_file
    return sorted(Path(one.path) for one in found if name.fullmatch(one.name) and kind(one, follow_symlinks=False))
