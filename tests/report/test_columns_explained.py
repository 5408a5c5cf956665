"""The page on reading the scores names every column, and no other, with the units that the columns have."""

import re
from pathlib import Path

from tokenism.exchange.columns import meanings
from tokenism.exchange.wordings import UNITS

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "read-the-scores.md"


def explained() -> dict[str, str]:
    """Columns of the page's table with their unit."""
    table = PAGE.read_text("utf-8").partition("## Columns")[2].partition("With fewer")[0]
    found: dict[str, str] = {}
    for row, unit in re.findall(r"^\| (`[^|]+`) \|[^|]*\| ?([^|]*?) ?\|$", table, re.MULTILINE):
        names = re.findall(r"`([^`]+)`", row)
        found |= {name.replace("...", names[0]): unit for name in names}
    return found


def test_every_column_of_organisations_is_explained() -> None:
    assert set(explained()) == {column.name for column in meanings()["organisations"].columns}


def test_units_are_those_of_the_columns() -> None:
    told = {column.name: UNITS.get(column.unit, "") for column in meanings()["organisations"].columns}
    assert {name: unit.removesuffix("s") for name, unit in explained().items()} == {
        name: unit.removesuffix("s") for name, unit in told.items()
    }
