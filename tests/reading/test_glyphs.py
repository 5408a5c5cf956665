"""Arrays of glyphs."""

import numpy as np

from tests.pdfs import Text, page_content
from tokenism.reading.glyphs import Glyphs, next_letters, no_edges, with_even_boxes


def letters(glyphs: Glyphs) -> str:
    return "".join(map(chr, glyphs.code.tolist()))


def test_length_is_the_number_of_characters() -> None:
    assert len(page_content(Text(10, 10, "carers")).glyphs) == 6


def test_mask_picks_glyphs_with_all_their_facts() -> None:
    glyphs = page_content(Text(10, 10, "co", bold=True), Text(50, 30, "op", turn=1)).glyphs
    taken = glyphs.take(glyphs.turn == 1)
    assert letters(taken) == "op"
    assert not taken.bold.any()
    assert all(len(getattr(taken, name)) == 2 for name in Glyphs.__slots__)


def test_index_picks_glyphs_in_its_own_order() -> None:
    glyphs = page_content(Text(10, 10, "abc")).glyphs
    taken = glyphs.take(np.array([2, 0]))
    assert letters(taken) == "ca"
    assert taken.x0.tolist() == [glyphs.x0[2], glyphs.x0[0]]


def test_taking_nothing_leaves_empty_arrays() -> None:
    glyphs = page_content(Text(10, 10, "abc")).glyphs
    assert len(glyphs.take(np.zeros(3, dtype=np.bool_))) == 0


def test_no_edges_has_four_sides_and_no_row() -> None:
    assert no_edges().shape == (0, 4)


def test_boxes_are_as_high_as_the_size_says_whatever_the_font_says() -> None:
    boxes = np.array([[10, 92, 16, 104], [16, 88, 22, 106]], dtype=np.float32)
    even = with_even_boxes(np.array([65, 66], dtype=np.uint32), boxes, np.array([[0, 0, 10, 10, 100]] * 2, dtype=float))
    assert even.top.tolist() == [91, 91]
    assert np.allclose(even.bottom, 102.2)
    assert even.base.tolist() == [100, 100]
    assert even.x0.tolist() == [10, 16]


def test_boxes_of_sideways_text_are_evened_across() -> None:
    boxes = np.array([[96, 10, 108, 16]], dtype=np.float32)
    code = np.array([65], dtype=np.uint32)
    down = with_even_boxes(code, boxes, np.array([[0, 1, 10, 100, 10]], dtype=float))
    assert np.allclose([down.x0[0], down.x1[0]], [97.8, 109])
    assert (down.top[0], down.bottom[0]) == (10, 16)
    up = with_even_boxes(code, boxes, np.array([[0, 3, 10, 106, 10]], dtype=float))
    assert np.allclose([up.x0[0], up.x1[0]], [97, 108.2])


def test_box_far_from_the_size_of_its_font_stays() -> None:
    boxes = np.array([[10, 60, 16, 104]], dtype=np.float32)
    kept = with_even_boxes(np.array([65], dtype=np.uint32), boxes, np.array([[1, 0, 10, 10, 100]], dtype=float))
    assert (kept.top[0], kept.bottom[0]) == (60, 104)
    assert kept.bold.all()
    askew = with_even_boxes(np.array([65], dtype=np.uint32), boxes, np.array([[0, 0, 0, 10, 100]], dtype=float))
    assert (askew.top[0], askew.bottom[0]) == (60, 104)


def test_next_letters_follow_each_other_in_one_word() -> None:
    glyphs = page_content(Text(72, 100, "ab cd"), Text(72, 120, "e")).glyphs
    assert next_letters(glyphs).tolist() == [True, False, False, True, False]
