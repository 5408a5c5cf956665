"""Speed and memory of engines that read the same batches of documents in turn."""

import json
import os
import platform
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from engines import ENGINES, OURS

BASELINE = "pdfplumber-naive"
CHILD = Path(__file__).with_name("engines.py")


@dataclass(frozen=True, slots=True)
class Run:
    """One engine on one batch: pages read without error, seconds, seconds of the start, peak bytes, and errors.

    The start (imports) is not in the seconds of other engines; for ours it (the start of a worker) is.
    """

    engine: str
    batch: int
    round: int
    pages: int
    seconds: float
    start: float
    peak: int
    errors: dict[str, str]

    @property
    def pages_per_second(self) -> float:
        return self.pages / self.seconds if self.seconds else 0.0


def in_child(engine: str, paths: Sequence[Path], *, timeout: float) -> list[dict[str, Any]]:
    """What an engine's own process says of a batch; what it said before it broke down or took too long counts."""
    try:
        done = subprocess.run(
            [sys.executable, str(CHILD), engine],
            input=json.dumps([str(path) for path in paths]).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
        )
        said, end = done.stdout, f"exit code {done.returncode}" if done.returncode else None
    except subprocess.TimeoutExpired as expired:
        said, end = expired.stdout or b"", f"more than {timeout:g} seconds for the batch"
    replies = [json.loads(line) for line in said.splitlines() if line.endswith(b"}")]
    return [*replies, {"end": end}] if end else replies


def run_batch(engine: str, batch: int, paths: Sequence[Path], *, round_: int, timeout: float) -> Run:
    """Speed and memory of one engine on one batch."""
    replies = in_child(engine, paths, timeout=timeout)
    documents = [reply for reply in replies if "path" in reply]
    last = next((reply for reply in replies if "start" in reply), {})
    errors = {Path(reply["path"]).name: reply["error"] for reply in documents if reply["error"]}
    errors |= {f"batch {batch + 1}": reply["end"] for reply in replies if "end" in reply}
    return Run(
        engine,
        batch,
        round_,
        pages=sum(reply["pages"] for reply in documents),
        seconds=last["seconds"] if "seconds" in last else sum(reply.get("seconds", 0.0) for reply in documents),
        start=last.get("start", 0.0),
        peak=max([last.get("peak", 0), *(reply.get("peak", 0) for reply in documents)]),
        errors=errors,
    )


def run_all(batches: Sequence[Sequence[Path]], engines: Sequence[str], *, rounds: int, timeout: float) -> Iterator[Run]:
    """Every engine on every batch, in an order that turns by one from batch to batch, round after round."""
    turn = 0
    for round_ in range(rounds):
        for batch, paths in enumerate(batches):
            for engine in [*engines[turn:], *engines[:turn]]:
                yield run_batch(engine, batch, paths, round_=round_, timeout=timeout)
            turn = (turn + 1) % len(engines)


def batches_of(paths: Sequence[Path], number: int, *, timeout: float) -> tuple[list[list[Path]], int]:
    """Documents in batches of about the same number of pages, and all pages; reading them once warms the disk cache."""
    pages = {reply["path"]: reply["pages"] for reply in in_child("pdfium", paths, timeout=timeout) if "path" in reply}
    batches: list[list[Path]] = [[] for _ in range(min(number, len(paths)))]
    sizes = [0] * len(batches)
    for path in sorted(paths, key=lambda path: (-pages.get(str(path), 0), path.name)):
        smallest = sizes.index(min(sizes))
        batches[smallest].append(path)
        sizes[smallest] += pages.get(str(path), 0) + 1
    return batches, sum(pages.values())


def sample_of(paths: Sequence[Path], number: int | None) -> list[Path]:
    """All documents, or as many drawn by chance, the same ones each time."""
    if number is None or number >= len(paths):
        return list(paths)
    return sorted(random.Random(0).sample(list(paths), number))  # noqa: S311  no secret


def summary(runs: Sequence[Run]) -> dict[str, dict[str, Any]]:
    """Each engine's pages and seconds over all batches, its speed, the ratios to the baseline, and peak megabytes."""
    by_engine: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        by_engine[run.engine].append(run)
    base = {(run.batch, run.round): run.pages_per_second for run in by_engine.get(BASELINE, [])}
    found = {}
    for engine, own in by_engine.items():
        ratios = [run.pages_per_second / base[run.batch, run.round] for run in own if base.get((run.batch, run.round))]
        pages, seconds = sum(run.pages for run in own), sum(run.seconds for run in own)
        found[engine] = {
            "pages": pages,
            "seconds": round(seconds, 2),
            "pages_per_second": round(pages / seconds, 2) if seconds else None,
            "start_seconds_median": round(median(run.start for run in own), 3),
            "peak_mb": round(max(run.peak for run in own) / 1e6),
            "ratio": [round(f(ratios), 2) for f in (min, median, max)] if ratios else None,
            "errors": {name: what for run in own for name, what in run.errors.items()},
        }
        if engine in OURS:
            reading = sum(max(run.seconds - run.start, 0.0) for run in own)
            found[engine]["pages_per_second_without_start"] = round(pages / reading, 2) if reading else None
    total = found.get(BASELINE, {}).get("pages_per_second")
    for values in found.values():
        values["ratio_of_totals"] = round(values["pages_per_second"] / total, 2) if total else None
    return found


def table(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Lines of at most 80 columns."""
    yield f"{'':<17}{'pages':>6}{'s':>8}{'pages/s':>9}{'ratio':>7}   {'min / median / max':<21}{'peak MB':>7}"
    for engine, values in found.items():
        ratio = " / ".join(f"{value:.1f}" for value in values["ratio"]) if values["ratio"] else "–"
        speed, whole = values["pages_per_second"] or 0.0, values["ratio_of_totals"]
        yield (
            f"{engine:<17}{values['pages']:>6}{values['seconds']:>8.1f}{speed:>9.1f}"
            f"{'–' if whole is None else f'{whole:.1f}':>7}   {ratio:<21}{values['peak_mb']:>7}"
        )


def peaks(paths: Sequence[Path], *, timeout: float) -> dict[str, Any]:
    """Peak megabytes of our worker over the documents: the highest, the file it was, and how many passed 400 MB."""
    found = [reply for reply in in_child("worker-peaks", paths, timeout=timeout) if "path" in reply]
    if not found:
        return {"documents": 0}
    worst = max(found, key=lambda reply: reply["peak"])
    return {
        "documents": len(found),
        "highest_mb": round(worst["peak"] / 1e6),
        "highest_sha256": worst["sha256"],
        "highest_pages": worst["pages"],
        "median_mb": round(median(reply["peak"] for reply in found) / 1e6),
        "over_400_mb": sum(reply["peak"] > 400e6 for reply in found),
    }


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system and Python."""
    cpu = _line("/proc/cpuinfo", "model name") or platform.processor()
    memory = _line("/proc/meminfo", "MemTotal")
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory.split()[0]) / 1e6, 1) if memory else None,
        "system": platform.system(),
        "python": platform.python_version(),
    }


def _line(file: str, key: str) -> str | None:
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), None)


def versions(engines: Sequence[str]) -> dict[str, str]:
    """Versions of the engines that ran."""
    return {engine: ENGINES[engine].version() for engine in engines if engine in ENGINES}
