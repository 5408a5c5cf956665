"""Engines that read PDFs page by page, and the process of its own in which one of them reads a batch of documents."""

import contextlib
import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
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
    done = subprocess.run(
        [shutil.which("pdftotext") or "pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True
    )
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


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is called, whether it is here, its version, and what it imports."""

    read: Callable[[Path], Pages]
    present: Callable[[], bool]
    version: Callable[[], str]
    modules: tuple[str, ...] = ()


def _package(read: Callable[[Path], Pages], package: str, *modules: str) -> Engine:
    return Engine(
        read,
        lambda: all(importlib.util.find_spec(module.split(".")[0]) for module in modules),
        lambda: f"{package} {importlib.metadata.version(package)}",
        modules,
    )


def _poppler_version() -> str:
    said = subprocess.run([shutil.which("pdftotext") or "pdftotext", "-v"], capture_output=True, text=True).stderr
    return said.splitlines()[0] if said else "pdftotext"


ENGINES = {
    "pdfplumber-naive": _package(pdfplumber_naive, "pdfplumber", "pdfplumber"),
    "pdfplumber-close": _package(pdfplumber_close, "pdfplumber", "pdfplumber"),
    "pdfminer": _package(pdfminer, "pdfminer.six", "pdfminer.high_level", "pdfminer.layout"),
    "pdfium": _package(pdfium, "pypdfium2", "pypdfium2"),
    "pdftotext": Engine(pdftotext, lambda: shutil.which("pdftotext") is not None, _poppler_version),
}
OURS = {"ours-1": 1, "ours-2": 2}
"""Our own reader by its number of workers."""


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


def batch(name: str, paths: list[Path], say: Callable[[dict[str, object]], None]) -> None:
    """Read documents one after the other and say of each what :func:`read_timed` found, and its peak of memory."""
    started = time.perf_counter()
    for module in ENGINES[name].modules:
        importlib.import_module(module)
    start = time.perf_counter() - started
    for path in paths:
        reset_peak("self")
        result = read_timed(name, path)
        say({"path": str(path), **result, "peak": peak("self")})
    say({"start": start})


def batch_of_ours(workers: int, paths: list[Path], say: Callable[[dict[str, object]], None]) -> None:
    """Read documents as ``tokenism extract`` does, without its cache; the seconds are those of the whole call.

    They include checksums and the start of the workers; ``start`` is the seconds of a call for one file that is no
    PDF, which starts a worker and reads nothing.
    """
    from tokenism.extract import extract
    from tokenism.inputs import find_inputs
    from tokenism.reading.document import Limits, Shape
    from tokenism.records import Document

    peaks = [0]

    def done(document: Document) -> None:
        peaks.extend(peak(child) for child in children())
        read = document.status in ("ok", "partial", "no_text_layer")
        say({"path": document.path, "pages": document.pages or 0, "error": None if read else document.status})

    def timed(files: list[Path], **options: object) -> float:
        started = time.perf_counter()
        extract(find_inputs(files), limits=Limits(), shape=Shape(), workers=workers, **options)
        return time.perf_counter() - started

    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "no.pdf")
        empty.write_text("no PDF")
        timed([empty])  # whatever is read from disk for the first time
        start = timed([empty])
    say({"start": start, "seconds": timed(paths, on_read=done), "peak": max(peaks)})


def worker_peaks(paths: list[Path], say: Callable[[dict[str, object]], None]) -> None:
    """Peak of memory of the real worker on each document, one after the other through one process."""
    from tokenism.reading.document import Limits, Shape

    worker = None
    for path in paths:
        if worker is None or worker.poll() is not None:
            worker = subprocess.Popen(
                [sys.executable, "-m", "tokenism.reading.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            worker.stdout.readline()  # says that it is ready
        reset_peak(worker.pid)
        request = {"path": str(path), "limits": asdict(Limits()), "shape": asdict(Shape()), "password": None}
        worker.stdin.write(json.dumps(request).encode() + b"\n")
        worker.stdin.flush()
        reply = worker.stdout.readline()
        reading = json.loads(reply) if reply else {"status": "crashed", "pages": None}
        say(
            {"path": str(path), "pages": reading["pages"] or 0, "status": reading["status"], "peak": peak(worker.pid)}
            | {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        )
    if worker is not None:
        worker.stdin.close()
        worker.wait()


def reset_peak(process: int | str) -> None:
    """Let the peak of a process begin again at what it has now, where Linux allows it."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{process}/clear_refs").write_text("5")


def peak(process: int | str) -> int:
    """Highest resident memory of a process in bytes (``VmHWM``); 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
        return int(found[1]) * 1024 if found else 0
    return 0


def children() -> list[int]:
    """Processes that this one has started and that still run."""
    found: list[int] = []
    for task in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def main(name: str) -> None:
    """Read the documents named on stdin (a JSON list) with one engine and say so on stdout, one JSON object a line."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not mix with the replies
    paths = [Path(path) for path in json.load(sys.stdin)]

    def say(reply: dict[str, object]) -> None:
        print(json.dumps(reply), file=replies, flush=True)

    if name == "worker-peaks":
        worker_peaks(paths, say)
    elif name in OURS:
        batch_of_ours(OURS[name], paths, say)
    else:
        batch(name, paths, say)


if __name__ == "__main__":
    main(sys.argv[1])
