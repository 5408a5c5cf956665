"""A small invented run with its tables, and texts that would do harm where they are not taken as text."""

from typing import Any

from tests.makers import make_claim, make_document, make_passage, make_score, make_span, make_tag
from tokenism.exchange.claims_table import Tables
from tokenism.records import (
    Boilerplate,
    Box,
    Claim,
    Comparison,
    Document,
    MatrixCell,
    Passage,
    ProfileLine,
    Reply,
    Score,
    Span,
    Tag,
)

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://bad.example","Elm")',
    "javascript:alert(1)",
    "https://bad.example/ and more",
    "paid \u202efdp.exe\u2066",
    "a\0b\x07c\x1b[31m\x85",
    "half \ud800 pair",
    "w" * 10_000,
    "+1",
    "-1",
    "@x",
    "\t=1+1",
    "\n=1+1",
    "＝1+1",
    "one\ttwo\nthree\r\nfour",
    "_x0041_ %s {0} ${x} {{ y }} %(z)s",
    "'; DROP TABLE claims; --",
    '"quoted", with, commas',
    "]]> & <!-- -->",
    "# key: [value] | - item",
    "🙂 ŷ £",
)

PLAIN = "We asked tenants in a survey, and they were heard."


def make_tables(text: str = PLAIN, url: str | None = "https://elm.example/plan.pdf", **fields: Any) -> Tables:
    """A run of two documents with two claims; ``text`` stands in every field that may hold a document's words."""
    told = {"organisation": text, "title": text, "path": text, "detail": text, "licence": text, "url": url}
    documents = [make_document("d1", year=2024, **(told | fields)), make_document("d2", sha256=None, status="missing")]
    boxes = (Box(4, 10.0, 20.0, 110.0, 45.5), Box(5, 10.0, 20.0, 50.0, 30.0))
    passages = [
        make_passage(1, "The foreword.", organisation=text),
        make_passage(4, text, organisation=text, section=text, page_end=5, boxes=boxes),
        make_passage(9, f"Evidence: {text}", organisation=text),
    ]
    claims = [
        make_claim(9, "label-only", organisation=text, reason=text, would_change=text, repeat_of="c4"),
        make_claim(
            4, "supported-elsewhere", "co-production", organisation=text, reason=text,
            evidence_passage_id="p9", evidence_page=9, evidence_score=4.5, unsure=True,
        ),
    ]  # fmt: skip
    return {
        "documents": (Document, documents),
        "passages": (Passage, passages),
        "tags": (Tag, [make_tag(1), make_tag(4, "co-production"), make_tag(9, "consultation")]),
        "spans": (Span, [make_span(4, "claim", 3, 8), make_span(4, "claim", 0, 2), make_span(4, "marker", 0, 1)]),
        "claims": (Claim, claims),
        "organisations": (Score, [make_score(text, note=text, n_claims=1, mean_lift=-0.5, tokenism_index=0.25)]),
        "profile": (ProfileLine, [ProfileLine(text, "v", "l", text, 1, 1, 0.5, 0.1, 0.9, None, None, None)]),
        "matrix": (MatrixCell, [MatrixCell(text, "consultation", "planned", 1, 1.5, 0.0, 3.0)]),
        "comparisons": (Comparison, [Comparison("organisations", text, text, "Ash", 12, 10, -0.1, -0.3, 0.1, 0.2)]),
        "boilerplate": (Boilerplate, [Boilerplate("c4", "c4", "d1", text, 4, "co-production", "planned", 2, 1)]),
        "replies": (Reply, [make_reply(text)]),
    }


def make_reply(text: str) -> Reply:
    return Reply("c4", text, 1, None, "partly", text, text, 3, None, text, text, text, "a" * 64, 2)
