"""Words in the pictures of a page."""

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.conftest import REPOSITORY
from tests.pdfs import Picture, Rule, Sheet, Text, page_content, paragraph, pdf_bytes
from tests.wrongmaps import scanned_pdf
from tokenism.reading import pdfium
from tokenism.reading.ink import LOOK, draw_page, words_in_ink

SENTENCE = "Residents and carers decided together how the money of the day centre was to be spent"
FONT = REPOSITORY / "corpora/demo/fonts/LiberationSans-Regular.ttf"


def picture_of_text(n_lines: int, dpi: int = 150) -> Image.Image:
    """A4 with lines of eighteen words."""
    picture = Image.new("L", (round(8.27 * dpi), round(11.7 * dpi)), 255)
    font = ImageFont.truetype(FONT, round(11 * dpi / 72))
    for number in range(n_lines):
        ImageDraw.Draw(picture).text((dpi, dpi + number * dpi / 4), SENTENCE, fill=0, font=font)
    return picture


def words_seen(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    try:
        page = next(iter(pdfium.read_pages(document, range(1, 2))))
        assert not isinstance(page, tuple)
        return words_in_ink(draw_page(document, 1, dpi=LOOK), page.glyphs, page.width)
    finally:
        document.close()


def test_words_of_a_picture_are_seen() -> None:
    assert 250 <= words_seen(scanned_pdf([picture_of_text(20)])) <= 500


def test_words_of_the_text_layer_are_not() -> None:
    assert words_seen(pdf_bytes([Sheet(paragraph(72, 100, [SENTENCE] * 20))])) == 0


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet(),
        Sheet(Picture(0, 0, 595, 842)),
        Sheet([Rule(72, 72 + 10 * n, 500, 72 + 10 * n) for n in range(40)]),
        Sheet(Picture(72, 72, 200, 200), Text(72, 300, "A cover")),
    ],
)
def test_pictures_and_rules_are_no_words(sheet: Sheet) -> None:
    assert words_seen(pdf_bytes([sheet])) < 100


def test_large_page_is_drawn_smaller() -> None:
    document = pypdfium2.PdfDocument(pdf_bytes([Sheet(size=(5000.0, 5000.0))]))
    picture = draw_page(document, 1, dpi=300, max_pixels=1_000_000)
    document.close()
    assert 900_000 <= picture.size <= 1_010_000


def test_dark_ground_is_no_ink() -> None:
    grey = draw_page(document := pypdfium2.PdfDocument(scanned_pdf([picture_of_text(20)])), 1, dpi=LOOK)
    document.close()
    assert words_in_ink(255 - grey, page_content().glyphs, 595.0) == words_in_ink(grey, page_content().glyphs, 595.0)
