"""Pictures of passages: where they are cut, where the mark lies, and what becomes of files that cannot be drawn."""

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests import hostile
from tests.conftest import MakePdf
from tests.pdfs import Rule, Shade, Sheet, Text, paragraph
from tokenism.reading.document import Limits, Shape, read_document
from tokenism.reading.picture import Crop, Drawn, crop_of, draw_crops
from tokenism.records import Box

LINES = ("Residents and carers decided together how", "the money of the fund was spent this year.")
SCALE = 1.4


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def draw(path: Path, *crops: Crop) -> list[bytes | None]:
    drawn = draw_crops(path, crops, sha256=checksum(path))
    assert drawn.status == "ok"
    return list(drawn.pictures)


def pixels(data: bytes | None) -> NDArray[np.int16]:
    assert data is not None
    assert (data[:4], data[8:12]) == (b"RIFF", b"WEBP")
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=np.int16)


def ends(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what a mask holds."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def is_yellow(colours: NDArray[np.int16]) -> NDArray[np.bool_]:
    return (colours[:, :, 0] > 200) & (colours[:, :, 1] > 180) & (colours[:, :, 2] < 160)


def is_dark(colours: NDArray[np.int16]) -> NDArray[np.bool_]:
    return np.asarray(colours.max(axis=2) < 90)


def crop(x0: float, top: float, x1: float, bottom: float, *, page: int = 1) -> Crop:
    return Crop(page, ((x0, top, x1, bottom),), True)


def test_mark_lies_on_the_box_and_nowhere_else(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(Rule(0, 0, 1, 1)))
    colours = pixels(draw(path, crop(100, 300, 400, 340))[0])
    assert colours.shape == (round(104 * SCALE), round(336 * SCALE), 3)
    marked = ends(colours[:, :, 2] < 200)
    expected = [(18 - 2) * SCALE, (32 - 2) * SCALE, (318 + 2) * SCALE - 1, (72 + 2) * SCALE - 1]
    assert np.abs(np.array(marked) - expected).max() <= 1
    assert (colours[: marked[1] - 1] > 245).all()
    inside = colours[marked[1] + 3 : marked[3] - 2, marked[0] + 3 : marked[2] - 2]
    assert (inside == inside[0, 0]).all()
    assert is_yellow(inside).all()


def test_line_around_the_mark_is_darker_than_mark_and_page(make_pdf: MakePdf) -> None:
    colours = pixels(draw(make_pdf(Sheet(Rule(0, 0, 1, 1))), crop(100, 300, 400, 340))[0])
    left, top, right, bottom = ends(colours[:, :, 2] < 200)
    edges = [
        colours[top, left:right],
        colours[bottom, left:right],
        colours[top:bottom, left],
        colours[top:bottom, right],
    ]
    assert all((edge.mean(axis=1) < 90).all() for edge in edges)


def test_page_is_drawn_at_the_place_of_the_mark(make_pdf: MakePdf) -> None:
    black = Shade(150, 310, 250, 330, grey=0)
    colours = pixels(draw(make_pdf(Sheet(black)), crop(100, 300, 400, 340))[0])
    expected = [(68) * SCALE, 42 * SCALE, 168 * SCALE - 1, 62 * SCALE - 1]
    assert np.abs(np.array(ends(is_dark(colours))) - expected).max() <= 1.5


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [None, (50, 60, 500, 700)])
def test_passage_as_read_is_what_is_marked(
    make_pdf: MakePdf, rotate: int, cropped: tuple[float, float, float, float] | None
) -> None:
    path = make_pdf(Sheet(paragraph(120, 200, LINES), rotate=rotate, crop=cropped))
    reading = read_document(path, limits=Limits(), shape=Shape())
    wanted = crop_of(reading.passages[0].boxes)
    assert wanted is not None
    colours = pixels(draw(path, wanted)[0])
    ink, mark = ends(is_dark(colours)), ends(is_yellow(colours))
    assert mark[0] <= ink[0]
    assert mark[1] <= ink[1]
    assert mark[2] >= ink[2]
    assert mark[3] >= ink[3]
    assert (mark[2] - mark[0]) - (ink[2] - ink[0]) < 14 * SCALE
    assert (mark[3] - mark[1]) - (ink[3] - ink[1]) < 14 * SCALE


def test_page_around_a_passage_is_shown(make_pdf: MakePdf) -> None:
    above, below = Shade(110, 280, 210, 290, grey=0), Shade(110, 350, 210, 360, grey=0)
    far = Shade(110, 500, 210, 510, grey=0)
    colours = pixels(draw(make_pdf(Sheet([above, below, far])), crop(100, 300, 400, 340))[0])
    dark = is_dark(colours).any(axis=1)
    assert int((np.diff(dark.astype(int)) == 1).sum()) == 2


def test_narrow_passage_at_the_edge_of_a_page_has_a_picture_of_readable_width(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(Rule(0, 0, 1, 1)))
    for x0 in (0, 300, 580):
        assert pixels(draw(path, crop(x0, 0, x0 + 15, 10))[0]).shape[1] >= 300 * SCALE - 1


