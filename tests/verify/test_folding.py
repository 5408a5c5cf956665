"""Text is folded to what two readers agree on, and no further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.verify.folding import breaks_after, fold, longest_end, longest_start, part, parted_alike, stands_in

SENTENCE = "The residents’ panel co-designed its “open” office with 40 tenants."


@pytest.mark.parametrize(
    "page",
    [
        SENTENCE,
        'Before. The residents\' panel co-designed its "open" office with 40 tenants. After.',
        "The residents’ panel co-\ndesigned its “open” of\ufb01ce with 40 tenants.",
        "The residents’ panel co-designed its “open” office with 40 ten-  \n  ants.",
        "The residents’ panel co\u00addesigned its “open” of\u00adfice with 40 tenants.",
        "• The residents’\u00a0panel co–designed its ‘open’ office with 40 \u200btenants.",
        "The(cid:3)residents´ panelco-designed its ''open'' office \uf0b7 with ４０ tenants.",
        "The residents’ panel co-designed its “open” office ........ with 40 tenants.",
    ],
)
def test_same_words_are_found_however_a_reader_gives_them(page: str) -> None:
    assert stands_in(fold(SENTENCE), fold(page))


@pytest.mark.parametrize(
    "page",
    [
        "The residents’ panel co-designed its “open” office with 41 tenants.",
        "The residents’ panel codesigned its “open” office with 40 tenants.",
        "The residents’ panel co-designed its “open” off-ice with 40 tenants.",
        "The residents’ panel co-designed its open office with 40 tenants.",
        "The Residents’ panel co-designed its “open” office with 40 tenants.",
        "The residents’ panel co-designed its new “open” office with 40 tenants.",
        "The residents’ panel co-designed its “open” office, with 40 tenants.",
        "The résidents’ panel co-designed its “open” office with 40 tenants.",
        "",
    ],
)
def test_other_words_marks_or_letters_are_not_found(page: str) -> None:
    assert not stands_in(fold(SENTENCE), fold(page))


@pytest.mark.parametrize(("page", "found"), [("Rank 37 of 40", True), ("in 1937", False), ("37", True), ("37b", False)])
def test_short_text_must_stand_as_whole_words(page: str, found: bool) -> None:
    assert stands_in(fold("37"), fold(page)) is found


def test_nothing_is_found_nowhere() -> None:
    assert not stands_in(fold(" • "), fold("anything"))


def test_white_space_at_other_places_is_told_apart() -> None:
    assert parted_alike(fold("we co-produced it"), fold("Then we co- produced\nit all."))
    assert not parted_alike(fold("we produced it"), fold("Then weproduced it."))


def test_starts_ends_and_hyphens_at_a_break() -> None:
    wanted = fold("Residents chose the site.")
    assert longest_start(wanted, fold("On foot: Residents chose. Then")) == len("Residentschose")
    assert longest_end(wanted, fold("his site. Then the site.")) == len("thesite.")
    assert breaks_after(fold("partici"), fold("they partici-"))
    assert not breaks_after(fold("parti"), fold("they partici-"))


@given(st.text(alphabet="ab-\u00ad\n '•.é", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_every_part_stands_in_its_whole(text: str, start: int, size: int) -> None:
    whole = fold(text)
    piece = part(whole, start, start + size)
    assert longest_start(piece, whole) == len(piece.letters) == longest_end(piece, whole)
