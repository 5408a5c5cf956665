"""All files for other tools: the same bytes each time, and hostile text that stays text in each of them."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from tests.exchange.runs import HOSTILE, make_tables
from tokenism.exchange.run_files import FILES, SCORED, write_exchange
from tokenism.printable import printable
from tokenism.tables import neutral_cell


def files(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.iterdir()}


def texts(value: Any) -> list[str]:
    """All texts of a JSON or YAML value."""
    if isinstance(value, dict):
        return [text for pair in value.items() for item in pair for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def test_files_are_those_named_and_the_same_each_time(tmp_path: Path) -> None:
    write_exchange(tmp_path, make_tables())
    first = files(tmp_path)
    write_exchange(tmp_path, make_tables())
    assert files(tmp_path) == first
    assert set(first) == set(FILES)


def test_day_of_publication_changes_the_crate_alone(tmp_path: Path) -> None:
    write_exchange(tmp_path, make_tables())
    first = files(tmp_path)
    write_exchange(tmp_path, make_tables(), published=date(2024, 5, 1))
    assert [name for name, content in files(tmp_path).items() if content != first[name]] == ["ro-crate-metadata.json"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text_in_every_file(tmp_path: Path, text: str) -> None:
    write_exchange(tmp_path, make_tables(text))
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert {row[name] for name in ("quotation", "organisation", "section", "reason")} == {neutral_cell(printable(text))}
    for name in SCORED:
        assert printable(text) in pq.read_table(tmp_path / f"{name}.parquet").to_pylist()[0].values()
    for name in ("datapackage.json", "annotations.jsonld", "ro-crate-metadata.json"):
        found = texts(json.loads((tmp_path / name).read_text("utf-8")))
        assert printable(text) in found
        assert [one for one in found if printable(one) != one] == []
    assert text not in texts(yaml.safe_load((tmp_path / "metadata.yml").read_text("utf-8")))


def test_negative_number_stays_a_number_and_undefined_stays_null(tmp_path: Path) -> None:
    write_exchange(tmp_path, make_tables())
    (row,) = pq.read_table(tmp_path / "organisations.parquet").to_pylist()
    assert (row["mean_lift"], row["tokenism_index"], row["coproduction_gap"]) == (-0.5, 0.25, None)


def test_run_without_claims_has_all_files(tmp_path: Path) -> None:
    tables = {name: (kind, []) for name, (kind, _) in make_tables().items()}
    write_exchange(tmp_path, tables)
    assert set(files(tmp_path)) == set(FILES)
