"""Codings and layers: what a line must hold, and one file for each coder."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.makers import codebook
from tokenism.codings import Coding, coding_of, read_layer, read_layers
from tokenism.errors import InputError

LINE = {"id": "a1", "claim": "consultation", "practice": 4, "stance": "reported"}


def written(path: Path, *lines: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def test_line_becomes_a_coding() -> None:
    value = LINE | {"verdict": "supported-elsewhere", "evidence": "b2", "evidence_page": 7, "note": "near", "more": 1}
    assert coding_of(value, "here", codebook()) == Coding(
        "a1", "consultation", 4, "reported", "supported-elsewhere", "b2", 7, "near"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": " "}, "the key 'id' must be a text"),
        ({"claim": "co-creation"}, "claim 'co-creation' is none of none, informing, consultation, co-production"),
        ({"stance": "planned"}, "stance 'planned' is none of reported,"),
        ({"practice": 9}, "practice 9 is no whole number from 0 to 8"),
        ({"practice": "4"}, "practice '4' is no whole number"),
        ({"practice": True}, "practice True is no whole number"),
        ({"stance": "na"}, "stance 'na' goes with claim none and practice 0 only"),
        ({"claim": "none", "practice": 0}, "go with stance na or definition, not 'reported'"),
        ({"codebook": "0.0"}, "coded under version '0.0' of the codebook, this one is"),
        ({"verdict": "tokenistic"}, "verdict 'tokenistic' is none of no-claim, supported,"),
        ({"evidence_page": 0}, "evidence_page 0 is no page number from 1"),
        ({"evidence_page": "3"}, "evidence_page '3' is no page number"),
    ],
)
def test_wrong_line_is_told_with_file_line_and_remedy(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = written(tmp_path / "ann.jsonl", LINE, LINE | {"id": "a2"} | change)
    with pytest.raises(InputError) as caught:
        read_layer(path, codebook())
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("line", "message"), [("{", "not JSON"), ("[]", "a JSON object is wanted"), (LINE, "'a1' is coded twice")]
)
def test_line_that_is_no_coding_of_its_own_is_told(tmp_path: Path, line: Any, message: str) -> None:
    with pytest.raises(InputError, match=f"line 2: {message}"):
        read_layer(written(tmp_path / "ann.jsonl", LINE, line), codebook())


def test_version_of_the_codebook_may_be_given(tmp_path: Path) -> None:
    path = written(tmp_path / "ann.jsonl", LINE | {"codebook": codebook().version})
    assert list(read_layer(path, codebook())) == ["a1"]


def test_layers_are_named_by_their_files(tmp_path: Path) -> None:
    written(tmp_path / "ben.jsonl", LINE)
    written(tmp_path / "ann.jsonl", LINE, LINE | {"id": "a2"})
    assert {name: list(layer) for name, layer in read_layers(tmp_path, codebook()).items()} == {
        "ann": ["a1", "a2"],
        "ben": ["a1"],
    }


def test_agreement_needs_two_layers(tmp_path: Path) -> None:
    written(tmp_path / "ann.jsonl", LINE)
    with pytest.raises(InputError, match="two layers or more"):
        read_layers(tmp_path, codebook())
