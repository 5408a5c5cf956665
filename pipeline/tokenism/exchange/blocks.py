"""A text as blocks (heading, paragraph, points, grid), and the blocks as Markdown or as plain text of a given width."""

import io
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

WIDTH = 80
"""Columns of plain text where nothing else is asked for."""

_WIDEST_TERM = 28
_INDENT = 4
_SPECIAL = re.compile(r"([\\`*<\[|~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_]))")
_OPENING = re.compile(r"^(\d*)([#+.)-]+(?=\s|$)|[>=])")


@dataclass(frozen=True, slots=True)
class Words:
    """Texts that stand as they are, such as ids and patterns."""

    texts: tuple[str, ...]


Value = str | Words


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list of terms, each with a text."""

    items: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a line of names above it."""

    names: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


Block = Heading | Paragraph | Points | Grid


def words(*texts: str) -> Words:
    """Texts that stand as they are.

    >>> words("nef.assets")
    Words(texts=('nef.assets',))
    """
    return Words(texts)


def points(items: Iterable[tuple[str, Value]]) -> Points:
    """Points without those whose text is empty.

    >>> points([("Use", "always"), ("Not", "")])
    Points(items=(('Use', 'always'),))
    """
    return Points(tuple((term, value) for term, value in items if value and value != Words(())))


def markdown(blocks: Iterable[Block]) -> str:
    r"""Blocks as Markdown (CommonMark with tables); what looks like mark-up in the texts is shown as it is.

    >>> markdown([Heading("Cues", 2), Points((("consult", words("<public> voted")),))])
    '## Cues\n\n- **consult**: `<public> voted`\n'
    """
    return "\n\n".join("\n".join(_markdown_lines(block)) for block in blocks) + "\n"


def _markdown_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_escaped(block.text)}"
    elif isinstance(block, Paragraph):
        yield _OPENING.sub(r"\1\\\2", _escaped(block.text))
    elif isinstance(block, Points):
        yield from (f"- **{_escaped(term)}**: {_value(value)}" for term, value in block.items)
    else:
        yield _row(map(_escaped, block.names))
        yield _row("---" for _ in block.names)
        yield from (_row(_cell(value) for value in row) for row in block.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _value(value: Value) -> str:
    return _escaped(value) if isinstance(value, str) else ", ".join(map(_code, value.texts))


def _cell(value: Value) -> str:
    # inside a table a bar ends the cell even within a code span
    return _value(value) if isinstance(value, str) else _value(value).replace("|", "\\|")


def _escaped(text: str) -> str:
    """Text whose marks stand for themselves in Markdown."""
    return _SPECIAL.sub(r"\\\1", text)


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def plain(blocks: Iterable[Block], *, width: int = WIDTH) -> str:
    """Blocks as plain text, no line of which is wider than ``width`` characters.

    >>> print(plain([Heading("Cues", 2), Points((("use", "always"), ("not", "never")))]), end="")
    Cues
    ====
    <BLANKLINE>
    use  always
    not  never
    """
    return "\n\n".join("\n".join(_plain_lines(block, width)) for block in blocks) + "\n"


def _plain_lines(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Heading):
        lines = textwrap.wrap(block.text, width, break_on_hyphens=False)
        yield from lines
        yield ("=" if block.level <= 2 else "-") * max(map(len, lines))
    elif isinstance(block, Paragraph):
        yield from textwrap.wrap(block.text, width, break_on_hyphens=False)
    elif isinstance(block, Points):
        yield from _plain_points(block, width)
    else:
        yield from _plain_grid(block, width)


def _plain_points(block: Points, width: int) -> Iterator[str]:
    """Terms in a column beside their texts; where one is too wide for that, all stand above their texts."""
    widest = max((len(term) for term, _ in block.items), default=0)
    beside = widest <= min(_WIDEST_TERM, width // 2)
    indent = " " * (widest + 2 if beside else _INDENT)
    for term, value in block.items:
        lines = textwrap.wrap(_plain_value(value), width - len(indent), break_on_hyphens=False)
        if beside:
            yield f"{term:{widest}}  {lines.pop(0) if lines else ''}".rstrip()
        else:
            yield from textwrap.wrap(term, width, break_on_hyphens=False)
        yield from (f"{indent}{line}" for line in lines)


def _plain_grid(block: Grid, width: int) -> Iterator[str]:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in block.names:
        table.add_column(RichText(name), overflow="fold")
    for row in block.rows:
        table.add_row(*(RichText(_plain_value(value)) for value in row))
    file = io.StringIO()
    Console(file=file, width=width, color_system=None, force_terminal=False, highlight=False).print(table)
    names, *rows = [line.rstrip() for line in file.getvalue().splitlines()]
    yield names
    yield "-" * max(len(line) for line in (names, *rows))
    yield from rows


def _plain_value(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value.texts)
