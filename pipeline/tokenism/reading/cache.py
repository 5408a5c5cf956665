"""What was read once is kept, addressed by the file's checksum, the reader's version and the options that matter."""

import contextlib
import dataclasses
import gzip
import hashlib
import json
import os
import tempfile
import zlib
from pathlib import Path

import platformdirs

from tokenism.reading.document import Limits, Reading, Shape, reader_version

_KEPT = ("ok", "partial", "no_text_layer", "corrupt", "not_pdf")
"""Outcomes that belong to the file; the others depend on limits, the machine or a password and are tried again."""


def cache_folder() -> Path:
    """``$TOKENISM_CACHE``, else the user's cache folder."""
    configured = os.environ.get("TOKENISM_CACHE")
    return Path(configured) if configured else Path(platformdirs.user_cache_dir("tokenism"))


class ReadCache:
    """A folder of earlier readings; safe for several runs at once, because entries are only ever renamed into place."""

    def __init__(self, folder: Path, *, limits: Limits, shape: Shape, password: str | None) -> None:
        key = json.dumps(
            [dataclasses.asdict(shape), limits.max_pages, limits.max_side, limits.max_size, password],
            sort_keys=True,
            default=str,
        )
        options = hashlib.sha256(key.encode()).hexdigest()[:12]
        self._folder = folder / "read" / f"{reader_version()}-{options}"

    def get(self, checksum: str) -> Reading | None:
        """The reading of the file with this checksum, or None; a damaged entry counts as none."""
        try:
            return Reading.from_json(json.loads(gzip.decompress(self._path(checksum).read_bytes())))
        except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
            return None

    def put(self, checksum: str, reading: Reading) -> None:
        """Keep a reading; a cache that cannot be written only costs time later."""
        if reading.status not in _KEPT:
            return
        path = self._path(checksum)
        data = gzip.compress(json.dumps(reading.to_json()).encode(), compresslevel=5, mtime=0)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(data)
            Path(file.name).replace(path)

    def _path(self, checksum: str) -> Path:
        return self._folder / checksum[:2] / f"{checksum}.json.gz"
