"""Entries of TOML files: typed values, and one sentence with file, line, entry and remedy where something is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tokenism.errors import InputError
from tokenism.toml_source import Entry, no_duplicates, read_toml

GOOD = """\
name = "  two\\n words "
many = [
  "a",
  "b",
]
three = 3
yes = true

[table]
x = "y"

[[cue]]
id = "one"

[[cue]]
id = "two"
"""


def entry(folder: Path, text: str = GOOD) -> Entry:
    path = folder / "a.toml"
    path.write_text(text, encoding="utf-8")
    return read_toml(path)


def sentence(folder: Path, text: str, read: Callable[[Entry], object] = lambda file: file) -> str:
    """What is told of a text, after the file's path and the colon."""
    with pytest.raises(InputError) as caught:
        read(entry(folder, text))
    path, _, rest = str(caught.value).partition("a.toml:")
    assert path == f"{folder}/"
    return rest


def test_values_come_out_by_their_type(tmp_path: Path) -> None:
    file = entry(tmp_path)
    assert (file.text("name"), file.texts("many"), file.number("three", 1, 3)) == ("two words", ("a", "b"), 3)
    assert (file.flag("yes"), file.flag("no"), file.text("none", "x")) == (True, False, "x")
    assert (file.table("table").text("x"), file.table("none").values) == ("y", {})
    assert [cue.text("id") for cue in file.tables("cue", ["id"])] == ["one", "two"]


def test_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbfa = 'b'\r\n[[c]]\r\nd = 1\r\n")
    file = read_toml(tmp_path / "a.toml")
    assert (file.text("a"), file.tables("c")[0].line("d")) == ("b", 3)


@pytest.mark.parametrize(
    ("read", "line"),
    [
        (lambda file: file.line(), 1),
        (lambda file: file.line("none"), 1),
        (lambda file: file.line("three"), 6),
        (lambda file: file.line("many"), 2),
        (lambda file: file.line("many", 1), 4),
        (lambda file: file.line("many", "b"), 4),
        (lambda file: file.line("many", "z"), 2),
        (lambda file: file.table("table").line(), 9),
        (lambda file: file.tables("cue")[1].line(), 15),
        (lambda file: file.tables("cue")[1].line("id"), 16),
    ],
)
def test_line_of_an_entry_a_key_or_an_element(tmp_path: Path, read: Callable[[Entry], int], line: int) -> None:
    assert read(entry(tmp_path)) == line


