"""Claims as W3C Web Annotations (Sanderson, Ciccarese and Young 2017): one annotation for each claim.

A target is the published PDF by its address, else by its checksum, with three ways to find the passage: its words with
what stands before and after, the page (RFC 8118), and on the page its boxes as SVG in points of 1/72 inch from the top
left corner of the page as shown.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tokenism import __version__
from tokenism.exchange.claims_table import Tables, link, ordered
from tokenism.printable import printable
from tokenism.records import Box, Claim, Document, Passage

CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"sha256": "https://schema.org/sha256"})
PDF_FRAGMENTS = "https://www.rfc-editor.org/rfc/rfc8118"

_IDS = uuid.UUID("0e4a4f3b-6c1e-5a37-9b0e-6d6f0c3c9a51")
"""Namespace of the ids: a claim keeps its id from run to run."""

_AROUND = 60
"""Characters before and after the passage, by which it is told from the same words elsewhere."""


def annotation_collection(tables: Tables) -> dict[str, Any]:
    """All claims of a run as one AnnotationCollection, in the order of documents and text."""
    documents = {document.document_id: document for document in tables["documents"][1]}
    passages = {passage.passage_id: passage for passage in tables["passages"][1]}
    around = _neighbours(tables["passages"][1])
    claims = ordered(tables)
    items = [_annotation(claim, documents.get(claim.document_id), passages, around) for claim in claims]
    own = _urn("collection", *(claim.claim_id for claim in claims))
    page = {"id": _urn("page", own), "type": "AnnotationPage", "partOf": own, "startIndex": 0, "items": items}
    return {
        "@context": list(CONTEXT),
        "id": own,
        "type": "AnnotationCollection",
        "label": "Claims of public participation and their verdicts",
        "generator": {"type": "Software", "name": f"tokenism {__version__}"},
        "total": len(items),
        "first": page,
    }


def _urn(*parts: str) -> str:
    """A name that the same parts always give."""
    return f"urn:uuid:{uuid.uuid5(_IDS, chr(0).join(parts).encode('utf-8', 'replace').decode())}"


def _neighbours(passages: Sequence[Passage]) -> dict[str, tuple[str, str]]:
    """For each passage the end of the one before and the beginning of the one after, in the same document."""
    found = {}
    for n, passage in enumerate(passages):
        before, after = (passages[i] if 0 <= i < len(passages) else None for i in (n - 1, n + 1))
        prefix = before.text[-_AROUND:] if before and before.document_id == passage.document_id else ""
        suffix = after.text[:_AROUND] if after and after.document_id == passage.document_id else ""
        found[passage.passage_id] = (prefix, suffix)
    return found


def _annotation(
    claim: Claim, document: Document | None, passages: Mapping[str, Passage], around: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    source = _source(claim, document)
    passage = passages.get(claim.passage_id)
    pages = range(claim.page, max(claim.page, passage.page_end) + 1) if passage else [claim.page]
    boxes = passage.boxes if passage else ()
    targets = [_target(source, [_on_page(page, boxes)]) for page in pages]
    if passage:
        targets[0]["selector"].insert(0, _quotation(passage, around))
    return {
        "id": _urn("claim", claim.document_id, claim.claim_id),
        "type": "Annotation",
        "motivation": "classifying",
        "body": [*_tags(claim), _text("describing", claim.reason)],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _source(claim: Claim, document: Document | None) -> dict[str, Any]:
    """The PDF by its address, its checksum, or a name of our own where there is neither."""
    url = link(document, 1)
    checksum = document.sha256 if document else None
    named = f"urn:sha256:{checksum}" if checksum else _urn("document", claim.document_id)
    source = {"id": url.removesuffix("#page=1") if url else named, "type": "Text", "format": "application/pdf"}
    return source | ({"sha256": checksum} if checksum else {})


def _target(source: Mapping[str, Any], selectors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "SpecificResource", "source": dict(source), "selector": selectors}


def _quotation(passage: Passage, around: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    prefix, suffix = around[passage.passage_id]
    parts = {"prefix": printable(prefix), "suffix": printable(suffix)}
    quoted = {"type": "TextQuoteSelector", "exact": printable(passage.text)}
    return quoted | {name: text for name, text in parts.items() if text}


def _on_page(page: int, boxes: Iterable[Box]) -> dict[str, Any]:
    selector: dict[str, Any] = {"type": "FragmentSelector", "conformsTo": PDF_FRAGMENTS, "value": f"page={page}"}
    if svg := _svg(box for box in boxes if box.page == page):
        selector["refinedBy"] = {"type": "SvgSelector", "value": svg}
    return selector


def _svg(boxes: Iterable[Box]) -> str:
    rects = "".join(
        f'<rect x="{box.x0:.2f}" y="{box.top:.2f}" width="{max(0.0, box.x1 - box.x0):.2f}" '
        f'height="{max(0.0, box.bottom - box.top):.2f}"/>'
        for box in boxes
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{rects}</svg>' if rects else ""


def _tags(claim: Claim) -> list[dict[str, str]]:
    named = {"verdict": claim.verdict, "claim": claim.claim, "practice": claim.practice, "stance": claim.stance}
    marks = [mark for mark, holds in (("unsure", claim.unsure), ("disputed", claim.disputed)) if holds]
    return [_text("tagging", text) for text in (*(f"{name}: {value}" for name, value in named.items()), *marks)]


def _text(purpose: str, value: str) -> dict[str, str]:
    return {
        "type": "TextualBody",
        "purpose": purpose,
        "value": printable(value),
        "format": "text/plain",
        "language": "en",
    }
