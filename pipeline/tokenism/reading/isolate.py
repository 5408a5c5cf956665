"""Isolation around a document: a persistent child process that is killed at a limit and replaced."""

import atexit
import contextlib
import dataclasses
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

from tokenism.errors import InputError
from tokenism.reading.document import Limits, Reading, Shape
from tokenism.reading.picture import Crop, Drawn
from tokenism.reading.worker import OUT_OF_MEMORY, READY, UNIT, peak_memory

_GRACE = 2.0
"""Seconds a child gets to end by itself once its stdin is closed."""
_START = 60.0
"""Seconds a child gets to start."""
_PAUSES = (0.2, 1.0)
"""Seconds before a second and a third try to start one."""
_NEAR = 1 / 3
"""A child that broke down with this share of its limit in use asked for more: what grows, grows by doubling."""
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
"""Threads and heaps of their own take address space, which counts against the limit on memory."""
_FROM_OUTSIDE = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")
_RAN_INTO_MEMORY = ("SIGABRT", "SIGTRAP", "SIGILL", "SIGSEGV", "SIGBUS")


_Answer = TypeVar("_Answer", Reading, Drawn)
_Understand = Callable[[bytes], _Answer]


class ReaderStartError(InputError):
    """No reading process can be started; the message says why."""


class _Child:
    """A worker process. A thread listens to it, so that its end is noticed and cleared away at once."""

    def __init__(self) -> None:
        self.asked = False
        self.peak = 0
        self.inherited = peak_memory()  # what the system counts as the child's own from the start
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed once the child is ready
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tokenism.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,  # the terminal's Ctrl-C is not for the child
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self.pid = self._process.pid
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def returncode(self) -> int | None:
        """Exit code, negative for a signal; None while the child lives."""
        return self._process.returncode

    def get_ready(self) -> None:
        """Wait until the child can take a request; raises ReaderStartError."""
        with self._errors:
            try:
                if self._line(_START) == READY:
                    return
                self.end()
                reason = f"exit code {self.returncode}"
            except TimeoutError:
                reason = f"nothing for {_START:g} seconds"
            self._errors.seek(0)
            told = self._errors.read(1 << 20).decode("utf-8", "replace").strip().splitlines()[-1:]
            raise ReaderStartError(f"the process that reads PDFs cannot start ({', '.join([reason, *told])})")

    def ask(self, request: bytes, timeout: float) -> bytes:
        """One line from the child, or less if it died; raises TimeoutError after so many seconds."""
        self.asked = True
        stdin = self._process.stdin
        try:
            if stdin is not None:
                stdin.write(request)
                stdin.flush()
        except (OSError, ValueError):  # it is gone, or another thread has closed it
            return b""
        return self._line(timeout)

    def end(self, *, kill: bool = False) -> None:
        """Make the child end and wait for it; without ``kill`` it may do so by itself for a few seconds."""
        if kill:
            self.kill()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # the child may be gone with a request half written
                self._process.stdin.close()
        self._listener.join(_GRACE)
        self.kill()
        self._listener.join()

    def kill(self) -> None:
        """Kill the child, if it lives."""
        with self._lock:
            if self._process.returncode is None and os.name == "posix":
                os.kill(self.pid, signal.SIGKILL)
            elif self._process.returncode is None:
                self._process.kill()

    def _line(self, timeout: float) -> bytes:
        try:
            return self._lines.get(timeout=min(timeout, threading.TIMEOUT_MAX))
        except queue.Empty:
            raise TimeoutError from None

    def _listen(self) -> None:
        stdout = self._process.stdout
        if stdout is not None:
            with stdout:
                for line in stdout:
                    self._lines.put(line)
        while not self._clear_away():
            time.sleep(0.01)
        self._lines.put(b"")

    def _clear_away(self) -> bool:
        """Take exit code and peak memory of a child that has ended; not of one that lives."""
        if os.name != "posix":
            self._process.wait()
            return True
        with self._lock:  # a process number is free for others from here on: nobody may kill it meanwhile
            try:
                pid, status, usage = os.wait4(self.pid, os.WNOHANG)
            except ChildProcessError:  # somebody else has waited for it
                self._process.returncode = 0
                return True
            if pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
                self.peak = usage.ru_maxrss * UNIT
            return bool(pid)


_open_readers: "set[IsolatedReader]" = set()
"""Readers that have started a child; :func:`close_readers` ends it."""


