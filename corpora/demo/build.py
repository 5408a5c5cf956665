"""Typeset the demo corpus: `sources/*.md` in; `pdf/*.pdf`, `truth/passages.jsonl` and `sources.csv` out.

Run `python corpora/demo/build.py`. Same sources, same bytes. The labels in the sources follow the codebook,
sections 2 to 5; a source that breaks its rules stops the build before anything is written.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zlib
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import typst
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_block_plugin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HERE = Path(__file__).resolve().parent
LAYOUTS = ("report", "two-column", "slides")
CLAIMS = ("none", "informing", "consultation", "co-production")  # in the order of their bands
STANCES = ("reported", "committed", "aspirational", "definition", "na")
BAND_OF_RUNG = (0, 1, 1, 1, 2, 2, 3, 3, 3)  # codebook section 2
ACCENTS = ("#1f4e6b", "#5b2a5e", "#2f5d3a", "#7a3b1d", "#3b4a8c", "#00626b")
LABEL_KEYS = {"claim", "practice", "stance", "evidence"}
KINDS = {"paragraph": "paragraph", "blockquote": "quote"}
LEAVES = {"text", "softbreak"}
HOLDERS = {"inline", "heading", "paragraph", "blockquote", "list_item", "th", "td"}
SCAN_DPI = 110
IN_COLUMN = 3  # most columns of a table that fits into half a page


@dataclass(frozen=True)
class Labels:
    """What the codebook says of one passage."""

    claim: str
    practice: int
    stance: str
    evidence: str | None = None


@dataclass(frozen=True)
class Passage:
    """One paragraph, list with its lead-in, quote or table row; `parts` are what is printed of it."""

    id: str
    section: str
    kind: str
    text: str
    parts: tuple[str, ...]
    labels: Labels


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2."""

    level: int
    text: str


@dataclass(frozen=True)
class Table:
    """A table without its column of labels."""

    header: tuple[str, ...]
    rows: tuple[Passage, ...]


@dataclass(frozen=True)
class Document:
    """One source: its front matter and its blocks in reading order."""

    slug: str
    front: dict[str, str]
    blocks: tuple[Heading | Passage | Table, ...]

    @property
    def file(self) -> str:
        """The typeset file, relative to the corpus."""
        return f"pdf/{self.slug}.pdf"

    @property
    def readable(self) -> bool:
        """Whether a program without OCR or password can read the text."""
        return self.front.get("scan") != "true" and "password" not in self.front

    @property
    def passages(self) -> list[Passage]:
        """The passages in reading order."""
        found: list[Passage] = []
        for block in self.blocks:
            if isinstance(block, Table):
                found.extend(block.rows)
            elif isinstance(block, Passage):
                found.append(block)
        return found


# --- reading a source -------------------------------------------------------------------------------------------


def read_document(path: Path) -> Document:
    """Read one source; raises ValueError naming the file and what is wrong with it."""
    try:
        front, body = split_front(path.read_text(encoding="utf-8"))
        return Document(path.stem, front, tuple(read_blocks(body)))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def split_front(text: str) -> tuple[dict[str, str], str]:
    """Split off the front matter, `key: value` lines between two `---`; ` #` starts a comment."""
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise ValueError("no front matter between two lines of ---")
    head, body = text[4:].split("\n---\n", 1)
    pairs = (line.split(" #")[0].partition(":") for line in head.splitlines() if line.strip())
    front = {key.strip(): value.strip() for key, _, value in pairs}
    missing = {"organisation", "organisation_type", "title", "year", "layout"} - front.keys()
    if missing:
        raise ValueError(f"front matter lacks {', '.join(sorted(missing))}")
    if front["layout"] not in LAYOUTS:
        raise ValueError(f"layout {front['layout']!r} is none of {', '.join(LAYOUTS)}")
    return front, body


