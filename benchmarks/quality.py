"""Text quality of engines on documents whose text is known: the pieces of the truth and of what was read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenism.fidelity import Fidelity, Piece, align, compare, place_floats, words_in
from tokenism.reading.clean import words_of
from tokenism.records import Document, Passage
from tokenism.tables import read_jsonl

SECTION = " > "
CELL = " | "
BAND = 0.11
"""Share of the height of a page, at its top and at its foot, where running lines stand."""
REPEATED = 3
"""Pages on which a line stands at the edge that runs."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Text of one document: pieces with the heads of columns before every cell, and as printed (once a table)."""

    labelled: tuple[Piece, ...]
    printed: tuple[Piece, ...]
    labels: tuple[str, ...]


def read_truth(path: Path) -> dict[str, Truth]:
    """Truth of each document by the stem of its file's name."""
    rows: dict[str, list[dict]] = defaultdict(list)
    for _, row, problem in read_jsonl(path):
        if row is None:
            raise ValueError(problem)
        rows[Path(row["file"]).stem].append(row)
    return {stem: _truth(found) for stem, found in rows.items()}


def _truth(rows: Sequence[dict]) -> Truth:
    groups = list(_groups(rows))
    labelled, printed, labels = [], [], []
    section = ""
    for n, group in enumerate(groups):
        name = _float_name(group, n, groups)
        for row_number, row in enumerate(group):
            heads = [Piece(text, row["page"], heading=True) for text in new_headings(section, row["section"])]
            section = row["section"]
            labelled += [*heads, Piece(row["text"], row["page"], float_of=name)]
            text = row["text"]
            if row["kind"] == "table":
                names, cells = _cells(row["text"])
                text = " ".join(cells)
                labels += words_of(" ".join(names))
                if row_number == 0:
                    widest = max((_cells(other["text"])[0] for other in group), key=len)
                    text = f"{' '.join(widest)} {text}"
            printed += [*heads, Piece(text, row["page"], float_of=name)]
    return Truth(tuple(labelled), tuple(printed), tuple(labels))


def new_headings(before: str, section: str) -> list[str]:
    """Headings of a section's path that the one before it does not have."""
    old, new = before.split(SECTION), section.split(SECTION)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return [heading for heading in new[same:] if heading]


def _groups(rows: Sequence[dict]) -> Iterator[list[dict]]:
    """Rows of one table, passages of one box, and every other passage alone."""
    group: list[dict] = []
    for row in rows:
        if group and not _belongs(group[-1], row):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _belongs(before: dict, row: dict) -> bool:
    if before["section"] != row["section"]:
        return False
    if row["kind"] == "table" == before["kind"]:
        old, new = (set(_cells(one["text"])[0]) for one in (before, row))
        return 2 * len(old & new) > min(len(old), len(new))
    return row["place"] == "box" == before["place"]


def _cells(text: str) -> tuple[list[str], list[str]]:
    pairs = [cell.partition(": ") for cell in text.split(CELL)]
    return [label for label, mark, _ in pairs if mark], [value if mark else label for label, mark, value in pairs]


def _float_name(group: Sequence[dict], n: int, groups: Sequence[Sequence[dict]]) -> str | None:
    """A name for what is no part of the flow: notes, side boxes, and tables set apart from the text around them."""
    if group[0]["place"] in ("note", "box"):
        return f"{group[0]['place']} {n}"
    flow = [other for other in groups if other[0]["place"] == "text"]
    at = next(i for i, other in enumerate(flow) if other is group)
    before = flow[at - 1][-1] if at else None
    after = flow[at + 1][0] if at + 1 < len(flow) else None
    apart = (before is not None and _above(group[0], before)) or (after is not None and _above(after, group[-1]))
    return f"table {n}" if group[0]["kind"] == "table" and apart else None


def _above(later: dict, earlier: dict) -> bool:
    """Whether what comes later in the source stands higher in the same column, or on an earlier page."""
    if later["page"] != earlier["page"]:
        return later["page"] < earlier["page"]
    return later["y0"] < earlier["y0"] and later["x0"] < earlier["x0"] + 20


def our_pieces(passages: Iterable[Passage]) -> list[Piece]:
    """Passages of one document with a heading wherever the section changes."""
    pieces, section = [], ""
    for passage in passages:
        heads = new_headings(section, passage.section)
        pieces += [Piece(text, passage.page, heading=True) for text in heads]
        pieces.append(Piece(passage.text, passage.page))
        section = passage.section
    return pieces


def other_pieces(pages: Sequence[Sequence[str]]) -> list[Piece]:
    """Paragraphs of another engine's pages; a word broken at a line's end is joined, as any user would."""
    return [Piece(_joined(text), n) for n, page in enumerate(pages, 1) for text in page if text.strip()]


