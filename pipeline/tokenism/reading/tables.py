"""Tables of a page as rows of text: one row, one passage, each cell with the heading of its column."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tokenism.reading.blocks import PageLines, Row
from tokenism.reading.glyphs import PageContent, Sides
from tokenism.reading.layout import glyphs_in, lines_by_group, shown_box
from tokenism.reading.plumber import Grid
from tokenism.reading.runs import Line
from tokenism.records import Box

_STACK = 5
"""So many figures below each other in a cell are rows of their own."""
_LONG_CELL = 220
"""A cell of more words than this is a page laid out in boxes, unless it stands beside short ones in a table."""
_LONGEST_CELL = 600
_HEADING_WORDS = 7
"""A heading has no more words than this, unless it is bold above cells that are not, or sideways."""
_LONG_HEADING = 25
_HEADING_ROWS = 3
_LABEL_WORDS = 12
"""Text of no more words in a cell beside several rows is a label of each of them; more is given once."""
_SQUARE, _VERY_SQUARE = 0.6, 0.85
"""Equal cells of which the shorter side is this share of the longer are notes on a wall: with gaps, or anyhow."""
_FIGURE = re.compile(r"[£$€+~<>–-]*\d[\d.,]*\s*(?:%|bn|[km])?", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its box, its text with line ends, how that is set, and the places in the grid that the cell takes."""

    box: Sides
    text: str
    bold: bool
    sideways: bool
    row: int
    n_rows: int
    column: int
    n_columns: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: its grid, and for each row the cells that reach into it, left to right.

    Boxes are in the frame in which the table reads, ``turn`` quarter turns clockwise from the page as shown.
    """

    grid: Grid
    rows: tuple[tuple[Cell, ...], ...]
    sides: tuple[float, ...]
    """The left sides of the columns and the right side of the last."""
    turn: int = 0

    def cells(self) -> list[Cell]:
        """Every cell once, row by row."""
        return [cell for number, row in enumerate(self.rows) for cell in row if cell.row == number]


@dataclass(frozen=True, slots=True)
class Headings:
    """Names of a table's columns, and whether they are set in bold."""

    names: tuple[str, ...]
    bold: bool


@dataclass(slots=True)
class Entry:
    """A cell of a row on its way to a passage: its column's name, and its text in each box that it stands in."""

    column: int
    name: str
    texts: list[tuple[str, Box]]
    is_label: bool = False
    """Whether it stands beside several rows."""
    is_repeated: bool = False
    """Whether it is printed in a row above: a label that this row stands under."""


def read_table(page: PageContent, grid: Grid, turn: int = 0) -> Table:
    """A grid with the text of its cells; a cell that reaches over several rows is in each of them."""
    boxes = [cell for row in grid.rows for cell in row if cell is not None]
    tops = [min(cell[1] for cell in row if cell is not None) for row in grid.rows]
    sides = [*sorted({cell[0] for cell in boxes}), grid.x1]
    lines = lines_by_group(page, glyphs_in(page.glyphs, boxes))
    cells = [_cell(box, lines.get(n, []), tops, sides) for n, box in enumerate(boxes)]
    rows: list[list[Cell]] = [[] for _ in tops]
    for cell in cells:
        for row in rows[cell.row : cell.row + cell.n_rows]:
            row.append(cell)
    ordered = tuple(tuple(sorted(row, key=lambda cell: (cell.column, cell.row))) for row in rows)
    return Table(grid, ordered, tuple(sides), turn)


def _cell(box: Sides, lines: list[Line], tops: list[float], sides: list[float]) -> Cell:
    filled = [line for line in lines if line.text]
    row, column = bisect_right(tops, box[1] + 0.1) - 1, bisect_right(sides, box[0] + 0.1) - 1
    bold = sum(len(line.text) for line in filled if line.bold) > 0.8 * sum(len(line.text) for line in filled)
    return Cell(
        box, "\n".join(line.text for line in filled), bold, bool(filled) and all(line.turn for line in filled),
        row, max(1, sum(top < box[3] - 0.1 for top in tops) - row),
        column, max(1, sum(side < box[2] - 0.1 for side in sides) - column),
    )  # fmt: skip


