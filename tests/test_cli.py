"""The command line: the contract of files, columns and exit codes, and one sentence for each mistake of a user."""

import csv
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click
import frictionless
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.conftest import MakePdf
from tests.makers import CODED, share_cue_reader, trained
from tests.pdfs import Sheet, Text
from tests.small_codebook import spoil, write_small
from tests.test_tables import CONTRACT
from tokenism import __version__
from tokenism.cli import main
from tokenism.codebook import codebook_folder
from tokenism.model import save_model
from tokenism.reading.cache import cache_folder
from tokenism.records import Claim, Document, Passage, Score, Span, Tag
from tokenism.tables import schema

TABLES = {"documents": Document, "passages": Passage, "tags": Tag, "spans": Span, "claims": Claim}
CSV = ("organisations", "profile", "matrix", "comparisons", "boilerplate")
FOR_OTHER_TOOLS = {*(f"{name}.parquet" for name in CSV), "claims.csv", "claims.xlsx", "evidence.sqlite"}
FOR_OTHER_TOOLS |= {"metadata.yml", "datapackage.json", "annotations.jsonld", "ro-crate-metadata.json"}
FILES = {*(f"{name}.parquet" for name in TABLES), *(f"{name}.csv" for name in CSV), "report", "scoring.json"}
FILES |= FOR_OTHER_TOOLS
SHEET = Sheet(Text(72, 100, "Our residents completed a survey about the new library in the spring of last year."))
PROBABILITIES = ["p_claim", "p_practice", "p_stance"]
LABELS = ["claim", "practice", "practice_rung", "stance", "verdict", "unsure", "markers", *PROBABILITIES]


