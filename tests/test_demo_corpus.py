"""The demo corpus: built from its sources to the byte, with labels that follow the codebook."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from tokenism.annotations import read_coded
from tokenism.inputs import find_inputs
from tokenism.reading.clean import words_of

DEMO = Path(__file__).parents[1] / "corpora" / "demo"
SCAN = "wending-scan-2023.pdf"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    for name in ("build.py", "layout.typ"):
        shutil.copy(DEMO / name, folder)
    shutil.copytree(DEMO / "sources", folder / "sources")
    subprocess.run([sys.executable, folder / "build.py"], check=True, capture_output=True)
    return folder


def _files(folder: Path) -> list[str]:
    built = [*(folder / "pdf").glob("*.pdf"), *(folder / "truth").glob("*"), folder / "sources.csv"]
    return sorted(path.relative_to(folder).as_posix() for path in built)


def test_sources_give_the_committed_files_and_no_others(rebuilt: Path) -> None:
    assert _files(rebuilt) == _files(DEMO)


@pytest.mark.parametrize("name", [name for name in _files(DEMO) if not name.endswith(SCAN)])
def test_rebuild_gives_the_same_bytes(rebuilt: Path, name: str) -> None:
    assert (rebuilt / name).read_bytes() == (DEMO / name).read_bytes()


def test_rebuilt_scan_shows_the_same_picture(rebuilt: Path) -> None:
    pages = [pypdfium2.PdfDocument(folder / "pdf" / SCAN)[0].render().to_numpy() for folder in (rebuilt, DEMO)]
    assert np.array_equal(*pages)


def test_truth_reads_as_coded_passages_of_listed_documents() -> None:
    truth = read_coded([DEMO / "truth" / "passages.jsonl"])
    listed = {item.source.file for item in find_inputs([DEMO / "pdf"], DEMO / "sources.csv").files}
    assert len(truth) > 200
    assert {passage.file for passage in truth} < listed


def test_every_evidence_is_a_passage_of_its_document() -> None:
    truth = read_coded([DEMO / "truth" / "passages.jsonl"])
    known = {(passage.file, passage.id) for passage in truth}
    pointed = {(passage.file, passage.evidence) for passage in truth if passage.evidence}
    assert pointed
    assert pointed <= known


def test_no_two_documents_are_near_duplicates() -> None:
    words: dict[str, set[tuple[str, ...]]] = {}
    for path in sorted((DEMO / "sources").glob("*.md")):
        found = words_of(path.read_text(encoding="utf-8"))
        words[path.stem] = set(zip(found, found[1:], found[2:], found[3:], strict=False))
    pairs = [(a, b) for a in words for b in words if a < b]
    likeness = {(a, b): len(words[a] & words[b]) / len(words[a] | words[b]) for a, b in pairs}
    assert max(likeness.values()) < 0.1
