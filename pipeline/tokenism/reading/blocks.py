"""From lines to blocks: running heads out, then paragraphs, list items, table rows and headings."""

import re
import statistics
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from tokenism.reading.clean import bullet_length, join_lines, words_of
from tokenism.reading.layout import shown_box
from tokenism.reading.runs import Line
from tokenism.records import Box

_EDGE_OF_PAGE = 0.1
"""Share of the page's height, at its top and its foot, where running heads and page numbers stand."""
_PAGE_NUMBER = re.compile(r"^(?:page\s*)?[|\-– ]*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[|\-– ]*$", re.IGNORECASE)
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|appendix|annex|chapter|section|part)\s+\S", re.IGNORECASE)
_CAPTION = re.compile(
    r"^(?:figure|fig\.?|table|chart|map|graph|diagram|photo(?:graph)?)\s*\d+(?:\.\d+)*[a-z]?\s*(?:[:–-]|\.(?!\d)\s+[A-Z])",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"[£€$+~c.–-]*\d[\d,.:/]*(?:%|bn|[mk]|km|st|nd|rd|th)?|%|bn|[mk]|km|million|billion|c\.", re.IGNORECASE
)
"""A word of key figures: numbers set in large type are no heading."""
_CONTENTS_LINE = re.compile(r"\s*(?:\.\s?){4,}(?=\s*\d{0,4}$)")
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
    """

    pieces: tuple[tuple[str, Box], ...]

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


def without_running_lines(pages: list[PageLines]) -> list[PageLines]:
    """Pages without heads, feet, page numbers and navigation bars: lines that come back at one place on many pages."""
    counts: Counter[_Place] = Counter()
    for page in pages:
        counts.update({place for line in page.lines if line.table < 0 for place in _places(line)})
    often = max(4, 0.3 * len(pages))

    def runs(page: PageLines, line: Line) -> bool:
        if line.table >= 0:
            return False
        height = page.width if line.turn % 2 else page.height
        at_edge = line.bottom < _EDGE_OF_PAGE * height or line.top > (1 - _EDGE_OF_PAGE) * height
        if at_edge and _PAGE_NUMBER.match(line.text):
            return True
        count = max(counts[place] for place in _places(line))
        return count >= often or (at_edge and count >= (2 if line.turn else 3))

    return [
        PageLines(p.number, p.width, p.height, [line for line in p.lines if not runs(p, line)], p.tables) for p in pages
    ]


_Place = tuple[str, str, int, int, int]


def _places(line: Line) -> tuple[_Place, _Place]:
    """The text without its numbers, and where it stands: by its left end and, as feet may, by its right end."""
    text, top = re.sub(r"\d+", "#", line.text.lower()), round(line.top / 12)
    return (text, "left", round(line.x0 / 12), top, line.turn), (text, "right", round(line.x1 / 12), top, line.turn)


def document_vocabulary(pages: Iterable[PageLines]) -> frozenset[str]:
    """Lower-case words of the document away from both ends of lines, in tables too: evidence for joining hyphens."""
    return frozenset(
        word for page in pages for text in _line_texts(page) for word in words_of(text)[1:-1] if len(word) > 3
    )


def _line_texts(page: PageLines) -> Iterator[str]:
    yield from (line.text for line in page.lines)
    yield from (text for rows in page.tables for row in rows for text in row.text.split("\n"))


def page_blocks(page: PageLines, body: "BodyText", vocabulary: Container[str]) -> list[Block]:
    """Blocks of one page in reading order."""
    blocks: list[Block] = []
    for group in _paragraphs(page.lines, body):
        if group[0].table >= 0:
            blocks += [_row_block(row, body, vocabulary) for row in page.tables[group[0].table]]
        elif any(character.isalnum() for line in group for character in line.text):
            blocks.append(_block(page, group, body, vocabulary))
    return blocks


def _row_block(row: Row, body: "BodyText", vocabulary: Container[str]) -> Block:
    text, cuts = "", []
    for piece, _ in row.pieces:
        lines = piece.split("\n")
        text = join_lines([text, *lines], vocabulary)
        cuts.append(max(0, len(text) - len(join_lines(lines, vocabulary))))
    boxes = tuple(box for _, box in row.pieces)
    return Block("table", text, boxes, body.size, bold=False, cuts=tuple(cuts))


@dataclass(frozen=True, slots=True)
class BodyText:
    """What ordinary text looks like in a document: line height and white space between lines in points, and weight."""

    size: float
    leading: float
    bold: bool

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
    if _CONTENTS_LINE.search(above.text):
        return not _CONTENTS_LINE.search(line.text)
    if bullet_length(line.text) and not _is_dash_inside_sentence(above, line, edges):
        return True
    if line.top - above.bottom > usual_gap + 0.35 * line.size:
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
    return line.x0 > edges[0] + 0.9 * line.size and above.x0 <= edges[0] + 0.4 * line.size and len(group) > 1


def _is_dash_inside_sentence(above: Line, line: Line, edges: tuple[float, float]) -> bool:
    """Whether a line begins with a dash that belongs to the sentence of the full line above it, not with a bullet."""
    full = above.x1 > edges[1] - 0.2 * (edges[1] - edges[0])
    rest = line.text[1:].lstrip()
    return line.text[0] in "–—-" and rest[:1].islower() and full and not above.text.endswith(_TERMINAL)


def _block(page: PageLines, group: list[Line], body: BodyText, vocabulary: Container[str]) -> Block:
    text = join_lines([_CONTENTS_LINE.sub(" ", line.text).strip() for line in group], vocabulary)
    size = statistics.median(line.size for line in group)
    bold = all(line.bold for line in group)
    kind = _kind(text, group, size, bold, body)
    return Block(kind, text, _boxes(page, group), size, bold, closed=text.endswith(_TERMINAL) or kind == "heading")


def _kind(text: str, group: list[Line], size: float, bold: bool, body: BodyText) -> str:
    n_words = len(text.split())
    larger = size >= 1.12 * body.size
    if bullet_length(text) and not (larger and _NUMBERING.match(text)) and not (bold and _NUMBERING.match(text)):
        return "list"
    if _CAPTION.match(text) and n_words <= 25:
        return "caption"
    short = n_words <= 18 and len(group) <= 3 and not text.endswith((".", ",", ";")) and not _CONTENTS_LINE.search(text)
    stands_out = larger or (bold and not body.bold) or (text.isupper() and len(text) > 3)
    if short and stands_out and any(letter.isalpha() for letter in text) and not _is_figures(text):
        return "heading"
    if (larger and n_words > 6) or text[:1] in '“‘"':
        return "quote"
    return "paragraph"


def _is_figures(text: str) -> bool:
    return all(_FIGURE.fullmatch(word) for word in text.split())


def _boxes(page: PageLines, group: list[Line]) -> tuple[Box, ...]:
    boxes = [shown_box(line, page.width, page.height) for line in group]
    x0, top = max(0.0, min(b[0] for b in boxes)), max(0.0, min(b[1] for b in boxes))
    x1, bottom = min(page.width, max(b[2] for b in boxes)), min(page.height, max(b[3] for b in boxes))
    return (Box(page.number, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)),)
