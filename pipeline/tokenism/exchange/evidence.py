"""What ``evidence.sqlite`` holds beside its tables: keys, indexes, the ledger with its quotations, full-text search."""

from collections.abc import Mapping

from tokenism.exchange.claims_table import BETWEEN
from tokenism.exchange.columns import TableMeaning, meanings
from tokenism.tables import Layout, Search

_LINK = """CASE WHEN {document}.url LIKE 'http://%' OR {document}.url LIKE 'https://%'
    THEN substr({document}.url, 1, instr({document}.url || '#', '#') - 1) || '#page=' || {page} END"""

_CLAIMS_WITH_QUOTES = f"""
  SELECT c.rowid AS number, c.organisation, d.title AS document_title, d.year, c.page,
    coalesce(p.section, '') AS section, coalesce(p.text, '') AS quotation,
    coalesce((SELECT group_concat(words, '{BETWEEN}') FROM (
      SELECT substr(p.text, s."start" + 1, s."end" - s."start") AS words FROM spans s
      WHERE s.passage_id = c.passage_id AND s.kind = 'claim' GROUP BY words ORDER BY min(s."start"), min(s."end")
    )), '') AS claim_words,
    c.claim, c.practice, c.stance, c.verdict, c.unsure, c.disputed, c.repeat_of IS NULL AS counted,
    e.text AS evidence_quotation, c.evidence_page, c.reason, c.would_change,
    {_LINK.format(document="d", page="c.page")} AS pdf_link,
    {_LINK.format(document="o", page="c.evidence_page")} AS evidence_pdf_link,
    coalesce(d.path, '') AS file, d.url, d.organisation_type, c.claim_id, c.document_id, c.passage_id,
    c.evidence_passage_id, c.evidence_document_id, c.evidence_score, c.passage_verdict, c.repeat_of, c."view"
  FROM claims c
    LEFT JOIN documents d ON d.document_id = c.document_id
    LEFT JOIN passages p ON p.passage_id = c.passage_id
    LEFT JOIN passages e ON e.passage_id = c.evidence_passage_id AND e.passage_id <> c.passage_id
    LEFT JOIN documents o ON o.document_id = coalesce(c.evidence_document_id, c.document_id)
"""  # noqa: S608  our own names

SEARCHES = (
    Search("passages_search", "passages", ("text",)),
    Search("claims_search", "claims_with_quotes", ("quotation", "evidence_quotation"), "number"),
)
"""Full-text indexes: all passages, and the quotations of claims with their evidence."""

_INDEXED = {"claims": ("organisation", "verdict"), "documents": ("organisation",)}


def layout() -> Layout:
    """Keys and references as ``columns.toml`` gives them, the view ``claims_with_quotes``, and the indexes."""
    known = {name: meaning for name, meaning in meanings().items() if name != "claims_with_quotes"}
    return Layout(
        keys={name: meaning.key for name, meaning in known.items()},
        refers={name: _refers(meaning, known) for name, meaning in known.items()},
        indexed=_INDEXED,
        views={"claims_with_quotes": _CLAIMS_WITH_QUOTES},
        searches=SEARCHES,
    )


def _refers(meaning: TableMeaning, known: Mapping[str, TableMeaning]) -> dict[str, tuple[str, str]]:
    return {column: (other, known[other].key[0]) for column, other in meaning.refers.items()}
