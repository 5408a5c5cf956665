"""pdfplumber's part: the grid of ruled tables, and a second engine for files that PDFium refuses."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
from pdfplumber import table as grid

from tokenism.reading.glyphs import Floats, Glyphs, PageContent, Sides, no_edges

NAME = f"pdfplumber {pdfplumber.__version__}"
_SNAP, _WIDE_SNAP = 3.0, 5.0
"""Rules that end this many points before others meet them; the wider one where no cell is found otherwise."""
_MIN_EDGE = 6.0
_MAX_EDGES = 3_000
_SAME_LEVEL, _GAP = 0.5, 1.0
"""Pieces of one rule stand on one height and follow each other, in points."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its box, and its rows of cells as (x0, top, x1, bottom), None where a cell is missing.

    ``headed`` tells that the first row is known to hold the headings of the columns, ``aligned`` that white space
    and not rules part the columns.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    rows: tuple[tuple[Sides | None, ...], ...]
    headed: bool = False
    aligned: bool = False


def find_grids(edges: Floats) -> list[Grid]:
    """Ruled tables of at least two rows and two columns in a page's edges (n x 4, points), top to bottom."""
    return [frame for frame in find_frames(edges) if is_grid(frame)]


def is_grid(frame: Grid) -> bool:
    """Whether a group of ruled cells has at least two rows and two columns."""
    return len(frame.rows) >= 2 and max(sum(cell is not None for cell in row) for row in frame.rows) >= 2


def find_frames(edges: Floats) -> list[Grid]:
    """Groups of ruled cells that touch, single ones too, in a page's edges (n x 4, points), top to bottom."""
    whole = _joined(edges)
    kept = whole[_lengths(whole) >= _MIN_EDGE]
    flat = int((kept[:, 3] - kept[:, 1] < kept[:, 2] - kept[:, 0]).sum())
    if len(kept) > _MAX_EDGES or min(flat, len(kept) - flat) < 2:
        return []
    cells = _cells(kept, _SNAP) or _cells(kept, _WIDE_SNAP)
    found = []
    for table in _groups(cells):
        built = grid.Table(None, table)  # type: ignore[arg-type]
        rows = tuple(tuple(None if cell is None else _sides(cell) for cell in row.cells) for row in built.rows)
        found.append(Grid(*_sides(built.bbox), rows))
    return sorted(found, key=lambda item: (item.top, item.x0))


def _cells(edges: Floats, snap: float) -> list[Any]:
    merged = grid.merge_edges([_edge(*map(float, edge)) for edge in edges], snap, snap, snap, snap)
    found: list[Any] = grid.intersections_to_cells(grid.edges_to_intersections(merged, snap, snap))
    return found


def _groups(cells: list[Any]) -> list[list[Any]]:
    """Cells that share corners with each other; one that stands alone is a group of its own."""
    tables = grid.cells_to_tables(cells)
    in_tables = {cell for table in tables for cell in table}
    return [*tables, *([cell] for cell in cells if cell not in in_tables)]


def _joined(edges: Floats) -> Floats:
    """Edges with the pieces of one rule that follow each other joined, so that a short piece counts with its rule."""
    flat = edges[:, 3] - edges[:, 1] < edges[:, 2] - edges[:, 0]
    across = _joined_along(edges[flat])
    down = _joined_along(edges[~flat][:, [1, 0, 3, 2]])[:, [1, 0, 3, 2]]
    return np.concatenate([across, down])


def _joined_along(rules: Floats) -> Floats:
    """Level rules, those joined that stand on one height and leave no more than `_GAP` between them."""
    if len(rules) < 2:
        return rules
    level = np.round(rules[:, 1] / _SAME_LEVEL).astype(np.int64)
    order = np.lexsort((rules[:, 0], level))
    level, rules = level[order], rules[order].astype(np.float64)
    apart = (level - level[0]) * (2 * float(rules[:, 2].max() - rules[:, 0].min()) + 10)
    reach = np.maximum.accumulate(rules[:, 2] + apart)
    starts = np.flatnonzero(np.concatenate([[True], rules[1:, 0] + apart[1:] > reach[:-1] + _GAP]))
    lowest = np.minimum.reduceat(rules, starts)
    highest = np.maximum.reduceat(rules, starts)
    return np.stack([lowest[:, 0], lowest[:, 1], highest[:, 2], highest[:, 3]], axis=1).astype(np.float32)


def _lengths(edges: Floats) -> Floats:
    return np.asarray(np.maximum(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]))


def _sides(box: Any) -> Sides:
    x0, top, x1, bottom = map(float, box)
    return x0, top, x1, bottom


def _edge(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    flat = bottom - top < x1 - x0
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": top if flat else bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if flat else "v",
        "object_type": "line",
    }


def read_pages(path: Path, password: str | None, max_pages: int) -> Iterator[PageContent | tuple[int, str]]:
    """Pages read by pdfplumber, at most ``max_pages``, or (number, what went wrong) for one that cannot be read.

    Whatever pdfplumber or pdfminer raises on opening passes through: broken files raise nearly anything.
    """
    with pdfplumber.open(path, password=password or "") as document:
        for number, page in enumerate(document.pages[:max_pages], start=1):
            try:
                content = _read_page(page, number)
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001  pdfminer raises nearly anything on broken pages
                yield number, f"page {number} cannot be read ({type(error).__name__})"
            else:
                yield content
            finally:
                page.close()


def read_page(path: Path, password: str | None, number: int) -> PageContent | None:
    """One page (from 1) read by pdfplumber, the others left alone; None where it cannot be read."""
    try:
        with pdfplumber.open(path, password=password or "", pages=[number]) as document:
            return _read_page(document.pages[0], number)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  pdfminer raises nearly anything on broken pages
        return None


def _read_page(whole: Any, number: int) -> PageContent:
    """A page as shown: pdfplumber counts from the media box, of which the crop box is what is shown."""
    page = whole.crop(whole.cropbox, strict=False) if tuple(whole.cropbox) != tuple(whole.mediabox) else whole
    left, above = page.bbox[0], page.bbox[1]
    chars = [char for char in page.chars if char.get("text")]
    spread = [(ord(letter), char) for char in chars for letter in char["text"]]

    def column(name: str, offset: float) -> Floats:
        return np.array([char[name] - offset for _, char in spread], dtype=np.float32)

    bottom = column("bottom", above)
    glyphs = Glyphs(
        np.array([code for code, _ in spread], dtype=np.uint32),
        column("x0", left),
        column("top", above),
        column("x1", left),
        bottom,
        bottom - 0.2 * (bottom - column("top", above)),
        np.array(["bold" in str(char.get("fontname", "")).lower() for _, char in spread], dtype=np.bool_),
        np.array([_turn(char["matrix"]) for _, char in spread], dtype=np.uint8),
    )
    sides = [[e["x0"] - left, e["top"] - above, e["x1"] - left, e["bottom"] - above] for e in page.edges]
    edges = np.array(sides, dtype=np.float32)
    return PageContent(
        number, float(page.width), float(page.height), glyphs, edges if len(edges) else no_edges(), bool(page.images)
    )


def _turn(matrix: tuple[float, ...]) -> int:
    """Quarter turns clockwise of a character with this text matrix (PDF space, y upwards)."""
    return round(-math.atan2(matrix[1], matrix[0]) / (math.pi / 2)) % 4
