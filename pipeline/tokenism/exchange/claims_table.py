"""The ledger for reading: each claim with its organisation, document, words, evidence and links, one line a claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from tokenism.printable import printable
from tokenism.records import Claim, Document, Passage, Span
from tokenism.report.quotes import safe_url
from tokenism.report.slugs import claim_link

Tables = Mapping[str, tuple[type[Any], Sequence[Any]]]
"""All tables of a run by name, each with the kind of its records."""

BETWEEN = " | "
"""Stands between the words that made a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One claim with all that is needed to judge it; the columns are described in ``columns.toml``."""

    number: int
    organisation: str
    document_title: str | None
    year: int | None
    page: int
    section: str
    quotation: str
    claim_words: str
    claim: str
    practice: str
    stance: str
    verdict: str
    unsure: bool
    disputed: bool
    counted: bool
    evidence_quotation: str | None
    evidence_page: int | None
    reason: str
    would_change: str
    report_link: str
    pdf_link: str | None
    evidence_pdf_link: str | None
    file: str
    url: str | None
    organisation_type: str | None
    claim_id: str
    document_id: str
    passage_id: str
    evidence_passage_id: str | None
    evidence_document_id: str | None
    evidence_score: float | None
    passage_verdict: str
    repeat_of: str | None
    view: str


def ordered(tables: Tables) -> list[Claim]:
    """Claims in the order of documents and text; those of passages that the table lacks come last."""
    place = {passage.passage_id: n for n, passage in enumerate(tables["passages"][1])}
    document = {document.document_id: n for n, document in enumerate(tables["documents"][1])}

    def order(claim: Claim) -> tuple[int, int, int, str]:
        first = document.get(claim.document_id, len(document))
        return first, place.get(claim.passage_id, len(place)), claim.page, claim.claim_id

    return sorted(tables["claims"][1], key=order)


def claim_lines(tables: Tables) -> list[ClaimLine]:
    """The lines of the table, in the order of documents and text; all text is printable."""
    documents = {document.document_id: document for document in tables["documents"][1]}
    passages = {passage.passage_id: passage for passage in tables["passages"][1]}
    spans: dict[str, list[Span]] = {}
    for span in tables["spans"][1]:
        spans.setdefault(span.passage_id, []).append(span)
    return [
        _line(
            number,
            claim,
            documents,
            passages,
            spans.get(claim.passage_id, ()),
        )
        for number, claim in enumerate(ordered(tables), start=1)
    ]


def _line(
    number: int, claim: Claim, documents: Mapping[str, Document], passages: Mapping[str, Passage], spans: Sequence[Span]
) -> ClaimLine:
    document, passage = documents.get(claim.document_id), passages.get(claim.passage_id)
    own = claim.evidence_passage_id == claim.passage_id
    evidence = None if own else passages.get(claim.evidence_passage_id or "")
    source = documents.get(claim.evidence_document_id or claim.document_id)
    line: dict[str, Any] = {field.name: getattr(claim, field.name) for field in fields(Claim)}
    line |= {
        "number": number,
        "organisation_type": document and document.organisation_type,
        "document_title": document and document.title,
        "year": document and document.year,
        "section": passage.section if passage else "",
        "quotation": passage.text if passage else "",
        "claim_words": claim_words(passage, spans),
        "counted": claim.repeat_of is None,
        "evidence_quotation": evidence and evidence.text,
        "report_link": f"report/{claim_link(claim.document_id, claim.claim_id)}",
        "pdf_link": link(document, claim.page),
        "evidence_pdf_link": link(source, claim.evidence_page) if claim.evidence_page else None,
        "file": document.path if document else "",
        "url": document and document.url,
    }
    told: dict[str, Any] = {name: printable(value) if isinstance(value, str) else value for name, value in line.items()}
    return ClaimLine(**told)


def claim_words(passage: Passage | None, spans: Sequence[Span]) -> str:
    """Words that made a claim, in the order of the text and each once, joined by a bar."""
    if passage is None:
        return ""
    places = sorted({(span.start, span.end) for span in spans if span.kind == "claim"})
    return BETWEEN.join(dict.fromkeys(passage.text[max(0, start) : max(0, end)] for start, end in places))


def link(document: Document | None, page: int) -> str | None:
    """Web address of a document at a page; None where it has none, or one that could show as another."""
    url = safe_url(document.url, page=page) if document else None
    return url if url and url == printable(url) and url.split() == [url] else None
