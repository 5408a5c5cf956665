"""The commands of the right of reply, `tokenism reply-pack` and `reply-import`: they read, call and write."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.cli_options import PATH, say
from tokenism.errors import InputError, NothingToReadError
from tokenism.printable import printable

if TYPE_CHECKING:
    from tokenism.records import Reply
    from tokenism.reply.pack import Pack
    from tokenism.reply.receive import Received

REPLIES = "replies.csv"
"""File of a run that keeps every answer."""
REJECTED = "replies-rejected.csv"
"""File of a run that keeps rows of forms that could not be taken in, to be mended."""

run_option = click.option("--run", type=PATH, default=Path(), help="Folder of the run.  [default: the current folder]")


def replies_of(run: Path) -> "list[Reply]":
    """Answers that a run has; see :func:`tokenism.replies.read_replies`."""
    from tokenism.replies import read_replies

    return read_replies(run / REPLIES)


@click.command("reply-pack")
@click.argument("organisation")
@run_option
@click.option("--out", required=True, type=PATH, help="Folder for the pack.")
@click.pass_obj
def reply_pack(obj: dict[str, Any], /, organisation: str, run: Path, out: Path) -> None:
    """Write what an organisation is sent, so that it can answer: its claims, a form, and the draft of a letter.

    ORGANISATION is its name as in organisations.csv. The form is reply.xlsx, the same as reply.csv; claims.html shows
    the claims to read and print; letter.html and letter.txt ask for the evidence that is missing.
    """
    from tokenism.records import Claim, Document, Passage, Span
    from tokenism.reply.pack import find_organisation, make_pack
    from tokenism.tables import read_records

    claims = list(read_records(run / "claims.parquet", Claim))
    documents = list(read_records(run / "documents.parquet", Document))
    pack = make_pack(
        find_organisation(organisation, documents, claims),
        documents,
        list(read_records(run / "passages.parquet", Passage)),
        read_records(run / "spans.parquet", Span),
        claims,
        replies_of(run),
    )
    _write_pack(out, pack)
    say(obj, f"{len(pack.claims):,} claims, {pack.n_asked:,} asked about in the letter. The pack is {out}")
    say(obj, "Read every quotation in its document before you send it, and fill in the [brackets] of the letter.")


def _write_pack(out: Path, pack: "Pack") -> None:
    """Write the five files; a file of that name with other content, perhaps filled in, is left alone."""
    import tempfile

    from tokenism.reply.pages import claims_page, letter_page, letter_text, read_me
    from tokenism.reply.workbook import columns_of, form_rows, write_workbook
    from tokenism.tables import write_csv_rows

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=out) as folder:
        new = Path(folder)
        write_workbook(new / "reply.xlsx", pack, read_me(pack))
        write_csv_rows(new / "reply.csv", columns_of(pack), form_rows(pack))
        pages = {"claims.html": claims_page, "letter.html": letter_page, "letter.txt": letter_text}
        for name, page in pages.items():
            (new / name).write_text(page(pack), encoding="utf-8", newline="\n")
        for path in sorted(new.iterdir()):
            there = out / path.name
            if there.exists() and there.read_bytes() != path.read_bytes():
                raise InputError(
                    f"{there}: is there and holds something else, perhaps answers; name a new folder with --out"
                )
        for path in sorted(new.iterdir()):
            path.replace(out / path.name)


@click.command("reply-import")
@click.argument("file", type=PATH)
@run_option
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help="Day on which the answer came in, YYYY-MM-DD.")
@click.option("--organisation", help="Whose answers they are.  [default: as the file says]")
@click.pass_obj
def reply_import(
    obj: dict[str, Any], /, file: Path, run: Path, received: datetime | None, organisation: str | None
) -> None:
    """Take in the answers of an organisation: FILE is the form that came back, as .xlsx or CSV.

    Good rows go into RUN/replies.csv, which keeps all answers, and mark claims as disputed. Rows with a fault are named
    with the reason, and kept in RUN/replies-rejected.csv to be mended and imported again.
    """
    from tokenism.records import Claim, Document, Reply
    from tokenism.replies import with_disputes
    from tokenism.reply.filled import read_filled
    from tokenism.reply.kept import kept_columns, kept_rows
    from tokenism.reply.pack import find_organisation
    from tokenism.reply.receive import receive
    from tokenism.tables import read_csv_rows, read_records, write_csv, write_csv_rows, write_records

    claims = list(read_records(run / "claims.parquet", Claim))
    documents = list(read_records(run / "documents.parquet", Document))
    earlier, filled, rejected = replies_of(run), read_filled(file), run / REJECTED
    found = receive(
        filled, claims, documents, earlier,
        organisation=find_organisation(organisation, documents, claims) if organisation is not None else None,
        received=received.date().isoformat() if received else None,
    )  # fmt: skip
    before = [row for _, row in read_csv_rows(rejected, ())] if rejected.is_file() else []
    same_file = rejected.is_file() and file.exists() and rejected.samefile(file)
    kept = kept_rows(filled, found, before, same_file=same_file)
    if kept:
        columns = kept_columns(kept)
        write_csv_rows(rejected, columns, ([row.get(name, "") for name in columns] for row in kept))
    elif rejected.is_file():
        rejected.unlink()
    if found.replies:
        replies = [*earlier, *found.replies]
        write_csv(run / REPLIES, Reply, replies)
        write_records(run / "claims.parquet", Claim, with_disputes(claims, replies))
    _tell(obj, file, run, found)


def _tell(obj: dict[str, Any], file: Path, run: Path, found: "Received") -> None:
    problems = [f"row {one.row.number}: {one.reason}" for one in found.rejected]
    if found.unread:
        problems.append(f"columns that are not of the form were not read: {', '.join(found.unread)}")
    for problem in problems:
        click.echo(printable(f"tokenism: {file}, {problem}."), err=True)
    counts = [f"{len(found.replies):,} new"]
    counts += [f"{found.n_known:,} known already, so nothing was added for them"] if found.n_known else []
    counts += [f"{len(found.rejected):,} not imported, kept in {run / REJECTED}"] if found.rejected else []
    counts += [f"{found.n_unanswered:,} not answered"] if found.n_unanswered else []
    say(obj, printable(f"Answers of {found.organisation}: {'; '.join(counts)}."))
    if found.replies:
        say(obj, f"Now run 'tokenism score {run}' and 'tokenism report {run}', with the options that you used before.")
    elif not found.n_known:
        raise NothingToReadError(f"{file}: no answer was imported")
