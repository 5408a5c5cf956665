"""Sets of coded passages: final labels, layers and clusters that belong together."""

from pathlib import Path

import pytest

from tests.makers import codebook
from tests.test_codings import LINE, written
from tokenism.annotation_sets import read_set
from tokenism.errors import InputError


def write_set(folder: Path, *passages: dict[str, object]) -> Path:
    written(folder / "passages.jsonl", *passages)
    written(folder / "layers" / "ann.jsonl", LINE)
    written(folder / "layers" / "ben.jsonl", LINE | {"practice": 5})
    return folder


def test_set_has_final_labels_layers_and_the_name_of_its_folder(tmp_path: Path) -> None:
    found = read_set(write_set(tmp_path / "real", LINE, LINE | {"id": "a2"}), codebook())
    assert found.name == "real"
    assert list(found.final) == ["a1", "a2"]
    assert {coder: layer["a1"].practice for coder, layer in found.layers.items()} == {"ann": 4, "ben": 5}


@pytest.mark.parametrize(
    ("keys", "cluster"),
    [
        ({"sha256": "ff", "writer": "w1", "organisation": "Elm"}, "ff"),
        ({"writer": "w1", "organisation": "Elm"}, "w1"),
        ({"organisation": "Elm"}, "Elm"),
        ({}, "a1"),
    ],
)
def test_cluster_is_the_document_else_the_writer_else_the_organisation_else_the_passage(
    tmp_path: Path, keys: dict[str, str], cluster: str
) -> None:
    assert read_set(write_set(tmp_path, LINE | keys), codebook()).clusters["a1"] == cluster


def test_lines_without_labels_are_no_coded_passages(tmp_path: Path) -> None:
    folder = write_set(tmp_path, LINE)
    written(folder / "features.jsonl", {"id": "a1", "counts": "3:1"})
    assert list(read_set(folder, codebook()).final) == ["a1"]


def test_coding_of_a_passage_that_the_set_lacks_is_told(tmp_path: Path) -> None:
    folder = write_set(tmp_path, LINE)
    written(folder / "layers" / "cat.jsonl", LINE | {"id": "zz"})
    with pytest.raises(InputError, match=r"cat\.jsonl: 'zz' is no passage of"):
        read_set(folder, codebook())


def test_passage_that_stands_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 2: the passage 'a1' stands twice"):
        read_set(write_set(tmp_path, LINE, LINE), codebook())


def test_folder_without_coded_passages_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no coded passages"):
        read_set(write_set(tmp_path), codebook())
