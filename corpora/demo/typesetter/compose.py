"""A document of the demo corpus as Typst source, and as the PDF that the engine makes of it."""

from __future__ import annotations

import json
import re
import tomllib
import zlib
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING

import typst

from typesetter.finish import finish
from typesetter.source import Box, Break, Figure, Heading, Passage, Table, flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from typesetter.source import Block, Document, Runs

LOOKS = (
    *("font", "heading-font", "display", "headings", "logo", "cover"),
    *("scene", "quote", "box", "heads", "bullet", "running"),
)
SCENES = ("street", "river", "town", "meeting", "hills", "hospital", "park", "coast")  # of chapters, in turn
DEFAULTS = {"repeat": "true", "hyphenate": "false"}
WEAR = ("indent", "justified", "loose", "")  # of a single paragraph or list
PASTED = ("", "small", "", "justified", "", "", "", "")  # of a whole section
WORN = {"paper": 6, "plan": 6, "report": 4}  # per cent of paragraphs and lists that are off
HABITS = ("", "grid", "roomy", "", "centred")  # how tables of one document differ where it was pasted together
LINKS = re.compile(r"(\S*[\w-]\.example(?:/[\w/-]*[\w/])?)")
SIZES = {"report": 11, "two-column": 9.5, "three-column": 8.8, "slides": 18, "paper": 11, "glossy": 10.5, "plan": 10}
NARROW = {"two-column": 3, "three-column": 2}  # most columns of a table that fits into a column
SHORT = 1200  # letters of a table that may float across the columns; a longer one has its own page
PLAIN_COLOUR = {"paper"}  # layouts with black headings
SPACES = re.compile(r"(?<=\b[Cc]ouncillor) | (?=(?:per cent|million|km|years)\b)|(?<=\bMr|\bMs|\bDr) |(?<=£\d) ")
HYPHENS = re.compile(r"(?<=\b[Cc]o)-(?=[a-z])")


def typeset(document: Document, root: Path) -> tuple[bytes, dict[str, dict[str, float]]]:
    """Typeset a document: the PDF, and where each passage begins (page from 1, points from the left and top)."""
    source = write_typst(document, root).encode()
    marks = json.loads(compiler_of(source, root).query("<passage>", field="value"))
    pdf = compiler_of(source, root).compile(format="pdf")
    if not isinstance(pdf, bytes):
        raise TypeError(f"{document.slug}: Typst gave no single PDF")
    starts: dict[str, dict[str, float]] = {}
    for found in marks:  # the head of a page-crossing row comes again on the next page
        place = {"page": found["page"], "x0": round(found["x0"], 1), "y0": round(found["y0"], 1)}
        starts.setdefault(found["id"], place)
    return finish(pdf, document), starts


def compiler_of(source: bytes, root: Path) -> typst.Compiler:
    """Compiler that sees only our fonts and Typst's own; it forgets a source given as bytes after its first use."""
    return typst.Compiler(input=source, root=str(root), ignore_system_fonts=True, font_paths=[str(root / "fonts")])


@cache
def brands(root: Path) -> dict[str, dict[str, str]]:
    """How each organisation prints, by its name."""
    return tomllib.loads((root / "brands.toml").read_text(encoding="utf-8"))


def write_typst(document: Document, root: Path) -> str:
    """Typst source of a document, which calls the functions of `typst/`."""
    composer = Composer(document, brands(root))
    head = ['#import "/typst/layouts.typ": *', f"#show: {composer.layout}.with({composer.settings()})"]
    return "\n\n".join([*head, *composer.groups(document.blocks)]) + "\n"


