"""The command line: each command reads, calls one stage and writes. Nothing prints but the ``cli`` modules."""

import io
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism import (
    __version__,
    cli_annotations,
    cli_audit,
    cli_codebook,
    cli_diff,
    cli_evaluate,
    cli_explain,
    cli_reply,
    cli_score,
    cli_validate,
    cli_verify,
)
from tokenism.cli_options import (
    PATH,
    PrintableFormatter,
    codebook_option,
    existing,
    known_view,
    log,
    model_in,
    model_option,
    read_real,
    real_option,
    say,
    views_of,
)
from tokenism.cli_pictures import draw_pictures, pdfs_option, picture_options
from tokenism.cli_progress import progress, summary
from tokenism.cli_reply import REJECTED, REPLIES, replies_of
from tokenism.cli_score import (
    make_scores,
    min_claims_option,
    read_scores,
    scoring_of,
    scoring_options,
    view_of_ledger,
    write_scores,
)
from tokenism.errors import InputError, NothingToReadError
from tokenism.printable import printable

if TYPE_CHECKING:
    from datetime import datetime

    from tokenism.inputs import Inputs
    from tokenism.reading.document import Limits
    from tokenism.records import Claim, Document, Passage, ProfileLine, Reply, Span, Tag
    from tokenism.views import View

_TABLES = ("documents", "passages", "tags", "spans", "claims")
_SCORED = ("organisations", "profile", "matrix", "comparisons", "boilerplate")
_VALIDATION = "validation.json"
"""Checks of the intervals, which the report shows where a run has them."""
_MOST_PROBLEMS = 20
"""Bad lines that are told one by one; the output marks all of them."""
_OURS = {
    *(f"{name}.parquet" for name in _TABLES),
    *(f"{name}.{kind}" for name in _SCORED for kind in ("csv", "parquet")),
    *("claims.csv", "claims.xlsx", "evidence.sqlite", "metadata.yml"),
    *("datapackage.json", "annotations.jsonld", "ro-crate-metadata.json"),
    "scoring.json",
    _VALIDATION,
    "report",
    REPLIES,
    REJECTED,
}
"""What a run writes into its folder: a folder that holds anything else is somebody's own."""


