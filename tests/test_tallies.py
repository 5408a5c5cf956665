"""What is counted of each organisation."""

import pytest

from tests.makers import make_claim, make_document, make_passage, make_tag
from tokenism.tallies import RawIndex, grouped, lacking, raw_index, tallies


def test_repeats_are_in_no_count_but_that_of_passages() -> None:
    passages = [make_passage(n) for n in (1, 2)]
    tags = [make_tag(n, "consultation") for n in (1, 2)]
    claims = [make_claim(1, "label-only"), make_claim(2, "label-only", repeat_of="c1")]
    (found,) = tallies([make_document()], passages, tags, claims)
    assert (found.n_passages, len(found.claims), found.cells.sum()) == (2, 1, 1)


def test_joint_document_counts_for_each_and_alone_for_none() -> None:
    joint = "Ash Trust; Elm Council"
    documents = [make_document("d1", joint), make_document("d2", "Elm Council")]
    found = tallies(documents, [], [], [make_claim(1, "supported", organisation=joint)])
    assert [(one.name, len(one.documents), len(one.claims)) for one in found] == [
        ("Ash Trust", 1, 1),
        ("Elm Council", 2, 1),
    ]


def test_document_that_was_not_read_is_counted_apart() -> None:
    (found,) = tallies([make_document("d1"), make_document("d2", status="corrupt")], [], [], [])
    assert (len(found.documents), len(found.read)) == (2, 1)


def test_claims_of_a_band() -> None:
    claims = [make_claim(1, "supported", "co-production"), make_claim(2, "supported")]
    (found,) = tallies([make_document()], [], [], claims)
    assert [len(found.of_band(band)) for band in (None, "co-production", "consultation", "informing")] == [2, 1, 1, 0]


@pytest.mark.parametrize(("n", "least", "enough"), [(0, 0, False), (0, 1, False), (1, 1, True), (4, 5, False)])
def test_no_claims_are_never_enough(n: int, least: int, enough: bool) -> None:
    (found,) = tallies([make_document()], [], [], [make_claim(i, "supported") for i in range(n)])
    assert found.enough(least) is enough


def test_items_without_an_organisation_are_under_the_empty_name() -> None:
    assert list(grouped([make_document("d1", "")])) == [""]


def test_raw_index_is_of_claims_without_repeats_and_unknown_without_any() -> None:
    claims = [make_claim(1, "label-only"), make_claim(2, "overclaimed", repeat_of="c1"), make_claim(3, "planned")]
    assert lacking(claims) == 2
    assert raw_index(claims) == RawIndex(2, 0.5, 0, None)
    assert raw_index([]) == raw_index(claims[1:2]) == RawIndex(0, None, 0, None)


def test_raw_gap_is_of_claims_of_co_production() -> None:
    claims = [make_claim(1, "label-only", "co-production"), make_claim(2, "supported"), make_claim(3, "planned")]
    assert raw_index(claims) == RawIndex(3, pytest.approx(1 / 3), 1, 1.0)
