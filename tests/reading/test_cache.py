"""What was read once is kept."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tokenism.reading import cache as cache_module
from tokenism.reading.cache import ReadCache, cache_folder
from tokenism.reading.document import Limits, Reading, Shape
from tokenism.reading.passages import Draft
from tokenism.records import STATUSES, Box

SUM = "ab" * 32
READING = Reading(
    "ok",
    "Read whole.",
    "pdfium",
    1,
    0.9,
    "Plan",
    (Draft("paragraph", "Carers", "They decide.", (Box(1, 1, 2, 3, 4),)),),
)


def open_cache(folder: Path, **options: Any) -> ReadCache:
    return ReadCache(folder, **({"limits": Limits(), "shape": Shape(), "password": None} | options))


def entry(folder: Path) -> Path:
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    return path


def test_kept_reading_comes_back_whole(tmp_path: Path) -> None:
    open_cache(tmp_path).put(SUM, READING)
    assert open_cache(tmp_path).get(SUM) == READING


def test_file_never_read_has_no_reading(tmp_path: Path) -> None:
    open_cache(tmp_path).put(SUM, READING)
    assert open_cache(tmp_path).get("cd" * 32) is None


@pytest.mark.parametrize("status", STATUSES)
def test_only_outcomes_that_belong_to_the_file_are_kept(tmp_path: Path, status: str) -> None:
    cache = open_cache(tmp_path)
    cache.put(SUM, Reading(status, "Because."))
    kept = status in ("ok", "partial", "no_text_layer", "corrupt", "not_pdf")
    assert (cache.get(SUM) is not None) is kept


@pytest.mark.parametrize(
    "options",
    [
        {"shape": Shape(min_words=9)},
        {"shape": Shape(max_words=99)},
        {"limits": Limits(max_pages=9)},
        {"limits": Limits(max_side=99.0)},
        {"password": "corrin"},
    ],
)
def test_readings_under_other_options_are_kept_apart(tmp_path: Path, options: dict[str, Any]) -> None:
    other = Reading("ok", "Read otherwise.")
    open_cache(tmp_path).put(SUM, READING)
    assert open_cache(tmp_path, **options).get(SUM) is None
    open_cache(tmp_path, **options).put(SUM, other)
    assert open_cache(tmp_path, **options).get(SUM) == other
    assert open_cache(tmp_path).get(SUM) == READING


@pytest.mark.parametrize("limits", [Limits(timeout=1), Limits(memory=1)])
def test_limits_that_change_nothing_in_a_reading_share_it(tmp_path: Path, limits: Limits) -> None:
    open_cache(tmp_path).put(SUM, READING)
    assert open_cache(tmp_path, limits=limits).get(SUM) == READING


def test_another_version_of_the_reader_reads_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_cache(tmp_path).put(SUM, READING)
    monkeypatch.setattr(cache_module, "reader_version", lambda: "0" * 12)
    assert open_cache(tmp_path).get(SUM) is None


def _wrong_block(data: bytes) -> bytes:
    return data[:10] + b"\xff" * 20 + data[30:]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:12],
        lambda data: data[:-4],
        lambda data: data[:-6] + bytes([data[-6] ^ 1]) + data[-5:],
        lambda _: b"not gzip at all",
        lambda _: gzip.compress(b"not json"),
        lambda _: gzip.compress(b"\xff\xfe"),
        lambda _: gzip.compress(b"[]"),
        lambda _: gzip.compress(b"{}"),
        lambda _: gzip.compress(b'{"status": "ok", "passages": [{"text": "x"}]}'),
        lambda _: gzip.compress(json.dumps({**READING.to_json(), "colour": "red"}).encode()),
        _wrong_block,
    ],
)
def test_damaged_entry_counts_as_none_and_can_be_written_again(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    cache = open_cache(tmp_path)
    cache.put(SUM, READING)
    path = entry(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(SUM) is None
    cache.put(SUM, READING)
    assert cache.get(SUM) == READING


def test_same_reading_gives_the_same_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    for name in ("a", "b"):
        open_cache(tmp_path / name).put(SUM, READING)
        open_cache(tmp_path / name).put(SUM, READING)
    assert entry(tmp_path / "a").read_bytes() == entry(tmp_path / "b").read_bytes()


def test_password_is_not_written_anywhere(tmp_path: Path) -> None:
    open_cache(tmp_path, password="very-secret-word").put(SUM, READING)  # noqa: S106
    path = entry(tmp_path)
    assert "very-secret-word" not in str(path)
    assert b"very-secret-word" not in gzip.decompress(path.read_bytes())


def test_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = open_cache(tmp_path / "file")
    cache.put(SUM, READING)
    assert cache.get(SUM) is None


def test_cache_lives_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKENISM_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


@pytest.mark.parametrize("environment", [{}, {"TOKENISM_CACHE": ""}])
def test_cache_lives_in_the_users_folder_otherwise(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.environ", {"HOME": "/home/someone", **environment})
    assert cache_folder().name == "tokenism"
