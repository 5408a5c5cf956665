"""The benchmark of finding cues runs on a few passages; its figures are looked at, its times are not."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[1]
TEXTS = ("We consulted residents on the plan.", "The council empties the bins.", "Carers co-designed the clinic.")
ENGINES = {"tokenizing", "matching", "cues", "ungated"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("benchmark")
    pq.write_table(pa.table({"text": TEXTS}), folder / "passages.parquet")
    small = ["--number", "6", "--rounds", "1", "--batches", "2", "--ungated", "1"]
    command = [sys.executable, str(ROOT / "benchmarks" / "tag.py"), str(folder / "passages.parquet"), *small]
    subprocess.run([*command, "--out", str(folder / "results.json")], check=True, stdout=subprocess.PIPE)
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


def test_samples_are_the_training_passages_and_those_of_the_table(results: dict) -> None:
    assert {name: sample["passages"] for name, sample in results["samples"].items()} == {
        "annotations/training": 6,
        "passages.parquet, at random": 3,
        "passages.parquet, with a word of participation": 2,
    }
    table = results["samples"]["passages.parquet, at random"]
    assert (table["mean_letters"], table["mean_words"]) == (31.3, 5.0)


def test_every_engine_reads_every_sample(results: dict) -> None:
    for sample in results["samples"].values():
        assert set(sample["engines"]) == ENGINES
        assert all(values["passages_per_second"] > 0 for values in sample["engines"].values())
        assert sample["engines"]["tokenizing"]["ratio"] == [1.0, 1.0, 1.0]


def test_matching_with_and_without_gates_agrees(results: dict) -> None:
    agreed = [sample["same_matches"] for sample in results["samples"].values()]
    assert agreed == [[2, 2]] * 3


def test_results_say_what_they_were_measured_on(results: dict) -> None:
    assert results["machine"]["cores"] > 0
    assert results["versions"]["spacy"].startswith("3.")
    assert results["codebook"]["patterns"] > 1000
    assert set(results["build_seconds"]) == {"first", "again"}
