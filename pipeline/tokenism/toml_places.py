"""Where everything stands in a TOML file: the standard library reads values, but does not say their lines."""

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

Place = tuple[str | int, ...]
"""Keys and positions in lists that lead to a value, such as ``("cue", 2, "patterns", 0)``."""

_TOKEN = re.compile(
    r"""
    (?P<blank>[^\S\n]+|\#[^\n]*)
  | (?P<newline>\n)
  | (?P<text>\"{3}(?:\\.|[^\\])*?\"{3}(?!\")|'{3}.*?'{3}(?!')|"(?!"")(?:\\.|[^"\\\n])*"|'(?!'')[^'\n]*')
  | (?P<sign>[\[\]{}=,])
  | (?P<bare>[^\s\[\]{}=,"'#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Places:
    """The line of every key and list element of a file.

    ``tables`` are the headers ``[...]`` and ``[[...]]`` in their order, ``twice`` the keys that stand twice with the
    second line, ``unfinished`` is the line of a key whose value has no end (0 without one).
    """

    lines: Mapping[Place, int]
    tables: tuple[Place, ...]
    twice: tuple[tuple[Place, int], ...]
    unfinished: int


def places(text: str) -> Places:
    r"""Lines of the keys and list elements of a TOML text, counted from 1.

    The text may be no valid TOML; then the places up to the mistake come out.

    >>> places('[[cue]]\nid = "a"\npatterns = [\n  "b",\n]\n').lines["cue", 0, "patterns", 0]
    4
    """
    scan = _Scan(list(_tokens(text)))
    # of a file that is no TOML, or no codebook's, which the caller knows
    with suppress(IndexError, tomllib.TOMLDecodeError, RecursionError):
        scan.file()
    return Places(scan.lines, tuple(scan.tables), tuple(scan.twice), scan.unfinished)


def deepest(text: str) -> int:
    r"""Line on which the most lists and tables are open in one another, counted from 1.

    >>> deepest('a = []\nb = [[\n[1]]]\n')
    3
    """
    depth, most, found = 0, 0, 1
    for _, sign, line in _tokens(text):
        depth += (sign in ("[", "{")) - (sign in ("]", "}"))
        if depth > most:
            most, found = depth, line
    return found


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """Kind, text and line of each token; comments and space are left out."""
    found, line, at = [], 1, 0
    while match := _TOKEN.match(text, at):
        if match.lastgroup and match.lastgroup != "blank":
            found.append((match.lastgroup, match[0], line))
        line += match[0].count("\n")
        at = match.end()
    return found


@dataclass(slots=True)
class _Scan:
    """One walk over the tokens."""

    tokens: list[tuple[str, str, int]]
    at: int = 0
    lines: dict[Place, int] = field(default_factory=dict)
    twice: list[tuple[Place, int]] = field(default_factory=list)
    tables: list[Place] = field(default_factory=list)
    counts: dict[Place, int] = field(default_factory=dict)
    unfinished: int = 0

    def file(self) -> None:
        table: Place = ()
        while self.at < len(self.tokens):
            if self._next("\n"):
                continue
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Place:
        line = self._line()
        many = self.tokens[self.at + 1][1] == "["
        self.at += 2 if many else 1
        place: Place = ()
        keys = self._keys()
        for n, key in enumerate(keys):
            place += (key,)
            if many and n == len(keys) - 1:
                self.counts[place] = self.counts.get(place, 0) + 1
            if place in self.counts:
                place += (self.counts[place] - 1,)
        self._note(place, line)
        self.tables.append(place)
        self.at += 2 if many else 1
        return place

    def _pair(self, table: Place) -> None:
        line = self._line()
        keys = self._keys()
        self.at += 1  # the sign =
        for n in range(1, len(keys)):
            self.lines.setdefault(table + keys[:n], line)
        self._note(table + keys, line)
        self.unfinished = line
        self._value(table + keys)
        self.unfinished = 0

    def _note(self, place: Place, line: int) -> None:
        if place in self.lines:
            self.twice.append((place, line))
        self.lines.setdefault(place, line)

    def _keys(self) -> tuple[str, ...]:
        """The parts of a key, up to the sign that ends it."""
        parts: list[str] = []
        while (token := self.tokens[self.at])[0] in ("bare", "text"):
            if token[0] == "text":
                parts.append(str(tomllib.loads(f"x = {token[1]}")["x"]))
            else:
                parts += [part for part in token[1].split(".") if part]
            self.at += 1
        if not parts:
            raise tomllib.TOMLDecodeError("no key")
        return tuple(parts)

    def _value(self, place: Place) -> None:
        if self._next("["):
            number = 0
            while not self._next("]"):
                if not (self._next("\n") or self._next(",")):
                    self.lines[(*place, number)] = self._line()
                    self._value((*place, number))
                    number += 1
        elif self._next("{"):
            while not self._next("}"):
                if not (self._next("\n") or self._next(",")):
                    self._pair(place)
        elif self.tokens[self.at][0] in ("text", "bare"):
            while self.at < len(self.tokens) and self.tokens[self.at][0] in ("text", "bare"):
                self.at += 1  # a date and its time are two
        else:
            raise tomllib.TOMLDecodeError("no value")

    def _peek(self) -> str:
        return self.tokens[self.at][1]

    def _line(self) -> int:
        return self.tokens[self.at][2]

    def _next(self, sign: str) -> bool:
        """Whether the next token is this one, which is then passed."""
        if self.tokens[self.at][1] == sign:
            self.at += 1
            return True
        return False
