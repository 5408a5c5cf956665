"""The commands on annotations: agree, features, describe; they read, call and print or write."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.cli_options import PATH, STALE, codebook_option
from tokenism.errors import InputError

if TYPE_CHECKING:
    from tokenism.codebook import Codebook


@click.command()
@click.argument("sets", nargs=-1, required=True, type=PATH)
@click.option("--out", type=PATH, help="JSON file for all figures.")
@click.option("--disagreements", type=PATH, help="Folder for the lists of what coders disagree on (CSV).")
@click.option("--resamples", default=1000, show_default=True, type=click.IntRange(10), help="Draws of the bootstrap.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of the bootstrap.")
@codebook_option
@click.pass_obj
def agree(
    obj: dict[str, Any], /, sets: tuple[Path, ...], out: Path | None, disagreements: Path | None,
    resamples: int, seed: int, codebook: Path | None,
) -> None:  # fmt: skip
    """Measure how far coders agree on sets of passages.

    Each of SETS is a folder with the coded passages (*.jsonl) and a folder "layers" with one file for each coder.
    """
    from tokenism.agree import LIST_COLUMNS, agreement
    from tokenism.agree import disagreements as differences
    from tokenism.annotation_sets import read_set
    from tokenism.summaries import agreement_lines
    from tokenism.tables import write_csv_rows, write_json

    book = _load(codebook)
    figures = {}
    for folder in sets:
        coded = read_set(folder, book)
        figures[coded.name] = agreement(coded.layers, coded.clusters, book, resamples=resamples, seed=seed)
        if disagreements:
            rows = differences(coded.layers, coded.final, book)
            write_csv_rows(disagreements / f"{coded.name}.csv", LIST_COLUMNS, rows)
    if out:
        write_json(out, figures)
    if not obj["quiet"]:
        click.echo("\n".join(agreement_lines(figures)))


@click.command()
@click.argument("folder", type=PATH)
@click.option(
    "--refresh",
    metavar="RUN",
    type=PATH,
    help="Compute them again from the texts: folder of a run on the documents (tokenism extract).",
)
@codebook_option
@click.pass_context
def features(ctx: click.Context, /, folder: Path, refresh: Path | None, codebook: Path | None) -> None:
    """Say whether the features of real passages fit the codebook, or compute them again.

    FOLDER holds passages.jsonl and documents.csv. Those who have the documents can refresh; all others train with
    what is there, and without the real passages once the codebook has changed. Exit 1 where that is so.
    """
    from tokenism.around import arounds
    from tokenism.cues import CueReader
    from tokenism.extracted import read_extracted, write_extracted
    from tokenism.features import Featurizer, fits
    from tokenism.records import Document, Passage
    from tokenism.standoff import locate, read_standoff, sentences_on
    from tokenism.tables import read_records

    book = _load(codebook)
    standoff = read_standoff(folder, book)
    if refresh is not None:
        documents = list(read_records(refresh / "documents.parquet", Document))
        passages = list(read_records(refresh / "passages.parquet", Passage))
        located = locate(standoff, documents, passages)
        for sentence in sentences_on(located):
            click.echo(f"tokenism: {sentence}", err=True)
        found = [(one.standoff.coding.id, one.passage) for one in located if one.passage is not None]
        if len(found) < len(located):
            ctx.exit(InputError.exit_code)
        around = arounds(passages)
        ids = [name for name, _ in found]
        texts = [passage.text for _, passage in found]
        near = [around[passage.passage_id] for _, passage in found]
        write_extracted(folder, Featurizer(CueReader(book)).extract(ids, texts, near))
    extracted = read_extracted(folder).only([one.coding.id for one in standoff])
    if not fits(extracted, book):
        click.echo(f"tokenism: {folder}: {STALE}", err=True)
        ctx.exit(1)
    if not ctx.obj["quiet"]:
        click.echo(f"Features of {len(standoff):,} real passages, read with this codebook ({book.digest}).")


@click.command()
@click.argument("folder", type=PATH)
@click.option("--agreement", required=True, type=PATH, help="Figures that the agree stage wrote (JSON).")
@click.option("--out", required=True, type=PATH, help="Markdown file to write.")
@click.option("--model", type=PATH, help="Folder of a trained model (with --scores and --card).")
@click.option("--scores", type=PATH, help="Folder of its figures: gold_dev.json and out_of_fold.json.")
@click.option("--card", "card_file", type=PATH, help="Markdown file for the model's card.")
@codebook_option
@click.pass_obj
def describe(
    obj: dict[str, Any], /, folder: Path, agreement: Path, out: Path, model: Path | None, scores: Path | None,
    card_file: Path | None, codebook: Path | None,
) -> None:  # fmt: skip
    """Fill counts and figures into the data statement of annotations, and into the card of a model.

    FOLDER holds statement.md and card.md (templates), coders.csv and the sets training, challenge, real and ledger.
    """
    from tokenism.describe import describe as described
    from tokenism.templates import read_figures

    texts = {out: described(folder, read_figures(agreement, "the agree stage"), _load(codebook))}
    if model and scores and card_file:
        texts[card_file] = _card(folder, model, scores)
    elif model or scores or card_file:
        raise click.UsageError("--model, --scores and --card go together: what the card is of, and where it is written")
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    if not obj["quiet"]:
        click.echo(f"The data statement is {out}" + (f", the model's card {card_file}" if card_file else ""))


def _card(folder: Path, model: Path, scores: Path) -> str:
    from tokenism.card import CARD, GOLD, OUT_OF_FOLD, card
    from tokenism.model import load_model
    from tokenism.templates import read_figures

    gold = read_figures(scores / GOLD, "'tokenism evaluate --gold'")
    out_of_fold = read_figures(scores / OUT_OF_FOLD, "the train stage")
    return card(load_model(model), gold, out_of_fold, folder / CARD)


def _load(folder: Path | None) -> "Codebook":
    from tokenism.codebook import load_codebook

    return load_codebook(folder)
