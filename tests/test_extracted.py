"""Features kept without texts: the same rows as from the texts, and a clear word for damage."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.makers import CODED, codebook, cue_reader
from tokenism.errors import InputError
from tokenism.extracted import ROWS, STAMP, read_extracted, write_extracted
from tokenism.features import Featurizer, fits

TEXTS = [passage.text for passage in CODED]
IDS = [f"p{i}" for i in range(len(CODED))]


def featurizer(n_hashed: int = 256) -> Featurizer:
    return Featurizer(cue_reader(), n_hashed=n_hashed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_extracted(tmp_path, featurizer().extract(IDS, TEXTS))
    return tmp_path


@pytest.mark.parametrize("n_hashed", [256, 64, 128])
def test_rows_are_those_of_the_texts(folder: Path, n_hashed: int) -> None:
    rows = featurizer(n_hashed).rows_of(read_extracted(folder))
    assert np.allclose(rows.toarray(), featurizer(n_hashed).transform(TEXTS)[0].toarray(), atol=1e-6)


def test_words_of_claims_are_known_without_the_text(folder: Path) -> None:
    rows, readings = featurizer().transform(TEXTS)
    assert featurizer().worded(featurizer().rows_of(read_extracted(folder))) == [bool(r.claims) for r in readings]
    assert featurizer().worded(rows) == [bool(r.claims) for r in readings]


def test_number_of_columns_that_does_not_divide_is_an_input_error(folder: Path) -> None:
    with pytest.raises(InputError, match="which 100 does not divide: train with --n-hashed 256"):
        featurizer(100).rows_of(read_extracted(folder))


def test_same_texts_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_extracted(tmp_path / "again", featurizer().extract(IDS, TEXTS))
    for name in (STAMP, ROWS):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_no_word_of_a_text_is_written(folder: Path) -> None:
    written = (folder / ROWS).read_text()
    values = [json.loads(line) for line in written.splitlines()]
    assert {key for value in values for key in value} == {"id", "counts", "cues", "heading"}
    assert all(set(value["counts"] + value["cues"] + value["heading"]) <= set("0123456789:. ") for value in values)


@pytest.mark.parametrize("key", ["codebook_digest", "hashing"])
def test_stamp_tells_stale_features(folder: Path, key: str) -> None:
    stamp = json.loads((folder / STAMP).read_text())
    assert fits(read_extracted(folder), codebook())
    (folder / STAMP).write_text(json.dumps(stamp | {key: "older"}))
    assert not fits(read_extracted(folder), codebook())


def test_rows_of_some_passages_come_in_their_order(folder: Path) -> None:
    some = read_extracted(folder).only(["p3", "p1"])
    whole = read_extracted(folder)
    assert some.ids == ("p3", "p1")
    assert (some.counts.toarray() == whole.counts.toarray()[[3, 1]]).all()


def test_passage_without_features_is_named(folder: Path) -> None:
    with pytest.raises(InputError, match=r"no features of the passage 'zz'; run 'tokenism features --refresh'"):
        read_extracted(folder).only(["p1", "zz"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ('{"id": "x", "counts": "1:1"}', "damaged"),
        ('{"id": "x", "counts": "1=1", "cues": ""}', "damaged"),
        ('{"id": "x", "counts": "999:1", "cues": ""}', "no column 999"),
        ('{"id": "x", "counts": "1:1", "cues": "9999:1"}', "no column 9999"),
        ('{"id": "x", "counts": 5, "cues": ""}', "damaged"),
        ('{"id": "p0", "counts": "1:1", "cues": "", "heading": ""}', "the passage 'p0' stands twice"),
    ],
)
def test_damaged_line_is_told_with_file_line_and_remedy(folder: Path, line: str, message: str) -> None:
    path = folder / ROWS
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(InputError, match=f"line {len(IDS) + 1}: .*{message}.*refresh|line {len(IDS) + 1}: {message}"):
        read_extracted(folder)


@pytest.mark.parametrize(
    ("stamp", "message"), [("[]", "cannot be read"), ("{", "cannot be read"), ("{}", "'format' is not as")]
)
def test_damaged_stamp_is_told(folder: Path, stamp: str, message: str) -> None:
    (folder / STAMP).write_text(stamp)
    with pytest.raises(InputError, match=message):
        read_extracted(folder)


def test_missing_features_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file; run 'tokenism features --refresh' to make it"):
        read_extracted(tmp_path)
