"""The command `tokenism audit`: it reads, calls and writes."""

from pathlib import Path
from typing import Any

import click

from tokenism.cli_evaluate import training_of
from tokenism.cli_options import (
    PATH,
    codebook_option,
    log,
    model_in,
    model_option,
    real_option,
    say,
)


@click.command()
@click.argument("run", type=PATH)
@click.option("--ledger", type=PATH, required=True, help="Folder of judged claims of the run's documents.")
@click.option("--training", multiple=True, required=True, type=PATH, help="What the model was trained on.")
@real_option
@click.option("--out", type=PATH, required=True, help="Folder for the audit: lines.csv, passages.csv, about.json.")
@click.option("--figures", type=PATH, help="JSON file for the figures of the ledger against the judges.")
@model_option
@codebook_option
@click.pass_obj
def audit(
    obj: dict[str, Any], /, run: Path, ledger: Path, training: tuple[Path, ...], real: Path | None, out: Path,
    figures: Path | None, model: Path | None, codebook: Path | None,
) -> None:  # fmt: skip
    """Measure the ledger of real documents against judges, for the intervals of scores.

    RUN holds documents.parquet and passages.parquet of the judged documents. Each is tagged by a model that saw no
    passage of its organisation and linked anew; nothing is written to RUN.
    """
    from dataclasses import asdict

    from tokenism.audit import audited_lines, audited_passages, group_of, ledger_figures, tag_held_out
    from tokenism.audited import Audit, write_audit
    from tokenism.codebook import DEFAULT_VIEW, load_codebook
    from tokenism.evidence import Weights
    from tokenism.held_out import HeldOut
    from tokenism.ledger_gold import read_ledger_gold
    from tokenism.link import link
    from tokenism.records import Document, Passage
    from tokenism.standoff import locate, read_standoff, sentences_on
    from tokenism.tables import read_records, write_json
    from tokenism.tag import Tagger

    book = load_codebook(codebook)
    documents = list(read_records(run / "documents.parquet", Document))
    passages = list(read_records(run / "passages.parquet", Passage))
    judged = read_ledger_gold(ledger, book)
    coded = read_standoff(real, book) if real else []
    tagger = Tagger(model_in(model), book)
    _, data = training_of(tagger, training, real, {})
    known = {one.document.sha256: one.document.organisation for one in (*judged, *coded)}
    held_out = HeldOut({group_of(document, known) for document in documents}, data, tagger)
    tags, spans = tag_held_out(documents, passages, known, held_out)
    claims = link(passages, tags, spans, book.view(DEFAULT_VIEW))
    found, seen = locate(judged, documents, passages), locate(coded, documents, passages)
    for sentence in sentences_on([*found, *seen]):
        log.warning("tokenism: %s", sentence)
    about = {
        "codebook_digest": book.digest,
        "codebook_version": book.version,
        "linking": asdict(Weights()),
        "n_documents": len(documents),
        "training_digest": tagger.model.about.get("training_digest"),
    }
    lines, drawn = audited_lines(found, claims), audited_passages(seen, tags, book)
    write_audit(out, Audit(lines, drawn, about))
    measured = ledger_figures(found, claims, passages)
    if figures:
        write_json(figures, {"about": about, **measured})
    say(obj, f"{len(lines):,} lines of the ledger and {len(drawn):,} passages of {len(documents):,} documents.")
    right, pages = measured["verdict_accuracy"]["value"], measured["evidence_page_right"]["value"]
    say(
        obj,
        f"Verdicts right: {right or 0:.1%} of {measured['n_claims']:,} claims; pages of evidence: {pages or 0:.1%}.",
    )
