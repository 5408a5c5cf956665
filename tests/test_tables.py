"""Tables: what is written comes back, the same records give the same bytes, and a bad file is named."""

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_claim, make_document, make_passage, make_score, make_span, make_tag
from tokenism.errors import InputError
from tokenism.records import BANDS, STANCES, Box, Claim, Document, Passage, ProfileLine, Score, Span, Tag
from tokenism.tables import (
    neutral_cell,
    read_csv,
    read_csv_rows,
    read_frame,
    read_jsonl,
    read_records,
    schema,
    write_csv,
    write_csv_rows,
    write_json,
    write_jsonl,
    write_records,
    write_sqlite,
)

BOXES = (Box(1, 10.5, 20.25, 30.0, 40.0), Box(2, 0.0, 0.0, 5.0, 5.0))
PROBABILITIES = {"p_claim": dict.fromkeys(BANDS, 0.25), "p_stance": dict.fromkeys(STANCES, 0.2)}
EXAMPLES = [
    (Document, make_document(year=2024, quality=0.5, detail="Read whole.")),
    (Document, make_document(sha256=None, n_words=None, pages=None, status="missing")),
    (Passage, make_passage(1, "We asked “residents” – and\nlistened.", boxes=BOXES)),
    (Span, make_span(1, "claim", 3, 8)),
    (Tag, make_tag(1, "consultation", "none")),
    (Tag, Tag("p2", "model", "none", 0, "none", 0, "na", "no-claim", True, **PROBABILITIES)),
    (Claim, make_claim(1, "label-only", disputed=True)),
    (Claim, make_claim(2, "supported-elsewhere", evidence_passage_id="p9", evidence_page=4, evidence_score=0.5)),
    (Score, make_score(mean_lift=-0.25, rank_low=1, rank_high=2)),
    (ProfileLine, ProfileLine("Elm", "nef", "co-design", "doing with", 3, 2, 0.5, 0.25, 0.75, None, None, None)),
]
CONTRACT = {
    Document: "document_id path sha256 organisation organisation_type title year status detail pages n_passages "
    "n_words reader quality",
    Passage: "passage_id document_id organisation page page_end section kind order text boxes n_words",
    Tag: "passage_id layer claim claim_rung practice practice_rung stance verdict unsure p_claim_none "
    "p_claim_co_production p_practice_informing p_stance_reported p_stance_na",
    Span: "passage_id layer kind rule value start end",
    Claim: "claim_id passage_id document_id organisation page claim practice verdict unsure disputed "
    "evidence_passage_id evidence_page reason",
    Score: "organisation organisation_type n_documents n_words n_passages n_claims n_coproduction_claims n_unsure "
    "n_planned tokenism_index tokenism_low tokenism_high coproduction_gap gap_low gap_high mean_lift density rank_low "
    "rank_high note",
}


@pytest.mark.parametrize(("kind", "columns"), CONTRACT.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_columns_of_the_contract_are_there(kind: type[Any], columns: str) -> None:
    assert set(columns.split()) <= set(schema(kind).names)


def test_boxes_are_single_precision_structs() -> None:
    assert str(schema(Passage).field("boxes").type.value_type) == (
        "struct<page: int32, x0: float, top: float, x1: float, bottom: float>"
    )


@pytest.mark.parametrize(("kind", "record"), EXAMPLES)
def test_record_comes_back_from_parquet(tmp_path: Path, kind: type[Any], record: Any) -> None:
    write_records(tmp_path / "t.parquet", kind, [record])
    assert list(read_records(tmp_path / "t.parquet", kind)) == [record]


@pytest.mark.parametrize("kind", CONTRACT)
def test_empty_table_keeps_its_columns(tmp_path: Path, kind: type[Any]) -> None:
    assert write_records(tmp_path / "t.parquet", kind, []) == 0
    assert list(read_records(tmp_path / "t.parquet", kind)) == []
    assert list(read_frame(tmp_path / "t.parquet").columns) == schema(kind).names


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=8))
def test_order_and_text_survive_parquet(tmp_path: Path, texts: list[str]) -> None:
    passages = [make_passage(number, text) for number, text in enumerate(texts)]
    write_records(tmp_path / "t.parquet", Passage, passages)
    assert list(read_records(tmp_path / "t.parquet", Passage)) == passages