def tokenism(*arguments: object) -> Result:
    """What the command does with these arguments; anything but a user's mistake is raised."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def refused(result: Result, exit_code: int, *words: str) -> None:
    """The command ended with this code and one sentence on the error stream, which holds the words."""
    assert result.exit_code == exit_code
    assert [word for word in words if word not in result.stderr] == []
    assert "Traceback" not in result.stderr


def rows_of(path: Path) -> list[dict[str, Any]]:
    return pq.read_table(path).to_pylist()


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    save_model(folder, trained()[0])
    return folder


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory, demo: Path, model: Path) -> tuple[Path, Result]:
    """A run on the demo corpus and what the command said."""
    out = tmp_path_factory.mktemp("runs") / "new" / "audit"
    options = ("--sources", demo / "sources.csv", "--out", out, "--model", model, "--no-cache", "--min-claims", 3)
    return out, tokenism("scan", demo / "pdf", *options)


@pytest.fixture(autouse=True)
def one_cue_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    share_cue_reader(monkeypatch)


@pytest.fixture
def run(scanned: tuple[Path, Result], tmp_path: Path) -> Path:
    """A copy of that run to change."""
    return shutil.copytree(scanned[0], tmp_path / "run")


# ---------------------------------------------------------------- every command


def walk(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """All commands with their names as they are typed, those of groups too."""
    for name, command in group.commands.items():
        yield before + name, command
        if isinstance(command, click.Group):
            yield from walk(command, f"{before}{name} ")


COMMANDS = list(walk(main))
each_command = pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])


@each_command
def test_command_has_help(name: str, command: click.Command) -> None:
    result = tokenism(*name.split(), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {name}")
    assert command.get_short_help_str()


@each_command
def test_every_option_has_help(name: str, command: click.Command) -> None:
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert [option.name for option in options if not option.help] == []


@each_command
def test_default_of_every_option_is_shown(name: str, command: click.Command) -> None:
    options = [param for param in command.params if isinstance(param, click.Option) and not param.is_flag]
    with_default = [option for option in options if isinstance(option.default, int | float | str)]
    assert [option.name for option in with_default if not option.show_default] == []


def test_commands_are_those_of_the_house() -> None:
    named = {"scan", "extract", "train", "tag", "link", "score", "report", "evaluate", "cache show", "cache prune"}
    named |= {"codebook check", "codebook show", "codebook export", "agree", "features", "describe"}
    named |= {"reply-pack", "reply-import", "diff"}
    assert {name for name, _ in COMMANDS} >= named


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["scan", "-h"]])
def test_help_is_asked_for_in_two_ways(arguments: list[str]) -> None:
    assert tokenism(*arguments).exit_code == 0


def test_help_shows_no_mark_up() -> None:
    assert r"\b" not in tokenism("--help").stdout


def test_version_is_that_of_the_package() -> None:
    assert tokenism("--version").stdout.split()[-1] == __version__


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["scan"],
        ["scan", "folder"],
        ["scan", "folder", "--out", "x", "--workers", "0"],
        ["scan", "folder", "--out", "x", "--timeout", "soon"],
        ["extract", "--out", "x"],
        ["tag", "in.jsonl"],
        ["train", "--out", "x"],
        ["evaluate"],
        ["evaluate", "--truth", "a"],
        ["evaluate", "--run", "a"],
        ["evaluate", "--gold", "a", "--curve"],
        ["evaluate", "--gold", "a", "--seed", "-1"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    refused(tokenism(*arguments), 2, "Usage: main", "Error: ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["extract", "empty", "--out", "out"], 1),
        (["score", "nosuch"], 2),
        (["extract"], 2),
    ],
)
def test_process_ends_with_the_code(tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "empty").mkdir()
    program = [sys.executable, "-c", "from tokenism.cli import main; main()", *arguments]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "option",
    [
        ("train", "--n-hashed", "0"),
        ("train", "--strength", "0"),
        ("link", "--rival", "-1"),
        ("score", "--min-claims", "0"),
        ("report", "--min-claims", "-1"),
    ],
    ids=" ".join,
)
def test_number_that_makes_no_sense_is_refused_before_anything_is_read(option: tuple[str, str, str]) -> None:
    command, name, value = option
    out = ("--out", "x") * (command == "train")
    refused(tokenism(command, "nosuch", *out, name, value), 2, "Invalid value", name)


def test_interrupted_run_says_that_it_can_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tokenism.inputs.find_inputs", interrupt)
    refused(
        tokenism("extract", tmp_path, "--out", tmp_path / "out"), 130, "documents read so far are kept in the cache"
    )


# ---------------------------------------------------------------- cache


def test_cache_is_shown_with_its_place_and_the_present_readings(tmp_path: Path, demo: Path) -> None:
    assert "        0 readings" in tokenism("cache", "show").stdout
    tokenism("extract", demo / "pdf" / "wending-scan-2023.pdf", "--out", tmp_path)
    place, present, total = tokenism("cache", "show").stdout.splitlines()
    assert place == f"The cache is {cache_folder()}"
    assert re.search(r"^[0-9a-f]{12} +1 readings +\d\.\d MB  the present reader$", present)
    assert total.split()[:2] == ["total", "1"]


def test_cache_is_pruned_of_other_versions_or_of_all(
    tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenism("extract", demo / "pdf" / "wending-scan-2023.pdf", "--out", tmp_path)
    assert tokenism("cache", "prune").stdout == "Removed 0 files, 0.0 MB.\n"
    assert tokenism("cache", "prune", "--all").stdout.startswith("Removed 1 file,")
    assert list(cache_folder().rglob("*.gz")) == []
    tokenism("extract", demo / "pdf" / "wending-scan-2023.pdf", "--out", tmp_path)
    monkeypatch.setattr("tokenism.reading.cache.reader_version", lambda: "0" * 12)
    assert "another version" in tokenism("cache", "show").stdout
    assert tokenism("-q", "cache", "prune").stdout == ""
    assert list(cache_folder().rglob("*.gz")) == []


# ---------------------------------------------------------------- scan


def test_scan_writes_the_files_of_the_contract(scanned: tuple[Path, Result]) -> None:
    out, result = scanned
    assert result.exit_code == 0
    assert {path.name for path in out.iterdir()} == FILES
    assert (out / "report" / "index.html").is_file()


@pytest.mark.parametrize(("name", "kind"), TABLES.items())
def test_table_of_a_run_has_its_columns_and_rows(scanned: tuple[Path, Result], name: str, kind: type[Any]) -> None:
    table = pq.read_table(scanned[0] / f"{name}.parquet")
    assert table.schema.equals(schema(kind))
    assert table.num_rows > 0


def test_every_input_has_one_row_and_a_sentence(scanned: tuple[Path, Result], demo: Path) -> None:
    documents = rows_of(scanned[0] / "documents.parquet")
    assert [row["path"] for row in documents] == sorted(path.name for path in (demo / "pdf").iterdir())
    assert {row["status"] for row in documents} == {"ok", "corrupt", "encrypted", "no_text_layer"}
    assert all(row["detail"] for row in documents)


def test_failed_documents_are_counted_on_the_last_line(scanned: tuple[Path, Result]) -> None:
    last = scanned[1].stdout.strip().splitlines()[-1]
    assert last.endswith("in 22 documents: 18 ok, 2 corrupt, 1 encrypted, 1 no_text_layer.")


def test_end_of_a_scan_says_what_to_read_first_what_was_not_read_and_where_the_report_is(
    scanned: tuple[Path, Result],
) -> None:
    out, result = scanned
    assert re.search(r"Read these first|No claim of which the program is sure", result.stdout)
    assert "Not read, so nothing is known about what they say:\n  2 damaged: " in result.stdout
    assert f"The report is {out / 'report' / 'index.html'}\n" in result.stdout
    assert "\x1b" not in result.stdout


def test_every_passage_has_one_tag_and_every_claim_a_passage(scanned: tuple[Path, Result]) -> None:
    passages, tags, claims = (rows_of(scanned[0] / f"{name}.parquet") for name in ("passages", "tags", "claims"))
    ids = [row["passage_id"] for row in passages]
    assert [row["passage_id"] for row in tags] == ids
    assert {row["passage_id"] for row in claims} <= set(ids)
    assert len(set(ids)) == len(ids)


def test_organisations_are_those_of_the_sources_file(scanned: tuple[Path, Result], demo: Path) -> None:
    with (scanned[0] / "organisations.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    with (demo / "sources.csv").open(newline="") as file:
        named = {name for row in csv.DictReader(file) for name in row["organisation"].split("; ")}
    assert [row["organisation"] for row in rows] == sorted(named)
    assert set(CONTRACT[Score].split()) <= set(rows[0])


def test_sqlite_holds_every_table_of_the_run(scanned: tuple[Path, Result]) -> None:
    with closing(sqlite3.connect(scanned[0] / "evidence.sqlite")) as connection:
        counts = {name: len(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in TABLES}  # noqa: S608
    assert counts == {name: pq.read_table(scanned[0] / f"{name}.parquet").num_rows for name in TABLES}


def test_sqlite_holds_the_lines_of_the_profile(scanned: tuple[Path, Result]) -> None:
    with closing(sqlite3.connect(scanned[0] / "evidence.sqlite")) as connection:
        rows = connection.execute("SELECT organisation, level, n_claims FROM profile").fetchall()
    with (scanned[0] / "profile.csv").open(newline="") as file:
        assert [(r["organisation"], r["level"], int(r["n_claims"])) for r in csv.DictReader(file)] == rows


def test_second_scan_into_the_same_folder_gives_the_same_bytes(run: Path, demo: Path, model: Path) -> None:
    before = files_below(run)
    (run / "organisations.csv").write_text("old")
    options = ("--sources", demo / "sources.csv", "--out", run, "--model", model, "--min-claims", 3)
    assert tokenism("scan", demo / "pdf", *options).exit_code == 0
    assert files_below(run) == before


def test_scan_without_one_readable_document_writes_its_tables_and_ends_with_1(tmp_path: Path, model: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    result = tokenism("scan", tmp_path, "--out", tmp_path / "out", "--model", model)
    refused(result, 1, "nothing could be read", "detail")
    (document,) = rows_of(tmp_path / "out" / "documents.parquet")
    assert (document["status"], document["n_words"]) == ("corrupt", None)
    assert rows_of(tmp_path / "out" / "passages.parquet") == []


def test_scan_with_one_readable_document_ends_with_0(tmp_path: Path, make_pdf: MakePdf, model: Path) -> None:
    good = make_pdf(SHEET, name="pdfs/Elm Council/plan.pdf")
    (good.parent / "broken.PDF").write_bytes(b"no PDF at all")
    (good.parent / "notes.txt").write_text("not read")
    result = tokenism("scan", tmp_path / "pdfs", tmp_path / "nosuch.pdf", "--out", tmp_path / "out", "--model", model)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].endswith("in 3 documents: 1 missing, 1 not_pdf, 1 ok.")
    organisations = {row["organisation"] for row in rows_of(tmp_path / "out" / "documents.parquet")}
    assert organisations == {"Elm Council", "nosuch"}


def test_quiet_scan_prints_nothing(tmp_path: Path, make_pdf: MakePdf, model: Path) -> None:
    result = tokenism("-q", "scan", make_pdf(SHEET), "--out", tmp_path / "out", "--model", model)
    assert (result.exit_code, result.output) == (0, "")


# ---------------------------------------------------------------- inputs and output folders, for scan and extract

Reader = Callable[..., Result]


@pytest.fixture(params=["scan", "extract"])
def reader(request: pytest.FixtureRequest, model: Path) -> Reader:
    """One of the two commands that read PDFs, with an output folder ``out``."""
    extra = {"scan": ("--model", model), "extract": ()}[request.param]
    return lambda out, *arguments: tokenism(request.param, "--out", out, *extra, *arguments)


def test_extract_writes_two_tables(tmp_path: Path, make_pdf: MakePdf) -> None:
    assert tokenism("extract", make_pdf(SHEET), "--out", tmp_path / "out").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"documents.parquet", "passages.parquet"}
    (passage,) = rows_of(tmp_path / "out" / "passages.parquet")
    assert list(passage) == CONTRACT[Passage].split()
    assert passage["text"].startswith("Our residents completed a survey")


def test_empty_folder_ends_with_1(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "empty").mkdir()
    refused(
        reader(tmp_path / "out", tmp_path / "empty"), 1, "empty: no PDF files in it; name a folder that holds *.pdf"
    )
    assert not (tmp_path / "out").exists()


def test_folder_without_pdfs_ends_with_1_and_counts_what_it_holds(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "in").mkdir()
    for name in ("plan.docx", "notes.txt"):
        (tmp_path / "in" / name).touch()
    refused(reader(tmp_path / "out", tmp_path / "in"), 1, "no PDF files in it (files of other kinds: 2)")


def test_missing_path_has_a_row_and_ends_with_1(tmp_path: Path, reader: Reader) -> None:
    refused(reader(tmp_path / "out", tmp_path / "nosuch.pdf"), 1, "nothing could be read")
    (document,) = rows_of(tmp_path / "out" / "documents.parquet")
    assert (document["status"], document["path"], document["pages"]) == ("missing", "nosuch.pdf", None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["no column 'file'", "columns found: none"]),
        ("file;name\nplan.pdf;Elm\n", ["no column 'organisation'", "columns found: file, name"]),
        ("file,organisation\nplan.pdf,Elm, Oak and Ash\n", ["line 2: more cells than columns", "quotation marks"]),
        ("file\nplan.pdf\n", ["no column 'organisation'", "add it to the first line"]),
        ("file,organisation\nplan.pdf,\n", ["line 2: the column 'organisation' is empty", "fill it in or delete"]),
        ("file,organisation\n,Elm\n", ["line 2: the column 'file' is empty"]),
        ("file,organisation\nplan.pdf,Elm\nplan.pdf,Ash\n", ["line 3: 'plan.pdf' is listed already on line 2"]),
        ("file,organisation\n../plan.pdf,Elm\n", ["line 2: '../plan.pdf' leads out of its folder"]),
        ("file,organisation\n/etc/passwd,Elm\n", ["line 2: '/etc/passwd' leads out of its folder"]),
    ],
)
def test_mistake_in_the_sources_file_ends_with_2(
    tmp_path: Path, make_pdf: MakePdf, reader: Reader, content: str, words: list[str]
) -> None:
    make_pdf(SHEET)
    (tmp_path / "list.csv").write_text(content)
    refused(reader(tmp_path / "out", tmp_path, "--sources", tmp_path / "list.csv"), 2, "list.csv", *words)
    assert not (tmp_path / "out").exists()


def test_missing_sources_file_ends_with_2(tmp_path: Path, make_pdf: MakePdf, reader: Reader) -> None:
    result = reader(tmp_path / "out", make_pdf(SHEET), "--sources", tmp_path / "list.csv")
    refused(result, 2, "list.csv: no such file; give the CSV that lists the documents")


def test_output_folder_that_is_a_file_is_refused(tmp_path: Path, make_pdf: MakePdf, reader: Reader) -> None:
    (tmp_path / "out").write_text("mine")
    refused(reader(tmp_path / "out", make_pdf(SHEET)), 2, "out: a file of that name exists; name a folder with --out")
    assert (tmp_path / "out").read_text() == "mine"


def test_output_folder_that_holds_something_else_is_left_alone(
    tmp_path: Path, make_pdf: MakePdf, reader: Reader
) -> None:
    folder = make_pdf(SHEET).parent
    before = files_below(folder)
    refused(reader(folder, folder), 2, "the folder holds 'plan.pdf', which is not of an earlier run; name a new folder")
    assert files_below(folder) == before


@pytest.mark.parametrize("place", ["out", "new/deep/out"])
def test_new_or_empty_output_folder_is_used(tmp_path: Path, make_pdf: MakePdf, reader: Reader, place: str) -> None:
    pdf = make_pdf(SHEET)
    (tmp_path / "out").mkdir()
    assert reader(tmp_path / place, pdf).exit_code == 0
    assert (tmp_path / place / "documents.parquet").is_file()


def test_output_below_a_file_ends_with_2(tmp_path: Path, make_pdf: MakePdf, reader: Reader) -> None:
    pdf = make_pdf(SHEET)
    refused(reader(pdf / "out", pdf), 2, "plan.pdf", "check the path and its permissions")


def test_file_that_a_file_manager_leaves_does_not_make_a_folder_foreign(tmp_path: Path, make_pdf: MakePdf) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".DS_Store").touch()
    assert tokenism("extract", make_pdf(SHEET), "--out", tmp_path / "out").exit_code == 0


# ---------------------------------------------------------------- tag

Tag_ = Callable[..., Result]


@pytest.fixture
def tag(tmp_path: Path, model: Path) -> Tag_:
    """Tag these lines, texts or objects, from ``in.jsonl`` to ``out.jsonl``."""

    def call(*lines: str | dict[str, Any]) -> Result:
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        (tmp_path / "in.jsonl").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        return tokenism("tag", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--model", model)

    return call


def test_tagged_line_keeps_its_keys_and_gains_the_labels(tmp_path: Path, tag: Tag_) -> None:
    line = {"id": "a", "text": "Peer support groups meet.", "page": 3, "é": ["x", None], "section": "Health"}
    assert tag(line).stdout == "Tagged 1 of 1 lines.\n"
    (found,) = lines_of(tmp_path / "out.jsonl")
    assert list(found) == [*line, *LABELS]
    assert {key: found[key] for key in line} == line
    assert found["markers"][0] == {"marker": "nef.peer-networks", "start": 0, "end": 12, "text": "Peer support"}


def test_tagged_lines_stand_in_the_order_of_the_input(tmp_path: Path, tag: Tag_) -> None:
    assert tag(*({"id": str(n), "text": CODED[n % len(CODED)].text} for n in range(300))).exit_code == 0
    assert [line["id"] for line in lines_of(tmp_path / "out.jsonl")] == [str(n) for n in range(300)]


def test_probabilities_are_named_and_sum_to_one(tmp_path: Path, tag: Tag_) -> None:
    tag({"id": "a", "text": "We consulted residents."})
    (found,) = lines_of(tmp_path / "out.jsonl")
    assert [sum(found[key].values()) for key in PROBABILITIES] == pytest.approx([1.0, 1.0, 1.0], abs=1e-4)
    assert found["claim"] == max(found["p_claim"], key=found["p_claim"].get)


@pytest.mark.parametrize(
    ("bad", "problem", "kept"),
    [
        ("{oops", "line 2: not JSON", {"id": None}),
        ("[1, 2]", "line 2: a JSON object is wanted, with the keys id and text", {"id": None}),
        ('{"id": "b"}', "line 2: the key 'text' must hold a text", {"id": "b"}),
        ('{"id": "b", "text": 7, "page": 2}', "line 2: the key 'text' must hold a text", {"id": "b", "page": 2}),
    ],
)
def test_malformed_line_has_a_line_with_the_error_and_loses_nothing_else(
    tmp_path: Path, tag: Tag_, bad: str, problem: str, kept: dict[str, Any]
) -> None:
    result = tag({"id": "a", "text": "Bins."}, bad, {"id": "c", "text": "Roads."})
    assert (result.exit_code, result.stdout) == (0, "Tagged 2 of 3 lines.\n")
    assert f"in.jsonl, {problem}" in result.stderr
    first, found, last = lines_of(tmp_path / "out.jsonl")
    assert problem in found["error"]
    assert {key: found[key] for key in kept} == kept
    assert "claim" not in found
    assert [(line["id"], "claim" in line) for line in (first, last)] == [("a", True), ("c", True)]


def test_empty_lines_are_passed_over(tmp_path: Path, tag: Tag_) -> None:
    assert tag("", {"id": "a", "text": "Bins."}, "  ", {"id": "b", "text": ""}).stdout == "Tagged 2 of 2 lines.\n"
    assert [line["id"] for line in lines_of(tmp_path / "out.jsonl")] == ["a", "b"]


@pytest.mark.parametrize("lines", [[], [""], ["{oops"], ['{"id": "a"}']], ids=["empty", "blank", "no JSON", "no text"])
def test_input_without_one_text_ends_with_1(tag: Tag_, lines: list[str]) -> None:
    refused(tag(*lines), 1, "in.jsonl: no line with a text; each line must be a JSON object with the keys id and text")


def test_line_with_its_own_key_error_is_tagged(tmp_path: Path, tag: Tag_) -> None:
    tag({"id": "a", "text": "We consulted residents.", "error": ""})
    (found,) = lines_of(tmp_path / "out.jsonl")
    assert "claim" in found


@pytest.mark.parametrize(
    "line",
    ['{"id": "a", "text": "We \\ud800 met."}', '{"id": "a", "text": "Bins.", "n": ' + "1" * 5000 + "}"],
    ids=["half a surrogate pair", "huge number"],
)
def test_odd_json_does_not_stop_the_others(tmp_path: Path, tag: Tag_, line: str) -> None:
    assert tag(line, {"id": "b", "text": "Roads."}).exit_code == 0
    assert "claim" in lines_of(tmp_path / "out.jsonl")[1]


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("nosuch.jsonl", "out.jsonl", ["nosuch.jsonl: no such file or folder"]),
        ("in.jsonl", "folder", ["folder: a folder; name the JSON Lines file to write"]),
        ("in.jsonl", "in.jsonl", ["in.jsonl: input and output are the same file; name another output"]),
        ("in.jsonl", "folder/../in.jsonl", ["input and output are the same file"]),
        ("folder", "out.jsonl", ["folder: cannot be opened"]),
        ("in.jsonl", "in.jsonl/out.jsonl", ["in.jsonl", "check the path and its permissions"]),
        ("nosuch.parquet", "folder", ["nosuch.parquet: no such file or folder"]),
        ("broken.parquet", "folder", ["broken.parquet: cannot be read as Parquet"]),
    ],
)
def test_wrong_file_ends_with_2(tmp_path: Path, model: Path, source: str, target: str, words: list[str]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "Bins."}\n')
    (tmp_path / "broken.parquet").write_text("no table")
    refused(tokenism("tag", tmp_path / source, tmp_path / target, "--model", model), 2, *words)
    assert (tmp_path / "in.jsonl").read_text() == '{"id": "a", "text": "Bins."}\n'


def test_input_that_cannot_be_read_leaves_an_older_output_alone(tmp_path: Path, model: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "out.jsonl").write_text("older")
    tokenism("tag", tmp_path / "folder", tmp_path / "out.jsonl", "--model", model)
    assert (tmp_path / "out.jsonl").read_text() == "older"


@pytest.mark.parametrize(("folder", "words"), [("nosuch", "no model there"), ("in.jsonl", "in.jsonl")])
def test_model_that_is_not_there_ends_with_2(tmp_path: Path, folder: str, words: str) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "Bins."}\n')
    refused(tokenism("tag", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--model", tmp_path / folder), 2, words)


# ---------------------------------------------------------------- the stages one by one


def test_stages_one_by_one_give_what_scan_gives(run: Path, model: Path, demo: Path) -> None:
    whole = files_below(run)
    shutil.rmtree(run / "report")
    for name in FILES - {"report", "documents.parquet", "passages.parquet"}:
        (run / name).unlink()
    steps = (
        ("tag", run / "passages.parquet", run, "--model", model),
        ("link", run),
        ("score", run, "--min-claims", 3),
        ("report", run, "--min-claims", 3, "--pdfs", demo / "pdf"),
    )
    assert [tokenism(*step).exit_code for step in steps] == [0, 0, 0, 0]
    again = files_below(run)
    assert [name for name in whole if name != "evidence.sqlite" and again.get(name) != whole[name]] == []


def test_report_writes_the_same_files_for_other_tools_as_scan(run: Path) -> None:
    before = {name: (run / name).read_bytes() for name in FOR_OTHER_TOOLS}
    for name in FOR_OTHER_TOOLS:
        (run / name).unlink()
    assert tokenism("report", run, "--min-claims", 3).exit_code == 0
    assert {name: (run / name).read_bytes() for name in FOR_OTHER_TOOLS} == before


def test_day_of_publication_stands_in_the_crate(run: Path) -> None:
    assert tokenism("report", run, "--min-claims", 3, "--date", "2024-05-01").exit_code == 0
    entities = {one["@id"]: one for one in json.loads((run / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]}
    assert entities["./"]["datePublished"] == "2024-05-01"
    refused(tokenism("report", run, "--date", "1 May"), 2, "Invalid value for '--date'")


def test_tables_of_a_run_are_a_data_package_that_frictionless_takes_offline(
    scanned: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no network in this test")

    monkeypatch.setattr("socket.socket.connect", refuse)
    report = frictionless.validate(str(scanned[0] / "datapackage.json"))
    assert [error.message for task in report.tasks for error in task.errors] == []
    assert {task.name for task in report.tasks} == {*TABLES, *CSV, "claims_with_quotes"}


def test_every_key_of_the_evidence_leads_to_a_row(scanned: tuple[Path, Result]) -> None:
    with closing(sqlite3.connect(scanned[0] / "evidence.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (n,) = connection.execute("SELECT count(*) FROM claims_with_quotes").fetchone()
    assert n == pq.read_table(scanned[0] / "claims.parquet").num_rows > 0


def test_sqlite_holds_the_tables_behind_the_scores(run: Path) -> None:
    with closing(sqlite3.connect(run / "evidence.sqlite")) as connection:
        for name in CSV:
            with (run / f"{name}.csv").open(newline="") as file:
                rows = list(csv.DictReader(file))
            assert connection.execute(f"select count(*) from {name}").fetchone() == (len(rows),)  # noqa: S608


def test_report_of_a_run_that_an_older_version_scored_says_which_stage_to_run(run: Path) -> None:
    (run / "organisations.csv").write_text("organisation,n_claims\nElm,3\n")
    refused(tokenism("report", run), 2, "organisations.csv", f"run the score stage again: tokenism score {run}")


def test_validation_of_a_run_stands_on_its_methods_page(run: Path) -> None:
    (run / "validation.json").write_text('{"coverage": {"bar": 0.93, "passed": true, "says": "It holds."}}')
    assert tokenism("report", run, "--min-claims", 3).exit_code == 0
    assert "It holds." in (run / "report" / "methods.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("command", "table"),
    [
        ("link", "passages.parquet"),
        ("link", "tags.parquet"),
        ("link", "spans.parquet"),
        ("score", "claims.parquet"),
        ("score", "documents.parquet"),
        *(("report", f"{name}.csv") for name in CSV if name != "profile"),
        ("report", "scoring.json"),
    ],
)
def test_stage_without_its_table_names_it_and_ends_with_2(run: Path, command: str, table: str) -> None:
    (run / table).unlink()
    refused(tokenism(command, run), 2, table)


@pytest.mark.parametrize("command", ["link", "score"])
def test_stage_with_tags_of_other_passages_says_which_stage_to_run(run: Path, make_pdf: MakePdf, command: str) -> None:
    tokenism("extract", make_pdf(SHEET), "--out", run)
    refused(tokenism(command, run), 2, "tags.parquet", "tag")


def test_link_with_family_needs_the_documents_and_only_then(run: Path) -> None:
    assert tokenism("link", run, "--family").exit_code == 0
    (run / "documents.parquet").unlink()
    assert tokenism("link", run).exit_code == 0
    refused(tokenism("link", run, "--family"), 2, "documents.parquet")


# ---------------------------------------------------------------- views


@pytest.mark.parametrize("command", ["scan", "link", "score", "report", "evaluate"])
def test_unknown_view_is_one_sentence_that_lists_the_choices(tmp_path: Path, command: str) -> None:
    arguments = {"scan": ["--out", tmp_path / "out"], "evaluate": ["--run", tmp_path, "--truth", tmp_path / "t"]}
    place = [] if command == "evaluate" else [tmp_path]
    result = tokenism(command, *place, *arguments.get(command, []), "--view", "nosuch")
    refused(
        result, 2, "tokenism: no view 'nosuch'; the views are arnstein, bands-broad, bands-strict, iap2, nef, wilcox\n"
    )
    assert not (tmp_path / "out").exists()


def test_view_without_bands_changes_what_is_shown_and_no_verdict(run: Path) -> None:
    before = files_below(run)
    assert tokenism("score", run, "--min-claims", 3, "--view", "arnstein").exit_code == 0
    assert tokenism("report", run, "--min-claims", 3, "--view", "arnstein").exit_code == 0
    after = files_below(run)
    assert after["organisations.csv"] == before["organisations.csv"]
    with (run / "profile.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["view"] for row in rows} == {"arnstein"}
    assert {row["group"] for row in rows} == {"nonparticipation", "degrees of tokenism", "degrees of citizen power"}
    assert b"degrees of citizen power" in after["report/index.html"]
    assert b"degrees of citizen power" not in before["report/index.html"]


def test_strict_ledger_is_followed_by_score_report_and_evaluate(run: Path, demo: Path, tmp_path: Path) -> None:
    assert tokenism("link", run, "--view", "bands-strict").exit_code == 0
    assert {row["view"] for row in rows_of(run / "claims.parquet")} == {"bands-strict"}
    options = ("--min-claims", 3)
    assert [tokenism(command, run, *options).exit_code for command in ("score", "report")] == [0, 0]
    assert "Three bands, strict reading" in (run / "report" / "index.html").read_text("utf-8")
    assert "bands-strict" in (run / "profile.csv").read_text("utf-8")
    truth = ("--truth", demo / "truth" / "passages.jsonl", "--out", tmp_path / "f.json")
    assert tokenism("evaluate", "--run", run, *truth).exit_code == 0
    figures = json.loads((tmp_path / "f.json").read_text())["labels"]["practice"]["classes"]
    coded = lines_of(demo / "truth" / "passages.jsonl")
    assert figures["co-production"]["n"] <= sum(line["practice"] >= 7 for line in coded)


def test_scan_under_a_view_gives_what_its_stages_give(run: Path, demo: Path, model: Path) -> None:
    pdf = demo / "pdf" / "wending-2024.pdf"
    options = ("--model", model, "--view", "bands-strict", "--min-claims", 3)
    assert tokenism("scan", pdf, "--out", run, *options).exit_code == 0
    whole = files_below(run)
    steps = (
        ("link", "--view", "bands-strict"),
        ("score", "--min-claims", 3),
        ("report", "--min-claims", 3, "--pdfs", pdf),
    )
    assert [tokenism(command, run, *given).exit_code for command, *given in steps] == [0, 0, 0]
    assert files_below(run) == whole


@pytest.mark.parametrize("command", ["score", "report"])
def test_ledger_made_under_other_bands_is_not_mixed(run: Path, command: str) -> None:
    words = "made under the view bands-broad", "run the link stage with --view bands-strict first"
    refused(tokenism(command, run, "--view", "bands-strict"), 2, "claims.parquet", *words)


TWO = """id = "two"
name = "Two steps"
source = "Made for this test"

