"""Markers of a text with their words."""

import pytest

from tests.makers import codebook, cue_reader

TEXT = "The charter was co-produced with carers, who completed a survey on it."


def marked(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for shown in cue_reader().read(text).marked:
        found.setdefault(shown.marker, set()).add(text[shown.start : shown.end])
    return found


def test_marker_that_facets_give_shows_the_words_of_the_facets() -> None:
    words = marked(TEXT)["nef-excluded.consulting"]
    assert "co-produced" in words
    assert any("survey" in word for word in words)


def test_definition_shows_no_practice_of_the_organisation() -> None:
    text = "Co-production means that councils and residents, who completed a survey, plan together."
    assert "nef-excluded.consulting" not in marked(text)


@pytest.mark.parametrize("marker", [m for m in codebook().markers if m.same_as], ids=lambda m: m.id)
def test_same_signs_are_shown_under_each_name(marker: object) -> None:
    both = marked(marker.example)  # type: ignore[attr-defined]
    assert both[marker.id] == both[marker.same_as]  # type: ignore[attr-defined]


def test_markers_stand_in_the_order_of_the_text() -> None:
    places = [(shown.start, shown.end) for shown in cue_reader().read(TEXT).marked]
    assert places == sorted(places)
