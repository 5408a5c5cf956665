"""Which rectangles hold text that is read apart."""

import pytest

from tests.pdfs import Text, page_content, paragraph
from tokenism.reading.boxes import text_boxes

BOX = (70.0, 90.0, 250.0, 160.0)
NOTE = paragraph(80, 100, ["Carers chose the provider", "and wrote the contract", "with two officers."])
BODY = paragraph(280, 100, [f"This is line {number} of the text beside the box" for number in range(12)])


def test_box_around_lines_of_text_is_found() -> None:
    assert text_boxes(page_content(*NOTE, *BODY, boxes=[BOX])) == [BOX]


@pytest.mark.parametrize(
    "box",
    [
        (70.0, 90.0, 250.0, 112.0),
        (20.0, 20.0, 580.0, 800.0),
        (70.0, 90.0, 150.0, 160.0),
        (70.0, 400.0, 250.0, 500.0),
        (76.0, 90.0, 96.0, 160.0),
    ],
    ids=["around one line", "around everything", "through the words", "around nothing", "narrow"],
)
def test_other_rectangles_are_no_boxes(box: tuple[float, float, float, float]) -> None:
    assert text_boxes(page_content(*NOTE, *BODY, boxes=[box])) == []


def test_frame_and_shade_of_one_text_are_one_box() -> None:
    inner, far = (72.0, 92.0, 248.0, 158.0), (60.0, 80.0, 262.0, 172.0)
    assert text_boxes(page_content(*NOTE, *BODY, boxes=[BOX, inner, far])) == [inner]


def test_box_inside_a_box_stays_one_of_its_own() -> None:
    outer = (60.0, 80.0, 262.0, 260.0)
    more = paragraph(80, 180, ["Below the inner box there", "stands more text of ours"])
    assert text_boxes(page_content(*NOTE, *more, *BODY, boxes=[outer, BOX])) == [outer, BOX]


def test_box_that_a_table_fills_is_left_to_the_table() -> None:
    assert text_boxes(page_content(*NOTE, *BODY, boxes=[BOX]), tables=[(68.0, 88.0, 252.0, 162.0)]) == []


def test_cells_of_no_table_are_boxes_as_well() -> None:
    assert text_boxes(page_content(*NOTE, *BODY), cells=[BOX]) == [BOX]


def test_turned_text_makes_no_box() -> None:
    side = Text(240, 100, "Appendix A of the plan", turn=1)
    assert text_boxes(page_content(side, *BODY, boxes=[BOX])) == []
