"""Text quality of engines on documents whose text is known: the pieces of the truth and of what was read.

What the first page prints of the title (headline, subtitle, organisation, date and the line above them) is in no
passage of the truth, and no reader errs by giving or by leaving it: these lines, which the front matter of a source
names word for word, count neither as wrong nor as right for any engine (:func:`untitled`). Headings that a reader has
inside its passages are right words (see :func:`tokenism.fidelity.compare`); they cost order, for a reader that tells
headings apart, and starts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tokenism.fidelity import Fidelity, Piece, align, compare, place_floats, words_in
from tokenism.reading.clean import words_of
from tokenism.records import Document, Passage
from tokenism.tables import read_jsonl

SECTION = " > "
CELL = " | "
COLUMN = 100
"""Points between the left edges of two columns, at least."""
BAND = 0.11
"""Share of the height of a page, at its top and at its foot, where running lines stand."""
REPEATED = 3
"""Pages on which a line stands at the edge that runs."""
UNCOUNTED = "title (not counted)"
"""Kind of what a reader gave that is neither right nor wrong."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Text of one document: pieces with the heads of columns before every cell, and as printed (once a table).

    ``titles`` are the lines of the title on its first page.
    """

    labelled: tuple[Piece, ...]
    printed: tuple[Piece, ...]
    labels: tuple[str, ...]
    titles: tuple[str, ...] = ()


def read_truth(path: Path) -> dict[str, Truth]:
    """Truth of each document by the stem of its file's name; titles come from the sources beside, if there are any."""
    rows: dict[str, list[dict]] = defaultdict(list)
    for _, row, problem in read_jsonl(path):
        if row is None:
            raise ValueError(problem)
        rows[Path(row["file"]).stem].append(row)
    sources = path.parent.parent / "sources"
    return {stem: _truth(found, title_lines(sources / f"{stem}.md")) for stem, found in rows.items()}


def title_lines(source: Path) -> tuple[str, ...]:
    """Lines of the title that the first page of a demo document prints, by its front matter; none without a source."""
    if not source.is_file():
        return ()
    head = source.read_text(encoding="utf-8").split("\n---\n")[0]
    front = dict(line.split(" #")[0].strip().split(": ", 1) for line in head.splitlines() if ": " in line)
    headline, _, subtitle = front["title"].partition(". ")
    organisation = front["organisation"].replace("; ", " and ")
    year = front["year"] if front["layout"] != "paper" else ""  # a committee paper has its date in the kicker
    return tuple(line for line in (headline, subtitle, organisation, front.get("kicker", ""), year) if line)


def _truth(rows: Sequence[dict], titles: tuple[str, ...]) -> Truth:
    columns = _in_columns(rows)
    labelled, printed, labels = [], [], []
    section = ""
    for number, group in enumerate(_groups(rows)):
        place, table = group[-1]["place"], [row for row in group if row["kind"] == "table"]
        name = f"{place} {number}" if place in ("note", "box") or (table and columns) else None
        for row in group:
            titled = name if place == "box" else None  # the title of a box goes where the box goes
            heads = [Piece(text, row["page"], True, titled) for text in new_headings(section, row["section"])]
            section = row["section"]
            labelled += [*heads, Piece(row["text"], row["page"], float_of=name)]
            text = row["text"]
            if row["kind"] == "table":
                names, cells = _cells(text)
                labels += words_of(" ".join(names))
                widest = max((_cells(other["text"])[0] for other in table), key=len)
                text = " ".join([*widest, *cells] if row is table[0] else cells)
            printed += [*heads, Piece(text, row["page"], float_of=name)]
    return Truth(tuple(labelled), tuple(printed), tuple(labels), titles)


def _in_columns(rows: Sequence[dict]) -> bool:
    """Whether text begins so far apart on one page that it is set in columns, across which tables float."""
    lefts: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "paragraph" and row["place"] == "text":
            lefts[row["page"]].append(row["x0"])
    return any(max(page) - min(page) > COLUMN for page in lefts.values())


def new_headings(before: str, section: str) -> list[str]:
    """Headings of a section's path that the one before it does not have."""
    old, new = before.split(SECTION), section.split(SECTION)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return [heading for heading in new[same:] if heading]


def _groups(rows: Sequence[dict]) -> Iterator[list[dict]]:
    """Rows of one table with its caption, passages of one box, and every other passage alone."""
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
    if before["place"] == "caption":
        return row["kind"] == "table" and not before["id"].startswith("chart-")
    if row["kind"] == "table" == before["kind"]:
        old, new = (set(_cells(one["text"])[0]) for one in (before, row))
        return 2 * len(old & new) > min(len(old), len(new))
    return row["place"] == "box" == before["place"]


