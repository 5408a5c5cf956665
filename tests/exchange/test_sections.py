"""Sections: everything in the codebook, few words or all, in the width of a terminal."""

import dataclasses

from tests.makers import codebook
from tokenism.exchange.blocks import plain
from tokenism.exchange.lookup import find
from tokenism.exchange.sections import SECTIONS


def test_every_section_fits_eighty_columns() -> None:
    texts = [plain(section(codebook(), full=full)) for section in SECTIONS.values() for full in (False, True)]
    assert max(len(line) for text in texts for line in text.splitlines()) <= 80


def test_overview_of_a_section_is_shorter_than_the_whole() -> None:
    lengths = {
        name: [len(plain(section(codebook(), full=full))) for full in (False, True)]
        for name, section in SECTIONS.items()
    }
    assert [name for name, (few, all_) in lengths.items() if few >= all_] == []


def test_few_names_are_followed_by_how_many_more() -> None:
    book = dataclasses.replace(codebook(), public={"group": tuple(f"name {n}" for n in range(20))})
    assert "name 7 ... and 12 more" in " ".join(plain(SECTIONS["public"](book, full=False)).split())
    assert "name 19" in plain(SECTIONS["public"](book, full=True))


def test_names_of_groups_are_printed_as_they_can_be_asked_for() -> None:
    book = codebook()
    text = plain(SECTIONS["public"](book, full=False))
    groups = [*book.public, *book.not_public, *book.not_people]
    assert [group for group in groups if group not in text] == []
    assert all(plain(find(book, group)) for group in groups)


def test_mechanisms_are_printed_with_what_they_give_and_need() -> None:
    text = " ".join(plain(SECTIONS["mechanisms"](codebook(), full=True), width=400).split())
    assert "Gives" in text
    assert "somebody of the public is named" in text
