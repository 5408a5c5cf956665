"""Hostile text stays text in every file that a run writes: each kind of file has its rule, and no kind is without one.

The rule in short: what a person opens (HTML, scripts of the report, CSV, workbooks, plain text, the terminal) holds no
markup, formula, control or mark of direction of a document; what a program reads holds
the text as a value: Parquet as it was read, SQLite, JSON and YAML with controls replaced.
"""

import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import pytest
import xlsxwriter
import yaml
from python_calamine import CalamineWorkbook

from tests.hostile_text import BREAKS, FORMULAS, IMAGE, LINK, SCRIPT, claims, formulas
from tests.makers import trained
from tests.test_cli import rows_of, tokenism
from tokenism.model import save_model
from tokenism.printable import printable

FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Controls but tab and line feed, marks of direction, and what is no character."""
SHEET = re.compile(r"<f[ >/]")
CALL = re.compile(r"[\w.$]+\((?P<arguments>.*)\);?\s*", re.DOTALL)
NO_ICON = ("link", {"rel": "icon", "href": "data:,"})
ALLOWED = ("", "http", "https", "mailto")
TITLE = "\u202e" + SCRIPT + "\x1b[31m"
NAMES = (f"{IMAGE}.pdf", "=1+1 {{ 7*7 }}.pdf", "@SUM(1)/-2+3;javascript:alert(6).pdf", "\u202efdp\x1b[31m\nx.pdf")
SOURCES = [
    ["file", "organisation", "organisation_type", "title", "year", "url", "licence"],
    [NAMES[0], SCRIPT, IMAGE, LINK, "2024", "javascript:alert(7)", "@SUM(2)"],
    [NAMES[1], f"{LINK};+1", "-1+1 type", TITLE, "2025", 'https://elm.example/"><script>alert(8)</script>', SCRIPT],
    [f"gone {SCRIPT}.pdf", "\x1b[31mElm\u202e", "", "\u2066aside", "", "data:text/html,<script>alert(9)</script>", ""],
]


@dataclass(frozen=True)
class Ran:
    """The folder that a scan of hostile documents wrote, and all that it said on the terminal."""

    folder: Path
    said: str


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    place = tmp_path_factory.mktemp("text")
    pdfs = [claims(*BREAKS.values(), title=TITLE), formulas(*FORMULAS), claims(SCRIPT, LINK, title=SCRIPT), b"no PDF"]
    for name, data in zip(NAMES, pdfs, strict=True):
        (place / "pdf" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "pdf" / name).write_bytes(data)
    with (place / "pdf" / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(SOURCES)
    save_model(place / "model", trained()[0])
    command = "from tokenism.cli import main; main()"
    options = ["--sources", "pdf/sources.csv", "--out", "run", "--model", "model", "--no-cache", "--min-claims", "1"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", command, "-v", "scan", "pdf", *options],
        cwd=place, capture_output=True, check=False, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 0, said
    return Ran(place / "run", said)


# What is looked at


class Page(HTMLParser):
    """Elements with their attributes, and the words of a page; scripts and styles have none of their own."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


SPLIT = re.compile(r"<script\b[^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE)
FORBIDDEN = {"iframe", "object", "embed", "applet", "base", "frame"}


def check_page(path: Path, root: Path) -> None:
    """A page has no script but the report's own, no handler, no address that runs, no control."""
    page, source = Page(path), path.read_text(encoding="utf-8")
    assert UNSEEN.findall(source) == []
    assert [inside for inside in SPLIT.findall(source) if inside.strip()] == []
    for tag, attributes in (element for element in page.elements if element != NO_ICON):
        assert tag not in FORBIDDEN
        assert [name for name in attributes if name.startswith("on") or name == "srcdoc"] == []
        for name in ("href", "src", "action", "formaction", "xlink:href", "poster", "data"):
            assert urlsplit((attributes.get(name) or "").strip()).scheme in ALLOWED
        if tag in ("script", "img", "link"):
            own = (path.parent / (attributes.get("src") or attributes.get("href") or "")).resolve()
            assert own.is_file()
            assert own.is_relative_to(root.resolve())
        assert (attributes.get("http-equiv") or "").lower() != "refresh"


def check_csv(path: Path, root: Path) -> None:
    """A table has as many cells in every row as in the first, and none that a spreadsheet runs."""
    text = path.read_text(encoding="utf-8-sig")
    assert UNSEEN.findall(text) == []
    rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == []


def check_workbook(path: Path, root: Path) -> None:
    """A workbook has no formula, no link that runs, no control, and opens."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else ""
            assert not SHEET.search(text) or "worksheets/" not in name, name
            assert not re.search(r'Target="(?!https?:|mailto:|[\w.\\/#-]+")', text)
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        cells = [cell for row in book.get_sheet_by_name(name).to_python() for cell in row if isinstance(cell, str)]
        assert [cell for cell in cells if UNSEEN.search(cell)] == []


def check_parquet(path: Path, root: Path) -> None:
    """A Parquet file opens; its text is as it was read."""
    assert pq.read_table(path).num_columns > 0


def check_sqlite(path: Path, root: Path) -> None:
    """A database is sound, and has no trigger or view of which a document could be part."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kinds = {kind for (kind,) in database.execute("SELECT type FROM sqlite_master")}
        assert kinds <= {"table", "index", "view"}


def check_json(path: Path, root: Path) -> None:
    """A JSON file is JSON by its strict rules."""
    json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)


