"""Coded passages: what a line must hold, and the sentence for each line that does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.small_codebook import write_small
from tokenism.annotations import CodedPassage, read_coded
from tokenism.codebook import load_codebook
from tokenism.errors import InputError

LINE = {"id": "a1", "text": "We asked.", "claim": "consultation", "practice": 4, "stance": "reported"}
NOTHING = {"claim": "none", "practice": 0, "stance": "na"}


def written(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_line_becomes_a_record(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", LINE | {"writer": "ann", "evidence": "a2", "page": 3, "file": "x.pdf"})
    assert read_coded([path]) == [
        CodedPassage("a1", "We asked.", "consultation", 4, "reported", "ann", "a2", "x.pdf", 3)
    ]


@pytest.mark.parametrize(
    ("keys", "group"),
    [
        ({"writer": "ann", "organisation": "Elm", "file": "x.pdf"}, "ann"),
        ({"organisation": "Elm", "file": "x.pdf"}, "Elm"),
        ({"file": "x.pdf"}, "x.pdf"),
        ({}, ""),
    ],
)
def test_group_is_the_writer_else_the_organisation_else_the_file(
    tmp_path: Path, keys: dict[str, str], group: str
) -> None:
    assert read_coded([written(tmp_path / "a.jsonl", LINE | keys)])[0].group == group


def test_files_of_a_folder_are_read_in_order_of_name_and_line(tmp_path: Path) -> None:
    written(tmp_path / "b.jsonl", LINE | {"id": "3"})
    written(tmp_path / "a.jsonl", LINE | {"id": "1"}, LINE | {"id": "2"})
    (tmp_path / "notes.txt").write_text("no coded passages")
    assert [passage.id for passage in read_coded([tmp_path])] == ["1", "2", "3"]


def test_same_id_in_two_files_of_truth_is_two_passages(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", LINE | {"file": "x.pdf"}, LINE | {"file": "y.pdf"})
    assert len(read_coded([path])) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": ""}, "the key 'id' must be a text that is not empty"),
        ({"id": 7}, "the key 'id' must be a text that is not empty"),
        ({"text": "  "}, "the key 'text' must be a text that is not empty"),
        ({"text": None}, "the key 'text' must be a text that is not empty"),
        ({"claim": "coproduction"}, "claim 'coproduction' is none of none, informing, consultation, co-production"),
        ({"claim": ["none"]}, r"claim \['none'\] is none of"),
        ({"stance": "past"}, "stance 'past' is none of reported, committed, aspirational, definition, na"),
        ({"practice": 9}, "practice 9 is no whole number from 0 to 8"),
        ({"practice": "4"}, "practice '4' is no whole number"),
        ({"practice": True}, "practice True is no whole number"),
        ({"practice": 4.0}, "practice 4.0 is no whole number"),
        ({"stance": "na"}, r"stance 'na' goes with claim none and practice 0 only \(codebook 3c\)"),
        ({"stance": "definition"}, "stance 'definition' goes with claim none and practice 0 only"),
        (NOTHING | {"stance": "reported"}, "claim none and practice 0 go with stance na or definition, not 'reported'"),
    ],
)
def test_bad_value_names_file_line_key_and_choices(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = written(tmp_path / "a.jsonl", LINE | {"id": "first"}, LINE | change)
    with pytest.raises(InputError, match=rf"a\.jsonl, line 2: {message}"):
        read_coded([path])


def test_rungs_are_those_of_the_codebook(tmp_path: Path) -> None:
    small = load_codebook(write_small(tmp_path / "codebook"))
    path = written(tmp_path / "a.jsonl", LINE, LINE | {"id": "a2", "practice": 5})
    assert len(read_coded([path])) == 2
    with pytest.raises(InputError, match=r"a\.jsonl, line 2: practice 5 is no whole number from 0 to 4"):
        read_coded([path], small)


@pytest.mark.parametrize("key", ["id", "text", "claim", "practice", "stance"])
def test_missing_key_is_named(tmp_path: Path, key: str) -> None:
    path = written(tmp_path / "a.jsonl", {name: value for name, value in LINE.items() if name != key})
    with pytest.raises(InputError, match=rf"a\.jsonl, line 1: .*{key}.*"):
        read_coded([path])


@pytest.mark.parametrize(("stance", "text"), [("na", "Bins."), ("definition", "Co-production means sharing.")])
def test_passage_without_claim_and_practice_is_accepted(tmp_path: Path, stance: str, text: str) -> None:
    path = written(tmp_path / "a.jsonl", LINE | NOTHING | {"stance": stance, "text": text})
    assert read_coded([path])[0].stance == stance


def test_id_that_stands_twice_names_both_places(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.jsonl", LINE), written(tmp_path / "b.jsonl", LINE)
    with pytest.raises(InputError, match=r"b\.jsonl, line 1: the id 'a1' stands already at .*a\.jsonl, line 1; give"):
        read_coded([first, second])


def test_line_that_is_no_json_is_named_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{oops}\n")
    with pytest.raises(InputError, match=r"a\.jsonl, line 1: not JSON .*; mend or delete the line"):
        read_coded([path])


def test_folder_without_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"{tmp_path}: no \*\.jsonl files there"):
        read_coded([tmp_path])