class IsolatedReader:
    """Reads and draws documents one at a time through a child process; not for use by two threads at once."""

    def __init__(self) -> None:
        self._child: _Child | None = None

    def read(self, path: Path, *, limits: Limits, shape: Shape, password: str | None = None) -> Reading:
        """The reading of one file; a child that hangs, dies or grows too large gives its status, never an exception.

        A document is read once more, in a new child, if its child was killed from outside, or if it broke down in a
        child that had read others before: what comes out hangs on the document alone.

        Raises
        ------
        ReaderStartError
            If no child can be started.
        """
        request = {"path": str(path), "shape": dataclasses.asdict(shape), "password": password}
        return self._ask(request, limits, _reading)

    def draw(
        self, path: Path, crops: Sequence[Crop], *, sha256: str, limits: Limits, password: str | None = None
    ) -> Drawn:
        """Pictures of parts of one file, given page by page, under the same limits and with the same care.

        Raises
        ------
        ReaderStartError
            If no child can be started.
        """
        wanted = [dataclasses.asdict(crop) for crop in crops]
        request = {"path": str(path), "crops": wanted, "sha256": sha256, "password": password}
        answer = self._ask(request, limits, _drawn)
        return answer if isinstance(answer, Drawn) else Drawn(answer.status)

    def _ask(self, request: dict[str, Any], limits: Limits, understand: "_Understand[_Answer]") -> _Answer | Reading:
        line = json.dumps({**request, "limits": dataclasses.asdict(limits)}).encode() + b"\n"
        answer, certain = self._try(line, limits, understand)
        return answer if certain else self._try(line, limits, understand)[0]

    def close(self, *, kill: bool = False) -> None:
        """End the child; without ``kill`` it may finish by itself for a few seconds."""
        child, self._child = self._child, None
        if child is not None:
            child.end(kill=kill)

    def _try(self, line: bytes, limits: Limits, understand: "_Understand[_Answer]") -> tuple[_Answer | Reading, bool]:
        """An answer, or a reading that tells of a limit or an end, and whether it hangs on the document alone."""
        child = self._ready_child()
        fresh = not child.asked
        try:
            reply = child.ask(line, limits.timeout)
        except TimeoutError:
            self.close(kill=True)
            return _too_long(limits), True
        if reply.endswith(b"\n"):
            answer = understand(reply)
            if answer.status == "memory":
                self.close(kill=True)  # what it holds would be missing to the next document
                return answer, fresh
            return answer, True
        stopped = self._child is not child
        self.close()
        if stopped:
            return Reading("crashed", "Reading it was stopped before it was done."), True
        certain = fresh and _signal(child.returncode) not in _FROM_OUTSIDE
        return _death(child.returncode, child.peak, child.inherited, limits), certain

    def _ready_child(self) -> _Child:
        if self._child is not None and self._child.returncode is None:
            return self._child
        for pause in (*_PAUSES, None):
            self.close(kill=True)
            try:
                child = self._child = _Child()
                _open_readers.add(self)
                child.get_ready()
            except OSError as error:
                failure = ReaderStartError(f"the process that reads PDFs cannot start ({error.strerror or error})")
            except ReaderStartError as error:
                failure = error
                if self._child is not child:
                    raise  # another thread has closed this reader
            else:
                return child
            if pause is not None:
                time.sleep(pause)
        self.close(kill=True)
        raise failure


def _reading(reply: bytes) -> Reading:
    try:
        return Reading.from_json(json.loads(reply))
    except (ValueError, TypeError, KeyError):
        return Reading("crashed", "The reader gave an answer that makes no sense on this file.")


def _drawn(reply: bytes) -> Drawn:
    try:
        return Drawn.from_json(json.loads(reply))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Drawn("crashed")


def _too_long(limits: Limits) -> Reading:
    return Reading("timeout", f"Reading it took more than {limits.timeout:g} seconds; raise the limit with --timeout.")


def _death(code: int | None, peak: int, inherited: int, limits: Limits) -> Reading:
    """What exit code and peak memory (bytes) of a child tell.

    PDFium aborts when it gets no memory, so that where the peak is only that of a large parent, an abort is taken for
    want of it.
    """
    name = _signal(code)
    if name == "SIGXCPU":
        return _too_long(limits)
    near_limit = peak > _NEAR * limits.memory * 1_000_000 and (peak > inherited or name == "SIGABRT")
    if code == OUT_OF_MEMORY or (name in _RAN_INTO_MEMORY and near_limit):
        return Reading("memory", f"Reading it took more than {limits.memory:,} MB; raise the limit with --memory.")
    if name == "SIGKILL":
        return Reading(
            "memory",
            "The reader was killed twice on this file, most likely because the machine has no more memory; "
            f"read fewer documents at a time (--workers) or allow each less than {limits.memory:,} MB (--memory).",
        )
    return Reading(
        "crashed", f"The reader broke down on this file ({name or f'exit code {code}'}); the others are not affected."
    )


def _signal(code: int | None) -> str | None:
    """Name of the signal that an exit code tells of, or None."""
    if os.name != "posix" or code is None or code >= 0:
        return None
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


_local = threading.local()


def read_isolated(path: Path, *, limits: Limits, shape: Shape, password: str | None = None) -> Reading:
    """Read one file through the calling thread's own child process, which is kept for the next file."""
    return _own_reader().read(path, limits=limits, shape=shape, password=password)


def draw_isolated(
    path: Path, crops: Sequence[Crop], *, sha256: str, limits: Limits, password: str | None = None
) -> Drawn:
    """Draw parts of one file through the calling thread's own child process, which is kept for the next file."""
    return _own_reader().draw(path, crops, sha256=sha256, limits=limits, password=password)


def _own_reader() -> IsolatedReader:
    reader: IsolatedReader | None = getattr(_local, "reader", None)
    if reader is None:
        reader = _local.reader = IsolatedReader()
    return reader


@atexit.register
def close_readers(*, kill: bool = False) -> None:
    """End every child process of this process."""
    while _open_readers:
        _open_readers.pop().close(kill=kill)


def _forget_readers() -> None:
    """After a fork: the children are the other process's."""
    _open_readers.clear()
    _local.__dict__.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_readers)
