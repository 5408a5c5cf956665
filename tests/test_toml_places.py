"""Places: every key and list element of any TOML has its line, and a text that is no TOML is no error."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.codebook import codebook_folder
from tokenism.toml_places import Place, deepest, places


def keys_of(value: Any, place: Place = ()) -> Iterator[Place]:
    """Places of all values in what the standard library reads, but those of lists of ``[[tables]]``."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*place, key)
            yield from keys_of(inner, (*place, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield (*place, n)
            yield from keys_of(inner, (*place, n))


@pytest.mark.parametrize("path", sorted(codebook_folder().rglob("*.toml")), ids=lambda path: path.stem)
def test_every_value_of_the_codebook_has_a_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    values = tomllib.loads(text)
    tables = {(key,) for key, value in values.items() if isinstance(value, list) and isinstance(value[0], dict)}
    assert set(places(text).lines) == set(keys_of(values)) - tables


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ('a = 1\nb = "x"\n', ("b",), 2),
        ('a = """\nb = 1\n"""\nb = 2\n', ("b",), 4),
        ("a = '''\n'b' = 1\n'''\nb = 2\n", ("b",), 4),
        ('a = """\nx"""""\nb = 2\n', ("b",), 3),
        ('a = "\\"" # b = 1\nb = 2\n', ("b",), 2),
        ('a = "[[b]]"\n[[b]]\nc = 1\n', ("b", 0, "c"), 3),
        ("# [[b]]\n[[b]]\n[[b]]\nc = 1\n", ("b", 1, "c"), 4),
        ("[[b]]\n[b.c]\nd = 1\n[[b]]\n[b.c]\nd = 1\n", ("b", 1, "c", "d"), 6),
        ("[[b]]\n[[b.c]]\n[[b.c]]\nd = 1\n", ("b", 0, "c", 1, "d"), 4),
        ('a = [\n  "x", # y\n\n  "z",\n]\n', ("a", 1), 4),
        ("a = [[1,\n2], [3,\n4]]\n", ("a", 1, 1), 3),
        ("a = [{b = 1},\n{b = [2,\n3]}]\n", ("a", 1, "b", 1), 3),
        ("a.b = 1\na.c = 2\n", ("a", "c"), 2),
        ('[a]\n"b.c".d = 1\n', ("a", "b.c", "d"), 2),
        ("[ a . b ]\nc = 1979-05-27 07:32:00\nd = 1.5\n", ("a", "b", "d"), 3),
    ],
)
def test_line_of_a_value(text: str, place: Place, line: int) -> None:
    assert set(keys_of(tomllib.loads(text))) >= {place}
    assert places(text).lines[place] == line


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("a = 1\nb = 2\na = 3\n", ((("a",), 3),)),
        ("a = { b = 1,\nb = 2 }\n", ((("a", "b"), 2),)),
        ("[a]\n[b]\n[a]\n", ((("a",), 3),)),
        ("[[a]]\nb = 1\n[[a]]\nb = 1\n", ()),
    ],
)
def test_key_that_stands_twice(text: str, twice: tuple[tuple[Place, int], ...]) -> None:
    assert places(text).twice == twice


@pytest.mark.parametrize(
    ("text", "line"), [('a = 1\nb = [\n"x",\n', 2), ('a = """\nx', 1), ("a =", 1), ("a = [1, b = 2]", 1), ("a = 1", 0)]
)
def test_value_without_an_end(text: str, line: int) -> None:
    assert places(text).unfinished == line


@given(st.text("ab.=\"[]{},#'\n \\1"))
def test_any_text_has_places_within_it(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in places(text).lines.values())


@pytest.mark.parametrize(
    ("text", "line"), [("", 1), ("a = 1\n", 1), ("a = []\nb = [[\n[]]]\nc = [[]]\n", 3), ("a = [\n{ b = [1] }]\n", 2)]
)
def test_deepest_line_has_the_most_lists_and_tables_open(text: str, line: int) -> None:
    assert deepest(text) == line
