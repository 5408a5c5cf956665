"""From glyphs to lines in reading order: boxes apart, columns by a recursive cut along white space. Knows no engine."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tokenism.reading.glyphs import Floats, Glyphs, PageContent, Sides, next_letters, no_edges
from tokenism.reading.order import in_order, is_hole, whole_lines, with_bullets
from tokenism.reading.runs import Line, find_runs


@dataclass(frozen=True, slots=True)
class PageRuns:
    """Runs of a page before they are ordered, in points of their own reading frames.

    ``parts[turn][n]`` holds the runs that stand in box n, or outside of all boxes (-1), among them a place holder
    without text for each table and for each box inside; ``rules`` are the horizontal rules of the page.
    """

    parts: dict[int, dict[int, list[Line]]]
    rules: Floats

    def all(self) -> Iterator[list[Line]]:
        """The runs of every part."""
        return (part for parts in self.parts.values() for part in parts.values())


def page_lines(page: PageContent, tables: Sequence[Sides] = (), boxes: Sequence[Sides] = ()) -> list[Line]:
    """Lines of a page in reading order.

    ``tables`` come back as lines with ``table`` set; what stands in one of the ``boxes`` is read where the box stands
    and never mixed with the text around it. Upright text comes first, then text that stands sideways.
    """
    return ordered_lines(page_runs(page, tables, boxes))


def page_runs(page: PageContent, tables: Sequence[Sides] = (), boxes: Sequence[Sides] = ()) -> PageRuns:
    """Runs of a page by reading frame and box; ``boxes`` as for `page_lines`."""
    inside = glyphs_in(page.glyphs, boxes)
    if boxes:
        inside = _whole_words_in(page.glyphs, inside)
    parts: dict[int, dict[int, list[Line]]] = {0: {}}
    for turn in sorted({0, *np.unique(page.glyphs.turn).tolist()}):
        mine = np.flatnonzero(page.glyphs.turn == turn)
        part = parts.setdefault(turn, {})
        for run, box in zip(*_runs_by_group(page, mine, turn, inside[mine]), strict=True):
            if run.text:
                part.setdefault(box, []).append(replace(run, box=box) if box >= 0 else run)
        for box, runs in part.items():
            part[box] = with_bullets(runs)
    for index, place in enumerate(tables):
        box = _smallest_around(place, boxes)
        parts[0].setdefault(box, []).append(Line("", *place, bold=False, table=index, box=box))
    for index, place in enumerate(boxes):
        box = _smallest_around(place, boxes, besides=index)
        parts[0].setdefault(box, []).append(Line("", *place, bold=False, region=index, box=box))
    flat = page.edges[page.edges[:, 3] - page.edges[:, 1] < 1.0] if len(page.edges) else no_edges()
    return PageRuns(parts, flat)


def ordered_lines(runs: PageRuns, without: Container[Line] = ()) -> list[Line]:
    """Lines in reading order of the runs of a page but for some."""
    found: list[Line] = []
    for turn, parts in runs.parts.items():
        kept = {box: [run for run in part if is_hole(run) or run not in without] for box, part in parts.items()}
        found += _read(kept, -1, runs.rules if turn == 0 else no_edges(), found[-1].region + 1 if found else 0)
    return found


def lines_by_group(page: PageContent, group: NDArray[np.intp]) -> dict[int, list[Line]]:
    """Lines from top to bottom of each group of glyphs, as the cells of a table; group -1 is left out."""
    found: dict[int, list[Line]] = {}
    for turn in np.unique(page.glyphs.turn).tolist():
        mine = np.flatnonzero((page.glyphs.turn == turn) & (group >= 0))
        members: dict[int, list[Line]] = {}
        for run, number in zip(*_runs_by_group(page, mine, turn, group[mine]), strict=True):
            members.setdefault(number, []).append(run)
        for number, runs in members.items():
            found.setdefault(number, []).extend(whole_lines(runs))
    return found


def glyphs_in(glyphs: Glyphs, boxes: Sequence[Sides]) -> NDArray[np.intp]:
    """For each glyph the index of the smallest box (x0, top, x1, bottom) that its centre stands in, or -1."""
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    found = np.full(len(glyphs), -1, dtype=np.intp)
    for index in sorted(range(len(boxes)), key=lambda index: (-_area(boxes[index]), -index)):
        x0, top, x1, bottom = boxes[index]
        found[(x >= x0) & (x < x1) & (y >= top) & (y < bottom)] = index
    return found


def _whole_words_in(glyphs: Glyphs, inside: NDArray[np.intp]) -> NDArray[np.intp]:
    """The box of each glyph, where the side of a box that cuts a word has most of its letters on one side."""
    goes_on = next_letters(glyphs)
    cut = np.flatnonzero(goes_on & (inside[1:] != inside[:-1]))
    if not len(cut):
        return inside
    words = np.cumsum(np.concatenate([[True], ~goes_on]))
    whole = inside.copy()
    for word in np.unique(words[cut]).tolist():
        letters = np.flatnonzero(words == word)
        boxes, counts = np.unique(inside[letters], return_counts=True)
        whole[letters] = boxes[counts.argmax()]
    return whole


def shown_box(line: Line, width: float, height: float) -> Sides:
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
    glyphs = _in_frame(page.glyphs, turn, page.width, page.height)
    width, height = page.width, page.height
    x0, top, x1, bottom = page.edges.T
    sides = _turned_sides(x0, top, x1, bottom, turn, width, height)
    return replace(
        page,
        width=height if turn % 2 else width,
        height=width if turn % 2 else height,
        glyphs=replace(glyphs, turn=((glyphs.turn - turn) % 4).astype(np.uint8)),
        edges=np.stack(sides, axis=1).astype(np.float32),
    )


def _area(box: Sides) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _smallest_around(place: Sides, boxes: Sequence[Sides], besides: int = -1) -> int:
    """The index of the smallest box around the middle of a place that is larger than it, or -1."""
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    around = [
        (_area(box), index)
        for index, box in enumerate(boxes)
        if index != besides and box[0] <= x < box[2] and box[1] <= y < box[3]
        and (_area(box), index) > (_area(place), besides)
    ]  # fmt: skip
    return min(around)[1] if around else -1


def _runs_by_group(
    page: PageContent, mine: NDArray[np.intp], turn: int, group: NDArray[np.intp]
) -> tuple[list[Line], list[int]]:
    return find_runs(_in_frame(page.glyphs.take(mine), turn, page.width, page.height), turn, group=group)


def _in_frame(glyphs: Glyphs, turn: int, width: float, height: float) -> Glyphs:
    """Glyphs turned so that they read left to right."""
    g = glyphs
    if turn == 0:
        return g
    sides = _turned_sides(g.x0, g.top, g.x1, g.bottom, turn, width, height)
    x0, top, x1, bottom = (side.astype(np.float32) for side in sides)
    return Glyphs(g.code, x0, top, x1, bottom, (bottom - 0.2 * (bottom - top)).astype(np.float32), g.bold, g.turn)


def _turned_sides(
    x0: Floats, top: Floats, x1: Floats, bottom: Floats, turn: int, width: float, height: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Sides of boxes on a page of this size, turned so that text at 1 to 3 quarter turns clockwise is upright."""
    if turn == 1:
        return top, width - x1, bottom, width - x0
    if turn == 2:
        return width - x1, height - bottom, width - x0, height - top
    return height - bottom, x0, height - top, x1


def _read(parts: Mapping[int, list[Line]], box: int, rules: Floats, region: int) -> list[Line]:
    """Lines of a box (-1: the page) in reading order, and of the boxes inside it in their places."""
    found: list[Line] = []
    for members in in_order(parts.get(box, []), rules):
        mine = region
        region += 1
        for line in whole_lines(members):
            if not is_hole(line) or line.table >= 0:
                found.append(replace(line, region=mine))
            else:
                inner = _read(parts, line.region, rules, region)
                found += inner
                region = max([region, *(line.region + 1 for line in inner)])
    return found
