"""Lines of a page that are not its running text: footnotes, entries of a table of contents, labels of charts."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from tokenism.reading.clean import bullet_length
from tokenism.reading.runs import RAISED, Line

FOOTNOTE, CONTENTS, LABEL = "footnote", "contents", "label"
_SMALL, _TINY = 0.92, 0.87
"""Footnotes and labels are smaller than this many times body text; footnotes without a mark smaller than that."""
_GAP, _MOST_LINES = 0.4, 8
"""Line heights of white space above footnotes, and lines of footnotes without a mark, at most."""
_UPPER = 0.4
"""Share of the page's height above which no footnote begins."""
CERTAIN_MARK = re.compile(rf"^(?:[{RAISED}]+|\d{{1,3}}(?=[A-Z][a-z]))[\s.)]*")
"""The mark of a footnote as far as it is certain: raised, or right before its first word."""
NOTE_MARK = re.compile(rf"^(?:[{RAISED}]+|\[?\d{{1,3}}\]?|[*†‡§¶]{{1,3}})[\s.)]*(?=[^\W\d_]|[“‘\"'(£])")
"""The number or mark that opens a footnote, with the space behind it."""
_ENTRY = re.compile(r"^(?=.*[^\W\d_]{3}).*[^\d\s][\s.…·_]+(\d{1,3})$")
_LEADER = re.compile(r"(?:[.…·_]\s?){4,}\d{1,3}$")
_CONTENTS_TITLE = re.compile(
    r"(?:table of )?contents(?: page)?|inside|in this (?:document|report|issue|plan|strategy)", re.IGNORECASE
)
_ENTRIES, _MANY_ENTRIES = 4, 6
"""Entries that make a table of contents under its title or with leaders, and without either."""
CAPTION = re.compile(
    r"^(?:figure|fig\.?|table|chart|map|graph|diagram|photo(?:graph)?)\s*"
    r"(?:\d+(?:\.\d+)*[a-z]?\s*(?:[:–-]|\.(?!\d)\s+[A-Z])|(?-i:[A-Z])\d*(?:\.\d+)*\s*(?::|\s[–-]\s))",
    re.IGNORECASE,
)
FIGURE_CAPTION = re.compile(r"^(?:figure|fig\.?|chart|graph|diagram)\s*(?:\d|(?-i:[A-Z])\b)", re.IGNORECASE)
_AMOUNT = re.compile(r"[(<>≥≤+~-]?[£€$]?\d[\d,.:/–-]*(?:%|bn|[mk])?\)?|\(?%\)?|q[1-4]", re.IGNORECASE)
_ENTRY_WORDS = 14
_YEAR = re.compile(r"\(?(?:19|20)\d\d\)?")
_LARGEST = 1.15
"""Figures under the caption of a chart are smaller than this many times body text."""
_LABEL_WORDS = 6
_LABELS = 3
"""Lines of figures in a row that make a chart without a caption."""


def line_roles(lines: Sequence[Line], height: float, body_size: float) -> list[str]:
    """For each line of a page in reading order its role beside the text, or "" where it is text.

    Parameters
    ----------
    lines
        Lines of one page, running heads left out.
    height
        Height of the page in points.
    body_size
        Size of body text in points.
    """
    roles = [""] * len(lines)
    for number in _contents(lines):
        roles[number] = CONTENTS
    for number in _footnotes(lines, height, body_size):
        roles[number] = roles[number] or FOOTNOTE
    for number in _labels(lines, roles, body_size):
        roles[number] = LABEL
    return roles


def _contents(lines: Sequence[Line]) -> Iterator[int]:
    """Indices of the lines of a table of contents: entries whose page numbers rise, and its title."""
    run: list[int] = []
    for number, line in enumerate([*lines, None]):
        entry = None if line is None else _entry(line)
        if entry and (not run or int(entry[1]) >= _page_of(lines[run[-1]])) and (not run or number - run[-1] <= 3):
            run.append(number)
        elif entry or line is None or (run and (number - run[-1] > 2 or len(line.text.split()) > _ENTRY_WORDS)):
            yield from _contents_run(lines, run)
            run = [number] if entry else []


def _entry(line: Line) -> re.Match[str] | None:
    if not line.text[-1:].isdigit() or line.table >= 0:
        return None
    short = len(line.text.split()) <= _ENTRY_WORDS or _LEADER.search(line.text)
    return _ENTRY.match(line.text) if short else None


def _page_of(line: Line) -> int:
    entry = _ENTRY.match(line.text)
    return int(entry[1]) if entry else 0


def _contents_run(lines: Sequence[Line], run: list[int]) -> Iterator[int]:
    if len(run) < _ENTRIES:
        return
    above = [n for n in range(max(0, run[0] - 2), run[0]) if _CONTENTS_TITLE.fullmatch(lines[n].text)]
    leaders = sum(bool(_LEADER.search(lines[n].text)) for n in run)
    titles = {lines[n].text.rstrip("0123456789") for n in run}
    if above or 2 * leaders > len(run) or len(titles) >= _MANY_ENTRIES:
        yield from above
        yield from range(run[0], run[-1] + 1)


