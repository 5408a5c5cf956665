"""The benchmark of readers runs on two demo documents; its figures are looked at, its times are not."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STEMS = ("nether-quillby-2023", "denholt-vale-climate-2023")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """Results on two documents and one that nobody can read, with their truth beside them."""
    folder = tmp_path_factory.mktemp("demo")
    for name in ("pdf", "truth"):
        (folder / name).mkdir()
    for stem in STEMS:
        (folder / "pdf" / f"{stem}.pdf").write_bytes((ROOT / f"corpora/demo/pdf/{stem}.pdf").read_bytes())
    (folder / "pdf" / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    rows = (ROOT / "corpora/demo/truth/passages.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    truth = folder / "truth" / "passages.jsonl"
    truth.write_text("".join(row for row in rows if any(stem in row[:60] for stem in STEMS)), encoding="utf-8")
    out = folder / "out.json"
    command = [sys.executable, str(ROOT / "benchmarks" / "extract.py"), str(folder / "pdf"), "--truth", str(truth)]
    options = ["--out", str(out), "--engines", "pdfplumber-naive,pdfium,ours-1", "--batches", "2", "--detail"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(out.read_text(encoding="utf-8")) | {"printed": done.stdout}


def test_every_engine_reads_the_same_pages(results: dict) -> None:
    engines = results["speed"]["engines"]
    assert {name: values["pages"] for name, values in engines.items()} == dict.fromkeys(engines, 13)
    assert results["speed"]["pages"] == 13


def test_document_that_cannot_be_read_is_named_and_ends_nothing(results: dict) -> None:
    assert all("broken.pdf" in values["errors"] for values in results["speed"]["engines"].values())


def test_results_say_what_they_were_measured_on(results: dict) -> None:
    assert results["machine"]["python"] and results["machine"]["cores"]
    assert results["versions"]["pdfium"].startswith("pypdfium2 ")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peaks of memory come from /proc")
def test_peaks_of_memory_are_told(results: dict) -> None:
    assert all(values["peak_mb"] > 10 for values in results["speed"]["engines"].values())
    assert results["speed"]["worker_peaks"]["documents"] == 3


def test_quality_is_measured_for_all_engines(results: dict) -> None:
    engines = results["quality"]["engines"]
    assert set(engines) == {"ours", "pdfplumber-naive", "pdfium"}
    assert min(engines["ours"][share] for share in ("word_recall", "word_precision", "order_of_shared")) > 0.9
    assert all(0.0 < engine[share] <= 1.0 for engine in engines.values() for share in ("word_recall", "boundary_f1"))


def test_costs_of_our_reading_are_listed(results: dict) -> None:
    assert "Costs by kind" in results["printed"]
    assert all(len(line) <= 80 for line in results["printed"].splitlines() if "pages/s" in line)


@pytest.mark.skipif(find_spec("pdfplumber") is None, reason="needs pdfplumber")
def test_baseline_is_its_own_measure(results: dict) -> None:
    assert results["speed"]["engines"]["pdfplumber-naive"]["ratio"] == [1.0, 1.0, 1.0]
