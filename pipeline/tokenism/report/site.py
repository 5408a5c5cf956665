"""Stage report: everything that a run found -> a site of plain files that opens from a memory stick."""

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
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
    Score,
    Span,
    Tag,
)
from tokenism.report import cells, charts, compared, figures, methods, phrases, words
from tokenism.report.corpus import Corpus
from tokenism.report.ladder import whole_ladder
from tokenism.report.matrix import count_matrix
from tokenism.report.references import REFERENCES
from tokenism.report.repeated import lines_of, repeated
from tokenism.report.shelf import remove_pictures
from tokenism.report.views import claim_links, count_totals, view_documents, view_organisations, view_pages
from tokenism.views import View

if TYPE_CHECKING:
    from tokenism.report.pictures import Pictures

ASSETS = ("style.css", "report.js")


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
    pictures: "Pictures | None" = None,
) -> Path:
    """Write the offline report and return the path of its index.

    The same records give the same bytes, in whatever order they come. Pages of organisations that an earlier run
    left in the folder are removed.

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
    totals = count_totals(corpus, organisations=len(organisations))
    environment = _environment()
    redrawn = corpus.bands != tuple(rung.band for rung in codebook.rungs)
    environment.globals.update(shown=view, reading=ledger, redrawn=redrawn, min_claims=min_claims)
    environment.globals.update(slug_of={one.name: one.slug for one in organisations}, scoring=scoring)
    environment.globals.update(pictures=pictures)
    views = list(view_pages(corpus, organisations))
    links = claim_links(views)
    pages = {}
    for page in views:
        own = {line.cluster for line in lines_of(corpus, page.organisation.name)}
        shared = repeated(corpus, [line for line in boilerplate if line.cluster in own], links | claim_links([page]))
        pages[f"{page.organisation.slug}.html"] = _render(environment, "organisation.html", page=page, repeated=shared)
    index = _render(
        environment,
        "index.html",
        organisations=organisations,
        totals=totals,
        documents=sorted(view_documents(corpus, documents), key=lambda view: view.read),
        matrix=count_matrix(corpus, passages),
        ladder=whole_ladder(corpus, passages, min_claims=min_claims),
        compared=compared.overview(comparisons),
        repeated=repeated(corpus, boilerplate, links),
    )
    told = methods.view_methods(corpus, scoring, validation)
    explained = _render(
        environment, "methods.html", methods=told, totals=totals, rates=methods.RATES, references=REFERENCES
    )
    _write_pages(out / "organisations", pages)
    _write_assets(out / "assets")
    if pictures is None:
        remove_pictures(out)
    _write(out / "methods.html", explained)
    return _write(out / "index.html", index)


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
    )
    environment.globals.update(
        words=words,
        interval_bar=charts.interval_bar,
        verdict_strip=charts.verdict_strip,
        count_bar=charts.count_bar,
        undefined=figures.UNDEFINED,
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


def _write_pages(folder: Path, pages: dict[str, str]) -> None:
    for name, html in pages.items():
        _write(folder / name, html)
    for path in sorted(folder.glob("*.html")):
        if path.name not in pages and not path.is_dir():
            path.unlink()


def _write_assets(folder: Path) -> None:
    source = resources.files("tokenism.report") / "assets"
    for name in ASSETS:
        _write(folder / name, (source / name).read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
