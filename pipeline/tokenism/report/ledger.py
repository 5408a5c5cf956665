"""The claims ledger as it is shown: each claim with its quotation, its verdict and the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tokenism.organisations import organisations_of
from tokenism.records import BANDS, Claim, Document, Passage, Tag
from tokenism.report.citations import Citation, cite_claim
from tokenism.report.corpus import Corpus, document_name, file_name, was_read
from tokenism.report.quotes import marked, safe_url
from tokenism.report.slugs import anchor, distinct, document_page
from tokenism.report.why import Sign
from tokenism.report.words import SHORT_OF_CLAIM

RESERVED = ("main", "top", "about", "ledger", "unlabelled", "cite", "filter-count", "verdicts-t", "verdicts-d")
"""Ids of the page's own sections, which no claim may take."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with the words by which it is shown."""

    document: Document
    name: str
    file: str
    url: str | None
    read: bool

    @property
    def page(self) -> str:
        """Path of its page from the folder of the report."""
        return document_page(self.document.document_id)

    @property
    def organisations(self) -> tuple[str, ...]:
        """Names of those whose document it is."""
        return organisations_of(self.document.organisation)

    @property
    def year(self) -> int | None:
        """Year of the document, unless its name tells it already."""
        year = self.document.year
        return None if str(year) in self.name else year


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a document and where they stand; ``section`` is the nearest heading."""

    html: Markup
    passage_id: str
    kind: str
    page: int
    page_end: int
    pages: str
    section: str
    document: DocumentView
    url: str | None


@dataclass(frozen=True, slots=True)
class Why:
    """Rungs of claim and practice, and the words and rules that speak for them; ``evidence`` is the practice of it."""

    claim: str
    practice: str
    claims: tuple[Sign, ...]
    practices: tuple[Sign, ...]
    markers: tuple[Sign, ...]
    evidence: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Confidence:
    """Chances (0 to 1) that a passage claims and describes what its labels say, as the model gives them."""

    claim: float
    practice: float


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim: what it says, what backs it, and whether it is counted."""

    claim: Claim
    number: int
    anchor: str
    link: str
    quotation: Quotation | None
    evidence: Quotation | None
    repeat_anchor: str | None
    why: Why | None
    citation: Citation
    confidence: Confidence | None

    @property
    def short(self) -> bool:
        """Whether the claim exceeds the described method."""
        return self.claim.verdict in SHORT_OF_CLAIM


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """A passage that describes more participation than it claims."""

    quotation: Quotation
    tag: Tag


def view_document(corpus: Corpus, document_id: str) -> DocumentView:
    """Prepare a document to be shown; one that the table lacks is shown by its id."""
    document = corpus.document.get(document_id)
    if document is None:
        document = Document(document_id, path=document_id, sha256=None, organisation="", status="missing")
    return DocumentView(
        document, document_name(document), file_name(document), safe_url(document.url), was_read(document)
    )


def quote(corpus: Corpus, passage_id: str | None) -> Quotation | None:
    """Quote a passage with its marks and its page; None for a passage that the table lacks."""
    passage = corpus.passage.get(passage_id or "")
    if passage is None:
        return None
    document = view_document(corpus, passage.document_id)
    return Quotation(
        html=marked(passage.text, corpus.spans_of.get(passage.passage_id, ())),
        passage_id=passage.passage_id,
        kind=passage.kind,
        page=passage.page,
        page_end=passage.page_end,
        pages=page_words(passage),
        section=passage.section.rsplit(" > ", 1)[-1],
        document=document,
        url=safe_url(document.url, page=passage.page),
    )


def page_words(passage: Passage) -> str:
    """Say in words where a passage stands: "page 4", or "pages 4 to 5" for one that runs on."""
    if passage.page_end > passage.page:
        return f"pages {passage.page} to {passage.page_end}"
    return f"page {passage.page}"


def view_claims(corpus: Corpus, claims: Sequence[Claim]) -> tuple[ClaimView, ...]:
    """Claims of one document in the order of its text, each with an anchor that is unique on the page."""
    last = len(corpus.passages)
    ordered = sorted(claims, key=lambda claim: (corpus.order.get(claim.passage_id, last), claim.page, claim.claim_id))
    anchors = distinct((anchor(claim.claim_id) for claim in ordered), taken=RESERVED)
    earlier = _targets(ordered, anchors)
    return tuple(
        _view_claim(corpus, claim, number, name, earlier.get(claim.repeat_of or ""))
        for number, (claim, name) in enumerate(zip(ordered, anchors, strict=True), start=1)
    )


