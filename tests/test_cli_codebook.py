"""`tokenism codebook`: check says what was read or the first mistake, show prints, export writes one file."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tokenism.cli import main
from tokenism.codebook import codebook_folder
from tokenism.exchange.sections import SECTIONS

VIEW = """
id = "halves"
name = "Two halves"
source = "Elm 2001"
[[level]]
id = "lower"
name = "told or asked"
definition = "People are told or asked."
rungs = ["coercing", "educating", "informing", "consulting", "engaging"]
[[level]]
id = "upper"
name = "sharing"
definition = "People share the work."
rungs = ["co-designing", "co-producing", "devolving"]
"""


def tokenism(*arguments: object, env: dict[str, str] | None = None) -> Result:
    """What ``tokenism codebook`` does with these arguments; anything but a user's mistake is raised."""
    words = ["codebook", *(str(argument) for argument in arguments)]
    return CliRunner().invoke(main, words, catch_exceptions=False, env=env)


def refused(result: Result, *words: str) -> None:
    """The command ended with 2 and one sentence on the error stream, which holds the words."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert [word for word in words if word not in result.stderr] == []
    assert result.stderr.count("\n") == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A codebook of one's own: that of the house and a view of two levels."""
    found = shutil.copytree(codebook_folder(), tmp_path / "mine")
    (found / "views" / "halves.toml").write_text(VIEW, encoding="utf-8")
    return found


# ---------------------------------------------------------------- check


def test_check_says_in_one_line_what_it_read() -> None:
    result = tokenism("check")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert [
        word for word in ("8 rungs", "cues", "facets", "rules", "markers", "digest") if word not in result.stdout
    ] == []


def test_check_reads_another_folder(folder: Path) -> None:
    ours, mine = tokenism("check").stdout, tokenism("check", folder).stdout
    assert ("6 views" in ours, "7 views" in mine) == (True, True)
    assert ours.rsplit("digest")[1] != mine.rsplit("digest")[1]


def test_check_takes_the_folder_as_an_option_too(folder: Path) -> None:
    assert tokenism("check", "--codebook", folder).stdout == tokenism("check", folder).stdout


def test_check_of_two_folders_is_a_mistake_of_usage(folder: Path) -> None:
    result = tokenism("check", folder, "--codebook", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "FOLDER or --codebook, not both" in result.stderr


def test_check_tells_of_a_cue_without_counter_example(folder: Path) -> None:
    path = folder / "claims.toml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if line.startswith("counter"))
    cue = next(line.split('"')[1] for line in reversed(lines[:first]) if line.startswith("id ="))
    path.write_text("".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")
    result = tokenism("check", folder)
    assert result.exit_code == 0
    told = next(line for line in result.stderr.splitlines() if "without counter-example" in line)
    assert told.startswith("worth knowing: ")
    assert cue in told


def test_check_ends_with_2_and_names_file_and_line_of_a_mistake(folder: Path) -> None:
    path = folder / "ladder.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("brief =", "breif =", 1), encoding="utf-8")
    refused(tokenism("check", folder), "ladder.toml:", "unknown key 'breif'")


@pytest.mark.parametrize(("name", "words"), [("nosuch", "nosuch: no such folder"), ("empty", ".toml: no such file")])
def test_check_of_a_folder_without_codebook_ends_with_2(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    refused(tokenism("check", tmp_path / name), words)


def test_quiet_check_prints_nothing() -> None:
    result = CliRunner().invoke(main, ["--quiet", "codebook", "check"], catch_exceptions=False)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


# ---------------------------------------------------------------- show


@pytest.mark.parametrize(
    "what", [[], *([name] for name in SECTIONS), ["consulting"], ["arnstein"], ["nef"], ["survey"]]
)
def test_show_prints_within_eighty_columns(what: list[str]) -> None:
    result = tokenism("show", *what, env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert 40 < max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b" not in result.stdout


def test_show_fits_a_narrow_terminal() -> None:
    assert max(map(len, tokenism("show", "views", env={"COLUMNS": "50"}).stdout.splitlines())) <= 50


def test_show_prints_a_view_of_another_codebook(folder: Path) -> None:
    assert "1, 2, 3, 4, 5  told or asked" in tokenism("show", "halves", "--codebook", folder).stdout
    refused(tokenism("show", "halves"), "the codebook has no 'halves'")


def test_show_of_an_unknown_word_says_what_is_near() -> None:
    refused(tokenism("show", "arnstien"), "tokenism: the codebook has no 'arnstien'; did you mean arnstein?")


def test_help_of_show_names_every_section() -> None:
    text = tokenism("show", "--help").stdout
    assert [name for name in SECTIONS if name not in text] == []


# ---------------------------------------------------------------- export


@pytest.mark.parametrize("name", ["codebook.md", "codebook.csv", "codebook.qdc", "new/CODEBOOK.MD"])
def test_export_takes_the_format_from_the_ending_and_writes_the_same_bytes_each_time(tmp_path: Path, name: str) -> None:
    results = [tokenism("export", tmp_path / str(n) / name) for n in range(2)]
    assert [result.exit_code for result in results] == [0, 0]
    first, second = ((tmp_path / str(n) / name).read_bytes() for n in range(2))
    assert first == second
    assert b"\r" not in first
    assert results[0].stdout == f"The codebook is in {tmp_path / '0' / name}\n"


def test_export_writes_the_format_that_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "codebook.txt"
    tokenism("export", out, "--format", "qdc")
    assert '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"' in out.read_text(encoding="utf-8")
    tokenism("export", out, "--format", "frameworks")
    assert out.read_text(encoding="utf-8").startswith("# Ladders and frameworks")


def test_export_to_the_terminal_is_the_file_and_nothing_else(tmp_path: Path) -> None:
    tokenism("export", tmp_path / "codebook.csv")
    result = tokenism("export", "-", "--format", "csv")
    assert result.stdout_bytes == (tmp_path / "codebook.csv").read_bytes()
    assert tokenism("export", "--format", "markdown", "-").stdout.startswith("# Codebook")


def test_export_writes_another_codebook(tmp_path: Path, folder: Path) -> None:
    tokenism("export", tmp_path / "mine.csv", "--codebook", folder)
    rows = csv.DictReader(io.StringIO((tmp_path / "mine.csv").read_text(encoding="utf-8")))
    assert "halves.upper" in {row["id"] for row in rows}


@pytest.mark.parametrize("out", ["codebook.docx", "codebook", "-"])
def test_export_without_a_format_that_can_be_told_is_a_mistake_of_usage(tmp_path: Path, out: str) -> None:
    result = tokenism("export", tmp_path / out if out != "-" else out)
    assert result.exit_code == 2
    assert "markdown, csv, qdc, frameworks" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_export_onto_a_folder_is_refused(tmp_path: Path) -> None:
    refused(tokenism("export", tmp_path, "--format", "csv"), "a folder; name the file to write")


def test_export_below_a_file_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    refused(tokenism("export", tmp_path / "file" / "codebook.md"), "check the path and its permissions")


def test_codebook_with_a_mistake_leaves_an_older_export_alone(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "old.md").write_text("old")
    (folder / "claims.toml").write_text("cue = oops", encoding="utf-8")
    refused(tokenism("export", tmp_path / "old.md", "--codebook", folder), "claims.toml:1:")
    assert (tmp_path / "old.md").read_text() == "old"
