"""`tokenism agree`, `features` and `describe`, and training on real passages without their texts."""

import csv
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.makers import CODED, codebook, make_document, make_passage, share_cue_reader, trained
from tests.test_annotation_sets import write_set
from tests.test_cli import refused, tokenism
from tests.test_codings import LINE, written
from tests.test_standoff import HEAD
from tokenism.extracted import ROWS, STAMP
from tokenism.model import save_model
from tokenism.records import Box, Document, Passage
from tokenism.standoff import digest_of
from tokenism.tables import write_records

SHA = "f" * 64


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    lines = [asdict(passage) | {"writer": passage.group} for passage in CODED]
    return written(tmp_path / "coded.jsonl", *lines)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run on one document that holds the coded passages of the tests, one a page."""
    passages = [
        replace(make_passage(i, p.text, boxes=(Box(i, 0, 0, 9, 9),)), page=i) for i, p in enumerate(CODED, start=1)
    ]
    write_records(tmp_path / "run" / "documents.parquet", Document, [make_document(sha256=SHA)])
    write_records(tmp_path / "run" / "passages.parquet", Passage, passages)
    return tmp_path / "run"


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """The same passages by position, without features yet."""
    lines = [
        {
            **{"id": f"r{i}", "sha256": SHA, "page": i, "start": 0, "end": len(p.text), "box": [0, 0, 9, 9]},
            **{"digest": digest_of(p.text), "n_words": 9, "kind": "list", "stratum": "all", "draw": "all"},
            **{"probability": 1, "claim": p.claim, "practice": p.practice, "stance": p.stance},
        }
        for i, p in enumerate(CODED, start=1)
    ]
    folder = tmp_path / "real"
    written(folder / "passages.jsonl", *lines)
    (folder / "documents.csv").write_text(HEAD + f"{SHA},Elm Council,council,Park plan,2021,https://elm.example/p\n")
    return folder


@pytest.fixture
def with_features(real: Path, run: Path) -> Path:
    assert tokenism("features", real, "--refresh", run).exit_code == 0
    return real


def age(folder: Path) -> None:
    stamp = json.loads((folder / STAMP).read_text())
    (folder / STAMP).write_text(json.dumps(stamp | {"codebook_digest": "older"}))


def test_agree_prints_and_writes_figures_and_the_list_of_disagreements(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "elm", LINE, LINE | {"id": "a2"})
    outputs = ("--out", tmp_path / "a.json", "--disagreements", tmp_path / "lists")
    result = tokenism("agree", folder, *outputs, "--resamples", 10)
    assert result.exit_code == 0
    assert result.stdout.startswith("elm: 1 passages coded twice or more, 2 coders")
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert json.loads((tmp_path / "a.json").read_text())["elm"]["n_passages"] == 1
    with (tmp_path / "lists" / "elm.csv").open() as file:
        assert list(csv.DictReader(file)) == [
            {"passage": "a1", "label": "practice_rung", "coders": "ann / ben", "codings": "4 / 5", "adjudicated": "4"}
        ]


def test_agree_tells_file_and_line_of_a_wrong_label(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "elm", LINE)
    written(folder / "layers" / "ben.jsonl", LINE | {"claim": "asked"})
    refused(tokenism("agree", folder), 2, "ben.jsonl, line 1: claim 'asked' is none of")


def test_features_are_made_from_the_texts_and_fit_the_codebook(with_features: Path) -> None:
    result = tokenism("features", with_features)
    assert result.stdout == f"Features of {len(CODED)} real passages, read with this codebook ({codebook().digest}).\n"
    assert (with_features / ROWS).exists()


def test_features_of_another_codebook_are_told_with_exit_1(with_features: Path) -> None:
    age(with_features)
    refused(tokenism("features", with_features), 1, "the features were read with another codebook")


def test_refresh_without_the_document_names_it_and_leaves_the_features(with_features: Path, tmp_path: Path) -> None:
    before = (with_features / ROWS).read_bytes()
    write_records(tmp_path / "run" / "documents.parquet", Document, [make_document(sha256="0" * 64)])
    result = tokenism("features", with_features, "--refresh", tmp_path / "run")
    refused(result, 2, f"Park plan (Elm Council): {len(CODED)} coded passages not found; get the file with checksum")
    assert (with_features / ROWS).read_bytes() == before


def test_model_is_trained_on_real_passages_without_their_texts(
    coded: Path, with_features: Path, tmp_path: Path
) -> None:
    few = tmp_path / "few.json"
    result = tokenism(
        "train", coded, "--real", with_features, "--out", tmp_path / "m", "--metrics", few, "--n-hashed", 256
    )
    assert result.exit_code == 0
    assert set(json.loads(few.read_text())) >= {"claim_f1", "real_claim_f1", "flag_f1", "real_flag_f1"}
    first, written_line, real_line, bare_line = result.stdout.splitlines()
    assert first == f"Trained on {len(CODED)} written and {len(CODED)} real passages. Out of fold, macro-F1:"
    assert written_line.startswith("  written: claim ")
    assert real_line.startswith("  real: claim ")
    assert bare_line.startswith("  bare: claim ")


def test_stale_real_passages_are_left_out_with_a_warning(
    coded: Path, with_features: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    age(with_features)
    result = tokenism("train", coded, "--real", with_features, "--out", tmp_path / "m", "--n-hashed", 256)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Trained on {len(CODED)} written and 0 real passages.")
    assert [message for message in caplog.messages if "real passages are left out" in message]


def test_gold_of_known_organisations_is_measured_with_a_warning_or_apart(
    coded: Path, with_features: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    learnt = ("--real", with_features)
    model = tmp_path / "m"
    assert tokenism("train", coded, *learnt, "--out", model, "--n-hashed", 256).exit_code == 0
    lines = [asdict(passage) | {"organisation": "Elm Council"} for passage in CODED[:5]]
    gold = written(tmp_path / "gold.jsonl", *lines)
    assert tokenism("evaluate", "--gold", gold, "--model", model).exit_code == 0
    assert [m for m in caplog.messages if "trained on other passages of 1 organisations of this gold" in m]
    caplog.clear()
    result = tokenism("evaluate", "--gold", gold, "--model", model, "--training", coded, *learnt)
    assert (result.exit_code, caplog.messages) == (0, [])


def test_evaluation_apart_needs_what_the_model_was_trained_on(coded: Path, with_features: Path, tmp_path: Path) -> None:
    model = tmp_path / "m"
    assert tokenism("train", coded, "--real", with_features, "--out", model, "--n-hashed", 256).exit_code == 0
    result = tokenism("evaluate", "--gold", coded, "--model", model, "--training", coded)
    refused(result, 2, "--training and --real are not what this model was trained on")
    refused(tokenism("evaluate", "--gold", coded, "--real", with_features), 2, "--real goes with --training")


@pytest.fixture
def annotations(tmp_path: Path, with_features: Path) -> Path:
    folder = tmp_path / "annotations"
    writers = [asdict(p) | {"writer": f"w{i % 2}", "topic": "parks"} for i, p in enumerate(CODED)]
    for name in ("training", "challenge", "pairs"):
        written(folder / name / "a.jsonl", *writers)
    with_features.rename(folder / "real")
    (folder / "ledger").mkdir()
    claim = next(
        json.loads(line) | {"verdict": "supported"}
        for line in (folder / "real" / "passages.jsonl").read_text().splitlines()
        if json.loads(line)["claim"] == "consultation"
    )
    written(folder / "ledger" / "passages.jsonl", claim)
    written(folder / "ledger" / "evidence.jsonl")
    (folder / "ledger" / "documents.csv").write_text((folder / "real" / "documents.csv").read_text())
    (folder / "coders.csv").write_text("id,kind,role,focus\nw0,person,writer,parks\n")
    (folder / "statement.md").write_text("# {{ n_training }} written\n\n{{ training_by_writer }}\n\n{{ agreement }}\n")
    (folder / "agreement.json").write_text("{}")
    return folder


def test_describe_fills_counts_into_the_statement(annotations: Path) -> None:
    out = annotations / "README.md"
    result = tokenism("describe", annotations, "--agreement", annotations / "agreement.json", "--out", out)
    assert result.exit_code == 0
    text = out.read_text()
    assert text.startswith(f"# {len(CODED)} written\n")
    row = next(line for line in text.splitlines() if line.startswith("| w0 |"))
    assert row.split(" | ")[1:3] == ["parks", str((len(CODED) + 1) // 2)]


@pytest.mark.parametrize(
    ("statement", "message"),
    [("{{ nothing }}", "'nothing' is undefined; known are"), ("{{", "statement.md: ")],
)
def test_statement_that_names_no_table_is_told(annotations: Path, statement: str, message: str) -> None:
    (annotations / "statement.md").write_text(statement)
    arguments = ("--agreement", annotations / "agreement.json", "--out", annotations / "README.md")
    refused(tokenism("describe", annotations, *arguments), 2, message)
    assert not (annotations / "README.md").exists()


def test_describe_without_agreement_says_which_stage_writes_it(annotations: Path) -> None:
    arguments = ("--agreement", annotations / "none.json", "--out", annotations / "README.md")
    refused(tokenism("describe", annotations, *arguments), 2, "run the agree stage first")


def card_arguments(annotations: Path, model: Path) -> tuple[str | Path, ...]:
    (annotations / "card.md").write_text("{{ n_passages }} passages\n")
    (annotations / "gold_dev.json").write_text("{}")
    (annotations / "out_of_fold.json").write_text("{}")
    statement = ("--agreement", annotations / "agreement.json", "--out", annotations / "README.md")
    return *statement, "--model", model, "--scores", annotations, "--card", annotations / "made.md"


def test_describe_writes_the_card_of_a_model_too(annotations: Path, tmp_path: Path) -> None:
    save_model(tmp_path / "m", trained()[0])
    result = tokenism("describe", annotations, *card_arguments(annotations, tmp_path / "m"))
    assert result.exit_code == 0
    assert (annotations / "made.md").read_text() == f"{len(CODED)} passages\n"
    assert (annotations / "README.md").exists()


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("gold_dev.json", "run 'tokenism evaluate --gold' first"),
        ("out_of_fold.json", "run the train stage first"),
        ("card.md", "card.md: cannot be read"),
    ],
)
def test_card_without_one_of_its_files_says_which(
    annotations: Path, tmp_path: Path, missing: str, message: str
) -> None:
    save_model(tmp_path / "m", trained()[0])
    arguments = card_arguments(annotations, tmp_path / "m")
    (annotations / missing).unlink()
    refused(tokenism("describe", annotations, *arguments), 2, message)
    assert not (annotations / "README.md").exists()


def test_card_without_a_model_says_so(annotations: Path, tmp_path: Path) -> None:
    refused(tokenism("describe", annotations, *card_arguments(annotations, tmp_path / "none")), 2, "no model there")


def test_options_of_the_card_go_together(annotations: Path) -> None:
    arguments = ("--agreement", annotations / "agreement.json", "--out", annotations / "README.md")
    refused(tokenism("describe", annotations, *arguments, "--card", annotations / "made.md"), 2, "go together")
