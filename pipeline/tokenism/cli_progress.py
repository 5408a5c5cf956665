"""How far a command is, on a terminal only, and what `tokenism scan` says at its end."""

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

import click

from tokenism.pace import Pace
from tokenism.screen import screen_of

if TYPE_CHECKING:
    from tokenism.records import Claim, Document, Passage, Span, Tag

_EVERY = 0.5
"""Seconds between two drawings of the line."""


class progress:  # noqa: N801  reads as a function
    """A line that tells how far the work is: on a terminal that can write over a line, nothing elsewhere.

    Entering gives a function that counts one more; ``size`` of all and of each lets time left go by size, ``pages``
    are told a second. Log lines stand above the line while it is shown.
    """

    def __init__(self, obj: dict[str, Any], label: str, total: int, *, noun: str = "documents", size: int = 0) -> None:
        self._label, self._noun, self.pace = label, noun, Pace(total, size)
        shown = not obj["quiet"] and screen_of(sys.stderr, os.environ).terminal
        self._line = _Line(sys.stderr, self._told) if shown else None

    def __enter__(self) -> Callable[..., None]:
        self.begin()
        if self._line is not None:
            self._line.start()
        return self._step

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            self._line.stop()

    def begin(self) -> None:
        """What was done so far was ready: the pace counts from now."""
        self.pace.begin(monotonic())

    def _step(self, *, size: int = 0, pages: int = 0) -> None:
        self.pace.add(size=size, pages=pages)

    def _told(self) -> str:
        width = screen_of(sys.stderr, os.environ).width
        return self.pace.line(self._label, self._noun, monotonic(), width - 1)


class _Line:
    """A last line of a terminal that is written over without any escape code; what is logged goes above it."""

    def __init__(self, stream: TextIO, told: Callable[[], str]) -> None:
        self._stream, self._told = stream, told
        self._lock, self._ended, self._width = threading.RLock(), threading.Event(), 0
        self._thread = threading.Thread(target=self._redraw, daemon=True)
        self._handlers: list[logging.StreamHandler[Any]] = []

    def start(self) -> None:
        for handler in logging.getLogger().handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is self._stream:
                handler.setStream(self)
                self._handlers.append(handler)
        self._draw()
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        for handler in self._handlers:
            handler.setStream(self._stream)
        with self._lock:
            self._clear()
            self._stream.flush()

    def write(self, text: str) -> None:
        """What a handler of log lines calls."""
        with self._lock:
            self._clear()
            self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()

    def _redraw(self) -> None:
        while not self._ended.wait(_EVERY):
            self._draw()

    def _draw(self) -> None:
        with self._lock:
            told = self._told()
            self._stream.write(f"\r{told:{self._width}}")
            self._width = len(told)
            self._stream.flush()

    def _clear(self) -> None:
        if self._width:
            self._stream.write(f"\r{'':{self._width}}\r")
            self._width = 0


def summary(
    obj: dict[str, Any],
    *,
    documents: "Sequence[Document]",
    passages: "Sequence[Passage]",
    tags: "Sequence[Tag]",
    spans: "Iterable[Span]",
    claims: "Sequence[Claim]",
    scores: dict[str, list[Any]],
    index: Path,
) -> None:
    """Print what a run found, where its report lies, and last how many documents were read."""
    from tokenism.run_summary import strongest, summary_of
    from tokenism.summaries import read_line

    if obj["quiet"]:
        return
    screen = screen_of(sys.stdout, os.environ)
    strong = strongest(documents, passages, tags, spans, claims, scores["boilerplate"])
    click.echo(summary_of(scores["organisations"], strong, documents, screen))
    click.echo()
    click.echo(f"The report is {index}")
    counted = sum(claim.repeat_of is None for claim in claims)
    click.echo(f"{counted:,} claims in {read_line(documents)}")