class _Group(click.Group):
    """Turns a user's mistake into one sentence and the exit code of the contract."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(printable(f"tokenism: {error}"), err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.filename is None:
                raise
            sentence = f"tokenism: {error.filename}: {error.strerror}; check the path and its permissions"
            click.echo(printable(sentence), err=True)
            ctx.exit(2)
        except KeyboardInterrupt as stopped:
            kept = str(stopped) or "documents read so far are kept in the cache; the same command goes on from there"
            click.echo(f"tokenism: stopped: {kept}.", err=True)
            ctx.exit(130)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tokenism")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")
@click.pass_context
def main(ctx: click.Context, quiet: bool, verbose: bool) -> None:
    """Show where council and NHS strategies claim more participation than they describe.

    \b
    tokenism scan my-pdfs/ --out audit/     reads a folder of PDFs and writes a report
    """  # noqa: D301
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name that the terminal cannot show must not stop a run
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PrintableFormatter("%(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler])
    log.setLevel(level)
    ctx.obj = {"quiet": quiet}


main.add_command(cli_explain.explain)
main.add_command(cli_evaluate.evaluate)
main.add_command(cli_audit.audit)
main.add_command(cli_score.score)
main.add_command(cli_score.plan)
main.add_command(cli_validate.validate)
main.add_command(cli_verify.verify_quotes)
main.add_command(cli_reply.reply_pack)
main.add_command(cli_reply.reply_import)
main.add_command(cli_diff.diff)
main.add_command(cli_annotations.agree)
main.add_command(cli_annotations.features)
main.add_command(cli_annotations.describe)


def _options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def apply(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return apply


def _number(flag: str, default: float, kind: "click.ParamType[Any]", text: str) -> Callable[[Any], Any]:
    """An option that takes a number and shows its default."""
    return click.option(flag, default=default, show_default=True, type=kind, help=text)


_POSITIVE = click.FloatRange(0, min_open=True)
_NOT_NEGATIVE = click.FloatRange(0)
_SHARE = click.FloatRange(0, 1)

_paths = click.argument("paths", nargs=-1, required=True, type=PATH)
_out = click.option("--out", required=True, type=PATH, help="Folder to write into.")
_sources = click.option(
    "--sources", type=PATH, help="CSV that lists the documents: file, organisation; title, year, ... if known."
)
_reading = _options(
    _number("--workers", 2, click.IntRange(1, 64), "Documents read at a time."),
    click.option("--scheduler", help="Address of a Dask scheduler (tcp://...) to read on a cluster."),
    click.option("--password", help="Password tried on encrypted PDFs."),
    click.option("--no-cache", is_flag=True, help="Read every PDF afresh."),
    click.option(
        "--ocr",
        type=click.Choice(["never", "auto", "always"]),
        default="never",
        show_default=True,
        help="Read pictures of text by Tesseract: pages without words (auto), or every page (always).",
    ),
    _number("--timeout", 120.0, _POSITIVE, "Seconds that one document may take."),
    _number("--memory", 2000, click.IntRange(min=300), "Megabytes of memory that one document may take."),
    _number("--max-pages", 2000, click.IntRange(1), "Pages that a document may have."),
    _number("--max-side", 14_400.0, _POSITIVE, "Longest side of a page, in points."),
    _number("--max-size", 500, click.IntRange(1), "Megabytes that a file may have."),
    _number("--max-inflated", 1000, click.IntRange(1), "Megabytes that the streams of a file may inflate to."),
    _number("--min-words", 8, click.IntRange(0), "Shorter paragraphs join the next one."),
    _number("--max-words", 180, click.IntRange(10), "Longer passages are split at a sentence."),
)
_unsure = click.option(
    "--unsure-below",
    type=_SHARE,
    help="Tags less probable than this are marked unsure.  [default: the model's own bound]",
)
_wordless = _number("--wordless-above", 0.6, _SHARE, "A claim without a word of the vocabulary must be this probable.")
_linking = _options(
    _number("--min-score", 2.9, _NOT_NEGATIVE, "Likeness of subject that evidence needs."),
    _number("--words", 2.2, _NOT_NEGATIVE, "Weight of the words that the claim's passage shares with it."),
    _number("--focus", 1.7, _NOT_NEGATIVE, "Weight of the words that the claiming sentences share with it."),
    _number("--rarest", 3.7, _NOT_NEGATIVE, "Weight of the rarest shared word."),
    _number("--second", 4.0, _NOT_NEGATIVE, "Weight of the next rarest shared word."),
    _number("--people", 1.3, _NOT_NEGATIVE, "Weight of naming the same group of the public."),
    _number("--itself", 1.5, _NOT_NEGATIVE, "Weight of both speaking of the document itself."),
    _number("--made", 0.9, _NOT_NEGATIVE, "Weight of telling how the document was made, which the claim speaks of."),
    _number("--making", 0.8, _NOT_NEGATIVE, "Weight of telling how something was made."),
    _number("--account", 0.8, _NOT_NEGATIVE, "Weight of cues of practice in the evidence."),
    _number("--length", 1.7, _NOT_NEGATIVE, "Weight of the length of the evidence."),
    _number("--rival", 0.4, _NOT_NEGATIVE, "Loss for evidence that another claim is nearer to."),
    _number("--several", 0.5, _NOT_NEGATIVE, "Gain from several passages that speak for it."),
    _number("--lesser", 2.4, _NOT_NEGATIVE, "Loss for a claim whose passage describes something less."),
    _number("--wish", 0.7, _NOT_NEGATIVE, "Loss for a claim that is a wish."),
    _number("--doubt", 0.25, _SHARE, "Chance of describing it itself that gives a claim the benefit of the doubt."),
    _number("--repeat", 0.8, _SHARE, "Likeness from which a claim repeats an earlier one."),
    click.option(
        "--family", is_flag=True, help="Look for evidence in documents of the same strategy, too, by their titles."
    ),
)
_published = click.option(
    "--date",
    "published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day of publication, for the description of the run as an RO-Crate.  [default: none is given]",
)
_DEFAULT_VIEW = "bands-broad"
_view = click.option(
    "--view",
    default=_DEFAULT_VIEW,
    show_default=True,
    metavar="NAME",
    help="View of the codebook to read and show by, such as arnstein, nef or bands-strict.",
)


@main.command()
@_paths
@_out
@_sources
@_reading
@model_option
@codebook_option
@_unsure
@_wordless
@_linking
@_view
@scoring_options
@_published
@picture_options
@click.pass_obj
def scan(
    obj: dict[str, Any], /, paths: tuple[Path, ...], out: Path, sources: Path | None, model: Path | None,
    codebook: Path | None, unsure_below: float | None, wordless_above: float, view: str, min_claims: int,
    published: "datetime | None", **options: Any,
) -> None:  # fmt: skip
    """Read PDFs and write tables and a report: everything in one go.

    PATHS are PDF files or folders of them. The report is OUT/report/index.html.
    """
    from tokenism.codebook import load_codebook
    from tokenism.records import READ_STATUSES
    from tokenism.replies import with_disputes
    from tokenism.tag import Tagger

    _check_out(out)
    replies = replies_of(out)
    book = load_codebook(codebook)
    chosen = book.view(view)
    inputs = _inputs(paths, sources)
    out.mkdir(parents=True, exist_ok=True)
    tagger = Tagger(model_in(model), book, unsure_below=unsure_below, wordless_above=wordless_above)
    documents, passages = _extract(inputs, options, obj)
    tags, spans = _tag(passages, tagger, obj)
    claims = with_disputes(_link(documents, passages, tags, spans, options, chosen), replies)
    options["min_claims"] = min_claims
    write_scores(out, make_scores(documents, passages, tags, claims, chosen, options), scoring_of(options))
    found, scoring = read_scores(out)  # as rounded in the files, so that the stages one by one give the same
    lines = _profile(documents, passages, tags, claims, chosen, min_claims)
    tables = _tables(documents, passages, tags, spans, claims, found, lines, replies)
    _write_run(out, tables, published)
    pictures = None
    if not options["no_pictures"]:
        places = {one.document_id: item.path for item, one in zip(inputs.files, documents, strict=True)}
        pictures = draw_pictures(
            out, tables, places, obj, codebook=book, ledger=chosen, limits=_limits(options), **options
        )
    index = _report(
        out, tables, scoring, codebook=book, view=chosen, ledger=chosen, min_claims=min_claims, pictures=pictures
    )
    if view != _DEFAULT_VIEW:
        say(obj, f"View: {chosen.name} ({chosen.id})")
    summary(
        obj, documents=documents, passages=passages, tags=tags, spans=spans, claims=claims, scores=found, index=index
    )
    if not any(document.status in READ_STATUSES for document in documents):
        raise NothingToReadError("nothing could be read: see the column 'detail' of documents.parquet, or the report")


@main.command()
@_paths
@_out
@_sources
@_reading
@click.pass_obj
def extract(obj: dict[str, Any], /, paths: tuple[Path, ...], out: Path, sources: Path | None, **options: Any) -> None:
    """Read PDFs into documents.parquet and passages.parquet.

    PATHS are PDF files or folders of them. Other tables that an earlier run left in OUT stay as they are.
    """
    from tokenism.records import READ_STATUSES, Document, Passage
    from tokenism.summaries import read_line
    from tokenism.tables import write_records

    _check_out(out)
    documents, passages = _extract(_inputs(paths, sources), options, obj)
    write_records(out / "documents.parquet", Document, documents)
    write_records(out / "passages.parquet", Passage, passages)
    say(obj, read_line(documents))
    if not any(document.status in READ_STATUSES for document in documents):
        raise NothingToReadError("nothing could be read: see the column 'detail' of documents.parquet")


@main.command()
@click.argument("annotations", nargs=-1, required=True, type=PATH)
@click.option("--out", required=True, type=PATH, help="Folder for the model.")
@codebook_option
@real_option
@click.option("--figures", type=PATH, help="JSON file for all figures out of fold.")
@click.option("--metrics", type=PATH, help="JSON file for the few figures to compare runs by.")
@_number("--strength", 8.0, _POSITIVE, "Inverse regularisation.")
@_number("--balance", 0.8, _NOT_NEGATIVE, "Class weighting: 0 none, 1 inverse to frequency.")
@_number("--n-hashed", 16_384, click.IntRange(1), "Columns for hashed words.")
@_number("--cue-weight", 0.12, _POSITIVE, "Weight of cues against words.")
@_number("--cross-weight", 0.06, _NOT_NEGATIVE, "Weight of cues crossed with the manner of speaking.")
@_number("--heading-weight", 0.5, _NOT_NEGATIVE, "Weight of the words of the section heading.")
@_number("--real-weight", 1.0, _POSITIVE, "Weight of a real passage against a written one.")
@_number("--rule-trust", 1.0, _NOT_NEGATIVE, "Added to the score of the label that the rules alone give.")
@_number(
    "--sure-precision", 0.9, _SHARE, "Share of tags, claim and practice both right, that the sure ones must reach."
)
@_number("--seed", 0, click.IntRange(0), "Seed of the solver.")
@click.pass_obj
def train(
    obj: dict[str, Any], /, annotations: tuple[Path, ...], out: Path, codebook: Path | None, real: Path | None,
    figures: Path | None, metrics: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Fit the classifier on coded passages (JSON Lines files, or folders of them), and on real ones without text."""
    from tokenism.annotations import read_coded
    from tokenism.codebook import load_codebook
    from tokenism.measures import headline
    from tokenism.model import save_model
    from tokenism.summaries import macro_f1_line
    from tokenism.tables import write_json
    from tokenism.train import train as fit

    book = load_codebook(codebook)
    coded = read_coded(existing(annotations), book)
    standoff, extracted = read_real(real, book)
    model, found = fit(coded, book, real=standoff, extracted=extracted, **options)
    save_model(out, model)
    if figures:
        write_json(figures, found)
    if metrics:
        real_too = {f"real_{name}": value for name, value in headline(found["real"]).items()} if standoff else {}
        write_json(metrics, headline(found["written"]) | real_too)
    say(obj, f"Trained on {len(coded):,} written and {len(standoff):,} real passages. Out of fold, macro-F1:")
    for part, labels in found.items():
        say(obj, f"  {part}: {macro_f1_line(labels)}")


