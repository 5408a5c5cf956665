"""The folder of a run as an RO-Crate 1.1 (Sefton et al. 2023): its files, the program, the documents by checksum."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tokenism import __version__
from tokenism.exchange.claims_table import link
from tokenism.exchange.columns import meanings
from tokenism.exchange.wordings import CITE, LICENCE, LIMITS, WHAT_IT_IS
from tokenism.printable import printable
from tokenism.records import Document

METADATA = "ro-crate-metadata.json"
CONTEXT = ("https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"})

_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_PROGRAM, _MAKING, _LICENCE = "#tokenism", "#making", "#licence"
_MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".yml": "application/yaml",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILES: Mapping[str, str] = {
    "claims.csv": "The claims ledger with quotations, evidence and links, for people and spreadsheets.",
    "claims.xlsx": "The same as a workbook, with organisations, documents and what each column means.",
    "scoring.json": "Settings of the scores, and the error rates that they are corrected by.",
    "validation.json": "Checks of the scores' intervals.",
    "evidence.sqlite": "All tables in one SQLite file, with views and full-text search.",
    "metadata.yml": "Titles, descriptions, facets and queries for Datasette.",
    "datapackage.json": "The tables described for Frictionless: types, units, ranges, keys.",
    "annotations.jsonld": "The claims as W3C Web Annotations of the PDFs.",
}
UNDATED = "The day on which it was published is not given: the program reads no clock (option --date)."


def ro_crate(run: Path, documents: Sequence[Document], *, published: date | None = None) -> dict[str, Any]:
    """The metadata of a run's folder as it stands; files that are not a run's are left out.

    ``published`` is the day of ``datePublished``, which the specification wants; without it the crate says why.
    """
    files = [_file(run / name, told) for name, told in _described().items() if (run / name).is_file()]
    report: dict[str, Any] = {"@id": "report/", "@type": "Dataset", "name": "Report", "description": "Offline pages."}
    inputs = list({entity["@id"]: entity for entity in map(_input, documents)}.values())
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": "Claims of public participation and their evidence",
        "description": " ".join((WHAT_IT_IS, *LIMITS, *(() if published else (UNDATED,)))),
        "license": {"@id": _LICENCE},
        "creditText": CITE,
        "hasPart": [{"@id": entity["@id"]} for entity in (*files, report)],
        "mentions": {"@id": _MAKING},
    }
    if published:
        root["datePublished"] = published.isoformat()
    return {"@context": list(CONTEXT), "@graph": [_descriptor(), root, *files, report, *_about(inputs), *inputs]}


def _described() -> dict[str, str]:
    """Files of a run by name, with what they hold."""
    tables = {name: meaning.description for name, meaning in meanings().items() if name != "claims_with_quotes"}
    parquet = {f"{name}.parquet": told for name, told in tables.items()}
    csv = {f"{name}.csv": told for name, told in tables.items() if f"{name}.csv" not in _FILES}
    return dict(sorted((parquet | csv | dict(_FILES)).items()))


def _descriptor() -> dict[str, Any]:
    about, conforms = {"@id": "./"}, {"@id": _SPECIFICATION}
    return {"@id": METADATA, "@type": "CreativeWork", "about": about, "conformsTo": conforms}


def _file(path: Path, told: str) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "@id": path.name,
        "@type": "File",
        "name": path.name,
        "description": told,
        "encodingFormat": _MEDIA_TYPES[path.suffix],
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _about(inputs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The licence, the program, and the act by which it made the crate of its inputs."""
    return [
        {"@id": _LICENCE, "@type": "CreativeWork", "name": "Licence", "description": LICENCE},
        {"@id": _PROGRAM, "@type": "SoftwareApplication", "name": "tokenism", "softwareVersion": __version__},
        {
            "@id": _MAKING,
            "@type": "CreateAction",
            "name": "Reading and comparing the documents",
            "instrument": {"@id": _PROGRAM},
            "object": [{"@id": entity["@id"]} for entity in inputs],
            "result": {"@id": "./"},
        },
    ]


def _input(document: Document) -> dict[str, Any]:
    """A document by its checksum, which is not part of the crate itself."""
    checksum = document.sha256
    entity: dict[str, Any] = {
        "@id": f"urn:sha256:{checksum}" if checksum else f"#document-{document.document_id}",
        "@type": "CreativeWork",
        "name": printable(document.title or document.path),
        "alternateName": printable(document.path),
        "encodingFormat": "application/pdf",
        "description": printable(document.detail),
    }
    told = {"sha256": checksum, "url": (link(document, 1) or "").removesuffix("#page=1")}
    return entity | {name: value for name, value in told.items() if value}