def _cells(text: str) -> tuple[list[str], list[str]]:
    pairs = [cell.partition(": ") for cell in text.split(CELL)]
    return [label for label, mark, _ in pairs if mark], [value if mark else label for label, mark, value in pairs]


def our_pieces(passages: Iterable[Passage]) -> list[Piece]:
    """Passages of one document with a heading wherever the section changes.

    Rows of tables have the caption and the label that they stand under at the end of their section: no headings.
    """
    pieces, before = [], None
    for passage in passages:
        heads = new_headings(before.section if before else "", passage.section)
        if passage.kind == "table" and before:
            heads = [] if before.kind == "table" else [text for text in heads if text != before.text]
        pieces += [Piece(text, passage.page, heading=True) for text in heads]
        pieces.append(Piece(passage.text, passage.page))
        before = passage
    return pieces


def other_pieces(pages: Sequence[Sequence[str]]) -> list[Piece]:
    """Paragraphs of another engine's pages; a word broken at a line's end is joined, as any user would."""
    return [Piece(_joined(text), n) for n, page in enumerate(pages, 1) for text in page if text.strip()]


def _joined(text: str) -> str:
    return re.sub(r"(?<=[a-z])[-\u2010\u00ad\ufffe\x02]\r?\n(?=[a-z])", "", text)


def judge(truth: Truth, found: Sequence[Piece], *, labelled: bool) -> Fidelity:
    """Counts of one document; ``labelled`` for a reader that puts the heads of columns before cells, as the truth."""
    given, _ = untitled(truth, found)
    return compare(truth.labelled if labelled else truth.printed, given, labels=() if labelled else truth.labels)


