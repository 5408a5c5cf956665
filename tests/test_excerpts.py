"""Short quotations: within their length, cut between words, with the words that matter in them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_span
from tokenism.excerpts import claiming_words, excerpt


def test_short_text_stands_whole_on_one_line_without_controls() -> None:
    assert excerpt("Paid \n by\tus \x1b[31m") == "Paid by us �[31m"


def test_words_that_matter_are_in_the_quotation() -> None:
    text = "one two " * 40 + "co-produced with carers" + " and so on" * 40
    start = text.index("co-produced")
    found = excerpt(text, most=60, around=(start, start + 23))
    assert "one two co-produced with carers and so on" in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_words_at_the_beginning_need_no_lead() -> None:
    assert excerpt("We co-produced this plan with carers over many months", most=30, around=(3, 14)).startswith(
        "We co-"
    )


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(20, 120))
def test_length_is_kept_whatever_the_text_and_the_offsets(text: str, start: int, length: int, most: int) -> None:
    found = excerpt(text, most=most, around=(start, start + length))
    assert len(found) <= most
    assert "\n" not in found


def test_first_claiming_words_of_each_passage_are_taken() -> None:
    spans = [make_span(1, "practice", 0, 2), make_span(1, "claim", 5, 9), make_span(1, "claim", 1, 2)]
    assert claiming_words(spans) == {"p1": (5, 9)}
