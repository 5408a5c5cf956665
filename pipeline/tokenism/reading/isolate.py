"""Isolation around a document: a persistent child process that is killed at a limit and replaced."""

import atexit
import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tokenism.reading.document import Limits, Reading, Shape

_GRACE = 2.0
"""Seconds a child gets to end by itself once its stdin is closed."""
_OUT_OF_MEMORY = (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, 137) if os.name == "posix" else ()


_open_readers: "set[IsolatedReader]" = set()
"""Readers that have started a child; :func:`close_readers` ends it."""


class IsolatedReader:
    """Reads documents one at a time through a child process; not for use by two threads at once."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, *, limits: Limits, shape: Shape, password: str | None = None) -> Reading:
        """The reading of one file; a child that hangs, dies or grows too large gives its status, never an exception."""
        child = self._running_child()
        request = {
            "path": str(path),
            "limits": dataclasses.asdict(limits),
            "shape": dataclasses.asdict(shape),
            "password": password,
        }
        assert child.stdin is not None  # noqa: S101  opened as a pipe below
        try:
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            reply = self._reply(child, limits.timeout)
        except BrokenPipeError:
            reply = b""
        except TimeoutError:
            self.close(kill=True)
            return Reading(
                "timeout", f"Reading it took more than {limits.timeout:g} seconds; raise the limit with --timeout."
            )
        if not reply.endswith(b"\n"):
            return self._dead(limits)
        return Reading.from_json(json.loads(reply))

    def close(self, *, kill: bool = False) -> None:
        """End the child; without ``kill`` it may finish by itself for a few seconds."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            with contextlib.suppress(OSError):  # the child may be gone with a request half written
                child.stdin.close()
        if kill:
            child.kill()
        try:
            child.wait(_GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout is not None:
            child.stdout.close()  # only now: a thread that waits for the child's reply holds its lock

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close(kill=True)
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "tokenism.reading.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            _open_readers.add(self)
        return self._child

    def _reply(self, child: subprocess.Popen[bytes], timeout: float) -> bytes:
        """One line from the child, or what came before it died; raises TimeoutError."""
        assert child.stdout is not None  # noqa: S101
        lines: list[bytes] = []
        done = threading.Event()

        def wait_for_line() -> None:
            assert child.stdout is not None  # noqa: S101
            lines.append(child.stdout.readline())
            done.set()

        reader = threading.Thread(target=wait_for_line, daemon=True)
        reader.start()
        if not done.wait(timeout):
            child.kill()
            reader.join()
            raise TimeoutError
        return lines[0]

    def _dead(self, limits: Limits) -> Reading:
        """What the exit code of a child that is gone tells; PDFium aborts when it gets no memory."""
        child = self._child
        self.close()
        code = child.returncode if child is not None else 0
        if code in _OUT_OF_MEMORY:
            return Reading(
                "memory",
                f"The reader was ended (exit code {code}), most likely for want of memory; "
                f"the limit is {limits.memory} MB (--memory).",
            )
        return Reading(
            "crashed", f"The reader broke down on this file (exit code {code}); the others are not affected."
        )


_local = threading.local()


def read_isolated(path: Path, *, limits: Limits, shape: Shape, password: str | None = None) -> Reading:
    """Read one file through the calling thread's own child process, which is kept for the next file."""
    reader: IsolatedReader | None = getattr(_local, "reader", None)
    if reader is None:
        reader = _local.reader = IsolatedReader()
    return reader.read(path, limits=limits, shape=shape, password=password)


@atexit.register
def close_readers() -> None:
    """End every child process of this process."""
    while _open_readers:
        _open_readers.pop().close()