def parse_markdown(body: str) -> SyntaxTreeNode:
    """Parse CommonMark with tables and attribute lines; straight quotes become curly."""
    parser = MarkdownIt("commonmark", {"typographer": True}).enable(["table", "smartquotes"])
    return SyntaxTreeNode(parser.use(attrs_block_plugin).parse(body))


def read_blocks(body: str) -> Iterator[Heading | Passage | Table]:
    """Yield headings, passages and tables in reading order."""
    nodes = parse_markdown(body).children
    path: list[str] = []
    for n, node in enumerate(nodes):
        section = " > ".join(path)
        follower = nodes[n + 1] if n + 1 < len(nodes) else node
        if node.type == "heading":
            level = int(node.tag[1])
            path = [*path[: level - 1], plain(node)]
            yield Heading(level, plain(node))
        elif node.type == "table":
            yield read_table(node, section)
        elif node.type == "paragraph" and follower.type == "bullet_list":
            yield read_list(node, follower, section)
        elif node.type in KINDS:
            yield read_passage(node.attrs, section, KINDS[node.type], plain(node), (plain(node),))
        elif node.type != "bullet_list" or node.attrs or not n or nodes[n - 1].type != "paragraph":
            raise ValueError(f"{node.type} in {section!r} is not allowed, or is a list without a lead-in")


def read_list(lead: SyntaxTreeNode, items: SyntaxTreeNode, section: str) -> Passage:
    """Read a list with the paragraph that leads it in, which carries the labels."""
    parts = (plain(lead), *(plain(item) for item in items.children))
    return read_passage(lead.attrs, section, "list", " • ".join(parts), parts)


def read_table(node: SyntaxTreeNode, section: str) -> Table:
    """Read a table whose last column, headed `labels`, holds the labels of each row."""
    name = str(node.attrs.get("id", ""))
    lines = [[plain(cell) for cell in row.children] for part in node.children for row in part.children]
    *header, last = lines[0]
    if not name or last != "labels":
        raise ValueError(f"table {name or 'without id'} needs an id and a last column headed labels")
    rows = []
    for n, (*cells, labels) in enumerate(lines[1:], start=1):
        attrs = {"id": f"{name}-{n}"} | dict(pair.split("=", 1) for pair in labels.split())
        text = " | ".join(f"{title}: {cell}" for title, cell in zip(header, cells, strict=True))
        rows.append(read_passage(attrs, section, "table", text, tuple(cells)))
    return Table(tuple(header), tuple(rows))


def read_passage(attrs: Mapping[str, object], section: str, kind: str, text: str, parts: tuple[str, ...]) -> Passage:
    """Make a passage of a block's attributes and text."""
    found = {key: str(value) for key, value in attrs.items()}
    name = found.pop("id", "")
    if not name or found.keys() - LABEL_KEYS or not {"claim", "practice", "stance"} <= found.keys():
        raise ValueError(f"passage {name or 'without id'} ({text[:50]!r}) has the attributes {sorted(found)}")
    labels = Labels(found["claim"], int(found["practice"]), found["stance"], found.get("evidence"))
    return Passage(name, section, kind, text, parts, labels)


def plain(node: SyntaxTreeNode) -> str:
    """Text of a node that holds one run of plain words; anything else raises ValueError."""
    leaves = list(node.walk())
    text = "".join(leaf.content if leaf.type == "text" else " " for leaf in leaves if leaf.type in LEAVES)
    odd = sorted({leaf.type for leaf in leaves} - LEAVES - HOLDERS)
    if odd or sum(leaf.type == "inline" for leaf in leaves) != 1:
        raise ValueError(f"{', '.join(odd) or 'more than one paragraph'} in {node.type} {text[:50]!r}")
    return text


# --- verdicts and checks ----------------------------------------------------------------------------------------


def verdict(labels: Labels) -> str:
    """Verdict of a passage (codebook section 4)."""
    claimed, described = CLAIMS.index(labels.claim), BAND_OF_RUNG[labels.practice]
    if not claimed or labels.stance == "definition":
        return "no-claim"
    if described >= claimed:
        return "supported" if labels.stance == "reported" else "planned"
    return "overclaimed" if described else "label-only"


