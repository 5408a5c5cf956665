"""The command `tokenism diff`: it reads two runs, or two years of one, compares and writes."""

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.cli_options import PATH, codebook_option
from tokenism.cli_score import NO_AUDIT, SCORING, make_scores, read_scores
from tokenism.errors import InputError
from tokenism.screen import screen_of

if TYPE_CHECKING:
    from tokenism.beside import Beside
    from tokenism.changes import Side
    from tokenism.changes_told import Comparison
    from tokenism.records import Document

_ALIKE = 0.5


@click.command()
@click.argument("first", type=PATH)
@click.argument("second", type=PATH, required=False)
@click.option("--years", nargs=2, type=int, help="Compare the documents of two years within one run.")
@click.option("--organisation", metavar="NAME", help="Compare documents of one organisation only.")
@click.option(
    "--alike",
    default=_ALIKE,
    show_default=True,
    type=click.FloatRange(0.1, 1),
    help="Part of their runs of three words that two texts share to be the same claim in other words.",
)
@click.option("--out", type=PATH, help="Folder for changes.csv and changes.html, with all changes.")
@click.option("--json", "as_json", type=PATH, help="JSON file for all of it.")
@click.option("--audit", type=PATH, help="With --years: folder of the audit to score by.  [default: as the run]")
@codebook_option
@click.pass_obj
def diff(
    obj: dict[str, Any], /, first: Path, second: Path | None, years: tuple[int, int] | None, organisation: str | None,
    alike: float, out: Path | None, as_json: Path | None, audit: Path | None, codebook: Path | None,
) -> None:  # fmt: skip
    """Say which claims appeared, vanished or changed between two runs, or two years of one run.

    \b
    tokenism diff RUN RUN2                      two folders written by tokenism scan
    tokenism diff RUN --years 2019 2024         documents of two years within one run
    """  # noqa: D301
    from tokenism.changes_told import told

    if (second is None) == (years is None):
        raise InputError("diff: name two runs, or one run with --years and two years")
    _check_target(out, [first, *([] if second is None else [second])])
    if second is not None:
        found = _runs(first, second, organisation, alike)
    else:
        found = _years(first, *(years or (0, 0)), organisation, alike, audit=audit, codebook=codebook)
    if out is not None:
        _write(out, found)
    if as_json is not None:
        _write_json(as_json, found)
    if not obj["quiet"]:
        screen = screen_of(sys.stdout, os.environ)
        click.echo(told(found, screen))
        if out is not None:
            click.echo(f"All changes are in {out / 'changes.html'} and {out / 'changes.csv'}")


def _check_target(out: Path | None, runs: Sequence[Path]) -> None:
    for run in runs:
        if not run.is_dir():
            raise InputError(f"{run}: no such folder; name a folder that tokenism scan wrote")
    if out is None:
        return
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: a file of that name exists; name a folder with --out")
    if (out / "documents.parquet").exists():
        raise InputError(f"{out}: the folder of a run, which is not written into; name another folder with --out")


def _side(run: Path, organisation: str | None) -> "Side":
    from tokenism.changes import Side
    from tokenism.excerpts import claiming_words
    from tokenism.organisations import organisations_of
    from tokenism.records import Claim, Document, Passage, Span
    from tokenism.tables import read_records

    spans = run / "spans.parquet"
    side = Side(
        list(read_records(run / "documents.parquet", Document)),
        list(read_records(run / "passages.parquet", Passage)),
        list(read_records(run / "claims.parquet", Claim)),
        claiming_words(read_records(spans, Span)) if spans.is_file() else {},
    )
    if organisation is None:
        return side
    return _cut(side, [d for d in side.documents if organisation in organisations_of(d.organisation)])


def _cut(side: "Side", documents: "Sequence[Document]") -> "Side":
    """A side with some of its documents only."""
    from tokenism.changes import Side

    kept = {document.document_id for document in documents}
    return Side(
        documents,
        [passage for passage in side.passages if passage.document_id in kept],
        [claim for claim in side.claims if claim.document_id in kept],
        side.words,
    )


def _known(organisation: str | None, sides: "Sequence[Side]", runs: str) -> None:
    """A name that no document has is a mistake of the user's."""
    if organisation is not None and not any(side.documents for side in sides):
        raise InputError(f"--organisation {organisation!r}: no document of that name in {runs}; see organisations.csv")


def _runs(first: Path, second: Path, organisation: str | None, alike: float) -> "Comparison":
    from tokenism.beside import side_by_side
    from tokenism.changes import compare
    from tokenism.changes_told import Comparison
    from tokenism.made_apart import made_apart
    from tokenism.organisations import organisations_of

    sides = (_side(first, organisation), _side(second, organisation))
    _known(organisation, sides, f"{first} and {second}")
    notes = made_apart(_made(first, sides[0]), _made(second, sides[1]))
    scores = [_scores(run, organisation, notes) for run in (first, second)]
    both = sides[0].read.keys() & sides[1].read.keys()
    shared = {name for key in both for name in organisations_of(sides[0].read[key].organisation)}
    figures = side_by_side(*scores, shared=shared) if all(scores) else []
    return Comparison(_names(first, second), notes, compare(*sides, alike=alike), figures)


def _names(first: Path, second: Path) -> tuple[str, str]:
    """The last parts of two paths that tell them apart; no path of this machine beyond that."""
    one, other = (path.resolve().parts[1:] for path in (first, second))
    n = next((n for n in range(1, max(len(one), len(other))) if one[-n:] != other[-n:]), 1)
    return "/".join(one[-n:]), "/".join(other[-n:])


