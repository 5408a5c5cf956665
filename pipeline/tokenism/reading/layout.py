"""From glyphs to lines in reading order: columns by a recursive cut along white space. Knows no engine and no file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tokenism.reading.glyphs import Glyphs, PageContent
from tokenism.reading.runs import Line, find_runs, is_note_mark, is_power

_GUTTER = 0.8
"""White space between columns is at least this many line heights wide."""


def page_lines(page: PageContent, holes: Sequence[tuple[float, float, float, float]] = ()) -> list[Line]:
    """Lines of a page in reading order.

    ``holes`` are boxes of tables, which come back as lines with ``table`` set. Upright text comes first, then text
    that stands sideways.
    """
    return lines_by_group(page, np.zeros(len(page.glyphs), dtype=np.intp), {0: holes}).get(0, [])


def lines_by_group(
    page: PageContent,
    group: NDArray[np.intp],
    holes: Mapping[int, Sequence[tuple[float, float, float, float]]] = MappingProxyType({}),
) -> dict[int, list[Line]]:
    """Lines in reading order of each group of glyphs, as the cells of a table; group -1 is left out."""
    found: dict[int, list[Line]] = {}
    for turn in sorted({0, *np.unique(page.glyphs.turn).tolist()}):
        mine = np.flatnonzero((page.glyphs.turn == turn) & (group >= 0))
        glyphs = in_frame(page.glyphs.take(mine), turn, page.width, page.height)
        members: dict[int, list[Line]] = {}
        for run, number in zip(*find_runs(glyphs, turn, group=group[mine]), strict=True):
            members.setdefault(number, []).append(run)
        if turn == 0:
            for number, boxes in holes.items():
                members.setdefault(number, []).extend(
                    Line("", *box, bold=False, table=index) for index, box in enumerate(boxes)
                )
        for number, runs in members.items():
            lines = found.setdefault(number, [])
            first_region = lines[-1].region + 1 if lines else 0
            for region, part in enumerate(_ordered(runs), start=first_region):
                lines += [replace(line, region=region) for line in _merge_on_baseline(part)]
    return found


def shown_box(line: Line, width: float, height: float) -> tuple[float, float, float, float]:
    """The line's box on the page as shown: x0, top, x1, bottom in points."""
    if line.turn == 1:
        return width - line.bottom, line.x0, width - line.top, line.x1
    if line.turn == 2:
        return width - line.x1, height - line.bottom, width - line.x0, height - line.top
    if line.turn == 3:
        return line.top, height - line.x1, line.bottom, height - line.x0
    return line.x0, line.top, line.x1, line.bottom


def turned_page(page: PageContent, turn: int) -> PageContent:
    """The page turned so that text which stands at so many quarter turns clockwise is upright; rules go with it."""
    if turn == 0:
        return page
    glyphs = in_frame(page.glyphs, turn, page.width, page.height)
    x0, top, x1, bottom = page.edges.T
    width, height = page.width, page.height
    if turn == 1:
        sides = top, width - x1, bottom, width - x0
    elif turn == 2:
        sides = width - x1, height - bottom, width - x0, height - top
    else:
        sides = height - bottom, x0, height - top, x1
    return replace(
        page,
        width=height if turn % 2 else width,
        height=width if turn % 2 else height,
        glyphs=replace(glyphs, turn=((glyphs.turn - turn) % 4).astype(np.uint8)),
        edges=np.stack(sides, axis=1).astype(np.float32),
    )


def in_frame(glyphs: Glyphs, turn: int, width: float, height: float) -> Glyphs:
    """Glyphs turned so that they read left to right."""
    g = glyphs
    if turn == 1:
        sides = g.top, width - g.x1, g.bottom, width - g.x0
    elif turn == 2:
        sides = width - g.x1, height - g.bottom, width - g.x0, height - g.top
    elif turn == 3:
        sides = height - g.bottom, g.x0, height - g.top, g.x1
    else:
        return g
    x0, top, x1, bottom = (side.astype(np.float32) for side in sides)
    return Glyphs(g.code, x0, top, x1, bottom, (bottom - 0.2 * (bottom - top)).astype(np.float32), g.bold, g.turn)


def _ordered(runs: list[Line]) -> list[list[Line]]:
    """Regions in reading order: columns one after the other, strips from top to bottom."""
    if len(runs) < 2:
        return [runs] if runs else []
    gutter = _gutter(runs)
    if gutter is not None:
        left = [run for run in runs if run.x1 <= gutter[1]]
        right = [run for run in runs if run.x1 > gutter[1]]
        return _ordered(left) + _ordered(right)
    groups = _group_strips(_strips(runs))
    if len(groups) == 1:
        return [sorted(runs, key=lambda run: (run.top, run.x0))]
    ordered: list[list[Line]] = []
    for members, has_columns in groups:
        ordered += _ordered(members) if has_columns else [members]
    return ordered


