"""Changes between two ledgers: what is the same claim, what changed in it, and why one appeared or vanished."""

from dataclasses import replace
from typing import Any

import pytest

from tests.makers import make_claim, make_document, make_passage
from tokenism.changes import Change, Changes, Side, compare
from tokenism.changes_table import table

LONG = "We will work with residents and carers as equal partners in the design of every service that they use"
NEAR = "We will work with residents and carers as equal partners in the planning of every service that they use"
OTHER = "Tenants met in May and again in June and told the board what they thought of the new repairs contract"


def side(*claims: Any, texts: dict[int, str] | None = None, documents: Any = None, also: tuple[Any, ...] = ()) -> Side:
    """A side whose claims have passages of their own, with these texts by number."""
    passages = [
        make_passage(
            int(claim.passage_id[1:]),
            (texts or {}).get(int(claim.passage_id[1:]), LONG),
            claim.document_id,
            claim.organisation,
        )
        for claim in claims
    ]
    return Side(documents or [make_document("d1")], [*passages, *also], claims)


def one(found: Changes) -> Change:
    assert len(found.changes) == 1
    return found.changes[0]


def told(found: Changes) -> list[tuple[str, str]]:
    return [(change.kind, change.because) for change in found.changes]


def test_same_ledger_twice_has_no_change() -> None:
    both = side(make_claim(1, "label-only"), make_claim(2, "supported", repeat_of="c1"))
    found = compare(both, both)
    assert (found.changes, found.n_same, found.n_first, found.n_documents) == ((), 1, 1, 1)


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"verdict": "supported"}, ("verdict",)),
        ({"claim": "co-production"}, ("claim",)),
        ({"practice": "informing", "verdict": "overclaimed"}, ("practice", "verdict")),
        ({"unsure": True}, ("unsure",)),
        ({"disputed": True}, ("disputed",)),
        ({"stance": "committed"}, ("stance",)),
        ({"evidence_page": 7}, ("evidence_page",)),
        ({"evidence_document_id": "d9"}, ("evidence_page",)),
        ({"repeat_of": "c9"}, ("repeat",)),
        ({"organisation": "Ash Trust"}, ("organisation",)),
        ({"reason": "said otherwise", "evidence_score": 3.1}, ()),
    ],
)
def test_same_passage_is_the_same_claim_whatever_is_said_of_it(fields: dict[str, Any], what: tuple[str, ...]) -> None:
    claim = make_claim(1, "label-only")
    found = compare(side(claim), side(replace(claim, **fields)))
    assert [change.what for change in found.changes] == ([what] if what else [])
    assert found.n_same == (not what)


def test_edition_with_other_words_is_the_same_claim_and_its_pages_are_no_change() -> None:
    old = make_claim(1, "label-only", evidence_page=3)
    new = make_claim(2, "label-only", document_id="d2", page=9, evidence_page=4)
    documents = [make_document("d1", title="Carers 2019"), make_document("d2", title="Carers 2024")]
    first, second = side(old, documents=documents[:1]), side(new, texts={2: NEAR}, documents=documents[1:])
    found = one(compare(first, second))
    assert (found.kind, found.what, found.before.claim, found.after.claim) == ("changed", ("words",), old, new)
    assert found.likeness == pytest.approx(14 / 20)
    assert sorted(told(compare(first, second, alike=0.8))) == [("appeared", "words"), ("vanished", "words")]


def test_same_words_of_another_organisation_are_another_claim() -> None:
    new = make_claim(2, "label-only", document_id="d2", organisation="Ash Trust")
    found = compare(
        side(make_claim(1, "label-only")), side(new, documents=[make_document("d2", "Ash Trust", title="Plan")])
    )
    assert told(found) == [("appeared", "document"), ("vanished", "document")]


def test_words_of_a_joint_document_are_found_in_one_of_its_organisations() -> None:
    new = make_claim(2, "label-only", document_id="d2", organisation="Ash Trust; Elm Council")
    found = compare(side(make_claim(1, "label-only")), side(new, documents=[make_document("d2", new.organisation)]))
    assert one(found).what == ("organisation",)


