"""What the pages show, worked out from the tables before a template sees it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from markupsafe import Markup

from tokenism.organisations import organisations_of, type_of
from tokenism.records import BANDS, Document, Passage, Score
from tokenism.report.cells import Row, band_matrix
from tokenism.report.compared import Compared, compared
from tokenism.report.corpus import Corpus, was_read
from tokenism.report.documents import DocumentPage, in_order
from tokenism.report.ladder import Ladder, view_ladder
from tokenism.report.ledger import (
    ClaimView,
    DocumentView,
    Unlabelled,
    practice_without_label,
    view_document,
    view_unlabelled,
)
from tokenism.report.matrix import MatrixRow, count_matrix
from tokenism.report.measures import Measures, measures_of
from tokenism.report.quotes import excerpt
from tokenism.report.repeated import lines_of
from tokenism.report.slugs import distinct, slug
from tokenism.report.words import VERDICTS

MOST_UNLABELLED = 5
"""Passages of practice without the label that a page quotes."""


class _Owned(Protocol):
    @property
    def organisation(self) -> str: ...


_OwnedRecord = TypeVar("_OwnedRecord", bound=_Owned)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the whole run; a claim of a joint strategy is one claim."""

    organisations: int
    read: int
    not_read: int
    pages: int
    passages: int
    claims: int
    repeats: int
    unsure: int


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """One organisation as the index shows it; ``standing`` says why no index is shown and is empty where one is."""

    name: str
    slug: str
    kind: str | None
    score: Score | None
    standing: str
    counts: Mapping[str, int | None]
    documents: tuple[DocumentView, ...]
    measures: Measures | None

    @property
    def label(self) -> str:
        """Name to be printed."""
        return self.name or "Organisation not named"

    @property
    def note(self) -> str:
        """The note of the score, without what the standing says already."""
        parts = self.score.note.split("; ") if self.score else []
        return "; ".join(part for part in parts if not self.standing or not part.startswith(self.standing))

    @property
    def counted(self) -> bool:
        """Whether anything was read in which claims could be counted."""
        return self.score is not None and self.score.n_documents > 0

    @property
    def n_read(self) -> int:
        """Documents of the organisation that were read."""
        return sum(view.read for view in self.documents)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in the table of an organisation: the words around it, and the document on whose page all of it stands."""

    view: ClaimView
    document: DocumentView
    words: Markup


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One organisation with its matrix, its claims and its practice without the label.

    ``cells`` is the matrix in bands, counted and corrected; ``matrix`` the counts in the levels of another view.
    """

    organisation: OrganisationView
    cells: tuple[Row, ...]
    matrix: tuple[MatrixRow, ...]
    compared: Compared
    ladder: Ladder | None
    claims: tuple[ClaimRow, ...]
    listed: Mapping[str, int]
    n_repeats: int
    n_disputed: int
    unlabelled: tuple[Unlabelled, ...]
    n_unlabelled: int


def count_totals(corpus: Corpus, *, organisations: int) -> Totals:
    """Count over the whole run."""
    counted = [claim for claim in corpus.claims if not claim.repeat_of]
    read = [document for document in corpus.documents if was_read(document)]
    return Totals(
        organisations=organisations,
        read=len(read),
        not_read=len(corpus.documents) - len(read),
        pages=sum(document.pages or 0 for document in read),
        passages=len(corpus.passages),
        claims=len(counted),
        repeats=len(corpus.claims) - len(counted),
        unsure=sum(claim.unsure for claim in counted),
    )


def view_documents(corpus: Corpus, documents: Iterable[Document]) -> tuple[DocumentView, ...]:
    """Documents to be shown, in the order of their names."""
    ordered = sorted(documents, key=lambda document: corpus.place(document.document_id))
    return tuple(view_document(corpus, document.document_id) for document in ordered)


def view_organisations(corpus: Corpus, *, min_claims: int) -> tuple[OrganisationView, ...]:
    """Every organisation that any table names, by name, each with a page name of its own."""
    documents = _by_name(corpus.documents)
    scores = {score.organisation: score for score in corpus.scores}
    names = sorted({*documents, *_by_name(corpus.claims), *scores}, key=lambda name: (name.casefold(), name))
    slugs = distinct(slug(name) for name in names)
    return tuple(
        _view_organisation(corpus, name, page, scores.get(name), documents.get(name, ()), min_claims)
        for name, page in zip(names, slugs, strict=True)
    )


