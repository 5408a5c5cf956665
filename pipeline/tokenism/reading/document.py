"""One PDF, in this process, to its status, pages and passages."""

import dataclasses
import hashlib
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tokenism.reading import pdfium, plumber
from tokenism.reading.aligned import find_aligned
from tokenism.reading.blocks import Block, BodyText, PageLines, Row, document_vocabulary, page_blocks
from tokenism.reading.boxes import text_boxes
from tokenism.reading.clean import clean_text
from tokenism.reading.glyphs import PageContent
from tokenism.reading.heads import without_running_lines
from tokenism.reading.layout import PageRuns, glyphs_in, ordered_lines, page_runs
from tokenism.reading.passages import Draft, build_passages
from tokenism.reading.quality import text_quality
from tokenism.reading.running import repeated_runs
from tokenism.reading.tables import Cells, cell_texts, column_headings, grid_cells, table_rows
from tokenism.records import Box

_HEADER_WINDOW = 1024
_BIT = 0.6
"""Shaded rows make a ruled table of less than this share of the height of the whole one."""
_BROKEN_TEXT = 0.5
"""Pages below this quality hold a broken encoding rather than words."""


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document: seconds, megabytes of memory, pages, longest page side in points, megabytes of file."""

    timeout: float = 120.0
    memory: int = 2000
    max_pages: int = 2000
    max_side: float = 14_400.0
    max_size: int = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """Lengths of passages in words: shorter ones join a neighbour, longer ones are split."""

    min_words: int = 8
    max_words: int = 180


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one file: its status and sentence, engine, pages, quality (0 to 1) and passages."""

    status: str
    detail: str
    reader: str | None = None
    pages: int | None = None
    quality: float | None = None
    title: str | None = None
    passages: tuple[Draft, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Reading":
        """The reading that :meth:`to_json` wrote."""
        drafts = tuple(
            Draft(d["kind"], d["section"], d["text"], tuple(Box(**box) for box in d["boxes"]))
            for d in value["passages"]
        )
        return cls(**{**value, "passages": drafts})


def reader_version() -> str:
    """Short hash of this package's code and its engines' versions; readings are reused under the same one only."""
    digest = hashlib.sha256(f"{pdfium.NAME} {plumber.NAME}".encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def read_document(path: Path, *, limits: Limits, shape: Shape, password: str | None = None) -> Reading:
    """Read one file; whatever is wrong with it comes out as a status and a sentence, never as an exception of its own.

    PDFium reads first; a file that it refuses is tried with pdfplumber. Not for several threads at once: PDFium is
    not made for them.
    """
    size = path.stat().st_size
    if size == 0:
        return Reading("not_pdf", "The file is empty (0 bytes).")
    if size > limits.max_size * 1_000_000:
        return Reading(
            "too_large", f"The file has {size / 1e6:.0f} MB; the limit is {limits.max_size} MB (--max-size)."
        )
    try:
        return _read_with_pdfium(path, limits, shape, password)
    except pdfium.PasswordNeededError:
        asked = "the password given does not open it" if password else "give its password with --password"
        refused = Reading("encrypted", f"The file is encrypted: {asked}.")
    except pdfium.UnreadableError as error:
        refused = _refused(path, str(error))
    return _read_with_plumber(path, limits, shape, password, refused)


def _read_with_pdfium(path: Path, limits: Limits, shape: Shape, password: str | None) -> Reading:
    document = pdfium.open_pdf(path, password)
    try:
        n_pages = len(document)
        if n_pages == 0:
            raise pdfium.UnreadableError("it has no pages")
        if n_pages > limits.max_pages:
            return Reading(
                "too_large", f"The file has {n_pages:,} pages; the limit is {limits.max_pages:,} (--max-pages).",
                pdfium.NAME, n_pages,
            )  # fmt: skip
        for number in range(1, n_pages + 1):
            if pdfium.longest_side(document, number) > limits.max_side:
                return _over_side(number, limits, pdfium.NAME, n_pages)
        title = clean_text(document.get_metadata_value("Title"))[:300] or None
        contents = list(pdfium.read_pages(document, range(1, n_pages + 1)))
    finally:
        document.close()
    if all(isinstance(content, tuple) for content in contents):
        raise pdfium.UnreadableError("none of its pages can be loaded")
    return _assemble(contents, pdfium.NAME, n_pages, title, shape)


def _over_side(number: int, limits: Limits, reader: str, n_pages: int) -> Reading:
    detail = f"Page {number} is over {limits.max_side / 72:.0f} inches on a side (--max-side)."
    return Reading("too_large", detail, reader, n_pages)


def _read_with_plumber(path: Path, limits: Limits, shape: Shape, password: str | None, refused: Reading) -> Reading:
    """What pdfplumber makes of a file that PDFium refused; the refusal stands if it finds no text either."""
    try:
        contents = list(plumber.read_pages(path, password, limits.max_pages + 1))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  pdfminer raises nearly anything on broken files
        if "Password" in repr(error) and refused.status != "encrypted":
            return Reading("encrypted", "The file is encrypted: give its password with --password.")
        return refused
    if len(contents) > limits.max_pages:
        return Reading("too_large", f"The file has more than {limits.max_pages:,} pages, the limit (--max-pages).")
    sides = [
        (max(content.width, content.height), content.number) for content in contents if not isinstance(content, tuple)
    ]
    if sides and max(sides)[0] > limits.max_side:
        return _over_side(max(sides)[1], limits, plumber.NAME, len(contents))
    if not any(isinstance(content, PageContent) and len(content.glyphs) for content in contents):
        return refused
    return _assemble(contents, plumber.NAME, len(contents), None, shape)


def _refused(path: Path, refusal: str) -> Reading:
    with path.open("rb") as file:
        head = file.read(_HEADER_WINDOW)
    if b"%PDF" not in head:
        return Reading("not_pdf", "The file does not begin like a PDF, and no reader makes sense of it.")
    known = ("it has no pages", "none of its pages can be loaded")
    reason = refusal if refusal in known else "neither PDFium nor pdfplumber can open it"
    return Reading("corrupt", f"The file is damaged: {reason}; ask its publisher for a sound copy.")


def _assemble(
    contents: list[PageContent | tuple[int, str]], reader: str, n_pages: int, title: str | None, shape: Shape
) -> Reading:
    failed = [content[1] for content in contents if isinstance(content, tuple)]
    read = [content for content in contents if isinstance(content, PageContent)]
    if not read:
        return Reading("corrupt", f"No page can be read: {failed[0]}.", reader, n_pages)
    if not any(len(page.glyphs) for page in read):
        return Reading("no_text_layer", _no_text_sentence(read), reader, n_pages, None, title)
    everything = list(_page_lines(read))
    pages = without_running_lines(everything)
    if not any(page.lines for page in pages):
        pages = everything
    body, vocabulary = BodyText.of(pages), document_vocabulary(pages)
    blocks: list[Block] = [block for page in pages for block in page_blocks(page, body, vocabulary)]
    passages = tuple(
        build_passages(blocks, min_words=shape.min_words, max_words=shape.max_words, vocabulary=vocabulary)
    )
    qualities = [text_quality(_all_text(page)) for page in pages]
    known = [quality for quality in qualities if quality is not None]
    quality = round(statistics.fmean(known), 4) if known else None
    status, detail = _status(read, failed, n_pages, known)
    if not passages and status == "ok":
        return Reading("no_text_layer", _no_text_sentence(read), reader, n_pages, quality, title)
    return Reading(status, detail, reader, n_pages, quality, title, passages)


def _all_text(page: PageLines) -> str:
    """Text of a page's lines and table rows."""
    return " ".join([*(line.text for line in page.lines), *(row.text for rows in page.tables for row in rows)])


def _no_text_sentence(pages: list[PageContent]) -> str:
    if any(page.has_pictures for page in pages):
        return "No page has a text layer: it is a scan or a picture; run OCR on it first (for example with OCRmyPDF)."
    return "No page holds any text."


def _status(read: list[PageContent], failed: list[str], n_pages: int, qualities: list[float]) -> tuple[str, str]:
    notes = []
    if failed:
        notes.append(f"{len(failed)} of {n_pages} pages could not be read: {failed[0]}")
    silent = [page.number for page in read if not len(page.glyphs) and page.has_pictures]
    if silent:
        more = f" and {len(silent) - 5} more" if len(silent) > 5 else ""
        notes.append(f"no text layer on page {', '.join(map(str, silent[:5]))}{more}")
    broken = sum(quality < _BROKEN_TEXT for quality in qualities)
    if broken:
        notes.append(f"the text of {_pages(broken)} does not look like words (broken encoding?)")
    sentence = "; ".join(notes)
    detail = f"{sentence[:1].upper()}{sentence[1:]}." if notes else f"Read whole: {_pages(n_pages)}."
    return ("partial" if failed or 2 * len(silent) > n_pages else "ok"), detail


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"


def _page_lines(pages: list[PageContent]) -> Iterator[PageLines]:
    """Lines and table rows of every page; a table that reaches the foot of a page may go on on the next."""
    carried: list[str] | None = None
    last: plumber.Grid | None = None
    read: list[tuple[PageContent, PageRuns, list[list[Row]]]] = []
    for page in pages:
        found = _tables(page, last)
        rows, above = [], carried
        carried = last = None
        for index, (grid, cells) in enumerate(found):
            at_top = index == 0 and grid.top < 0.25 * page.height
            headings, skip = column_headings(cells, above if at_top else None, headed=grid.headed)
            rows.append(table_rows(page, grid, cells, headings, skip))
            carried, last = (headings, grid) if grid.bottom > 0.75 * page.height else (None, None)
        tables = [(grid.x0, grid.top, grid.x1, grid.bottom) for grid, _ in found]
        outside = _outside(page, found)
        read.append((page, page_runs(outside, tables, text_boxes(outside, tables)), rows))
    repeated = repeated_runs(((page.number, runs) for page, found, _ in read for runs in found.all()), len(pages))
    for page, runs, rows in read:
        yield PageLines(page.number, page.width, page.height, ordered_lines(runs, repeated), rows)


def _tables(page: PageContent, before: plumber.Grid | None) -> list[tuple[plumber.Grid, Cells]]:
    """Ruled and aligned tables of a page with their cells, top to bottom.

    Where both are found in one place the ruled one counts, unless it is but a bit of the other.
    """
    found = [(grid, cells) for grid in plumber.find_grids(page.edges) if (cells := grid_cells(page, grid)) is not None]
    for grid in find_aligned(page, before):
        rivals = [item for item in found if _overlap(item[0], grid)]
        if sum(item[0].bottom - item[0].top for item in rivals) < _BIT * (grid.bottom - grid.top):
            found = [item for item in found if item not in rivals]
            found.append((grid, cell_texts(page, grid)))
    return sorted(found, key=lambda item: (item[0].top, item[0].x0))


def _overlap(a: plumber.Grid, b: plumber.Grid) -> bool:
    return a.top < b.bottom and b.top < a.bottom and a.x0 < b.x1 and b.x0 < a.x1


def _outside(page: PageContent, found: list[tuple[plumber.Grid, Cells]]) -> PageContent:
    """The page without the glyphs that stand in a cell of one of the tables."""
    cells = [cell for grid, _ in found for row in grid.rows for cell in row if cell is not None]
    return dataclasses.replace(page, glyphs=page.glyphs.take(glyphs_in(page.glyphs, cells) < 0)) if cells else page