def test_each_claim_is_in_one_pair_and_the_most_alike_go_together() -> None:
    first = side(make_claim(1, "label-only"), make_claim(2, "label-only"), texts={1: LONG, 2: NEAR})
    second = side(make_claim(3, "label-only"), make_claim(4, "label-only"), texts={3: NEAR, 4: LONG})
    assert compare(first, second).changes == ()
    found = compare(first, side(make_claim(3, "label-only"), texts={3: NEAR}))
    assert (one(found).kind, one(found).before.claim.claim_id, found.n_same) == ("vanished", "c1", 1)


def test_of_equal_words_those_of_the_same_document_go_together() -> None:
    documents = [make_document("d1", title="Alpha plan"), make_document("d2", title="Beta report")]
    first = side(make_claim(1, "label-only"), make_claim(2, "supported", document_id="d2"), documents=documents)
    second = side(make_claim(3, "supported", document_id="d2"), make_claim(4, "label-only"), documents=documents)
    assert compare(first, second).changes == ()


def test_claim_whose_words_stand_in_both_is_told_apart_from_new_words() -> None:
    claim, other = make_claim(1, "label-only"), make_claim(2, "label-only")
    first = side(claim)
    second = side(claim, other, texts={2: OTHER})
    assert told(compare(first, second)) == [("appeared", "words")]
    unclaimed = replace(first, passages=[*first.passages, make_passage(2, OTHER)])
    assert told(compare(unclaimed, second)) == [("appeared", "labels")]
    read_otherwise = replace(first, passages=[*first.passages, make_passage(8, f"{OTHER} today")])
    assert told(compare(read_otherwise, second)) == [("appeared", "labels")]
    assert told(compare(second, unclaimed)) == [("vanished", "labels")]


def test_claims_of_a_document_in_one_only_are_kept_apart() -> None:
    documents = [make_document("d1"), make_document("d2", title="Parks")]
    new = make_claim(2, "label-only", document_id="d2")
    found = compare(
        side(make_claim(1, "label-only")),
        side(make_claim(1, "label-only"), new, texts={2: OTHER}, documents=documents),
    )
    assert told(found) == [("appeared", "document")]
    single = found.singles[0]
    assert (single.document, single.side, single.n_claims, single.editions) == (documents[1], 2, 1, ())


def test_document_given_in_both_and_read_in_one_says_so() -> None:
    locked = make_document("d1", status="encrypted")
    found = compare(Side([locked], [], []), side(make_claim(1, "label-only")))
    assert (found.singles[0].otherwise, told(found)) == ("encrypted", [("appeared", "document")])


def test_claim_now_backed_comes_first_and_documents_in_one_only_last() -> None:
    old = [make_claim(n, "label-only") for n in (1, 2, 3)]
    new = [
        replace(old[0], unsure=True),
        replace(old[1], verdict="supported"),
        make_claim(5, "overclaimed"),
        make_claim(6, "label-only", "co-production", document_id="d2"),
    ]
    texts = {1: LONG, 2: OTHER, 3: "one two three four", 5: "five six seven eight", 6: "nine ten eleven twelve"}
    documents = [make_document("d1"), make_document("d2")]
    found = compare(side(*old, texts=texts), side(*new, texts=texts, documents=documents))
    assert [(change.kind, change.place.claim.claim_id) for change in found.changes] == [
        ("changed", "c2"),
        ("vanished", "c3"),
        ("appeared", "c5"),
        ("changed", "c1"),
        ("appeared", "c6"),
    ]


def test_order_of_the_tables_does_not_matter() -> None:
    claims = [make_claim(n, "label-only") for n in range(1, 5)]
    texts = {1: LONG, 2: NEAR, 3: OTHER, 4: "four words of nothing"}
    first, second = side(*claims[:2], texts=texts), side(*claims[2:], texts=texts)
    turned = Side(second.documents, second.passages[::-1], second.claims[::-1])
    assert table(compare(first, second).changes) == table(compare(first, turned).changes)


def test_table_has_a_cell_for_each_column_and_nothing_for_a_side_that_is_not_there() -> None:
    found = compare(side(make_claim(1, "label-only")), side(make_claim(2, "supported"), texts={2: OTHER}))
    names, rows = table(found.changes)
    assert {len(row) for row in rows} == {len(names)}
    appeared = dict(zip(names, next(row for row in rows if row[0] == "appeared"), strict=True))
    assert {appeared[name] for name in names if name.startswith("before_")} == {None}
    assert (appeared["after_text"], appeared["after_unsure"], appeared["after_document"]) == (OTHER, "no", "d1.pdf")
