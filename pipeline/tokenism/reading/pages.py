"""From what an engine gives for each page to its lines in reading order and the rows of its tables, over all pages."""

import dataclasses

import numpy as np

from tokenism.reading import plumber
from tokenism.reading.aligned import find_aligned
from tokenism.reading.blocks import PageLines, Row
from tokenism.reading.boxes import text_boxes
from tokenism.reading.glyphs import PageContent, Sides
from tokenism.reading.heads import without_running_lines
from tokenism.reading.layout import PageRuns, glyphs_in, ordered_lines, page_runs, turned_page
from tokenism.reading.navigation import RepeatedRuns
from tokenism.reading.runs import Line
from tokenism.reading.tables import (
    Entry,
    Headings,
    Table,
    goes_on,
    is_table,
    joined_rows,
    loose_cells,
    read_table,
    row_of,
    same_columns,
    shown_cells,
    table_entries,
)

_BIT = 0.6
"""Shaded rows make a ruled table of less than this share of the height of the whole one."""
_SIDEWAYS = 0.2
"""Tables are looked for in text that stands sideways where it is more than this share of a page."""
_FOOT = 0.75
"""A table that may go on over the page ends below this share of the page's height, and no more than so many ..."""
_NOTES = 3
"""... lines, notes to it, stand below it."""


def lines_of_pages(pages: list[PageContent]) -> list[PageLines]:
    """Lines and table rows of every page."""
    tables: list[list[Table]] = []
    read: list[tuple[PageContent, PageRuns]] = []
    last: Table | None = None
    for page in pages:
        found, frames = _tables(page, last)
        upright = [table for table in found if table.turn == 0]
        last = upright[-1] if upright and upright[-1].grid.bottom > _FOOT * page.height else None
        cells = [shown_cells(page, table) for table in found]
        holes = [_hole(shown) for shown in cells]
        outside = _without(page, [cell for shown in cells for cell in shown])
        read.append((page, page_runs(outside, holes, text_boxes(outside, holes, loose_cells(outside, frames)))))
        tables.append(found)
    repeated = RepeatedRuns(((page.number, part) for page, runs in read for part in runs.all()), len(pages))
    lines = [PageLines(page.number, page.width, page.height, ordered_lines(runs, repeated)) for page, runs in read]
    rows = _table_rows(without_running_lines(lines) if any(tables) else lines, tables)
    return [dataclasses.replace(page, tables=found) for page, found in zip(lines, rows, strict=True)]


