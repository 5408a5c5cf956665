"""Tables without a full grid of rules: a bold heading row, and cells that keep to its columns below it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from tokenism.reading.asides import CAPTION
from tokenism.reading.clean import BULLETS
from tokenism.reading.glyphs import Floats, Glyphs, PageContent
from tokenism.reading.order import overlap_rows
from tokenism.reading.plumber import Grid
from tokenism.reading.runs import Line, find_runs, is_note_mark

_CELL_GAP = 0.6
"""White space between cells of a row is at least this many line heights wide."""
_MOST_GAP = 2.6
"""A table ends at a white space of more than this many line heights."""
_ROW_GAP = 0.12
"""Rows stand this many line heights further apart than the lines of a cell."""
_ESSAY = 110
"""A cell of more words than this is a column of prose."""
_MOST_LINES = 400
_MOST_TRIES = 60
"""Limits of a page: lines of a table, and heading rows tried."""
_LABELLED = 3
"""Rows that show that a column of labels has no heading."""
_HEAD_LINES = 4
"""A table that goes on begins within so many lines of the page: a running head and a title may stand above it."""
_HEAD = re.compile(r"[^\W\d_]|\b(?:19|20)\d\d\b")
"""Letters or a year, which one heading of a row has at least."""
_NUMBER = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]?$")
_LEADER = re.compile(r"(?:\.\s?){5}|…\s?…")
_FULL = 0.8
"""A line that takes up more than this share of its column goes on in the next line, if most do."""
_PROSE, _FEW_LINES = 20, 3
"""So many letters a line on both sides of a gutter, on so many lines, are two columns of running text."""
_WIDE = 0.45
"""Of two columns without any rule the first is no wider than this share of both."""


@dataclass(slots=True)
class _Table:
    """A table under construction: the columns as (x0, x1), and its runs line by line."""

    columns: list[tuple[float, float]]
    size: float
    lines: list[list[Line]] = field(default_factory=list)
    bottom: float = -np.inf

    def takes(self, run: Line) -> int | None:
        """The column that a run stands in, or None where it crosses two."""
        over = _columns_under(run, self.columns)
        if len(over) > 1:
            return None
        index = over[0] if over else self._nearest(run)
        x0, x1 = min(run.x0, self.columns[index][0]), max(run.x1, self.columns[index][1])
        before = self.columns[index - 1][1] if index else -np.inf
        after = self.columns[index + 1][0] if index + 1 < len(self.columns) else np.inf
        return index if before <= x0 and x1 <= after else None

    def _nearest(self, run: Line) -> int:
        starts = [n for n, (x0, _) in enumerate(self.columns) if x0 <= run.x0 + 2]
        return starts[-1] if starts else 0

    def add(self, line: list[Line]) -> bool:
        """Take a line's runs if each keeps to a column; False, and nothing taken, if one does not."""
        places = [self.takes(run) for run in line]
        if None in places:
            return False
        for run, place in zip(line, places, strict=True):
            x0, x1 = self.columns[place]  # type: ignore[index]
            self.columns[place] = min(run.x0, x0), max(run.x1, x1)  # type: ignore[index]
        self.append(line)
        return True

    def append(self, line: list[Line]) -> None:
        """Take a line as it is."""
        self.lines.append(line)
        self.bottom = max(self.bottom, *(run.bottom for run in line))


def find_aligned(page: PageContent, before: Grid | None = None) -> list[Grid]:
    """Tables of a page that have a bold heading row of two cells or more, top to bottom, as grids of cells.

    Columns are parted by the white space between them, rows by rules or by white space wider than between the lines
    of a cell. Two columns of prose under two headings are no table. ``before`` is a table at the foot of the page
    before: where this page begins with text in its columns, the table goes on.
    """
    if before is None and not _has_bold_cells(page.glyphs):
        return []
    rules = page.edges[page.edges[:, 3] - page.edges[:, 1] < 1] if len(page.edges) else page.edges
    upright = page.glyphs.take(page.glyphs.turn == 0)
    lines = overlap_rows(find_runs(upright, 0, gap=_CELL_GAP)[0], strict=False)
    grids: list[Grid] = []
    floor, tries = -np.inf, 0
    if before is not None:
        continued = _continued(before, lines, rules)
        if continued is not None:
            grids.append(continued)
            floor = continued.bottom
    for index, line in enumerate(lines):
        for header in _headers(line):
            if min(run.top for run in header) < floor or tries >= _MOST_TRIES:
                continue
            extent = _extent(header, rules)
            if len(line) > len(header) and np.isinf(extent).any():
                continue
            tries += 1
            table = _grow(header, lines, index, extent)
            grid = None if _is_gutter(table, lines) else _grid(table, rules, headed=True)
            if grid is not None:
                grids.append(grid)
                floor = grid.bottom
    return grids


