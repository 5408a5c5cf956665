"""The SQLite file: keys that hold, a ledger with quotations that says what the CSV says, and search over both."""

import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.runs import HOSTILE, PLAIN, make_tables
from tests.makers import make_claim
from tokenism.errors import InputError
from tokenism.exchange.claims_table import Tables, claim_lines, ordered
from tokenism.exchange.evidence import layout
from tokenism.printable import printable
from tokenism.records import Claim
from tokenism.tables import write_sqlite


def asked(folder: Path, tables: Tables, sql: str, *values: Any) -> list[dict[str, Any]]:
    path = folder / "evidence.sqlite"
    write_sqlite(path, {**tables, "claims": (Claim, ordered(tables))}, layout=layout())
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values).fetchall()]


def test_every_reference_holds(tmp_path: Path) -> None:
    assert asked(tmp_path, make_tables(), "PRAGMA foreign_key_check") == []
    rows = asked(tmp_path, make_tables(), "SELECT m.name, f.'table' AS other FROM sqlite_master m, "
                 "pragma_foreign_key_list(m.name) f WHERE m.type = 'table'")  # fmt: skip
    assert {("claims", "passages"), ("spans", "passages"), ("matrix", "organisations")} <= {
        (row["name"], row["other"]) for row in rows
    }


@pytest.mark.parametrize("url", ["https://elm.example/plan.pdf", "https://elm.example/p#top", "javascript:x", None])
def test_view_of_claims_says_what_the_csv_says(tmp_path: Path, url: str | None) -> None:
    tables = make_tables(url=url)
    rows = asked(tmp_path, tables, "SELECT * FROM claims_with_quotes ORDER BY number")
    lines = [asdict(line) for line in claim_lines(tables)]
    for line in lines:
        del line["report_link"]
    assert rows == lines
    assert [list(row) for row in rows] == [list(line) for line in lines]


def test_quotations_and_evidence_of_claims_are_searched(tmp_path: Path) -> None:
    sql = "SELECT rowid FROM claims_search WHERE claims_search MATCH ?"
    assert asked(tmp_path, make_tables(), sql, "tenants") == [{"rowid": 1}, {"rowid": 2}]
    assert asked(tmp_path, make_tables(), sql, "evidence_quotation: tenants") == [{"rowid": 1}]
    passages = "SELECT rowid FROM passages_search WHERE passages_search MATCH ?"
    assert asked(tmp_path, make_tables(), passages, "foreword") == [{"rowid": 1}]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    row = asked(tmp_path, make_tables(text), "SELECT * FROM claims_with_quotes")[0]
    fields = ("quotation", "organisation", "document_title", "section", "reason", "file")
    assert {name: row[name] for name in fields} == dict.fromkeys(fields, printable(text))


def test_references_are_looked_up_by_an_index(tmp_path: Path) -> None:
    plan = asked(tmp_path, make_tables(), "EXPLAIN QUERY PLAN SELECT * FROM spans WHERE passage_id = 'p4'")
    assert "USING INDEX spans_passage_id" in plan[0]["detail"]


def test_two_claims_of_one_id_are_told_and_leave_an_older_file_alone(tmp_path: Path) -> None:
    (tmp_path / "evidence.sqlite").write_text("older")
    twice = {**make_tables(PLAIN), "claims": (Claim, [make_claim(4, "planned"), make_claim(4, "supported")])}
    with pytest.raises(InputError, match="the table 'claims': two rows have the same claim_id"):
        asked(tmp_path, twice, "SELECT 1")
    assert (tmp_path / "evidence.sqlite").read_text() == "older"
