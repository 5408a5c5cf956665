"""The child process: one request a line in, one reply a line out."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.pdfs import text_pdf
from tokenism.reading import worker
from tokenism.reading.document import Limits, Reading, Shape

PROSE = "Residents and carers decided together how the money was spent."


def request(path: Path, **changes: Any) -> dict[str, Any]:
    return {"path": str(path), "limits": asdict(Limits()), "shape": asdict(Shape()), "password": None, **changes}


def run(*requests: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    lines = "".join(json.dumps(one) + "\n" for one in requests)
    command = [sys.executable, "-m", "tokenism.reading.worker"]
    return subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, check=False)


def test_each_request_gets_one_reply_in_order_and_the_end_of_input_ends_it(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(text_pdf(PROSE))
    (tmp_path / "empty.pdf").touch()
    done = run(*[request(tmp_path / name) for name in ("plan.pdf", "none.pdf", "empty.pdf", "plan.pdf")])
    ready, *lines = done.stdout.splitlines(keepends=True)
    replies = [Reading.from_json(json.loads(line)) for line in lines]
    assert ready.encode() == worker.READY
    assert [reply.status for reply in replies] == ["ok", "missing", "not_pdf", "ok"]
    assert replies[0] == replies[3]
    assert replies[0].passages[0].text == PROSE
    assert done.returncode == 0


def test_no_request_no_reply() -> None:
    done = run()
    assert (done.returncode, done.stdout.encode()) == (0, worker.READY)


ODD_WORKER = """
import time
from tokenism.reading import worker
{changes}
def read_document(*args, **options):
    {deed}
worker.read_document = read_document
worker.main()
"""


def end_of(changes: str, deed: str, limits: Limits) -> int:
    """Exit code of a worker that does this deed for a document."""
    code = ODD_WORKER.format(changes=changes, deed=deed)
    line = json.dumps(request(Path("plan.pdf"), limits=asdict(limits)))
    return subprocess.run([sys.executable, "-c", code], input=line.encode(), timeout=60, check=False).returncode


@pytest.mark.skipif(os.name != "posix", reason="the system keeps no such limits")
def test_system_ends_a_worker_that_nobody_stops_in_time() -> None:
    assert end_of("worker._SPARE = 0", "while True: pass", Limits(timeout=0.5)) == -signal.SIGXCPU


@pytest.mark.skipif(os.name != "posix", reason="the system tells nothing of memory")
def test_worker_ends_itself_where_the_system_does_not_keep_its_memory_down() -> None:
    parents = bytearray(b"x") * 600_000_000  # the system bills the child for what its parent has had
    grows = "held = bytearray(b'x') * 400_000_000; time.sleep(20)"
    assert end_of("worker._limit = lambda limits: None", grows, Limits(memory=300)) == worker.OUT_OF_MEMORY
    del parents


def test_reading_that_is_too_large_for_a_reply_is_told_as_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Huge(Reading):
        def to_json(self) -> dict[str, Any]:
            raise MemoryError

    monkeypatch.setattr(worker, "_answer", lambda _: Huge("ok", "Read whole."))
    reading = Reading.from_json(json.loads(worker._reply(request(tmp_path / "plan.pdf"))))
    assert (reading.status, "--memory" in reading.detail) == ("memory", True)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (MemoryError(), "memory", "--memory"),
        (PermissionError(13, "Permission denied"), "missing", "Permission denied"),
        (RecursionError("too deep"), "crashed", "RecursionError: too deep"),
        (ValueError("x" * 999), "crashed", "ValueError"),
    ],
)
def test_whatever_a_reader_raises_is_a_status(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: str, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(worker, "read_document", fail)
    reading = worker._answer(request(Path("plan.pdf")))
    assert (reading.status, words in reading.detail) == (status, True)
    assert len(reading.detail) < 300