def _has_bold_cells(glyphs: Glyphs) -> bool:
    """Whether bold letters stand on one baseline with a gap between them somewhere, as the cells of a heading row."""
    bold = glyphs.take(glyphs.bold & (glyphs.turn == 0) & (glyphs.code > 0x20) & (glyphs.code != 0xA0))
    size = bold.bottom - bold.top
    level = np.round(bold.base / np.maximum(1.0, 0.3 * np.median(size))) if len(bold) else bold.base
    order = np.lexsort((bold.x0, level))
    x0, x1, level, size = bold.x0[order], bold.x1[order], level[order], size[order]
    return bool(((level[1:] == level[:-1]) & (x0[1:] - x1[:-1] > _CELL_GAP * size[1:])).any())


def _continued(before: Grid, lines: list[list[Line]], rules: Floats) -> Grid | None:
    """The rest of a table of the page before, if one of the first lines stands in its columns; not below headings."""
    columns = [(cell[0], cell[2]) for cell in before.rows[-1] if cell is not None]
    for index, line in enumerate(lines[:_HEAD_LINES]):
        table = _Table(list(columns), float(np.median([run.size for run in line])))
        below = lines[index + 1 :]
        far = below and min(run.top for run in below[0]) - max(run.bottom for run in line) > _MOST_GAP * table.size
        if len(line) > 1 and not far and table.add(line):
            if all(run.bold for run in line):
                return None
            _extend(table, below, (columns[0][0], columns[-1][1]))
            grid = _grid(table, rules, headed=False)
            if grid is not None:
                return grid
    return None


def _headers(line: list[Line]) -> Iterable[list[Line]]:
    """Neighbouring bold runs of a line, two or more."""
    group: list[Line] = []
    for run in [*sorted(line, key=lambda run: run.x0), None]:
        if run is not None and run.bold:
            group.append(run)
        else:
            if len(group) >= 2 and any(_HEAD.search(head.text) for head in group):
                yield group
            group = []


def _columns_under(run: Line, columns: Sequence[tuple[float, float]]) -> list[int]:
    """Indices of the columns that a run reaches into."""
    return [n for n, (x0, x1) in enumerate(columns) if run.x0 < x1 - 1 and run.x1 > x0 + 1]


def _between(line: list[Line], extent: tuple[float, float]) -> list[Line]:
    """Runs of a line that stand between the left and right end of a table."""
    return [run for run in line if run.x1 > extent[0] - 3 and run.x0 < extent[1] + 3]


def _grow(header: list[Line], lines: list[list[Line]], index: int, extent: tuple[float, float]) -> _Table:
    """The table under a heading row, which stands in the line of this index and perhaps in its neighbours."""
    size = float(np.median([run.size for run in header]))
    table = _Table([(run.x0, run.x1) for run in header], size)
    table.append(header)
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(lines) and abs(at - index) < _HEAD_LINES and _heads_too(lines[at], table, extent):
            at += step
        below = at
    labels = _labels_without_heading(table, lines[below:], extent)
    if labels is not None:
        table.columns.insert(0, labels)
    _extend(table, lines[below:], extent)
    return table


def _labels_without_heading(
    table: _Table, below: Sequence[list[Line]], extent: tuple[float, float]
) -> tuple[float, float] | None:
    """A first column that has no heading: the next rows all begin left of the headings and go on under the first."""
    rows = [
        sorted(row, key=lambda run: run.x0) for line in below[:_MOST_LINES] if len(row := _between(line, extent)) > 1
    ]
    first = rows[:_LABELLED]
    far = table.columns[0][0] - _CELL_GAP * table.size
    if len(first) < _LABELLED or not all(
        row[0].x1 < far and _columns_under(row[1], table.columns) == [0] for row in first
    ):
        return None
    return min(row[0].x0 for row in first), max(row[0].x1 for row in first)