def _targets(claims: Sequence[Claim], anchors: Sequence[str]) -> dict[str, str]:
    """Anchors by claim id and, failing that, by passage id: a repeat may name either."""
    pairs = list(zip(claims, anchors, strict=True))
    by_passage = {claim.passage_id: name for claim, name in pairs}
    return by_passage | {claim.claim_id: name for claim, name in pairs}


def _view_claim(corpus: Corpus, claim: Claim, number: int, name: str, repeat_anchor: str | None) -> ClaimView:
    elsewhere = claim.evidence_passage_id != claim.passage_id
    return ClaimView(
        claim=claim,
        number=number,
        anchor=name,
        link=f"{document_page(claim.document_id)}#{name}",
        quotation=quote(corpus, claim.passage_id),
        evidence=quote(corpus, claim.evidence_passage_id) if elsewhere else None,
        repeat_anchor=repeat_anchor,
        why=_why(corpus, claim),
        citation=cite_claim(corpus, claim),
        confidence=_confidence(corpus, claim),
    )


def _confidence(corpus: Corpus, claim: Claim) -> Confidence | None:
    """None where nobody gave chances, and where a view draws the bands anew, for which there are none."""
    tag = corpus.tag.get(claim.passage_id)
    if tag is None or not all(_own_band(corpus, rung) for rung in (tag.claim_rung, tag.practice_rung)):
        return None
    claimed, described = tag.p_claim.get(tag.claim), tag.p_practice.get(tag.practice)
    return None if claimed is None or described is None else Confidence(claimed, described)


def _own_band(corpus: Corpus, rung: int) -> bool:
    return not rung or corpus.bands[rung - 1] == corpus.codebook.band(rung)


def _why(corpus: Corpus, claim: Claim) -> Why | None:
    tag = corpus.tag.get(claim.passage_id)
    if tag is None or claim.passage_id not in corpus.passage:
        return None
    elsewhere = claim.evidence_passage_id if claim.evidence_passage_id != claim.passage_id else None
    return Why(
        claim=_rung(corpus, tag.claim_rung),
        practice=_rung(corpus, tag.practice_rung),
        claims=_signs(corpus, claim.passage_id, "claim"),
        practices=_signs(corpus, claim.passage_id, "practice"),
        markers=_signs(corpus, claim.passage_id, "marker"),
        evidence=_signs(corpus, elsewhere, "practice"),
    )


def _rung(corpus: Corpus, rung: int) -> str:
    """A rung by number and name, and its level where the view gives it another name."""
    level = corpus.view.level(rung)
    name = corpus.reasons.rung(rung)
    return name if level is None else f"{name}, which is “{level.name}” in this view"


def _signs(corpus: Corpus, passage_id: str | None, kind: str) -> tuple[Sign, ...]:
    passage = corpus.passage.get(passage_id or "")
    if passage is None:
        return ()
    return corpus.reasons.signs(passage.text, corpus.spans_of.get(passage.passage_id, ()), kind)


def practice_without_label(corpus: Corpus, passages: Sequence[Passage]) -> list[Passage]:
    """Passages that describe consultation or co-production above what they claim, the highest and the done first."""
    found = [passage for passage in passages if _is_unlabelled(corpus.tag.get(passage.passage_id))]

    def rank(passage: Passage) -> tuple[int, bool, int, int]:
        tag = corpus.tag[passage.passage_id]
        done = tag.stance == "reported"
        return -BANDS.index(tag.practice), not done, -tag.practice_rung, corpus.order[passage.passage_id]

    return sorted(found, key=rank)


def view_unlabelled(corpus: Corpus, passages: Sequence[Passage]) -> tuple[Unlabelled, ...]:
    """Quote the passages, each with its labels."""
    quoted = ((quote(corpus, passage.passage_id), corpus.tag[passage.passage_id]) for passage in passages)
    return tuple(Unlabelled(quotation, tag) for quotation, tag in quoted if quotation is not None)


def _is_unlabelled(tag: Tag | None) -> bool:
    if tag is None or tag.stance == "definition" or tag.practice not in ("consultation", "co-production"):
        return False
    return BANDS.index(tag.practice) > BANDS.index(tag.claim)
