"""The tables of a run, looked up by id, and the order in which documents and passages are shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from tokenism.codebook import Codebook
from tokenism.organisations import organisations_of
from tokenism.readings import bands_of
from tokenism.records import (
    READ_STATUSES,
    Boilerplate,
    Claim,
    Comparison,
    Document,
    MatrixCell,
    Passage,
    ProfileLine,
    Score,
    Span,
    Tag,
)
from tokenism.report.why import Reasons
from tokenism.views import View


@dataclass(frozen=True)
class Corpus:
    """All records of one run, the view to show them by, and the view under which the ledger compares.

    Tags are as the ledger's view reads them.
    """

    documents: Sequence[Document]
    passages: Sequence[Passage]
    tags: Sequence[Tag]
    spans: Sequence[Span]
    claims: Sequence[Claim]
    scores: Sequence[Score]
    profile: Sequence[ProfileLine]
    codebook: Codebook
    view: View
    ledger: View
    matrix: Sequence[MatrixCell] = ()
    comparisons: Sequence[Comparison] = ()
    boilerplate: Sequence[Boilerplate] = ()

    @cached_property
    def bands(self) -> tuple[str, ...]:
        """For each rung the band under which claims and practices are compared."""
        return bands_of(self.ledger, self.codebook)

    @cached_property
    def reasons(self) -> Reasons:
        """What the cues and markers of the codebook stand for."""
        return Reasons(self.codebook)

    @cached_property
    def document(self) -> Mapping[str, Document]:
        """Documents by id."""
        return {document.document_id: document for document in self.documents}

    def name_of(self, document_id: str) -> str:
        """Name of a document; its id where the table lacks it."""
        document = self.document.get(document_id)
        return document_id if document is None else document_name(document)

    @cached_property
    def cells_of(self) -> Mapping[str, Sequence[MatrixCell]]:
        """Cells of the matrix by organisation."""
        groups: dict[str, list[MatrixCell]] = {}
        for cell in self.matrix:
            groups.setdefault(cell.organisation, []).append(cell)
        return groups

    @cached_property
    def comparisons_of(self) -> Mapping[str, Sequence[Comparison]]:
        """Comparisons by organisation: those beside others, and those of its years."""
        groups: dict[str, list[Comparison]] = {}
        for line in self.comparisons:
            for name in (line.first, line.second) if line.kind == "organisations" else (line.group,):
                groups.setdefault(name, []).append(line)
        return groups

    @cached_property
    def boilerplate_of(self) -> Mapping[str, Sequence[Boilerplate]]:
        """Places of claims that stand in several documents, by organisation."""
        groups: dict[str, list[Boilerplate]] = {}
        for line in self.boilerplate:
            for name in organisations_of(line.organisation):
                groups.setdefault(name, []).append(line)
        return groups

    @cached_property
    def passage_of(self) -> Mapping[str, str]:
        """Ids of passages by the id of their claim."""
        return {claim.claim_id: claim.passage_id for claim in self.claims}

    @cached_property
    def passage(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return {passage.passage_id: passage for passage in self.passages}

    @cached_property
    def tag(self) -> Mapping[str, Tag]:
        """Tags by passage; of several layers the last one given holds."""
        return {tag.passage_id: tag for tag in self.tags}

    @cached_property
    def spans_of(self) -> Mapping[str, Sequence[Span]]:
        """Spans by passage."""
        groups: dict[str, list[Span]] = {}
        for span in self.spans:
            groups.setdefault(span.passage_id, []).append(span)
        return groups

    @cached_property
    def repeats(self) -> frozenset[str]:
        """Ids of passages whose claim repeats an earlier one: listed, not counted."""
        return frozenset(claim.passage_id for claim in self.claims if claim.repeat_of)

    def counted_tags(self, passages: Iterable[Passage]) -> Iterator[Tag]:
        """Tags of passages that matrix and profile count: neither definitions nor repeats."""
        for passage in passages:
            tag = self.tag.get(passage.passage_id)
            if tag is not None and tag.stance != "definition" and passage.passage_id not in self.repeats:
                yield tag

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Place of each passage in the report: by document as shown, then as it stands in the document."""
        ordered = sorted(self.passages, key=lambda item: (self.place(item.document_id), item.order, item.passage_id))
        return {passage.passage_id: number for number, passage in enumerate(ordered)}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        ordered = sorted(self.documents, key=lambda item: (document_name(item).casefold(), item.path, item.document_id))
        return {document.document_id: number for number, document in enumerate(ordered)}

    def place(self, document_id: str) -> tuple[int, str]:
        """Where a document stands among all, by name; those that the table lacks come last."""
        return self._places.get(document_id, len(self.documents)), document_id


def document_name(document: Document) -> str:
    """Title of a document, else the name of its file."""
    return document.title or file_name(document) or "document without a name"


def file_name(document: Document) -> str:
    """Last part of a document's path."""
    return PurePosixPath(document.path.replace("\\", "/")).name


def was_read(document: Document) -> bool:
    """Whether the text of a document was read, all or in part."""
    return document.status in READ_STATUSES
