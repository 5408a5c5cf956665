"""Isolation: one document fails alone."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakePdf
from tests.pdfs import Sheet, paragraph, pdf_bytes, text_pdf
from tokenism.reading import isolate
from tokenism.reading.document import Limits, Reading, Shape
from tokenism.reading.isolate import IsolatedReader, close_readers, read_isolated

PROSE = "Residents and carers decided together how the money was spent."

ODD_WORKER = """#!{python}
import os, sys, time
from tokenism.reading import worker
sound = worker.read_document
deeds = {{
    "hangs": lambda: time.sleep(300),
    "killed": lambda: os.kill(os.getpid(), 9),
    "exits": lambda: os._exit(3),
    "greedy": lambda: bytearray(10**12),
    "raises": lambda: [][0],
    "chatters": lambda: os.write(1, b"not a reply\\n"),
    "deaf": lambda: os.close(0),
}}
def read_document(path, **options):
    deeds.get(path.stem, lambda: None)()
    return sound(path, **options)
worker.read_document = read_document
try:
    worker.main()
except OSError:
    time.sleep(1)
"""
"""A worker that misbehaves on files of certain names, and else is the real one."""

Read = Callable[..., Reading]


@pytest.fixture
def odd_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "python"
    script.write_text(ODD_WORKER.format(python=sys.executable))
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))


@pytest.fixture
def reader() -> Iterator[IsolatedReader]:
    reader = IsolatedReader()
    yield reader
    reader.close(kill=True)


@pytest.fixture
def read(reader: IsolatedReader, tmp_path: Path) -> Read:
    """Read a sound PDF under a name that the odd worker may know."""

    def read_named(name: str, **limits: Any) -> Reading:
        (tmp_path / f"{name}.pdf").write_bytes(text_pdf(PROSE))
        return reader.read(tmp_path / f"{name}.pdf", limits=Limits(**limits), shape=Shape())

    return read_named


def pid(reader: IsolatedReader) -> int | None:
    return None if reader._child is None else reader._child.pid


def alive(number: int | None) -> bool:
    return number is not None and Path(f"/proc/{number}").exists()


def test_child_is_kept_for_the_next_document(read: Read, reader: IsolatedReader) -> None:
    assert read("plan").status == "ok"
    first = pid(reader)
    assert read("strategy").passages[0].text == PROSE
    assert pid(reader) == first != os.getpid()


@pytest.mark.usefixtures("odd_worker")
@pytest.mark.parametrize(
    ("name", "statuses"),
    [("killed", {"memory", "crashed"}), ("exits", {"crashed"}), ("greedy", {"memory"}), ("raises", {"crashed"})],
)
def test_document_on_which_the_child_breaks_fails_alone(read: Read, name: str, statuses: set[str]) -> None:
    reading = read(name)
    assert reading.status in statuses
    assert reading.passages == ()
    assert reading.detail.endswith(".")
    assert read("plan").status == "ok"


@pytest.mark.usefixtures("odd_worker")
def test_hanging_child_is_killed_at_the_limit_and_replaced(read: Read, reader: IsolatedReader) -> None:
    read("plan")
    hung = pid(reader)
    reading = read("hangs", timeout=0.5)
    assert (reading.status, "0.5 seconds" in reading.detail, "--timeout" in reading.detail) == ("timeout", True, True)
    assert not alive(hung)
    assert read("plan").status == "ok"


@pytest.mark.usefixtures("odd_worker")
def test_what_a_library_prints_does_not_mix_with_replies(read: Read) -> None:
    assert [read("chatters").status, read("plan").status] == ["ok", "ok"]


def test_child_killed_between_two_documents_is_replaced(read: Read, reader: IsolatedReader) -> None:
    read("plan")
    assert reader._child is not None
    reader._child.kill()
    reader._child.wait()
    assert read("plan").status == "ok"


@pytest.mark.usefixtures("odd_worker")
def test_child_that_no_longer_listens_gives_a_status_and_no_exception(read: Read) -> None:
    assert read("deaf").status == "ok"
    assert read("plan").status in ("ok", "crashed")


def test_missing_file_is_a_status(reader: IsolatedReader, tmp_path: Path) -> None:
    assert reader.read(tmp_path / "none.pdf", limits=Limits(), shape=Shape()).status == "missing"


def test_password_and_shape_reach_the_child(reader: IsolatedReader, demo: Path) -> None:
    path = demo / "pdf" / "corrinmere-2024.pdf"
    locked = reader.read(path, limits=Limits(), shape=Shape())
    whole = reader.read(path, limits=Limits(), shape=Shape(), password="corrin")  # noqa: S106
    cut = reader.read(path, limits=Limits(), shape=Shape(max_words=30), password="corrin")  # noqa: S106
    assert locked.status == "encrypted"
    assert len(cut.passages) > len(whole.passages) > 0


def test_file_that_needs_more_memory_than_allowed_says_so(reader: IsolatedReader, tmp_path: Path) -> None:
    empty = b"/Length 0 >>\nstream\n\nendstream"
    strokes = b"0 0 m 9 9 l S " * 1_500_000
    huge = b"/Length %d >>\nstream\n%s\nendstream" % (len(strokes), strokes)
    (tmp_path / "huge.pdf").write_bytes(pdf_bytes([Sheet()]).replace(empty, huge))
    reading = reader.read(tmp_path / "huge.pdf", limits=Limits(memory=250), shape=Shape())
    assert (reading.status, "--memory" in reading.detail) == ("memory", True)


def test_closing_ends_the_child_and_may_be_done_twice(read: Read, reader: IsolatedReader) -> None:
    read("plan")
    child = pid(reader)
    reader.close()
    reader.close()
    assert not alive(child)


def test_no_child_is_left_after_close_readers(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(paragraph(72, 100, [PROSE])))
    children: list[int | None] = []

    def read_here() -> None:
        read_isolated(path, limits=Limits(), shape=Shape())
        children.append(pid(isolate._local.reader))

    threads = [threading.Thread(target=read_here) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(children)) == 2
    assert all(map(alive, children))
    close_readers()
    assert not any(map(alive, children))


def test_no_child_is_left_after_close_readers_when_a_thread_reads_again(make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(paragraph(72, 100, [PROSE])))
    children: list[bool] = []

    def read_close_read_close() -> None:
        for _ in range(2):
            assert read_isolated(path, limits=Limits(), shape=Shape()).status == "ok"
            close_readers()
        children.append(isolate._local.reader._child is not None)
        isolate._local.reader.close(kill=True)

    thread = threading.Thread(target=read_close_read_close)
    thread.start()
    thread.join()
    assert children == [False]


@pytest.mark.usefixtures("odd_worker")
def test_closing_does_not_wait_for_a_document_that_is_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolate, "_GRACE", 0.1)
    (tmp_path / "hangs.pdf").write_bytes(text_pdf(PROSE))
    limits = Limits(timeout=4)
    reading = threading.Thread(
        target=read_isolated, args=(tmp_path / "hangs.pdf",), kwargs={"limits": limits, "shape": Shape()}
    )
    reading.start()
    time.sleep(1.5)
    closing = threading.Thread(target=close_readers)
    closing.start()
    closing.join(1.5)
    waits = closing.is_alive()
    closing.join()
    reading.join()
    assert not waits
