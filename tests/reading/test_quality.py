"""Whether text looks like words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.reading.quality import text_quality

PROSE = (
    "Residents and carers met every month at the library and decided together how the money of the day centre was "
    "to be spent. The council has kept to what they decided, and it has published the minutes of all the meetings "
    "so that people who could not come can read what was said and by whom. In the autumn the group will look at "
    "the contract for home care and at the way in which complaints are answered."
)


@pytest.mark.parametrize("text", ["", "  ", "2024 / 25", "– • –", "£1.50"])
def test_text_without_words_has_no_quality(text: str) -> None:
    assert text_quality(text) is None


@pytest.mark.parametrize("text", [PROSE, "NHS England and the ICB", "Cyngor Ynys Môn", "A plan"])
def test_words_score_high(text: str) -> None:
    assert (text_quality(text) or 0) >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        "Wkh frxqflo xvhg lwv rzq vwdww",
        "bcdfg hjklm npqrst vwxz",
        "rEsIdEnTs aNd cArErS",
        "\ufffd\ufffdsid\ufffd\ufffdnts \ufffd\ufffd\ufffd",
        "ресиденты и опекуны",
    ],
)
def test_broken_encodings_score_low(text: str) -> None:
    assert (text_quality(text) or 0) < 0.5


def test_long_text_without_common_words_counts_half() -> None:
    assert text_quality("banana rodent " * 40) == 0.5
    assert text_quality("banana rodent " * 20) == 1.0


def test_replacement_characters_lower_the_score() -> None:
    assert (text_quality(PROSE.replace("th", "\ufffd")) or 0) < (text_quality(PROSE) or 0)


@given(st.text(max_size=200))
def test_quality_is_a_share_or_undefined(text: str) -> None:
    assert text_quality(text) is None or 0 <= (text_quality(text) or 0) <= 1
