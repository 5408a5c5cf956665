"""What changed between two ledgers of claims: claims that appeared, vanished or changed, and why."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tokenism.boilerplate import alike_between, likeness, triples_of
from tokenism.editions import editions
from tokenism.organisations import organisations_of
from tokenism.records import BANDS, READ_STATUSES, Claim, Document, Passage
from tokenism.verdicts import TOKENISTIC

ALIKE = 0.5
"""Part of their word triples that two texts must share to be the same claim in other words."""

LABELS = ("claim", "practice", "stance", "verdict", "unsure", "disputed")
"""Columns of the ledger that are compared wherever a claim stands."""

Pair = tuple[Claim, Claim, float | None]
"""A claim before and after, and the likeness of their words where these were looked at."""

BECAUSE = {
    "document": "its document is in one of the two only, and no edition of it in the other",
    "labels": "its words stand in the other, too, but are not counted as a claim there",
    "words": "its document, or an edition of it, is in both, but these words are in one only",
}
"""Why a claim appeared or vanished."""


@dataclass(frozen=True)
class Side:
    """One of the two: a run, or the documents of one year in a run.

    ``words`` says by passage where the words that made the claim stand.
    """

    documents: Sequence[Document]
    passages: Sequence[Passage]
    claims: Sequence[Claim]
    words: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def read(self) -> Mapping[str, Document]:
        """Documents that were read, by id."""
        return {document.document_id: document for document in self.documents if document.status in READ_STATUSES}

    @cached_property
    def passage(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return {passage.passage_id: passage for passage in self.passages}

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        """Claims by id, repeats among them."""
        return {claim.claim_id: claim for claim in self.claims}

    @property
    def n_counted(self) -> int:
        """Claims that count: repeats within a document are left out."""
        return sum(claim.repeat_of is None for claim in self.claims)

    def text_of(self, claim: Claim) -> str:
        """Words of a claim; empty where the table of passages lacks them."""
        passage = self.passage.get(claim.passage_id)
        return "" if passage is None else passage.text

    def place(self, claim: Claim) -> "Place":
        """A claim with its words and its document."""
        return Place(claim, self.read.get(claim.document_id), self.text_of(claim), self.words.get(claim.passage_id))


@dataclass(frozen=True, slots=True)
class Place:
    """A claim where it stands: its passage, and its document unless the table of documents lacks it.

    ``words`` are the offsets of those that made the claim, where they are known.
    """

    claim: Claim
    document: Document | None
    text: str
    words: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that ``appeared`` (no ``before``), ``vanished`` (no ``after``) or ``changed``.

    ``because`` is a key of :data:`BECAUSE` for the first two; ``what`` names what changed: columns of the ledger,
    ``evidence_page``, ``organisation``, ``repeat`` (counted in one only) or ``words``. ``likeness`` is the part of
    word triples in common where a claim was found again by its words.
    """

    kind: str
    because: str
    what: tuple[str, ...]
    before: Place | None
    after: Place | None
    likeness: float | None = None

    @property
    def place(self) -> Place:
        """Where the claim stands now, else where it stood."""
        place = self.after or self.before
        assert place is not None  # noqa: S101  one of them is always given
        return place


