"""The child process that reads and draws documents: a JSON request a line on stdin, a JSON reply a line on stdout."""

import contextlib
import gc
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tokenism.reading.document import Limits, Reading, Shape, read_document
from tokenism.reading.picture import Crop, Drawn, draw_crops

READY = b'"ready"\n'
"""The first line on stdout: everything is imported, the clock of a document may start."""
OUT_OF_MEMORY = 70
"""Exit code of a worker that ended itself because it had grown over its limit."""
UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts peak memory."""
_LOOK = 0.25
"""Seconds from one look at the parent and at the memory to the next."""
_SPARE = 5
"""Seconds of processor time over the time limit after which the system itself ends a worker."""


def main() -> None:
    """Answer requests until stdin closes."""
    replies = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # whatever a library prints must not mix with the replies
    watch = _Watch()
    gc.freeze()  # modules stay; and a page is many small objects without cycles
    gc.set_threshold(50_000, 20, 100)
    replies.write(READY)
    replies.flush()
    os.dup2(silence, 2)  # until here the parent wants to know why a worker cannot start
    for line in sys.stdin:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        watch.memory = limits.memory * 1_000_000
        _limit(limits)
        replies.write(_reply(request))
        replies.flush()


class _Watch:
    """Ends the process when its parent is gone or its memory over the limit; works where the system's limits fail."""

    def __init__(self) -> None:
        self.memory: int | None = None
        if os.name == "posix":
            threading.Thread(target=self._look, args=(os.getppid(), own_peak()), daemon=True).start()

    def _look(self, parent: int, at_start: int) -> None:
        while os.getppid() == parent:
            if self.memory and own_peak() > max(self.memory, at_start):
                os._exit(OUT_OF_MEMORY)
            time.sleep(_LOOK)
        os._exit(1)


def own_peak() -> int:
    """Most memory in bytes that this process has had since its program started; 0 where the system does not say.

    On Linux :func:`peak_memory` counts what the parent had at the time of the fork, too.
    """
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024
    return peak_memory()


def peak_memory() -> int:
    """Most memory in bytes that this process has had, as the system bills it; 0 where it does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT


def _reply(request: dict[str, Any]) -> bytes:
    """The answer as a line."""
    try:
        return json.dumps(_answer(request).to_json()).encode() + b"\n"
    except MemoryError:
        return json.dumps(_out_of_memory(Limits(**request["limits"])).to_json()).encode() + b"\n"


def _answer(request: dict[str, Any]) -> Reading | Drawn:
    """The reading of a file, or, where the request names crops, their pictures."""
    limits = Limits(**request["limits"])
    try:
        if "crops" in request:
            crops = [Crop(**crop) for crop in request["crops"]]
            return draw_crops(Path(request["path"]), crops, sha256=request["sha256"], password=request["password"])
        return read_document(
            Path(request["path"]), limits=limits, shape=Shape(**request["shape"]), password=request["password"]
        )
    except MemoryError:
        return _out_of_memory(limits)
    except OSError as error:
        return Reading("missing", f"The file cannot be opened: {error.strerror or error}.")
    except Exception as error:  # noqa: BLE001  the worker's boundary: one document fails alone
        return Reading("crashed", f"The reader failed on this file ({type(error).__name__}: {str(error)[:200]}).")


def _out_of_memory(limits: Limits) -> Reading:
    return Reading("memory", f"Reading it took more than {limits.memory:,} MB; raise the limit with --memory.")


def _limit(limits: Limits) -> None:
    """Limits that the system itself keeps: memory, and processor time as a backstop of the parent's clock."""
    try:
        import resource
    except ImportError:  # no such limits on Windows; the time limit still holds
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime + min(limits.timeout, 1e9) + _SPARE
    for kind, amount in (
        (resource.RLIMIT_AS, limits.memory * 1_000_000),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (amount if hard == resource.RLIM_INFINITY else min(amount, hard), hard))


if __name__ == "__main__":
    main()
