"""Engines that read a PDF, page by page, and the process of its own that each of them runs in.

``python benchmarks/engines.py NAME`` answers requests, one JSON object a line: ``{"path": ..., "text": false}`` gives
``{"pages", "seconds", "error"}``, and with ``text`` the paragraphs of each page under ``text`` too.
"""

import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Pages = Iterator[list[str]]
"""Paragraphs of one page after the other."""

SENTENCE_ENDS = ".!?:;"


def pdfplumber_naive(path: Path) -> Pages:
    """The loop of most tutorials; pages stay in memory until the document is closed."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            yield by_sentence_ends(page.extract_text())


def pdfplumber_close(path: Path) -> Pages:
    """The same with every page closed after it was read."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            text = page.extract_text()
            page.close()
            yield by_sentence_ends(text)


def pdfminer(path: Path) -> Pages:
    """Text boxes of pdfminer's layout analysis with its own settings."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer

    for page in extract_pages(path):
        yield [item.get_text() for item in page if isinstance(item, LTTextContainer)]


def pdfium(path: Path) -> Pages:
    """Text of PDFium alone, without places."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(pdf)):
            page = pdf[number]
            textpage = page.get_textpage()
            text = textpage.get_text_range()
            textpage.close()
            page.close()
            yield by_sentence_ends(text)
    finally:
        pdf.close()


def pdftotext(path: Path) -> Pages:
    """Poppler's ``pdftotext``; paragraphs end at blank lines."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True)
    if done.returncode:
        raise OSError(done.stderr.decode("utf-8", "replace").strip()[:200])
    for page in done.stdout.decode("utf-8", "replace").split("\f")[:-1]:
        yield re.split(r"\n\s*\n", page)


def by_sentence_ends(text: str) -> list[str]:
    """Lines of a text without blank lines as paragraphs: each ends with a line that ends a sentence."""
    paragraphs, lines = [], []
    for line in text.splitlines():
        lines.append(line)
        if line.rstrip().endswith(tuple(SENTENCE_ENDS)):
            paragraphs.append("\n".join(lines))
            lines = []
    return [*paragraphs, "\n".join(lines)] if lines else paragraphs


def _imports(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is called, whether it is here, and its version."""

    read: Callable[[Path], Pages]
    present: Callable[[], bool]
    version: Callable[[], str]


def _package(read: Callable[[Path], Pages], module: str, package: str) -> Engine:
    return Engine(read, lambda: _imports(module), lambda: f"{package} {importlib.metadata.version(package)}")


def _poppler_version() -> str:
    said = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True).stderr
    return said.splitlines()[0] if said else "pdftotext"


ENGINES = {
    "pdfplumber-naive": _package(pdfplumber_naive, "pdfplumber", "pdfplumber"),
    "pdfplumber-close": _package(pdfplumber_close, "pdfplumber", "pdfplumber"),
    "pdfminer": _package(pdfminer, "pdfminer", "pdfminer.six"),
    "pdfium": _package(pdfium, "pypdfium2", "pypdfium2"),
    "pdftotext": Engine(pdftotext, lambda: shutil.which("pdftotext") is not None, _poppler_version),
}


def read_timed(name: str, path: Path, *, text: bool = False) -> dict[str, object]:
    """Pages and seconds of one document, with what went wrong if anything did: the pages before it count."""
    pages: list[list[str]] = []
    error = None
    started = time.perf_counter()
    try:
        pages.extend(ENGINES[name].read(path))
    except Exception as failure:  # noqa: BLE001  a document that an engine cannot read must not end the run
        error = f"{type(failure).__name__}: {str(failure)[:200]}"
    seconds = time.perf_counter() - started
    return {"pages": len(pages), "seconds": seconds, "error": error} | ({"text": pages} if text else {})


def answer(name: str) -> None:
    """Answer requests until stdin closes."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(read_timed(name, Path(request["path"]), text=request["text"])), file=replies, flush=True)


if __name__ == "__main__":
    answer(sys.argv[1])
