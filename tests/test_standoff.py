"""Stand-off passages: read with their documents, and found again among extracted passages."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.makers import codebook, make_document, make_passage
from tests.test_codings import written
from tokenism.errors import InputError
from tokenism.records import Box, Passage
from tokenism.standoff import StandOff, digest_of, locate, overlap, read_standoff, sentences_on

TEXT = "Residents were asked for their views on the park."
HEAD = "sha256,organisation,organisation_type,title,year,url\n"
LINE = {
    "id": "a1",
    "sha256": "f" * 64,
    "page": 2,
    "start": 0,
    "end": len(TEXT),
    "box": [72, 100, 300, 130],
    "digest": digest_of(TEXT),
    "n_words": 9,
    "kind": "paragraph",
    "stratum": "participation",
    "draw": "random",
    "probability": 0.5,
    "claim": "consultation",
    "practice": 4,
    "stance": "reported",
}


def write_real(folder: Path, *lines: dict[str, Any]) -> Path:
    written(folder / "passages.jsonl", *lines)
    (folder / "documents.csv").write_text(
        HEAD + f"{'f' * 64},Elm Council,council,Park plan,2021,https://elm.example/p\n"
    )
    return folder


def one(folder: Path) -> StandOff:
    return read_standoff(write_real(folder, LINE), codebook())[0]


def passage(text: str = TEXT, *, page: int = 2, box: tuple[float, ...] = (72, 100, 300, 130), **fields: Any) -> Passage:
    return make_passage(1, text, page=page, boxes=(Box(page, *box),), **fields)


DOCUMENT = make_document(sha256="f" * 64)


def test_passage_comes_with_its_document_labels_and_chance(tmp_path: Path) -> None:
    found = one(tmp_path)
    assert (found.document.title, found.group) == ("Park plan", "Elm Council")
    assert (found.coding.claim, found.page, found.box, found.probability) == (
        "consultation",
        2,
        Box(2, 72, 100, 300, 130),
        0.5,
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sha256": "0" * 64}, "the document '000000000000' is not in documents.csv"),
        ({"page": 0}, "page 0 is no whole number from 1"),
        ({"start": -1}, "start -1 is no whole number from 0"),
        ({"end": "9"}, "end '9' is no whole number"),
        ({"box": [1, 2, 3]}, "is no list of four numbers"),
        ({"box": None}, "is no list of four numbers"),
        ({"probability": 0}, "probability 0 is no number above 0"),
        ({"probability": 1.5}, "probability 1.5 is no number above 0 and up to 1"),
        ({"claim": "asked"}, "claim 'asked' is none of"),
        ({"codebook": "0.0"}, "coded under version '0.0'"),
        ({"id": "a1"}, "the passage 'a1' stands twice"),
    ],
)
def test_wrong_line_is_told_with_file_line_and_remedy(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    folder = write_real(tmp_path, LINE, LINE | {"id": "a2"} | change)
    with pytest.raises(InputError) as caught:
        read_standoff(folder, codebook())
    assert str(caught.value).startswith(f"{folder / 'passages.jsonl'}, line 2: ")
    assert message in str(caught.value)


def test_empty_file_and_broken_line_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no passages there"):
        read_standoff(write_real(tmp_path), codebook())
    (tmp_path / "passages.jsonl").write_text(json.dumps(LINE) + "\n{\n")
    with pytest.raises(InputError, match="line 2: not JSON"):
        read_standoff(tmp_path, codebook())


def test_digest_sees_words_not_marks_or_case() -> None:
    assert digest_of(TEXT) == digest_of(" residents  were ASKED for their views, on the park")
    assert digest_of(TEXT) != digest_of(TEXT.replace("asked", "told"))


def test_passage_is_found_by_its_words_wherever_it_stands(tmp_path: Path) -> None:
    found = locate([one(tmp_path)], [DOCUMENT], [passage(page=5, box=(0, 0, 9, 9))])[0]
    assert (found.exact, found.passage is not None) == (True, True)


def test_of_two_passages_with_the_same_words_the_nearer_page_is_taken(tmp_path: Path) -> None:
    far, near = (passage(page=page, order=page) for page in (9, 3))
    assert locate([one(tmp_path)], [DOCUMENT], [far, near])[0].passage is near


def test_passage_that_is_cut_otherwise_is_found_by_its_place(tmp_path: Path) -> None:
    found = locate([one(tmp_path)], [DOCUMENT], [passage(f"1.2 {TEXT}", box=(70, 100, 300, 131))])
    assert (found[0].exact, found[0].passage is not None) == (False, True)
    assert list(sentences_on(found)) == [
        "1 passages were found by their place only: this reader cuts or spells them otherwise"
    ]


@pytest.mark.parametrize(
    ("sha256", "page", "box"),
    [("e" * 64, 2, (72, 100, 300, 130)), ("f" * 64, 3, (72, 100, 300, 130)), ("f" * 64, 2, (72, 400, 300, 430))],
    ids=["other document", "other page", "other place"],
)
def test_passage_that_is_not_there_is_told_with_its_source(
    tmp_path: Path, sha256: str, page: int, box: tuple[float, ...]
) -> None:
    found = locate([one(tmp_path)], [make_document(sha256=sha256)], [passage("Bins.", page=page, box=box)])
    assert found[0].passage is None
    assert list(sentences_on(found)) == [
        "Park plan (Elm Council): 1 coded passages not found; get the file with checksum ffffffffffff from "
        "https://elm.example/p"
    ]


def test_boxes_on_different_pages_or_apart_share_nothing() -> None:
    assert overlap(Box(1, 0, 0, 2, 1), Box(2, 0, 0, 2, 1)) == 0.0
    assert overlap(Box(1, 0, 0, 2, 1), Box(1, 2, 0, 3, 1)) == 0.0
    assert overlap(Box(1, 0, 0, 2, 1), Box(1, 0, 0, 2, 1)) == 1.0
