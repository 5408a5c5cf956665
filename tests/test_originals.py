"""The PDFs of a run are found again by path and checksum."""

import hashlib
from pathlib import Path

import pytest

from tests.makers import make_document
from tokenism.errors import InputError
from tokenism.originals import file_checksum, find_originals
from tokenism.records import Document


def document(name: str, data: bytes, **changes: object) -> Document:
    return make_document(
        **{"document_id": name, "path": f"{name}.pdf", "sha256": hashlib.sha256(data).hexdigest(), **changes}
    )


def test_file_at_its_path_or_wherever_its_checksum_is(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"a")
    (tmp_path / "deep" / "renamed.PDF").write_bytes(b"b")
    (tmp_path / "deep" / "c.pdf").write_bytes(b"another c")
    documents = [document("a", b"a"), document("b", b"b"), document("c", b"c")]
    found = find_originals(documents, [tmp_path])
    assert found == {"a": tmp_path / "a.pdf", "b": tmp_path / "deep" / "renamed.PDF"}


def test_place_may_be_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "odd-name").write_bytes(b"a")
    assert find_originals([document("a", b"a")], [tmp_path / "odd-name"]) == {"a": tmp_path / "odd-name"}


def test_document_that_was_not_read_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"a")
    assert find_originals([document("a", b"a", status="corrupt")], [tmp_path]) == {}


def test_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        find_originals([], [tmp_path / "none"])


def test_checksum_of_what_is_no_file_is_none(tmp_path: Path) -> None:
    assert file_checksum(tmp_path) is None