def _heads_too(line: list[Line], table: _Table, extent: tuple[float, float]) -> bool:
    """Take a line right above or below a heading row that is bold as well; a run between two columns is a new one."""
    members = _between(line, extent)
    tops = [run.top for head in table.lines for run in head]
    gap = max(min(tops) - max(run.bottom for run in line), min(run.top for run in line) - table.bottom)
    if not members or not all(run.bold for run in members) or gap > 0.3 * table.size:
        return False
    columns = list(table.columns)
    for run in members:
        over = _columns_under(run, columns)
        if len(over) > 1:
            return False
        if over:
            columns[over[0]] = min(run.x0, columns[over[0]][0]), max(run.x1, columns[over[0]][1])
        else:
            columns = sorted([*columns, (run.x0, run.x1)])
    table.columns = columns
    table.append(members)
    return True


def _extend(table: _Table, below: Sequence[list[Line]], extent: tuple[float, float]) -> None:
    """Add lines until one does not keep to the columns, is of another size or a caption, or stands far below."""
    for line in below[:_MOST_LINES]:
        lowest = max(run.bottom for run in line)
        members = [run for run in _between(line, extent) if not is_note_mark(run, table.size, lowest)]
        if not members:
            continue
        gap = min(run.top for run in members) - table.bottom
        other = any(not 0.7 < run.size / table.size < 1.4 for run in members)
        if gap > _MOST_GAP * table.size or other or CAPTION.match(members[0].text) or not table.add(members):
            break


def _extent(header: list[Line], rules: Floats) -> tuple[float, float]:
    """Left and right end of the rules next to the heading row, or the whole page where there are none."""
    top, bottom = min(run.top for run in header), max(run.bottom for run in header)
    size = bottom - top
    near = rules[(rules[:, 1] > top - size) & (rules[:, 1] < bottom + size)]
    x0, x1 = header[0].x0, header[-1].x1
    reached = False
    for rule in near[np.argsort(near[:, 0])]:
        if rule[0] <= x1 + 3 and rule[2] >= x0 - 3:
            x0, x1, reached = min(x0, float(rule[0])), max(x1, float(rule[2])), True
    return (x0, x1) if reached else (-np.inf, np.inf)


def _grid(table: _Table, rules: Floats, *, headed: bool) -> Grid | None:
    """The grid of a table, or None where it is none."""
    runs = sorted((run for line in table.lines for run in line), key=lambda run: run.top)
    x0, x1 = table.columns[0][0], table.columns[-1][1]
    near = (rules[:, 1] > runs[0].top - table.size) & (rules[:, 1] < table.bottom + table.size)
    crossing = rules[near & (rules[:, 0] < x1) & (rules[:, 2] > x0)]
    ruled = len(_levels(crossing, 0.7 * (x1 - x0))) >= 2
    rows = _rows(table, runs, _levels(crossing, 0.5 * (x1 - x0)))
    if not ruled:
        if (len(rows) == len(table.lines) and _flows(table)) or (headed and not _stands_out(table)) or _lists(table):
            return None
        rows = _whole_rows(table, rows)
    if not _is_table(table, rows, headed=headed, ruled=ruled):
        return None
    sides = [x0 - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(table.columns)), x1 + 1]
    tops = [min(run.top for run in row) for row in rows]
    bottoms = [max(run.bottom for run in row) for row in rows]
    levels = [tops[0] - 1, *((a + b) / 2 for a, b in zip(bottoms, tops[1:], strict=False)), bottoms[-1] + 1]
    cells = tuple(
        tuple((left, top, right, bottom) for left, right in pairwise(sides)) for top, bottom in pairwise(levels)
    )
    return Grid(sides[0], levels[0], sides[-1], levels[-1], cells, headed, aligned=True)


def _is_gutter(table: _Table, lines: list[list[Line]]) -> bool:
    """Whether the white space between two columns goes on between running text above or below the table."""
    if len(table.columns) != 2:
        return False
    (x0, left), (right, x1) = table.columns
    inside = {id(run) for line in table.lines for run in line}
    outside = [[run for run in line if run.x0 < x1 and run.x1 > x0] for line in lines if id(line[0]) not in inside]
    beside = 0
    for line in outside:
        sides = [run for run in line if len(run.text) >= _PROSE and (run.x1 <= right or run.x0 >= left)]
        beside += any(run.x1 <= right for run in sides) and any(run.x0 >= left for run in sides)
    return beside >= _FEW_LINES


def _stands_out(table: _Table) -> bool:
    """Whether most of what stands below the heading row is not bold; the first column may be."""
    body = [run for line in table.lines[1:] for run in line if run.x0 >= table.columns[1][0]]
    return sum(len(run.text) for run in body if run.bold) <= 0.5 * sum(len(run.text) for run in body)


