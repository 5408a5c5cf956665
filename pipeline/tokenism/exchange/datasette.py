"""Metadata for Datasette: titles, descriptions of columns, facets, orders, full-text search and ready-made queries."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tokenism.exchange.columns import Column, TableMeaning, meanings
from tokenism.exchange.evidence import SEARCHES
from tokenism.exchange.wordings import LIMITS, UNITS, WHAT_IT_IS

_FACETS: Mapping[str, tuple[str, ...]] = {
    "documents": ("organisation", "organisation_type", "year", "status"),
    "passages": ("organisation", "kind"),
    "tags": ("claim", "practice", "stance", "verdict", "unsure"),
    "spans": ("kind", "rule"),
    "claims": ("verdict", "claim", "practice", "organisation", "stance", "unsure"),
    "claims_with_quotes": ("verdict", "claim", "practice", "organisation", "stance", "year", "unsure"),
    "organisations": ("organisation_type",),
    "profile": ("organisation", "level"),
    "matrix": ("organisation", "claim", "practice"),
    "comparisons": ("kind", "group"),
    "boilerplate": ("claim", "verdict", "organisation"),
    "replies": ("position", "organisation"),
}
_ORDER: Mapping[str, tuple[str, str]] = {
    "documents": ("sort", "organisation"),
    "claims_with_quotes": ("sort", "number"),
    "organisations": ("sort", "organisation"),
    "boilerplate": ("sort_desc", "n_documents"),
}
_BAND = "CASE {} WHEN 'co-production' THEN 3 WHEN 'consultation' THEN 2 WHEN 'informing' THEN 1 ELSE 0 END"
_SHOWN = "number, organisation, document_title, year, page, verdict, claim, practice, unsure, claim_words, quotation"
_QUERIES: Mapping[str, Mapping[str, str]] = {
    "strongest_overclaims": {
        "title": "Strongest overclaims",
        "description": "Claims for which the document describes least, widest gap first and those marked unsure last.",
        "sql": f"""SELECT {_SHOWN}, reason, pdf_link FROM claims_with_quotes
WHERE verdict IN ('overclaimed', 'label-only') AND counted
ORDER BY unsure, {_BAND.format("claim")} - {_BAND.format("practice")} DESC, number""",  # noqa: S608  our own names
    },
    "claims_of_an_organisation": {
        "title": "Claims of an organisation",
        "description": "All claims of one organisation with the words that made them; write its name in full.",
        "sql": f"""SELECT {_SHOWN}, evidence_quotation, evidence_page, reason, pdf_link FROM claims_with_quotes
WHERE instr('; ' || organisation || ';', '; ' || :organisation || ';') > 0 ORDER BY number""",  # noqa: S608  our own names
    },
    "search_claims": {
        "title": "Search the claims",
        "description": "Claims whose quotation or evidence holds the words, best match first.",
        "sql": f"""SELECT {_SHOWN}, evidence_quotation, pdf_link
FROM (SELECT rowid AS hit, rank FROM claims_search WHERE claims_search MATCH escape_fts(:words))
JOIN claims_with_quotes ON number = hit ORDER BY rank, number""",  # noqa: S608  our own names
    },
}  # fmt: skip


def metadata_yml() -> str:
    """The text of ``metadata.yml`` for ``datasette evidence.sqlite -m metadata.yml``; it holds no text of documents."""
    return "\n".join(_lines(metadata())) + "\n"


def metadata() -> dict[str, Any]:
    """What Datasette is to know of ``evidence.sqlite``.

    Units stand in the descriptions of columns: the key ``units`` of Datasette takes physical units alone.
    """
    tables = {name: _table(meaning) for name, meaning in meanings().items()}
    evidence = {"description": WHAT_IT_IS, "tables": tables, "queries": {k: dict(v) for k, v in _QUERIES.items()}}
    return {
        "title": "Claims of public participation and their evidence",
        "description": f"{WHAT_IT_IS} {' '.join(LIMITS)}",
        "databases": {"evidence": evidence},
    }


def _table(meaning: TableMeaning) -> dict[str, Any]:
    found: dict[str, Any] = {"title": meaning.title, "description": meaning.description}
    found["columns"] = {column.name: told(column) for column in _stored(meaning)}
    found["facets"] = list(_FACETS[meaning.name])
    if meaning.name in _ORDER:
        way, column = _ORDER[meaning.name]
        found[way] = column
    if meaning.name == "documents":
        found["label_column"] = "title"
    for search in SEARCHES:
        if search.content == meaning.name:
            found |= {"fts_table": search.name, "fts_pk": search.number}
    return found


def _stored(meaning: TableMeaning) -> Iterator[Column]:
    """Columns that the SQLite file has: the link into the report works from the folder of the run alone."""
    yield from (column for column in meaning.columns if column.name != "report_link")


def told(column: Column) -> str:
    """Description of a column with its unit.

    >>> told(next(c for c in meanings()["organisations"].columns if c.name == "density"))
    'Passages that claim or describe participation, corrected. Unit: in 10,000 words.'
    """
    return f"{column.description} Unit: {UNITS[column.unit]}." if column.unit in UNITS else column.description


def _lines(value: Any, depth: int = 0) -> Iterator[str]:
    """Block YAML of mappings and lists; each text is quoted as in JSON, which YAML takes as it is."""
    pad = "  " * depth
    for key, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, dict | list):
            yield f"{pad}{key}:"
            yield from _lines(item, depth + 1)
        else:
            yield f"{pad}{key}: {json.dumps(item, ensure_ascii=False)}"
    if isinstance(value, list):
        yield from (f"{pad}- {json.dumps(item, ensure_ascii=False)}" for item in value)