def is_table(table: Table) -> bool:
    """Whether the rules part rows and columns of text.

    Not where few cells are filled, or essays or notes or single letters in them; figures beside labels are a table.
    """
    cells = table.cells()
    filled = [cell for cell in cells if cell.text]
    rows = sum(sum(bool(cell.text) for cell in row) >= 2 for row in table.rows)
    if rows < 2 or len(filled) < 0.4 * len(cells) or _is_layout(table, filled) or _are_notes(filled):
        return False
    if sum(map(_is_stack_of_figures, filled)) > 1:
        return False
    words = sum(len(cell.text.split()) for cell in filled)
    labels = [cell.text for cell in cells if cell.column == 0 and sum(map(str.isalpha, cell.text)) > 2]
    full = len(filled) >= 0.8 * len(cells) and len(labels) > max(2, 0.7 * len(table.rows))
    return full or words >= 1.5 * len(filled) or any(len(cell.text) > 20 for cell in filled)


def _is_stack_of_figures(cell: Cell) -> bool:
    """Whether a cell holds a column of figures: the rows of the table have no rules."""
    lines = cell.text.split("\n")
    return len(lines) >= _STACK and all(_FIGURE.fullmatch(line.replace(" ", "")) for line in lines)


def _is_layout(table: Table, filled: list[Cell]) -> bool:
    """Whether essays fill the cells; a long cell in a row of three or more, under short ones, is none."""
    longest = max(len(cell.text.split()) for cell in filled)
    if longest <= _LONG_CELL:
        return False
    heads = [cell for cell in table.rows[0] if cell.text]
    short = len(heads) >= 3 and all(len(cell.text.split()) <= _LABEL_WORDS for cell in heads)
    return longest > _LONGEST_CELL or not short


def _are_notes(filled: list[Cell]) -> bool:
    """Whether the filled cells are equal squares, or nearly square with gaps between them."""
    x0, top, x1, bottom = (np.array([cell.box[side] for cell in filled]) for side in range(4))
    wide, tall = x1 - x0, bottom - top
    equal = np.ptp(wide) < 3 and np.ptp(tall) < 3
    shape = min(wide.mean(), tall.mean()) / max(wide.mean(), tall.mean())
    if not equal or shape < _SQUARE:
        return False
    return bool(shape > _VERY_SQUARE) or not any(
        a.row == b.row and b.column == a.column + a.n_columns for a in filled for b in filled
    )


def loose_cells(page: PageContent, frames: Iterable[Grid]) -> list[Sides]:
    """Boxes on the page as shown (x0, top, x1, bottom) of the cells that hold two lines of text or more.

    ``frames`` are groups of ruled cells that are no tables, as :func:`~tokenism.reading.plumber.find_frames` gives
    them: frames round a box of text, pages laid out in boxes.
    """
    boxes = [cell for frame in frames for row in frame.rows for cell in row if cell is not None]
    lines = lines_by_group(page, glyphs_in(page.glyphs, boxes))
    return [box for n, box in enumerate(boxes) if sum(bool(line.text) for line in lines.get(n, [])) >= 2]


def find_headings(table: Table, carried: Headings | None = None) -> tuple[Headings | None, int, int]:
    """Names of the columns, and the first and the end of the rows that print them (equal where none does).

    Heading rows are the first one or two that are not a title, a single cell over all columns. A table that goes on
    from the page before (``carried``) keeps its names, unless it prints others in bold above rows that are not.
    """
    start = 0
    while start < len(table.rows) - 1 and is_title(table, table.rows[start]) and not table.grid.headed:
        start += 1
    own = table.grid.headed or _heads(table, start)
    if own:
        end = start + (1 if table.grid.headed else _n_heading_rows(table, start))
        headings = Headings(_names(table, start, end), _is_bold(table.rows[start]))
    if carried is not None:
        if own and headings.names == carried.names:
            return carried, start, end
        if not own or not (table.grid.headed or (headings.bold and _stands_out(table, start))):
            return carried, 0, 0
    return (headings, start, end) if own else (None, 0, 0)