def check_json_lines(path: Path, root: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        json.loads(line, parse_constant=pytest.fail)


def check_yaml(path: Path, root: Path) -> None:
    """A YAML file has plain values only."""
    yaml.safe_load(path.read_text(encoding="utf-8"))


def check_script(path: Path, root: Path) -> None:
    """A script is one of the package's own, or one call with values in JSON that end no script element."""
    text = path.read_text(encoding="utf-8")
    if path.parent.name == "assets":
        check_own(path, root)
        return
    assert UNSEEN.findall(text) == []
    assert re.findall("</?script|<!--|[\u2028\u2029]", text, re.IGNORECASE) == []
    call = CALL.fullmatch(text)
    assert call is not None
    json.loads(f"[{call['arguments']}]", parse_constant=pytest.fail)


def check_own(path: Path, root: Path) -> None:
    """A file of the package, byte for byte."""
    assert path.read_bytes() == (resources.files("tokenism.report") / "assets" / path.name).read_bytes()


def check_text(path: Path, root: Path) -> None:
    assert UNSEEN.findall(path.read_text(encoding="utf-8")) == []


def check_picture(path: Path, root: Path) -> None:
    assert path.read_bytes()[:4] == b"RIFF"


CHECKS: dict[str, Callable[[Path, Path], None]] = {
    ".html": check_page,
    ".csv": check_csv,
    ".xlsx": check_workbook,
    ".parquet": check_parquet,
    ".sqlite": check_sqlite,
    ".json": check_json,
    ".jsonld": check_json,
    ".jsonl": check_json_lines,
    ".yml": check_yaml,
    ".yaml": check_yaml,
    ".js": check_script,
    ".css": check_own,
    ".webp": check_picture,
    ".txt": check_text,
    ".md": check_text,
}
"""A rule for each kind of file that a run writes; another kind fails the test until it has one."""


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def check_folder(folder: Path) -> None:
    """Every file of a folder keeps the rule of its kind, and has a name without a control."""
    for path in files_of(folder):
        assert UNSEEN.findall(str(path.relative_to(folder))) == []
        assert path.suffix in CHECKS, f"{path.name}: no rule for this kind of file"
        try:
            CHECKS[path.suffix](path, folder)
        except AssertionError as error:
            raise AssertionError(f"{path.relative_to(folder)}: {error}") from error


# What is found


def test_hostile_text_reaches_the_ledger(ran: Ran) -> None:
    """Else the other tests would say nothing."""
    texts = {row["passage_id"]: row["text"] for row in rows_of(ran.folder / "passages.parquet")}
    claimed = [texts[row["passage_id"]] for row in rows_of(ran.folder / "claims.parquet")]
    for words in (
        SCRIPT,
        IMAGE,
        BREAKS["quotes"],
        BREAKS["end"],
        BREAKS["template"],
        BREAKS["long"],
        BREAKS["address"],
    ):
        assert [text for text in claimed if words in text] != []
    for begins in FORMULAS:
        assert [text for text in claimed if text.startswith(begins)] != []


def test_every_file_of_a_run_keeps_the_rule_of_its_kind(ran: Ran) -> None:
    check_folder(ran.folder)
    assert {".html", ".csv", ".parquet", ".sqlite", ".json", ".js", ".css"} <= {p.suffix for p in files_of(ran.folder)}


def test_hostile_words_are_shown_as_words(ran: Ran) -> None:
    shown = " ".join(Page(path).text for path in files_of(ran.folder / "report") if path.suffix == ".html")
    flat = re.sub(r"\s+", " ", shown)
    for name in ("script", "image", "quotes", "end", "template", "address", "comment", "entity", "long"):
        assert f"strategy {BREAKS[name]} with residents" in flat
    facts = [SCRIPT, IMAGE, LINK, SOURCES[2][2], TITLE, SOURCES[2][6]]
    for text in (*FORMULAS, *facts):
        assert printable(text).replace("\n", " ") in flat
    assert "49" not in {word for page in files_of(ran.folder / "report" / "organisations") for word in Page(page).words}


def test_terminal_gets_no_control(ran: Ran) -> None:
    assert [line for line in ran.said.split("\n") if UNSEEN.search(line)] == []
    assert "\ufffdfdp\ufffd[31m" in ran.said


def test_tables_keep_the_text_as_it_was_read(ran: Ran) -> None:
    rows = {row["path"]: row for row in rows_of(ran.folder / "documents.parquet")}
    assert rows[NAMES[0]]["title"] == LINK
    assert rows[NAMES[1]]["organisation"] == f"{LINK}; +1"
    with closing(sqlite3.connect(ran.folder / "evidence.sqlite")) as database:
        kept = dict(database.execute("SELECT passage_id, text FROM passages"))
    read = {row["passage_id"]: row["text"] for row in rows_of(ran.folder / "passages.parquet")}
    assert kept == {key: printable(text) for key, text in read.items()}
    assert read != kept


def test_cells_come_back_as_they_were(ran: Ran) -> None:
    with (ran.folder / "organisations.csv").open(encoding="utf-8", newline="") as file:
        names = {row["organisation"] for row in csv.DictReader(file)}
    assert {f"'{LINK}", "'+1", SCRIPT, "'@SUM(1)"} <= names


@pytest.mark.parametrize("organisation", [SCRIPT, LINK, "@SUM(1)"])
def test_every_file_of_a_reply_pack_keeps_the_rule_of_its_kind(ran: Ran, tmp_path: Path, organisation: str) -> None:
    result = tokenism("reply-pack", organisation, "--run", ran.folder, "--out", tmp_path / "pack")
    assert result.exit_code == 0, result.output
    assert UNSEEN.findall(result.output) == []
    check_folder(tmp_path / "pack")


def test_every_file_of_a_comparison_keeps_the_rule_of_its_kind(ran: Ran, tmp_path: Path) -> None:
    files = ("--out", tmp_path / "changes", "--json", tmp_path / "changes" / "all.json")
    result = tokenism("diff", ran.folder, "--years", 2024, 2025, *files)
    assert result.exit_code == 0, result.output
    assert UNSEEN.findall(result.output) == []
    check_folder(tmp_path / "changes")


BAD = {
    "inline.html": "<p>x</p><script>alert(1)</script>",
    "far.html": '<script src="https://elm.example/x.js"></script>',
    "handler.html": "<img src=x onerror=alert(1)>",
    "address.html": '<a href=" javascript:alert(1)">x</a>',
    "turned.html": "<p>paid \u202efdp</p>",
    "formula.csv": "a,b\n1,=1+1\n",
    "wide.csv": "a,b\n1,\uff1d1+1\n",
    "broken.csv": "a,b\n1,2,3\n",
    "escape.csv": "a\n\x1b[31m\n",
    "nan.json": '{"a": NaN}',
    "object.yml": "!!python/object/apply:os.system ['true']",
    "ended.js": 'show("</script>");',
    "line.js": 'show("a\u2028b");',
    "code.js": "alert(1); show(2);",
    "bell.txt": "\x07",
    "other.exe": "",
}


@pytest.mark.parametrize(("name", "text"), BAD.items(), ids=list(BAD))
def test_rule_refuses_what_is_not_text(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises((AssertionError, ValueError, yaml.YAMLError, pytest.fail.Exception)):
        check_folder(tmp_path)


def test_rule_refuses_a_formula_in_a_workbook(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet().write_formula("A1", "=1+1")
    book.close()
    with pytest.raises(AssertionError):
        check_folder(tmp_path)


def test_quotations_with_hostile_words_are_found_again(ran: Ran) -> None:
    result = tokenism("verify-quotes", ran.folder, "--pdfs", ran.folder.parent / "pdf")
    assert result.exit_code == 0
    assert UNSEEN.findall(result.output) == []
    assert "(100.0%)" in result.output
