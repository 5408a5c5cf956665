"""The child process: one request a line in, one reply a line out."""

import json
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
    replies = [Reading.from_json(json.loads(line)) for line in done.stdout.splitlines()]
    assert [reply.status for reply in replies] == ["ok", "missing", "not_pdf", "ok"]
    assert replies[0] == replies[3]
    assert replies[0].passages[0].text == PROSE
    assert done.returncode == 0


def test_no_request_no_reply() -> None:
    done = run()
    assert (done.returncode, done.stdout) == (0, "")


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
