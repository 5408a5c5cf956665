"""The readability index."""

import pytest

from tokenism.readability import automated_readability


def test_index_is_that_of_the_formula() -> None:
    """Six words of 24 characters in two sentences."""
    assert automated_readability(["Long words here. Four more two."]) == pytest.approx(4.71 * 24 / 6 + 0.5 * 3 - 21.43)


def test_texts_count_together_and_a_text_without_a_stop_is_a_sentence() -> None:
    apart = automated_readability(["Long words here", "Four more two"])
    assert apart == automated_readability(["Long words here. Four more two."])


@pytest.mark.parametrize("text", ["", "…", "- - -"])
def test_text_without_words_has_no_index(text: str) -> None:
    assert automated_readability([text]) is None


def test_longer_words_and_sentences_are_harder() -> None:
    plain = automated_readability(["We ask you. You say. We act."])
    glossy = automated_readability(["Transformational neighbourhood partnerships operationalise participatory values."])
    assert plain is not None
    assert glossy is not None
    assert plain < 5 < glossy


def test_stops_within_words_end_no_sentence() -> None:
    assert automated_readability(["It cost £3.50 a day."]) == automated_readability(["It cost £3 50 a day."])


def test_stop_before_a_closing_mark_ends_a_sentence() -> None:
    assert automated_readability(["“We were asked.” They were."]) == automated_readability(
        ["We were asked. They were."]
    )
