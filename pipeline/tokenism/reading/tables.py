"""Tables of a page as rows of text: one row, one passage, each cell with the heading of its column."""

from tokenism.reading.blocks import Row
from tokenism.reading.glyphs import PageContent
from tokenism.reading.layout import glyphs_in, lines_by_group
from tokenism.reading.plumber import Grid
from tokenism.records import Box

_LONG_CELL = 220
"""A cell of more words than this is a page laid out in boxes, not a table."""

Cells = list[list[str]]


def grid_cells(page: PageContent, grid: Grid) -> Cells | None:
    """Text of every cell, as `cell_texts`; None where the rules are decoration: few filled cells, or essays in them."""
    cells = cell_texts(page, grid)
    filled = [text for row in cells for text in row if text]
    rows = sum(sum(bool(text) for text in row) >= 2 for row in cells)
    n_cells = sum(cell is not None for row in grid.rows for cell in row)
    if rows < 2 or len(filled) < 0.4 * n_cells or any(len(text.split()) > _LONG_CELL for text in filled):
        return None
    if sum(len(text.split()) for text in filled) < 1.5 * len(filled) and not any(len(t) > 20 for t in filled):
        return None
    return cells


def cell_texts(page: PageContent, grid: Grid) -> Cells:
    """Text of every cell with its line ends, row by row; empty for a cell that is missing."""
    cells = [cell for row in grid.rows for cell in row if cell is not None]
    lines = lines_by_group(page, glyphs_in(page.glyphs, cells))
    texts = iter(["\n".join(line.text for line in lines.get(n, []) if line.text) for n in range(len(cells))])
    return [["" if cell is None else next(texts) for cell in row] for row in grid.rows]


def column_headings(cells: Cells, carried: list[str] | None, *, headed: bool = False) -> tuple[list[str] | None, int]:
    """Headings of the columns and how many rows they take.

    The first row is a heading if the grid says so (``headed``), or if at least two of its cells are filled, all are
    short, and none is a plain number; a table that goes on from the page before (``carried`` headings of the same
    number of columns) keeps those, whether they are printed again or not.
    """
    first = cells[0]
    if headed:
        return first, 1
    if carried is not None and len(carried) == len(first):
        return carried, int(first == carried)
    filled = [text for text in first if text]
    short = all(len(text.split()) <= 7 and not text.replace(".", "").isdigit() for text in filled)
    return (first, 1) if len(filled) >= 2 and short and len(cells) > 1 else (None, 0)


def table_rows(page: PageContent, grid: Grid, cells: Cells, headings: list[str] | None, skip: int) -> list[Row]:
    """Rows as ``Heading: cell | Heading: cell``, empty cells left out, with line ends and the row's box on the page."""
    rows = []
    for row, texts in list(zip(grid.rows, cells, strict=True))[skip:]:
        boxes = [cell for cell in row if cell is not None]
        names = headings or [""] * len(texts)
        parts = [f"{name}: {text}" if name else text for name, text in zip(names, texts, strict=False) if text]
        if parts and boxes:
            sides = (
                min(b[0] for b in boxes),
                min(b[1] for b in boxes),
                max(b[2] for b in boxes),
                max(b[3] for b in boxes),
            )
            x0, top, x1, bottom = (round(float(side), 2) for side in sides)
            rows.append(Row(" | ".join(parts), _box(page, x0, top, x1, bottom)))
    return rows


def _box(page: PageContent, x0: float, top: float, x1: float, bottom: float) -> Box:
    """A box inside the page."""
    return Box(page.number, max(0.0, x0), max(0.0, top), min(page.width, x1), min(page.height, bottom))
