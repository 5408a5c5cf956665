"""A source of the demo corpus: Markdown with labels in attribute lines, read into blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.container import container_plugin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

LAYOUTS = ("report", "two-column", "three-column", "slides", "paper", "glossy", "plan")
FIGURES = ("bars", "columns", "pie", "figures", "steps", "tree", "picture")
TABLE_STYLES = ("ruled", "lines", "striped", "plain")
QUIRKS = ("nbsp", "nb-hyphens", "soft-hyphens", "ligatures", "words", "private-bullets", "unmapped-cover")
DAMAGES = ("truncated", "pageless")
REQUIRED = {"organisation", "organisation_type", "title", "year", "layout"}
LABEL_KEYS = {"claim", "practice", "stance", "evidence", "note"}
TABLE_KEYS = {"id", "style", "caption", "head"}
KINDS = {"paragraph": "paragraph", "blockquote": "quote"}
LISTS = {"bullet_list", "ordered_list"}
LEAVES = {"text": "", "softbreak": "", "strong": "strong", "em": "emph"}
HOLDERS = {"inline", "heading", "paragraph", "blockquote", "list_item", "th", "td"}
MERGED = "^"

Run = tuple[str, str]  # style ("", "strong" or "emph") and text
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Labels:
    """What the codebook says of one passage."""

    claim: str
    practice: int
    stance: str
    evidence: str | None = None


@dataclass(frozen=True)
class Passage:
    """One paragraph, list with its lead-in, quote, footnote, table row or caption; `parts` are what is printed."""

    id: str
    section: str
    kind: str
    place: str  # text, box, note or caption
    parts: tuple[Runs, ...]
    labels: Labels
    text: str
    note_of: str | None = None
    ordered: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True)
class Table:
    """A table without its column of labels; a cell is None where the one above continues; `turned`: upright heads."""

    style: str
    caption: Passage | None
    turned: bool
    header: tuple[str, ...]
    rows: tuple[Passage, ...]
    cells: tuple[tuple[Runs | None, ...], ...]


@dataclass(frozen=True)
class Box:
    """Titled blocks apart from the text: `box` as wide as the column, `side` beside it."""

    kind: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Figure:
    """A chart or picture, which is no passage but for its caption."""

    kind: str
    caption: Passage | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Break:
    """The start of a new page."""


Block = Heading | Passage | Table | Box | Figure | Break


@dataclass(frozen=True)
class Document:
    """One source: its front matter and its blocks in reading order."""

    slug: str
    front: dict[str, str]
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "passages", tuple(passages_of(self.blocks)))

    @property
    def file(self) -> str:
        """The typeset file, relative to the corpus."""
        return f"pdf/{self.slug}.pdf"

    def has(self, key: str) -> bool:
        """Whether a yes-or-no key of the front matter says yes."""
        return self.front.get(key) == "true"

    @property
    def quirks(self) -> list[str]:
        """What is odd about the text of the PDF."""
        return quirks_of(self.front)

    @property
    def readable(self) -> bool:
        """Whether a program without OCR or password can read the text."""
        return not self.has("scan") and not {"password", "damage"} & self.front.keys()


def passages_of(blocks: Iterable[Block]) -> Iterator[Passage]:
    """Yield the passages of blocks in reading order."""
    for block in blocks:
        if isinstance(block, Table | Figure) and block.caption:
            yield block.caption
        if isinstance(block, Table):
            yield from block.rows
        elif isinstance(block, Box):
            yield from passages_of(block.blocks)
        elif isinstance(block, Passage):
            yield block


def read_document(path: Path) -> Document:
    """Read one source; raises ValueError naming the file and what is wrong with it."""
    try:
        front, body = split_front(path.read_text(encoding="utf-8"))
        return Document(path.stem, front, tuple(read_blocks(parse_markdown(body).children, [], count(1))))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def split_front(text: str) -> tuple[dict[str, str], str]:
    """Split off the front matter, `key: value` lines between two `---`; ` #` starts a comment."""
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise ValueError("no front matter between two lines of ---")
    head, body = text[4:].split("\n---\n", 1)
    pairs = (line.split(" #")[0].partition(":") for line in head.splitlines() if line.strip())
    front = {key.strip(): value.strip() for key, _, value in pairs}
    if missing := REQUIRED - front.keys():
        raise ValueError(f"front matter lacks {', '.join(sorted(missing))}")
    one_of("layout", front["layout"], LAYOUTS)
    for quirk in quirks_of(front):
        one_of("quirk", quirk, QUIRKS)
    one_of("damage", front.get("damage", DAMAGES[0]), DAMAGES)
    return front, body


def quirks_of(front: Mapping[str, str]) -> list[str]:
    """Quirks that a front matter asks for."""
    return front.get("quirks", "").split()


def one_of(what: str, value: str, choices: tuple[str, ...]) -> str:
    """Give the value back; raises ValueError where it is none of the choices."""
    if value not in choices:
        raise ValueError(f"{what} {value!r} is none of {', '.join(choices)}")
    return value


def parse_markdown(body: str) -> SyntaxTreeNode:
    """Parse CommonMark with tables, containers and attribute lines; straight quotes become curly."""
    parser = MarkdownIt("commonmark", {"typographer": True}).enable(["table", "smartquotes"])
    parser.use(attrs_block_plugin).use(container_plugin, "box").use(container_plugin, "side")
    return SyntaxTreeNode(parser.parse(body))


def read_blocks(
    nodes: list[SyntaxTreeNode], path: list[str], numbers: Iterator[int], place: str = "text"
) -> Iterator[Block]:
    """Yield the blocks of one level in reading order; `path` are the headings above, `numbers` are for the figures."""
    for n, node in enumerate(nodes):
        section = " > ".join(path)
        follower = nodes[n + 1] if n + 1 < len(nodes) else node
        if node.type == "heading":
            level = int(node.tag[1])
            path = [*path[: level - 1], plain(node)]
            yield Heading(level, plain(node))
        elif node.type == "table":
            yield read_table(node, section, place)
        elif node.type == "hr":
            yield Break()
        elif node.type == "fence":
            yield read_figure(node, section, next(numbers))
        elif node.type in {"container_box", "container_side"}:
            kind, _, title = node.info.strip().partition(" ")
            inner = [*path, curly(title)] if title else path
            yield Box(kind, curly(title), tuple(read_blocks(node.children, inner, numbers, "box")))
        elif node.type == "paragraph" and follower.type in LISTS:
            yield read_list(node, follower, section, place)
        elif node.type in KINDS:
            yield make_passage(node.attrs, section, KINDS[node.type], place, (runs(node),))
        elif node.type not in LISTS or node.attrs or not n or nodes[n - 1].type != "paragraph":
            raise ValueError(f"{node.type} in {section!r} is not allowed, or is a list without a lead-in")


def read_list(lead: SyntaxTreeNode, items: SyntaxTreeNode, section: str, place: str) -> Passage:
    """Read a list with the paragraph that leads it in, which carries the labels."""
    parts = (runs(lead), *(runs(item) for item in items.children))
    return make_passage(lead.attrs, section, "list", place, parts, ordered=items.type == "ordered_list")


def read_table(node: SyntaxTreeNode, section: str, place: str) -> Table:
    """Read a table whose last column, headed `labels`, holds the labels of each row."""
    attrs = {key: str(value) for key, value in node.attrs.items()}
    name = attrs.get("id", "")
    lines = [row.children for part in node.children for row in part.children]
    *header, last = [plain(cell) for cell in lines[0]]
    if not name or last != "labels" or attrs.keys() - TABLE_KEYS:
        raise ValueError(f"table {name or 'without id'} needs an id, a last column headed labels and no unknown key")
    rows, cells = [], []
    for n, (*row, labels) in enumerate(lines[1:], start=1):
        found = [None if cell.children and plain(cell) == MERGED else cell_runs(cell) for cell in row]
        if not any(found):
            raise ValueError(f"row {n} of the table {name} has no words")
        own = {"id": f"{name}-{n}"} | dict(pair.split("=", 1) for pair in plain(labels).split())
        titled = [(title, words) for title, words in zip(header, found, strict=True) if words]
        text = " | ".join(f"{title}: {flat(words)}" if title else flat(words) for title, words in titled)
        rows.append(make_passage(own, section, "table", place, tuple(words for _, words in titled), text=text))
        cells.append(tuple(found))
    style = one_of("table style", attrs.get("style", TABLE_STYLES[0]), TABLE_STYLES)
    turned = attrs.get("head") == "turned"
    caption = read_caption(name, attrs.get("caption", ""), section)
    return Table(style, caption, turned, tuple(header), tuple(rows), tuple(cells))


def read_figure(node: SyntaxTreeNode, section: str, number: int) -> Figure:
    """Read a fenced block, the so-manieth of its document: the kind and caption in its first line, then its lines."""
    kind, _, caption = node.info.strip().partition(" ")
    lines = tuple(curly(line.strip()) for line in node.content.splitlines() if line.strip())
    return Figure(one_of("figure", kind, FIGURES), read_caption(f"chart-{number}", caption, section), lines)


def read_caption(name: str, text: str, section: str) -> Passage | None:
    """Read the caption of a table or figure, if it has one; captions take no part (codebook section 8, case 3)."""
    words = curly(text.strip())
    if not words:
        return None
    return Passage(
        f"{name}-caption", section, "paragraph", "caption", ((("", words),),), Labels("none", 0, "na"), words
    )


def make_passage(
    attrs: Mapping[str, object],
    section: str,
    kind: str,
    place: str,
    parts: tuple[Runs, ...],
    *,
    text: str | None = None,
    ordered: bool = False,
) -> Passage:
    """Make a passage of a block's attributes and words."""
    text = " • ".join(map(flat, parts)) if text is None else text
    found = {key: str(value) for key, value in attrs.items()}
    name = found.pop("id", "")
    if not name or found.keys() - LABEL_KEYS or not {"claim", "practice", "stance"} <= found.keys():
        raise ValueError(f"passage {name or 'without id'} ({text[:50]!r}) has the attributes {sorted(found)}")
    if not found["practice"].isdecimal():
        raise ValueError(f"passage {name} has the practice {found['practice']!r}; it is a rung from 0 to 8")
    labels = Labels(found["claim"], int(found["practice"]), found["stance"], found.get("evidence"))
    note_of = found.get("note")
    return Passage(name, section, kind, "note" if note_of else place, parts, labels, text, note_of, ordered)


