"""From lines to blocks: paragraphs, list items, table rows, footnotes and headings."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from tokenism.reading.asides import CAPTION, CERTAIN_MARK, FOOTNOTE, LABEL, line_roles, opens_note
from tokenism.reading.clean import Vocabulary, breaks_word, broken_word, bullet_length, join_lines, words_of
from tokenism.reading.layout import shown_box
from tokenism.reading.runs import RAISED, Line
from tokenism.records import Box

_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|appendix|annex|chapter|section|part)\s+\S", re.IGNORECASE)
_FIGURE = re.compile(
    r"[£€$+~c.–-]*\d[\d,.:/]*(?:%|bn|[mk]|km|st|nd|rd|th)?|%|bn|[mk]|km|million|billion|c\.", re.IGNORECASE
)
"""A word of key figures: numbers set in large type are no heading."""
_CONTENTS_LINE = re.compile(r"\s*(?:\.\s?){4,}(?=\s*\d{0,4}$)")
_OPENING_MARK = re.compile(rf"(?:^|(?<=\n)|(?<=: )|(?<=\| ))[{RAISED}]+\s*")
"""The raised number of a footnote at the start of a line or cell."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_HEADINGS = 4
_EVIDENCE = 3
"""Known words broken at line ends that show whether a document's lines break words."""
_DISPLAY = 1.3
"""Times the size of body text from which type is large."""
ORDINARY = 1.12
"""Type up to so many times as large as body text may be that of a caption; larger type is that of headings."""
_TERMINAL = (".", "!", "?", ":", ";", ".”", ".’", '."', ".'", ")")


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page's lines in reading order and its size as shown in points."""

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[list["Row"]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table in pieces: text with the line ends of its cells, and the box on the page that it stands in.

    Most rows are one piece; a label beside several rows and a row that goes on over a page are pieces of their own.
    ``under`` is the label that stands beside this row and was printed in a row above.
    """

    pieces: tuple[tuple[str, Box], ...]
    under: str = ""

    @property
    def text(self) -> str:
        """Text of all pieces."""
        return "\n".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row, quote, caption or heading, with one box for each stretch of lines."""

    kind: str
    text: str
    boxes: tuple[Box, ...]
    size: float
    bold: bool
    closed: bool = True
    """False where the text may go on in the next column or on the next page."""
    cuts: tuple[int, ...] = (0,)
    """For each box, the offset into the text at which its words begin."""
    box: int = -1
    """Number of the framed box on its page that the block stands in; -1 in the main flow."""
    full: bool = False
    """Whether its last line reaches the end of its column."""
    under: str = ""
    """The label of a row of a table that is printed in a row above."""


def document_vocabulary(pages: Iterable[PageLines]) -> Vocabulary:
    """Words of the document away from both ends of lines, in tables too: evidence for joining hyphens."""
    counts: Counter[str] = Counter()
    broken: Counter[tuple[str, str]] = Counter()
    for page in pages:
        above = ""
        for text in _line_texts(page):
            counts.update(word for word in words_of(text)[1:-1] if len(word) > 2)
            if breaks_word(above, text):
                broken[broken_word(above, text)] += 1
            above = text
    counts = Counter({word: n for word, n in counts.items() if len(word) > 3})
    solid = sum(n for (head, tail), n in broken.items() if counts[head + tail] > counts[f"{head}-{tail}"])
    hyphenated = sum(n for (head, tail), n in broken.items() if counts[f"{head}-{tail}"] > counts[head + tail])
    known = solid + hyphenated
    return Vocabulary(counts, None if known < _EVIDENCE else 2 * solid > known)


def _line_texts(page: PageLines) -> Iterator[str]:
    yield from (line.text for line in page.lines)
    yield from (text for rows in page.tables for row in rows for text in row.text.split("\n"))


def page_blocks(page: PageLines, body: "BodyText", vocabulary: Vocabulary) -> list[Block]:
    """Blocks of one page in reading order; entries of a table of contents and labels of charts are none."""
    roles = line_roles(page.lines, page.height, body.size)
    above_labels = {id(line) for line, role in zip(page.lines, roles[1:], strict=False) if role == LABEL}
    blocks: list[Block] = []
    for role, group in _groups(page.lines, roles, body):
        if group[0].table >= 0:
            table = page.tables[group[0].table]
            blocks += [_row_block(row, group[0].box, body, vocabulary) for row in table]
        elif any(letter.isalnum() for line in group for letter in line.text):
            block = _block(page, group, role, body, vocabulary)
            if block.kind == "heading" and id(group[-1]) in above_labels and _may_be_caption(block, body):
                block = replace(block, kind="caption")
            blocks.append(block)
    return _in_context(blocks, body, [line.top for line in page.lines if line.table >= 0])


def _groups(lines: list[Line], roles: list[str], body: "BodyText") -> list[tuple[str, list[Line]]]:
    """Lines by paragraph and by footnote in reading order, each with its role on the page."""
    place = {id(line): number for number, line in enumerate(lines)}
    text = [line for line, role in zip(lines, roles, strict=True) if not role]
    notes: list[list[Line]] = []
    for line, role in zip(lines, roles, strict=True):
        if role == FOOTNOTE and notes and line.region == notes[-1][-1].region and not opens_note(line):
            notes[-1].append(line)
        elif role == FOOTNOTE:
            notes.append([line])
    groups = [("", group) for group in _paragraphs(text, body)] + [(FOOTNOTE, note) for note in notes]
    return sorted(groups, key=lambda group: place[id(group[1][0])])


def _row_block(row: Row, box: int, body: "BodyText", vocabulary: Vocabulary) -> Block:
    text, cuts = "", []
    for piece, _ in row.pieces:
        lines = _OPENING_MARK.sub("", piece).split("\n")
        text = join_lines([text, *lines], vocabulary)
        cuts.append(max(0, len(text) - len(join_lines(lines, vocabulary))))
    boxes = tuple(box for _, box in row.pieces)
    return Block("table", text, boxes, body.size, bold=False, cuts=tuple(cuts), box=box, under=row.under)


@dataclass(frozen=True, slots=True)
class BodyText:
    """What ordinary text looks like in a document: line height and white space between lines in points, and weight."""

    size: float
    leading: float
    bold: bool

    def is_display(self, line: "Line | Block") -> bool:
        """Whether a line or block is set in large type."""
        return line.size >= _DISPLAY * self.size

    @classmethod
    def of(cls, pages: Iterable[PageLines]) -> "BodyText":
        """The most common line height, weighted by characters, with the usual gap under such lines."""
        sizes: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        gaps: list[float] = []
        for page in pages:
            for above, line in zip([None, *page.lines], page.lines, strict=False):
                sizes[round(line.size * 2) / 2] += len(line.text)
                bold[line.bold] += len(line.text)
                if above is not None and above.region == line.region and abs(above.size - line.size) < 0.5:
                    gaps.append(line.top - above.bottom)
        size = sizes.most_common(1)[0][0] if sizes else 10.0
        leading = statistics.median(gaps) if gaps else 0.2 * size
        return cls(size or 10.0, min(leading, 0.8 * size), bold[True] > bold[False])


def _paragraphs(lines: list[Line], body: BodyText) -> list[list[Line]]:
    edges: dict[int, tuple[float, float]] = {}
    gaps: dict[int, list[float]] = {}
    for above, line in zip([None, *lines], lines, strict=False):
        left, right = edges.get(line.region, (line.x0, line.x1))
        edges[line.region] = (min(left, line.x0), max(right, line.x1))
        if above is not None and above.region == line.region and _alike(above, line):
            gaps.setdefault(line.region, []).append(line.top - above.bottom)
    groups: list[list[Line]] = []
    for line in lines:
        usual = min(statistics.median(gaps.get(line.region) or [body.leading]), body.leading + 0.3 * body.size)
        if groups and not _starts_paragraph(groups[-1], line, edges[line.region], usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _alike(above: Line, line: Line) -> bool:
    return abs(above.size - line.size) <= 0.12 * max(above.size, line.size)


def _starts_paragraph(group: list[Line], line: Line, edges: tuple[float, float], usual_gap: float) -> bool:
    above = group[-1]
    if line.table >= 0 or above.table >= 0 or line.region != above.region or not _alike(above, line):
        return True
    if line.box != above.box:
        return True
    if _CONTENTS_LINE.search(above.text):
        return not _CONTENTS_LINE.search(line.text)
    if bullet_length(line.text) and not _is_dash_inside_sentence(above, line, edges):
        return True
    if line.top - above.bottom > usual_gap + 0.28 * line.size:
        return True
    if above.bold != line.bold and not line.text[:1].islower():
        return True
    in_list = bool(bullet_length(group[0].text))
    width = edges[1] - edges[0]
    ends_early = above.x1 < edges[1] - 0.2 * width and above.text.endswith(_TERMINAL)
    if ends_early and not line.text[:1].islower():
        return True
    if in_list:
        return line.x0 < group[0].x0 - 0.5 * line.size
    indented = line.x0 > edges[0] + 0.9 * line.size and above.x0 <= edges[0] + 0.4 * line.size and len(group) > 1
    return indented and not _ragged_left([*group, line])


def _ragged_left(lines: list[Line]) -> bool:
    """Whether lines begin at different places but share their right end or their middle: they have no indent."""
    starts = {round(line.x0 / 2) for line in lines}
    ends = [line.x1 for line in lines]
    middles = [line.x0 + line.x1 for line in lines]
    return len(starts) == len(lines) and (max(ends) - min(ends) < 2 or max(middles) - min(middles) < 4)


def _is_dash_inside_sentence(above: Line, line: Line, edges: tuple[float, float]) -> bool:
    """Whether a line begins with a dash that belongs to the sentence of the full line above it, not with a bullet."""
    full = above.x1 > edges[1] - 0.2 * (edges[1] - edges[0])
    rest = line.text[1:].lstrip()
    return line.text[0] in "–—-" and rest[:1].islower() and full and not above.text.endswith(_TERMINAL)


def _block(page: PageLines, group: list[Line], role: str, body: BodyText, vocabulary: Vocabulary) -> Block:
    lines = [_OPENING_MARK.sub("", _CONTENTS_LINE.sub(" ", line.text)).strip() for line in group]
    size = statistics.median(line.size for line in group)
    bold = all(line.bold for line in group)
    if role == FOOTNOTE:
        lines[0] = CERTAIN_MARK.sub("", group[0].text)
    text = join_lines(lines, vocabulary)
    kind = role or _kind(text, group, size, bold, body)
    closed = text.endswith(_TERMINAL) or kind in ("heading", FOOTNOTE)
    edge = max(line.x1 for line in page.lines if line.region == group[-1].region)
    full = group[-1].x1 > edge - 0.1 * (edge - group[-1].x0)
    return Block(kind, text, _boxes(page, group), size, bold, closed, box=group[0].box, full=full)


def _kind(text: str, group: list[Line], size: float, bold: bool, body: BodyText) -> str:
    n_words = len(text.split())
    larger = size >= ORDINARY * body.size
    if bullet_length(text) and not (larger and _NUMBERING.match(text)) and not (bold and _NUMBERING.match(text)):
        return "list"
    if CAPTION.match(text) and n_words <= 25:
        return "caption"
    short = n_words <= 18 and len(group) <= 3 and not text.endswith((".", ",", ";")) and not _CONTENTS_LINE.search(text)
    stands_out = larger or (bold and not body.bold) or (text.isupper() and len(text) > 3)
    if stands_out and _is_quotation(text):
        return "quote"
    if short and stands_out and any(letter.isalpha() for letter in text) and not _is_figures(text):
        return "heading"
    return "quote" if (larger and n_words > 6) or text[:1] in '“‘"' else "paragraph"


def _is_quotation(text: str) -> bool:
    """Whether a text as a whole is spoken, or the first or last part of such a one."""
    opens, closes = text[:1] in '“‘"', text.rstrip(".,;–- ")[-1:] in ("”", "’", '"')
    if opens:
        return closes or not any(mark in text[1:] for mark in ("”", "’ ", '"'))
    return text.endswith("”") and "“" not in text


def _in_context(blocks: list[Block], body: BodyText, tables: list[float]) -> list[Block]:
    """Blocks of a page with those headings that are none for what stands around them; ``tables`` begin there."""
    settled: list[Block] = []
    for number, block in enumerate(blocks):
        above, below = (settled[-1] if settled else None), (blocks[number + 1] if number + 1 < len(blocks) else None)
        if block.kind == "heading" and below is not None and _leads_in(block, below, body):
            block = replace(block, kind="paragraph")
        elif block.kind == "heading" and above is not None and _carries_on(block, above):
            block = replace(block, kind=above.kind)
        elif block.kind == "heading" and above is not None and _signs(block, above):
            block = replace(block, kind="quote")
        elif block.kind == "heading" and below is not None and below.kind == "table" and _titles(block, tables, body):
            block = replace(block, kind="caption")
        settled.append(block)
    return [block for run in _heading_runs(settled) for block in run]


def _leads_in(heading: Block, below: Block, body: BodyText) -> bool:
    """Whether a line that ends with a colon opens the list right under it."""
    return (
        heading.text.endswith(":")
        and below.kind == "list"
        and below.box == heading.box
        and not body.is_display(heading)
        and -body.size < below.boxes[0].top - heading.boxes[-1].bottom < body.leading + 0.9 * body.size
    )


def _titles(heading: Block, tables: list[float], body: BodyText) -> bool:
    """Whether a line in ordinary type is the title of a table right under it."""
    near = any(-2 < top - heading.boxes[-1].bottom < 1.2 * heading.size for top in tables)
    return near and _may_be_caption(heading, body)


def _may_be_caption(heading: Block, body: BodyText) -> bool:
    return heading.size <= ORDINARY * body.size and not _NUMBERING.match(heading.text)


def _carries_on(heading: Block, above: Block) -> bool:
    """Whether a line in lower case right under text that has not ended is its rest, in other type."""
    gap = heading.boxes[0].top - above.boxes[-1].bottom
    near = above.box == heading.box and -2 < gap < 0.8 * heading.size
    open_text = not above.closed and above.kind in ("paragraph", "quote", "list")
    return open_text and near and heading.text[:1].islower()


def _signs(heading: Block, above: Block) -> bool:
    """Whether a line says who spoke the quotation above it."""
    words = heading.text.split()
    named = heading.text[0] in "–—-" or "," in heading.text
    near = -2 < heading.boxes[0].top - above.boxes[-1].bottom < 1.5 * heading.size
    quoted = above.kind == "quote" and above.text.endswith(("”", "’", '"'))
    return quoted and named and near and len(words) <= 8 and heading.size <= 1.05 * above.size


def _heading_runs(blocks: list[Block]) -> Iterator[list[Block]]:
    """Blocks in stretches of headings and others; more headings after each other than text has are display text."""
    for is_heading, members in groupby(blocks, key=lambda block: block.kind == "heading"):
        run = list(members)
        if is_heading and len(run) > _MOST_HEADINGS:
            run = [replace(block, kind="paragraph", closed=True) for block in run[:-1]] + run[-1:]
        yield run


def _is_figures(text: str) -> bool:
    """Whether a text is nothing but key figures, or a label with its figure."""
    labelled = re.search(r":\s*(\S*\d\S*)$", text)
    return all(_FIGURE.fullmatch(word) for word in text.split()) or bool(labelled and not _YEAR.match(labelled[1]))


def _boxes(page: PageLines, group: list[Line]) -> tuple[Box, ...]:
    boxes = [shown_box(line, page.width, page.height) for line in group]
    x0, top = max(0.0, min(b[0] for b in boxes)), max(0.0, min(b[1] for b in boxes))
    x1, bottom = min(page.width, max(b[2] for b in boxes)), min(page.height, max(b[3] for b in boxes))
    return (Box(page.number, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)),)
