"""The order in which runs are read: columns by a recursive cut along white space, stacks of lines, lines of runs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

import numpy as np

from tokenism.reading.clean import BULLETS
from tokenism.reading.glyphs import Floats
from tokenism.reading.runs import RAISED, Line, is_note_mark, is_power

_GUTTER = 0.8
"""White space between columns is at least this many line heights wide."""
_NARROW = 0.5
"""Between two columns of prose it may be as narrow as this."""
_BULLETS = frozenset(BULLETS) - frozenset("»–—-*o")
_BULLET_GAP = 3.0
"""A bullet stands this many line heights at most before its text."""
_WIDE = 1.5
"""A corridor of so many line heights parts columns of short lines too, if their lines stand at heights of their own."""
_FAR = 2.0
"""Pieces further apart than this many line heights are one line only if they stand on one baseline."""
_LEVEL = 0.2
"""Baselines that differ by less than this share of a line height are one."""
_TRIES = 3
"""How many ways to end a set of columns are tried."""
_BACK = 8
"""How many of the last lines of a stack a run may join."""
_FEWEST = 3
"""Columns together have more runs than this."""


def with_bullets(runs: list[Line]) -> list[Line]:
    """Runs of which those that are a bullet and nothing else are joined to the run at their right."""
    bullets = [run for run in runs if run.text in _BULLETS]
    if not bullets:
        return runs
    found = {id(run): run for run in runs}
    for bullet in bullets:
        middle = (bullet.top + bullet.bottom) / 2
        beside = [
            run for run in runs
            if run.text not in _BULLETS and not is_hole(run) and run.top < middle < run.bottom
            and run.x0 - bullet.x0 > 0 and run.x0 - bullet.x1 < _BULLET_GAP * run.size
        ]  # fmt: skip
        if beside:
            text = min(beside, key=lambda run: run.x0)
            found[id(text)] = replace(found[id(text)], text=f"{bullet.text} {text.text}", x0=bullet.x0)
            del found[id(bullet)]
    return list(found.values())


def is_hole(run: Line) -> bool:
    """Whether a run only holds the place of a table or box."""
    return not run.text


def in_order(runs: list[Line], rules: Floats) -> list[list[Line]]:
    """Regions in reading order: columns one after the other, strips from top to bottom."""
    if len(runs) < 2:
        return [runs] if runs else []
    gutter = _gutter(runs)
    if gutter is not None:
        level = _level_that_parts(runs, rules, gutter)
        if level is not None:
            above = [run for run in runs if run.top + run.bottom < 2 * level]
            return in_order(above, rules) + in_order([run for run in runs if run.top + run.bottom >= 2 * level], rules)
        left = [run for run in runs if run.x1 <= gutter[1]]
        right = [run for run in runs if run.x1 > gutter[1]]
        return in_order(left, rules) + in_order(right, rules)
    groups = _group_strips(_strips(runs), rules)
    if len(groups) == 1:
        return _clusters(runs)
    ordered: list[list[Line]] = []
    for members, has_columns in groups:
        ordered += in_order(members, rules) if has_columns else _clusters(members)
    return ordered


def _level_that_parts(runs: list[Line], rules: Floats, gutter: tuple[float, float]) -> float | None:
    """The height of the first horizontal rule that crosses a gutter between runs, and no run; None without one."""
    if not len(rules):
        return None
    size = _usual_size(runs)
    across = rules[(rules[:, 0] < gutter[0] - 2 * size) & (rules[:, 2] > gutter[1] + 2 * size)]
    for level in sorted(((across[:, 1] + across[:, 3]) / 2).tolist()):
        above = sum(run.bottom <= level + 0.2 * size for run in runs)
        below = sum(run.top >= level - 0.2 * size for run in runs)
        if above and below and above + below >= len(runs):
            return float(level)
    return None


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


def _group_strips(strips: list[list[Line]], rules: Floats) -> list[tuple[list[Line], bool]]:
    """Neighbouring strips that share a gutter are one set of columns; the others are running text of full width."""
    wide = _GUTTER * _usual_size([run for strip in strips for run in strip])
    covered = [_covered([], strip) for strip in strips]
    groups: list[tuple[list[Line], bool]] = []
    i = 0
    while i < len(strips):
        end = _end_of_columns(strips, covered, i, wide, rules)
        if end > i:
            groups.append(([run for strip in strips[i:end] for run in strip], True))
            i = end
            continue
        if groups and not groups[-1][1]:
            groups[-1][0].extend(strips[i])
        else:
            groups.append((list(strips[i]), False))
        i += 1
    return groups


def _end_of_columns(
    strips: list[list[Line]], covered: list[list[tuple[float, float]]], start: int, wide: float, rules: Floats
) -> int:
    """The index of the strip after the columns that begin with a strip, or ``start`` where no columns begin."""
    common = covered[start]
    end = start + 1
    ends = [end] if _is_beside_a_hole(strips[start]) else []
    while end < len(strips):
        common = _union(common, covered[end])
        end += 1
        if not any(b[0] - a[1] >= wide for a, b in pairwise(common)):
            break
        ends.append(end)
    for end in ends[: -_TRIES - 1 : -1]:
        members = [run for strip in strips[start:end] for run in strip]
        gutter = _gutter(members) if len(members) > _FEWEST else None
        if gutter is not None:
            level = _level_that_parts(members, rules, gutter)
            if level is not None:
                end = start + sum(min(run.top for run in strip) < level for strip in strips[start:end])
                if end - start < 2:
                    return start
            return _without_line_of_below(strips, start, end, gutter)
    return start


def _is_beside_a_hole(strip: list[Line]) -> bool:
    """Whether a strip is as high as it is because of a box or table in it."""
    height = max(run.bottom for run in strip) - min(run.top for run in strip)
    return len(strip) > _FEWEST and any(is_hole(run) and run.size > 0.5 * height for run in strip)


def _without_line_of_below(strips: list[list[Line]], start: int, end: int, gutter: tuple[float, float]) -> int:
    """The end of columns without last lines that stand in one column only and nearer to what follows: its heading."""
    if end >= len(strips) and not all(run.bold for run in strips[-1]):
        return end
    below = _white(strips[end - 1], strips[end]) if end < len(strips) else strips[-1][0].size
    last = end
    while last - start > 2 and _on_one_side(strips[last - 1], gutter):
        last -= 1
        if _white(strips[last - 1], strips[last]) > max(1.5 * below, 0.5 * strips[last][0].size):
            return last
    return end


def _white(above: list[Line], below: list[Line]) -> float:
    """White space between two strips in points."""
    return min(run.top for run in below) - max(run.bottom for run in above)


def _on_one_side(strip: list[Line], gutter: tuple[float, float]) -> bool:
    return all(run.x1 <= gutter[1] for run in strip) or all(run.x0 >= gutter[0] for run in strip)


def _covered(spans: list[tuple[float, float]], runs: Iterable[Line]) -> list[tuple[float, float]]:
    return _union(spans, sorted((run.x0, run.x1) for run in runs))


def _union(a: list[tuple[float, float]], b: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Two sets of spans as one, in order and without overlaps."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(a + b):
        if merged and x0 <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _usual_size(runs: list[Line]) -> float:
    sizes = sorted(run.size for run in runs if not is_hole(run))
    return sizes[len(sizes) // 2] if sizes else 10.0


def _gutter(runs: list[Line]) -> tuple[float, float] | None:
    """The widest corridor between columns, as its left side and its middle, or None: bullets and cells make none."""
    ordered = sorted(runs, key=lambda run: run.x0)
    ends = list(accumulate((run.x1 for run in ordered), max))
    gaps = [
        (b.x0 - end, n + 1, end, b.x0) for n, (end, b) in enumerate(zip(ends, ordered[1:], strict=False)) if b.x0 > end
    ]
    if not gaps:
        return None
    size = _usual_size(runs)
    for width, n, x0, x1 in sorted(gaps, reverse=True):
        left, right = ordered[:n], ordered[n:]
        if width < _GUTTER * size and not (width >= _NARROW * size and _is_prose(left) and _is_prose(right)):
            return None
        if _side_by_side(left, right) and (
            (_is_text(left) and _is_text(right))
            or (width >= _WIDE * size and _stand_apart(left, right))
            or (_has_bullets(left) and _has_bullets(right))
        ):
            return x0, (x0 + x1) / 2
    return None


def _is_text(runs: list[Line]) -> bool:
    if any(is_hole(run) for run in runs):
        return True
    lengths = sorted(len(run.text) for run in runs)
    return len(runs) >= 3 and lengths[len(lengths) // 2] >= 14


def _is_prose(runs: list[Line]) -> bool:
    """Whether many long runs leave no doubt that they are running text."""
    lengths = sorted(len(run.text) for run in runs if not is_hole(run))
    return len(lengths) >= 6 and lengths[len(lengths) // 2] >= 25


def _has_bullets(runs: list[Line]) -> bool:
    """Whether runs are a list: three bullets and more below each other."""
    places = Counter(round(run.x0 / 2) for run in runs if run.text[:1] in _BULLETS)
    return any(count + places[place + 1] >= 3 for place, count in places.items())


def _stand_apart(left: list[Line], right: list[Line]) -> bool:
    """Whether the lines of two sides mostly stand at heights of their own, as those of cells and labels do not."""
    if min(len(left), len(right)) < 3:
        return False
    fewer, more = sorted((left, right), key=len)
    levels = np.array([run.bottom for run in more])
    shared = sum(bool((np.abs(levels - run.bottom) < _LEVEL * run.size).any()) for run in fewer)
    return shared < 0.5 * len(fewer)


def _side_by_side(left: list[Line], right: list[Line]) -> bool:
    top = max(min(run.top for run in left), min(run.top for run in right))
    bottom = min(max(run.bottom for run in left), max(run.bottom for run in right))
    lower = min(max(r.bottom for r in side) - min(r.top for r in side) for side in (left, right))
    return bottom - top >= 0.4 * lower


def _clusters(runs: list[Line]) -> list[list[Line]]:
    """Runs as one region; as one for each stack of lines where several stand beside each other out of step."""
    rows = [sorted(row, key=lambda run: run.x0) for row in overlap_rows(runs, strict=False)]
    out_of_step = sum(
        b.x0 - a.x1 > _FAR * a.size and not _on_level(a, b)
        for row in rows for a, b in pairwise(row) if not is_hole(a) and not is_hole(b)
    )  # fmt: skip
    if out_of_step < 2:
        return [runs]
    stacks: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: (run.top, run.x0)):
        joined = [stack for stack in stacks if any(_stacked(other, run) for other in stack[-_BACK:])]
        stacks = [stack for stack in stacks if stack not in joined]
        stacks.append([*(member for stack in joined for member in stack), run])
    return sorted(stacks, key=lambda stack: (min(run.top for run in stack), min(run.x0 for run in stack)))


def _stacked(a: Line, b: Line) -> bool:
    """Whether two runs belong to one stack of lines: close above each other, or close beside on one baseline."""
    if is_hole(a) or is_hole(b) or not 0.75 < a.size / b.size < 1.33:
        return False
    if _on_level(a, b):
        return max(a.x0, b.x0) - min(a.x1, b.x1) < _WIDE * a.size
    over = min(a.x1, b.x1) - max(a.x0, b.x0)
    return b.top - a.bottom < 0.6 * a.size and over > 0.5 * min(a.x1 - a.x0, b.x1 - b.x0)


def _on_level(a: Line, b: Line) -> bool:
    return abs(a.bottom - b.bottom) < _LEVEL * min(a.size, b.size)


def whole_lines(runs: list[Line]) -> Iterator[Line]:
    """Runs of one region as whole lines, top to bottom; runs that overlap vertically by half are one line."""
    for row in overlap_rows(runs):
        yield _merged(sorted(row, key=lambda run: run.x0))


def overlap_rows(runs: list[Line], *, strict: bool = True) -> list[list[Line]]:
    """Runs by line, top to bottom: those that overlap vertically by half stand on one line.

    If ``strict``, those far apart must stand on one baseline besides.
    """
    rows: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run.x0)):
        if rows and not is_hole(run) and not is_hole(rows[-1][0]) and _same_row(rows[-1], run, strict):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _same_row(row: list[Line], run: Line, strict: bool) -> bool:
    first = row[0]
    overlap = min(first.bottom, run.bottom) - max(first.top, run.top)
    if overlap <= 0.5 * min(first.size, run.size):
        return False
    nearest = min(row, key=lambda other: max(other.x0, run.x0) - min(other.x1, run.x1))
    far = max(nearest.x0, run.x0) - min(nearest.x1, run.x1) > _FAR * min(nearest.size, run.size)
    return not (strict and far) or _on_level(nearest, run)


def _counts(run: Line, main: Line, before: str) -> bool:
    """Whether a run is text or the number that opens a footnote, and not a mark beside the main text of its line."""
    return not before or not is_note_mark(run, main.size, main.bottom) or is_power(before, run.text)


def _merged(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    main = max(row, key=lambda run: len(run.text))
    row = [
        run for run, before in zip(row, ["", *(run.text for run in row)], strict=False) if _counts(run, main, before)
    ]
    if is_note_mark(row[0], main.size, main.bottom):
        row[0] = replace(row[0], text="".join(RAISED[int(digit)] for digit in row[0].text))
    return replace(
        main,
        text=" ".join(run.text for run in row if run.text),
        x0=min(run.x0 for run in row),
        x1=max(run.x1 for run in row),
        top=min(run.top for run in row if run.size <= 1.5 * main.size),
        bottom=max(run.bottom for run in row if run.size <= 1.5 * main.size),
    )
