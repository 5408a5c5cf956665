"""The ledger for reading: one line a claim, in the order of the text, with its words, evidence and checked links."""

import pytest

from tests.exchange.runs import PLAIN, make_tables
from tests.makers import make_claim, make_document, make_passage, make_span
from tokenism.exchange.claims_table import claim_lines, claim_words, link
from tokenism.records import Claim


def test_lines_stand_in_the_order_of_the_text_with_words_and_evidence() -> None:
    first, second = claim_lines(make_tables())
    assert (first.number, first.claim_id, first.page, first.quotation) == (1, "c4", 4, PLAIN)
    assert first.claim_words == "We | asked"
    assert (first.evidence_quotation, first.evidence_page) == (f"Evidence: {PLAIN}", 9)
    assert first.report_link == "report/documents/d1.html#c4"
    assert first.pdf_link == "https://elm.example/plan.pdf#page=4"
    assert first.evidence_pdf_link == "https://elm.example/plan.pdf#page=9"
    assert (second.claim_id, second.counted, second.evidence_quotation) == ("c9", False, None)


def test_order_of_the_ledger_does_not_matter() -> None:
    tables = make_tables()
    kind, claims = tables["claims"]
    assert claim_lines({**tables, "claims": (kind, claims[::-1])}) == claim_lines(tables)


def test_claim_of_a_passage_and_document_that_the_tables_lack_keeps_its_line() -> None:
    claim = make_claim(7, "label-only", document_id="lost")
    (line,) = claim_lines({**make_tables(), "claims": (Claim, [claim])})
    assert (line.claim_id, line.quotation, line.file, line.document_title) == ("c7", "", "", None)


def test_evidence_in_the_own_passage_is_not_quoted_again() -> None:
    claim = make_claim(4, "supported", evidence_passage_id="p4", evidence_page=4)
    (line,) = claim_lines({**make_tables(), "claims": (Claim, [claim])})
    assert (line.evidence_quotation, line.evidence_passage_id) == (None, "p4")


def test_evidence_in_another_document_is_linked_there() -> None:
    tables = make_tables()
    other = make_document("d3", url="https://ash.example/b.pdf")
    kind, documents = tables["documents"]
    claim = make_claim(4, "supported-elsewhere", evidence_passage_id="p9", evidence_page=2, evidence_document_id="d3")
    (line,) = claim_lines({**tables, "documents": (kind, [*documents, other]), "claims": (Claim, [claim])})
    assert line.evidence_pdf_link == "https://ash.example/b.pdf#page=2"


def test_same_words_are_told_once_and_spans_outside_the_text_do_no_harm() -> None:
    passage = make_passage(1, "we ask, we ask")
    spans = [make_span(1, "claim", 0, 6), make_span(1, "claim", 8, 14), make_span(1, "claim", -5, 2)]
    assert claim_words(passage, spans) == "we | we ask"
    assert claim_words(None, spans) == ""


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a.example/\u202efdp",
        "https://a.example/a b",
        "x",
    ],
)
def test_address_that_is_not_of_the_web_or_hides_what_it_is_gives_no_link(url: str | None) -> None:
    assert link(make_document(url=url), 1) is None
