"""Runs that are killed half-way: the next one reads what is missing and gives the same bytes.

One trial of each kind at a seeded point; ``TOKENISM_KILL_TRIALS=20`` makes twenty of each.
"""

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pdfs import Sheet, paragraph, pdf_bytes

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are looked up in /proc")

TRIALS = range(int(os.environ.get("TOKENISM_KILL_TRIALS", "1")))
N_DOCUMENTS = 6
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests may run in the background, where it is ignored
from tokenism.cli import main
main()
"""
TABLES = ("documents.parquet", "passages.parquet")


@dataclass(frozen=True)
class Place:
    """Where the trials of one test run: PDFs, a cache and an output folder of their own."""

    pdfs: Path
    cache: Path
    out: Path

    def start(self) -> subprocess.Popen[str]:
        """``tokenism extract`` in a process group of its own, as a terminal would start it."""
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "extract", str(self.pdfs), "--out", str(self.out), "--workers", "2"],
            env={**os.environ, "TOKENISM_CACHE": str(self.cache)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def n_kept(self) -> int:
        return len(list(self.cache.glob("read/*/*/*.json.gz")))

    def tables(self) -> list[bytes]:
        return [(self.out / name).read_bytes() for name in TABLES]

    def finish(self) -> tuple[int, str]:
        """A run to the end: how many documents it took from the cache, and what it said."""
        run = self.start()
        said = "".join(run.communicate(timeout=120))
        assert run.returncode == 0, said
        taken = re.search(r"Taken from the cache: (\d+) of \d+ documents", said)
        return int(taken[1]) if taken else 0, said


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kill") / "pdfs"
    folder.mkdir()
    for number in range(N_DOCUMENTS):
        lines = [f"Residents of ward {number} and carers decided on matter {line} of the plan." for line in range(25)]
        sheets = [Sheet(paragraph(72, 100, lines)) for _ in range(3)]
        (folder / f"{number}.pdf").write_bytes(pdf_bytes(sheets))
    return folder


@pytest.fixture(scope="module")
def undisturbed(pdfs: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")
    place = Place(pdfs, folder / "cache", folder / "out")
    assert place.finish()[0] == 0
    assert place.n_kept() == N_DOCUMENTS
    return place.tables()


@pytest.fixture
def place(pdfs: Path, tmp_path: Path) -> Place:
    return Place(pdfs, tmp_path / "cache", tmp_path / "out")


def children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # the process is gone
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
                found += map(int, (task / "children").read_text().split())
    return sorted(found)


def gone(pids: list[int]) -> bool:
    """Whether processes of others end within some seconds; their dead may wait for whoever inherited them."""
    end = time.monotonic() + 10
    left = pids
    while left and time.monotonic() < end:
        left = [pid for pid in left if _state(pid) not in ("", "Z")]
        time.sleep(0.02)
    return not left


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def wait_until(true: Callable[[], bool], run: subprocess.Popen[str]) -> None:
    while run.poll() is None and not true():
        time.sleep(0.002)


@pytest.fixture(params=TRIALS)
def chance(request: pytest.FixtureRequest) -> Iterator[random.Random]:
    yield random.Random(request.param)  # noqa: S311


def test_run_killed_half_way_goes_on_where_it_was(
    place: Place, undisturbed: list[bytes], chance: random.Random
) -> None:
    run = place.start()
    at = chance.randrange(N_DOCUMENTS - 1)
    wait_until(lambda: len(children(run.pid)) == 2 and place.n_kept() >= at, run)
    time.sleep(chance.uniform(0, 0.1))
    left = children(run.pid)
    run.kill()
    run.communicate()
    assert gone(left)
    kept = place.n_kept()
    assert kept >= at
    assert place.finish()[0] == kept
    assert place.tables() == undisturbed
    assert place.n_kept() == N_DOCUMENTS


def test_run_whose_worker_is_killed_gives_what_an_undisturbed_one_gives(
    place: Place, undisturbed: list[bytes], chance: random.Random
) -> None:
    run = place.start()
    at = chance.randrange(N_DOCUMENTS - 2)
    wait_until(lambda: len(children(run.pid)) == 2 and place.n_kept() >= at, run)
    time.sleep(chance.uniform(0, 0.05))
    workers = children(run.pid)
    victim = chance.choice(workers)
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: victim not in children(run.pid), run)
    said = "".join(run.communicate(timeout=120))
    assert (run.returncode, f"{N_DOCUMENTS} ok" in said) == (0, True), said
    assert place.tables() == undisturbed
    assert place.n_kept() == N_DOCUMENTS


def test_stopped_run_says_how_much_is_kept_and_leaves_nobody(
    place: Place, undisturbed: list[bytes], chance: random.Random
) -> None:
    run = place.start()
    at = chance.randrange(1, N_DOCUMENTS // 2)
    wait_until(lambda: place.n_kept() >= at, run)
    left = children(run.pid)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=20)
    assert run.returncode == 130
    kept = place.n_kept()
    sentence = f"{kept} of {N_DOCUMENTS} documents are read and kept in the cache; the same command goes on from there."
    assert said.splitlines() == [f"tokenism: stopped: {sentence}"]
    assert kept >= at
    assert gone(left)
    assert list(place.cache.rglob("*.tmp")) == []
    assert place.finish()[0] == kept
    assert place.tables() == undisturbed
