"""Answers checked row by row: good rows become replies, each fault has its reason."""

from dataclasses import replace
from typing import Any

import pytest

from tests.makers import make_claim, make_document
from tokenism.errors import InputError
from tokenism.records import Reply
from tokenism.reply.filled import Filled, FilledRow
from tokenism.reply.form import ANSWERS
from tokenism.reply.receive import Received, receive

CLAIMS = [
    make_claim(1, "label-only"),
    make_claim(2, "label-only"),
    make_claim(3, "label-only", organisation="Ash Trust", document_id="d2"),
    make_claim(4, "label-only", organisation="Ash Trust; Elm Council"),
]
DOCUMENTS = [make_document("d1", title="The Plan"), make_document("d2", "Ash Trust", pages=40)]


def row(
    number: int = 2, claim_id: str = "c1", position: str = "agree", *, surplus: tuple[str, ...] = (), **cells: str
) -> FilledRow:
    return FilledRow(
        number, {"claim_id": claim_id, **dict.fromkeys(ANSWERS, ""), "position": position, **cells}, surplus
    )


def filled(*rows: FilledRow, sha256: str = "a" * 64) -> Filled:
    return Filled("reply.csv", sha256, tuple(rows[0].cells), rows)


def received(*rows: FilledRow, earlier: list[Reply] | None = None, **options: Any) -> Received:
    sha256 = options.pop("sha256", "a" * 64)
    options.setdefault("organisation", "Elm Council")
    return receive(filled(*rows, sha256=sha256), CLAIMS, DOCUMENTS, earlier or [], **options)


def test_good_row_becomes_a_reply() -> None:
    cells = {
        "response": "We voted.",
        "evidence_page": "9",
        "answered_by": "Head of Voice",
        "evidence_link": "https://a.example/x",
    }
    found = received(row(5, " C1 ", "  No  Comment ", **cells), received="2026-02-03")
    (reply,) = found.replies
    assert (reply.claim_id, reply.position, reply.round, reply.row) == ("c1", "no comment", 1, 5)
    assert (reply.received, reply.evidence_page, reply.answered_by) == ("2026-02-03", 9, "Head of Voice")
    assert found.rejected == ()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(claim_id="c9"), "claim id “c9” is not in the ledger"),
        (row(claim_id=""), "the claim id is missing"),
        (row(claim_id="c3"), "claim c3 belongs to “Ash Trust”, not to “Elm Council”"),
        (row(organisation="Ash Trust", claim_id="c4"), "the row is of “Ash Trust”, the file of “Elm Council”"),
        (row(position="maybe"), "position “maybe” is not known; choose agree, disagree, partly or no comment"),
        (row(position="", response="We did."), "the row has an answer, but no position"),
        (row(position="disagree"), "position is disagree, but response is empty"),
        (row(evidence_link="javascript:alert(1)"), "evidence_link “javascript:alert(1)” is no web address"),
        (row(evidence_link="www.elm.example"), "is no web address"),
        (row(evidence_page="p. 4"), "evidence_page “p. 4” is no page number"),
        (row(evidence_page="0"), "is no page number"),
        (row(evidence_page="1" * 5000), "is no page number"),
        (row(evidence_page="10"), "evidence_page is 10, but the document has 9 pages"),
        (row(evidence_page="10", evidence_document="the plan"), "the document has 9 pages"),
        (row(evidence_page="41", evidence_document="d2.pdf"), "the document has 40 pages"),
        (row(response="x" * 100_001), "response has more than 100,000 characters"),
        (row(surplus=("a note",)), "the cell “a note” stands in no named column"),
    ],
)
def test_fault_of_a_row_has_its_reason_and_leaves_other_rows(bad: FilledRow, reason: str) -> None:
    found = received(bad, row(3, "c2"))
    (rejected,) = found.rejected
    assert reason in rejected.reason
    assert (rejected.row, [reply.claim_id for reply in found.replies]) == (bad, ["c2"])


@pytest.mark.parametrize(
    "cells",
    [
        {"evidence_page": "300", "evidence_document": "Minutes of the panel"},
        {"evidence_page": "300", "evidence_link": "https://elm.example/minutes.pdf"},
        {"evidence_page": "9"},
        {},
    ],
)
def test_page_of_a_document_that_is_not_of_the_run_is_not_checked(cells: dict[str, str]) -> None:
    assert received(row(**cells)).rejected == ()


def test_second_row_for_a_claim_names_the_first() -> None:
    found = received(row(2), row(3, position="disagree", response="No."), row(4, "c2"))
    assert [reply.position for reply in found.replies] == ["agree", "agree"]
    assert [(one.row.number, one.reason.split(";")[0]) for one in found.rejected] == [
        (3, "claim c1 is answered in row 2 of this file already")
    ]


def test_row_without_an_answer_is_counted_not_rejected() -> None:
    found = received(row(position=""), row(3, "c2"))
    assert (found.n_unanswered, len(found.replies), found.rejected) == (1, 1, ())


def test_same_file_again_adds_nothing() -> None:
    first = received(row())
    again = received(row(), earlier=list(first.replies))
    assert (again.replies, again.n_known) == ((), 1)


def test_same_words_in_another_file_add_nothing() -> None:
    first = received(row())
    again = received(row(7), earlier=list(first.replies), sha256="b" * 64, received="2026-05-05")
    assert (again.replies, again.n_known) == ((), 1)


def test_file_that_was_outdated_since_adds_nothing() -> None:
    first = list(received(row()).replies)
    second = list(received(row(position="partly"), earlier=first, sha256="b" * 64).replies)
    assert received(row(), earlier=first + second).replies == ()


def test_another_answer_is_another_round() -> None:
    first = list(received(row()).replies)
    (second,) = received(row(position="partly"), earlier=first, sha256="b" * 64).replies
    assert (second.round, second.position) == (2, "partly")


def test_text_that_steers_a_terminal_or_a_page_is_made_visible() -> None:
    (reply,) = received(row(response="paid \u202efdp\x1b[31m")).replies
    assert reply.response == "paid \ufffdfdp\ufffd[31m"


@pytest.mark.parametrize(
    ("rows", "whose"),
    [
        ([row(), row(3, "c2"), row(4, "c3")], "Elm Council"),
        ([row(claim_id="c3", organisation="ash trust"), row(3, "c1"), row(4, "c2")], "Ash Trust"),
    ],
)
def test_file_says_whose_answers_they_are(rows: list[FilledRow], whose: str) -> None:
    assert received(*rows, organisation=None).organisation == whose


@pytest.mark.parametrize(
    ("rows", "words"),
    [([row(claim_id="x")], "none of its claim ids"), ([row(claim_id="c4")], "say it with --organisation")],
)
def test_file_that_does_not_say_is_refused(rows: list[FilledRow], words: str) -> None:
    with pytest.raises(InputError, match=words):
        received(*rows, organisation=None)


@pytest.mark.parametrize(
    ("claim_id", "cell"),
    [("001234567890", "1234567890"), ("123456789012", "1.23457E+11"), ("12345678e012", "12345678E012")],
)
def test_id_that_a_spreadsheet_took_for_a_number_is_found(claim_id: str, cell: str) -> None:
    claims = [make_claim(1, "label-only"), replace(make_claim(2, "label-only"), claim_id=claim_id)]
    found = receive(filled(row(claim_id=cell)), claims, DOCUMENTS, [], organisation="Elm Council")
    assert [reply.claim_id for reply in found.replies] == [claim_id]


def test_columns_that_are_not_of_the_form_are_told() -> None:
    assert received(row(our_notes="see the minutes"), row(3, "c2", our_notes="")).unread == ("our_notes",)