def document_verdict(labels: Labels, ids: dict[str, Passage]) -> str:
    """Verdict of a claim within its document (codebook section 5)."""
    if labels.evidence is None:
        return verdict(labels)
    return "supported-elsewhere" if ids[labels.evidence].labels.stance == "reported" else "planned"


def is_counted(passage: Passage) -> bool:
    """Whether the passage is a counted claim (codebook section 6)."""
    return CLAIMS.index(passage.labels.claim) >= 2 and passage.labels.stance != "definition"


def find_problems(document: Document) -> Iterator[str]:
    """Yield every breach of the rules for labels, with file and passage."""
    ids = {passage.id: passage for passage in document.passages}
    repeated = [name for name, count in Counter(p.id for p in document.passages).items() if count > 1]
    for name in repeated:
        yield f"{document.slug}: the id {name} stands twice"
    for passage in document.passages:
        yield from (f"{document.slug}#{passage.id}: {problem}" for problem in find_label_problems(passage.labels))
    if all(0 <= passage.labels.practice <= 8 for passage in document.passages):
        for passage in document.passages:
            yield from (f"{document.slug}#{passage.id}: {problem}" for problem in find_evidence_problems(passage, ids))


def find_label_problems(labels: Labels) -> Iterator[str]:
    """Yield what is wrong with claim, practice and stance."""
    if labels.claim not in CLAIMS or labels.stance not in STANCES or not 0 <= labels.practice <= 8:
        yield f"unknown claim, practice or stance in {labels}"
        return
    silent = labels.claim == "none" and labels.practice == 0
    if labels.stance == "definition" and not silent:
        yield "a definition has claim none and practice 0"
    if (labels.stance == "na") != (silent and labels.stance != "definition"):
        yield "stance na goes with claim none, practice 0 and no definition, and only with these"


def find_evidence_problems(passage: Passage, ids: dict[str, Passage]) -> Iterator[str]:
    """Yield what is wrong with the evidence that a claim points to."""
    labels = passage.labels
    if labels.evidence is None or labels.claim not in CLAIMS:
        return
    target = ids.get(labels.evidence)
    if target is None or target is passage:
        yield f"evidence {labels.evidence} is no other passage of this document"
        return
    if not is_counted(passage) or verdict(labels) not in {"overclaimed", "label-only"}:
        yield "evidence stands only on an unsupported claim of consultation or co-production"
    if target.labels.stance not in {"reported", "committed"}:
        yield f"evidence {target.id} has the stance {target.labels.stance}"
    if BAND_OF_RUNG[target.labels.practice] < CLAIMS.index(labels.claim):
        yield f"evidence {target.id} describes less than what is claimed"


def find_odd_lengths(document: Document) -> Iterator[str]:
    """Yield the passages that are shorter than 15 or longer than 150 words."""
    for passage in document.passages:
        words = len(passage.text.split())
        if not 15 <= words <= 150:
            yield f"{document.slug}#{passage.id}: {words} words"


# --- typesetting ------------------------------------------------------------------------------------------------


