"""What each column of every table means, read from ``columns.toml``: titles, descriptions, units, ranges, keys."""

import dataclasses
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tokenism.exchange.claims_table import ClaimLine
from tokenism.records import (
    BANDS,
    KINDS,
    POSITIONS,
    STANCES,
    STATUSES,
    VERDICTS,
    Boilerplate,
    Claim,
    Comparison,
    Document,
    MatrixCell,
    Passage,
    ProfileLine,
    Reply,
    Score,
    Span,
    Tag,
)
from tokenism.report.words import VERDICTS as LEDGER_VERDICTS
from tokenism.tables import PROBABILITIES, probability_column

RECORDS: Mapping[str, type[Any]] = {
    "documents": Document,
    "passages": Passage,
    "tags": Tag,
    "spans": Span,
    "claims": Claim,
    "claims_with_quotes": ClaimLine,
    "organisations": Score,
    "profile": ProfileLine,
    "matrix": MatrixCell,
    "comparisons": Comparison,
    "boilerplate": Boilerplate,
    "replies": Reply,
}
"""Tables of a run and the kind of their records."""

_VOCABULARIES: Mapping[str, tuple[str, ...]] = {
    "bands": BANDS,
    "bands and planned": (*BANDS, "planned"),
    "stances": STANCES,
    "verdicts": VERDICTS,
    "ledger verdicts": tuple(LEDGER_VERDICTS),
    "statuses": STATUSES,
    "kinds": KINDS,
    "positions": POSITIONS,
}
_KINDS: Mapping[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: ``kind`` is string, integer, number, boolean or array; ``required`` if no cell may be empty."""

    name: str
    title: str
    description: str
    kind: str
    required: bool
    unit: str = ""
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMeaning:
    """One table: the columns that name a row, the tables that columns point into, and all columns in order."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    refers: Mapping[str, str]
    columns: tuple[Column, ...]


@cache
def meanings() -> Mapping[str, TableMeaning]:
    """All tables by name.

    Raises
    ------
    KeyError
        If a column of a record has no entry in ``columns.toml``.
    """
    return {name: _table(name, kind) for name, kind in RECORDS.items()}


@cache
def entries() -> Mapping[str, Any]:
    """The file as it is written."""
    text = files("tokenism.exchange").joinpath("columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _table(name: str, kind: type[Any]) -> TableMeaning:
    entry = entries()[name]
    key = tuple(entry["key"])
    return TableMeaning(
        name=name,
        title=entry["title"],
        description=entry["description"],
        key=key,
        refers=entry.get("refers", {}),
        columns=tuple(column for field in dataclasses.fields(kind) for column in _columns(name, field, key)),
    )


def _columns(table: str, field: "dataclasses.Field[Any]", key: tuple[str, ...]) -> Iterator[Column]:
    """The column of a field of a record; several where the field holds probabilities by name."""
    entry = _entry(table, field.name)
    if field.name in PROBABILITIES:
        for name in PROBABILITIES[field.name]:
            told = {part: entry[part].format(name=name) for part in ("title", "description")}
            column = probability_column(field.name, name)
            yield Column(name=column, kind="number", required=False, unit="share", minimum=0, maximum=1, **told)
        return
    kinds = [kind for kind in getattr(field.type, "__args__", (field.type,)) if kind in _KINDS]
    kind = _KINDS[kinds[0]] if kinds else "array"
    optional = type(None) in getattr(field.type, "__args__", ())
    required = field.name in key or not (optional or (kind == "string" and "values" not in entry))
    yield Column(name=field.name, kind=kind, required=required, **_constrained(entry))


def _entry(table: str, column: str) -> Mapping[str, Any]:
    known = entries()
    for place in (table, *known[table].get("like", ())):
        if column in known[place].get("columns", {}):
            return dict(known[place]["columns"][column])
    return dict(known["shared"][column])


def _constrained(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with its vocabulary as a tuple, and with the bounds that its unit has."""
    values = entry.get("values", ())
    bounds: dict[str, Any] = {"share": {"minimum": 0, "maximum": 1}, "count": {"minimum": 0}}.get(
        entry.get("unit", ""), {}
    )
    return bounds | dict(entry) | {"values": _VOCABULARIES[values] if isinstance(values, str) else tuple(values)}
