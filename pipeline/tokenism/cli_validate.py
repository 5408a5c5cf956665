"""The command `tokenism validate`: it reads, calls, writes, and fails where a check fails."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.cli_options import PATH, codebook_option, existing, known_view, model_in, model_option, say, views_of
from tokenism.printable import printable

if TYPE_CHECKING:
    from tokenism.checks import Check
    from tokenism.codebook import Codebook
    from tokenism.manipulation import Tagged
    from tokenism.tag import Tagger
    from tokenism.views import View

_FRACTION = click.FloatRange(0, 1)
_FLOORS = ("claim", "practice", "both", "difference")
_OTHER_VIEWS = ("bands-broad", "bands-strict")
"""Readings of the ladder that are defensible beside the one chosen."""


def _floor(name: str, text: str, default: float) -> Callable[[Any], Any]:
    return click.option(f"--floor-{name}", default=default, show_default=True, type=_FRACTION, help=text)


@click.command()
@click.argument("run", type=PATH)
@click.option("--pairs", required=True, type=PATH, help="Folder of minimal pairs (coded passages, JSON Lines).")
@click.option("--wording", required=True, type=PATH, help="TOML file of words that the manipulation puts in.")
@click.option("--out", type=PATH, help="JSON file for all figures.")
@click.option("--metrics", type=PATH, help="JSON file for the few figures to compare runs by.")
@click.option("--plots", type=PATH, help="Folder for tables to plot (CSV): manipulation, multiverse.")
@click.option("--view", metavar="NAME", help="View of the codebook to count by.  [default: that of claims.parquet]")
@click.option("--seeds", default=20, show_default=True, type=click.IntRange(1), help="Draws of the manipulation.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Number of the first draw.")
@_floor("claim", "Least share of pairs right in claim.", 0.55)
@_floor("practice", "Least share of pairs right in practice.", 0.45)
@_floor("both", "Least share of pairs right in claim and practice.", 0.38)
@_floor("difference", "Least share of pairs right in what tells them apart.", 0.39)
@click.option("--weak", default=0.3, show_default=True, type=_FRACTION, help="Correlations below this are weak.")
@click.option(
    "--fewest-units", default=8, show_default=True, type=click.IntRange(4), help="Documents a correlation needs."
)
@click.option(
    "--median-tau", default=0.8, show_default=True, type=click.FloatRange(-1, 1), help="Least median of Kendall's tau."
)
@click.option(
    "--worst-tau", default=0.5, show_default=True, type=click.FloatRange(-1, 1), help="Least of Kendall's tau."
)
@click.option(
    "--score-step", default=0.5, show_default=True, type=click.FloatRange(0), help="Least likeness, more or less."
)
@click.option(
    "--rival-factor",
    default=2.0,
    show_default=True,
    type=click.FloatRange(1),
    help="Weight of rival claims, times or parts of.",
)
@click.option("--repeats", default=50, show_default=True, type=click.IntRange(2), help="Simulated audits for coverage.")
@click.option("--coverage-low", default=0.93, show_default=True, type=_FRACTION, help="Least coverage of intervals.")
@click.option("--coverage-high", default=0.97, show_default=True, type=_FRACTION, help="Most coverage of intervals.")
@click.option("--gain", default=0.4, show_default=True, type=_FRACTION, help="Least part of the error to correct.")
@click.option("--audit", type=PATH, help="Folder of the audit.  [default: that of the default model]")
@click.option("--min-claims", default=10, show_default=True, type=click.IntRange(1), help="Claims that a rank needs.")
@model_option
@codebook_option
@click.pass_context
def validate(
    context: click.Context, /, run: Path, pairs: Path, wording: Path, out: Path | None, metrics: Path | None,
    plots: Path | None, view: str | None, model: Path | None, codebook: Path | None, audit: Path | None, **numbers: Any,
) -> None:  # fmt: skip
    """Check that the index in RUN measures what it should; a check that fails ends with exit code 1.

    The index must follow what is put into the documents, minimal pairs be told apart, the index not hang on length or
    style, and the ranking not on our choices.
    """
    from tokenism.codebook import load_codebook
    from tokenism.records import Claim, Document
    from tokenism.tables import read_records, write_csv_rows, write_json
    from tokenism.tag import Tagger
    from tokenism.validate import validate as run_checks

    obj: dict[str, Any] = context.obj
    book = load_codebook(codebook)
    known_view(book, view)
    existing([pairs, wording])
    tagged = _tagged_run(run)
    documents = list(read_records(run / "documents.parquet", Document))
    claims = list(read_records(run / "claims.parquet", Claim))
    chosen, _ = views_of(book, view, claims)
    tagger = Tagger(model_in(model), book)
    checks = [
        _manipulation(tagged, wording, tagger, chosen, numbers),
        _checklist(pairs, tagger, book, numbers),
        _discriminant(tagged, documents, claims, numbers),
        _multiverse(tagged, book, chosen, numbers),
        _coverage(audit, numbers),
    ]
    found = run_checks(checks, on_checked=lambda check: _tell(obj, check))
    if out:
        write_json(out, found.figures)
    if metrics:
        write_json(metrics, found.few)
    if plots:
        for name, columns, rows in found.tables:
            write_csv_rows(plots / f"{name}.csv", columns, rows)
    if found.failed:
        context.exit(1)


def _tell(obj: dict[str, Any], check: "Check") -> None:
    if check.passed:
        say(obj, check.line)
    else:
        click.echo(printable(f"tokenism: {check.line}"), err=True)


def _tagged_run(run: Path) -> "Tagged":
    from tokenism.manipulation import Tagged
    from tokenism.records import Passage, Span, Tag
    from tokenism.tables import read_records

    return Tagged(
        list(read_records(run / "passages.parquet", Passage)),
        list(read_records(run / "tags.parquet", Tag)),
        list(read_records(run / "spans.parquet", Span)),
    )


def _manipulation(
    tagged: "Tagged", wording: Path, tagger: "Tagger", view: "View", numbers: dict[str, Any]
) -> "Callable[[], Check]":
    from functools import partial

    from tokenism.around import arounds
    from tokenism.link import link
    from tokenism.manipulation import manipulation
    from tokenism.tag import tag
    from tokenism.wording import read_wording

    words, around = read_wording(wording), arounds(tagged.passages)
    return partial(
        manipulation,
        tagged,
        words,
        lambda passages: tag(passages, tagger, around=around),
        lambda passages, tags, spans: link(passages, tags, spans, view),
        seeds=numbers["seeds"],
        seed=numbers["seed"],
    )


def _checklist(pairs: Path, tagger: "Tagger", book: "Codebook", numbers: dict[str, Any]) -> "Callable[[], Check]":
    from tokenism.annotations import read_coded
    from tokenism.checklist import checklist
    from tokenism.evaluate import Bander, decode_passages

    coded, bander = read_coded([pairs], book), Bander(book)
    floors = {name: numbers[f"floor_{name}"] for name in _FLOORS}

    def check() -> "Check":
        decoded = zip(coded, decode_passages(coded, tagger), strict=True)
        found = [bander.labels(d.claim, d.practice_rung, d.stance, passage.text) for passage, d in decoded]
        return checklist(coded, found, bander, floors)

    return check


def _discriminant(
    tagged: "Tagged", documents: "list[Any]", claims: "list[Any]", numbers: dict[str, Any]
) -> "Callable[[], Check]":
    from functools import partial

    from tokenism.discriminant import discriminant

    bars = {"min_claims": numbers["min_claims"], "weak": numbers["weak"], "fewest": numbers["fewest_units"]}
    return partial(discriminant, documents, tagged.passages, claims, **bars)


def _multiverse(tagged: "Tagged", book: "Codebook", view: "View", numbers: dict[str, Any]) -> "Callable[[], Check]":
    from functools import partial

    from tokenism.link import link
    from tokenism.multiverse import multiverse

    others = [book.view(name) for name in _OTHER_VIEWS if name != view.id and name in book.views]
    grid = {name: numbers[name] for name in ("score_step", "rival_factor", "min_claims", "median_tau", "worst_tau")}
    return partial(multiverse, tagged.passages, tagged.tags, tagged.spans, [view, *others], link, **grid)


def _coverage(audit: Path | None, numbers: dict[str, Any]) -> "Callable[[], Check]":
    from functools import partial

    from tokenism.audited import audit_folder, read_audit
    from tokenism.covered import covered
    from tokenism.simulate import Design

    bars = {"low": numbers["coverage_low"], "high": numbers["coverage_high"], "gain": numbers["gain"]}
    design = Design(repeats=numbers["repeats"])
    return partial(covered, read_audit(audit or audit_folder()), design=design, seed=numbers["seed"], **bars)
