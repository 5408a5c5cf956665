"""What an organisation is told and asked about its claims, worked out from the tables of a run."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby

from markupsafe import Markup

from tokenism.errors import InputError
from tokenism.organisations import organisations_of
from tokenism.printable import printable
from tokenism.records import READ_STATUSES, Claim, Document, Passage, Reply, Span
from tokenism.replies import holding
from tokenism.report.corpus import document_name, file_name
from tokenism.report.ledger import page_words
from tokenism.report.quotes import marked, safe_url
from tokenism.report.words import SHORT_OF_CLAIM, VERDICTS, band_label, verdict_label

_SHORT_QUOTATION = 260
"""Characters of the quotation in a letter."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document: as text, with the words that made claim or practice marked, and where they stand."""

    text: str
    html: Markup
    page: int
    pages: str
    document: str


@dataclass(frozen=True, slots=True)
class PackClaim:
    """A claim as the organisation is shown it; texts are printable, and empty where there is nothing to say.

    ``short`` is the quotation of the letter; ``earlier`` the organisation's answer that holds.
    """

    claim: Claim
    quotation: Quoted | None
    short: str
    finding: str
    verdict: str
    meaning: str
    found: Quoted | None
    repeats: int | None
    earlier: Reply | None

    @property
    def described(self) -> str:
        """What the passage describes instead, for the letter.

        A claim that the letter asks about has no evidence anywhere in its document.
        """
        practice = "no activity" if self.claim.practice == "none" else band_label(self.claim.practice)
        wish = "; worded as an intention" if self.claim.stance in ("aspirational", "committed") else ""
        return f"{practice} described{wish}"

    @property
    def asked(self) -> bool:
        """Whether the letter asks about it: its document describes less than it claims, and it is no repeat."""
        return self.claim.verdict in SHORT_OF_CLAIM and self.repeats is None


@dataclass(frozen=True, slots=True)
class PackDocument:
    """A document with its claims in the order of its text, each with its number in the whole pack."""

    name: str
    file: str
    year: int | None
    url: str | None
    claims: tuple[tuple[int, PackClaim], ...]

    def asked(self, band: str) -> list[tuple[int, PackClaim]]:
        """Claims of one band that the letter asks about."""
        return [(n, item) for n, item in self.claims if item.asked and item.claim.claim == band]


@dataclass(frozen=True, slots=True)
class Pack:
    """All claims of an organisation; ``documents`` are those that make any, ``n_read`` counts all that were read."""

    organisation: str
    documents: tuple[PackDocument, ...]
    n_read: int
    not_read: tuple[str, ...]

    @property
    def claims(self) -> list[PackClaim]:
        """Claims in their order."""
        return [item for document in self.documents for _, item in document.claims]

    @property
    def n_asked(self) -> int:
        """Claims that the letter asks about."""
        return sum(item.asked for item in self.claims)

    @property
    def n_of(self) -> dict[str, int]:
        """Claims by verdict, repeats left out."""
        return {
            name: sum(item.claim.verdict == name and item.repeats is None for item in self.claims) for name in VERDICTS
        }


def find_organisation(name: str, documents: Iterable[Document], claims: Iterable[Claim]) -> str:
    """The organisation of that name as the tables spell it, capitals and blanks aside.

    Raises
    ------
    InputError
        If there is none: it tells the nearest names.
    """
    joined = {item.organisation for item in documents} | {item.organisation for item in claims}
    known = sorted({one for names in joined for one in organisations_of(names)})
    if name in known:
        return name
    wanted, spelt = _fold(name), {_fold(one): one for one in known}
    if wanted in spelt:
        return spelt[wanted]
    near = [*get_close_matches(wanted, spelt, n=3, cutoff=0.6), *(key for key in spelt if wanted and wanted in key)]
    told = " or ".join(f"“{spelt[key]}”" for key in list(dict.fromkeys(near))[:3])
    hint = f"did you mean {told}?" if told else f"the run has {', '.join(f'“{one}”' for one in known[:5])}"
    raise InputError(f"no organisation is called “{name}” in this run; {hint}")


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def make_pack(
    organisation: str,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    spans: Iterable[Span],
    claims: Sequence[Claim],
    replies: Sequence[Reply] = (),
) -> Pack:
    """The pack of one organisation: its claims by document, as the report orders them.

    Raises
    ------
    InputError
        If it has no claims.
    """
    own = [claim for claim in claims if organisation in organisations_of(claim.organisation)]
    if not own:
        raise InputError(f"“{organisation}” has no claims in this run, so there is nothing to answer")
    looked = _Tables(documents, passages, spans, own, holding(replies), organisation)
    ordered = sorted(own, key=looked.place)
    number_of = {claim.claim_id: number for number, claim in enumerate(ordered, start=1)}
    given = [document for document in documents if organisation in organisations_of(document.organisation)]
    numbered = [(number_of[claim.claim_id], looked.claim(claim, number_of)) for claim in ordered]
    return Pack(
        organisation=printable(organisation),
        documents=tuple(
            looked.document(key, tuple(group))
            for key, group in groupby(numbered, key=lambda pair: pair[1].claim.document_id)
        ),
        n_read=max(sum(document.status in READ_STATUSES for document in given), len({one.document_id for one in own})),
        not_read=tuple(
            printable(document_name(document))
            for document in given
            if document.status not in (*READ_STATUSES, "duplicate")
        ),
    )


