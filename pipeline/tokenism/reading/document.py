"""One PDF, in this process, to its status, pages and passages."""

import dataclasses
import hashlib
import statistics
import time
import unicodedata
from pathlib import Path
from typing import Any

import pypdfium2

from tokenism.reading import ocr, pdfium, plumber
from tokenism.reading.blocks import Block, BodyText, document_vocabulary, page_blocks
from tokenism.reading.clean import clean_text
from tokenism.reading.glyphs import PageContent
from tokenism.reading.heads import without_running_lines
from tokenism.reading.inflate import inflates_beyond
from tokenism.reading.ink import LOOK, Grey, draw_page, words_in_ink
from tokenism.reading.opinion import Engines, Opinion, named_pages, second_opinion
from tokenism.reading.pages import lines_of_pages
from tokenism.reading.passages import Draft, build_passages
from tokenism.records import Box

_HEADER_WINDOW = 1024
_APART = ("cache.py", "crew.py", "isolate.py", "picture.py", "worker.py")
"""Modules beside the reader, which change nothing in what is read."""
_OCR_TIME = 0.85
"""Share of a document's time after which no more pictures are read, so that what was read is not lost."""


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document.

    Seconds, megabytes of memory, pages, longest page side in points, megabytes of file, and megabytes that its
    streams may hold once inflated.
    """

    timeout: float = 120.0
    memory: int = 2000
    max_pages: int = 2000
    max_side: float = 14_400.0
    max_size: int = 500
    max_inflated: int = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """What passages are made of: lengths in words (shorter ones join a neighbour, longer ones are split), and OCR.

    ``ocr`` is ``never``, ``auto`` (pages without words are read by OCR where it is installed) or ``always``.
    """

    min_words: int = 8
    max_words: int = 180
    ocr: str = "never"


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one file: its status and sentence, engine, pages, quality (0 to 1) and passages.

    ``final`` is False where the same reader may find more another time: OCR had too little time or is not installed.
    """

    status: str
    detail: str
    reader: str | None = None
    pages: int | None = None
    quality: float | None = None
    title: str | None = None
    passages: tuple[Draft, ...] = ()
    final: bool = True

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
    """Short hash of what shapes a reading; readings are reused under the same one only.

    That is this package's code (without what keeps, isolates and draws) and word list, the one record that it uses of
    others, its engines, and Python's tables of letters.
    """
    box = [(field.name, str(field.type)) for field in dataclasses.fields(Box)]
    digest = hashlib.sha256(f"{pdfium.NAME} {plumber.NAME} {box} {unicodedata.unidata_version}".encode())
    for file in sorted(Path(__file__).parent.iterdir()):
        if file.suffix in (".py", ".txt") and file.name not in _APART:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def read_document(path: Path, *, limits: Limits, shape: Shape, password: str | None = None) -> Reading:
    """Read one file; whatever is wrong with it comes out as a status and a sentence, never as an exception of its own.

    PDFium reads first; a file that it refuses is tried with pdfplumber, and so are single pages of bad text. OCR
    stops before the time limit is over. Not for several threads at once: PDFium is not made for them.
    """
    begun = time.monotonic()
    size = path.stat().st_size
    if size == 0:
        return Reading("not_pdf", "The file is empty (0 bytes).")
    if size > limits.max_size * 1_000_000:
        return Reading(
            "too_large", f"The file has {size / 1e6:,.0f} MB; the limit is {limits.max_size:,} MB (--max-size)."
        )
    if inflates_beyond(path, limits.max_inflated * 1_000_000):
        return Reading(
            "too_large", f"Its streams inflate to more than {limits.max_inflated:,} MB, the limit (--max-inflated)."
        )
    try:
        return _read_with_pdfium(path, limits, shape, password, begun)
    except pdfium.PasswordNeededError:
        asked = "the password given does not open it" if password else "give its password with --password"
        refused = Reading("encrypted", f"The file is encrypted: {asked}.")
    except pdfium.UnreadableError as error:
        refused = _refused(path, str(error))
    return _read_with_plumber(path, limits, shape, password, refused)


def _read_with_pdfium(path: Path, limits: Limits, shape: Shape, password: str | None, begun: float) -> Reading:
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
        if all(isinstance(content, tuple) for content in contents):
            raise pdfium.UnreadableError("none of its pages can be loaded")

        def draw(number: int, dpi: float, max_pixels: int) -> Grey | None:
            try:
                return draw_page(document, number, dpi=dpi, max_pixels=max_pixels)
            except pypdfium2.PdfiumError:
                return None

        def ink(page: PageContent) -> int:
            picture = draw(page.number, LOOK, ocr.MAX_PIXELS)
            return 0 if picture is None else words_in_ink(picture, page.glyphs, page.width)

        pictures = ocr.PictureReader(draw, begun + _OCR_TIME * limits.timeout)
        engines = Engines(
            other=lambda page: plumber.read_page(path, password, page.number),
            ink=ink,
            ocr=pictures if shape.ocr != "never" and ocr.missing() is None else None,
            always=shape.ocr == "always",
        )
        return _assemble(contents, pdfium.NAME, n_pages, title, shape, engines, pictures.late)
    finally:
        document.close()


