"""TOML files read so that a mistake is told in one sentence with its file, line, key and choices."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenism.errors import InputError

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_BARE = re.compile(r"\s*[\w.-]+\s*=\s*\[?\s*([A-Za-z][\w-]*)\s*,?\s*\]?\s*(?:#.*)?$")
_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a TOML file (or the whole file), with where it stands.

    ``lines`` are the lines of its block, the first of which has the number ``first``; ``label`` is how messages call
    it, such as ``[[cue]] claim.consult``.
    """

    path: Path
    label: str
    values: Mapping[str, Any]
    first: int
    lines: tuple[str, ...]

    def fault(self, problem: str, key: str = "", value: object = None) -> InputError:
        """The error that says where in the file the problem is; key and value tell the line."""
        return InputError(f"{self.path}:{self._line(key, value)}: {self.label}: {problem}")

    def only(self, allowed: Iterable[str]) -> None:
        """Raise if the table has a key that is not allowed."""
        choices = sorted(set(allowed))
        for key in self.values:
            if key not in choices:
                raise self.fault(f"unknown key {key!r}; the keys are {', '.join(choices)}", key)

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key, without the space around it; the default where the key is missing."""
        if key not in self.values and default is not None:
            return default
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            missing = "is missing" if key not in self.values else f"must be a text in quotes, not {_shown(value)}"
            raise self.fault(f"the key {key!r} {missing}", key)
        return " ".join(value.split())

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The texts of a key that holds a list, each once."""
        if key not in self.values and default is not None:
            return default
        values = self.values.get(key)
        if not isinstance(values, list) or not values:
            missing = "is missing" if values is None else f"must be a list of texts in quotes, not {_shown(values)}"
            raise self.fault(f"the key {key!r} {missing}", key)
        for n, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                raise self.fault(f"the key {key!r} holds {_shown(value)}, which is no text in quotes", key)
            if value in values[:n]:
                raise self.fault(f"the key {key!r}: {value!r} stands twice; delete one", key, value)
        return tuple(values)

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """The text of a key that must be one of the choices."""
        value = self.text(key, default)
        known = tuple(choices)
        if value not in known:
            raise self.fault(f"{key} {value!r} is none of {', '.join(known)}", key, value)
        return value

    def number(self, key: str, low: int, high: int) -> int:
        """The whole number of a key."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.fault(f"{key} {_shown(value)} is no whole number from {low} to {high}", key)
        return value

    def flag(self, key: str) -> bool:
        """The truth value of a key; false where it is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(f"the key {key!r} must be true or false, not {_shown(value)}", key)
        return value

    def table(self, key: str) -> "Entry":
        """The table that a key holds, such as ``[facet.values]`` or ``when = { ... }``; empty where it is missing."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.fault(f"the key {key!r} must be a table, not {_shown(value)}", key)
        return Entry(self.path, f"{self.label}, {key}", value, self.first, self.lines)

    def _line(self, key: str, value: object) -> int:
        """Number of the line of a value, else of the key, else of the table."""
        found = self.first
        if key:
            name = re.compile(rf'[^#]*?(?:^|[\s{{,\[.])"?{re.escape(key)}"?\s*[=\].]')
            found = next((self.first + n for n, line in enumerate(self.lines) if name.match(line)), found)
        if isinstance(value, str):
            quoted = (f'"{value}"', f"'{value}'")
            after = self.lines[found - self.first :]
            found = next((found + n for n, line in enumerate(after) if any(q in line for q in quoted)), found)
        return found


def read_toml(path: Path) -> Entry:
    """A TOML file as one entry.

    Raises
    ------
    InputError
        If the file is missing or no TOML: file and line are named.
    """
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; the codebook needs it") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(_not_toml(path, text, str(error))) from error
    return Entry(path, "the file", values, 1, tuple(text.splitlines()))


def tables(file: Entry, name: str, *, some: bool = True) -> Iterator[Entry]:
    """The ``[[name]]`` tables of a file in their order; ``some`` says that there must be one."""
    values = file.values.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values) or (some and not values):
        raise file.fault(f"at least one [[{name}]] is wanted")
    blocks = [block for block in _blocks(file.lines) if block[0] == name]
    for number, value in enumerate(values, start=1):
        label = f"[[{name}]] {value.get('id', f'number {number}')!s}"
        _, first, last = blocks[number - 1] if number <= len(blocks) else (name, 1, len(file.lines))
        yield Entry(file.path, label, value, first, file.lines[first - 1 : last])


def no_duplicates(entries: Iterable[tuple[str, Entry]], key: str) -> None:
    """Raise if two entries share a value, naming both places."""
    seen: dict[str, Entry] = {}
    for value, entry in entries:
        if value in seen:
            other = seen[value]
            raise entry.fault(f"{key} {value!r} stands already in {other.path.name}:{other.first}; rename one", key)
        seen[value] = entry


def _blocks(lines: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Name, first and last line of each ``[[table]]``; sub-tables belong to it."""
    found: list[tuple[str, int, int]] = []
    inside = False
    for number, line in enumerate(lines, start=1):
        header = None if inside else _HEADER.match(line)
        if header and line.lstrip().startswith("[["):
            found.append((header[1], number, len(lines)))
            if len(found) > 1:
                found[-2] = (*found[-2][:2], number - 1)
        if (line.count('"""') + line.count("'''")) % 2:
            inside = not inside
    return found


def _not_toml(path: Path, text: str, message: str) -> str:
    place = _PLACE.search(message)
    lines = text.splitlines()
    number = int(place[1]) if place else max(1, len(lines))
    bare = _BARE.match(lines[number - 1]) if lines and number <= len(lines) else None
    hint = f"; {bare[1]!r} is no value: a text stands in quotes, yes and no are true and false" if bare else ""
    return f"{path}:{number}: not valid TOML: {_PLACE.sub('', message).rstrip('.')}{hint}"


def _shown(value: object) -> str:
    """A value as it looks in TOML, cut to a line."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)[:60]
