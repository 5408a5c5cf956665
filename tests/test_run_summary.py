"""What is told at the end of a run: figures, which claims to read first, and what was not read."""

from dataclasses import replace
from typing import Any

import pytest

from tests.makers import make_claim, make_document, make_passage, make_score, make_span, make_tag
from tokenism.records import Boilerplate
from tokenism.run_summary import organisation_table, strongest, summary_of
from tokenism.screen import Screen

LINE = Boilerplate("c1", "c1", "d1", "Elm Council", 1, "consultation", "label-only", 2, 1)


def ranked(name: str, index: float, low: float, high: float, **fields: Any) -> Any:
    return make_score(name, tokenism_index=index, tokenism_low=low, tokenism_high=high, **fields)


SCORES = [
    make_score("Ash", n_documents=1),
    ranked("Elm", 0.2, 0.1, 0.4, n_documents=2, n_claims=20, n_overclaimed=3),
    ranked("Fir", 0.9, 0.7, 0.95, n_documents=1, n_claims=31, n_label_only=29),
    make_score("Oak"),
]


def test_highest_index_stands_first_and_undefined_last() -> None:
    assert [list(column.cells)[i] for column in organisation_table(SCORES, Screen()).columns[1:] for i in (0, 3)] == [
        *("31", "–", "29 of 31", "–", "90%", "–", "70% to 95%", "not read"),
    ]
    assert [str(cell) for cell in organisation_table(SCORES, Screen()).columns[0].cells] == ["Fir", "Elm", "Ash", "Oak"]


def test_narrow_table_leaves_out_the_number_that_is_said_twice() -> None:
    assert [column.header for column in organisation_table(SCORES, Screen(60)).columns] == [
        *("Organisation", "Said lacking", "Index", "95 % interval"),
    ]


def test_table_stops_at_fifteen_and_says_how_many_more() -> None:
    told = summary_of([make_score(f"Council {n:02}") for n in range(18)], [], [], Screen())
    assert "Council 14" in told
    assert "Council 15" not in told
    assert "... and 3 more in organisations.csv" in told


def chosen(claims: list[Any], chances: dict[int, float] | None = None, **tables: Any) -> list[str]:
    """Ids of the strongest overclaims among claims of passages, with the chance that each claims its band."""
    numbers = [int(claim.passage_id[1:]) for claim in claims]
    tags = [
        replace(
            make_tag(n),
            p_claim={claim.claim: (chances or {}).get(n, 0.5)},
            p_practice={"none": 0.8, "co-production": 0.2},
        )
        for n, claim in zip(numbers, claims, strict=True)
    ]
    passages = [make_passage(n, "words") for n in numbers]
    found = strongest([], passages, tags, (), claims, tables.pop("boilerplate", ()), **tables)
    return [one.claim.claim_id for one in found]


def test_highest_band_comes_first_then_the_most_probable() -> None:
    claims = [
        make_claim(1, "label-only"),
        make_claim(2, "overclaimed", "co-production"),
        make_claim(3, "label-only", "co-production"),
        make_claim(4, "supported", "co-production"),
    ]
    assert chosen(claims, {1: 0.99, 2: 0.6, 3: 0.7}) == ["c3", "c2", "c1"]


@pytest.mark.parametrize("fields", [{"unsure": True}, {"disputed": True}, {"repeat_of": "c9"}, {"verdict": "planned"}])
def test_doubtful_claims_repeats_and_those_that_are_backed_are_left_out(fields: dict[str, Any]) -> None:
    assert chosen([replace(make_claim(1, "label-only"), **fields)]) == []


def test_claim_of_several_documents_is_given_once_and_at_most_five_in_all() -> None:
    claims = [make_claim(n, "label-only") for n in range(1, 9)]
    shared = [replace(LINE, claim_id=f"c{n}") for n in (1, 2)]
    assert chosen(claims, boilerplate=shared) == ["c1", "c3", "c4", "c5", "c6"]


def told(width: int = 80, *, text: str = "Everything was co-produced with carers.", organisation: str = "Elm") -> str:
    claim = make_claim(1, "label-only", "co-production", organisation=organisation)
    document = make_document(title="Plan \x1b[31m for all", organisation=organisation)
    spans = [make_span(1, "claim", 15, 26)]
    strong = strongest([document], [make_passage(1, text)], [make_tag(1)], spans, [claim], ())
    not_read = [make_document(f"d{n}", status="corrupt") for n in range(2, 7)]
    others = [make_document("d8", status="duplicate"), make_document("d9", status="encrypted")]
    return summary_of(SCORES, strong, [document, *not_read, *others], Screen(width))


def test_strongest_claim_is_told_with_organisation_document_page_and_words() -> None:
    assert (
        "1. Claims co-production, describes nothing\n   Elm, Plan �[31m for all, page 1\n"
        "   “Everything was co-produced with carers.”" in told()
    )
    assert "It can be wrong, so check each" in told()


def test_nothing_strong_is_said() -> None:
    assert "No claim of which the program is sure exceeds" in summary_of(SCORES, [], [], Screen())


def test_documents_not_read_are_grouped_by_why_and_copies_are_none() -> None:
    assert "  5 damaged: d2.pdf, d3.pdf, d4.pdf and 2 more\n  1 locked: d9.pdf" in told()
    assert "d8.pdf" not in told()
    assert "Not read" not in summary_of(SCORES, [], [make_document()], Screen())


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("organisation", ["A very long name of a council and its partners " * 3, "x" * 200, "南" * 90])
def test_every_line_fits_and_nothing_is_lost(width: int, organisation: str) -> None:
    from rich.cells import cell_len

    found = told(width, text="word " * 200, organisation=organisation)
    assert max(map(cell_len, found.splitlines())) <= width
    assert "\x1b" not in found
    assert found.replace("\n", "").replace(" ", "").count(organisation.strip()[-9:].replace(" ", "")) >= 1
