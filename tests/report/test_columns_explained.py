"""The page on reading the scores names every column, and no other."""

import dataclasses
import re
from pathlib import Path

from tokenism.records import Score

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "read-the-scores.md"


def test_every_column_of_organisations_is_explained() -> None:
    table = PAGE.read_text("utf-8").partition("## Columns")[2].partition("With fewer")[0]
    named: set[str] = set()
    for row in re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE):
        names = re.findall(r"`([^`]+)`", row)
        named |= {name.replace("...", names[0]) for name in names}
    assert named == {field.name for field in dataclasses.fields(Score)}