def test_wide_page_is_drawn_smaller(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(Rule(0, 0, 1, 1), size=(8000, 4000)))
    colours = pixels(draw(path, crop(500, 500, 7500, 700))[0])
    assert colours.shape[1] <= 1200
    assert is_yellow(colours).any()


def test_passage_on_a_dark_ground_is_made_lighter_and_keeps_its_letters(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet([Shade(0, 0, 595, 842, grey=0.1), Shade(200, 315, 300, 325, grey=1)]))
    colours = pixels(draw(path, crop(100, 300, 400, 340))[0])
    ground, letters = colours[round(35 * SCALE), round(40 * SCALE)], colours[round(52 * SCALE), round(150 * SCALE)]
    assert ground.sum() > colours[5, 5].sum() + 100
    assert letters.sum() > ground.sum() + 300


def test_same_page_and_box_give_the_same_bytes_in_any_order(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(paragraph(120, 200, LINES)), Sheet(paragraph(72, 300, LINES)))
    first, second = crop(120, 200, 330, 230), crop(72, 300, 290, 330, page=2)
    assert draw(path, first, second) == draw(path, second, first)[::-1]


def test_box_outside_the_page_and_page_that_is_not_there_have_no_picture(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(Text(72, 72, "Residents decide.")), Sheet(Text(72, 72, "Never seen."), broken=True))
    outside, beyond, broken = crop(700, 10, 800, 20), crop(72, 72, 100, 90, page=9), crop(72, 72, 100, 90, page=2)
    sound = crop(72, 72, 200, 90)
    pictures = draw(path, outside, sound, broken, beyond)
    assert [one is None for one in pictures] == [True, False, True, True]


# What is shown of a passage


def box(page: int, top: float, bottom: float, x0: float = 72, x1: float = 500) -> Box:
    return Box(page, x0, top, x1, bottom)


@pytest.mark.parametrize(
    ("boxes", "tops", "whole"),
    [
        ([box(3, 100, 200)], [100], True),
        ([box(3, 100, 200), box(3, 220, 240)], [100, 220], True),
        ([box(3, 700, 800), box(4, 60, 90)], [700], False),
        ([box(3, 100, 700)], [100], False),
        ([box(3, 700, 800, 72, 280), box(3, 60, 90, 300, 500)], [700], False),
        ([box(3, 100, 150), box(3, 600, 700)], [100], False),
    ],
    ids=["one box", "two near boxes", "next page", "too tall", "next column", "far below"],
)
def test_passage_is_shown_from_its_beginning(boxes: list[Box], tops: list[float], whole: bool) -> None:
    found = crop_of(boxes)
    assert found is not None
    assert (found.page, [one[1] for one in found.boxes], found.whole) == (3, tops, whole)


def test_long_passage_is_cut_below_and_has_no_line_there(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(Rule(0, 0, 1, 1)))
    colours = pixels(draw(path, crop(72, 100, 520, 800))[0])
    assert colours.shape[0] < 420 * SCALE
    assert is_yellow(colours)[-1].sum() > 400 * SCALE


def test_box_from_the_table_gives_the_same_crop_as_the_box_just_read() -> None:
    read = Box(1, 72.1, 100.3, 500.7, 120.9)
    stored = Box(1, *(float(np.float32(side)) for side in (72.1, 100.3, 500.7, 120.9)))
    assert stored != read
    assert crop_of([stored]) == crop_of([read])


def test_passage_without_a_box_has_no_crop() -> None:
    assert crop_of(()) is None


# Files that cannot be drawn


def test_file_that_was_changed_is_not_drawn(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(paragraph(72, 100, LINES)))
    assert draw_crops(path, [crop(72, 100, 300, 130)], sha256="0" * 64) == Drawn("changed")


@pytest.mark.parametrize(
    ("data", "password", "status"),
    [
        (hostile.locked(b"oak"), None, "encrypted"),
        (hostile.locked(b"oak"), "ash", "encrypted"),
        (hostile.locked(b"oak"), "oak", "ok"),
        (b"%PDF-1.7\nnothing", None, "corrupt"),
    ],
)
def test_file_that_cannot_be_opened_says_why(tmp_path: Path, data: bytes, password: str | None, status: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    drawn = draw_crops(path, [crop(72, 130, 300, 150)], sha256=checksum(path), password=password)
    assert drawn.status == status
    assert len(drawn.pictures) == (status == "ok")


def test_missing_file_says_so(tmp_path: Path) -> None:
    assert draw_crops(tmp_path / "plan.pdf", [crop(0, 0, 9, 9)], sha256="0" * 64) == Drawn("missing")


def test_what_was_drawn_comes_back_from_json() -> None:
    drawn = Drawn("ok", (b"RIFF\x00\xff", None))
    assert Drawn.from_json(drawn.to_json()) == drawn
