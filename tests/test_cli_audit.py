"""The command `tokenism audit` end to end on a small run, with a tiny model of two writers."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.makers import CODED, codebook, make_document, make_passage, share_cue_reader, trained
from tests.test_cli import refused, tokenism
from tests.test_codings import written
from tests.test_ledger_gold import write_gold
from tests.test_standoff import LINE
from tokenism.audit import FIGURES
from tokenism.audited import read_audit
from tokenism.model import save_model
from tokenism.records import Box, Document, Passage
from tokenism.standoff import digest_of
from tokenism.tables import write_records


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


TEXTS = [passage.text for passage in CODED[8:14]]


@pytest.fixture
def options(tmp_path: Path) -> list[Any]:
    """A run of one document, two of its claims judged, and the training passages of the tiny model."""
    run = tmp_path / "run"
    write_records(run / "documents.parquet", Document, [make_document(sha256="f" * 64)])
    passages = [make_passage(n, text, boxes=(Box(n, 72, 100, 300, 130),)) for n, text in enumerate(TEXTS, 1)]
    write_records(run / "passages.parquet", Passage, passages)
    judged = [
        LINE | {"id": f"a{n}", "page": n, "digest": digest_of(TEXTS[n - 1]), "draw": "audit", "verdict": verdict}
        for n, verdict in ((1, "supported"), (4, "supported"), (6, "supported"))
    ]
    judged.append(LINE | {"id": "a9", "page": 9, "digest": "0" * 16, "box": [9, 9, 10, 10], "verdict": "label-only"})
    ledger = write_gold(tmp_path / "ledger", *judged)
    rows = [
        {"id": one.id, "text": one.text, "claim": one.claim, "practice": one.practice, "stance": one.stance,
         "writer": one.group}
        for one in CODED
    ]  # fmt: skip
    training = written(tmp_path / "training.jsonl", *rows)
    save_model(tmp_path / "model", trained()[0])
    return [run, "--ledger", ledger, "--training", training, "--model", tmp_path / "model", "--out", tmp_path / "out"]


def test_audit_is_written_with_what_it_is_of(options: list[Any], tmp_path: Path) -> None:
    before = sorted((tmp_path / "run").iterdir())
    result = tokenism("audit", *options, "--figures", tmp_path / "figures.json")
    assert result.exit_code == 0, result.stderr
    found = read_audit(tmp_path / "out")
    assert {line.weight for line in found.lines} == {2.0}
    assert {line.document for line in found.lines} == {"f" * 12}
    assert 1 <= len(found.lines) <= 3
    assert (found.about["codebook_digest"], found.about["n_documents"]) == (codebook().digest, 1)
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert (figures["n_judged"], figures["n_claims"]) == (4, 4)
    told = dict(found.about)
    assert told.pop("figures") == {name: figures[name] for name in FIGURES}
    assert figures["about"] == told
    assert "Verdicts right:" in result.stdout
    assert sorted((tmp_path / "run").iterdir()) == before


def test_judged_claim_that_is_not_there_is_told(options: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    tokenism("audit", *options)
    assert "1 coded passages not found" in caplog.text


def test_same_run_gives_the_same_bytes(options: list[Any], tmp_path: Path) -> None:
    first, again = (
        tokenism("audit", *options).stdout
        + "".join((tmp_path / "out" / name).read_text() for name in ("lines.csv", "passages.csv", "about.json"))
        for _ in range(2)
    )
    assert first == again


def test_missing_ledger_is_told(options: list[Any], tmp_path: Path) -> None:
    (tmp_path / "ledger" / "passages.jsonl").unlink()
    refused(tokenism("audit", *options), 2, "passages.jsonl")
