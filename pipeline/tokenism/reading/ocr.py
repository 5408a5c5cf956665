"""Text of pictures: Tesseract on pages drawn by PDFium, given as the same glyphs as any engine's. The extra ``ocr``."""

import importlib.util
import os
import re
import shutil
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from tokenism.reading.glyphs import Glyphs, PageContent, Sides
from tokenism.reading.ink import Grey
from tokenism.reading.words import known_words

MODES = ("never", "auto", "always")
DPI = 300
MAX_PIXELS = 16_000_000
"""A page of A4 has 8.7 million pixels at 300 dots an inch; a poster is drawn at fewer."""
INSTALL = "pip install 'tokenism[ocr]' and the program tesseract (on Debian: tesseract-ocr)"
_LANGUAGE = "eng"
_SURE = 40.0
"""Tesseract's confidence (0 to 100) in a word; below this it has seen a picture or a stain."""
_SURE_OF_LINE = 50.0
_FEW = 3
"""Fewer words than this are no proof that the picture was the right way up."""
_WORDLIKE = 0.4
"""Share of known words from which on what was read is text; names and figures stand among them."""
_LETTERS = re.compile(r"[a-z]{3,}")
_DESCENDERS = set("gjpqyQ,;()[]|/@$")


class OcrTimeoutError(Exception):
    """Tesseract did not end in the time that was left."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as Tesseract sees it: its line, confidence (0 to 100), and its box in points from the top left."""

    line: tuple[int, ...]
    text: str
    sure: float
    x0: float
    top: float
    x1: float
    bottom: float


def missing() -> str | None:
    """What must be installed before a picture can be read, or None where everything is there.

    Tesseract's own list of languages is asked too, because its packages may come without English.
    """
    if importlib.util.find_spec("pytesseract") is None:
        return "the Python package pytesseract is not installed"
    if shutil.which("tesseract") is None:
        return "the program tesseract is not installed"
    if _LANGUAGE not in _languages():
        return f"tesseract has no language {_LANGUAGE} (Debian: tesseract-ocr-{_LANGUAGE})"
    return None


@cache
def _languages() -> tuple[str, ...]:
    import pytesseract

    return tuple(pytesseract.get_languages())


@cache
def name() -> str:
    """Name and version of the engine, as in ``tesseract 5.3.0``."""
    import pytesseract

    return f"tesseract {pytesseract.get_tesseract_version()}"


class PictureReader:
    """Reads pages by OCR as long as the time allows; ``late`` lists those that it did not come to.

    ``draw`` gives the picture of a page (number, dots an inch, most pixels), ``deadline`` is a moment of
    :func:`time.monotonic`. A page is not begun where the slowest one so far would not fit in.
    """

    def __init__(self, draw: Callable[[int, float, int], Grey | None], deadline: float) -> None:
        self.late: list[int] = []
        self._draw, self._deadline, self._slowest = draw, deadline, 0.0

    def __call__(self, page: PageContent) -> PageContent | None:
        """The page as read in its picture; None where there are no words, no picture, or no time."""
        begun = time.monotonic()
        left = self._deadline - begun
        if left <= self._slowest:
            self.late.append(page.number)
            return None
        picture = self._draw(page.number, DPI, MAX_PIXELS)
        try:
            return None if picture is None else read_picture(picture, page, left)
        except OcrTimeoutError:
            self.late.append(page.number)
            return None
        finally:
            self._slowest = max(self._slowest, time.monotonic() - begun)


def read_picture(grey: Grey, page: PageContent, seconds: float) -> PageContent | None:
    """The page with the glyphs that Tesseract reads in its picture, or None where that finds no words.

    Text that stands sideways or on its head is found by trying the other quarter turns where reading upright gives
    little. ``page`` gives size, rules and number.

    Raises
    ------
    OcrTimeoutError
        If it takes more than ``seconds``.
    """
    best: tuple[float, int, list[Word]] = (0.0, 0, [])
    ends = time.monotonic() + seconds
    for turn in (0, 1, 3, 2):
        words = _words(np.rot90(grey, turn), page.height if turn % 2 else page.width, ends - time.monotonic())
        kept = sure_words(words)
        best = max(best, (sum(word.sure * len(word.text) for word in kept), -turn, kept), key=lambda item: item[:2])
        if _is_read(words, kept):
            break
    if not best[2]:
        return None
    if _share_known(best[2]) < _WORDLIKE:
        return None
    glyphs = word_glyphs(best[2], -best[1], page.width, page.height)
    return PageContent(page.number, page.width, page.height, glyphs, page.edges, page.has_pictures)