def _over_side(number: int, limits: Limits, reader: str, n_pages: int) -> Reading:
    inches = f"{limits.max_side / 72:,.0f} inches"
    detail = f"Page {number} is over {inches} on a side, the limit of {limits.max_side:,g} points (--max-side)."
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
    alone = Engines(other=lambda _: None, ink=lambda _: 0)
    return _assemble(contents, plumber.NAME, len(contents), None, shape, alone, [])


def _refused(path: Path, refusal: str) -> Reading:
    with path.open("rb") as file:
        head = file.read(_HEADER_WINDOW)
    if b"%PDF" not in head:
        return Reading("not_pdf", "The file does not begin like a PDF, and no reader makes sense of it.")
    known = ("it has no pages", "none of its pages can be loaded")
    reason = refusal if refusal in known else "neither PDFium nor pdfplumber can open it"
    return Reading("corrupt", f"The file is damaged: {reason}; ask its publisher for a sound copy.")


def _assemble(
    contents: list[PageContent | tuple[int, str]],
    reader: str,
    n_pages: int,
    title: str | None,
    shape: Shape,
    engines: Engines,
    late: list[int],
) -> Reading:
    failed = [content[1] for content in contents if isinstance(content, tuple)]
    read = [content for content in contents if isinstance(content, PageContent)]
    if not read:
        return Reading("corrupt", f"No page can be read: {failed[0]}.", reader, n_pages)
    opinion = second_opinion(read, lines_of_pages, engines)
    pages = without_running_lines(opinion.lines)
    if not any(page.lines for page in pages):
        pages = opinion.lines
    body, vocabulary = BodyText.of(pages), document_vocabulary(pages)
    blocks: list[Block] = [block for page in pages for block in page_blocks(page, body, vocabulary)]
    passages = tuple(
        build_passages(blocks, min_words=shape.min_words, max_words=shape.max_words, vocabulary=vocabulary)
    )
    known = [quality.score for quality in opinion.qualities if quality.score is not None]
    quality = round(statistics.fmean(known), 4) if known else None
    unread = opinion.silent or opinion.broken
    status, detail = _status(opinion, failed, n_pages, _advice(shape.ocr, late) if unread or late else "")
    if not passages and status in ("ok", "partial") and not failed:
        status, detail = "no_text_layer", detail if unread else "No page holds any text."
    final = not late and (shape.ocr == "never" or not unread or ocr.missing() is None)
    return Reading(status, detail, _readers(reader, opinion), n_pages, quality, title, passages, final)


def _readers(first: str, opinion: Opinion) -> str:
    """The engines with the pages that the later ones read, as in ``pdfium 7857, tesseract 5.3.0 for 2 pages``."""
    names = [first]
    if opinion.reread:
        names.append(f"{plumber.NAME} for {_pages(len(opinion.reread))}")
    if opinion.recognised:
        names.append(f"{ocr.name()} for {_pages(len(opinion.recognised))}")
    return ", ".join(names)


def _advice(mode: str, late: list[int]) -> str:
    """What to do about pages that hold no words."""
    if mode == "never":
        return f"run OCR on it with --ocr auto, which needs {ocr.INSTALL}"
    why = ocr.missing()
    if why:
        return f"{why}; --ocr needs {ocr.INSTALL}"
    if late:
        return f"there was no time for OCR on {named_pages(late)}: raise the limit with --timeout"
    return "OCR found no words there"


def _status(opinion: Opinion, failed: list[str], n_pages: int, advice: str) -> tuple[str, str]:
    notes = []
    if failed:
        notes.append(f"{len(failed)} of {n_pages} pages could not be read: {failed[0]}")
    silent = [number for number in opinion.silent if number not in opinion.broken]
    if silent and len(silent) == n_pages:
        notes.append("no page has a text layer: it is a scan or a picture")
    elif silent:
        notes.append(f"no text layer on {named_pages(silent)}")
    if opinion.broken:
        left_out = f"the text of {_pages(len(opinion.broken))} ({named_pages(opinion.broken)})"
        notes.append(f"{left_out} is not words (broken encoding) and is left out")
    if advice:
        notes.append(advice)
    if not notes:
        notes.append(f"read whole: {_pages(n_pages)}")
    if opinion.strange:
        notes.append(f"lines that are not words are left out on {named_pages(opinion.strange)} (broken encoding)")
    if opinion.repaired:
        notes.append(f"wrongly mapped letters put right in {_words(opinion.repaired)}")
    sentence = "; ".join(notes)
    wordless = 2 * len({*opinion.silent, *opinion.broken}) > n_pages
    return "partial" if failed or wordless else "ok", f"{sentence[:1].upper()}{sentence[1:]}."


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count:,} words"


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"
