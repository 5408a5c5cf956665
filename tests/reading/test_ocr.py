"""Text of pictures: Tesseract where it is installed, a stand-in elsewhere."""

import json
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from tests.conftest import REPOSITORY
from tests.pdfs import page_content
from tests.reading.test_ink import SENTENCE, picture_of_text
from tests.wrongmaps import scanned_pdf
from tokenism.cli import main
from tokenism.reading import ocr
from tokenism.reading.clean import words_of
from tokenism.reading.document import Limits, Reading, Shape, read_document
from tokenism.reading.glyphs import PageContent
from tokenism.reading.layout import page_lines
from tokenism.reading.ocr import PictureReader, Word, sure_words, word_glyphs

DEMO = REPOSITORY / "corpora" / "demo"
needs_tesseract = pytest.mark.skipif(ocr.missing() is not None, reason=f"no OCR here: {ocr.missing()}")
LINE = ["Residents", "decide", "together"]


def words(*texts: str, line: int = 0, top: float = 100.0, sure: float = 90.0) -> list[Word]:
    starts = [72.0 + 6 * len(" ".join(texts[:n])) + 6 * bool(n) for n in range(len(texts))]
    return [Word((line,), t, sure, x, top, x + 6 * len(t), top + 9) for t, x in zip(texts, starts, strict=True)]


def page_of(glyphs_of: list[Word], turn: int = 0) -> PageContent:
    empty = page_content()
    glyphs = word_glyphs(glyphs_of, turn, empty.width, empty.height)
    return PageContent(1, empty.width, empty.height, glyphs, empty.edges, has_pictures=True)