def _footnotes(lines: Sequence[Line], height: float, body_size: float) -> Iterator[int]:
    """Indices of the lines of footnotes: small lines at the end of a column, below all of its text."""
    upright = [n for n, line in enumerate(lines) if line.turn == 0]
    for _, members in groupby(upright, key=lambda n: (lines[n].region, lines[n].box)):
        column = list(members)
        first = len(column)
        while first and lines[column[first - 1]].table < 0 and lines[column[first - 1]].size < _SMALL * body_size:
            first -= 1
        start = next((i for i in range(first, len(column)) if _begins_notes(lines, column, i, body_size)), None)
        if start is None or lines[column[start]].top < _UPPER * height:
            continue
        if not any(_below(lines[column[start]], lines[n], body_size) for n in upright):
            yield from column[start:]


def _begins_notes(lines: Sequence[Line], column: list[int], i: int, body_size: float) -> bool:
    """Whether footnotes begin with a line: its mark says so, or it is very small; white space parts it from above."""
    line = lines[column[i]]
    if i and line.top - lines[column[i - 1]].bottom < _GAP * line.size:
        return False
    if opens_note(line):
        return True
    rest = [lines[n] for n in column[i:]]
    tiny = len(rest) <= _MOST_LINES and all(one.size < _TINY * body_size and not one.bold for one in rest)
    return tiny and i > 0 and not any(map(_is_row, rest)) and len(line.text.split()) > _LABEL_WORDS


def opens_note(line: Line) -> bool:
    """Whether a line begins with the mark of a footnote and goes on in words."""
    speaks = len(line.text.split()) > 2 or line.text[:1] in tuple(RAISED) or "www" in line.text or "http" in line.text
    return bool(NOTE_MARK.match(line.text)) and speaks


def _below(note: Line, line: Line, body_size: float) -> bool:
    """Whether body text stands under a note, in its column."""
    return (
        line.table < 0
        and line.size >= _SMALL * body_size
        and line.top > note.bottom
        and min(line.x1, note.x1) > max(line.x0, note.x0)
    )


def _labels(lines: Sequence[Line], roles: Sequence[str], body_size: float) -> Iterator[int]:
    """Indices of the labels of charts: short small lines under or over a figure's caption, or mostly numbers."""
    tables = [line for line in lines if line.table >= 0]
    is_label = [
        not role and _may_be_label(line, body_size) and not any(_level_with(line, table) for table in tables)
        for line, role in zip(lines, roles, strict=True)
    ]
    for label, members in groupby(range(len(lines)), key=is_label.__getitem__):
        if label:
            run = list(members)
            if lines[run[0]].bold and not all(lines[n].bold for n in run):
                del run[0]  # the title of the chart
            captioned = any(
                0 <= n < len(lines) and FIGURE_CAPTION.match(lines[n].text) for n in (run[0] - 1, run[-1] + 1)
            )
            if captioned or _are_figures([lines[n] for n in run], body_size):
                yield from run


def _level_with(line: Line, table: Line) -> bool:
    """Whether a line stands beside a table: it may belong to it."""
    return line.turn == 0 and table.top - 1 < (line.top + line.bottom) / 2 < table.bottom + 1


def _are_figures(run: list[Line], body_size: float) -> bool:
    """Whether lines are the figures of a chart with their labels: no rows of a table, no list of dated titles."""
    words = [word for line in run for word in line.text.split()]
    amounts = [word for word in words if _is_amount(word)]
    counted = sum(not _YEAR.fullmatch(word) for word in amounts) > 1
    bare = any(all(map(_is_amount, line.text.split())) for line in run)
    enough = len(run) >= _LABELS and 3 * len(amounts) >= len(words)
    small = all(line.size < _SMALL * body_size for line in run)
    return small and enough and (counted or bare) and not any(map(_is_row, run))


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a table: words and three figures or more."""
    amounts = [_is_amount(word) for word in line.text.split()]
    return not all(amounts) and sum(amounts) >= 3


def _is_amount(word: str) -> bool:
    return bool(_AMOUNT.fullmatch(word))


def _may_be_label(line: Line, body_size: float) -> bool:
    if line.table >= 0 or line.size >= _LARGEST * body_size:
        return False
    words = line.text.split()
    return (
        (all(map(_is_amount, words)) or (len(words) <= _LABEL_WORDS and line.size < _SMALL * body_size))
        and not line.text.endswith((".", ";", "?", "!", ":"))
        and not bullet_length(line.text)
        and not FIGURE_CAPTION.match(line.text)
        and not line.text.lower().startswith(("source", "table", "note"))
        and "www." not in line.text
        and "://" not in line.text
    )
