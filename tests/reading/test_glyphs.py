"""Arrays of glyphs."""

import numpy as np

from tests.pdfs import Text, page_content
from tokenism.reading.glyphs import Glyphs, no_edges


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