@main.command()
@click.argument("source", type=PATH)
@click.argument("target", type=PATH)
@model_option
@codebook_option
@_unsure
@_wordless
@click.pass_obj
def tag(
    obj: dict[str, Any], /, source: Path, target: Path, model: Path | None, codebook: Path | None,
    unsure_below: float | None, wordless_above: float,
) -> None:  # fmt: skip
    """Tag passages with claim, practice and stance.

    SOURCE is JSON Lines with the keys id and text, and TARGET the file to write; or SOURCE is a passages.parquet
    and TARGET the folder for tags.parquet and spans.parquet.
    """
    from tokenism.codebook import load_codebook
    from tokenism.records import Passage, Span, Tag
    from tokenism.tables import read_records, write_jsonl, write_records
    from tokenism.tag import Tagger, tag_objects

    existing([source])
    book = load_codebook(codebook)
    tagger = Tagger(model_in(model), book, unsure_below=unsure_below, wordless_above=wordless_above)
    if source.suffix == ".parquet":
        tags, spans = _tag(list(read_records(source, Passage)), tagger, obj)
        write_records(target / "tags.parquet", Tag, tags)
        write_records(target / "spans.parquet", Span, spans)
        say(obj, f"Tagged {len(tags):,} passages.")
        return
    if target.is_dir():
        raise InputError(f"{target}: a folder; name the JSON Lines file to write")
    if source.suffix.lower() == ".pdf":
        raise InputError(f"{source}: a PDF; `tokenism scan` reads PDFs, `tokenism tag` reads JSON Lines")
    if target.resolve() == source.resolve():
        raise InputError(f"{target}: input and output are the same file; name another output")
    problems: list[str] = []
    n = write_jsonl(target, tag_objects(_json_objects(source, problems), tagger))
    for problem in problems[:_MOST_PROBLEMS]:
        click.echo(f"tokenism: {problem}; its line holds the key 'error'", err=True)
    if len(problems) > _MOST_PROBLEMS:
        click.echo(f"tokenism: ... and {len(problems) - _MOST_PROBLEMS} more lines", err=True)
    if n == len(problems):
        raise NothingToReadError(
            f"{source}: no line with a text; each line must be a JSON object with the keys id and text"
        )
    say(obj, f"Tagged {n - len(problems):,} of {n:,} lines.")


