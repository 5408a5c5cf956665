"""The command `tokenism score`, and what `tokenism scan` shares with it: it reads, calls and writes."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.cli_options import PATH, codebook_option, known_view, log, say, views_of

if TYPE_CHECKING:
    from tokenism.audited import Audit
    from tokenism.estimates import Settings
    from tokenism.records import Claim, Document, Passage, Tag
    from tokenism.score import Scores
    from tokenism.views import View

NO_AUDIT = "none"
ALAS = "its errors may differ; audit such a ledger, or give --audit none for shares without correction"

view_of_ledger = click.option(
    "--view",
    metavar="NAME",
    help="View of the codebook to show, such as arnstein or nef.  [default: that of claims.parquet]",
)
min_claims_option = click.option(
    "--min-claims",
    default=10,
    show_default=True,
    type=click.IntRange(1),
    help="Fewer claims than this give no share and no rank.",
)
_OPTIONS = (
    min_claims_option,
    click.option(
        "--audit",
        type=PATH,
        help="Folder of the audit that says how often the ledger errs; 'none' takes tags and ledger as true, for tags "
        "made by people.  [default: that of the default model]",
    ),
    click.option("--population", is_flag=True, default=False, help="Also estimate for all documents of the kind read."),
    click.option(
        "--uniform-prior",
        is_flag=True,
        default=False,
        help="Take nothing from the shares that were found in judged documents.",
    ),
    click.option(
        "--draws",
        default=100,
        show_default=True,
        type=click.IntRange(20, 10_000),
        help="Draws of the error rates; ten of the shares are taken for each.",
    ),
    click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of all draws."),
)


def scoring_options(command: Any) -> Any:
    """Options of how scores are made; see :class:`tokenism.estimates.Settings`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def make_scores(
    documents: "Sequence[Document]", passages: "Sequence[Passage]", tags: "Sequence[Tag]", claims: "Sequence[Claim]",
    ledger: "View", options: dict[str, Any],
) -> "Scores":  # fmt: skip
    """Scores from tables in memory; tags are read under the view of the ledger."""
    from dataclasses import fields

    from tokenism.codebook import DEFAULT_VIEW
    from tokenism.estimates import Settings
    from tokenism.readings import read_under
    from tokenism.score import score as score_all

    settings = Settings(**{field.name: options[field.name] for field in fields(Settings)})
    audit = _audit(options["audit"])
    if audit is not None and ledger.id != DEFAULT_VIEW:
        log.warning(
            "tokenism: the audit is of a ledger under %s, this one is under %s: %s", DEFAULT_VIEW, ledger.id, ALAS
        )
    return score_all(documents, passages, read_under(tags, ledger), claims, audit=audit, settings=settings)


def _settings(options: dict[str, Any]) -> "Settings":
    from dataclasses import fields

    from tokenism.estimates import Settings

    return Settings(**{field.name: options[field.name] for field in fields(Settings)})


def _audit(folder: Path | None) -> "Audit | None":
    from tokenism.audited import audit_folder, read_audit

    return None if folder is not None and str(folder) == NO_AUDIT else read_audit(folder or audit_folder())


def write_scores(out: Path, scores: "Scores") -> None:
    """Write the line of each organisation and the tables behind it."""
    from tokenism.records import Boilerplate, Comparison, MatrixCell, Score
    from tokenism.tables import write_csv

    write_csv(out / "organisations.csv", Score, scores.organisations)
    write_csv(out / "comparisons.csv", Comparison, scores.comparisons)
    write_csv(out / "matrix.csv", MatrixCell, scores.matrix)
    write_csv(out / "boilerplate.csv", Boilerplate, scores.boilerplate)


@click.command()
@click.argument("run", type=PATH)
@codebook_option
@view_of_ledger
@scoring_options
@click.pass_obj
def score(
    obj: dict[str, Any], /, run: Path, codebook: Path | None, view: str | None, min_claims: int, **options: Any
) -> None:
    """Write RUN/organisations.csv, one line an organisation, with the tables behind it.

    These are profile.csv (levels of the view), matrix.csv (claim by practice), comparisons.csv (organisations of one
    type, years of one organisation) and boilerplate.csv (claims that stand in several documents).
    """
    from tokenism.codebook import load_codebook
    from tokenism.profile import profile
    from tokenism.records import Claim, Document, Passage, ProfileLine, Tag
    from tokenism.tables import read_records, write_csv

    book = load_codebook(codebook)
    known_view(book, view)
    documents = list(read_records(run / "documents.parquet", Document))
    passages = list(read_records(run / "passages.parquet", Passage))
    tags = list(read_records(run / "tags.parquet", Tag))
    claims = list(read_records(run / "claims.parquet", Claim))
    shown, ledger = views_of(book, view, claims)
    scores = make_scores(documents, passages, tags, claims, ledger, {**options, "min_claims": min_claims})
    write_scores(run, scores)
    lines = profile(documents, passages, tags, claims, shown, min_claims=min_claims)
    write_csv(run / "profile.csv", ProfileLine, lines)
    say(obj, f"{len(scores.organisations):,} organisations.")


@click.command()
@click.argument("run", type=PATH)
@codebook_option
@click.option(
    "--within",
    required=True,
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Wanted half width of the interval: 0.1 for plus or minus ten points.",
)
@scoring_options
@click.pass_obj
def plan(obj: dict[str, Any], /, run: Path, codebook: Path | None, within: float, **options: Any) -> None:
    """Say how many claims of each organisation people must judge for an interval of a wanted width."""
    from tokenism.codebook import load_codebook
    from tokenism.planner import plan_lines, plans
    from tokenism.readings import read_under
    from tokenism.records import Claim, Document, Passage, Tag
    from tokenism.tables import read_records

    book = load_codebook(codebook)
    claims = list(read_records(run / "claims.parquet", Claim))
    _, ledger = views_of(book, None, claims)
    found = plans(
        list(read_records(run / "documents.parquet", Document)),
        list(read_records(run / "passages.parquet", Passage)),
        read_under(read_records(run / "tags.parquet", Tag), ledger),
        claims,
        within,
        audit=_audit(options["audit"]),
        settings=_settings(options),
    )
    say(obj, "\n".join(plan_lines(found, within)))