def _joined(text: str) -> str:
    return re.sub(r"(?<=[a-z])[-\u2010\u00ad\ufffe\x02]\r?\n(?=[a-z])", "", text)


def judge(truth: Truth, found: Sequence[Piece], *, labelled: bool) -> Fidelity:
    """Counts of one document; ``labelled`` for a reader that puts the heads of columns before cells, as the truth."""
    return compare(truth.labelled if labelled else truth.printed, found, labels=() if labelled else truth.labels)


@dataclass(frozen=True, slots=True)
class PageCosts:
    """What one page of one document cost: words lost, words too many, starts missed and wrong; with the words."""

    document: str
    page: int
    lost: tuple[str, ...]
    extra: tuple[str, ...]
    starts_missed: tuple[str, ...]
    starts_wrong: tuple[str, ...]


def page_costs(document: str, truth: Truth, found: Sequence[Piece]) -> list[PageCosts]:
    """Costs of our reading by page, from the alignment: words moved count as lost where they should be and extra."""
    true = place_floats(truth.labelled, found)
    pairs = align(words_in(true), words_in(found))
    kept, right = {i for i, _ in pairs}, {j for _, j in pairs}
    partner = dict(pairs)
    back = {j: i for i, j in pairs}
    costs: dict[int, tuple[list[str], list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], [], []))
    _runs(true, kept, {piece: piece.page for piece in true}, costs, 0)
    _runs(found, right, {}, costs, 1)
    true_starts, found_starts = _first_words(true, kept), _first_words(found, right)
    given = {start for start, _ in found_starts}
    for start, piece in true_starts:
        if not piece.heading and partner.get(start) not in given:
            costs[piece.page][2].append(piece.text[:60])
    wanted = {start for start, _ in true_starts}
    for start, piece in found_starts:
        if not piece.heading and back.get(start) not in wanted:
            costs[piece.page][3].append(piece.text[:60])
    return [PageCosts(document, page, *map(tuple, cost)) for page, cost in sorted(costs.items())]


def _runs(pieces: Sequence[Piece], aligned: set[int], _: dict, costs: dict, column: int) -> None:
    """Runs of words that are not aligned, each as a text, to the costs of the page of their piece."""
    n = 0
    for piece in pieces:
        run: list[str] = []
        for word in [*words_of(piece.text), None]:
            if word is not None and n not in aligned:
                run.append(word)
            elif run:
                costs[piece.page][column].append(("# " if piece.heading else "") + " ".join(run))
                run = []
            n += word is not None


def _first_words(pieces: Sequence[Piece], aligned: set[int]) -> list[tuple[int, Piece]]:
    """The first aligned word of each piece that has one, else its first."""
    firsts, n = [], 0
    for piece in pieces:
        size = len(words_of(piece.text))
        if size:
            firsts.append((next((k for k in range(n, n + size) if k in aligned), n), piece))
        n += size
    return firsts


def running_lines(path: Path) -> dict[int, set[str]]:
    """Words of the lines at the top and foot of each page that stand on several pages, digits apart."""
    import pypdfium2

    lines: dict[int, list[str]] = {}
    pdf = pypdfium2.PdfDocument(path)
    for number in range(len(pdf)):
        page = pdf[number]
        width, height = page.get_size()
        textpage = page.get_textpage()
        texts = [
            textpage.get_text_bounded(left=0, right=width, bottom=bottom * height, top=top * height)
            for bottom, top in ((0, BAND), (1 - BAND, 1))
        ]
        lines[number + 1] = [" ".join(words_of(line)) for text in texts for line in text.splitlines()]
    pdf.close()
    repeats = Counter(form for found in lines.values() for form in {_form(line) for line in found})
    return {
        page: {line for line in found if line and repeats[_form(line)] >= REPEATED} for page, found in lines.items()
    }


def _form(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def leaks(truth: Truth, found: Sequence[Piece], running: dict[int, set[str]]) -> list[tuple[int, str, str]]:
    """Passages read that hold a running line of their page where the truth has no such words: page, line, passage."""
    true = place_floats(truth.labelled, found)
    words = words_in(found)
    right = {j for _, j in align(words_in(true), words)}
    leaked, first = [], 0
    for piece in found:
        size = len(words_of(piece.text))
        extra = " ".join(words[n] if n not in right else "|" for n in range(first, first + size))
        first += size
        for page in (piece.page, piece.page + 1):
            hits = [line for line in running.get(page, ()) if f" {line} " in f" {extra} "]
            if hits and not piece.heading:
                leaked.append((page, max(hits, key=len), piece.text[:80]))
                break
    return leaked


def by_document(documents: Iterable[Document], passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    """Passages by the stem of their document's file."""
    stems = {document.document_id: Path(document.path).stem for document in documents}
    found: dict[str, list[Passage]] = {stem: [] for stem in stems.values()}
    for passage in passages:
        found[stems[passage.document_id]].append(passage)
    return found
