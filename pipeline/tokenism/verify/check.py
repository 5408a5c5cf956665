"""All quotations of a report, each looked for in its document by a child process of its own: one fails alone."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from tokenism.records import Document
from tokenism.verify.quotations import Quotation
from tokenism.verify.verbatim import VERBATIM, Finding
from tokenism.verify.worker import OUT_OF_MEMORY


@dataclass(frozen=True, slots=True)
class Terms:
    """How to read: readers in the order in which they are asked, and limits of one document.

    Seconds, megabytes of memory, megabytes that its streams may inflate to.
    """

    readers: tuple[str, ...] = ("pdfminer",)
    timeout: float = 300.0
    memory: int = 2000
    max_inflated: int = 1000
    password: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The quotations of one document with their findings, or the sentence that says why it could not be checked.

    ``path`` is that of the table of documents.
    """

    document_id: str
    path: str
    quotations: tuple[Quotation, ...]
    findings: tuple[Finding, ...] = ()
    problem: str = ""

    @property
    def lost(self) -> list[tuple[Quotation, Finding]]:
        """Quotations that were not found verbatim."""
        pairs = zip(self.quotations, self.findings, strict=True) if not self.problem else ()
        return [(quotation, finding) for quotation, finding in pairs if finding.how not in VERBATIM]


def check_quotations(
    quotations: Iterable[Quotation],
    documents: Iterable[Document],
    originals: Mapping[str, Path],
    *,
    terms: Terms,
    workers: int = 2,
    on_checked: Callable[[], None] = lambda: None,
) -> list[Checked]:
    """What became of the quotations, by the path of their document.

    Parameters
    ----------
    quotations
        Quotations of a report.
    documents, originals
        The table of documents, and the files behind them by id; a document without a file gives a problem.
    on_checked
        Called after each document.
    """
    path_of = {document.document_id: document.path for document in documents}
    ordered = sorted(quotations, key=lambda one: one.document_id)
    work = {key: tuple(group) for key, group in groupby(ordered, key=lambda one: one.document_id)}
    done: dict[str, Checked] = {}
    children = _Children()
    pool = ThreadPoolExecutor(max(1, workers))
    try:
        pending = {}
        for key in sorted(work, key=lambda one: (-len(work[one]), one)):  # the longest first: none is left alone
            if key in originals:
                pending[pool.submit(children.ask, originals[key], work[key], terms)] = key
            else:
                problem = "its file was not found" if key in path_of else "the table of documents does not have it"
                done[key] = Checked(key, path_of.get(key, key), work[key], problem=problem)
        for future in as_completed(pending):
            key = pending[future]
            findings, problem = future.result()
            done[key] = Checked(key, path_of[key], work[key], findings, problem)
            on_checked()
    finally:
        children.stop()
        pool.shutdown(cancel_futures=True)
    return sorted(done.values(), key=lambda one: (one.path, one.document_id))


class _Children:
    """Child processes that live; :meth:`stop` ends them all and lets none begin after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._alive: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def ask(self, path: Path, quotations: Sequence[Quotation], terms: Terms) -> tuple[tuple[Finding, ...], str]:
        """Findings, or the sentence of what went wrong."""
        request = {**asdict(terms), "path": str(path.resolve()), "quotations": [asdict(one) for one in quotations]}
        try:
            child = self._begin()
        except OSError as error:
            return (), f"no process can be started to read it ({error.strerror or error})"
        if child is None:
            return (), "it was stopped"
        try:
            reply, _ = child.communicate(
                json.dumps(request).encode(), timeout=min(terms.timeout, threading.TIMEOUT_MAX)
            )
        except subprocess.TimeoutExpired:
            return (), f"reading it took more than {terms.timeout:g} seconds (--timeout)"
        finally:
            _kill(child)
            with self._lock:
                self._alive.discard(child)
        return _read(reply, child.returncode, len(quotations), terms)

    def stop(self) -> None:
        """Kill every child."""
        with self._lock:
            self._stopped = True
            alive = list(self._alive)
        for child in alive:
            _kill(child)

    def _begin(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._stopped:
                return None
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "tokenism.verify.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # the terminal's Ctrl-C is not for the child, and its own children end with it
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
            self._alive.add(child)
            return child


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child with all that it has started, if it lives, and wait for it."""
    if child.poll() is None:
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(child.pid, signal.SIGKILL)
            else:
                child.kill()
    child.wait()


def _read(reply: bytes, code: int, n_wanted: int, terms: Terms) -> tuple[tuple[Finding, ...], str]:
    if code == OUT_OF_MEMORY:
        return (), f"reading it took more than {terms.memory:,} MB (--memory)"
    try:
        answer: dict[str, Any] = json.loads(reply)
        findings = tuple(Finding(**one) for one in answer.get("findings", ()))
    except (ValueError, TypeError):
        return (), f"the reader broke down on it (exit code {code})"
    if answer.get("problem") or len(findings) != n_wanted:
        return (), str(answer.get("problem") or "the reader gave an answer that makes no sense")
    return findings, ""