@main.command()
@click.argument("run", type=PATH)
@codebook_option
@_linking
@_view
@click.pass_obj
def link(obj: dict[str, Any], /, run: Path, codebook: Path | None, view: str, **options: Any) -> None:
    """Write the claims ledger, RUN/claims.parquet, from the passages, tags and spans in RUN."""
    from tokenism.codebook import load_codebook
    from tokenism.records import Claim, Document, Passage, Span, Tag
    from tokenism.replies import with_disputes
    from tokenism.tables import read_records, write_records

    chosen = load_codebook(codebook).view(view)
    documents = list(read_records(run / "documents.parquet", Document)) if options["family"] else []
    claims = _link(
        documents,
        list(read_records(run / "passages.parquet", Passage)),
        list(read_records(run / "tags.parquet", Tag)),
        list(read_records(run / "spans.parquet", Span)),
        options,
        chosen,
    )
    write_records(run / "claims.parquet", Claim, with_disputes(claims, replies_of(run)))
    say(obj, f"{len(claims):,} claims in the ledger.")


@main.command()
@click.argument("run", type=PATH)
@codebook_option
@view_of_ledger
@min_claims_option
@_published
@pdfs_option
@picture_options
@_number("--workers", 2, click.IntRange(1, 64), "Documents drawn at a time.")
@click.option("--password", help="Password tried on encrypted PDFs.")
@click.pass_obj
def report(
    obj: dict[str, Any], /, run: Path, codebook: Path | None, view: str | None, min_claims: int,
    published: "datetime | None", pdfs: tuple[Path, ...], **options: Any,
) -> None:  # fmt: skip
    """Write the report, RUN/report/index.html, and the tables for other tools from the tables in RUN.

    With --pdfs every quoted passage gets a picture of its place on the page; without, a report has no pictures. The
    tables are claims.csv, claims.xlsx, evidence.sqlite (for Datasette, with metadata.yml), Parquet, datapackage.json,
    annotations.jsonld and ro-crate-metadata.json.
    """
    from tokenism.codebook import load_codebook
    from tokenism.originals import find_originals
    from tokenism.records import Claim, Document, Passage, Span, Tag
    from tokenism.tables import read_records

    book = load_codebook(codebook)
    known_view(book, view)
    documents = list(read_records(run / "documents.parquet", Document))
    passages = list(read_records(run / "passages.parquet", Passage))
    tags = list(read_records(run / "tags.parquet", Tag))
    spans = list(read_records(run / "spans.parquet", Span))
    claims = list(read_records(run / "claims.parquet", Claim))
    scores, scoring = read_scores(run)
    shown, ledger = views_of(book, view, claims)
    lines = _profile(documents, passages, tags, claims, shown, min_claims)
    tables = _tables(documents, passages, tags, spans, claims, scores, lines, replies_of(run))
    _write_exchange(run, tables, published)
    pictures = None
    if pdfs and not options["no_pictures"]:
        places = find_originals(documents, pdfs)
        pictures = draw_pictures(run, tables, places, obj, codebook=book, ledger=ledger, **options)
    elif not options["no_pictures"]:
        log.info("The report has no pictures of pages: name where the PDFs are with --pdfs.")
    index = _report(
        run, tables, scoring, codebook=book, view=shown, ledger=ledger, min_claims=min_claims, pictures=pictures
    )
    say(obj, f"The report is {index}")


