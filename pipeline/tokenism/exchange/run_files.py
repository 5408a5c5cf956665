"""All files that hand a run on to other tools: written from its tables, the same tables to the same bytes."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from tokenism.exchange.claims_table import ClaimLine, Tables, claim_lines, ordered
from tokenism.exchange.datapackage import datapackage
from tokenism.exchange.datasette import metadata_yml
from tokenism.exchange.evidence import layout
from tokenism.exchange.ro_crate import METADATA, ro_crate
from tokenism.exchange.web_annotation import annotation_collection
from tokenism.exchange.workbook import write_workbook
from tokenism.printable import printable
from tokenism.records import Document
from tokenism.tables import write_csv_rows, write_json, write_records, write_sqlite, write_text

SCORED = ("organisations", "profile", "matrix", "comparisons", "boilerplate")
"""Tables that the scores come as, in CSV; here in Parquet, too."""

FILES = (
    *(f"{name}.parquet" for name in SCORED),
    "claims.csv",
    "claims.xlsx",
    "evidence.sqlite",
    "metadata.yml",
    "datapackage.json",
    "annotations.jsonld",
    METADATA,
)
"""Files that :func:`write_exchange` writes into the folder of a run."""


def write_exchange(run: Path, tables: Tables, *, published: date | None = None) -> None:
    """Write the tables for other tools into the folder of a run, whose own tables stand there already.

    Parameters
    ----------
    run
        Folder of the run.
    tables
        All tables by name: ``documents``, ``passages``, ``tags``, ``spans``, ``claims``, and those of the scores.
    published
        Day of publication for the RO-Crate; none is given unless told, for the files hold no clock.

    Raises
    ------
    InputError
        If two rows of a table have the same key.
    """
    documents: Sequence[Document] = tables["documents"][1]
    lines = claim_lines(tables)
    for name in SCORED:
        kind, records = tables[name]
        write_records(run / f"{name}.parquet", kind, map(_shown, records))
    write_csv_rows(run / "claims.csv", *_csv(lines))
    write_workbook(run / "claims.xlsx", lines, tables["organisations"][1], documents)
    kind, _ = tables["claims"]
    write_sqlite(run / "evidence.sqlite", {**tables, "claims": (kind, ordered(tables))}, layout=layout())
    write_text(run / "metadata.yml", metadata_yml())
    write_json(run / "annotations.jsonld", annotation_collection(tables))
    write_json(run / "datapackage.json", datapackage(run, documents))
    write_json(run / METADATA, ro_crate(run, documents, published=published))


def _shown(record: Any) -> Any:
    """A record whose texts are printable, as Parquet takes no half of a surrogate pair."""
    texts = {field.name: getattr(record, field.name) for field in fields(record)}
    return replace(record, **{name: printable(text) for name, text in texts.items() if isinstance(text, str)})


def _csv(lines: Sequence[ClaimLine]) -> tuple[list[str], list[list[Any]]]:
    names = [field.name for field in fields(ClaimLine)]
    return names, [[getattr(line, name) for name in names] for line in lines]