[[level]]
id = "heard"
name = "heard at most"
definition = "The organisation decides."
rungs = ["coercing", "educating", "informing", "consulting", "engaging"]

[[level]]
id = "shared"
name = "shared or more"
definition = "The public decides too."
rungs = ["co-designing", "co-producing", "devolving"]
"""


def test_view_of_a_codebook_of_ones_own_is_a_choice_without_touching_python(run: Path, tmp_path: Path) -> None:
    book = shutil.copytree(codebook_folder(), tmp_path / "book")
    (book / "views" / "two.toml").write_text(TWO)
    options = ("--codebook", book, "--view", "two")
    steps = ("link", "score", "report")
    assert [tokenism(command, run, *options).exit_code for command in steps] == [0, 0, 0]
    with (run / "profile.csv").open(newline="") as file:
        assert {(row["view"], row["level"]) for row in csv.DictReader(file)} == {("two", "heard"), ("two", "shared")}
    assert "View: <strong>Two steps</strong>" in (run / "report" / "index.html").read_text("utf-8")
    refused(tokenism("score", run), 2, "claims.parquet: made under the view 'two', not in the codebook")


def test_tags_stay_as_stored_under_any_view(run: Path) -> None:
    tags = (run / "tags.parquet").read_bytes()
    for command in ("link", "score", "report"):
        tokenism(command, run, "--view", "bands-strict")
    assert (run / "tags.parquet").read_bytes() == tags


# ---------------------------------------------------------------- train and evaluate


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    """The coded passages of the tests as a file."""
    lines = [asdict(passage) | {"writer": passage.group} for passage in CODED]
    path = tmp_path / "coded.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_train_writes_the_model_that_the_function_gives(tmp_path: Path, coded: Path, model: Path) -> None:
    outputs = ("--figures", tmp_path / "f.json", "--metrics", tmp_path / "few.json")
    result = tokenism("train", coded, "--out", tmp_path / "m", *outputs, "--n-hashed", 256)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Trained on {len(CODED)} written and 0 real passages. Out of fold, macro-F1:\n")
    assert "written: claim " in result.stdout
    assert files_below(tmp_path / "m") == files_below(model)
    figures, few = (json.loads((tmp_path / name).read_text()) for name in ("f.json", "few.json"))
    assert figures["written"]["claim"]["n"] == len(CODED)
    assert few["claim_f1"] == figures["written"]["claim"]["macro_f1"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nosuch.jsonl", ["nosuch.jsonl: no such file or folder"]),
        ("empty", ["empty: no *.jsonl files there"]),
        ("bad.jsonl", ["bad.jsonl, line 1: the key 'text'"]),
        ("blank.jsonl", ["no passages there"]),
    ],
)
def test_mistake_in_coded_passages_ends_with_2(tmp_path: Path, name: str, words: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.jsonl").write_text("{}\n")
    (tmp_path / "blank.jsonl").write_text("\n")
    refused(tokenism("train", tmp_path / name, "--out", tmp_path / "m"), 2, *words)
    assert not (tmp_path / "m").exists()


def test_evaluate_compares_with_gold(tmp_path: Path, coded: Path, model: Path) -> None:
    outputs = ("--out", tmp_path / "f.json", "--plots", tmp_path / "plots")
    result = tokenism("evaluate", "--gold", coded, "--model", model, *outputs)
    assert result.exit_code == 0
    figures = json.loads((tmp_path / "f.json").read_text())
    assert list(figures) == ["about", "gold"]
    assert list(figures["gold"]["systems"]) == ["keywords", "majority", "model", "rules"]
    assert set(figures["gold"]["shortcuts"]) == {"claim_without_mechanisms", "practice_without_claim_words"}
    names = [f"confusion_{name}" for name in ("claim", "practice", "stance")]
    names = ["coverage", *names, "reliability_claim", "reliability_practice"]
    assert sorted(path.stem for path in (tmp_path / "plots").iterdir()) == sorted(names)
    pairs = (tmp_path / "plots" / "confusion_claim.csv").read_text().splitlines()
    assert (pairs[0], len(pairs)) == ("actual,predicted", 1 + len(CODED))


@pytest.fixture
def challenge(tmp_path: Path) -> Path:
    """Other coded passages full of traps, one of them coded twice more."""
    lines = [
        asdict(passage) | {"writer": "cat", "trap": "words", "pair": f"p{n // 2}"} for n, passage in enumerate(CODED)
    ]
    for line in lines:
        line["text"] += " It will be told in June."
    folder = tmp_path / "challenge"
    (folder / "layers").mkdir(parents=True)
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for coder in ("one", "two"):
        (folder / "layers" / f"{coder}.jsonl").write_text(json.dumps(asdict(CODED[0]) | {"coders": None}) + "\n")
    return folder


def test_evaluate_reports_pairs_traps_and_coders_of_a_challenge(tmp_path: Path, challenge: Path, model: Path) -> None:
    outputs = ("--out", tmp_path / "f.json", "--metrics", tmp_path / "few.json", "--plots", tmp_path / "plots")
    result = tokenism("evaluate", "--challenge", challenge, "--model", model, *outputs, "--resamples", 20)
    assert result.exit_code == 0
    assert f"traps right in claim and practice, of {len(CODED)}" in result.stdout
    report, few = (
        json.loads((tmp_path / "f.json").read_text())["challenge"],
        json.loads((tmp_path / "few.json").read_text()),
    )
    assert (report["pairs"]["model"]["n"], report["resamples"]) == (len(CODED) // 2, 20)
    assert report["ceiling"]["between"]["n"] == 1
    assert few["challenge_pairs_right"] == pytest.approx(report["pairs"]["model"]["share"], abs=1e-6)
    assert (tmp_path / "plots" / "challenge" / "coverage.csv").exists()


def test_evaluate_measures_gold_and_challenge_and_the_learning_curve(
    tmp_path: Path, coded: Path, challenge: Path
) -> None:
    """Trained on eight variants of each passage, so that an eighth of them can be fitted on."""
    lines = [asdict(p) | {"writer": f"w{n}", "id": f"{p.id}-{n}"} for n in range(8) for p in CODED]
    learnt = tmp_path / "training.jsonl"
    learnt.write_text("".join(json.dumps(line) + "\n" for line in lines))
    trained = tokenism("train", learnt, "--out", tmp_path / "m", "--n-hashed", 256)
    assert trained.exit_code == 0
    both = ("--gold", coded, "--challenge", challenge, "--training", learnt, "--curve", "--model", tmp_path / "m")
    result = tokenism("evaluate", *both, "--out", tmp_path / "f.json", "--plots", tmp_path / "plots", "--resamples", 20)
    assert result.exit_code == 0
    figures = json.loads((tmp_path / "f.json").read_text())
    assert list(figures) == ["about", "challenge", "curve", "gold"]
    assert figures["about"]["gold_held_out"] is True
    assert [point["n_written"] for point in figures["curve"]] == [26, 52, 104, 208]
    assert len((tmp_path / "plots" / "learning_curve.csv").read_text().splitlines()) == 1 + 2 * 3 * 4
    assert (tmp_path / "plots" / "confusion_claim.csv").exists()
    assert (tmp_path / "plots" / "challenge" / "confusion_claim.csv").exists()


def test_challenge_that_was_trained_on_is_refused(tmp_path: Path, challenge: Path, coded: Path, model: Path) -> None:
    (challenge / "b.jsonl").write_text(json.dumps(asdict(CODED[3]) | {"id": "again"}) + "\n")
    result = tokenism("evaluate", "--challenge", challenge, "--training", coded, "--model", model)
    refused(result, 2, "the challenge's passage 'again' is one of --training")


def test_facts_on_documents_make_slices(tmp_path: Path, coded: Path, model: Path) -> None:
    lines = [json.loads(line) | {"sha256": "ab"} for line in coded.read_text().splitlines()]
    coded.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "documents.csv").write_text("sha256,organisation_type\nab,council\n")
    arguments = ("--documents", tmp_path / "documents.csv", "--model", model, "--out", tmp_path / "f.json")
    assert tokenism("evaluate", "--gold", coded, *arguments, "--resamples", 20).exit_code == 0
    slices = json.loads((tmp_path / "f.json").read_text())["gold"]["slices"]
    assert slices["sector"]["council"]["n"] == len(CODED)


def test_evaluate_compares_a_run_with_its_truth(tmp_path: Path, demo: Path, scanned: tuple[Path, Result]) -> None:
    truth = demo / "truth" / "passages.jsonl"
    outputs = ("--out", tmp_path / "f.json", "--metrics", tmp_path / "few.json")
    result = tokenism("evaluate", "--truth", truth, "--run", scanned[0], *outputs)
    assert result.exit_code == 0
    figures, few = (json.loads((tmp_path / name).read_text()) for name in ("f.json", "few.json"))
    assert figures["extraction"]["word_recall"] > 0.9
    assert few["verdicts_right"] == figures["ledger"]["verdict_accuracy"]
    assert set(figures) == {"extraction", "labels", "ledger", "linker"}


def test_run_and_challenge_are_measured_at_once(
    tmp_path: Path, demo: Path, scanned: tuple[Path, Result], challenge: Path, model: Path
) -> None:
    run = ("--truth", demo / "truth" / "passages.jsonl", "--run", scanned[0])
    both = (*run, "--challenge", challenge, "--model", model, "--resamples", 20)
    assert tokenism("evaluate", *both, "--out", tmp_path / "f.json").exit_code == 0
    assert set(json.loads((tmp_path / "f.json").read_text())) == {
        "extraction",
        "labels",
        "ledger",
        "linker",
        "about",
        "challenge",
    }


@pytest.mark.parametrize("option", ["--gold", "--truth"])
def test_missing_truth_ends_with_2(tmp_path: Path, model: Path, option: str) -> None:
    run = ("--run", tmp_path) * (option == "--truth")
    refused(tokenism("evaluate", option, tmp_path / "nosuch.jsonl", *run, "--model", model), 2, "nosuch.jsonl: no such")


def test_truth_with_a_folder_that_is_no_run_ends_with_2(tmp_path: Path, demo: Path) -> None:
    truth = demo / "truth" / "passages.jsonl"
    refused(tokenism("evaluate", "--truth", truth, "--run", tmp_path), 2, "documents.parquet: no such file")


# ---------------------------------------------------------------- a codebook of one's own


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The folder of another codebook, with four rungs."""
    return write_small(tmp_path / "book")


