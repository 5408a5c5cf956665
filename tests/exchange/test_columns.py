"""The meanings of columns: every column of every record has one, none is left over, and keys name what there is."""

import dataclasses

import pytest

from tokenism.exchange.columns import RECORDS, entries, meanings
from tokenism.exchange.wordings import UNITS
from tokenism.tables import PROBABILITIES, probability_column

TABLES = list(meanings())
COLUMNS = [(table.name, column) for table in meanings().values() for column in table.columns]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_record_is_described_in_its_order(name: str) -> None:
    wanted: list[str] = []
    for field in dataclasses.fields(RECORDS[name]):
        named = PROBABILITIES.get(field.name)
        wanted += [probability_column(field.name, one) for one in named] if named else [field.name]
    assert [column.name for column in meanings()[name].columns] == wanted


@pytest.mark.parametrize("name", TABLES)
def test_no_entry_describes_a_column_that_is_not_there(name: str) -> None:
    fields = {field.name for field in dataclasses.fields(RECORDS[name])}
    assert set(entries()[name].get("columns", {})) <= fields


def test_no_shared_entry_and_no_table_is_left_over() -> None:
    fields = {field.name for kind in RECORDS.values() for field in dataclasses.fields(kind)}
    assert set(entries()["shared"]) <= fields
    assert set(entries()) == {"shared", *RECORDS}


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table}.{column.name}" for table, column in COLUMNS])
def test_column_has_a_title_a_sentence_and_a_known_unit(table: str, column: object) -> None:
    values = dataclasses.asdict(column)  # type: ignore[call-overload]
    assert values["title"][0].isupper() or values["title"][0].isdigit()
    assert values["description"].endswith(".")
    assert values["unit"] in {"", *UNITS}


@pytest.mark.parametrize("name", TABLES)
def test_keys_and_references_name_columns(name: str) -> None:
    meaning = meanings()[name]
    assert {*meaning.key, *meaning.refers} <= {column.name for column in meaning.columns}
    assert [other for other in meaning.refers.values() if len(meanings()[other].key) != 1] == []


def test_types_bounds_and_vocabularies_follow_the_records() -> None:
    found = {(table, column.name): column for table, column in COLUMNS}
    index, verdict = found["organisations", "tokenism_index"], found["claims", "verdict"]
    assert (index.kind, index.required, index.minimum, index.maximum) == ("number", False, 0, 1)
    assert (verdict.kind, verdict.required, verdict.values[1]) == ("string", True, "supported-elsewhere")
    assert found["claims", "unsure"].kind == "boolean"
    assert found["passages", "boxes"].kind == "array"
    assert found["documents", "pages"].required is False
    assert found["tags", "p_stance_na"].title == "Chance of stance: na"
