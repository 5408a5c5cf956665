"""Metadata for Datasette: YAML that names only what the SQLite file has, and queries that run on it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exchange.runs import make_tables
from tokenism.exchange.claims_table import ordered
from tokenism.exchange.datasette import metadata, metadata_yml
from tokenism.exchange.evidence import layout
from tokenism.records import Claim
from tokenism.tables import write_sqlite

EVIDENCE: dict[str, Any] = metadata()["databases"]["evidence"]


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    tables = make_tables()
    path = tmp_path / "evidence.sqlite"
    write_sqlite(path, {**tables, "claims": (Claim, ordered(tables))}, layout=layout())
    return path


def test_text_is_yaml_of_the_metadata() -> None:
    assert yaml.safe_load(metadata_yml()) == metadata()


@pytest.mark.parametrize("name", EVIDENCE["tables"])
def test_table_names_columns_that_it_has(evidence: Path, name: str) -> None:
    table = EVIDENCE["tables"][name]
    with closing(sqlite3.connect(evidence)) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
    assert list(table["columns"]) == columns
    used = [*table["facets"], table.get("sort"), table.get("sort_desc"), table.get("label_column")]
    assert [column for column in used if column and column not in columns] == []


def test_claims_can_be_filtered_by_what_matters() -> None:
    wanted = {"verdict", "claim", "practice", "organisation", "stance", "year", "unsure"}
    assert set(EVIDENCE["tables"]["claims_with_quotes"]["facets"]) == wanted


def test_search_tables_are_there_and_told(evidence: Path) -> None:
    told = {name: (t["fts_table"], t["fts_pk"]) for name, t in EVIDENCE["tables"].items() if "fts_table" in t}
    assert told == {"passages": ("passages_search", "rowid"), "claims_with_quotes": ("claims_search", "number")}
    with closing(sqlite3.connect(evidence)) as connection:
        for table, (search, number) in told.items():
            sql = (
                f"SELECT count(*) FROM {table} WHERE {number} IN (SELECT rowid FROM {search} WHERE {search} MATCH 'a*')"  # noqa: S608
            )
            assert connection.execute(sql).fetchone()[0] > 0


@pytest.mark.parametrize(
    ("name", "values", "claims"),
    [
        ("strongest_overclaims", {}, 0),
        ("claims_of_an_organisation", {"organisation": "Elm; Council"}, 0),
        ("search_claims", {"words": "tenants"}, 2),
    ],
)
def test_ready_made_query_runs(evidence: Path, name: str, values: dict[str, str], claims: int) -> None:
    with closing(sqlite3.connect(evidence)) as connection:
        connection.create_function("escape_fts", 1, lambda text: f'"{text}"')
        assert len(connection.execute(EVIDENCE["queries"][name]["sql"], values).fetchall()) == claims


def test_claims_of_a_joint_document_are_found_by_each_name(tmp_path: Path) -> None:
    tables = make_tables("Elm Council; Ash Trust")
    write_sqlite(tmp_path / "e.sqlite", dict(tables), layout=layout())
    sql = EVIDENCE["queries"]["claims_of_an_organisation"]["sql"]
    with closing(sqlite3.connect(tmp_path / "e.sqlite")) as connection:
        found = [len(connection.execute(sql, {"organisation": name}).fetchall()) for name in ("Ash Trust", "Ash")]
    assert found == [2, 0]