def cell_runs(cell: SyntaxTreeNode) -> Runs:
    """Words of a table cell, which may be empty."""
    return runs(cell) if any(leaf.content for leaf in cell.walk() if leaf.type == "text") else ()


def runs(node: SyntaxTreeNode) -> Runs:
    """Runs of words of a node that holds one paragraph of plain, bold and italic words; else ValueError."""
    leaves = list(node.walk())
    odd = sorted({leaf.type for leaf in leaves} - LEAVES.keys() - HOLDERS)
    inlines = [leaf for leaf in leaves if leaf.type == "inline"]
    if odd or len(inlines) != 1:
        raise ValueError(f"{', '.join(odd) or 'more than one paragraph'} in {node.type} {node_words(node)[:50]!r}")
    found = ((LEAVES[leaf.type], node_words(leaf)) for leaf in inlines[0].children)
    return tuple((style, words) for style, words in found if words)


def node_words(node: SyntaxTreeNode) -> str:
    """Words of a node without their styles; a line's end is a space."""
    leaves = (leaf for leaf in node.walk() if leaf.type in {"text", "softbreak"})
    return "".join(leaf.content if leaf.type == "text" else " " for leaf in leaves)


def plain(node: SyntaxTreeNode) -> str:
    """Words of a node that holds one paragraph, without their styles."""
    return flat(runs(node))


def flat(words: Runs) -> str:
    """Words of runs without their styles."""
    return "".join(text for _, text in words)


def curly(text: str) -> str:
    """Words outside the parsed text with the quotes that the parser would give them."""
    tokens = MarkdownIt("zero", {"typographer": True}).enable("smartquotes").parseInline(text)[0].children or []
    return "".join(token.content for token in tokens)