def _is_read(words: list[Word], kept: list[Word]) -> bool:
    """Whether a picture was read the right way up: what was recognised is words, or nothing was seen at all."""
    if not words:
        return True
    return len(kept) >= _FEW and _share_known(kept) >= _WORDLIKE and 2 * len(kept) >= len(words)


def _share_known(words: list[Word]) -> float:
    """Share of known words among those of three letters and more; text on its head looks like words, but is none."""
    letters = [found for word in words for found in _LETTERS.findall(word.text.lower())]
    return sum(word in known_words() for word in letters) / len(letters) if letters else 0.0


def _words(grey: Grey, width: float, seconds: float) -> list[Word]:
    """Words of a picture that shows ``width`` points."""
    import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # the documents are read side by side already
    scale = width / grey.shape[1]
    config = f"--psm 3 --dpi {max(70, round(72 / scale))}"
    try:
        found: dict[str, list[Any]] = pytesseract.image_to_data(
            Image.fromarray(np.ascontiguousarray(grey)),
            lang=_LANGUAGE, config=config, timeout=max(1.0, seconds), output_type=pytesseract.Output.DICT,
        )  # fmt: skip
    except RuntimeError as error:
        if "timeout" in str(error).lower():
            raise OcrTimeoutError from error
        return []  # TesseractError is one: it refuses pictures of a few pixels
    columns = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")
    rows = zip(*(found[column] for column in columns), strict=True)
    return [
        Word((block, paragraph, line), str(text).strip(), float(sure), *_points(left, top, wide, tall, scale))
        for block, paragraph, line, text, sure, left, top, wide, tall in rows
        if float(sure) >= 0 and str(text).strip()
    ]


def _points(left: int, top: int, wide: int, tall: int, scale: float) -> Sides:
    return left * scale, top * scale, (left + wide) * scale, (top + tall) * scale


def sure_words(words: list[Word]) -> list[Word]:
    """Words read with confidence in lines read with confidence; words that stand sideways wait for their own turn."""
    lines: dict[tuple[int, ...], list[Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    return [
        word
        for line in lines.values()
        if statistics.fmean(word.sure for word in line) >= _SURE_OF_LINE
        for word in line
        if word.sure >= _SURE and (len(word.text) < 3 or word.x1 - word.x0 > 0.6 * (word.bottom - word.top))
    ]


def word_glyphs(words: list[Word], turn: int, width: float, height: float) -> Glyphs:
    """Glyphs of words in their order: a box divided evenly among its letters, a space between words of a line.

    All letters of a line share its baseline and height, as an engine's letters do; ``turn`` is how far the picture
    was turned back, in quarters, and ``width`` and ``height`` are those of the page as shown.
    """
    lines: dict[tuple[int, ...], list[Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    rows = [row for line in lines.values() for row in _letters(line)]
    sides = np.array([row[1:5] for row in rows], dtype=np.float32).reshape(-1, 4)
    base = np.array([row[5] for row in rows], dtype=np.float32)
    x0, top, x1, bottom = sides.T
    if turn == 1:
        x0, top, x1, bottom = width - bottom, x0, width - top, x1
    elif turn == 2:
        x0, top, x1, bottom = width - x1, height - bottom, width - x0, height - top
    elif turn == 3:
        x0, top, x1, bottom = top, height - x1, bottom, height - x0
    code = np.array([ord(row[0]) for row in rows], dtype=np.uint32)
    shown = [np.ascontiguousarray(side, dtype=np.float32) for side in (x0, top, x1, bottom)]
    turns = np.full(len(rows), turn, dtype=np.uint8)
    sx0, stop, sx1, sbottom = shown
    return Glyphs(code, sx0, stop, sx1, sbottom, sbottom if turn else base, np.zeros(len(rows), dtype=np.bool_), turns)


def _letters(line: list[Word]) -> list[tuple[str, float, float, float, float, float]]:
    """Letters of one line with the box and baseline of each."""
    standing = [word.bottom for word in line if not _DESCENDERS & set(word.text)] or [word.bottom for word in line]
    base = statistics.median(standing)
    tall = [word.top for word in line if any(c.isupper() or c.isdigit() or c in "bdfhklt" for c in word.text)]
    top = statistics.median(tall or [word.top for word in line])
    size = max(4.0, base - top)
    box = base - 1.1 * size, base + 0.3 * size
    found = []
    for before, word in zip([None, *line], line, strict=False):
        if before is not None:
            found.append((" ", min(before.x1, word.x0), box[0], max(before.x1, word.x0), box[1], base))
        step = (word.x1 - word.x0) / len(word.text)
        found += [
            (letter, word.x0 + step * place, box[0], word.x0 + step * (place + 1), box[1], base)
            for place, letter in enumerate(word.text)
        ]
    return found