def is_title(table: Table, row: tuple[Cell, ...]) -> bool:
    """Whether a row holds nothing but one cell over all columns."""
    filled = [cell for cell in row if cell.text]
    wide = 0.9 * (table.sides[-1] - table.sides[0])
    return len(filled) == 1 and filled[0].n_columns > 1 and filled[0].box[2] - filled[0].box[0] > wide


def _heads(table: Table, number: int) -> bool:
    """Whether a row holds headings: it is bold and the rows below are not, or its cells are short and no figures."""
    own = [cell for cell in table.rows[number] if cell.row == number and cell.text]
    if len(own) < 2 or number + 1 >= len(table.rows):
        return False
    if _is_bold(own) and _stands_out(table, number):
        return all(len(cell.text.split()) <= _LONG_HEADING for cell in own)
    first, rest = (own[0], own[1:]) if own[0].column == 0 else (None, own)
    if first is not None and _is_form(table, own):
        return False
    if any(_FIGURE.fullmatch(cell.text) for cell in own):
        return False
    limit = _LONG_HEADING if _figures_below(table, number) else _HEADING_WORDS
    return all(_is_short(cell) for cell in rest) and (first is None or len(first.text.split()) <= limit)


def _is_short(cell: Cell) -> bool:
    return len(cell.text.split()) <= (2 * _HEADING_WORDS if cell.sideways else _HEADING_WORDS)


def _is_bold(cells: Iterable[Cell]) -> bool:
    return all(cell.bold for cell in cells if cell.text)


def _below(table: Table, number: int) -> list[Cell]:
    """Filled cells below a row, without those of the first column."""
    return [cell for cell in table.cells() if cell.row > number and cell.text and cell.column > 0]


def _stands_out(table: Table, number: int) -> bool:
    """Whether most cells below a row are not bold."""
    below = _below(table, number)
    return sum(cell.bold for cell in below) < 0.4 * len(below)


def _is_form(table: Table, row: Sequence[Cell]) -> bool:
    """Whether the first column holds labels, numbered, bold or with a colon, for what stands beside them."""
    labels = [cell for cell in table.cells() if cell.column == 0 and cell.text]
    colons = row[0].text.endswith(":") and sum(cell.text.endswith(":") for cell in labels) > 0.6 * len(labels)
    bold = row[0].bold and sum(cell.bold for cell in labels) > 0.6 * len(labels)
    numbered = len(row) == 2 and bool(_NUMBERED.match(row[0].text))
    return colons or numbered or (bold and not any(cell.bold for cell in row[1:]))


def _figures_below(table: Table, number: int) -> bool:
    below = _below(table, number)
    return sum(bool(_FIGURE.fullmatch(cell.text)) for cell in below) > 0.5 * len(below)