@pytest.mark.parametrize(
    ("text", "read", "told"),
    [
        ("b = 1\na = 1", lambda f: f.only(["b", "c"]), "2: the file: unknown key 'a'; the keys are b, c"),
        ("b = 1", lambda f: f.text("a"), "1: the file: the key 'a' is missing; it holds a text in quotes"),
        ("b = 1\na = 1", lambda f: f.text("a"), "2: the file: the key 'a' must be a text in quotes, not 1"),
        ("\na = true", lambda f: f.text("a"), "2: the file: the key 'a' must be a text in quotes, not true"),
        ("\na = nan", lambda f: f.text("a"), "2: the file: the key 'a' must be a text in quotes, not nan"),
        ("\na = ' '", lambda f: f.text("a"), "2: the file: the key 'a' must be a text in quotes, not ' '"),
        ("\na = 'x'", lambda f: f.texts("a"), "2: the file: the key 'a' must be a list of texts in quotes, not 'x'"),
        ("\na = []", lambda f: f.texts("a"), "2: the file: the key 'a' must be a list of texts in quotes, not []"),
        ("b = 1", lambda f: f.texts("a"), "1: the file: the key 'a' is missing; it holds a list of texts in quotes"),
        ("a = [\n'x',\n2]", lambda f: f.texts("a"), "3: the file: the key 'a' holds 2; its elements are texts in"),
        ("a = [\n'x',\ntrue]", lambda f: f.texts("a"), "3: the file: the key 'a' holds true; its elements are texts"),
        ("a = [\n'x',\n'x']", lambda f: f.texts("a"), "3: the file: the key 'a' holds 'x' twice; delete one"),
        ("\na = 'x'", lambda f: f.choice("a", ["y", "z"]), "2: the file: a 'x' is none of y, z"),
        ("\na = '1'", lambda f: f.number("a", 1, 3), "2: the file: a '1' is no whole number from 1 to 3"),
        ("\na = true", lambda f: f.number("a", 1, 3), "2: the file: a true is no whole number from 1 to 3"),
        ("\na = 1.0", lambda f: f.number("a", 1, 3), "2: the file: a 1.0 is no whole number from 1 to 3"),
        ("\na = 4", lambda f: f.number("a", 1, 3), "2: the file: a 4 is no whole number from 1 to 3"),
        ("b = 1", lambda f: f.number("a", 1, 3), "1: the file: the key 'a' is missing; it holds a whole number from"),
        ("\na = 'true'", lambda f: f.flag("a"), "2: the file: the key 'a' must be true or false, without quotes, not"),
        ("\na = 1", lambda f: f.flag("a"), "2: the file: the key 'a' must be true or false, without quotes, not 1"),
        ("\na = 1", lambda f: f.table("a"), "2: the file: the key 'a' must be a table, not 1"),
        ("\n[a]", lambda f: f.table("a"), "2: the file: the table 'a' is empty; fill it or delete it"),
        ("\na = {}", lambda f: f.table("a"), "2: the file: the table 'a' is empty; fill it or delete it"),
        ("b = 1", lambda f: f.tables("a"), "1: the file: at least one [[a]] is wanted"),
        ("\n[a]\nb = 1", lambda f: f.tables("a"), "2: the file: at least one [[a]] is wanted"),
        ("\na = 1", lambda f: f.tables("a"), "2: the file: at least one [[a]] is wanted"),
        ("[[a]]\nb = 1\n[[a]]\nc = 1", lambda f: f.tables("a", ["b"]), "4: [[a]] number 2: unknown key 'c'; the keys"),
        ("[[a]]\nid = 'x'\nc = 1", lambda f: f.tables("a", ["id"]), "3: [[a]] x: unknown key 'c'; the keys are id"),
        ("[a]\nb = 1", lambda f: f.table("a").text("b"), "2: [a]: the key 'b' must be a text in quotes, not 1"),
        (
            "[[a]]\nid = 'x'\nb = { c = 1 }",
            lambda f: f.tables("a")[0].table("b").text("c"),
            "3: [[a]] x, b: the key 'c' must be a text in quotes, not 1",
        ),
        (
            "[[a]]\nid = 'x'\n[[a]]\nid = 'x'",
            lambda f: no_duplicates(f.tables("a")),
            "4: [[a]] x: the id 'x' stands at a.toml:2 already; rename one of them",
        ),
    ],
)
def test_fault_is_told_with_line_entry_and_remedy(
    tmp_path: Path, text: str, read: Callable[[Entry], Any], told: str
) -> None:
    assert sentence(tmp_path, text, read).startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "a = 1\nb = yes\n",
            "2: the file: not valid TOML: Invalid value; 'yes' has no quotes: a text is written \"yes\"",
        ),
        ("[[cue]]\n[[cue]]\nneeds = public\n", "3: [[cue]] number 2: not valid TOML: Invalid value; 'public' has no"),
        ("[public]\nx = public # y\n", "2: [public]: not valid TOML: Invalid value; 'public' has no quotes"),
        ("a = [\n  'x',\n  survey,\n]\n", "3: the file: not valid TOML: Invalid value; 'survey' has no quotes"),
        ("a = [\n  'x'\n  'y',\n]\n", "3: the file: not valid TOML: Unclosed array"),
        ("a = { b = draft }\n", "1: the file: not valid TOML: Invalid value; 'draft' has no quotes"),
        ("a = informing\n", "1: the file: not valid TOML: Expected newline or end of document after a statement"),
        ("a = True\n", "1: the file: not valid TOML: Invalid value; 'True' has no quotes: a text is written"),
        ("b = 1\na = 'x\n", "2: the file: not valid TOML: "),
        ("b = 1\na =\n", "2: the file: not valid TOML: Invalid value"),
        ("b = 1\na\n", "2: the file: not valid TOML: Expected '=' after a key"),
        ('b = 1\na = "\\d+"\n', "2: the file: not valid TOML: Unescaped '\\' in a string"),
        ("b = 1\na = [\n'x',\n\n", "2: the file: not valid TOML: "),
        ('b = 1\na = """\nx\n\n', "2: the file: not valid TOML: "),
        ("a = [\n'x',\nb = 'y'\n", "3: the file: not valid TOML: "),
        ("[[cue]\na = 1\n", "1: [[cue]] number 1: not valid TOML: "),
        ("a = 1\nb = 2\na = 3\n", "3: the file: 'a' stands at line 1 already; delete one of them"),
        ("[[cue]]\na = [\n'x']\na = [\n'y',\n]\n", "4: [[cue]] number 1: 'a' stands at line 2 already; delete one of"),
        ("a = { b = 1, b = 2 }\n", "1: the file: 'b' stands at line 1 already; delete one of them"),
        ("[a]\nb = 1\n[c]\n[a]\n", "4: [a]: 'a' stands at line 1 already; delete one of them"),
        ("", "1: the file: the key 'a' is missing"),
    ],
)
def test_text_that_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    assert sentence(tmp_path, text, lambda file: file.text("a")).startswith(told)


def test_value_that_is_not_closed_is_told_with_where_it_begins(tmp_path: Path) -> None:
    found = sentence(tmp_path, "b = 1\na = [\n'x',\n\n[[cue]]\nid = 'y'\n")
    assert found.endswith("; the value that begins at line 2 is not closed")


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"a = 1\nb = '\xff'\n")
    with pytest.raises(InputError, match=r"a\.toml:2: not UTF-8 text \(invalid start byte\); save the file as UTF-8"):
        read_toml(tmp_path / "a.toml")


def test_missing_file_is_told_with_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"b\.toml: no such file; it is wanted$"):
        read_toml(tmp_path / "b.toml", missing="it is wanted")


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ("{ a = ", "}")])
def test_lists_and_tables_that_stand_too_deep_in_one_another_are_told_with_their_line(
    tmp_path: Path, opened: str, closed: str
) -> None:
    told = sentence(tmp_path, f"b = []\na = [1]\nc = {opened * 5000}1{closed * 5000}\nd = [[1]]\n")
    assert told.startswith("3: the file: lists or tables stand in one another too deep")


@pytest.mark.parametrize("depth", [100, 300])
def test_list_that_can_just_be_read_is_told_as_no_text(tmp_path: Path, depth: int) -> None:
    told = sentence(tmp_path, f"b = 1\na = {'[' * depth}{']' * depth}\n", lambda file: file.text("a"))
    assert told.startswith("2: the file: ")


def test_text_that_is_deep_and_no_toml_is_told(tmp_path: Path) -> None:
    assert sentence(tmp_path, f"a = {'[' * 300}\n").startswith("1: the file: ")
    assert sentence(tmp_path, f"a = {'[' * 5000}\n").startswith("1: the file: ")
