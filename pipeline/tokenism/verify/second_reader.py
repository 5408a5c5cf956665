"""Pages as another reader gives them: pdfminer's characters, or poppler's ``pdftotext``; PDFium has no part in it.

A page has no one order of reading, so each reader gives its text in several, the likeliest first.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from statistics import median

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTPage, LTText
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from tokenism.verify.folding import Folded, fold

READERS = ("pdfminer", "pdftotext")
_NEW_LINE, _BACK, _GAP = 0.8, 0.5, 0.15
"""Shares of a letter's height: a new line stands this far off or begins this far back; words are this far apart."""
_SMALL, _RAISED = 0.8, 0.08
"""A mark of a note is at most so high beside its line, and its middle this share of a letter above the line's."""
_SMALLER = 0.92
"""Lines of less than this share of a page's median letter are small print."""
_MARKS = frozenset("0123456789*†‡§¶")


class Pages:
    """The pages of one file, each read once and when it is asked for; ``n_pages`` is their number."""

    def __init__(self, n_pages: int, orders: "Sequence[tuple[str, Callable[[int], str]]]", *, quick: int) -> None:
        self.n_pages = n_pages
        self._orders = orders
        self._quick = quick
        self._kept: dict[tuple[int, str], Folded] = {}

    def texts(self, number: int, *, quick: bool = False) -> Iterator[tuple[str, Folded]]:
        """Names of orders with the page's text in each; with ``quick`` only those that cost no further work."""
        if not 1 <= number <= self.n_pages:
            return
        for name, read in self._orders[: self._quick] if quick else self._orders:
            key = number, name
            if key not in self._kept:
                self._kept[key] = fold(read(number))
            yield name, self._kept[key]


def open_pages(path: Path, reader: str, password: str = "") -> Pages:
    """The pages of a file through one reader.

    Raises
    ------
    Exception
        Whatever the reader raises on a file that it cannot open: broken files raise nearly anything.
    """
    return {"pdfminer": _by_pdfminer, "pdftotext": _by_pdftotext}[reader](path, password)


def is_installed(reader: str) -> bool:
    """Whether a reader can be used here: pdfminer always, ``pdftotext`` where poppler is installed."""
    return reader == "pdfminer" or shutil.which("pdftotext") is not None


def _by_pdfminer(path: Path, password: str) -> Pages:
    document = PDFDocument(PDFParser(path.open("rb")), password=password)
    sheets = list(PDFPage.create_pages(document))
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    written: dict[int, tuple[str, ...]] = {}

    def page(number: int) -> LTPage | None:
        try:
            interpreter.process_page(sheets[number - 1])
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  pdfminer raises nearly anything on broken pages: it has no text then
            return None
        return device.get_result()

    def as_written(how: int) -> Callable[[int], str]:
        def text(number: int) -> str:
            if number not in written:
                found = page(number)
                written[number] = _as_written(_lines(found)) if found is not None else ("", "", "")
            return written[number][how]

        return text

    orders = (
        ("as written", as_written(0)),
        ("as written, marks of notes left out", as_written(1)),
        ("as written, small print left out", as_written(2)),
        ("by layout", lambda number: _by_layout(page(number))),
    )
    return Pages(len(sheets), orders, quick=2)


def _as_written(lines: Sequence[Sequence[LTChar]]) -> tuple[str, str, str]:
    """The text of a page; without marks of notes; and without lines of small print, which may part text at its foot."""
    sizes = [char.size for line in lines for char in line]
    least = _SMALLER * median(sizes) if sizes else 0.0
    unmarked = [(_unmarked_text(line), max(char.size for char in line)) for line in lines]
    return (
        "\n".join(map(_line_text, lines)),
        "\n".join(text for text, _ in unmarked),
        "\n".join(text for text, size in unmarked if size >= least),
    )


def _lines(page: LTPage) -> list[list[LTChar]]:
    """Characters in the order in which the file writes them, parted where a line ends."""
    lines: list[list[LTChar]] = []
    before: LTChar | None = None
    for char in _characters(page):
        if before is None or _begins_line(before, char):
            lines.append([])
        lines[-1].append(char)
        before = char
    return lines


def _characters(item: object) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, LTContainer):
        for inner in item:
            yield from _characters(inner)


def _begins_line(before: LTChar, char: LTChar) -> bool:
    height = max(before.size, char.size, 1.0)
    return abs(char.y0 - before.y0) > _NEW_LINE * height or char.x0 < before.x0 - _BACK * height


def _line_text(line: Sequence[LTChar]) -> str:
    height = max(char.size for char in line)
    gaps = (" " if char.x0 - before.x1 > _GAP * height else "" for before, char in pairwise(line))
    return "".join(f"{gap}{char.get_text()}" for gap, char in zip(chain([""], gaps), line, strict=True))


def _unmarked_text(line: Sequence[LTChar]) -> str:
    """A line without the raised small figures that point to notes."""
    height = max(char.size for char in line)
    middle = median(_middle(char) for char in line if char.size > _SMALL * height)
    raised = middle + _RAISED * height
    kept = [
        char for char in line if char.get_text() not in _MARKS or char.size > _SMALL * height or _middle(char) <= raised
    ]
    return _line_text(kept)


def _middle(char: LTChar) -> float:
    return float(char.y0 + char.y1) / 2


def _by_layout(page: LTPage | None) -> str:
    """Text boxes as pdfminer's layout analysis orders them."""
    if page is None:
        return ""
    page.analyze(LAParams(all_texts=True))
    return "\n".join(_boxes(page))


def _boxes(item: object) -> Iterator[str]:
    if isinstance(item, LTText):
        yield item.get_text()
    elif isinstance(item, LTContainer):
        for inner in item:
            yield from _boxes(inner)


def _by_pdftotext(path: Path, password: str) -> Pages:
    program = shutil.which("pdftotext")
    if program is None:
        raise FileNotFoundError("pdftotext is not installed")
    locks = ["-upw", password] if password else []

    def run(*options: str) -> str:
        done = subprocess.run(
            [program, "-q", "-enc", "UTF-8", *locks, *options, str(path), "-"], capture_output=True, check=False
        )
        return done.stdout.decode("utf-8", "replace")

    def by_columns(number: int) -> str:
        return run("-f", str(number), "-l", str(number))

    sheets = run("-raw").split("\f")[:-1]  # its third order, -layout, reads across columns: it would confirm a mix-up
    return Pages(len(sheets), (("as written", lambda number: sheets[number - 1]), ("by columns", by_columns)), quick=1)