def test_same_records_give_the_same_parquet_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_records(tmp_path / f"{name}.parquet", Passage, [make_passage(1, "We asked.", boxes=BOXES)])
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_missing_table_names_file_and_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"tags\.parquet: no such file; run the stage"):
        list(read_records(tmp_path / "tags.parquet", Tag))


@pytest.mark.parametrize("content", [b"", b"id,text\n", b"PAR1" + b"\0" * 20 + b"PAR1"])
def test_broken_parquet_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tags.parquet"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"tags\.parquet: cannot be read as Parquet"):
        list(read_records(path, Tag))


def test_table_of_another_kind_names_the_column_that_it_lacks(tmp_path: Path) -> None:
    write_records(tmp_path / "t.parquet", Span, [make_span(1, "claim", 0, 2)])
    with pytest.raises(InputError, match=r"t\.parquet: no column 'claim'; write the file again"):
        list(read_records(tmp_path / "t.parquet", Tag))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ("", ""),
        ("'quoted'", "'quoted'"),
        (-3, -3),
        (-0.5, -0.5),
        (None, None),
    ],
)
def test_cell_that_a_spreadsheet_would_run_is_neutralised(value: Any, cell: Any) -> None:
    assert neutral_cell(value) == cell


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Z"]), max_size=20).filter(lambda s: s[:1] != "'")
)
def test_name_comes_back_from_csv(tmp_path: Path, name: str) -> None:
    write_csv(tmp_path / "o.csv", Score, [make_score(name)])
    assert [item.organisation for item in read_csv(tmp_path / "o.csv", Score)] == [name]


@given(st.text(min_size=1, max_size=20))
def test_no_cell_of_text_begins_as_a_formula(text: str) -> None:
    assert neutral_cell(text)[0] not in "=+-@\t\r"


@given(st.floats(-3, 3) | st.none())
def test_figure_comes_back_from_csv_with_six_digits(tmp_path: Path, figure: float | None) -> None:
    write_csv(tmp_path / "o.csv", Score, [make_score(mean_lift=figure)])
    (back,) = read_csv(tmp_path / "o.csv", Score)
    assert back.mean_lift == (None if figure is None else pytest.approx(figure, rel=1e-5))


def test_negative_figure_is_a_number_in_csv_not_a_neutralised_text(tmp_path: Path) -> None:
    write_csv(tmp_path / "o.csv", Score, [make_score(mean_lift=-0.5)])
    (row,) = csv.DictReader((tmp_path / "o.csv").read_text().splitlines())
    assert row["mean_lift"] == "-0.5"


def test_undefined_is_an_empty_cell(tmp_path: Path) -> None:
    write_csv(tmp_path / "o.csv", Score, [make_score()])
    (row,) = csv.DictReader((tmp_path / "o.csv").read_text().splitlines())
    assert (row["tokenism_index"], row["n_claims"]) == ("", "0")


def test_csv_ends_its_lines_with_lf(tmp_path: Path) -> None:
    write_csv_rows(tmp_path / "t.csv", ("actual", "predicted"), [("a", "b")])
    assert (tmp_path / "t.csv").read_bytes() == b"actual,predicted\na,b\n"


def test_cell_of_the_wrong_type_names_file_line_and_remedy(tmp_path: Path) -> None:
    write_csv(tmp_path / "o.csv", Score, [make_score()])
    path = tmp_path / "o.csv"
    path.write_text(path.read_text().replace("Elm Council,,0", "Elm Council,,many"))
    with pytest.raises(InputError, match=r"o\.csv, line 2: .*'many'.*; run the stage"):
        read_csv(path, Score)


def test_csv_without_a_column_lists_those_found(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("file, title\na.pdf,A\n")
    with pytest.raises(InputError, match=r"sources\.csv: no column 'organisation' \(columns found: file, title\); add"):
        read_csv_rows(path, ("file", "organisation"))


def test_empty_csv_has_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("")
    with pytest.raises(InputError, match=r"sources\.csv: no column 'file' \(columns found: none\)"):
        read_csv_rows(path, ("file",))


def test_csv_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes("file,organisation\na.pdf,Ynys Môn\n".encode("cp1252"))
    with pytest.raises(InputError, match=r"sources\.csv: not UTF-8 text \(byte \d+\); save it as CSV UTF-8"):
        read_csv_rows(path, ("file",))


def test_missing_csv_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"sources\.csv: cannot be opened"):
        read_csv_rows(tmp_path / "sources.csv", ("file",))


