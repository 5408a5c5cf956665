"""The command `tokenism evaluate`: it reads, calls and prints or writes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.cli_options import (
    PATH,
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
from tokenism.errors import InputError

if TYPE_CHECKING:
    from tokenism.annotations import CodedPassage
    from tokenism.codebook import Codebook
    from tokenism.evaluate import Bander
    from tokenism.plot_tables import PlotTable
    from tokenism.tag import Tagger
    from tokenism.train import TrainingRows


@click.command()
@click.option("--gold", type=PATH, help="Coded passages (JSON Lines) to tag and compare with.")
@click.option("--challenge", type=PATH, help="Folder of coded passages full of traps, none of them trained on.")
@click.option("--truth", type=PATH, help="True passages of the documents of a run (with --run).")
@click.option("--run", type=PATH, help="Folder of a run to compare with --truth.")
@click.option("--out", type=PATH, help="JSON file for all figures.")
@click.option("--metrics", type=PATH, help="JSON file for the few figures to compare runs by.")
@click.option("--plots", type=PATH, help="Folder for tables to plot (CSV): confusions, reliability, coverage.")
@click.option(
    "--view",
    metavar="NAME",
    help="View whose bands are compared.  [default: that of claims.parquet, or bands-broad for --gold]",
)
@click.option(
    "--training", multiple=True, type=PATH, help="What the model was trained on: train it without the gold's bodies."
)
@real_option
@click.option("--documents", type=PATH, help="CSV of facts on the gold's documents, by sha256: organisation_type, ...")
@click.option("--embeddings", metavar="NAME", help="Also compare with embeddings of this model ('minilm', a folder).")
@click.option("--curve", is_flag=True, help="Also train on shares of the written passages (with --training).")
@click.option("--resamples", default=1000, show_default=True, type=click.IntRange(10), help="Draws of the bootstrap.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of the bootstrap.")
@model_option
@codebook_option
@click.pass_obj
def evaluate(
    obj: dict[str, Any], /, gold: Path | None, challenge: Path | None, truth: Path | None, run: Path | None,
    out: Path | None, metrics: Path | None, plots: Path | None, view: str | None, training: tuple[Path, ...],
    real: Path | None, documents: Path | None, curve: bool, embeddings: str | None,
    model: Path | None, codebook: Path | None, **draws: Any,
) -> None:  # fmt: skip
    """Measure tags against coded passages, or a run against the truth of its documents.

    A model that was trained on passages of an organisation does better on other passages of it. With --training and
    --real (what it was trained on) each gold passage is tagged by a model that saw no real one of its organisation.
    """
    from tokenism.codebook import load_codebook
    from tokenism.tables import write_csv_rows, write_json

    if (truth is None) != (run is None) or (gold is None and challenge is None and truth is None):
        raise click.UsageError("Give --gold FILE, --challenge FOLDER, or --truth FILE with --run FOLDER; or several.")
    if real is not None and not training:
        raise click.UsageError("--real goes with --training: all that the model was trained on.")
    if curve and not training:
        raise click.UsageError("--curve goes with --training (and --real): all that the model was trained on.")
    book = load_codebook(codebook)
    known_view(book, view)
    found: list[_Found] = []
    if truth is not None and run is not None:
        found.append(_of_run(existing([truth])[0], run, book, view))
    if gold is not None or challenge is not None:
        sets = _coded_sets(gold, challenge, documents, book)
        learnt = (training, real, curve, embeddings)
        found.append(_of_coded(sets, model, book, view, learnt, draws))
    figures, few, tables, lines = _joined(found)
    say(obj, "\n".join(lines))
    if out:
        write_json(out, figures)
    if metrics:
        write_json(metrics, few)
    if plots:
        for name, columns, rows in tables:
            write_csv_rows(plots / f"{name}.csv", columns, rows)


_Found = tuple[dict[str, Any], dict[str, float | None], "list[PlotTable]", Iterable[str]]


def _joined(found: "Sequence[_Found]") -> _Found:
    figures: dict[str, Any] = {}
    few: dict[str, float | None] = {}
    tables: list[PlotTable] = []
    lines: list[str] = []
    for one in found:
        figures |= one[0]
        few |= one[1]
        tables += one[2]
        lines += one[3]
    return figures, few, tables, lines


def _of_run(truth: Path, run: Path, book: "Codebook", view: str | None) -> _Found:
    from tokenism.annotations import read_coded
    from tokenism.evaluate import demo_headline, evaluate_demo
    from tokenism.plot_tables import confusion_table
    from tokenism.records import Claim, Document, Passage, Span, Tag
    from tokenism.summaries import demo_lines
    from tokenism.tables import read_records

    coded = read_coded([truth], book)
    documents = list(read_records(run / "documents.parquet", Document))
    passages = list(read_records(run / "passages.parquet", Passage))
    tags = list(read_records(run / "tags.parquet", Tag))
    claims = list(read_records(run / "claims.parquet", Claim))
    _, ledger = views_of(book, view, claims)
    spans = list(read_records(run / "spans.parquet", Span))
    figures, confusions = evaluate_demo(coded, book, documents, passages, tags, claims, ledger, spans)
    tables = [confusion_table(name, counts) for name, counts in confusions.items()]
    return figures, demo_headline(figures), tables, demo_lines(figures)


def _coded_sets(
    gold: Path | None, challenge: Path | None, documents: Path | None, book: "Codebook"
) -> "dict[str, list[CodedPassage]]":
    """Coded passages by name of set; those of the challenge with the layers of their coders."""
    from tokenism.annotations import read_coded, with_coders, with_facts
    from tokenism.codings import read_layers

    sets = {}
    if gold is not None:
        coded = read_coded(existing([gold]), book)
        sets["gold"] = with_facts(coded, documents) if documents else coded
    if challenge is not None:
        sets["challenge"] = read_coded(existing([challenge]), book)
        if (challenge / "layers").is_dir():
            sets["challenge"] = with_coders(sets["challenge"], read_layers(challenge / "layers", book))
    return sets


def _of_coded(
    sets: "dict[str, list[CodedPassage]]", model: Path | None, book: "Codebook", view: str | None,
    learnt: tuple[Sequence[Path], Path | None, bool, str | None], draws: dict[str, Any],
) -> _Found:  # fmt: skip
    from tokenism.embeddings import Encoder
    from tokenism.evaluate import Bander
    from tokenism.learning_curve import learning_curve
    from tokenism.plot_tables import appraisal_tables, curve_table
    from tokenism.summaries import appraisal_lines, curve_lines
    from tokenism.tag import Tagger

    training, real, curve, embeddings = learnt
    shown, _ = views_of(book, view, [])
    tagger = Tagger(model_in(model), book)
    bander = Bander(book, shown, tagger.reader)
    coded, data = training_of(tagger, training, real, sets) if training else ([], None)
    encoder = Encoder(embeddings) if embeddings else None
    tables: list[PlotTable] = []
    lines: list[str] = []
    few: dict[str, float | None] = {}
    figures: dict[str, Any] = {"about": _about(tagger, shown.id, held_out=data is not None)}
    for name, passages in sets.items():
        apart = data if name == "gold" else None
        figures[name] = _appraised(passages, tagger, bander, apart, {"training": coded, "encoder": encoder}, draws)
        lines += [*appraisal_lines(name, figures[name]), ""]
        folder = "" if name == "gold" else f"{name}/"
        tables += [(f"{folder}{table}", *rest) for table, *rest in appraisal_tables(figures[name])]  # type: ignore[misc]
        few |= _headline("" if name == "gold" else f"{name}_", figures[name])
    if curve and data is not None:
        figures["curve"] = learning_curve(data, tagger, sets, bander, **draws)
        lines += curve_lines(figures["curve"], list(sets))
        tables.append(curve_table(figures["curve"], list(sets)))
    return figures, few, tables, lines


def _appraised(
    coded: "Sequence[CodedPassage]", tagger: "Tagger", bander: "Bander", data: "TrainingRows | None",
    baselines: dict[str, Any], draws: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    from tokenism.appraisal import appraise
    from tokenism.evaluate import decode_passages, systems_of
    from tokenism.held_out import HeldOut
    from tokenism.shortcut import shortcuts

    if data is None:
        _warn_of_known_bodies(coded, tagger)
        decode, decoded = None, decode_passages(coded, tagger)
    else:
        decode = HeldOut({passage.group for passage in coded}, data, tagger).decode
        decoded = decode(coded)
    systems = systems_of(coded, tagger, bander, decoded, **baselines)
    appraisal = appraise(coded, systems, bander, decoded=decoded, unsure_below=tagger.unsure_below, **draws)
    return appraisal | {"shortcuts": shortcuts(coded, tagger, decode)}


def _about(tagger: "Tagger", view: str, *, held_out: bool) -> dict[str, Any]:
    about = tagger.model.about
    return {
        "codebook_version": tagger.codebook.version,
        "codebook_digest": tagger.codebook.digest,
        "gold_held_out": held_out,
        "training_digest": about.get("training_digest"),
        "view": view,
    }


def _headline(prefix: str, appraisal: dict[str, Any]) -> dict[str, float | None]:
    from tokenism.measures import headline

    few = headline(appraisal["systems"]["model"])
    few |= {f"{name}_ece": appraisal["calibration"][name]["ece"] for name in ("claim", "practice")}
    if appraisal["pairs"]["model"]["n"]:
        few["pairs_right"] = appraisal["pairs"]["model"]["share"]
    return {f"{prefix}{name}": value for name, value in few.items()}


def _warn_of_known_bodies(gold: "Sequence[CodedPassage]", tagger: "Tagger") -> None:
    known = {passage.group for passage in gold} & set(tagger.model.about.get("organisations", ()))
    if known:
        log.warning(
            "tokenism: the model was trained on other passages of %d organisations of this gold, such as %s: figures "
            "may flatter it; give --training and --real to leave them out",
            len(known),
            min(known),
        )


def training_of(
    tagger: "Tagger", training: Sequence[Path], real: Path | None, sets: "dict[str, list[CodedPassage]]"
) -> "tuple[list[CodedPassage], TrainingRows]":
    """What the model was trained on, which must be that, and hold no passage of the challenge: written, all rows."""
    from tokenism.annotations import read_coded
    from tokenism.train import training_rows

    book = tagger.codebook
    coded = read_coded(existing(training), book)
    texts = {passage.text for passage in coded}
    learnt = next((passage.id for passage in sets.get("challenge", ()) if passage.text in texts), None)
    if learnt is not None:
        raise InputError(f"the challenge's passage {learnt!r} is one of --training; take it out of one of them")
    weight = tagger.model.about["options"]["real_weight"]
    data = training_rows(tagger.featurizer, coded, *read_real(real, book), real_weight=weight)
    if data.digest != tagger.model.about["training_digest"]:
        raise InputError("--training and --real are not what this model was trained on; give the same, or train again")
    return coded, data
