"""A Frictionless data package: every table of the run with types, units, ranges, keys, sources and checksums.

The descriptor follows version 2.0 of the Data Package standard (Fowler, Walsh, Desmet et al. 2024).
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenism.exchange.claims_table import link
from tokenism.exchange.columns import Column, TableMeaning, meanings
from tokenism.exchange.wordings import LICENCE, LIMITS, UNITS, WHAT_IT_IS
from tokenism.printable import printable
from tokenism.records import Document

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_FILES: Mapping[str, str] = {
    **{name: f"{name}.parquet" for name in ("documents", "passages", "tags", "spans", "claims")},
    "claims_with_quotes": "claims.csv",
    **{name: f"{name}.csv" for name in ("organisations", "profile", "matrix", "comparisons", "boilerplate", "replies")},
}
_OF_ITS_KIND = {"claims": "claims_with_quotes"}
"""Where a table in CSV points to another that stands in CSV under another name."""

_MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def datapackage(run: Path, documents: Sequence[Document]) -> dict[str, Any]:
    """The descriptor of the tables that stand in a run's folder."""
    present = {name: file for name, file in _FILES.items() if (run / file).is_file()}
    return {
        "$schema": PROFILE,
        "name": "tokenism-run",
        "title": "Claims of public participation and their evidence",
        "description": f"{WHAT_IT_IS} {' '.join(LIMITS)} {LICENCE}",
        "sources": _sources(documents),
        "resources": [_resource(run / file, meanings()[name], present) for name, file in present.items()],
    }


def _resource(path: Path, meaning: TableMeaning, present: Mapping[str, str]) -> dict[str, Any]:
    """One table; those in Parquet are files with a schema, since Frictionless misreads their empty cells and lists."""
    content, kind = path.read_bytes(), path.suffix[1:]
    resource: dict[str, Any] = {
        "name": meaning.name,
        "type": "table" if kind == "csv" else "file",
        "path": path.name,
        "title": meaning.title,
        "description": meaning.description,
        "format": kind,
        "mediatype": _MEDIA_TYPES[kind],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(meaning, present, kind),
    }
    return resource | ({"encoding": "utf-8", "dialect": {"delimiter": ","}} if kind == "csv" else {})


def _schema(meaning: TableMeaning, present: Mapping[str, str], kind: str) -> dict[str, Any]:
    """The columns, and the keys; those into another table where that stands in a file of the same kind."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in meaning.columns], "missingValues": [""]}
    if meaning.key:
        schema["primaryKey"] = list(meaning.key)
    refers = []
    for column, other in meaning.refers.items():
        target = _OF_ITS_KIND.get(other, other) if kind == "csv" else other
        if present.get(target, "").endswith(f".{kind}"):
            reference = {"resource": target, "fields": [meanings()[target].key[0]]}
            refers.append({"fields": [column], "reference": reference})
    return schema | ({"foreignKeys": refers} if refers else {})


def _field(column: Column) -> dict[str, Any]:
    """A field; its unit is under the key ``unit``, which the standard leaves to the publisher."""
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.kind,
        "title": column.title,
        "description": column.description,
    }
    if column.unit in UNITS:
        field["unit"] = UNITS[column.unit]
    if column.kind == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    return field | ({"constraints": constraints} if constraints else {})


def _sources(documents: Sequence[Document]) -> list[dict[str, str]]:
    """The documents by title (else file), with address, checksum and licence where they are known."""
    found = []
    for document in documents:
        told = {
            "title": printable(document.title or document.path),
            "path": (link(document, 1) or "").removesuffix("#page=1"),
            "sha256": document.sha256 or "",
            "licence": printable(document.licence or ""),
        }
        found.append({name: value for name, value in told.items() if value})
    return found
