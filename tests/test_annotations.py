"""Coded passages: what a line must hold, and the sentence for each line that does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.small_codebook import write_small
from tokenism.annotations import CodedPassage, read_coded, with_coders, with_facts
from tokenism.codebook import load_codebook
from tokenism.codings import Coding
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


CODERS = [{"claim": "consultation", "practice": 5, "stance": "reported"}, NOTHING]


def test_what_only_measuring_asks_for_is_kept(tmp_path: Path) -> None:
    facts = {"stratum": "B", "trap": "a brand", "sha256": "ab", "document_kind": "plan", "kind": "list", "quality": 0.5}
    (passage,) = read_coded([written(tmp_path / "a.jsonl", LINE | facts | {"coders": CODERS})])
    assert {name: getattr(passage, name) for name in facts} == facts
    assert passage.coders == (Coding("a1", "consultation", 5, "reported"), Coding("a1", "none", 0, "na"))


@pytest.mark.parametrize(
    ("coders", "message"),
    [
        ("ann", "line 1: the key 'coders' must be a list of objects with claim, practice and stance"),
        (["ann"], "line 1: the key 'coders' must be a list of objects"),
        ([CODERS[0], CODERS[0] | {"practice": 99}], "line 1, coder 2: practice 99 is no whole number"),
    ],
)
def test_bad_coding_before_adjudication_is_told_with_its_place(tmp_path: Path, coders: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_coded([written(tmp_path / "a.jsonl", LINE | {"coders": coders})])


def test_codings_of_layers_join_their_passages_in_the_order_of_layers() -> None:
    passages = [CodedPassage(name, "We asked.", "none", 0, "na", "") for name in ("a", "b")]
    of_a, of_b = Coding("a", "none", 0, "na"), Coding("b", "none", 0, "na")
    first, second = with_coders(passages, {"ann": {"b": of_b}, "ben": {"a": of_a, "b": of_b}})
    assert (first.coders, second.coders) == ((of_a,), (of_b, of_b))


def test_facts_on_documents_fill_what_passages_do_not_say(tmp_path: Path) -> None:
    path = tmp_path / "documents.csv"
    path.write_text("sha256,organisation_type,quality,title\nab,council,0.75,Plan\ncd,,,\n")
    passages = [
        CodedPassage(name, "We asked.", "none", 0, "na", "", sha256=checksum, organisation_type=known)
        for name, checksum, known in (("a", "ab", None), ("b", "ab", "nhs"), ("c", "cd", None), ("d", None, None))
    ]
    filled = with_facts(passages, path)
    assert [passage.organisation_type for passage in filled] == ["council", "nhs", None, None]
    assert [passage.quality for passage in filled] == [0.75, 0.75, None, None]


def test_quality_that_is_no_number_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "documents.csv"
    path.write_text("sha256,quality\nab,good\n")
    passage = CodedPassage("a", "We asked.", "none", 0, "na", "", sha256="ab")
    with pytest.raises(InputError, match="line 2: quality 'good' is no number"):
        with_facts([passage], path)