def _view_organisation(
    corpus: Corpus, name: str, page: str, score: Score | None, documents: Sequence[Document], min_claims: int
) -> OrganisationView:
    views = view_documents(corpus, documents)
    return OrganisationView(
        name=name,
        slug=page,
        kind=(score.organisation_type if score else None) or type_of(name, documents),
        score=score,
        standing=_standing(score, min_claims),
        counts=_verdict_counts(score),
        documents=views,
        measures=measures_of(score, corpus.cells_of.get(name, ()), len(lines_of(corpus, name))) if score else None,
    )


def _standing(score: Score | None, min_claims: int) -> str:
    if score is None:
        return "not scored"
    if not score.n_documents:
        return "no document could be read"
    if (score.n_claims or 0) < min_claims:
        return "too few claims"
    return "not defined" if score.tokenism_index is None else ""


def _verdict_counts(score: Score | None) -> dict[str, int | None]:
    if score is None or not score.n_documents:
        return dict.fromkeys(VERDICTS)
    return {name: getattr(score, f"n_{name.replace('-', '_')}") for name in VERDICTS}


def organisation_pages(
    corpus: Corpus, organisations: Iterable[OrganisationView], documents: Iterable[DocumentPage]
) -> Iterator[OrganisationPage]:
    """Prepare the page of each organisation; what belongs to several stands on the page of each."""
    passages, rows = _by_name(corpus.passages), dict[str, list[ClaimRow]]()
    for page in documents:
        for view in page.claims:
            row = ClaimRow(view, page.view, _words(corpus, view))
            for name in organisations_of(view.claim.organisation):
                rows.setdefault(name, []).append(row)
    for organisation in organisations:
        yield _view_page(corpus, organisation, passages.get(organisation.name, ()), rows.get(organisation.name, ()))


def _words(corpus: Corpus, view: ClaimView) -> Markup:
    passage = corpus.passage.get(view.claim.passage_id)
    return Markup("") if passage is None else excerpt(passage.text, corpus.spans_of.get(passage.passage_id, ()))


def _view_page(
    corpus: Corpus, organisation: OrganisationView, passages: Sequence[Passage], rows: Sequence[ClaimRow]
) -> OrganisationPage:
    unlabelled = practice_without_label(corpus, passages)
    return OrganisationPage(
        organisation=organisation,
        cells=band_matrix(corpus.cells_of.get(organisation.name, ())),
        matrix=() if shows_bands(corpus) else count_matrix(corpus, passages),
        compared=compared(corpus.comparisons_of.get(organisation.name, ()), organisation.name),
        ladder=view_ladder(corpus, [line for line in corpus.profile if line.organisation == organisation.name]),
        claims=tuple(rows),
        listed=in_order(row.view.claim.verdict for row in rows),
        n_repeats=sum(bool(row.view.claim.repeat_of) for row in rows),
        n_disputed=sum(row.view.claim.disputed for row in rows),
        unlabelled=view_unlabelled(corpus, unlabelled[:MOST_UNLABELLED]),
        n_unlabelled=len(unlabelled),
    )


def shows_bands(corpus: Corpus) -> bool:
    """Whether the levels that are shown are the bands by which claim and practice are compared."""
    return tuple(level.id for level in corpus.view.levels) == BANDS[1:] and corpus.view.id == corpus.ledger.id


def claim_links(documents: Iterable[DocumentPage]) -> dict[str, str]:
    """For each claim by id where it stands in the folder of the report."""
    return {view.claim.claim_id: view.link for page in documents for view in page.claims}


def _by_name(records: Iterable[_OwnedRecord]) -> dict[str, list[_OwnedRecord]]:
    groups: dict[str, list[_OwnedRecord]] = {}
    for record in records:
        for name in organisations_of(record.organisation):
            groups.setdefault(name, []).append(record)
    return groups