def _lists(table: _Table) -> bool:
    """Whether two columns or more are lists of items with bullets."""
    bullets = [0] * len(table.columns)
    for run in (run for line in table.lines[1:] for run in line):
        bullets[table.takes(run) or 0] += run.text[:1] in BULLETS
    return sum(count >= 2 for count in bullets) >= 2


def _flows(table: _Table) -> bool:
    """Whether the widest column is running text: line after line of several words reaches its right end."""
    x0, x1 = max(table.columns, key=lambda column: column[1] - column[0])
    runs = [run for line in table.lines[1:] for run in line if run.x0 < x1 and run.x1 > x0]
    full = sum(run.x1 > x0 + _FULL * (x1 - x0) for run in runs)
    return full > 0.6 * len(runs) and sum(len(run.text.split()) for run in runs) >= 5 * len(runs)


def _levels(rules: Floats, width: float) -> list[float]:
    """Heights in points at which rules together are at least so wide; cells often have a rule each."""
    lengths: dict[int, float] = {}
    for rule in rules.tolist():
        level = round(rule[1] / 2)
        lengths[level] = lengths.get(level, 0.0) + rule[2] - rule[0]
    return [2.0 * level for level, length in sorted(lengths.items()) if length >= width]


def _is_table(table: _Table, rows: list[list[Line]], *, headed: bool, ruled: bool) -> bool:
    """Whether rows are those of a table: not numbered paragraphs, bullets, contents, nor columns of prose."""
    cells = [_cells(table, row) for row in rows]
    filled = [text for row in cells for text in row if text]
    first = [row[0] for row in cells if row[0]]
    n_columns = len(table.columns)
    marks = sum(bool(_NUMBER.match(text)) or text in BULLETS for text in first)
    if len(rows) < (1 + headed if ruled else 3) or sum(sum(map(bool, row)) > 1 for row in cells) < 0.5 * len(rows):
        return False
    if not first or (headed and _NUMBER.match(first[0])) or (marks > 0.5 * len(first) and n_columns == 2):
        return False
    if any(_LEADER.search(text) or len(text.split()) > _ESSAY for text in filled):
        return False
    if sum(text[0].islower() for text in filled) > 0.25 * len(filled):
        return False
    if first[0].endswith(":") and sum(text.rstrip().endswith(":") for text in first) > 0.6 * len(first):
        return False
    narrow = table.columns[0][1] - table.columns[0][0] < _WIDE * (table.columns[-1][1] - table.columns[0][0])
    return ruled or n_columns > 2 or (narrow and sum(len(text.split()) for text in first) <= 6 * len(first))


def _whole_rows(table: _Table, rows: list[list[Line]]) -> list[list[Line]]:
    """Rows with those joined to the one above that only carry on its sentences."""
    whole: list[list[Line]] = []
    for row in rows:
        filled = [text for text in _cells(table, row) if text]
        if len(whole) > 1 and len(filled) < len(table.columns) and all(text[0].islower() for text in filled):
            whole[-1] = whole[-1] + row
        else:
            whole.append(row)
    return whole


def _cells(table: _Table, row: list[Line]) -> list[str]:
    """Text of the cells of a row."""
    cells = [""] * len(table.columns)
    for run in row:
        place = table.takes(run) or 0
        cells[place] = f"{cells[place]} {run.text}".strip()
    return cells


def _rows(table: _Table, runs: list[Line], rules: list[float]) -> list[list[Line]]:
    """Runs by row, top to bottom: rows are parted by a rule, or by more white space than there is inside cells."""
    gaps: list[tuple[float, bool]] = []
    floor = runs[0].bottom
    for run in runs[1:]:
        at = bisect_left(rules, floor - 2)
        ruled = at < len(rules) and rules[at] <= run.top + 2
        gaps.append((run.top - floor, ruled))
        floor = max(floor, run.bottom)
    between = [gap for gap, _ in gaps if gap > -0.3 * table.size]
    wide = _row_gap(between, table.size)
    rows, row = [], [runs[0]]
    for run, (gap, ruled) in zip(runs[1:], gaps, strict=True):
        if gap > -0.3 * table.size and (gap >= wide or ruled):
            rows.append(row)
            row = []
        row.append(run)
    return [*rows, row]


def _row_gap(gaps: list[float], size: float) -> float:
    """The white space in points from which it parts rows: above the tightest, if they are of two kinds."""
    if not gaps:
        return np.inf
    tight = min(gaps)
    return tight + _ROW_GAP * size if max(gaps) > tight + 2 * _ROW_GAP * size or tight < 0.15 * size else tight