def literal(value: str) -> str:
    """Typst string literal."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def array(values: Iterable[str]) -> str:
    """Typst array of ready-made expressions."""
    return "(" + "".join(f"{value}, " for value in values) + ")"


def write_typst(document: Document) -> str:
    """Typst source of a document, which calls the functions of `layout.typ`."""
    layout = document.front["layout"]
    lines = ['#import "/layout.typ": *', f"#show: {layout}.with({write_settings(document.front)})"]
    blocks = list(document.blocks)
    while blocks:
        size = next((n for n, block in enumerate(blocks) if not isinstance(block, Heading)), len(blocks) - 1) + 1
        group, blocks = blocks[:size], blocks[size:]
        lines.append(write_group(group, layout, breaks=document.front.get("breaks") == "true"))
    return "\n\n".join(lines) + "\n"


def write_settings(front: dict[str, str]) -> str:
    """Typst dictionary of what the layouts print on every page."""
    headline, _, subtitle = front["title"].partition(". ")
    accent = ACCENTS[zlib.crc32(front["organisation"].encode()) % len(ACCENTS)]
    values = {key: literal(front[key]) for key in ("organisation", "title", "year")}
    values |= {"headline": literal(headline), "subtitle": literal(subtitle)}
    values |= {"accent": f'rgb("{accent}")'}
    values |= {key: str(front.get(key) == "true").lower() for key in ("numbered", "breaks")}
    return "(" + ", ".join(f"{key}: {value}" for key, value in values.items()) + ")"


def write_group(group: list[Heading | Passage | Table], layout: str, *, breaks: bool) -> str:
    """Typst source of one block with the headings right before it."""
    first, last = group[0], group[-1]
    text = "\n".join(write_block(block) for block in group)
    if layout == "two-column" and isinstance(last, Table) and len(last.header) > IN_COLUMN:
        return f"#wide[\n{text}\n]"
    opens = isinstance(first, Heading) and (layout == "slides" or (breaks and first.level == 1))
    return f"#pagebreak(weak: true)\n{text}" if opens else text


def write_block(block: Heading | Passage | Table) -> str:
    """Typst source of one block."""
    if isinstance(block, Heading):
        return f"#heading(level: {block.level}, {literal(block.text)})"
    if isinstance(block, Table):
        widths = array(f"{weight}fr" for weight in column_weights(block))
        rows = array(f"(id: {literal(row.id)}, cells: {array(map(literal, row.parts))})" for row in block.rows)
        return f"#ruled({widths}, {array(map(literal, block.header))}, {rows})"
    parts = [literal(part) for part in block.parts]
    if block.kind == "list":
        return f"#bullets({literal(block.id)}, {parts[0]}, {array(parts[1:])})"
    return f"#{'pull' if block.kind == 'quote' else 'para'}({literal(block.id)}, {parts[0]})"


def column_weights(table: Table) -> list[int]:
    """Relative column widths: the square root of the text in a column, in steps, between 4 and 12."""
    columns = zip(table.header, *(row.parts for row in table.rows), strict=True)
    return [min(12, max(4, round((sum(map(len, column)) / len(column)) ** 0.5 * 1.4))) for column in columns]


def typeset(document: Document) -> tuple[bytes, dict[str, int]]:
    """Typeset a document; the PDF and the page (from 1) on which each passage begins."""
    source = write_typst(document).encode()
    marks = json.loads(compiler_of(source).query("<passage>", field="value"))
    pdf = compiler_of(source).compile(format="pdf")
    if not isinstance(pdf, bytes):
        raise TypeError(f"{document.slug}: Typst gave no single PDF")
    return finish(pdf, document.front), {mark["id"]: mark["page"] for mark in marks}


def compiler_of(source: bytes) -> typst.Compiler:
    """Compiler that sees only Typst's own fonts; it forgets a source given as bytes after its first use."""
    return typst.Compiler(input=source, root=str(HERE), ignore_system_fonts=True)


def finish(pdf: bytes, front: dict[str, str]) -> bytes:
    """Turn the PDF into a scan or lock it where the front matter asks for it."""
    if front.get("scan") == "true":
        pdf = scan(pdf)
    return lock(pdf, front["password"]) if "password" in front else pdf


def scan(pdf: bytes) -> bytes:
    """Image-only copy: one grey JPEG a page, no text layer."""
    copy, target = pikepdf.new(), io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as source:
        for page in source:
            width, height = page.get_size()
            image = page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
            jpeg = io.BytesIO()
            image.save(jpeg, "JPEG", quality=70)
            add_image_page(copy, jpeg.getvalue(), image.size, (width, height))
    copy.save(target, static_id=True)
    return target.getvalue()