OF_FOUR_RUNGS = [replace(passage, practice=(passage.practice + 1) // 2) for passage in CODED]
CODEBOOK_COMMANDS = {
    "scan": ["scan", "nosuch.pdf", "--out", "out"],
    "tag": ["tag", "coded.jsonl", "out.jsonl"],
    "train": ["train", "coded.jsonl", "--out", "out"],
    "evaluate": ["evaluate", "--gold", "coded.jsonl"],
}
each_codebook_command = pytest.mark.parametrize("arguments", CODEBOOK_COMMANDS.values(), ids=CODEBOOK_COMMANDS)


@each_codebook_command
def test_mistake_in_a_codebook_ends_with_2_and_its_line(
    book: Path, coded: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = spoil(book, "stance", '"committed"', '"na"@')
    monkeypatch.chdir(coded.parent)
    refused(tokenism(*arguments, "--codebook", book), 2, f"tokenism: {where}[[cue]] stance.will: value 'na' is none of")
    assert not (coded.parent / "out").exists()


@each_codebook_command
def test_codebook_that_is_no_folder_ends_with_2(
    coded: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(coded.parent)
    refused(tokenism(*arguments, "--codebook", "none"), 2, "tokenism: none: no such folder; a codebook folder holds")


@pytest.fixture
def coded_by_four(tmp_path: Path) -> Path:
    """The coded passages of the tests with rungs of the other codebook."""
    path = tmp_path / "four.jsonl"
    lines = [asdict(passage) | {"writer": passage.group} for passage in OF_FOUR_RUNGS]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_model_of_another_codebook_is_trained_and_used_without_a_warning(
    tmp_path: Path, book: Path, coded_by_four: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = ("--codebook", book)
    assert tokenism("train", coded_by_four, "--out", tmp_path / "m", "--n-hashed", 256, *chosen).exit_code == 0
    about = json.loads((tmp_path / "m" / "model.json").read_text())["about"]
    assert [rung for rung, _ in about["rungs"]] == ["telling", "asking", "sharing", "owning"]
    assert tokenism("tag", coded_by_four, tmp_path / "t.jsonl", "--model", tmp_path / "m", *chosen).exit_code == 0
    assert {line["practice_rung"] for line in lines_of(tmp_path / "t.jsonl")} <= {0, 1, 2, 3, 4}
    result = tokenism("evaluate", "--gold", coded_by_four, "--model", tmp_path / "m", *chosen)
    assert (result.exit_code, caplog.messages) == (0, [])


def test_rung_that_the_codebook_lacks_is_refused_in_training(tmp_path: Path, book: Path, coded: Path) -> None:
    result = tokenism("train", coded, "--out", tmp_path / "m", "--codebook", book)
    refused(result, 2, "coded.jsonl, line 9: practice 5", "is no whole number from 0 to 4")


def test_scan_uses_the_cues_of_the_codebook(tmp_path: Path, book: Path, model: Path, make_pdf: MakePdf) -> None:
    words = "In the spring of last year peer support groups met in the library, and the council did listen to tenants."
    arguments = ("scan", make_pdf(Sheet(Text(72, 100, words))), "--out", tmp_path / "out", "--model", model)
    assert tokenism(*arguments, "--codebook", book).exit_code == 0
    spans = {(row["kind"], row["value"]) for row in rows_of(tmp_path / "out" / "spans.parquet")}
    assert spans >= {("marker", "elm.peers"), ("marker", "oak.circles")}


def test_warning_of_another_codebook_is_one_line_and_the_run_goes_on(tmp_path: Path, book: Path, model: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "Peer support groups met."}\n')
    arguments = ["tag", "in.jsonl", "out.jsonl", "--model", str(model), "--codebook", str(book)]
    program = [sys.executable, "-c", "from tokenism.cli import main; main()", *arguments]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Tagged 1 of 1 lines.\n")
    (line,) = done.stderr.splitlines()
    assert line.startswith("tokenism: the model was trained with another codebook")
    assert [marker["marker"] for marker in lines_of(tmp_path / "out.jsonl")[0]["markers"]] == [
        "elm.peers",
        "oak.circles",
    ]
