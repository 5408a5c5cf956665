"""Options that several commands share, and how what they name is read."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenism.errors import InputError
from tokenism.printable import printable

if TYPE_CHECKING:
    from tokenism.codebook import Codebook
    from tokenism.extracted import Extracted
    from tokenism.model import Model
    from tokenism.records import Claim
    from tokenism.standoff import StandOff
    from tokenism.views import View

log = logging.getLogger("tokenism")


class PrintableFormatter(logging.Formatter):
    """Keeps controls of names and texts that a message repeats away from the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The message without controls."""
        return printable(super().format(record))


PATH = click.Path(path_type=Path, readable=False)

model_option = click.option(
    "--model", type=PATH, help="Folder of a trained model.  [default: the one that comes with tokenism]"
)
codebook_option = click.option(
    "--codebook", type=PATH, help="Folder of a codebook.  [default: the one that comes with tokenism]"
)
real_option = click.option(
    "--real", type=PATH, help="Folder of real passages by position, with the features extracted from their texts."
)

STALE = (
    "the features were read with another codebook or version of tokenism, so real passages are left out; "
    "run 'tokenism features FOLDER --refresh RUN' where you have the documents"
)


def existing(paths: Sequence[Path]) -> list[Path]:
    """Paths as they were given; one that is not there is a mistake of the user's."""
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
    return list(paths)


def model_in(folder: Path | None) -> "Model":
    """The model of a folder, or the one that comes with the package."""
    from tokenism.model import load_model

    return load_model(folder)


def read_real(folder: Path | None, codebook: "Codebook") -> "tuple[list[StandOff], Extracted | None]":
    """Real passages and their features; none where the features were read with another codebook."""
    from tokenism.extracted import read_extracted
    from tokenism.features import fits
    from tokenism.standoff import read_standoff

    if folder is None:
        return [], None
    standoff, extracted = read_standoff(existing([folder])[0], codebook), read_extracted(folder)
    if not fits(extracted, codebook):
        log.warning("tokenism: %s: %s", folder, STALE)
        return [], None
    return standoff, extracted


def known_view(codebook: "Codebook", name: str | None) -> None:
    """A name that the codebook does not have is refused before any table is read."""
    if name is not None:
        codebook.view(name)


def views_of(codebook: "Codebook", name: str | None, claims: "Sequence[Claim]") -> "tuple[View, View]":
    """The view to show by and that of the ledger (see :func:`tokenism.readings.choose_views`)."""
    from tokenism.readings import choose_views

    return choose_views(codebook, name, claims)


def say(obj: dict[str, Any], line: str) -> None:
    """Print a line unless --quiet was given."""
    if not obj["quiet"]:
        click.echo(line)