def untitled(truth: Truth, found: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """What was read without the lines of the title on the first page, and those lines.

    A line goes once, word for word and in one run, where the passages of the first page hold it more often than the
    true ones do (else it may be a true one that would go); it may be broken between passages.
    """
    words = [(n, word) for n, piece in enumerate(found) if _on_first(piece) for word in words_of(piece.text)]
    true = words_in(piece for piece in truth.printed if piece.page == 1)
    given: list[str | None] = [word for _, word in words]
    gone = []
    for line in sorted(truth.titles, key=len, reverse=True):
        run = words_of(line)
        starts = _starts(given, run)
        if len(starts) > len(_starts(true, run)):
            given[starts[0] : starts[0] + len(run)] = [None] * len(run)
            gone.append(" ".join(run))
    rest: dict[int, list[str]] = defaultdict(list)
    touched = set()
    for (n, _), word in zip(words, given, strict=True):
        if word is None:
            touched.add(n)
        else:
            rest[n].append(word)
    pieces = [replace(piece, text=" ".join(rest[n])) if n in touched else piece for n, piece in enumerate(found)]
    return [piece for n, piece in enumerate(pieces) if n not in touched or piece.text], gone


def _on_first(piece: Piece) -> bool:
    return piece.page == 1 and not piece.heading


def _starts(words: Sequence[str | None], run: Sequence[str]) -> list[int]:
    return [n for n in range(len(words) - len(run) + 1) if list(words[n : n + len(run)]) == list(run)]


@dataclass(frozen=True, slots=True)
class Cost:
    """Something that one page cost: its kind, the words concerned, and the text itself.

    Kinds: ``lost`` words; ``moved`` words (given elsewhere); passage starts ``start missed`` and ``start wrong``;
    lines of the title, which cost nothing (:data:`UNCOUNTED`); everything else is words too many, by what they are.
    """

    document: str
    page: int
    kind: str
    n_words: int
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is printed in a document: words of figures, of its titles, running lines by page."""

    figures: frozenset[str]
    titles: frozenset[str]
    running: dict[int, set[str]]


def surroundings(source: Path, pdf: Path) -> Surroundings:
    """What the source of a demo document prints beside its passages; nothing but running lines without a source."""
    text = source.read_text(encoding="utf-8") if source.is_file() else ""
    fences = re.findall(r"^```\w[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    front = text.split("\n---\n")[0]
    return Surroundings(frozenset(words_of(" ".join(fences))), frozenset(words_of(front)), running_lines(pdf))


def costs(document: str, truth: Truth, found: Sequence[Piece], around: Surroundings) -> list[Cost]:
    """What our reading of a document costs, from the alignment of its passages with those of the truth."""
    found, titles = untitled(truth, found)
    headings = Counter(word for piece in truth.labelled if piece.heading for word in words_of(piece.text))
    true = [piece for piece in place_floats(truth.labelled, found) if not piece.heading]
    given = [piece for piece in found if not piece.heading]
    pairs = align(words_in(true), words_in(given))
    kept, right = {i for i, _ in pairs}, {j for _, j in pairs}
    lost, extra = list(_runs(true, kept)), list(_runs(given, right))
    lost_runs, extra_runs = {run for _, run in lost}, {run for _, run in extra}
    with_truth = {piece.page for piece in true}
    labels = set(truth.labels)
    found_costs = [Cost(document, 1, UNCOUNTED, len(line.split()), line) for line in titles]
    for page, run in lost:
        kind = "moved" if run in extra_runs else "lost"
        found_costs.append(Cost(document, page, kind, len(run.split()), run))
    solid = {re.sub(r"[\W_]", "", run) for run in lost_runs}
    for page, run in extra:
        if run in lost_runs:
            continue
        kind = _kind(run, page, with_truth, headings, labels, solid, around)
        found_costs.append(Cost(document, page, kind, len(run.split()), run))
    return found_costs + [Cost(document, page, kind, 0, text) for page, kind, text in _start_costs(true, given, pairs)]


def _kind(
    run: str,
    page: int,
    with_truth: set[int],
    headings: Counter[str],
    labels: set[str],
    solid: set[str],
    around: Surroundings,
) -> str:
    words = run.split()

    def mostly(known: Iterable[str]) -> bool:
        return sum(word in known for word in words) >= 0.7 * len(words)

    if any(run in line or line in run for line in around.running.get(page, ()) if len(line.split()) > 1):
        return "running line"
    if re.sub(r"[\W_]", "", run) in solid:
        return "word joined or broken"
    if page not in with_truth:
        return "cover" if page == 1 else "page without passages (contents, divider)"
    if mostly(labels):
        return "column heads"
    if mostly(around.figures):
        return "figure"
    if mostly(headings):
        return "heading in a passage"
    return "title in a passage" if mostly(around.titles) else "other"


def _runs(pieces: Sequence[Piece], aligned: set[int]) -> Iterator[tuple[int, str]]:
    """Page and text of the runs of words that are not aligned, each within one piece."""
    n = 0
    for piece in pieces:
        run: list[str] = []
        for word in words_of(piece.text):
            if n in aligned:
                if run:
                    yield piece.page, " ".join(run)
                run = []
            else:
                run.append(word)
            n += 1
        if run:
            yield piece.page, " ".join(run)


def _start_costs(
    true: Sequence[Piece], given: Sequence[Piece], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, str, str]]:
    kept, right = {i for i, _ in pairs}, {j for _, j in pairs}
    partner, back = dict(pairs), {j: i for i, j in pairs}
    true_starts, given_starts = _first_words(true, kept), _first_words(given, right)
    for start, piece in true_starts.items():
        if partner.get(start) not in given_starts:
            yield piece.page, "start missed", piece.text[:90]
    for start, piece in given_starts.items():
        if back.get(start) not in true_starts:
            yield piece.page, "start wrong", piece.text[:90]


def _first_words(pieces: Sequence[Piece], aligned: set[int]) -> dict[int, Piece]:
    """The first aligned word of each piece that has one, else its first."""
    firsts, n = {}, 0
    for piece in pieces:
        size = len(words_of(piece.text))
        if size:
            firsts[next((k for k in range(n, n + size) if k in aligned), n)] = piece
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
    """Passages read that hold a running line of their page where the truth has no such words: page, line, passage.

    The title itself is no running line (:func:`untitled`).
    """
    found, _ = untitled(truth, found)
    true = place_floats(truth.labelled, found)
    words = words_in(found)
    right = {j for _, j in align(words_in(true), words)}
    leaked, first = [], 0
    for piece in found:
        size = len(words_of(piece.text))
        extra = " ".join(words[n] if n not in right else "|" for n in range(first, first + size))
        first += size
        for page in (piece.page, piece.page + 1):
            hits = [line for line in running.get(page, ()) if _holds(extra, line)]
            if hits and not piece.heading:
                leaked.append((page, max(hits, key=len), piece.text[:80]))
                break
    return leaked


def _holds(extra: str, line: str) -> bool:
    """Whether words too many (runs between bars) hold a line but for its numbers; a single word only on its own."""
    runs = [run.strip() for run in extra.split("|")]
    words = " ".join(word for word in line.split() if not word.isdigit())
    return any(f" {words} " in f" {run} " for run in runs) if " " in words else line in runs


def by_document(documents: Iterable[Document], passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    """Passages by the stem of their document's file."""
    stems = {document.document_id: Path(document.path).stem for document in documents}
    found: dict[str, list[Passage]] = {stem: [] for stem in stems.values()}
    for passage in passages:
        found[stems[passage.document_id]].append(passage)
    return found
