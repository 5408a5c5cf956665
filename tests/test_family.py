"""Which documents belong to the same strategy."""

import pytest

from tokenism.family import families
from tokenism.records import Document


def document(key: str, title: str | None, year: int | None = None, organisation: str = "Elm Council") -> Document:
    return Document(key, f"{key}.pdf", None, organisation, title=title, year=year)


@pytest.mark.parametrize(
    ("one", "other", "akin"),
    [
        (document("a", "Family hubs strategy"), document("b", "Family hubs: consultation report"), True),
        (document("a", "Carers strategy", 2023), document("b", "Carers strategy: summary", 2023), True),
        (document("a", "Carers strategy", 2023), document("b", "Carers strategy: summary", 2019), False),
        (document("a", "Carers strategy"), document("b", "Carers strategy: summary"), False),
        (document("a", "Family hubs strategy", 2021), document("b", "Family hubs strategy", 2025), False),
        (document("a", "Annual report", 2023), document("b", "Consultation report", 2023), False),
        (document("a", "Elm Council plan", 2023), document("b", "Elm Council budget", 2023), False),
        (document("a", "Family hubs"), document("b", "Family hubs", organisation="Ash Council"), False),
        (document("a", None, 2023), document("b", None, 2023), False),
    ],
    ids=[
        "two words",
        "one word and year",
        "another year",
        "no year",
        "a later one",
        "kinds",
        "own name",
        "another body",
        "no title",
    ],
)
def test_family_is_of_one_organisation_and_subject(one: Document, other: Document, akin: bool) -> None:
    assert families([one, other]) == ({"a": ("b",), "b": ("a",)} if akin else {"a": (), "b": ()})
