"""The command `tokenism score`: its tables, its options, and one sentence for each mistake."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.makers import make_claim, make_document, make_passage, make_tag
from tests.test_cli import refused, tokenism
from tests.test_estimates import audit
from tokenism.audited import write_audit
from tokenism.records import Claim, Comparison, Document, MatrixCell, Passage, Score, Tag
from tokenism.tables import read_csv, write_records

TEXT = "We will work with residents and carers as equal partners in every service"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of two councils with twelve claims each, one of them the same, and a trust that could not be read."""
    folder, numbers = tmp_path / "run", range(24)
    of = [("d1", "Ash Council") if n < 12 else ("d2", "Elm Council") for n in numbers]
    documents = [make_document(*names, organisation_type="council") for names in sorted(set(of))]
    documents.append(make_document("d3", "Oak Trust", status="encrypted", n_words=None))
    passages = [
        make_passage(n, TEXT if n % 12 == 0 else f"{chr(97 + n) * 3} {chr(98 + n) * 2} of a claim", *of[n])
        for n in numbers
    ]
    claims = [
        replace(make_claim(n, "label-only" if n % 3 else "supported"), document_id=of[n][0], organisation=of[n][1])
        for n in numbers
    ]
    write_records(folder / "documents.parquet", Document, documents)
    write_records(folder / "passages.parquet", Passage, passages)
    write_records(folder / "tags.parquet", Tag, [make_tag(n, "consultation") for n in numbers])
    write_records(folder / "claims.parquet", Claim, claims)
    return folder


def scores(run: Path) -> list[Score]:
    return read_csv(run / "organisations.csv", Score)


def test_tables_are_written_and_the_number_of_organisations_is_said(run: Path) -> None:
    result = tokenism("score", run, "--draws", 20)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "3 organisations." in result.stdout
    assert {path.name for path in run.glob("*.csv")} == {
        *("organisations.csv", "profile.csv", "matrix.csv", "comparisons.csv", "boilerplate.csv")
    }
    ash, elm, oak = scores(run)
    assert ash.tokenism_low <= ash.tokenism_index <= ash.tokenism_high
    assert (ash.boilerplate_index, elm.n_ranked, oak.n_claims) == (pytest.approx(1 / 12, abs=1e-4), 2, None)
    assert oak.note == "no document could be read"
    assert [(one.first, one.second) for one in read_csv(run / "comparisons.csv", Comparison)] == [
        ("Ash Council", "Elm Council")
    ]


def test_none_takes_the_ledger_as_true(run: Path) -> None:
    tokenism("score", run, "--audit", "none")
    ash = scores(run)[0]
    assert ash.tokenism_low == ash.tokenism_index == ash.tokenism_high == ash.tokenism_raw
    assert {cell.corrected for cell in read_csv(run / "matrix.csv", MatrixCell)} == {None}


def test_same_seed_gives_the_same_bytes_and_another_others(run: Path) -> None:
    found = []
    for seed in (1, 1, 2):
        tokenism("score", run, "--draws", 20, "--seed", seed)
        found.append((run / "organisations.csv").read_bytes())
    assert found[0] == found[1] != found[2]


def test_audit_of_ones_own_population_and_minimum_are_followed(run: Path, tmp_path: Path) -> None:
    write_audit(tmp_path / "own", audit(1))
    options = ("--audit", tmp_path / "own", "--population", "--uniform-prior", "--min-claims", 13, "--draws", 20)
    assert tokenism("score", run, *options).exit_code == 0
    assert [one.tokenism_index for one in scores(run)] == [None] * 3
    tokenism("score", run, *options[:-3], 12, *options[-2:])
    assert scores(run)[0].population_index is not None


def test_bad_cell_of_an_audit_is_told_in_one_sentence(run: Path, tmp_path: Path) -> None:
    write_audit(tmp_path / "own", audit(1))
    lines = tmp_path / "own" / "lines.csv"
    lines.write_text(lines.read_text().replace(",supported,", ",suported,", 1))
    refused(tokenism("score", run, "--audit", tmp_path / "own"), 2, str(lines), "line", "said 'suported'", "run")


def test_missing_audit_is_told(run: Path, tmp_path: Path) -> None:
    refused(tokenism("score", run, "--audit", tmp_path / "nowhere"), 2, "nowhere", "lines.csv")


@pytest.mark.parametrize("option", [("--draws", 5), ("--seed", -1), ("--min-claims", 0), ("--view", "no-view")])
def test_options_out_of_range_are_refused(run: Path, option: tuple[str, object]) -> None:
    refused(tokenism("score", run, *option), 2, str(option[1]))
    assert not (run / "organisations.csv").exists()


def test_ledger_of_another_view_than_that_of_the_audit_is_warned_of(
    run: Path, caplog: pytest.LogCaptureFixture
) -> None:
    claims = [make_claim(n, "supported", view="nef") for n in range(24)]
    write_records(run / "claims.parquet", Claim, claims)
    assert tokenism("score", run, "--audit", "none").exit_code == 0
    assert caplog.messages == []
    assert tokenism("score", run, "--draws", 20).exit_code == 0
    assert "the audit is of a ledger under bands-broad, this one is under nef" in caplog.messages[0]
