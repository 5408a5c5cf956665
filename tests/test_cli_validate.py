"""`tokenism validate`: all is written, every failed check has one line, and the exit code says whether one failed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.makers import CODED, codebook, make_document, make_passage, share_cue_reader, tagger, trained
from tests.test_cli import refused, tokenism
from tokenism.checks import Check
from tokenism.link import link
from tokenism.model import save_model
from tokenism.records import Claim, Document, Passage, Span, Tag
from tokenism.tables import write_records
from tokenism.tag import tag

WORDING = Path(__file__).parents[1] / "annotations" / "manipulation.toml"
CHECKS = ("manipulation", "checklist", "discriminant", "multiverse", "coverage")


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of one document."""
    passages = [make_passage(n, one.text) for n, one in enumerate(CODED, start=1)]
    tags, spans = tag(passages, tagger())
    write_records(tmp_path / "run" / "documents.parquet", Document, [make_document()])
    write_records(tmp_path / "run" / "passages.parquet", Passage, passages)
    write_records(tmp_path / "run" / "tags.parquet", Tag, tags)
    write_records(tmp_path / "run" / "spans.parquet", Span, spans)
    claims = link(passages, tags, spans, codebook().view("bands-broad"))
    write_records(tmp_path / "run" / "claims.parquet", Claim, claims)
    return tmp_path / "run"


@pytest.fixture
def arguments(tmp_path: Path) -> list[object]:
    """Options that every call needs: a tiny model, one minimal pair, and where to write."""
    save_model(tmp_path / "model", trained()[0])
    labels = {"practice": 4, "stance": "reported", "writer": "m", "pair": "p", "trap": "label"}
    sides = [
        {"id": "a", "text": "We consulted residents by survey.", "claim": "consultation", **labels},
        {"id": "b", "text": "We co-produced it with residents by survey.", "claim": "co-production", **labels},
    ]
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "m.jsonl").write_text("".join(json.dumps(side) + "\n" for side in sides))
    inputs = ["--model", tmp_path / "model", "--pairs", tmp_path / "pairs", "--wording", WORDING]
    outputs = ["--out", tmp_path / "all.json", "--metrics", tmp_path / "few.json", "--plots", tmp_path / "plots"]
    open_bars = ["--coverage-low", 0, "--coverage-high", 1, "--gain", 0]
    return [*inputs, *outputs, "--seeds", 2, "--repeats", 2, *open_bars]


def test_failed_checks_end_with_1_a_line_each_and_everything_written(
    run: Path, arguments: list[object], tmp_path: Path
) -> None:
    result = tokenism("validate", run, *arguments)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["manipulation", "checklist", "multiverse"]
    assert all(line.startswith("tokenism: ") and ": FAILED. " in line and " Bar: " in line for line in lines)
    assert result.stdout.startswith("discriminant: passed. Not assessable")
    figures = json.loads((tmp_path / "all.json").read_text())
    assert set(figures) == set(CHECKS)
    assert figures["checklist"]["figures"]["n_pairs"] == 1
    assert set(json.loads((tmp_path / "few.json").read_text())) >= {"median_tau", "pairs_both", "rho_length"}
    assert sorted(path.name for path in (tmp_path / "plots").iterdir()) == [
        "coverage.csv",
        "manipulation.csv",
        "multiverse.csv",
    ]


def stubbed(monkeypatch: pytest.MonkeyPatch, failing: str = "") -> None:
    def built(name: str) -> Callable[..., Callable[[], Check]]:
        return lambda *_: lambda: Check(name, name != failing, "a bar", {}, "It says so.", {name: 1.0})

    for name in CHECKS:
        monkeypatch.setattr(f"tokenism.cli_validate._{name}", built(name))


def test_passed_checks_end_with_0_and_a_line_each(
    run: Path, arguments: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    stubbed(monkeypatch)
    result = tokenism("validate", run, *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [f"{name}: passed. It says so. Bar: a bar." for name in CHECKS]


@pytest.mark.parametrize("name", CHECKS)
def test_one_failed_check_is_enough_and_told_when_quiet(
    run: Path, arguments: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    stubbed(monkeypatch, failing=name)
    result = tokenism("--quiet", "validate", run, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"tokenism: {name}: FAILED. It says so. Bar: a bar.\n"
    assert json.loads((tmp_path / "few.json").read_text()) == dict.fromkeys(CHECKS, 1.0)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--pairs", "nosuch", "nosuch: no such file or folder"),
        ("--wording", "nosuch.toml", "nosuch.toml: no such file or folder"),
        ("--view", "nosuch", "nosuch"),
    ],
)
def test_what_is_not_there_ends_with_2(run: Path, arguments: list[object], option: str, value: Any, words: str) -> None:
    refused(tokenism("validate", run, *arguments, option, value), 2, words)


def test_folder_that_is_no_run_ends_with_2(tmp_path: Path, arguments: list[object]) -> None:
    refused(tokenism("validate", tmp_path, *arguments), 2, "passages.parquet: no such file")