main.add_command(cli_codebook.codebook)


@main.group()
def cache() -> None:
    """Show or clear what earlier runs have read.

    The cache is the folder $TOKENISM_CACHE, else one in the user's own cache folder.
    """


@cache.command()
@click.pass_obj
def show(obj: dict[str, Any], /) -> None:
    """Say where the cache is, and what it holds by version of the reader."""
    from tokenism.reading.cache import cache_folder, cache_holdings

    holdings = cache_holdings(cache_folder())
    say(obj, f"The cache is {cache_folder().absolute()}")
    for holding in holdings:
        which = "the present reader" if holding.present else "another version"
        say(obj, f"{holding.version}  {holding.n_readings:>9,} readings {holding.size / 1e6:>10,.1f} MB  {which}")
    n_readings, size = sum(one.n_readings for one in holdings), sum(one.size for one in holdings)
    say(obj, f"{'total':12}  {n_readings:>9,} readings {size / 1e6:>10,.1f} MB")


@cache.command()
@click.option("--all", "everything", is_flag=True, help="Remove what the present reader has read, too.")
@click.pass_obj
def prune(obj: dict[str, Any], /, everything: bool) -> None:
    """Remove what other versions of the reader have read, and leftovers of killed runs."""
    from tokenism.reading.cache import cache_folder, prune_cache

    n_files, size = prune_cache(cache_folder(), everything=everything)
    noun = "file" if n_files == 1 else "files"
    say(obj, f"Removed {n_files:,} {noun}, {size / 1e6:,.1f} MB.")


