"""Text made safe to print."""

import pytest

from tokenism.printable import printable


@pytest.mark.parametrize("text", ["Plain text.", "Zażółć “gęślą” jaźń", "a\tb\nc", "مرحبا"])
def test_ordinary_text_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("text", ["\x1b[2J", "\u202e", "\x07", "\ud800", "\x9b"])
def test_controls_are_replaced_one_for_one(text: str) -> None:
    assert len(printable(text)) == len(text)
    assert printable(text)[0] == "\ufffd"
