"""Where painted colours meet there is a rule or the side of a box."""

import numpy as np
import pytest

from tokenism.reading.shapes import NO_FILL, PATTERN, painted_boxes, painted_rules

GREY, WHITE, BLUE = 0xDDDDDD, 0xFFFFFF, 0x3366CC
Area = tuple[float, float, float, float]


def rules(*painted: tuple[Area, int]) -> list[list[float]]:
    return painted_rules(*arrays(*painted)).tolist()


def boxes(*painted: tuple[Area, int]) -> list[list[float]]:
    return painted_boxes(*arrays(*painted)).tolist()


def arrays(*painted: tuple[Area, int]) -> tuple[np.ndarray, np.ndarray]:
    areas = np.array([area for area, _ in painted], dtype=np.float32).reshape(-1, 4)
    return areas, np.array([colour for _, colour in painted], dtype=np.int64)


CELL = (100.0, 100.0, 300.0, 160.0)
FOUR_SIDES = [[100, 100, 300, 100], [100, 160, 300, 160], [100, 100, 100, 160], [300, 100, 300, 160]]


def test_sides_of_a_shaded_cell_are_rules() -> None:
    assert rules((CELL, GREY)) == FOUR_SIDES


def test_white_on_the_bare_page_has_no_sides() -> None:
    assert rules((CELL, WHITE)) == []
    assert boxes((CELL, WHITE)) == []


def test_shading_of_each_line_inside_a_cell_of_its_colour_has_no_sides() -> None:
    lines = [((105.0, top, 295.0, top + 14), GREY) for top in (102.0, 116.0, 130.0)]
    assert rules((CELL, GREY), *lines) == FOUR_SIDES


def test_strips_of_one_colour_have_no_rule_between_them() -> None:
    upper, lower = (100.0, 100.0, 300.0, 130.0), (100.0, 130.0, 300.0, 160.0)
    assert not any(rule[1] == rule[3] == 130 for rule in rules((upper, GREY), (lower, GREY)))
    assert [rule[1] for rule in rules((upper, GREY), (lower, BLUE)) if rule[1] == rule[3] == 130] == [130.0] * 2


def test_nearly_equal_colours_are_one() -> None:
    assert rules((CELL, GREY), ((105.0, 105.0, 295.0, 155.0), GREY + 0x030303)) == FOUR_SIDES


def test_white_laid_over_a_shaded_cell_is_a_cell_of_its_own() -> None:
    hole = (150.0, 110.0, 250.0, 150.0)
    assert len(rules((CELL, GREY), (hole, WHITE))) == 8


def test_area_that_is_painted_over_is_not_seen() -> None:
    assert rules((CELL, BLUE), ((90.0, 90.0, 310.0, 170.0), GREY)) == rules(((90.0, 90.0, 310.0, 170.0), GREY))


def test_patterns_are_a_colour_of_their_own() -> None:
    assert rules((CELL, PATTERN)) == FOUR_SIDES


def test_frames_are_boxes_but_their_strokes_are_told_elsewhere() -> None:
    assert boxes((CELL, NO_FILL)) == [list(CELL)]
    assert rules((CELL, NO_FILL)) == []


def test_box_shaded_line_by_line_is_one_box() -> None:
    lines = [((100.0, top, 300.0, top + 20), GREY) for top in (100.0, 120.0, 140.0)]
    assert boxes(*lines) == [[100, 100, 300, 160]]


def test_pieces_side_by_side_are_one_box_too() -> None:
    assert boxes(((100.0, 100.0, 180.0, 160.0), GREY), ((180.0, 100.0, 300.0, 160.0), GREY)) == [list(CELL)]


def test_boxes_of_two_colours_stay_two() -> None:
    assert len(boxes(((100.0, 100.0, 180.0, 160.0), GREY), ((180.0, 100.0, 300.0, 160.0), BLUE))) == 2


@pytest.mark.parametrize("find", [painted_rules, painted_boxes])
def test_drawing_of_many_shapes_has_neither_rules_nor_boxes(find: object) -> None:
    many = [((x * 9.0, y * 9.0, x * 9.0 + 8, y * 9.0 + 8), BLUE) for x in range(30) for y in range(30)]
    assert len(find(*arrays(*many))) == 0  # type: ignore[operator]
    assert len(find(*arrays())) == 0  # type: ignore[operator]
