"""Stage: tags to the claims ledger: each counted claim with the best evidence for it in its document."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from spacy.lang.en.stop_words import STOP_WORDS

from tokenism.codebook import DEFAULT_VIEW
from tokenism.layers import tags_by_passage
from tokenism.readings import read_under
from tokenism.records import BANDS, Claim, Passage, Span, Tag
from tokenism.verdicts import COUNTED_BANDS, TOKENISTIC
from tokenism.views import View

_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_NAMED = re.compile(r"[A-Z][\w'’-]+(?: (?:(?:of|and|for|the|in|to) )?[A-Z][\w'’-]+){1,5}")
_ITSELF = re.compile(
    r"\b(?:this|our|the|draft|these|present) (?:new |draft |final |whole |first )?"
    r"(strategy|plan|framework|policy|report|review|statement|vision|document|charter|programme)\b",
    re.IGNORECASE,
)
"""A document that speaks of itself: both passages are about the document's own making."""
_SUFFIXES = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ed", "es", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much speaks for two passages being about the same activity or product; the sum must reach ``min_score``.

    ``terms`` weighs the cosine of their rare terms (0 to 1), ``section`` a shared section, ``named`` a shared named
    thing (a service, a project), ``itself`` that both speak of the document itself ("this strategy"), ``near``
    closeness in pages (halved every ``half_distance`` pages). Claims whose word triples are alike by ``repeat``
    (Jaccard) are repeats.
    """

    min_score: float = 0.2
    terms: float = 1.0
    section: float = 0.05
    named: float = 0.2
    itself: float = 0.15
    near: float = 0.05
    half_distance: float = 3.0
    repeat: float = 0.8


def link(
    passages: Sequence[Passage],
    tags: Sequence[Tag],
    spans: Iterable[Span],
    view: View,
    *,
    weights: Weights | None = None,
) -> list[Claim]:
    """The claims ledger: claims of consultation or co-production, as the view reads them, in the order of the passages.

    Evidence is a passage of the same document, about the same thing, with practice at or above the claimed band,
    that is neither a definition nor itself a bare label (codebook section 5). Near-identical repeats in one
    document point to the first of them.
    """
    weights = weights or Weights()
    tag_of = tags_by_passage(passages, read_under(tags, view))
    spans_of: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        spans_of[span.passage_id].append(span)
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document_id].append(passage)
    return [
        claim
        for members in by_document.values()
        for claim in _document_claims(members, tag_of, spans_of, weights, view)
    ]


def _document_claims(
    passages: list[Passage],
    tag_of: Mapping[str, Tag],
    spans_of: Mapping[str, list[Span]],
    weights: Weights,
    view: View,
) -> Iterator[Claim]:
    claims = [p for p in passages if _is_counted(tag_of[p.passage_id])]
    if not claims:
        return
    subjects = Subjects(passages, spans_of)
    first_of = _repeats(claims, weights.repeat)
    for passage in claims:
        tag = tag_of[passage.passage_id]
        evidence = None
        if tag.verdict in TOKENISTIC:
            evidence = _best_evidence(passage, tag, passages, tag_of, subjects, weights)
        yield _claim(passage, tag, evidence, first_of.get(passage.passage_id), view)


def _is_counted(tag: Tag) -> bool:
    return tag.claim in COUNTED_BANDS and tag.stance != "definition"


@dataclass(frozen=True, slots=True)
class _Evidence:
    passage: Passage
    tag: Tag
    score: float


def _best_evidence(
    passage: Passage,
    tag: Tag,
    passages: list[Passage],
    tag_of: Mapping[str, Tag],
    subjects: "Subjects",
    weights: Weights,
) -> _Evidence | None:
    """The best passage that shows the claimed practice; what is reported goes before what is promised."""
    best: _Evidence | None = None
    for other in passages:
        other_tag = tag_of[other.passage_id]
        enough = BANDS.index(other_tag.practice) >= BANDS.index(tag.claim)
        if other is passage or not enough or other_tag.stance not in ("reported", "committed"):
            continue
        score = subjects.likeness(passage, other, weights)
        if score < weights.min_score:
            continue
        found = _Evidence(other, other_tag, round(score, 4))
        if best is None or _rank(found) > _rank(best):
            best = found
    return best


def _rank(evidence: _Evidence) -> tuple[bool, float, int]:
    return evidence.tag.stance == "reported", evidence.score, -evidence.passage.order


class Subjects:
    """What the passages of one document are about: rare terms (participation words left out), names, sections."""

    def __init__(self, passages: Sequence[Passage], spans_of: Mapping[str, list[Span]]) -> None:
        counts = {p.passage_id: Counter(_terms(p, spans_of.get(p.passage_id, []))) for p in passages}
        frequency = Counter(term for terms in counts.values() for term in terms)
        n = len(passages)
        self._vectors = {
            key: _unit({t: (1 + math.log(c)) * math.log((1 + n) / frequency[t]) for t, c in sorted(terms.items())})
            for key, terms in counts.items()
        }
        self._names = {p.passage_id: _names(p.text) for p in passages}
        self._itself = {p.passage_id: frozenset(noun.lower() for noun in _ITSELF.findall(p.text)) for p in passages}

    def likeness(self, a: Passage, b: Passage, weights: Weights) -> float:
        """Score of two passages being about the same thing, from 0 to the sum of the weights."""
        first, second = self._vectors[a.passage_id], self._vectors[b.passage_id]
        cosine = sum(value * second.get(term, 0.0) for term, value in first.items())
        same_section = bool(a.section) and a.section == b.section
        named = bool(self._names[a.passage_id] & self._names[b.passage_id])
        itself = bool(self._itself[a.passage_id] & self._itself[b.passage_id])
        near = 0.5 ** (abs(a.page - b.page) / weights.half_distance)
        score: float = (
            weights.terms * cosine
            + weights.section * same_section
            + weights.named * named
            + weights.itself * itself
            + weights.near * near
        )
        return score


def _terms(passage: Passage, spans: Sequence[Span]) -> Iterator[str]:
    """Stems of the words that are neither common nor part of a participation cue; the last heading counts too."""
    covered = [(span.start, span.end) for span in spans if span.kind in ("claim", "practice")]
    for match in _WORD.finditer(passage.text):
        if not any(start < match.end() and match.start() < end for start, end in covered):
            yield from _stem(match.group())
    for match in _WORD.finditer(passage.section.rsplit(" > ", 1)[-1]):
        yield from _stem(match.group())


def _stem(word: str) -> Iterator[str]:
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) < 3 or word in STOP_WORDS:
        return
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            yield word[: -len(suffix)]
            return
    yield word


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {term: value / length for term, value in vector.items()}


def _names(text: str) -> frozenset[str]:
    """Capitalised names of two words or more, such as ``Family Hubs``, in lower case, without a leading ``The``."""
    found = (match.group().lower().split() for match in _NAMED.finditer(text))
    trimmed = (words[1:] if words[0] in STOP_WORDS else words for words in found)
    return frozenset(" ".join(words) for words in trimmed if len(words) > 1)


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


def _claim(passage: Passage, tag: Tag, evidence: _Evidence | None, repeat_of: str | None, view: View) -> Claim:
    verdict = tag.verdict
    if evidence is not None:
        verdict = "supported-elsewhere" if evidence.tag.stance == "reported" else "planned"
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
        reason=_reason(tag, evidence, view),
        view=view.id,
    )


_WANTED = {
    "consultation": "an account of how people were asked or met",
    "co-production": "an account of what people decided, wrote, chose or ran together with the organisation",
}


def _reason(tag: Tag, evidence: _Evidence | None, view: View) -> str:
    """One plain sentence: what the verdict rests on, and what would change it."""
    if evidence is not None:
        what = "describes" if evidence.tag.stance == "reported" else "promises"
        return f"Page {evidence.passage.page} {what} {evidence.tag.practice} on what seems to be the same subject."
    if tag.verdict == "supported":
        return f"The passage itself describes {tag.practice}."
    if tag.verdict == "planned":
        return f"The passage promises {tag.practice}; it does not yet report it."
    lead = (
        f"The passage describes {tag.practice} only"
        if tag.verdict == "overclaimed"
        else "The passage describes no activity"
    )
    return f"{lead}; missing in this document: {_wanted(tag.claim, view)}."


def _wanted(band: str, view: View) -> str:
    """What would back a claim of a band; a view that draws the bands otherwise says so in its own words."""
    if view.id == DEFAULT_VIEW or not view.bands:
        return _WANTED[band]
    levels = dict.fromkeys(view.levels[n] for n, of in zip(view.level_of, view.bands, strict=True) if of == band)
    return f"practice at the level of {band} ({'; '.join(level.definition.rstrip('.') for level in levels)})"
