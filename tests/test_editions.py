"""Editions of a document: by their titles, whatever the year."""

import pytest

from tests.makers import make_document
from tokenism.editions import editions


@pytest.mark.parametrize(
    ("one", "other", "akin"),
    [
        ("Carers Strategy 2019–2022", "Carers strategy 2024-2029", True),
        ("Older people and dementia plan", "Dementia strategy for older citizens", True),
        ("Carers Strategy", "Parks Strategy", False),
        ("Annual report", "Annual plan", False),
        (None, None, False),
        ("2019", "2024", False),
    ],
)
def test_titles_tell_editions(one: str | None, other: str | None, akin: bool) -> None:
    first, second = make_document("d1", title=one, year=2019), make_document("d2", title=other, year=2024)
    assert editions([first], [second]) == ({"d1": ("d2",), "d2": ("d1",)} if akin else {})


def test_documents_of_one_set_and_of_other_organisations_are_no_editions() -> None:
    first = [make_document(key, title="Carers plan") for key in ("d1", "d2")]
    assert editions(first, [make_document("d3", "Ash Trust", title="Carers plan")]) == {}
