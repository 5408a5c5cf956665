"""The line that tells how far the work is: on a terminal, without one escape code, and nowhere else."""

import io
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import pytest

from tokenism.cli_progress import progress

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
TOLD = {"quiet": False}


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TextIO, int]]:
    """A pseudo-terminal and the file to read what came out of it."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    master, slave = pty.openpty()
    with os.fdopen(slave, "w", encoding="utf-8") as stream:
        yield stream, master
    os.close(master)


@contextmanager
def as_stderr(stream: TextIO) -> Iterator[None]:
    """The stream in place of the error stream: within the test, for pytest puts its own there before each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        yield


def shown(pair: tuple[TextIO, int]) -> str:
    """What came out so far; the stream is ended by a mark of its own."""
    stream, master = pair
    stream.write("<end>")
    stream.flush()
    found = b""
    while not found.endswith(b"<end>"):
        found += os.read(master, 4096)
    return found.removesuffix(b"<end>").decode()


def test_line_is_written_over_without_escape_codes_and_wiped_at_the_end(pair: tuple[TextIO, int]) -> None:
    with as_stderr(pair[0]), progress(TOLD, "Reading", 3, size=30) as step:
        step(size=10, pages=2)
    found = shown(pair)
    assert "0 of 3 documents" in found
    assert "\x1b" not in found
    assert found.isascii()
    assert found.endswith(" \r")


def test_log_lines_stand_on_lines_of_their_own(pair: tuple[TextIO, int]) -> None:
    handler, log = logging.StreamHandler(pair[0]), logging.getLogger()
    log.addHandler(handler)
    try:
        with as_stderr(pair[0]), progress(TOLD, "Reading", 3):
            log.error("plan.pdf: encrypted.")
        log.error("afterwards")
    finally:
        log.removeHandler(handler)
    found = shown(pair)
    assert found.startswith("\rReading [")
    lines = [line.rpartition("\r")[2] for line in found.replace("\r\n", "\n").split("\n")]
    assert lines[0] == "plan.pdf: encrypted."
    assert lines[1] == "afterwards"
    assert handler.stream is pair[0]


def test_line_is_wiped_where_the_work_is_stopped(pair: tuple[TextIO, int]) -> None:
    with pytest.raises(KeyboardInterrupt), as_stderr(pair[0]), progress(TOLD, "Reading", 3):
        raise KeyboardInterrupt
    assert shown(pair).endswith(" \r")


@pytest.mark.parametrize(("quiet", "term"), [(True, "xterm"), (False, "dumb")])
def test_nothing_is_shown_where_it_is_not_wanted(
    pair: tuple[TextIO, int], monkeypatch: pytest.MonkeyPatch, quiet: bool, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    with as_stderr(pair[0]), progress({"quiet": quiet}, "Reading", 1) as step:
        step()
    assert shown(pair) == ""


def test_nothing_is_shown_in_a_file() -> None:
    stream = io.StringIO()
    with as_stderr(stream), progress(TOLD, "Tagging", 1, noun="passages") as step:
        step()
    assert stream.getvalue() == ""
