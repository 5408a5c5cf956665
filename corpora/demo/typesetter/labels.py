"""Verdicts of labelled passages, and the rules that labels keep (codebook sections 2 to 6)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from typesetter.source import Document, Labels, Passage

CLAIMS = ("none", "informing", "consultation", "co-production")  # in the order of their bands
STANCES = ("reported", "committed", "aspirational", "definition", "na")
BAND_OF_RUNG = (0, 1, 1, 1, 2, 2, 3, 3, 3)  # codebook section 2
VERDICTS = ("supported", "supported-elsewhere", "planned", "overclaimed", "label-only")  # of a counted claim
SHORTEST, LONGEST = 15, 150  # words of a usual passage


def verdict(labels: Labels) -> str:
    """Verdict of a passage (codebook section 4)."""
    claimed, described = CLAIMS.index(labels.claim), BAND_OF_RUNG[labels.practice]
    if not claimed or labels.stance == "definition":
        return "no-claim"
    if described >= claimed:
        return "supported" if labels.stance == "reported" else "planned"
    return "overclaimed" if described else "label-only"


def document_verdict(labels: Labels, ids: Mapping[str, Passage]) -> str:
    """Verdict of a claim within its document (codebook section 5)."""
    if labels.evidence is None:
        return verdict(labels)
    return "supported-elsewhere" if ids[labels.evidence].labels.stance == "reported" else "planned"


def is_counted(passage: Passage) -> bool:
    """Whether the passage is a counted claim (codebook section 6)."""
    return CLAIMS.index(passage.labels.claim) >= 2 and passage.labels.stance != "definition"


def find_problems(document: Document) -> Iterator[str]:
    """Yield every breach of the rules for labels, with file and passage."""
    ids = {passage.id: passage for passage in document.passages}
    repeated = [name for name, count in Counter(p.id for p in document.passages).items() if count > 1]
    yield from (f"{document.slug}: the id {name} stands twice" for name in repeated)
    for passage in document.passages:
        yield from (f"{document.slug}#{passage.id}: {problem}" for problem in find_label_problems(passage.labels))
        if passage.note_of is not None and passage.note_of not in ids:
            yield f"{document.slug}#{passage.id}: a note to {passage.note_of}, which is no passage"
    if all(0 <= passage.labels.practice <= 8 for passage in document.passages):
        for passage in document.passages:
            yield from (f"{document.slug}#{passage.id}: {problem}" for problem in find_evidence_problems(passage, ids))


def find_label_problems(labels: Labels) -> Iterator[str]:
    """Yield what is wrong with claim, practice and stance."""
    if labels.claim not in CLAIMS or labels.stance not in STANCES or not 0 <= labels.practice <= 8:
        yield f"unknown claim, practice or stance in {labels}"
        return
    silent = labels.claim == "none" and labels.practice == 0
    if labels.stance == "definition" and not silent:
        yield "a definition has claim none and practice 0"
    if (labels.stance == "na") != (silent and labels.stance != "definition"):
        yield "stance na goes with claim none, practice 0 and no definition, and only with these"


def find_evidence_problems(passage: Passage, ids: Mapping[str, Passage]) -> Iterator[str]:
    """Yield what is wrong with the evidence that a claim points to."""
    labels = passage.labels
    if labels.evidence is None or labels.claim not in CLAIMS:
        return
    target = ids.get(labels.evidence)
    if target is None or target is passage:
        yield f"evidence {labels.evidence} is no other passage of this document"
        return
    if not is_counted(passage) or verdict(labels) not in {"overclaimed", "label-only"}:
        yield "evidence stands only on an unsupported claim of consultation or co-production"
    if target.labels.stance not in {"reported", "committed"}:
        yield f"evidence {target.id} has the stance {target.labels.stance}"
    if BAND_OF_RUNG[target.labels.practice] < CLAIMS.index(labels.claim):
        yield f"evidence {target.id} describes less than what is claimed"


def find_odd_lengths(document: Document) -> Iterator[str]:
    """Yield the passages that are longer than usual, and those of the running text that are shorter."""
    for passage in document.passages:
        words = len(passage.text.split())
        if words > LONGEST or (words < SHORTEST and passage.kind != "table" and passage.place != "caption"):
            yield f"{document.slug}#{passage.id}: {words} words"


def count_labels(document: Document) -> dict[str, int]:
    """Numbers of a document: passages, words, counted claims, document verdicts, deep practice, definitions."""
    ids = {passage.id: passage for passage in document.passages}
    claims = [passage.labels for passage in document.passages if is_counted(passage)]
    verdicts = Counter(document_verdict(claim, ids) for claim in claims)
    return {
        "passages": len(document.passages),
        "words": sum(len(passage.text.split()) for passage in document.passages),
        "claims": len(claims),
        **{name: verdicts[name] for name in VERDICTS},
        "rungs 6-8": sum(passage.labels.practice >= 6 for passage in document.passages),
        "unclaimed": sum(p.labels.practice >= 4 and p.labels.claim == "none" for p in document.passages),
        "definition": sum(passage.labels.stance == "definition" for passage in document.passages),
    }