def add_image_page(pdf: pikepdf.Pdf, jpeg: bytes, pixels: tuple[int, int], points: tuple[float, float]) -> None:
    """Add a page that a grey JPEG fills."""
    image = pikepdf.Stream(pdf, jpeg)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=pixels[0],
        Height=pixels[1],
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = pdf.add_blank_page(page_size=(round(points[0], 2), round(points[1], 2)))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(pdf, f"q {points[0]:.2f} 0 0 {points[1]:.2f} 0 0 cm /Im0 Do Q".encode())


def lock(pdf: bytes, password: str) -> bytes:
    """Copy that opens only with the password; RC4, since AES draws a random vector and bytes would differ."""
    target = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password, R=4, aes=False, metadata=False)
    with pikepdf.open(io.BytesIO(pdf)) as source:
        source.save(target, encryption=encryption, static_id=True)
    return target.getvalue()


# --- writing ----------------------------------------------------------------------------------------------------


def truth_rows(document: Document, pages: dict[str, int]) -> Iterator[dict[str, object]]:
    """Yield what is true of each passage; nothing for a document that cannot be read."""
    if not document.readable:
        return
    for passage in document.passages:
        row: dict[str, object] = {"file": document.file, "id": passage.id, "page": pages[passage.id]}
        row |= {"section": passage.section, "kind": passage.kind, "text": passage.text}
        yield row | asdict(passage.labels)


def write_sources(documents: Iterable[Document], path: Path) -> None:
    """Write the table of files and their publishers."""
    columns = ("organisation", "organisation_type", "title", "year")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("file", *columns))
        writer.writerows((document.file, *(document.front[column] for column in columns)) for document in documents)


def write_corpus(documents: list[Document]) -> None:
    """Write the PDFs, the truth and the table of sources."""
    (HERE / "pdf").mkdir(exist_ok=True)
    (HERE / "truth").mkdir(exist_ok=True)
    typeset_documents = [(document, *typeset(document)) for document in documents]
    lines = []
    for document, pdf, pages in typeset_documents:
        (HERE / document.file).write_bytes(pdf)
        lines += [json.dumps(row, ensure_ascii=False) + "\n" for row in truth_rows(document, pages)]
    (HERE / "truth" / "passages.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
    write_sources(documents, HERE / "sources.csv")


def print_counts(documents: Iterable[Document]) -> None:
    """Print counted claims by verdict, first of the passage, then of the document."""
    by_passage = ("supported", "planned", "overclaimed", "label-only")
    by_document = ("supported", "supported-elsewhere", "planned", "overclaimed", "label-only")
    heads = ("no-claim", *by_passage, *(f"doc:{name}" for name in by_document))
    print("file".ljust(26), "passages  words  claims ", *heads)
    for document in documents:
        ids = {passage.id: passage for passage in document.passages}
        claims = [passage.labels for passage in document.passages if is_counted(passage)]
        own, all_in = Counter(map(verdict, claims)), Counter(document_verdict(claim, ids) for claim in claims)
        words = sum(len(passage.text.split()) for passage in document.passages)
        silent = sum(verdict(passage.labels) == "no-claim" for passage in document.passages)
        numbers = (silent, *(own[name] for name in by_passage), *(all_in[name] for name in by_document))
        cells = (str(number).rjust(len(head)) for number, head in zip(numbers, heads, strict=True))
        print(document.slug.ljust(26), f"{len(ids):8}{words:7}{len(claims):8} ", *cells)


def main() -> int:
    """Build the corpus; 1 where a source breaks the rules, in which case nothing is written."""
    try:
        documents = [read_document(path) for path in sorted((HERE / "sources").glob("*.md"))]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    problems = [problem for document in documents for problem in find_problems(document)]
    for line in (*problems, *(f"note: {odd}" for document in documents for odd in find_odd_lengths(document))):
        print(line, file=sys.stderr)
    if problems:
        return 1
    write_corpus(documents)
    print_counts(documents)
    return 0


if __name__ == "__main__":
    sys.exit(main())
