import pytest

from tests.makers import make_document
from tokenism.organisations import organisations_of, type_of


@pytest.mark.parametrize(
    ("joined", "names"),
    [("A", ("A",)), ("A;B", ("A", "B")), (" A ; B ; ", ("A", "B")), ("A; A", ("A",)), ("A, B", ("A, B",)), ("", ("",))],
)
def test_joint_names_are_parted_and_stand_once(joined: str, names: tuple[str, ...]) -> None:
    assert organisations_of(joined) == names


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([("A; B", "council; nhs"), ("A", "council")], "nhs"),
        ([("A; B", "council"), ("B", "nhs")], "nhs"),
        ([("A; B", "council"), ("B", None)], "council"),
        ([("A; B", "council; "), ("B", "nhs")], "nhs"),
        ([("A; B", None)], None),
        ([("A; B", "council; ")], None),
        ([("A; A; B", "council; council; nhs")], "nhs"),
        ([], None),
    ],
)
def test_type_comes_from_its_own_place_in_a_joint_document_or_from_its_own_documents(
    rows: list[tuple[str, str | None]], kind: str | None
) -> None:
    documents = [
        make_document(f"d{n}", organisation=names, organisation_type=given) for n, (names, given) in enumerate(rows)
    ]
    assert type_of("B", documents) == kind
