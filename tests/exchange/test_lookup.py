"""Lookup: every entry is found by its id, and a name that is none is told with what is near."""

import pytest

from tests.makers import codebook
from tokenism.errors import InputError
from tokenism.exchange.blocks import plain
from tokenism.exchange.lookup import find, overview
from tokenism.exchange.sections import SECTIONS


def test_every_entry_is_found_by_its_id_and_fits_eighty_columns() -> None:
    book = codebook()
    groups = (book.rungs, book.views.values(), book.frameworks, book.markers, book.rules, book.cues)
    names = [entry.id for group in groups for entry in group]
    names += [name for facet in book.facets.values() for name in (facet.id, *facet.values)]
    names += [*book.public, *book.not_public, *book.not_people]
    texts = [plain(find(book, name)) for name in names]
    assert [line for text in texts for line in text.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", ["consulting", "4"])
def test_rung_is_found_by_id_and_by_number(name: str) -> None:
    text = plain(find(codebook(), name))
    assert text.startswith("4 consulting (band consultation)\n")
    assert "Not this rung" in text


def test_entries_of_one_name_are_all_shown() -> None:
    text = plain(find(codebook(), "nef"))
    assert "View nef:" in text
    assert "Markers nef:" in text


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("arnstien", "did you mean arnstein?"),
        ("Consulting", "consulting"),
        ("rule", "did you mean rules"),
        ("zzzz", "its sections are ladder, views,"),
    ],
)
def test_unknown_name_is_one_sentence_with_what_is_near(what: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        find(codebook(), what)
    assert f"no {what!r}" in str(caught.value)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_overview_names_sections_rungs_views_and_facets() -> None:
    text = " ".join(plain(overview(codebook())).split())
    assert [name for name in (*SECTIONS, *codebook().views, *codebook().facets) if name not in text] == []
