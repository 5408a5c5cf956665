"""The command `tokenism verify-quotes`: it reads, calls and writes."""

from pathlib import Path
from typing import Any

import click

from tokenism.cli_options import PATH, say
from tokenism.printable import printable

_READERS = {"pdfminer": ("pdfminer",), "pdftotext": ("pdftotext",), "both": ("pdfminer", "pdftotext")}


@click.command("verify-quotes")
@click.argument("run", type=PATH)
@click.option(
    "--pdfs", multiple=True, required=True, type=PATH, help="The PDFs of the run, or a folder of them. Repeatable."
)
@click.option(
    "--reader",
    type=click.Choice(list(_READERS)),
    default="pdfminer",
    show_default=True,
    help="Who reads the pages: pdfminer, poppler's pdftotext, or the second where the first does not find it.",
)
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Documents checked at a time."
)
@click.option("--password", help="Password of encrypted PDFs.")
@click.option(
    "--timeout",
    default=300.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Seconds that one document may take.",
)
@click.option(
    "--memory",
    default=2000,
    show_default=True,
    type=click.IntRange(min=300),
    help="Megabytes of memory that one document may take.",
)
@click.option("--at-least", type=click.FloatRange(0, 1), help="Share that must be found; with less, exit code 1.")
@click.option("--out", type=PATH, help="CSV file for one line a quotation.")
@click.option("--json", "figures", type=PATH, help="JSON file for all figures and what was not found.")
@click.pass_context
def verify_quotes(
    ctx: click.Context, /, run: Path, pdfs: tuple[Path, ...], reader: str, workers: int, password: str | None,
    timeout: float, memory: int, at_least: float | None, out: Path | None, figures: Path | None,
) -> None:  # fmt: skip
    """Look for every quotation of a report on the page that it names, by another reader.

    RUN is the folder of a run with its report. Exit code 0 if every document could be checked, whatever the share;
    1 if one could not, or if fewer than --at-least are found.
    """
    from dataclasses import asdict

    from tokenism.errors import InputError
    from tokenism.originals import find_originals
    from tokenism.records import Document
    from tokenism.tables import read_records, write_csv_rows, write_json
    from tokenism.verify import tally
    from tokenism.verify.check import Terms, check_quotations
    from tokenism.verify.quotations import read_quotations
    from tokenism.verify.second_reader import is_installed

    for name in _READERS[reader]:
        if not is_installed(name):
            raise InputError(f"--reader {reader}: {name} is not installed; install poppler, or leave the option out")
    obj: dict[str, Any] = ctx.obj
    documents = list(read_records(run / "documents.parquet", Document))
    quotations = read_quotations(run / "report")
    originals = find_originals(documents, pdfs)
    terms = Terms(_READERS[reader], timeout=timeout, memory=memory, password=password or "")
    try:
        checked = check_quotations(quotations, documents, originals, terms=terms, workers=workers)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("nothing is written, and what was checked is forgotten") from None
    if out:
        write_csv_rows(out, tally.COLUMNS, tally.rows(checked))
    if figures:
        told = {key: value for key, value in asdict(terms).items() if key != "password"}
        write_json(figures, tally.as_json(checked, told))
    for line in tally.lines(checked):
        say(obj, printable(line))
    share = tally.tally(checked).share
    short = at_least is not None and share is not None and share < at_least
    if short or any(one.problem for one in checked):
        ctx.exit(1)
