"""The data package: Frictionless takes it offline, and it describes the tables as they are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from frictionless import validate

from tests.exchange.runs import make_tables
from tokenism.exchange.run_files import write_exchange
from tokenism.tables import write_csv, write_records

SCORED = ("organisations", "profile", "matrix", "comparisons", "boilerplate")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_: object) -> None:
        raise OSError("no network in this test")

    monkeypatch.setattr("socket.socket.connect", refuse)
    yield


def package(run: Path, text: str = "Elm Council") -> dict[str, Any]:
    """The descriptor of a run whose own tables are written as a scan writes them."""
    tables = make_tables(text)
    for name in ("documents", "passages", "tags", "spans", "claims"):
        write_records(run / f"{name}.parquet", *tables[name])
    for name in SCORED:
        write_csv(run / f"{name}.csv", *tables[name])
    write_exchange(run, tables)
    descriptor: dict[str, Any] = json.loads((run / "datapackage.json").read_text("utf-8"))
    return descriptor


@pytest.mark.parametrize("text", ["Elm Council", "=1+1", "one\ntwo\r\nthree", '"quoted", with, commas'])
def test_package_is_valid(tmp_path: Path, text: str) -> None:
    package(tmp_path, text)
    report = validate(str(tmp_path / "datapackage.json"))
    assert [error.message for task in report.tasks for error in task.errors] == []
    assert report.valid


def test_changed_table_is_found_out(tmp_path: Path) -> None:
    package(tmp_path)
    path = tmp_path / "claims.csv"
    path.write_text(path.read_text("utf-8").replace("supported-elsewhere", "supported-somewhere"), "utf-8")
    errors = {error.type for task in validate(str(tmp_path / "datapackage.json")).tasks for error in task.errors}
    assert {"constraint-error", "hash-count"} <= errors


def test_every_table_of_the_run_is_a_resource(tmp_path: Path) -> None:
    named = {resource["path"] for resource in package(tmp_path)["resources"]}
    parquet = {f"{name}.parquet" for name in ("documents", "passages", "tags", "spans", "claims")}
    assert named == {*parquet, "claims.csv", *(f"{name}.csv" for name in SCORED)}


def test_columns_of_parquet_are_those_described(tmp_path: Path) -> None:
    resources = [one for one in package(tmp_path)["resources"] if one["format"] == "parquet"]
    for resource in resources:
        names = pq.read_schema(tmp_path / resource["path"]).names
        assert [field["name"] for field in resource["schema"]["fields"]] == names


def test_keys_lead_to_tables_of_the_same_kind(tmp_path: Path) -> None:
    resources = {one["name"]: one for one in package(tmp_path)["resources"]}
    keys = resources["boilerplate"]["schema"]["foreignKeys"]
    assert keys[0] == {"fields": ["claim_id"], "reference": {"resource": "claims_with_quotes", "fields": ["claim_id"]}}
    assert {key["reference"]["resource"] for key in resources["claims"]["schema"]["foreignKeys"]} == {
        "documents",
        "passages",
    }


def test_sources_have_address_checksum_and_licence_where_known(tmp_path: Path) -> None:
    first, second = package(tmp_path)["sources"]
    assert first["path"] == "https://elm.example/plan.pdf"
    assert (first["licence"], first["sha256"]) == ("Elm Council", "0" * 64)
    assert second == {"title": "d2.pdf"}


def test_units_and_bounds_are_told(tmp_path: Path) -> None:
    resources = {one["name"]: one for one in package(tmp_path)["resources"]}
    fields = {field["name"]: field for field in resources["organisations"]["schema"]["fields"]}
    assert fields["tokenism_index"]["unit"] == "0 to 1"
    assert fields["tokenism_index"]["constraints"] == {"minimum": 0, "maximum": 1}
    assert fields["organisation"]["constraints"] == {"required": True}