def _strips(runs: list[Line]) -> list[list[Line]]:
    """Runs in horizontal strips with white space between them, top to bottom."""
    strips: list[list[Line]] = []
    floor = -np.inf
    for run in sorted(runs, key=lambda run: (run.top, run.x0)):
        if run.top >= floor - 0.15 * run.size or not strips:
            strips.append([])
        strips[-1].append(run)
        floor = max(floor, run.bottom)
    return strips


def _group_strips(strips: list[list[Line]]) -> list[tuple[list[Line], bool]]:
    """Neighbouring strips that share a gutter are one set of columns; the others are running text of full width."""
    groups: list[tuple[list[Line], bool]] = []
    i = 0
    while i < len(strips):
        members, j = list(strips[i]), i + 1
        best = 0
        while j < len(strips):
            members += strips[j]
            j += 1
            if not _free_gaps(members):
                break
            if _gutter(members) is not None:
                best = j
        if best:
            groups.append(([run for strip in strips[i:best] for run in strip], True))
            i = best
            continue
        if groups and not groups[-1][1]:
            groups[-1][0].extend(strips[i])
        else:
            groups.append((list(strips[i]), False))
        i += 1
    return groups


def _free_gaps(runs: list[Line]) -> list[tuple[float, float]]:
    """Vertical white corridors through all runs, as (from, to) in points, wide enough for a gutter."""
    gaps: list[tuple[float, float]] = []
    right = None
    sizes = sorted(run.bottom - run.top for run in runs if run.table < 0)
    wide = _GUTTER * (sizes[len(sizes) // 2] if sizes else 10.0)
    for run in sorted(runs, key=lambda run: run.x0):
        if right is not None and run.x0 - right >= wide:
            gaps.append((right, run.x0))
        right = run.x1 if right is None else max(right, run.x1)
    return gaps


def _gutter(runs: list[Line]) -> tuple[float, float] | None:
    """The widest corridor with running text on both sides, or None: bullets and narrow cells make no column."""
    best = None
    for gap in _free_gaps(runs):
        left = [run for run in runs if run.x1 <= gap[0] + 0.01]
        right = [run for run in runs if run.x0 >= gap[1] - 0.01]
        if (
            _is_text(left)
            and _is_text(right)
            and _side_by_side(left, right)
            and (best is None or gap[1] - gap[0] > best[1] - best[0])
        ):
            best = gap
    return (best[0], (best[0] + best[1]) / 2) if best else None


def _is_text(runs: list[Line]) -> bool:
    if any(run.table >= 0 for run in runs):
        return True
    if len(runs) < 3:
        return False
    lengths = sorted(len(run.text) for run in runs)
    return lengths[len(lengths) // 2] >= 14


def _side_by_side(left: list[Line], right: list[Line]) -> bool:
    top = max(min(run.top for run in left), min(run.top for run in right))
    bottom = min(max(run.bottom for run in left), max(run.bottom for run in right))
    lower = min(max(r.bottom for r in side) - min(r.top for r in side) for side in (left, right))
    return bottom - top >= 0.4 * lower


def _merge_on_baseline(runs: list[Line]) -> list[Line]:
    """Runs of one region as whole lines, top to bottom; runs that overlap vertically by half are one line."""
    return [_merged(sorted(row, key=lambda run: run.x0)) for row in overlap_rows(runs)]


def overlap_rows(runs: list[Line]) -> list[list[Line]]:
    """Runs by line, top to bottom: those that overlap vertically by half stand on one line."""
    rows: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run.x0)):
        if rows and run.table < 0 and rows[-1][0].table < 0 and _same_row(rows[-1], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _same_row(row: list[Line], run: Line) -> bool:
    first = row[0]
    overlap = min(first.bottom, run.bottom) - max(first.top, run.top)
    return overlap > 0.5 * min(first.size, run.size)


def _counts(run: Line, main: Line, before: str) -> bool:
    """Whether a run is text, and not the mark of a footnote beside the main text of its line."""
    return not is_note_mark(run, main.size, main.bottom) or is_power(before, run.text)


def _merged(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    main = max(row, key=lambda run: len(run.text))
    row = [
        run for run, before in zip(row, ["", *(run.text for run in row)], strict=False) if _counts(run, main, before)
    ]
    return replace(
        main,
        text=" ".join(run.text for run in row if run.text),
        x0=min(run.x0 for run in row),
        x1=max(run.x1 for run in row),
        top=min(run.top for run in row if run.size <= 1.5 * main.size),
        bottom=max(run.bottom for run in row if run.size <= 1.5 * main.size),
    )
