"""From glyphs to lines in reading order: columns by a recursive cut along white space. Knows no engine and no file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tokenism.reading.clean import clean_text
from tokenism.reading.glyphs import Glyphs, PageContent

_RUN_GAP = 1.0
"""A gap of more than this many line heights ends a run of glyphs."""
_WORD_GAP = 0.2
"""A gap of more than this many line heights is a space even where the file has none."""
_GUTTER = 0.8
"""White space between columns is at least this many line heights wide."""
_SPACES = np.array([0x09, 0x20, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], dtype=np.uint32)
_BREAKS = np.array([0x0A, 0x0D, 0xFFFF], dtype=np.uint32)
_HYPHENS = np.array([0x02, 0xAD, 0xFFFE], dtype=np.uint32)
"""What engines give for a hyphen that breaks a word at the end of a line."""
_SOFT_HYPHEN = 0xAD
_MARK = 0.75
"""The mark of a footnote is lower than this share of the letters beside it."""
_METRES = re.compile(r"\d\s*[kcdm]?m$", re.IGNORECASE)
_DRAWN = 0.1
"""A soft hyphen wider than this many line heights is seen: careless fonts map every hyphen to it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, its box in its own reading frame (points), and where it belongs.

    ``turn`` is the frame: 0 is the page as shown, else quarter turns clockwise; ``region`` numbers the column or
    strip of the page in reading order; ``table`` is the index of the table that stands here instead of text,
    or -1.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool
    turn: int = 0
    region: int = 0
    table: int = -1

    @property
    def size(self) -> float:
        """Height of the line in points."""
        return self.bottom - self.top


def page_lines(page: PageContent, holes: Sequence[tuple[float, float, float, float]] = ()) -> list[Line]:
    """Lines of a page in reading order.

    ``holes`` are boxes of ruled tables, which come back as lines with ``table`` set. Upright text comes first, then
    text that stands sideways.
    """
    found: list[Line] = []
    for turn in sorted({0, *np.unique(page.glyphs.turn).tolist()}):
        glyphs = _in_frame(page.glyphs.take(page.glyphs.turn == turn), turn, page.width, page.height)
        runs = _runs(glyphs, turn)
        if turn == 0:
            runs += [Line("", *hole, bold=False, table=index) for index, hole in enumerate(holes)]
        first_region = found[-1].region + 1 if found else 0
        for region, members in enumerate(_ordered(runs), start=first_region):
            found += [replace(line, region=region) for line in _merge_on_baseline(members)]
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


def _in_frame(glyphs: Glyphs, turn: int, width: float, height: float) -> Glyphs:
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


def upright_runs(page: PageContent, gap: float) -> list[Line]:
    """Upright text as runs without a gap of more than ``gap`` line heights, in content order."""
    return _runs(page.glyphs.take(page.glyphs.turn == 0), 0, gap)


def _runs(glyphs: Glyphs, turn: int, widest: float = _RUN_GAP) -> list[Line]:
    """Runs of glyphs that stand on one baseline without a wide gap, in content order."""
    blank = np.isin(glyphs.code, _SPACES)
    ends = np.isin(glyphs.code, _BREAKS) | (glyphs.code == 0)
    ink = np.flatnonzero(~blank & ~ends & (glyphs.bottom > glyphs.top))
    if not len(ink):
        return []
    g = glyphs.take(ink)
    height = np.maximum(g.bottom - g.top, 1.0)
    tall = np.maximum(height[1:], height[:-1])
    gap = g.x0[1:] - g.x1[:-1]
    back = g.x0[1:] < g.x0[:-1] - 0.5 * tall
    drop = np.abs(g.base[1:] - g.base[:-1]) > 0.45 * tall
    new_run = np.concatenate([[True], drop | back | (gap > widest * tall)])
    spaces_before = np.cumsum(blank)[ink]
    space = np.concatenate([[False], (np.diff(spaces_before) > 0) | (gap > _WORD_GAP * tall)])
    starts = np.flatnonzero(new_run)
    return [_line(g, a, b, space, turn) for a, b in pairwise([*starts.tolist(), len(g)])]


def _line(g: Glyphs, a: int, b: int, space: NDArray[np.bool_], turn: int) -> Line:
    drawn = g.x1[a:b] - g.x0[a:b] > _DRAWN * (g.bottom[a:b] - g.top[a:b])
    code = np.where((g.code[a:b] == _SOFT_HYPHEN) & drawn, np.uint32(ord("-")), g.code[a:b])
    if code[-1] in _HYPHENS:
        code = np.append(code[:-1], np.uint32(ord("-")))
    letters = map(chr, code.tolist())
    marks = _note_marks(g, a, b).tolist()
    pieces = zip(letters, space[a:b].tolist(), marks, strict=True)
    text = "".join(" " * s + (c if not mark else "") for c, s, mark in pieces)
    return Line(
        clean_text(_close_letter_spacing(text)),
        float(g.x0[a:b].min()),
        sorted(g.top[a:b].tolist())[(b - a) // 2],
        float(g.x1[a:b].max()),
        sorted(g.bottom[a:b].tolist())[(b - a) // 2],
        bold=int(g.bold[a:b].sum()) > 0.6 * (b - a),
        turn=turn,
    )


def _note_marks(g: Glyphs, a: int, b: int) -> NDArray[np.bool_]:
    """Which glyphs are raised small digits that mark footnotes; powers of numbers and of metres are none."""
    height, bottom = g.bottom[a:b] - g.top[a:b], g.bottom[a:b]
    if height.min() >= _MARK * height.max():
        return np.zeros(b - a, dtype=np.bool_)
    digit = (g.code[a:b] >= ord("0")) & (g.code[a:b] <= ord("9"))
    marks = (height < _MARK * np.median(height)) & (bottom < np.median(bottom) - 0.1 * np.median(height)) & digit
    for start in np.flatnonzero(marks & ~np.concatenate([[False], marks[:-1]])).tolist():
        after = np.flatnonzero(~marks[start:])
        end = start + int(after[0]) if len(after) else b - a
        letters = "".join(map(chr, g.code[a : a + end].tolist()))
        if _is_power(letters[:start], letters[start:]):
            marks[start:end] = False
    return np.asarray(marks)


def _is_power(before: str, raised: str) -> bool:
    """Whether raised digits are the power of the number or of the metres before them."""
    return before[-1:].isdigit() or (raised[:1] in ("2", "3") and bool(_METRES.search(before)))


def _close_letter_spacing(text: str) -> str:
    """``S T R A T E G Y`` becomes ``STRATEGY``; ordinary text is returned as it is."""
    parts = text.split()
    if len(parts) >= 5 and all(len(part) == 1 and part.isalpha() for part in parts):
        return "".join(parts)
    return text


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
    return not is_note_mark(run, main.size, main.bottom) or _is_power(before, run.text)


def is_note_mark(run: Line, size: float, bottom: float) -> bool:
    """Whether a run is a small raised number, beside text of a size and with a lower edge in points."""
    return run.text.isdigit() and len(run.text) < 3 and run.size < _MARK * size and run.bottom < bottom - 0.1 * size


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