def read(path: Path, mode: str, timeout: float = 120.0) -> Reading:
    return read_document(path, limits=Limits(timeout=timeout), shape=Shape(ocr=mode))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    (tmp_path / "scan.pdf").write_bytes(scanned_pdf([picture_of_text(20)] * 2))
    return tmp_path / "scan.pdf"


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "missing", lambda: "the program tesseract is not installed")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that reads one sentence on every page."""
    monkeypatch.setattr(ocr, "missing", lambda: None)
    monkeypatch.setattr(ocr, "name", lambda: "stand-in 1")
    monkeypatch.setattr(ocr, "read_picture", lambda grey, page, seconds: page_of(words(*SENTENCE.split())))


# Words to glyphs


def test_words_become_lines_through_the_ordinary_layout() -> None:
    found = page_lines(page_of([*words(*LINE), *words("every", "month", line=1, top=114)]))
    assert [line.text for line in found] == ["Residents decide together", "every month"]
    assert found[0].x0 == pytest.approx(72)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_words_of_a_turned_picture_read_in_their_frame(turn: int) -> None:
    lines = page_lines(page_of(words(*LINE), turn))
    assert [(line.text, line.turn) for line in lines] == [("Residents decide together", turn)]
    assert lines[0].x0 == pytest.approx(72)


def test_doubtful_words_and_lines_are_left_out() -> None:
    seen = [*words("Residents", "decide"), *words("|", sure=10), *words("il", "~", line=1, sure=45)]
    assert [word.text for word in sure_words(seen)] == ["Residents", "decide"]


def test_words_that_stand_sideways_are_left_to_another_turn() -> None:
    upright = Word((0,), "Residents", 90.0, 72, 100, 120, 109)
    assert sure_words([upright, Word((0,), "decide", 90.0, 130, 100, 139, 150)]) == [upright]


# Time


def test_page_that_does_not_fit_in_the_time_is_named(stand_in: None) -> None:
    reader = PictureReader(lambda *_: np.full((10, 10), 255, np.uint8), time.monotonic() - 1)
    assert reader(page_content(number=7)) is None
    assert reader.late == [7]


def test_page_that_takes_too_long_is_named(stand_in: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        raise ocr.OcrTimeoutError

    monkeypatch.setattr(ocr, "read_picture", slow)
    reader = PictureReader(lambda *_: np.full((10, 10), 255, np.uint8), time.monotonic() + 60)
    assert (reader(page_content(number=3)), reader.late) == (None, [3])


def test_document_without_time_for_ocr_says_so_and_is_not_final(stand_in: None, scan: Path) -> None:
    reading = read(scan, "auto", timeout=1e-6)
    assert (reading.status, reading.final) == ("no_text_layer", False)
    assert "there was no time for OCR on pages 1, 2: raise the limit with --timeout" in reading.detail


# The option


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("mode", ["auto", "always"])
def test_scan_is_read_by_ocr(scan: Path, mode: str) -> None:
    reading = read(scan, mode)
    assert (reading.status, reading.final, reading.detail) == ("ok", True, "Read whole: 2 pages.")
    assert [draft.text for draft in reading.passages] == [SENTENCE] * 2
    assert (reading.reader or "").endswith(", stand-in 1 for 2 pages")


@pytest.mark.usefixtures("stand_in")
def test_scan_is_left_alone_by_default(scan: Path) -> None:
    reading = read_document(scan, limits=Limits(), shape=Shape())
    assert (reading.status, reading.passages, reading.final) == ("no_text_layer", (), True)
    assert "--ocr auto" in reading.detail
    assert "tokenism[ocr]" in reading.detail


@pytest.mark.usefixtures("absent")
def test_sentence_says_what_to_install(scan: Path) -> None:
    reading = read(scan, "auto")
    assert (reading.status, reading.final) == ("no_text_layer", False)
    assert "the program tesseract is not installed; --ocr needs pip install 'tokenism[ocr]'" in reading.detail


@pytest.mark.usefixtures("absent")
def test_always_without_the_engine_is_a_mistake_of_usage(scan: Path, tmp_path: Path) -> None:
    arguments = ["extract", str(scan), "--out", str(tmp_path / "out"), "--ocr", "always"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("tokenism: --ocr always: the program tesseract is not installed; it needs pip")


@pytest.mark.usefixtures("stand_in")
def test_picture_of_text_under_a_header_counts_as_without_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(scanned_pdf([picture_of_text(20)], headers=["Joint forward plan summary 2023"]))
    assert (
        "No text layer on page 1" in read(path, "never").detail
        or "No page has a text layer" in read(path, "never").detail
    )
    assert read(path, "never").status == "partial"
    assert [draft.text for draft in read(path, "auto").passages] == [SENTENCE]


@pytest.mark.usefixtures("stand_in")
def test_sound_text_is_not_sent_to_ocr_unless_always() -> None:
    path = DEMO / "pdf" / "nether-quillby-2023.pdf"
    assert "stand-in" not in (read(path, "auto").reader or "")
    assert "stand-in" in (read(path, "always").reader or "")


def test_missing_engine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert ocr.missing() == "the Python package pytesseract is not installed"


# Tesseract itself


@needs_tesseract
def test_scan_of_the_demo_is_read_nearly_whole() -> None:
    reading = read(DEMO / "pdf" / "wending-scan-2023.pdf", "auto", timeout=600)
    lines = (DEMO / "truth" / "unreadable.jsonl").read_text(encoding="utf-8").splitlines()
    truth = [json.loads(line) for line in lines if "wending-scan" in line]
    expected = Counter(word for item in truth for word in words_of(item["text"]))
    found = Counter(word for draft in reading.passages for word in words_of(draft.text))
    hits = (expected & found).total()
    assert (reading.status, reading.pages) == ("ok", 5)
    assert hits >= 0.95 * expected.total()
    assert hits >= 0.95 * found.total()


@needs_tesseract
@pytest.mark.parametrize("quarters", [1, 2])
def test_turned_scan_is_read(tmp_path: Path, quarters: int) -> None:
    picture = picture_of_text(12, dpi=200).rotate(90 * quarters, expand=True).resize((1654, 2340))
    (tmp_path / "a.pdf").write_bytes(scanned_pdf([picture]))
    reading = read(tmp_path / "a.pdf", "auto", timeout=600)
    assert " ".join(draft.text for draft in reading.passages).count("decided together") >= 10


@needs_tesseract
def test_picture_without_words_gives_none() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (600, 400), dtype=np.uint8)
    assert ocr.read_picture(noise, page_content(), 60) is None