def _hole(cells: list[Sides]) -> Sides:
    x0, top, x1, bottom = zip(*cells, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _tables(page: PageContent, before: Table | None) -> tuple[list[Table], list[plumber.Grid]]:
    """Tables of a page, upright ones first, then those that stand sideways, top to bottom; and frames that are none."""
    frames = plumber.find_frames(page.edges)
    found = _tables_of_turn(page, frames, before, 0)
    loose = [frame for frame in frames if not any(_overlap(table.grid, frame) for table in found)]
    for turn, share in enumerate(np.bincount(page.glyphs.turn, minlength=4) / max(1, len(page.glyphs))):
        if turn > 0 and share > _SIDEWAYS:
            turned = turned_page(page, turn)
            found += _tables_of_turn(turned, plumber.find_frames(turned.edges), None, turn)
    return found, loose


def _tables_of_turn(page: PageContent, frames: list[plumber.Grid], before: Table | None, turn: int) -> list[Table]:
    """Ruled and aligned tables of a page whose text stands upright, top to bottom.

    Where both are found in one place the ruled one counts, unless it is but a bit of the other. What stands in a
    table inside a cell is left out of the cell. ``before`` is a table at the foot of the page before.
    """
    found: list[Table] = []
    candidates = [frame for frame in frames if len(frame.rows[0]) > 1 and _is_upright(page, frame)]
    for frame in sorted(candidates, key=lambda frame: (frame.x1 - frame.x0) * (frame.bottom - frame.top)):
        inner = [cell.box for table in found if _overlap(table.grid, frame) for cell in table.cells()]
        table = read_table(_without(page, inner), frame, turn)
        if (plumber.is_grid(frame) and is_table(table)) or (before is not None and _is_rest(page, table, before)):
            found.append(table)
    for grid in find_aligned(page, before.grid if before else None):
        rivals = [table for table in found if _overlap(table.grid, grid)]
        if sum(table.grid.bottom - table.grid.top for table in rivals) < _BIT * (grid.bottom - grid.top):
            found = [table for table in found if table not in rivals]
            found.append(read_table(page, grid, turn))
    return sorted(found, key=lambda table: (table.grid.top, table.grid.x0))


def _is_rest(page: PageContent, table: Table, before: Table) -> bool:
    """Whether a table at the head of a page, be it a single row, has the columns of the one before."""
    head = table.grid.top < (1 - _FOOT) * page.height
    return head and not before.grid.aligned and same_columns(table, before) and any(cell.text for cell in table.cells())


def _is_upright(page: PageContent, grid: plumber.Grid) -> bool:
    """Whether the text of most cells of a grid stands upright; headings may stand sideways."""
    cells = glyphs_in(page.glyphs, [cell for row in grid.rows for cell in row if cell is not None])
    letters = np.bincount(cells[cells >= 0])
    turned = np.bincount(cells[cells >= 0], weights=page.glyphs.turn[cells >= 0] > 0)
    filled = letters > 0
    return bool(np.count_nonzero(2 * turned[filled] > letters[filled]) <= 0.5 * np.count_nonzero(filled))


def _overlap(a: plumber.Grid, b: plumber.Grid) -> bool:
    return a.top < b.bottom and b.top < a.bottom and a.x0 < b.x1 and b.x0 < a.x1


def _without(page: PageContent, cells: list[Sides]) -> PageContent:
    """The page without the glyphs that stand in one of the cells."""
    return dataclasses.replace(page, glyphs=page.glyphs.take(glyphs_in(page.glyphs, cells) < 0)) if cells else page


def _table_rows(pages: list[PageLines], tables: list[list[Table]]) -> list[list[list[Row]]]:
    """Rows of the tables of pages whose running lines are gone.

    A table that ends a page may go on on the next, where nothing stands above it.
    """
    read: list[list[list[list[Entry]]]] = []
    foot: _Foot | None = None
    for page, found in zip(pages, tables, strict=True):
        read.append([])
        ends: list[tuple[float, _Foot | None]] = []
        for number, table in enumerate(found):
            goes = number == 0 and foot is not None and same_columns(table, foot.table) and _begins(page, table)
            above = foot if goes else None
            rows, headings = table_entries(page, table, above.headings if above else None)
            if above and above.rows and rows and goes_on(above.rows[-1], rows[0], [*above.rows, *rows[1:]]):
                above.rows[-1] = joined_rows(above.rows[-1], rows.pop(0))
            read[-1].append(rows)
            last_rows = above.rows if above and not rows else rows
            ends.append((table.grid.bottom, _Foot(table, headings, last_rows) if _ends(page, table) else None))
        foot = max(ends, key=lambda end: end[0])[1] if ends else None
    return [[[row_of(entries) for entries in rows] for rows in found] for found in read]


@dataclasses.dataclass(frozen=True, slots=True)
class _Foot:
    """A table that ends its page: it may go on on the next."""

    table: Table
    headings: Headings | None
    rows: list[list[Entry]]


def _begins(page: PageLines, table: Table) -> bool:
    """Whether no line stands above a table on its page."""
    return not any(line.bottom < table.grid.top + 3 for line in _beside(page, table))


def _ends(page: PageLines, table: Table) -> bool:
    """Whether a table reaches the foot of its page, where no more than a few notes stand below it."""
    below = sum(line.top > table.grid.bottom - 3 for line in _beside(page, table))
    height = page.width if table.turn % 2 else page.height
    return below == 0 or (below <= _NOTES and table.grid.bottom > _FOOT * height)


def _beside(page: PageLines, table: Table) -> list[Line]:
    return [line for line in page.lines if line.table < 0 and line.turn == table.turn]
