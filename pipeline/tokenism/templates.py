"""Markdown templates, and the tables and figures that are filled into them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from tokenism.errors import InputError
from tokenism.exchange.blocks import Grid, markdown


def filled(path: Path, values: Mapping[str, Any]) -> str:
    """The text of a Jinja template with values in place of their names.

    Raises
    ------
    InputError
        If the file cannot be read or is no template, or if it names a value that there is not.
    """
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701  Markdown
    try:
        return environment.from_string(path.read_text(encoding="utf-8")).render(values)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except jinja2.TemplateError as error:
        raise InputError(f"{path}: {error}; known are {', '.join(sorted(values))}") from error


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table.

    >>> print(table(("Stance", "n"), [("na", 3)]))
    | Stance | n |
    | --- | --- |
    | na | 3 |
    """
    return markdown([Grid(tuple(headings), tuple(tuple(map(str, row)) for row in rows))]).rstrip("\n")


def interval(figure: Mapping[str, float | None] | None) -> str:
    """A figure (``value``, ``low``, ``high``) with its interval, where it has one; a dash for what is undefined.

    >>> interval({"value": 0.5, "low": 0.25, "high": 0.75}), interval(None)
    ('0.50 (0.25 to 0.75)', '–')
    """
    if figure is None or figure["value"] is None:
        return "–"
    if figure["low"] is None or figure["high"] is None:
        return f"{figure['value']:.2f}"
    return f"{figure['value']:.2f} ({figure['low']:.2f} to {figure['high']:.2f})"


def read_figures(path: Path, by: str) -> dict[str, Any]:
    """Figures that were written as JSON ``by`` a stage or command.

    Raises
    ------
    InputError
        If the file is missing or no JSON object.
    """
    try:
        figures = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror}); run {by} first") from error
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error}); run {by} again") from error
    if not isinstance(figures, dict):
        raise InputError(f"{path}: not an object with figures by name; run {by} again")
    return figures
