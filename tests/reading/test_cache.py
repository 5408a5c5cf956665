"""What was read once is kept."""

import gzip
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tokenism.reading import cache as cache_module
from tokenism.reading.cache import Holding, ReadCache, cache_folder, cache_holdings, prune_cache
from tokenism.reading.document import Limits, Reading, Shape, reader_version
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
        {"limits": Limits(max_size=99)},
        {"limits": Limits(max_inflated=99)},
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


def test_cache_knows_what_it_holds(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    cache.put(SUM, READING)
    assert (SUM in cache, "cd" * 32 in cache) == (True, False)


def test_interrupted_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        open_cache(tmp_path).put(SUM, READING)
    assert files(tmp_path) == []


def test_two_runs_that_write_the_same_entries_at_once_do_no_harm(tmp_path: Path) -> None:
    caches = [open_cache(tmp_path) for _ in range(4)]
    wrong: list[str] = []

    def write_and_read(cache: ReadCache) -> None:
        for number in range(40):
            checksum = f"{number % 5:064x}"
            cache.put(checksum, READING)
            if cache.get(checksum) != READING:
                wrong.append(checksum)

    threads = [threading.Thread(target=write_and_read, args=(cache,)) for cache in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(files(tmp_path)) == 5


# What shapes a reading, and so its version


def test_version_hangs_on_the_engines_and_on_every_module_of_the_reader_but_not_on_what_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tokenism.reading import document

    (tmp_path / "document.py").write_text("a = 1")
    (tmp_path / "other.py").write_text("b = 1")
    monkeypatch.setattr(document, "__file__", str(tmp_path / "document.py"))
    versions = [reader_version()]
    (tmp_path / "other.py").write_text("b = 2")
    versions.append(reader_version())
    monkeypatch.setattr(document.pdfium, "NAME", "pdfium 0")
    versions.append(reader_version())
    monkeypatch.setattr(document.plumber, "NAME", "pdfplumber 0")
    versions.append(reader_version())
    assert len(set(versions)) == 4
    assert reader_version() == versions[-1]
    (tmp_path / "picture.py").write_text("c = 1")
    assert reader_version() == versions[-1]


# Show and prune


OTHER = "0" * 12


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with two readings of the present reader under two options, and one of another version."""
    with monkeypatch.context() as patch:
        patch.setattr(cache_module, "reader_version", lambda: OTHER)
        open_cache(tmp_path).put(SUM, READING)
    open_cache(tmp_path).put(SUM, READING)
    open_cache(tmp_path, password="corrin").put("cd" * 32, READING)  # noqa: S106
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def leave(path: Path, hours: float = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("half an entry")
    os.utime(path, (time.time() - 3600 * hours,) * 2)
    return path


def test_holdings_count_readings_by_version_and_say_which_is_present(mixed: Path) -> None:
    (size,) = {path.stat().st_size for path in mixed.rglob("*.gz")}
    assert cache_holdings(mixed) == [Holding(reader_version(), 2, 2 * size, True), Holding(OTHER, 1, size, False)]


def test_folder_that_is_not_there_or_is_empty_holds_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        assert cache_holdings(folder) == []
        assert prune_cache(folder) == (0, 0)


def test_prune_removes_other_versions_and_their_folders(mixed: Path) -> None:
    size = sum(path.stat().st_size for path in mixed.rglob("*.gz") if OTHER in str(path))
    assert prune_cache(mixed) == (1, size)
    assert [holding.version for holding in cache_holdings(mixed)] == [reader_version()]
    assert not any(OTHER in path.name for path in (mixed / "read").iterdir())
    assert prune_cache(mixed) == (0, 0)


def test_prune_of_everything_leaves_no_reading(mixed: Path) -> None:
    leave(entry_of(mixed).with_name("tmpabcd_234.tmp"))
    assert prune_cache(mixed, everything=True)[0] == 4
    assert files(mixed) == []


def entry_of(folder: Path) -> Path:
    return next(path for path in sorted(folder.rglob("*.gz")) if reader_version() in str(path))


@pytest.mark.parametrize(("name", "hours", "stays"), [("tmpabcd_234.tmp", 2, False), ("tmpabcd_234", 2, False),
                                                    ("tmpabcd_234.tmp", 0.5, True)])  # fmt: skip
def test_prune_removes_what_killed_runs_left_after_an_hour(mixed: Path, name: str, hours: float, stays: bool) -> None:
    stray = leave(entry_of(mixed).with_name(name), hours)
    assert [holding.n_readings for holding in cache_holdings(mixed)] == [2, 1]
    prune_cache(mixed)
    assert stray.exists() is stays
    assert entry_of(mixed).exists()


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "read/notes.txt",
        "read/thesis-2024/ab/" + SUM + ".json.gz",
        f"read/{OTHER}-{OTHER}/notes.txt",
        f"read/{OTHER}-{OTHER}/ab/notes.json.gz",
        f"read/{OTHER}-{OTHER}/ab/{SUM}.json.gz.bak",
        f"read/{OTHER}-{OTHER}/thesis/{SUM}.json.gz",
        f"{OTHER}-{OTHER}/ab/{SUM}.json.gz",
        f"read/{OTHER}-{OTHER}/ab/tmp.txt",
    ],
)
def test_prune_leaves_alone_what_is_not_ours(mixed: Path, name: str) -> None:
    leave(mixed / name, hours=99)
    assert sum(holding.n_readings for holding in cache_holdings(mixed)) == 3
    prune_cache(mixed, everything=True)
    assert files(mixed) == [name]


def test_prune_follows_no_links(mixed: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    kept = leave(elsewhere / "ab" / f"{SUM}.json.gz")
    (mixed / "read" / f"{OTHER}-{'1' * 12}").symlink_to(elsewhere)
    (mixed / "read" / f"{OTHER}-{'2' * 12}").mkdir()
    (mixed / "read" / f"{OTHER}-{'2' * 12}" / "ab").symlink_to(elsewhere / "ab")
    prune_cache(mixed, everything=True)
    assert kept.exists()