class _Tables:
    """Looks up what a claim needs to be shown."""

    def __init__(
        self, documents: Sequence[Document], passages: Sequence[Passage], spans: Iterable[Span],
        claims: Sequence[Claim], holds: Mapping[tuple[str, str], Reply], organisation: str,
    ) -> None:  # fmt: skip
        wanted = {key for claim in claims for key in (claim.passage_id, claim.evidence_passage_id)}
        self._documents = {document.document_id: document for document in documents}
        self._passages = {one.passage_id: one for one in passages if one.passage_id in wanted}
        self._spans: dict[str, list[Span]] = {}
        for span in spans:
            if span.passage_id in wanted:
                self._spans.setdefault(span.passage_id, []).append(span)
        self._holds, self._organisation = holds, organisation

    def place(self, claim: Claim) -> tuple[str, str, str, int, int, str]:
        """Where a claim stands: documents by name, then as in the text."""
        document, passage = self._documents.get(claim.document_id), self._passages.get(claim.passage_id)
        name, path = ("", "") if document is None else (document_name(document).casefold(), document.path)
        return name, path, claim.document_id, claim.page, passage.order if passage else 0, claim.claim_id

    def document(self, document_id: str, claims: tuple[tuple[int, PackClaim], ...]) -> PackDocument:
        known = self._documents.get(document_id)
        if known is None:
            return PackDocument(printable(document_id), "", None, None, claims)
        name, file = printable(document_name(known)), printable(file_name(known))
        year = None if str(known.year) in name else known.year
        return PackDocument(name, "" if file == name else file, year, safe_url(known.url), claims)

    def quoted(self, passage_id: str | None) -> Quoted | None:
        passage = self._passages.get(passage_id or "")
        if passage is None:
            return None
        document = self._documents.get(passage.document_id)
        return Quoted(
            text=printable(passage.text),
            html=marked(passage.text, self._spans.get(passage.passage_id, ())),
            page=passage.page,
            pages=page_words(passage),
            document=printable(document_name(document) if document else passage.document_id),
        )

    def claim(self, claim: Claim, number_of: Mapping[str, int]) -> PackClaim:
        elsewhere = claim.evidence_passage_id != claim.passage_id
        quotation = self.quoted(claim.passage_id)
        own = f"{band_label(claim.practice)} {'promised' if claim.passage_verdict == 'planned' else 'described'}"
        return PackClaim(
            claim=claim,
            quotation=quotation,
            short="" if quotation is None else short_quotation(quotation.text, self._starts(claim.passage_id)),
            finding=f"{band_label(claim.claim).capitalize()} claimed; {own} in the passage itself",
            verdict=verdict_label(claim.verdict),
            meaning=VERDICTS[claim.verdict].meaning if claim.verdict in VERDICTS else "",
            found=self.quoted(claim.evidence_passage_id) if elsewhere else None,
            repeats=number_of.get(claim.repeat_of or ""),
            earlier=self._holds.get((claim.claim_id, self._organisation)),
        )

    def _starts(self, passage_id: str) -> list[int]:
        return sorted(span.start for span in self._spans.get(passage_id, ()) if span.kind == "claim")


def short_quotation(text: str, starts: Sequence[int]) -> str:
    """The sentence that makes the claim, on one line, cut where it is long; ``starts`` are offsets of claiming words.

    >>> short_quotation("We listen. It was co-produced with carers. More follows.", [18])
    '… It was co-produced with carers. …'
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    at = starts[0] if starts else 0
    begin = max((end for end in ends if end <= at), default=0)
    end = min((end for end in ends if end > at), default=len(text))
    if end - begin > _SHORT_QUOTATION and at - begin > _SHORT_QUOTATION // 2:
        begin = text.rfind(" ", begin, at - _SHORT_QUOTATION // 2) + 1 or at
    sentence = " ".join(text[begin:end].split())
    whole = begin + len(text[begin:end]) >= len(text.rstrip())
    if len(sentence) > _SHORT_QUOTATION:
        sentence, whole = sentence[:_SHORT_QUOTATION].rsplit(" ", 1)[0], False
    return f"{'… ' if text[:begin].strip() else ''}{sentence}{'' if whole else ' …'}"