@dataclass(frozen=True, slots=True)
class Single:
    """A document that was read in one of the two only (``side`` 1 or 2), with its counted claims.

    ``editions`` are documents of the other one that seem to be editions of it; ``otherwise`` is its status there,
    where it was given but not read.
    """

    document: Document
    side: int
    n_claims: int
    editions: tuple[Document, ...]
    otherwise: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes, the most telling first, beside the documents that are in one only and what stayed."""

    changes: tuple[Change, ...]
    singles: tuple[Single, ...]
    n_documents: int
    n_first: int
    n_second: int
    n_same: int

    def count(self, kind: str, because: str | None = None) -> int:
        """Changes of one kind, all or those with one cause."""
        return sum(one.kind == kind and because in (None, one.because) for one in self.changes)


def compare(first: Side, second: Side, *, alike: float = ALIKE) -> Changes:
    """Claims that appeared, vanished or changed from the first to the second.

    A claim is the same where it has the same id: the same passage of the same PDF. Of the others, those of one
    organisation whose word triples overlap by ``alike`` are the same claim, the most alike first, of equals those
    that stand in the same document or in editions of it. Repeats within a document are compared, not counted.
    """
    partners = editions(*(_only(own, other) for own, other in ((first, second), (second, first))))
    pairs: list[Pair] = [(first.claim[key], second.claim[key], None) for key in first.claim if key in second.claim]
    lost, new = (_unmatched(own, other) for own, other in ((first, second), (second, first)))
    by_words = list(_by_words(first, second, lost, new, partners, alike))
    pairs += by_words
    found = [change for a, b, by in pairs if (change := _changed(first.place(a), second.place(b), by))]
    n_same = sum(b.repeat_of is None or a.repeat_of is None for a, b, _ in pairs) - len(found)
    known = {claim.claim_id for a, b, _ in by_words for claim in (a, b)}
    for kind, own, other, rest in (("vanished", first, second, lost), ("appeared", second, first, new)):
        rest = [claim for claim in rest if claim.claim_id not in known]
        found += _unpaired(kind, own, other, rest, partners, alike)
    return Changes(
        changes=tuple(sorted(found, key=_telling)),
        singles=(*_singles(1, first, second, partners), *_singles(2, second, first, partners)),
        n_documents=len(first.read.keys() & second.read.keys()),
        n_first=first.n_counted,
        n_second=second.n_counted,
        n_same=n_same,
    )


def _only(own: Side, other: Side) -> list[Document]:
    return [document for key, document in own.read.items() if key not in other.read]


def _unmatched(own: Side, other: Side) -> list[Claim]:
    return [c for c in own.claims if c.claim_id not in other.claim and c.repeat_of is None]


def _by_words(
    first: Side, second: Side, lost: Sequence[Claim], new: Sequence[Claim], partners: Mapping[str, tuple[str, ...]],
    alike: float,
) -> Iterator[Pair]:  # fmt: skip
    """Claims of the same words, each in one pair, the most alike first."""
    own, other = ([triples_of(side.text_of(c)) for c in claims] for side, claims in ((first, lost), (second, new)))
    found: list[tuple[float, int, int, int]] = []
    for at, beside in _by_organisation(lost, new):
        for i, j in alike_between([own[k] for k in at], [other[k] for k in beside], alike):
            a, b = at[i], beside[j]
            near = _nearness(lost[a].document_id, new[b].document_id, partners)
            found.append((-likeness(own[a], other[b]), near, a, b))
    taken_a, taken_b = set[int](), set[int]()
    for score, _, a, b in sorted(found):
        if a not in taken_a and b not in taken_b:
            taken_a.add(a)
            taken_b.add(b)
            yield lost[a], new[b], -score


def _by_organisation(*both: Sequence[Claim | Passage]) -> Iterator[tuple[list[int], ...]]:
    """Numbers of the records of each organisation that both sequences have, in the order of its name."""
    groups: list[dict[str, list[int]]] = []
    for records in both:
        of: dict[str, list[int]] = defaultdict(list)
        for i, record in enumerate(records):
            for name in organisations_of(record.organisation):
                of[name].append(i)
        groups.append(of)
    for name in sorted(set.intersection(*(set(of) for of in groups))):
        yield tuple(of[name] for of in groups)


def _nearness(one: str, other: str, partners: Mapping[str, tuple[str, ...]]) -> int:
    return 0 if one == other else 1 if other in partners.get(one, ()) else 2


def _changed(before: Place, after: Place, by: float | None) -> Change | None:
    """What changed in a claim; None where nothing did, and where it is a repeat in both."""
    old, new = before.claim, after.claim
    if old.repeat_of and new.repeat_of:
        return None
    what = [name for name in LABELS if getattr(old, name) != getattr(new, name)]
    same_file = old.document_id == new.document_id
    if same_file and (old.evidence_document_id, old.evidence_page) != (new.evidence_document_id, new.evidence_page):
        what.append("evidence_page")
    if (old.repeat_of is None) != (new.repeat_of is None):
        what.append("repeat")
    if organisations_of(old.organisation) != organisations_of(new.organisation):
        what.append("organisation")
    if before.text.split() != after.text.split():
        what.append("words")
    return Change("changed", "", tuple(what), before, after, by) if what else None


def _unpaired(
    kind: str, own: Side, other: Side, claims: Sequence[Claim], partners: Mapping[str, tuple[str, ...]], alike: float
) -> Iterator[Change]:
    """Claims of one side that are not in the other, each with the reason why."""
    there = [c for c in claims if c.document_id in other.read or c.document_id in partners]
    standing = _standing(own, other, there, alike)
    kept = {claim.claim_id for claim in there}
    for claim in claims:
        because = "labels" if claim.claim_id in standing else "words" if claim.claim_id in kept else "document"
        places = (own.place(claim), None) if kind == "vanished" else (None, own.place(claim))
        yield Change(kind, because, (), *places)


def _standing(own: Side, other: Side, claims: Sequence[Claim], alike: float) -> set[str]:
    """Ids of the claims whose words stand in the other one, in the same passage or in one that is alike."""
    found = {claim.claim_id for claim in claims if claim.passage_id in other.passage}
    rest = [claim for claim in claims if claim.claim_id not in found]
    passages = [passage for passage in other.passages if rest and passage.passage_id not in own.passage]
    for at, beside in _by_organisation(rest, passages):
        texts = [triples_of(own.text_of(rest[k])) for k in at]
        pairs = alike_between(texts, [triples_of(passages[k].text) for k in beside], alike)
        found |= {rest[at[i]].claim_id for i, _ in pairs}
    return found


def _singles(side: int, own: Side, other: Side, partners: Mapping[str, tuple[str, ...]]) -> Iterator[Single]:
    counts: dict[str, int] = defaultdict(int)
    for claim in own.claims:
        counts[claim.document_id] += claim.repeat_of is None
    status = {document.document_id: document.status for document in other.documents}
    for document in sorted(_only(own, other), key=_document_order):
        key = document.document_id
        relatives = tuple(other.read[name] for name in partners.get(key, ()))
        yield Single(document, side, counts[key], relatives, status.get(key))


def _document_order(document: Document) -> tuple[str, str, str]:
    return document.organisation, document.title or document.path, document.document_id


def is_lacking(place: Place | None) -> bool:
    """Whether a claim exceeds what is described, as the ledger has it."""
    return place is not None and place.claim.verdict in TOKENISTIC


def _telling(change: Change) -> tuple[object, ...]:
    """Most telling first: backed or no longer backed, then what appeared or vanished, then the rest."""
    place = change.place
    claim = place.claim
    document = ("", "", "") if place.document is None else _document_order(place.document)
    band = BANDS.index(claim.claim) if claim.claim in BANDS else 0
    return _rank(change), claim.unsure, -band, *document, claim.page, claim.claim_id


def _rank(change: Change) -> int:
    if change.because == "document":
        return 6
    if change.kind == "changed":
        if is_lacking(change.before) != is_lacking(change.after):
            return 0
        if {"verdict", "claim"} & set(change.what):
            return 2
        return 5 if change.what == ("words",) else 4
    return 1 if is_lacking(change.place) else 3
