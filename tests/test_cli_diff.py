"""The command `tokenism diff`: two runs, two years, what it writes, and one sentence for each mistake."""

import csv
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.makers import make_claim, make_document, make_passage, make_tag
from tests.test_cli import refused, tokenism
from tokenism.changes_table import table
from tokenism.records import Claim, Document, Passage, Tag
from tokenism.tables import read_records, write_records

WORDS = ("alder", "birch", "cedar", "damson", "elder", "fir", "gorse", "hazel", "ivy", "juniper", "kelp", "larch")


def text(n: int, *, year: int = 2019) -> str:
    """Words of a claim of its own; every third is the same in both years, every other third is edited."""
    own = f"{WORDS[n % 12]} {WORDS[(n * 5 + 1) % 12]} {n}"
    if n % 3 == 0:
        return f"We will plan the {own} services together with the residents of the whole district"
    if n % 3 == 1:
        return f"We will run the {own} services together with {'carers' if year == 2019 else 'tenants'} of the district"
    return " ".join(f"{WORDS[(n * k) % 12]}{'s' * (year - 2018)}" for k in range(1, 9))


def write_run(folder: Path, *claims: Claim, years: tuple[int, ...] = (2019,), **fields: Any) -> Path:
    """A run of one council with a carers' strategy of twelve claims for each year."""
    documents = [
        make_document(f"d{year}", title=f"Carers strategy {year}", year=year, organisation_type="council", **fields)
        for year in years
    ]
    numbers = [(i * 12 + n, n, year) for i, year in enumerate(years) for n in range(12)]
    passages = [make_passage(k, text(n, year=year), f"d{year}", page=n + 1) for k, n, year in numbers]
    default = [
        replace(make_claim(k, "label-only" if n % 2 else "supported"), document_id=f"d{year}", page=n + 1)
        for k, n, year in numbers
    ]
    write_records(folder / "documents.parquet", Document, documents)
    write_records(folder / "passages.parquet", Passage, passages)
    write_records(folder / "tags.parquet", Tag, [make_tag(k, "consultation") for k, _, _ in numbers])
    write_records(folder / "claims.parquet", Claim, claims or default)
    return folder


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scored run with strategies of two years."""
    run = write_run(tmp_path_factory.mktemp("runs") / "both", years=(2019, 2024))
    assert tokenism("score", run, "--draws", 20, "--audit", "none").exit_code == 0
    return run


@pytest.fixture
def runs(scored: Path, tmp_path: Path) -> tuple[Path, Path]:
    """That run, and a copy of it in which one claim is backed, one is unsure and one is gone."""
    other = shutil.copytree(scored, tmp_path / "later")
    claims = list(read_records(other / "claims.parquet", Claim))
    claims[1] = replace(claims[1], verdict="supported-elsewhere", evidence_page=5)
    claims[2] = replace(claims[2], unsure=True)
    write_records(other / "claims.parquet", Claim, [*claims[:3], *claims[4:]])
    return scored, other


def told(*arguments: object) -> str:
    result = tokenism("diff", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_run_beside_itself_has_no_change(scored: Path, tmp_path: Path) -> None:
    found = told(scored, scored, "--out", tmp_path / "out")
    assert "No claim appeared, vanished or changed.\n24 claims as before." in found
    assert "Not made alike" not in found
    assert len((tmp_path / "out" / "changes.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_changes_of_a_ledger_are_counted_and_the_telling_ones_shown(runs: tuple[Path, Path]) -> None:
    found = told(*runs)
    assert re.search(r"the words stand in both, counted as a claim in one +0 +1\n", found)
    assert "2 claims changed, 21 as before." in found
    first = found[found.index("1. Claim") :].splitlines()
    assert first[0] == "1. Claim of consultation changed: verdict"
    assert first[1] == "   Elm Council, Carers strategy 2019, page 2"
    assert first[2] == "   Verdict: Label only → Supported elsewhere, page 5"
    assert first[3].startswith("   “We will run the birch")
    assert "other settings of linking" in found.replace("\n  ", " ")


def test_figures_of_the_same_documents_are_not_tested(runs: tuple[Path, Path]) -> None:
    tokenism("score", runs[1], "--draws", 40, "--audit", "none")
    found = told(*runs)
    assert "not tested" in found
    assert "the two intervals are not independent" in found
    assert "draws 20 and 40" in found


def test_run_without_scores_is_compared_all_the_same(tmp_path: Path) -> None:
    first, second = (write_run(tmp_path / name) for name in ("a", "b"))
    found = told(first, second)
    assert "No claim appeared, vanished or changed." in found
    assert "Organisations are not compared" in found


def test_output_fits_a_file_of_eighty_columns_without_escape_codes(runs: tuple[Path, Path]) -> None:
    found = told(*runs)
    assert max(map(len, found.splitlines())) <= 80
    assert "\x1b" not in found
    assert re.search("[\u2500-\u259f]", found) is None


def test_years_of_one_run_are_compared_by_words(scored: Path) -> None:
    found = told(scored, "--years", 2019, 2024, "--organisation", "Elm Council")
    assert "seems to be another edition of: Carers strategy 2024" in found.replace("\n  ", " ")
    assert re.search(r"  the words are in one only +4 +4\n", found)
    assert "4 claims changed, 4 as before." in found
    assert re.search(r"Elm Council: .*chance that it (rose|fell)", found.replace("\n", " "))
    assert "other documents were published" in found


def test_years_the_other_way_round_turn_the_change(scored: Path, tmp_path: Path) -> None:
    ways = []
    for years in ((2019, 2024), (2024, 2019)):
        told(scored, "--years", *years, "--json", tmp_path / "x.json")
        ways.append(json.loads((tmp_path / "x.json").read_text())["organisations"][0])
    assert ways[0]["first"] == ways[1]["second"]
    assert ways[0]["change"]["low"] == -ways[1]["change"]["high"]
    assert ways[0]["change"]["first"] == ways[1]["change"]["second"] == "2024"


def test_files_hold_all_changes_and_no_path_of_the_machine(runs: tuple[Path, Path], tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    assert "All changes are in" in told(*runs, "--out", out, "--json", out / "all.json")
    told(*runs, "--out", again, "--json", again / "all.json")
    files = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(files) == ["all.json", "changes.csv", "changes.html"]
    assert files == {path.name: path.read_bytes() for path in again.iterdir()}
    assert str(tmp_path).encode() not in b"".join(files.values())
    with (out / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["change"], row["because"], row["what"]) for row in rows] == [
        ("changed", "", "verdict; evidence_page"),
        ("vanished", "labels", ""),
        ("changed", "", "unsure"),
    ]
    assert len(json.loads(files["all.json"])["changes"]) == 3


def test_cells_of_the_table_run_no_formula(tmp_path: Path) -> None:
    first = write_run(tmp_path / "a")
    second = write_run(tmp_path / "b")
    passages = list(read_records(second / "passages.parquet", Passage))
    passages[0] = replace(passages[0], text="=HYPERLINK(1) " + passages[0].text)
    write_records(second / "passages.parquet", Passage, passages)
    told(first, second, "--out", tmp_path / "out")
    assert "'=HYPERLINK(1)" in (tmp_path / "out" / "changes.csv").read_text(encoding="utf-8")


def test_quiet_prints_nothing(scored: Path) -> None:
    result = tokenism("-q", "diff", scored, scored)
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["RUN"], ["name two runs, or one run with --years"]),
        (["RUN", "RUN", "--years", "2019", "2024"], ["name two runs, or one run with --years"]),
        (["RUN", "--years", "2019", "2050"], ["--years 2050: no document", "2019, 2024"]),
        (["RUN", "--years", "2019", "2019"], ["the same year twice"]),
        (["RUN", "RUN", "--organisation", "Ash"], ["--organisation 'Ash': no document"]),
        (["RUN", "--years", "2019", "2024", "--organisation", "Ash"], ["--organisation 'Ash': no document"]),
        (["RUN", "nosuch"], ["nosuch: no such folder"]),
        (["RUN", "RUN", "--out", "RUN"], ["the folder of a run", "name another folder"]),
        (["RUN", "RUN", "--out", "RUN/scoring.json"], ["a file of that name exists"]),
    ],
)
def test_mistake_is_one_sentence(scored: Path, arguments: list[str], words: list[str]) -> None:
    refused(tokenism("diff", *(part.replace("RUN", str(scored)) for part in arguments)), 2, *words)


def test_folder_that_is_no_run_names_the_table_that_is_missing(scored: Path, tmp_path: Path) -> None:
    refused(tokenism("diff", scored, tmp_path), 2, "documents.parquet", "no such file")


def test_every_column_is_explained() -> None:
    guide = (REPOSITORY / "docs" / "how-to" / "compare-runs.md").read_text(encoding="utf-8")
    names = {name.removeprefix("before_").removeprefix("after_") for name in table([])[0]}
    assert sorted(name for name in names if not re.search(rf"`(before_|after_|\.\.\._)?{name}`", guide)) == []
