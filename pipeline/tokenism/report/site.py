"""Stage report: everything that a run found -> a site of plain files that opens from a memory stick."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tokenism.codebook import Codebook
from tokenism.printable import printable
from tokenism.readings import read_under
from tokenism.records import (
    Boilerplate,
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
from tokenism.report import cells, charts, compared, figures, methods, phrases, words
from tokenism.report.citations import cite_report
from tokenism.report.corpus import Corpus
from tokenism.report.documents import DocumentPage, document_pages
from tokenism.report.ladder import whole_ladder
from tokenism.report.ledger import DocumentView
from tokenism.report.matrix import count_matrix
from tokenism.report.references import REFERENCES
from tokenism.report.repeated import lines_of, repeated
from tokenism.report.replied import Replied
from tokenism.report.search import LONGEST, build_index
from tokenism.report.shelf import remove_pictures
from tokenism.report.views import (
    OrganisationView,
    claim_links,
    count_totals,
    organisation_pages,
    view_documents,
    view_organisations,
)
from tokenism.views import View

if TYPE_CHECKING:
    from tokenism.report.pictures import Pictures

_MOST_UNREAD = 20
"""Documents that could not be read which the first page names."""
ASSETS = ("style.css", "report.js", "search.js")


def build_report(
    *,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    tags: Sequence[Tag],
    spans: Sequence[Span],
    claims: Sequence[Claim],
    scores: Sequence[Score],
    profile: Sequence[ProfileLine],
    matrix: Sequence[MatrixCell],
    comparisons: Sequence[Comparison],
    boilerplate: Sequence[Boilerplate],
    scoring: Mapping[str, Any],
    codebook: Codebook,
    view: View,
    ledger: View,
    out: Path,
    min_claims: int,
    validation: Mapping[str, Any] | None = None,
    replies: Sequence[Reply] = (),
    pictures: "Pictures | None" = None,
) -> Path:
    """Write the offline report and return the path of its index.

    The same records give the same bytes, in whatever order they come. Pages and parts of the search that an
    earlier run left in the folder are removed.

    Parameters
    ----------
    documents, passages, tags, spans, claims, scores, profile, matrix, comparisons, boilerplate
        The tables of one run, tags (as stored) and spans of one layer.
    scoring
        How the scores were made, as :func:`tokenism.scoring.how_scored` tells it.
    codebook
        Cues, rules and definitions that tell why a passage has its labels.
    view, ledger
        The view whose levels are shown, and the one under whose bands the ledger was made.
    out
        Folder of the site; made if it is missing.
    min_claims
        Counted claims below which no share is shown for an organisation.
    validation
        Checks of the intervals, shown on the methods page: objects with ``name``, ``bar``, ``passed`` and ``says``,
        under any key.
    replies
        Answers of organisations to claims, in the order in which they came in.
    pictures
        Pictures of passages, made in this folder by :func:`tokenism.report.pictures.make_pictures`; without, those
        that an earlier run left are removed.
    """
    tags = read_under(tags, ledger)
    corpus = Corpus(
        documents, passages, tags, spans, claims, scores, profile, codebook, view, ledger,
        matrix=matrix, comparisons=comparisons, boilerplate=boilerplate,
    )  # fmt: skip
    organisations = view_organisations(corpus, min_claims=min_claims)
    pages = list(document_pages(corpus))
    links = claim_links(pages)
    environment = _environment()
    redrawn = corpus.bands != tuple(rung.band for rung in codebook.rungs)
    environment.globals.update(shown=view, reading=ledger, redrawn=redrawn, min_claims=min_claims, scoring=scoring)
    environment.globals.update(slug_of={one.name: one.slug for one in organisations})
    environment.globals.update(replied=Replied(replies, claims), pictures=pictures)
    totals = count_totals(corpus, organisations=len(organisations))
    environment.globals.update(totals=totals, citation=cite_report(totals.read, totals.organisations))
    _write_pages(out / "documents", (_document_page(environment, page) for page in pages))
    _write_pages(out / "organisations", _organisation_pages(environment, corpus, organisations, pages, links))
    searched = build_index(corpus, {one.name: one.slug for one in organisations})
    _write_pages(out / "search", searched.scripts.items())
    _write(
        out / "search.html",
        _render(environment, "search.html", organisations=organisations, searched=searched, longest=LONGEST),
    )
    _write_assets(out / "assets")
    if pictures is None:
        remove_pictures(out)
    _write(out / "documents.html", _render(environment, "documents.html", documents=_documents(corpus)))
    told = methods.view_methods(corpus, scoring, validation)
    _write(
        out / "methods.html",
        _render(environment, "methods.html", methods=told, rates=methods.RATES, references=REFERENCES),
    )
    return _write(out / "index.html", _index(environment, corpus, organisations, links, min_claims))


def _document_page(environment: Environment, page: DocumentPage) -> tuple[str, str]:
    return PurePosixPath(page.view.page).name, _render(environment, "document.html", page=page)


def _organisation_pages(
    environment: Environment, corpus: Corpus, organisations: Sequence[OrganisationView],
    documents: Sequence[DocumentPage], links: Mapping[str, str],
) -> Iterator[tuple[str, str]]:  # fmt: skip
    for page in organisation_pages(corpus, organisations, documents):
        own = {line.cluster for line in lines_of(corpus, page.organisation.name)}
        shared = repeated(corpus, [line for line in corpus.boilerplate if line.cluster in own], links)
        html = _render(environment, "organisation.html", page=page, repeated=shared)
        yield f"{page.organisation.slug}.html", html


def _index(
    environment: Environment, corpus: Corpus, organisations: Sequence[OrganisationView], links: Mapping[str, str],
    min_claims: int,
) -> str:  # fmt: skip
    return _render(
        environment,
        "index.html",
        organisations=organisations,
        unread=[view for view in _documents(corpus) if not view.read],
        matrix=count_matrix(corpus, corpus.passages),
        ladder=whole_ladder(corpus, corpus.passages, min_claims=min_claims),
        compared=compared.overview(corpus.comparisons),
        repeated=repeated(corpus, corpus.boilerplate, links),
    )


def _documents(corpus: Corpus) -> list[DocumentView]:
    """All documents, those that were not read first."""
    return sorted(view_documents(corpus, corpus.documents), key=lambda view: view.read)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tokenism.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    environment.filters.update(
        percent=figures.percent,
        interval=figures.interval,
        number=figures.number,
        decimal=figures.decimal,
        signed=figures.signed,
        plural=figures.plural,
        verdict=words.verdict_label,
        band=words.band_label,
        kind=words.kind_label,
        stance=words.stance_label,
        status=words.status_label,
        kinds=words.kinds_label,
        whole=figures.whole,
        whole_interval=figures.whole_interval,
        decimal_interval=figures.decimal_interval,
        signed_interval=figures.signed_interval,
        change=phrases.change,
        beside=phrases.beside,
        worst_quarter=phrases.worst_quarter,
        in_hundred=phrases.in_hundred,
    )
    environment.globals.update(
        words=words,
        interval_bar=charts.interval_bar,
        verdict_strip=charts.verdict_strip,
        count_bar=charts.count_bar,
        undefined=figures.UNDEFINED,
        most_unread=_MOST_UNREAD,
        rank_range=phrases.rank_range,
        rank_of_type=phrases.rank_of_type,
        is_open=phrases.is_open,
        is_corrected=cells.is_corrected,
    )
    return environment


def _finalize(value: object) -> object:
    """Clean what an expression of a template gives: text loses its controls, HTML made here stays."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value)
    return value


def _render(environment: Environment, template: str, **values: object) -> str:
    return environment.get_template(template).render(**values)


def _write_pages(folder: Path, pages: Iterable[tuple[str, str]]) -> None:
    """Write pages, and remove those that an earlier run left in the folder."""
    written = set()
    for name, html in pages:
        _write(folder / name, html)
        written.add(name)
    for path in sorted({*folder.glob("*.html"), *folder.glob("*.js")}):
        if path.name not in written and not path.is_dir():
            path.unlink()


def _write_assets(folder: Path) -> None:
    source = resources.files("tokenism.report") / "assets"
    for name in ASSETS:
        _write(folder / name, (source / name).read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
