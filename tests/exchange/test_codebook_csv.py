"""The codebook as a table: a row for each code, which no spreadsheet runs."""

import csv
import dataclasses
import io
from collections import Counter

import pytest

from tests.makers import codebook
from tokenism.codebook import Codebook
from tokenism.exchange.codebook_csv import BETWEEN, codebook_csv


def table(book: Codebook) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(codebook_csv(book), newline="")))


def test_columns_are_named_in_the_first_line() -> None:
    first = codebook_csv(codebook()).split("\n", 1)[0]
    assert first == "kind,id,parent,value,name,definition,example,counter,source,patterns,note"


def test_every_entry_has_a_row() -> None:
    book = codebook()
    counts = Counter(row["kind"] for row in table(book))
    kinds = Counter(cue.kind for cue in book.cues if cue.kind != "marker")
    assert counts == kinds | {
        "rung": len(book.rungs),
        "view": len(book.views),
        "level": sum(len(view.levels) for view in book.views.values()),
        "public": len(book.public),
        "not-public": len(book.not_public),
        "not-people": len(book.not_people),
        "facet": len(book.facets),
        "facet-value": sum(len(facet.values) for facet in book.facets.values()),
        "rule": len(book.rules),
        "framework": len(book.frameworks),
        "marker": len(book.markers),
    }


def test_kind_and_id_name_one_row() -> None:
    counts = Counter((row["kind"], row["id"]) for row in table(codebook()))
    assert [key for key, count in counts.items() if count > 1] == []


def test_parent_of_a_row_is_a_row_or_a_band() -> None:
    rows = table(codebook())
    known = {row["id"] for row in rows} | {"rung", "claim", "informing", "consultation", "co-production"}
    assert [row["id"] for row in rows if row["parent"] and row["parent"] not in known] == []


def test_patterns_can_be_taken_apart_again() -> None:
    found = {row["id"]: tuple(row["patterns"].split(BETWEEN)) for row in table(codebook()) if row["patterns"]}
    assert [cue.id for cue in codebook().cues if found[cue.id] != cue.patterns] == []


def test_level_has_the_rungs_that_fall_into_it() -> None:
    rows = {row["id"]: row for row in table(codebook()) if row["kind"] == "level"}
    assert rows["bands-strict.consultation"]["value"] == "4 5 6"
    assert rows["arnstein.placation"]["note"] == "degrees of tokenism"


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_cell_that_a_spreadsheet_would_run_is_made_text(hostile: str) -> None:
    book = codebook()
    rungs = (dataclasses.replace(book.rungs[0], brief=hostile), *book.rungs[1:])
    assert table(dataclasses.replace(book, rungs=rungs))[0]["name"] == f"'{hostile}"


def test_no_cell_begins_as_a_formula() -> None:
    cells = [cell for row in table(codebook()) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_text_is_the_same_each_time_and_has_line_feeds_only() -> None:
    text = codebook_csv(codebook())
    assert text == codebook_csv(codebook())
    assert "\r" not in text
    assert text.endswith("\n")