def _made(run: Path, side: "Side") -> Any:
    from tokenism.made_apart import Made
    from tokenism.records import Span, Tag
    from tokenism.tables import read_records
    from tokenism.templates import read_figures

    tags, spans, scoring = (run / name for name in ("tags.parquet", "spans.parquet", SCORING))
    return Made(
        side.documents,
        side.passages,
        side.claims,
        tags=list(read_records(tags, Tag)) if tags.is_file() else None,
        spans=list(read_records(spans, Span)) if spans.is_file() else None,
        scoring=read_figures(scoring, "the score stage") if scoring.is_file() else None,
    )


def _scores(run: Path, organisation: str | None, notes: list[str]) -> list[Any]:
    """Lines of organisations; none, with a note, where they are not as this version writes them."""
    try:
        found = read_scores(run)[0]["organisations"]
    except InputError as error:
        notes.append(f"Organisations are not compared: {error}.")
        return []
    return [score for score in found if organisation in (None, score.organisation)]


def _years(
    run: Path, first: int, second: int, organisation: str | None, alike: float, *, audit: Path | None,
    codebook: Path | None,
) -> "Comparison":  # fmt: skip
    from tokenism.changes import compare
    from tokenism.changes_told import Comparison

    side = _side(run, organisation)
    _known(organisation, [side], str(run))
    years = sorted({document.year for document in side.documents if document.year is not None})
    for year in (first, second):
        if year not in years:
            told = ", ".join(map(str, years)) or "none"
            raise InputError(f"--years {year}: no document of that year (years given: {told}); see documents.parquet")
    if first == second:
        raise InputError(f"--years {first} {second}: the same year twice; give two years")
    sides = [_cut(side, [d for d in side.documents if d.year == year]) for year in (first, second)]
    undated = sum(document.year is None for document in side.documents)
    notes = [f"{undated:,} documents without a year are left out; give years in the sources file."] if undated else []
    figures = _figures_of_years(run, side, (first, second), notes, audit=audit, codebook=codebook)
    if organisation is not None:
        figures = [figure for figure in figures if figure.organisation == organisation]
    return Comparison((str(first), str(second)), notes, compare(*sides, alike=alike), figures)


def _figures_of_years(
    run: Path, side: "Side", years: tuple[int, int], notes: list[str], *, audit: Path | None, codebook: Path | None
) -> "list[Beside]":
    """Scores of each year, made as those of the run, and the change between them with an interval of its own."""
    from tokenism.beside import side_by_side
    from tokenism.cli_options import views_of
    from tokenism.codebook import load_codebook
    from tokenism.records import Tag
    from tokenism.tables import read_records
    from tokenism.templates import read_figures

    scoring = read_figures(run / SCORING, f"the score stage ('tokenism score {run}')")
    if audit is None and scoring.get("audit") is None:
        audit = Path(NO_AUDIT)
    options = {**scoring["settings"], "population": False, "audit": audit}
    _, ledger = views_of(load_codebook(codebook), None, side.claims)
    tags = list(read_records(run / "tags.parquet", Tag))

    def scored(*wanted: int) -> Any:
        part = _cut(side, [document for document in side.documents if document.year in wanted])
        kept = set(part.passage)
        own = [tag for tag in tags if tag.passage_id in kept]
        return make_scores(part.documents, part.passages, own, part.claims, ledger, options)

    scores = [scored(year).organisations for year in years]
    first, second = years
    comparisons = [one if first < second else _turned(one) for one in scored(*years).comparisons]
    if _audited_otherwise(scoring, audit):
        notes.append("The run was scored by another audit than the years here; name its folder with --audit.")
    return side_by_side(*scores, comparisons=comparisons)


def _turned(one: Any) -> Any:
    """The same comparison the other way round."""
    return replace(
        one,
        first=one.second,
        second=one.first,
        n_first=one.n_second,
        n_second=one.n_first,
        difference=-one.difference,
        low=-one.high,
        high=-one.low,
        p_first_higher=1 - one.p_first_higher,
    )


def _audited_otherwise(scoring: dict[str, Any], audit: Path | None) -> bool:
    from tokenism.audited import audit_folder, read_audit

    if scoring.get("audit") is None or str(audit) == NO_AUDIT:
        return (scoring.get("audit") is None) != (str(audit) == NO_AUDIT)
    return bool(scoring["audit"].get("about") != dict(read_audit(audit or audit_folder()).about))


def _write(out: Path, found: "Comparison") -> None:
    from tokenism.changes_table import table
    from tokenism.report.changed import page
    from tokenism.tables import write_csv_rows, write_text

    write_csv_rows(out / "changes.csv", *table(found.changes.changes))
    write_text(out / "changes.html", page(found))


def _write_json(path: Path, found: "Comparison") -> None:
    from tokenism.changes_table import table
    from tokenism.tables import write_json

    names, rows = table(found.changes.changes)
    changes = found.changes
    value = {
        "first": found.names[0],
        "second": found.names[1],
        "not_made_alike": list(found.notes),
        "n_documents_in_both": changes.n_documents,
        "n_claims_first": changes.n_first,
        "n_claims_second": changes.n_second,
        "n_as_before": changes.n_same,
        "changes": [dict(zip(names, row, strict=True)) for row in rows],
        "documents_in_one": [asdict(single) for single in changes.singles],
        "organisations": [asdict(figure) for figure in found.figures],
    }
    write_json(path, value)
