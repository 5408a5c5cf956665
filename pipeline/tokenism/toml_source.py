"""TOML files read so that a mistake is told in one sentence with its file, line, entry, key and choices."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tokenism.errors import InputError
from tokenism.toml_places import Place, Places, deepest, places

_LINE = re.compile(r"\s*\((?:at line (\d+), column (\d+)|at end of document)\)")
_PAIR = re.compile(r"\s*([\w.\-]+)\s*=\s*(.*)")
_WORD = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a TOML file (or the whole file), with where it stands.

    ``place`` leads to the table in the text of the file, ``source``; ``label`` is how messages call the table, such as
    ``[[cue]] claim.consult``.
    """

    path: Path
    label: str
    values: Mapping[str, Any]
    place: Place
    source: str

    def fault(self, problem: str, key: str = "", item: int | str | None = None) -> InputError:
        """The error that says where in the file the problem is.

        The line is that of the key, or of the table where the table lacks it; ``item`` is an element of the key's
        list, by its position or (the last such) by its text.
        """
        return InputError(f"{self.path}:{self.line(key, item)}: {self.label}: {problem}")

    def line(self, key: str = "", item: int | str | None = None) -> int:
        """Line of the table, of one of its keys, or of an element of the key's list."""
        lines = _lines(self.source)
        found = lines.get(self.place, 1)
        if key:
            first_of_many = lines.get((*self.place, key, 0), found)
            found = lines.get((*self.place, key), first_of_many)
            values = self.values.get(key)
            if isinstance(item, str) and isinstance(values, list) and item in values:
                item = len(values) - 1 - values[::-1].index(item)
            if isinstance(item, int):
                found = lines.get((*self.place, key, item), found)
        return found

    def only(self, allowed: Iterable[str]) -> None:
        """Raise if the table has a key that is not allowed."""
        choices = sorted(set(allowed))
        for key in self.values:
            if key not in choices:
                raise self.fault(f"unknown key {key!r}; the keys are {', '.join(choices)}", key)

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key, with single spaces; the default where the key is missing."""
        if default is not None and key not in self.values:
            return default
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._no_text(key, "a text in quotes")
        return " ".join(value.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a key that holds a list, each once."""
        values = self.values.get(key)
        if not isinstance(values, list) or not values:
            raise self._no_text(key, "a list of texts in quotes")
        for n, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                raise self.fault(f"the key {key!r} holds {_shown(value)}; its elements are texts in quotes", key, n)
            if value in values[:n]:
                raise self.fault(f"the key {key!r} holds {value!r} twice; delete one", key, n)
        return tuple(values)

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """The text of a key that must be one of the choices."""
        value = self.text(key, default)
        known = tuple(choices)
        if value not in known:
            raise self.fault(f"{key} {value!r} is none of {', '.join(known)}", key)
        return value

    def number(self, key: str, low: int, high: int) -> int:
        """The whole number of a key."""
        value = self.values.get(key)
        if value is None:
            raise self.fault(f"the key {key!r} is missing; it holds a whole number from {low} to {high}")
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.fault(f"{key} {_shown(value)} is no whole number from {low} to {high}", key)
        return value

    def flag(self, key: str) -> bool:
        """Whether a key is true; false where it is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(f"the key {key!r} must be true or false, without quotes, not {_shown(value)}", key)
        return value

    def table(self, key: str) -> "Entry":
        """The table that a key holds, such as ``[facet.values]`` or ``when = { ... }``; empty where it is missing."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.fault(f"the key {key!r} must be a table, not {_shown(value)}", key)
        if key in self.values and not value:
            raise self.fault(f"the table {key!r} is empty; fill it or delete it", key)
        label = f"[{key}]" if not self.place else f"{self.label}, {key}"
        return Entry(self.path, label, value, (*self.place, key), self.source)

    def tables(self, name: str, allowed: Iterable[str] | None = None) -> "list[Entry]":
        """The ``[[name]]`` tables in their order, of which there must be one; keys are checked where they are given."""
        values = self.values.get(name, [])
        if not isinstance(values, list) or not values or not all(isinstance(value, dict) for value in values):
            raise self.fault(f"at least one [[{name}]] is wanted", name)
        found = []
        for n, value in enumerate(values):
            label = f"[[{name}]] {value.get('id', f'number {n + 1}')!s}"
            found.append(Entry(self.path, label, value, (*self.place, name, n), self.source))
            if allowed is not None:
                found[-1].only(allowed)
        return found

    def _no_text(self, key: str, wanted: str) -> InputError:
        if key not in self.values:
            return self.fault(f"the key {key!r} is missing; it holds {wanted}")
        return self.fault(f"the key {key!r} must be {wanted}, not {_shown(self.values[key])}", key)


def read_toml(path: Path, *, missing: str = "") -> Entry:
    """A TOML file as one entry; ``missing`` says more where there is no such file.

    Raises
    ------
    InputError
        If the file is missing or no TOML: file and line are named.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file{missing and '; '}{missing}") from error
    except UnicodeDecodeError as error:
        number = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"{path}:{number}: not UTF-8 text ({error.reason}); save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}:{_not_toml(text, str(error))}") from error
    except RecursionError as error:
        problem = "lists or tables stand in one another too deep; a codebook needs three of them at most"
        raise InputError(f"{path}:{deepest(text)}: the file: {problem}") from error
    return Entry(path, "the file", values, (), text)


@lru_cache(maxsize=2)
def _lines(source: str) -> Mapping[Place, int]:
    """Lines of a text, which only a mistake asks for."""
    return places(source).lines


def no_duplicates(entries: Iterable[Entry], key: str = "id") -> None:
    """Raise if two entries have the same text for a key, naming both places."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        value = entry.text(key)
        if value in seen:
            other = seen[value]
            where = f"{other.path.name}:{other.line(key)}"
            raise entry.fault(f"the {key} {value!r} stands at {where} already; rename one of them", key)
        seen[value] = entry


def _not_toml(text: str, message: str) -> str:
    """Line and what is wrong with a text that is no TOML."""
    lines = text.splitlines() or [""]
    scan = places(text)
    where = _LINE.search(message)
    number = int(where[1]) if where and where[1] else scan.unfinished or len(lines)
    column = int(where[2]) if where and where[2] else 1
    if scan.twice and re.search("overwrite|Duplicate|twice", message):
        place, number = scan.twice[0]
        what = f"{place[-1]!r} stands at line {scan.lines[place]} already; delete one of them"
    else:
        what = f"not valid TOML: {_LINE.sub('', message).rstrip('.')}"
        if scan.unfinished and scan.unfinished < number:
            what += f"; the value that begins at line {scan.unfinished} is not closed"
        else:
            what += _remedy(lines[number - 1], column)
    return f"{number}: {_label(scan, number)}: {what}"


def _remedy(line: str, column: int) -> str:
    """What to do about a word without quotes, if that is the mistake in this line."""
    pair = _PAIR.match(line)
    word = _WORD.match(line[column - 1 :]) or (_WORD.match(pair[2]) if pair else None)
    if not word:
        return ""
    return f'; {word[0]!r} has no quotes: a text is written "{word[0]}", yes and no are true and false'


def _label(scan: Places, line: int) -> str:
    """The table around a line, as far as it can be told."""
    above = [place for place in scan.tables if scan.lines[place] <= line]
    if not above:
        return "the file"
    *_, name, number = ("", *above[-1])
    return f"[[{name}]] number {number + 1}" if isinstance(number, int) else f"[{number}]"


def _shown(value: object) -> str:
    """A value as it looks in TOML, cut to a line."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)[:60]