def _check_out(out: Path) -> None:
    """An output folder may be new, empty, or that of an earlier run, whose files are written over."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: a file of that name exists; name a folder with --out")
    names = {path.name for path in out.iterdir()} if out.is_dir() else set()
    names = {name for name in names if not name.startswith(".") and name != "Thumbs.db"}
    ours = _OURS if any(f"{table}.parquet" in names for table in _TABLES) else set()
    foreign = sorted(names - ours)
    if foreign:
        raise InputError(
            f"{out}: the folder holds {foreign[0]!r}, which is not of an earlier run; name a new folder with --out"
        )


def _inputs(paths: Sequence[Path], sources: Path | None) -> "Inputs":
    from tokenism.inputs import find_inputs

    inputs = find_inputs(paths, sources)
    if inputs.n_left:
        log.info("Files of other kinds left alone: %d.", inputs.n_left)
    for problem in inputs.problems:
        log.warning("tokenism: %s", problem)
    return inputs


def _extract(inputs: "Inputs", options: dict[str, Any], obj: dict[str, Any]) -> "tuple[list[Document], list[Passage]]":
    from dataclasses import fields

    from tokenism.extract import extract as read_all
    from tokenism.extract import file_size
    from tokenism.reading import ocr
    from tokenism.reading.cache import cache_folder
    from tokenism.reading.document import Shape

    if options["ocr"] == "always" and (why := ocr.missing()):
        raise InputError(f"--ocr always: {why}; it needs {ocr.INSTALL}")
    limits = _limits(options)
    shape = Shape(**{field.name: options[field.name] for field in fields(Shape)})
    sizes = {item.name: file_size(item.path) for item in inputs.files}
    told = progress(obj, "Reading", len(inputs.files), size=sum(sizes.values()))
    with told as step:

        def on_read(document: "Document") -> None:
            step(size=sizes[document.path], pages=document.pages or 0)
            if not document.detail.startswith("Read whole") or document.detail.count(". ") > 0:
                log.info("%s: %s. %s", document.path, document.status, document.detail)
            else:
                log.debug("%s: %s pages.", document.path, document.pages)

        return read_all(
            inputs,
            limits=limits,
            shape=shape,
            workers=options["workers"],
            scheduler=options["scheduler"],
            password=options["password"],
            cache=None if options["no_cache"] else cache_folder(),
            on_read=on_read,
            on_begin=told.begin,
        )


def _limits(options: dict[str, Any]) -> "Limits":
    from dataclasses import fields

    from tokenism.reading.document import Limits

    return Limits(**{field.name: options[field.name] for field in fields(Limits)})


def _tag(passages: "Sequence[Passage]", tagger: Any, obj: dict[str, Any]) -> "tuple[list[Tag], list[Span]]":
    from tokenism.tag import tag as tag_all

    log.debug("Tagging %d passages.", len(passages))
    with progress(obj, "Tagging", len(passages), noun="passages") as step:
        return tag_all(passages, tagger, on_tagged=step)


def _link(
    documents: "Sequence[Document]", passages: "Sequence[Passage]", tags: "Sequence[Tag]", spans: "Sequence[Span]",
    options: dict[str, Any], view: "View",
) -> "list[Claim]":  # fmt: skip
    from dataclasses import fields

    from tokenism.evidence import Weights
    from tokenism.link import link as link_all

    weights = Weights(**{field.name: options[field.name] for field in fields(Weights)})
    return link_all(passages, tags, spans, view, weights=weights, family=options["family"], documents=documents)


def _profile(
    documents: "Sequence[Document]", passages: "Sequence[Passage]", tags: "Sequence[Tag]", claims: "Sequence[Claim]",
    view: "View", min_claims: int,
) -> "list[ProfileLine]":  # fmt: skip
    from tokenism.profile import profile

    return profile(documents, passages, tags, claims, view, min_claims=min_claims)


def _tables(
    documents: "Sequence[Document]", passages: "Sequence[Passage]", tags: "Sequence[Tag]", spans: "Sequence[Span]",
    claims: "Sequence[Claim]", scores: dict[str, list[Any]], lines: "Sequence[ProfileLine]",
    replies: "Sequence[Reply]",
) -> "dict[str, tuple[type[Any], Sequence[Any]]]":  # fmt: skip
    """All tables of a run by name, each with the kind of its records."""
    from tokenism import records as r

    return {
        "documents": (r.Document, documents),
        "passages": (r.Passage, passages),
        "tags": (r.Tag, tags),
        "spans": (r.Span, spans),
        "claims": (r.Claim, claims),
        "organisations": (r.Score, scores["organisations"]),
        "profile": (r.ProfileLine, lines),
        "matrix": (r.MatrixCell, scores["matrix"]),
        "comparisons": (r.Comparison, scores["comparisons"]),
        "boilerplate": (r.Boilerplate, scores["boilerplate"]),
        "replies": (r.Reply, replies),
    }


def _report(run: Path, tables: "dict[str, tuple[type[Any], Sequence[Any]]]", scoring: Any, **options: Any) -> Path:
    from tokenism.report.site import build_report
    from tokenism.templates import read_figures

    records: dict[str, Any] = {
        "scores" if name == "organisations" else name: rows for name, (_, rows) in tables.items()
    }
    path = run / _VALIDATION
    validation = read_figures(path, "the validation of scores") if path.is_file() else None
    return build_report(**records, **options, scoring=scoring, validation=validation, out=run / "report")


def _write_run(out: Path, tables: "dict[str, tuple[type[Any], Sequence[Any]]]", published: "datetime | None") -> None:
    from tokenism import tables as t

    for name in _TABLES:
        t.write_records(out / f"{name}.parquet", *tables[name])
    t.write_csv(out / "profile.csv", *tables["profile"])
    _write_exchange(out, tables, published)


def _write_exchange(
    out: Path, tables: "dict[str, tuple[type[Any], Sequence[Any]]]", published: "datetime | None"
) -> None:
    from tokenism.exchange.run_files import write_exchange

    write_exchange(out, tables, published=published.date() if published else None)


def _json_objects(source: Path, problems: list[str]) -> Iterator[dict[str, Any]]:
    """Lines as objects; a bad line becomes an object with the key ``error`` and is noted."""
    from tokenism.tables import read_jsonl

    for line, value, problem in read_jsonl(source):
        if value is not None and not isinstance(value.get("text"), str):
            problem = f"{source}, line {line}: the key 'text' must hold a text"
        if problem:
            problems.append(problem)
            yield {**(value or {"id": None}), "error": problem}
        elif value is not None:
            yield value
