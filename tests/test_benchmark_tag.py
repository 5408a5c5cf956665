"""The benchmark of tagging runs on a few passages; its figures are looked at, its times are not."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.test_embeddings import needs_extra
from tokenism.tag import Tagger, tag_objects

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from end_to_end import TAGGERS, in_child, lines_of

ROOT = Path(__file__).parents[1]
TEXTS = ("We consulted residents on the plan.", "The council empties the bins.", "Carers co-designed the clinic.")
ENGINES = {"tokenizing", "matching", "cues", "ungated", "tag"}


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
    assert {"numpy", "spacy"} <= set(results["versions"])


def test_tagger_runs_in_a_process_of_its_own_on_every_sample(results: dict) -> None:
    for sample in results["samples"].values():
        (took,) = sample["processes"].values()
        assert took["passages"] == sample["passages"]
        assert took["start_seconds"] > 0
        assert 50 < took["peak_mb"] < 2000


def test_process_reads_as_many_passages_as_it_is_given() -> None:
    assert in_child("tag", ["One\u2028two.", "A\nb £5", "…"])["passages"] == 3


def test_tagger_gives_lines_with_what_the_command_tag_writes() -> None:
    found = [json.loads(line) for line in TAGGERS["tag"]()(lines_of(TEXTS))]
    assert found == list(tag_objects([{"id": n, "text": text} for n, text in enumerate(TEXTS)], Tagger()))


@needs_extra
def test_minilm_gives_a_line_with_the_three_labels_for_each_text() -> None:
    found = [json.loads(line) for line in TAGGERS["minilm"]()(lines_of(TEXTS))]
    assert [value["text"] for value in found] == list(TEXTS)
    assert {"claim", "practice", "stance"} <= set(found[0])
    assert in_child("minilm", TEXTS)["passages"] == len(TEXTS)
