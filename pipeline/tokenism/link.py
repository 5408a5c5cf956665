"""Stage: tags to the claims ledger: each counted claim with the best evidence for it in its document."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tokenism.evidence import Evidence, Weights, benefits, find_evidence
from tokenism.family import families
from tokenism.grounds import reason, would_change
from tokenism.layers import tags_by_passage
from tokenism.readings import read_under
from tokenism.records import Claim, Document, Passage, Span, Tag
from tokenism.subjects import Subjects
from tokenism.verdicts import TOKENISTIC, is_counted
from tokenism.views import View

_WORD = re.compile(r"[^\W\d_][\w'’-]+")


def link(
    passages: Sequence[Passage],
    tags: Sequence[Tag],
    spans: Iterable[Span],
    view: View,
    *,
    weights: Weights | None = None,
    family: bool = False,
    documents: Iterable[Document] = (),
) -> list[Claim]:
    """The claims ledger: claims of consultation or co-production, as the view reads them, in the order of the passages.

    Evidence is a passage of the same document, about the same thing, with practice at or above the claimed band,
    that is neither a definition nor itself a bare label (codebook section 5). A passage that may itself describe what
    it claims has the benefit of the doubt (:func:`tokenism.evidence.benefits`). Near-identical repeats in one
    document point to the first of them. With ``family`` what the document does not back is looked for in the other
    ``documents`` of its family (:func:`tokenism.family.families`), among what is reported.
    """
    tag_of = tags_by_passage(passages, read_under(tags, view))
    spans_of: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        spans_of[span.passage_id].append(span)
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document_id].append(passage)
    documents = tuple(documents)
    run = _Run(
        tag_of=tag_of,
        spans_of=spans_of,
        by_document=by_document,
        family_of=families(documents) if family else {},
        title_of={document.document_id: document.title or document.path for document in documents},
        weights=weights or Weights(),
        view=view,
    )
    return [claim for document_id in by_document for claim in _document_claims(run, document_id)]


@dataclass(frozen=True, slots=True)
class _Run:
    """What linking looks things up in."""

    tag_of: Mapping[str, Tag]
    spans_of: Mapping[str, Sequence[Span]]
    by_document: Mapping[str, Sequence[Passage]]
    family_of: Mapping[str, Sequence[str]]
    title_of: Mapping[str, str]
    weights: Weights
    view: View


def _document_claims(run: _Run, document_id: str) -> Iterator[Claim]:
    passages = run.by_document[document_id]
    claims = [p for p in passages if is_counted(run.tag_of[p.passage_id].claim, run.tag_of[p.passage_id].stance)]
    first_of = _repeats(claims, run.weights.repeat)
    wanting = [p for p in claims if _wants_evidence(run.tag_of[p.passage_id], run.weights)]
    found = _search(run, wanting, [document_id]) if wanting else {}
    relatives = [key for key in run.family_of.get(document_id, ()) if key in run.by_document]
    wanting = [p for p in wanting if p.passage_id not in found]
    if wanting and relatives:
        found |= _search(run, wanting, relatives)
    for passage in claims:
        yield _claim(run, passage, found.get(passage.passage_id), first_of.get(passage.passage_id))


def _search(run: _Run, claims: Sequence[Passage], document_ids: Sequence[str]) -> dict[str, Evidence]:
    """Evidence for claims of one document in it or, of what is reported, in its family."""
    own = claims[0].document_id
    among = [passage for key in document_ids for passage in run.by_document[key]]
    if document_ids == [own]:
        return find_evidence(claims, among, run.tag_of, Subjects(among, run.spans_of), run.weights)
    subjects = Subjects([*run.by_document[own], *among], run.spans_of)
    reported = [passage for passage in among if run.tag_of[passage.passage_id].stance == "reported"]
    return find_evidence(claims, reported, run.tag_of, subjects, run.weights)


def _wants_evidence(tag: Tag, weights: Weights) -> bool:
    return tag.verdict in TOKENISTIC and not benefits(tag, weights)


def _repeats(claims: Sequence[Passage], threshold: float) -> dict[str, str]:
    """For near-identical claims of one document, the passage id of the first: Jaccard likeness of word triples."""
    first_of: dict[str, str] = {}
    kept: list[tuple[str, frozenset[tuple[str, ...]]]] = []
    for passage in claims:
        words = [word.lower() for word in _WORD.findall(passage.text)]
        triples = frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])
        for key, known in kept:
            if len(triples & known) >= threshold * len(triples | known):
                first_of[passage.passage_id] = key
                break
        else:
            kept.append((passage.passage_id, triples))
    return first_of


def _claim_id(passage_id: str) -> str:
    return sha256(f"claim {passage_id}".encode()).hexdigest()[:12]


def _verdict(tag: Tag, evidence: Evidence | None, weights: Weights) -> str:
    if evidence is not None:
        return "supported-elsewhere" if evidence.tag.stance == "reported" else "planned"
    if tag.verdict in TOKENISTIC and benefits(tag, weights):
        return "supported" if tag.stance == "reported" else "planned"
    return tag.verdict


def _claim(run: _Run, passage: Passage, evidence: Evidence | None, repeat_of: str | None) -> Claim:
    tag = run.tag_of[passage.passage_id]
    verdict = _verdict(tag, evidence, run.weights)
    elsewhere = evidence.passage.document_id if evidence else passage.document_id
    another = None if elsewhere == passage.document_id else elsewhere
    title = None if another is None else run.title_of[another]
    return Claim(
        claim_id=_claim_id(passage.passage_id),
        passage_id=passage.passage_id,
        document_id=passage.document_id,
        organisation=passage.organisation,
        page=passage.page,
        claim=tag.claim,
        practice=tag.practice,
        stance=tag.stance,
        passage_verdict=tag.verdict,
        verdict=verdict,
        unsure=tag.unsure,
        disputed=False,
        repeat_of=None if repeat_of is None else _claim_id(repeat_of),
        evidence_passage_id=evidence.passage.passage_id if evidence else None,
        evidence_page=evidence.passage.page if evidence else None,
        evidence_score=evidence.score if evidence else None,
        reason=reason(tag, verdict, evidence, run.view, title),
        view=run.view.id,
        would_change=would_change(tag, verdict, evidence, run.view),
        evidence_document_id=another,
    )