def test_csv_of_a_spreadsheet_is_read_with_its_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(b'\xef\xbb\xbffile , organisation\r\n" a.pdf ","Elm\r\nCouncil"\r\nb.pdf\r\n')
    assert read_csv_rows(path, ("file", "organisation")) == [
        (3, {"file": "a.pdf", "organisation": "Elm\r\nCouncil"}),
        (4, {"file": "b.pdf", "organisation": ""}),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{oops}", "not JSON"),
        (b'{"id": "a"', "not JSON"),
        (b'["id", "text"]', "a JSON object is wanted, with the keys id and text"),
        (b'"text"', "a JSON object is wanted"),
        (b'{"id": "\xff"}', "not UTF-8 text"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_bad_line_of_jsonl_is_named_and_loses_nothing_else(tmp_path: Path, line: bytes, problem: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "a"}\n' + line + b'\n\n{"id": "b"}\n')
    first, bad, last = read_jsonl(path)
    assert (first, last) == ((1, {"id": "a"}, ""), (4, {"id": "b"}, ""))
    assert bad[:2] == (2, None)
    assert bad[2].startswith(f"{path}, line 2: {problem}")


def test_huge_number_in_jsonl_is_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "n": ' + "1" * 5000 + "}\n")
    ((number, _, problem),) = read_jsonl(path)
    assert (number, problem[: len(f"{path}, line 1")]) == (1, f"{path}, line 1")


def test_byte_order_mark_before_jsonl_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "a"}\n')
    assert list(read_jsonl(path)) == [(1, {"id": "a"}, "")]


def test_missing_jsonl_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"in\.jsonl: cannot be opened \(No such file"):
        list(read_jsonl(tmp_path / "in.jsonl"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=10),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=5), values, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=4), max_size=6))
def test_objects_come_back_from_jsonl_in_order(tmp_path: Path, objects: list[dict[str, Any]]) -> None:
    path = tmp_path / "o.jsonl"
    assert write_jsonl(path, objects) == len(objects)
    assert [value for _, value, _ in read_jsonl(path)] == objects


def test_half_a_surrogate_pair_survives_jsonl(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "o.jsonl", [{"text": "a\ud800b"}])
    assert [value for _, value, _ in read_jsonl(tmp_path / "o.jsonl")] == [{"text": "a\ud800b"}]


def test_json_is_sorted_rounded_and_ends_with_lf(tmp_path: Path) -> None:
    write_json(tmp_path / "m.json", {"b": 1 / 3, "a": {"é": [2 / 3, (0.1,)]}})
    text = (tmp_path / "m.json").read_bytes().decode()
    assert json.loads(text) == {"a": {"é": [0.666667, [0.1]]}, "b": 0.333333}
    assert (text.index('"a"') < text.index('"b"'), text[-1], "é" in text) == (True, "\n", True)


def test_json_refuses_what_is_not_a_number(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "m.json", {"share": float("nan")})


def test_sqlite_finds_passages_by_their_words(tmp_path: Path) -> None:
    passages = [make_passage(1, "We asked tenants."), make_passage(2, "Bins are emptied.", boxes=BOXES)]
    write_sqlite(tmp_path / "e.sqlite", {"passages": (Passage, passages), "tags": (Tag, [make_tag(1)])})
    with sqlite3.connect(tmp_path / "e.sqlite") as connection:
        found = connection.execute(
            "SELECT passage_id FROM passages WHERE rowid IN "
            "(SELECT rowid FROM passages_search WHERE passages_search MATCH 'tenants')"
        ).fetchall()
        (boxes,) = connection.execute("SELECT boxes FROM passages WHERE passage_id = 'p2'").fetchone()
        (tags,) = connection.execute("SELECT count(*) FROM tags").fetchone()
    assert (found, tags) == ([("p1",)], 1)
    assert [box["page"] for box in json.loads(boxes)] == [1, 2]


def test_sqlite_replaces_an_older_file_with_the_same_bytes(tmp_path: Path) -> None:
    tables = {"passages": (Passage, [make_passage(1, "We asked.")])}
    path = tmp_path / "e.sqlite"
    write_sqlite(path, tables)
    first = path.read_bytes()
    write_sqlite(path, tables)
    assert path.read_bytes() == first