def _n_heading_rows(table: Table, number: int) -> int:
    """How many rows the headings take that begin in this one: as most of its cells do, or two where one is parted."""
    own = [cell for cell in table.rows[number] if cell.row == number and cell.text]
    spans = sorted(cell.n_rows for cell in own)
    span = spans[len(spans) // 2]
    if 1 < span <= _HEADING_ROWS and number + span < len(table.rows):
        return span
    return 1 + (number + 2 < len(table.rows) and _has_second_level(table, number))


def _has_second_level(table: Table, number: int) -> bool:
    """Whether the row below a heading row parts the columns that one of its cells spans, with short headings.

    Such a row has nothing else in it, or stands out from the rows below it.
    """
    below = [cell for cell in table.rows[number + 1] if cell.row == number + 1 and cell.text]
    figures = any(_FIGURE.fullmatch(cell.text) and not _YEAR.fullmatch(cell.text) for cell in below)
    if figures or not all(_is_short(cell) for cell in below):
        return False
    spanning = [cell for cell in table.rows[number] if cell.text and cell.n_columns > 1 and cell.n_rows == 1]
    parted = [above for above in spanning if sum(_under(cell, above) for cell in below) >= 2]
    alone = all(any(_under(cell, above) for above in parted) for cell in below)
    return bool(parted) and (alone or (_is_bold(below) and _stands_out(table, number + 1)))


def _under(cell: Cell, above: Cell) -> bool:
    return above.column <= cell.column and cell.column + cell.n_columns <= above.column + above.n_columns


def _names(table: Table, start: int, end: int) -> tuple[str, ...]:
    """The name of each column: the texts above it in the heading rows, from the top."""
    names = []
    for column in range(len(table.sides) - 1):
        texts: list[str] = []
        for cell in (cell for row in table.rows[start:end] for cell in row):
            if cell.text and cell.column <= column < cell.column + cell.n_columns and cell.text not in texts:
                texts.append(cell.text)
        names.append(": ".join(text.rstrip(": \n") for text in texts))
    return tuple(names)


def table_entries(page: PageLines, table: Table, carried: Headings | None) -> tuple[list[list[Entry]], Headings | None]:
    """Rows of a table with the names of their columns, and these names for the next page; empty cells are left out.

    A title above the heading rows and a cell over several named columns have no name. Below a row of one cell, short
    texts over figures in columns of their own are the names of those. Headings that are printed again name nothing.
    A label that stands beside the rows above as well comes in front, as repeated.
    """
    headings, start, end = find_headings(table, carried)
    rows: list[list[Entry]] = []
    inner: tuple[Headings, tuple[int, ...]] | None = None
    for number, row in enumerate(table.rows):
        if start <= number < end:
            continue
        if number >= end and is_title(table, table.rows[number - 1]) and number and _heads_figures(table, number):
            inner = Headings(_names(table, number, number + 1), bold=False), _starts(row)
            continue
        names = inner[0] if inner and inner[1] == _starts(row) else headings
        given = [cell for cell in row if _is_given(cell, number)]
        repeated = sum(_name(cell, names).endswith(cell.text) for cell in given)
        if any(cell.row == number for cell in given) and repeated < len(given):
            names = None if len(given) > 1 and 2 * repeated >= len(given) else names
            given.sort(key=lambda cell: cell.row == number)
            rows.append(_named_once([_entry(page, table, cell, number, names) for cell in given]))
    return rows, headings


def _starts(row: Sequence[Cell]) -> tuple[int, ...]:
    return tuple(cell.column for cell in row)


def _heads_figures(table: Table, number: int) -> bool:
    """Whether a row of short texts stands over a row of figures in the same columns."""
    if number + 1 >= len(table.rows) or _starts(table.rows[number]) != _starts(table.rows[number + 1]):
        return False
    own = [cell for cell in table.rows[number] if cell.text]
    below = [cell for cell in table.rows[number + 1] if cell.text]
    figures = sum(bool(_FIGURE.fullmatch(cell.text)) for cell in below)
    words = all(len(cell.text.split()) <= _LONG_HEADING and not _FIGURE.fullmatch(cell.text) for cell in own)
    return len(own) >= 2 and words and figures > 0.5 * len(below)


def _is_given(cell: Cell, number: int) -> bool:
    """Whether a cell's text belongs to a row: a label beside several rows to each, a long text to the first only."""
    return bool(cell.text) and (cell.row == number or len(cell.text.split()) <= _LABEL_WORDS)


def _entry(page: PageLines, table: Table, cell: Cell, number: int, headings: Headings | None) -> Entry:
    row = [other for other in table.rows[number] if other.n_rows == 1]
    if cell.n_rows > 1 or not row:
        sides = cell.box
    else:
        boxes = [other.box for other in row]
        sides = (
            min(box[0] for box in boxes), min(box[1] for box in boxes),
            max(box[2] for box in boxes), max(box[3] for box in boxes),
        )  # fmt: skip
    texts = [(cell.text, _box(page, sides, table.turn))]
    return Entry(cell.column, _name(cell, headings), texts, cell.n_rows > 1, cell.row != number)


def _name(cell: Cell, headings: Headings | None) -> str:
    """The name of the column that a cell stands in; none for a cell over several."""
    if headings is None:
        return ""
    over = {name for name in headings.names[cell.column : cell.column + cell.n_columns] if name}
    return over.pop() if len(over) == 1 else ""


def _named_once(entries: list[Entry]) -> list[Entry]:
    """Entries of which the second and third under one heading have no name."""
    names = [entry.name for entry in entries]
    return [
        replace(entry, name="") if entry.name == name else entry
        for entry, name in zip(entries, [None, *names], strict=False)
    ]


def same_columns(table: Table, before: Table) -> bool:
    """Whether the columns stand as those of a table of the page before, measured from the left side of each."""
    own, sides = ([side - each.sides[0] for side in each.sides] for each in (table, before))
    close = 0.04 * own[-1] + 3
    return len(own) == len(sides) and (
        table.grid.aligned or all(abs(a - b) <= close for a, b in zip(own, sides, strict=True))
    )


def goes_on(last: list[Entry], first: list[Entry], others: Sequence[list[Entry]]) -> bool:
    """Whether the first row of a page carries on the last row of the page before; ``others`` are rows of the table.

    Its first column is empty, as in no other row, or begins in lower case after a text that has not ended.
    """
    above = {entry.column: entry.texts[-1][0] for entry in last}
    column, text = min((entry.column, entry.texts[0][0]) for entry in first)
    if not {entry.column for entry in first} <= {*above, column}:
        return False
    if column in above and text[:1].islower() and not above[column].endswith((".", "!", "?", ";", ":")):
        return True
    empty = sum(all(entry.column > 0 for entry in row) for row in others)
    figures = all(_FIGURE.fullmatch(entry.texts[0][0]) for entry in first)
    single = any(entry.column == 0 and not entry.is_label for entry in last)
    return single and column > 0 and not figures and empty <= 0.1 * len(others)


def joined_rows(last: list[Entry], first: list[Entry]) -> list[Entry]:
    """A row and what the next page carries on of it, cell by cell."""
    more = {entry.column: entry for entry in first}
    whole = [
        replace(entry, texts=[*entry.texts, *(more.pop(entry.column).texts if entry.column in more else [])])
        for entry in last
    ]
    return sorted([*whole, *more.values()], key=lambda entry: entry.column)


def row_of(entries: Sequence[Entry]) -> Row:
    """A row as ``Name: cell | Name: cell``, in pieces that each stand in one box; it stands under repeated labels."""
    pieces: list[tuple[str, Box]] = []
    under = " | ".join(_begun(entry, entry.texts[0][0]) for entry in entries if entry.is_repeated)
    entries = [entry for entry in entries if not entry.is_repeated]
    for number, entry in enumerate(entries):
        for place, (text, box) in enumerate(entry.texts):
            begun = _begun(entry, text) if place == 0 else text
            ended = f"{begun} |" if number + 1 < len(entries) and place + 1 == len(entry.texts) else begun
            if pieces and pieces[-1][1] == box:
                mark = "\n" if place else " "
                pieces[-1] = (f"{pieces[-1][0]}{mark}{ended}", box)
            else:
                pieces.append((ended, box))
    return Row(tuple(pieces), under.replace("\n", " "))


def _begun(entry: Entry, text: str) -> str:
    return f"{entry.name.rstrip(':')}: {text}" if entry.name else text


def _box(page: PageLines, sides: Sides, turn: int) -> Box:
    """A box inside the page as shown."""
    x0, top, x1, bottom = shown_box(Line("", *sides, bold=False, turn=turn), page.width, page.height)
    return Box(
        page.number, max(0.0, round(float(x0), 2)), max(0.0, round(float(top), 2)),
        min(page.width, round(float(x1), 2)), min(page.height, round(float(bottom), 2)),
    )  # fmt: skip


def shown_cells(page: PageContent, table: Table) -> list[Sides]:
    """Boxes of a table's cells on the page as shown."""
    boxes = (Line("", *cell.box, bold=False, turn=table.turn) for cell in table.cells())
    return [shown_box(line, page.width, page.height) for line in boxes]
