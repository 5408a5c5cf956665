"""The commands `tokenism codebook ...`: check, show and export; they read, call and print or write."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.errors import InputError

if TYPE_CHECKING:
    from tokenism.codebook import Codebook

_PATH = click.Path(path_type=Path, readable=False)
_NARROWEST = 40
_ENDINGS = {".md": "markdown", ".csv": "csv", ".qdc": "qdc"}
_FORMATS = (*_ENDINGS.values(), "frameworks")

_codebook = click.option(
    "--codebook", "folder", type=_PATH, help="Folder of another codebook.  [default: the one that comes with tokenism]"
)


@click.group()
def codebook() -> None:
    """Check, show or export the codebook: ladder, views, rules, vocabulary and markers."""


@codebook.command()
@click.argument("argument", metavar="[FOLDER]", required=False, type=_PATH)
@_codebook
@click.pass_context
def check(ctx: click.Context, /, argument: Path | None, folder: Path | None) -> None:
    """Say what a codebook holds, or the first mistake in it with file and line; then try its examples on it.

    FOLDER, which may be given as --codebook too, holds ladder.toml and the other files; without it the codebook that
    comes with tokenism is read.
    """
    from tokenism.examples import misread_rungs, unexplained
    from tokenism.exchange.advice import advice, summary

    if argument is not None and folder is not None:
        raise click.UsageError("Give FOLDER or --codebook, not both.")
    book = _load(argument or folder)
    if not ctx.obj["quiet"]:
        click.echo(summary(book))
        for sentence in (*advice(book), *misread_rungs(book)):
            click.echo(f"worth knowing: {sentence}", err=True)
    mistakes = list(unexplained(book))
    for sentence in mistakes:
        click.echo(f"tokenism: {sentence}", err=True)
    if mistakes:
        ctx.exit(InputError.exit_code)


@codebook.command()
@click.argument("what", required=False)
@_codebook
def show(what: str | None, folder: Path | None) -> None:
    """Print a part of the codebook.

    WHAT is ladder, views, public, facets, rules, claims, mechanisms, markers, stances or vetoes; or the id of a rung,
    view, framework, marker, facet or its value (such as a method), rule or cue. Without it, what there is.
    """
    from tokenism.exchange.blocks import WIDTH, plain
    from tokenism.exchange.lookup import find, overview

    book = _load(folder)
    width = max(_NARROWEST, min(WIDTH, shutil.get_terminal_size().columns))
    click.echo(plain(find(book, what) if what else overview(book), width=width), nl=False)


@codebook.command()
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True, readable=False))
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="For people, spreadsheets or coding programs; or the tables of frameworks.  [default: by the ending]",
)
@_codebook
@click.pass_obj
def export(obj: dict[str, Any], /, out: Path, form: str | None, folder: Path | None) -> None:
    """Write the codebook into one file for people, spreadsheets or other tools.

    OUT is the file, or - for the terminal. Its ending tells the format where --format does not: .md, .csv, or .qdc
    (REFI-QDA, which QualCoder, MAXQDA, NVivo and ATLAS.ti import).
    """
    form = form or _ENDINGS.get(out.suffix.lower())
    if form is None:
        raise click.UsageError(f"Give --format, one of {', '.join(_FORMATS)}: the name of OUT does not tell it.")
    if out.is_dir():
        raise InputError(f"{out}: a folder; name the file to write")
    content = _writer(form)(_load(folder)).encode("utf-8")
    if str(out) == "-":
        click.echo(content, nl=False)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    if not obj["quiet"]:
        click.echo(f"The codebook is in {out}")


def _load(folder: Path | None) -> "Codebook":
    from tokenism.codebook import load_codebook

    if folder is not None and not folder.is_dir():
        raise InputError(f"{folder}: no such folder; name the one that holds ladder.toml")
    return load_codebook(folder)


def _writer(form: str) -> "Callable[[Codebook], str]":
    """The function that writes a format; each is imported only when it is asked for."""
    if form == "markdown":
        from tokenism.exchange.codebook_markdown import codebook_markdown

        return codebook_markdown
    if form == "csv":
        from tokenism.exchange.codebook_csv import codebook_csv

        return codebook_csv
    if form == "qdc":
        from tokenism.exchange.refi_qda import codebook_qdc

        return codebook_qdc
    from tokenism.exchange.frameworks import frameworks_markdown

    return frameworks_markdown
