"""Options and work of the commands that draw pictures of passages."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.cli_options import PATH, log
from tokenism.cli_progress import progress

if TYPE_CHECKING:
    from tokenism.codebook import Codebook
    from tokenism.reading.document import Limits
    from tokenism.report.pictures import Pictures
    from tokenism.views import View

pdfs_option = click.option(
    "--pdfs",
    type=PATH,
    multiple=True,
    help="A PDF of the run, or a folder of them, to cut pictures of passages from; may be repeated.",
)


def picture_options(command: Any) -> Any:
    """Whether there are pictures, and how many megabytes of them."""
    budget = click.option(
        "--picture-budget",
        default=28.0,
        show_default=True,
        type=click.FloatRange(0, min_open=True),
        help="Megabytes of pictures in the report; the least needed are left out.",
    )
    without = click.option("--no-pictures", is_flag=True, help="Make no pictures of the quoted passages.")
    return without(budget(command))


def draw_pictures(
    run: Path,
    tables: "dict[str, tuple[type[Any], Sequence[Any]]]",
    originals: Mapping[str, Path],
    obj: dict[str, Any],
    *,
    codebook: "Codebook",
    ledger: "View",
    picture_budget: float,
    workers: int,
    password: str | None,
    limits: "Limits | None" = None,
    **_: Any,
) -> "Pictures":
    """Pictures for the report of a run, from the PDFs by document id; what has none is told in the log."""
    from tokenism.readings import read_under
    from tokenism.report.corpus import Corpus
    from tokenism.report.documents import quoted_practice
    from tokenism.report.pictures import by_need, make_pictures

    documents, passages, tags, claims = (tables[name][1] for name in ("documents", "passages", "tags", "claims"))
    corpus = Corpus(documents, passages, read_under(tags, ledger), (), claims, (), (), codebook, ledger, ledger)
    also = quoted_practice(corpus)
    with progress(obj, "Drawing", len(by_need(claims, also)), noun="pictures") as step:
        pictures = make_pictures(
            claims, passages, documents, originals, run / "report",
            also=also, budget=picture_budget, workers=workers, password=password, limits=limits, on_done=step,
        )  # fmt: skip
    for sentence in pictures.sentences:
        log.info("%s", sentence)
    return pictures