class Composer:
    """Writes the blocks of one document as Typst."""

    def __init__(self, document: Document, known: Mapping[str, Mapping[str, str]]) -> None:
        self.document = document
        self.layout = document.front["layout"]
        self.brand = {**known["default"], **known.get(document.front["organisation"], {})}
        self.notes: dict[str, list[Passage]] = {}
        for passage in document.passages:
            if passage.note_of is not None:
                self.notes.setdefault(passage.note_of, []).append(passage)
        self.scenes = cycle(SCENES)

    def settings(self) -> str:
        """Typst dictionary of what the document says of itself and of its look."""
        front, brand = self.document.front, self.brand
        headline, _, subtitle = front["title"].partition(". ")
        words = {key: front[key] for key in ("title", "year")}
        words |= {"headline": headline, "subtitle": subtitle}
        words["organisation"] = front["organisation"].replace("; ", " and ")
        words |= {key: front.get(key, "") for key in ("kicker", "foot")}
        words |= {key: front.get(key, brand[key]) for key in LOOKS}
        words["rows"] = front.get("rows", "whole")
        values = {key: literal(value) for key, value in words.items()}
        values |= {key: f'rgb("{brand[key]}")' for key in ("accent", "second")}
        values["heading-colour"] = "black" if self.layout in PLAIN_COLOUR else values["accent"]
        values |= {key: yes(self.document.has(key)) for key in ("numbered", "breaks")}
        values |= {key: yes(front.get(key, default) == "true") for key, default in DEFAULTS.items()}
        values["side"] = front.get("side", brand["side"])
        values["stamp"] = front.get("stamp", "0")
        values["words"] = yes("words" in self.document.quirks)
        values["size"] = f"{front.get('size', SIZES[self.layout])}pt"
        return "(" + ", ".join(f"{key}: {value}" for key, value in values.items()) + ")"

    def groups(self, blocks: Sequence[Block]) -> Iterable[str]:
        """Yield Typst source: headings with the block after them; a side box with the text that stands beside it."""
        rest = list(blocks)
        while rest:
            size = next((n for n, block in enumerate(rest) if not isinstance(block, Heading)), len(rest) - 1) + 1
            group, rest = rest[:size], rest[size:]
            last = group[-1]
            if isinstance(last, Box) and last.kind == "side" and self.layout not in NARROW:
                size = next((n for n, block in enumerate(rest) if not isinstance(block, Passage)), len(rest))
                beside, rest = rest[:size], rest[size:]
                yield self.group(group[:-1]) + "\n" + self.beside(last, beside)
            else:
                yield self.group(group)

    def beside(self, box: Box, main: Sequence[Block]) -> str:
        """Typst source of a side box and the passages beside it."""
        if not main:
            return self.block(box)
        return f"#beside([\n{self.all(main)}\n], {literal(box.title)}, [\n{self.all(box.blocks)}\n])"

    def group(self, group: Sequence[Block]) -> str:
        """Typst source of one block with the headings right before it."""
        if not group:
            return ""
        first, last = group[0], group[-1]
        text = self.all(group)
        if isinstance(last, Table) and len(last.header) > NARROW.get(self.layout, len(last.header)):
            letters = sum(len(row.text) for row in last.rows)
            return f"#{'across' if letters < SHORT else 'wide'}[\n{text}\n]"
        if not isinstance(first, Heading):
            return text
        if self.layout == "glossy" and first.level == 1 and self.document.has("dividers"):
            title, rest = self.block(first), self.all(group[1:])
            return f"#divider({literal(next(self.scenes))})[{title}]\n{rest}"
        opens = (self.layout == "slides" and first.level < 3) or (first.level == 1 and self.opens_pages())
        return f"#pagebreak(weak: true)\n{text}" if opens else text

    def opens_pages(self) -> bool:
        """Whether each chapter begins a page."""
        return self.document.has("breaks") or self.layout == "glossy"

    def all(self, blocks: Iterable[Block]) -> str:
        """Typst source of blocks one after another."""
        return "\n".join(filter(None, map(self.block, blocks)))

    def block(self, block: Block) -> str:
        """Typst source of one block."""
        if isinstance(block, Heading):
            return f"#heading(level: {block.level}, {literal(block.text)})"
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Box):
            return f"#panel({literal(block.title)}, [\n{self.all(block.blocks)}\n])"
        if isinstance(block, Figure):
            return write_figure(block)
        if isinstance(block, Break):
            return "#pagebreak(weak: true)"
        return self.passage(block) if block.note_of is None else ""

    def passage(self, passage: Passage) -> str:
        """Typst source of a paragraph, list or quote, with the notes to it."""
        first, *items = [self.words(part) for part in passage.parts]
        notes = "".join(self.note(note) for note in self.notes.get(passage.id, []))
        if passage.kind == "list":
            items[-1] += notes
            ordered = yes(passage.ordered)
            written = f"{literal(passage.id)}, [{first}], {ordered}, {array(f'[{item}]' for item in items)}"
            return f"#bullets({written}{self.wear(passage)})"
        if passage.kind == "quote":
            return f"#pull({literal(passage.id)}, [{first}{notes}])"
        return f"#para({literal(passage.id)}, [{first}{notes}]{self.wear(passage)})"

    def chance(self, name: str) -> int:
        """A number that looks drawn at random, always the same for the same name in the same document."""
        return zlib.crc32(f"{self.document.slug}#{name}".encode())

    def wear(self, passage: Passage) -> str:
        """Typst argument for what is off with a paragraph or list, if anything is."""
        if self.layout not in WORN:
            return ""
        drawn = self.chance(passage.id)
        wear = WEAR[drawn // 100 % len(WEAR)] if drawn % 100 < WORN[self.layout] else ""
        wear = wear or PASTED[self.chance(passage.section) % len(PASTED)]
        return f", wear: {literal(wear)}" if wear else ""

    def note(self, note: Passage) -> str:
        """Typst source of a footnote."""
        return f"#note({literal(note.id)}, [{self.words(note.parts[0])}])"

    def table(self, table: Table) -> str:
        """Typst source of a table."""
        spans = row_spans(table.cells)
        rows = []
        for passage, cells, span in zip(table.rows, table.cells, spans, strict=True):
            notes = "".join(self.note(note) for note in self.notes.get(passage.id, []))
            filled = [n for n, cell in enumerate(cells) if cell]
            bodies = [None if cell is None else self.words(cell) for cell in cells]
            bodies[filled[-1]] = f"{bodies[filled[-1]]}{notes}"
            written = array(
                "none" if body is None else f"(span: {n}, body: [{body}])" for n, body in zip(span, bodies, strict=True)
            )
            rows.append(f"(id: {literal(passage.id)}, first: {filled[0]}, cells: {written})")
        widths = array(f"{weight}fr" for weight in column_weights(table))
        header = array(literal(title) for title in table.header)
        options = f"{literal(table.style)}, {write_caption(table.caption)}"
        habit = HABITS[self.chance(table.rows[0].id) % len(HABITS)] if self.layout in WORN else ""
        figures = array(str(n) for n in number_columns(table)) if self.chance(table.rows[0].id) % 3 else "()"
        shape = f"turn: {yes(table.turned)}, habit: {literal(habit)}, figures: {figures}"
        return f"#tabular({options}, {widths}, {header}, {array(rows)}, {shape})"

    def words(self, words: Runs) -> str:
        """Typst markup of runs of words."""
        pieces = ((style, piece) for style, text in words for piece in LINKS.split(text) if piece)
        return "".join(
            f"#{'web' if LINKS.fullmatch(piece) else style or 'text'}({literal(self.quirky(piece))});"
            for style, piece in pieces
        )

    def quirky(self, text: str) -> str:
        """Words with the characters that real documents have instead of the plain ones."""
        if "nbsp" in self.document.quirks:
            text = SPACES.sub("\u00a0", text)
        if "nb-hyphens" in self.document.quirks:
            text = HYPHENS.sub("\u2011", text)
        return text


def row_spans(cells: Sequence[Sequence[object | None]]) -> list[list[int]]:
    """Number of rows that each cell covers; a cell that continues the one above is None."""
    spans = [[1] * len(row) for row in cells]
    for n, row in reversed(list(enumerate(cells))):
        for k, cell in enumerate(row):
            if cell is None and n:
                spans[n - 1][k] += spans[n][k]
    return spans


def write_figure(figure: Figure) -> str:
    """Typst source of a chart or picture."""
    caption = write_caption(figure.caption)
    if figure.kind == "picture":
        return f"#picture({caption}, {literal(figure.lines[0])})"
    if figure.kind in {"steps", "tree"}:
        return f"#{figure.kind}({caption}, {array(map(literal, figure.lines))})"
    rows = []
    for line in figure.lines:
        left, _, right = (part.strip() for part in line.partition("|"))
        if figure.kind == "figures":
            rows.append(f"({literal(right)}, {literal(left)})")
        else:
            number = re.sub(r"[^\d.]", "", right) or "0"
            rows.append(f"({literal(left)}, {number}, {literal(right)})")
    name = {"figures": "key-figures", "columns": "columns-chart"}.get(figure.kind, figure.kind)
    return f"#{name}({caption}, {array(rows)})"


def write_caption(caption: Passage | None) -> str:
    """Typst content of a caption with the mark of where it begins."""
    return f"[#mark({literal(caption.id)})#{literal(caption.text)}]" if caption else "none"


def column_weights(table: Table) -> list[int]:
    """Relative column widths: the square root of the text in a column, in steps, with room for its longest word."""
    weights = []
    for n, title in enumerate(table.header):
        cells = [title, *(flat(row[n]) for row in table.cells if row[n])]
        longest = max(len(word) for cell in cells for word in re.split(r"[\s/–-]", cell))
        weights.append(min(12, max(3, longest // 2, round((sum(map(len, cells)) / len(cells)) ** 0.5 * 1.4))))
    return weights


def number_columns(table: Table) -> list[int]:
    """Columns whose cells are mostly numbers."""
    found = []
    for n in range(len(table.header)):
        cells = [flat(row[n]) for row in table.cells if row[n]]
        if sum(any(c.isdigit() for c in cell) and len(cell) < 10 for cell in cells) > 0.7 * len(table.cells):
            found.append(n)
    return found


def literal(value: str) -> str:
    """Typst string literal."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def array(values: Iterable[str]) -> str:
    """Typst array of ready-made expressions."""
    return "(" + "".join(f"{value}, " for value in values) + ")"


def yes(value: bool) -> str:
    """Typst boolean."""
    return str(value).lower()
