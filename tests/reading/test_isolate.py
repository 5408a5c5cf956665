"""Isolation: one document fails alone."""

import hashlib
import os
import signal
import subprocess
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
from tokenism.reading.isolate import IsolatedReader, ReaderStartError, close_readers, read_isolated
from tokenism.reading.picture import Drawn, crop_of, draw_crops

PYTHON = sys.executable
PROSE = "Residents and carers decided together how the money was spent."

ODD_WORKER = """#!{python}
import os, pathlib, sys, time
from tokenism.reading import worker
sound = worker.read_document
tries = pathlib.Path(__file__).with_name("tries")
def note():
    with tries.open("a") as file:
        file.write("x")
    return tries.stat().st_size
deeds = {{
    "hangs": lambda: time.sleep(300),
    "killed": lambda: note() and os.kill(os.getpid(), 9),
    "killed-once": lambda: note() == 1 and os.kill(os.getpid(), 9),
    "exits": lambda: note() and os._exit(3),
    "exits-once": lambda: note() == 1 and os._exit(3),
    "aborts": lambda: os.abort(),
    "grows-and-aborts": lambda: bytearray(b"x") * 200_000_000 and os.abort(),
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


def gone(number: int, seconds: float = 10.0) -> bool:
    """Whether a process ends within so many seconds; a dead one of ours that nobody has waited for is not gone."""
    stat = Path(f"/proc/{number}/stat")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z" and int(parent) != os.getpid():
            return True
        time.sleep(0.02)
    return False


def test_child_is_kept_for_the_next_document(read: Read, reader: IsolatedReader) -> None:
    assert read("plan").status == "ok"
    first = pid(reader)
    assert read("strategy").passages[0].text == PROSE
    assert pid(reader) == first != os.getpid()


@pytest.mark.usefixtures("odd_worker")
@pytest.mark.parametrize(
    ("name", "status"),
    [("killed", "memory"), ("exits", "crashed"), ("greedy", "memory"), ("raises", "crashed"), ("aborts", "crashed")],
)
def test_document_on_which_the_child_breaks_fails_alone(read: Read, name: str, status: str) -> None:
    reading = read(name, memory=100_000)
    assert reading.status == status
    assert reading.passages == ()
    assert reading.detail.endswith(".")
    assert read("plan").status == "ok"


@pytest.mark.usefixtures("odd_worker")
def test_abort_of_a_child_that_uses_much_of_its_memory_is_for_want_of_it(read: Read) -> None:
    reading = read("grows-and-aborts", memory=500)
    assert (reading.status, "500 MB" in reading.detail, "--memory" in reading.detail) == ("memory", True, True)


@pytest.mark.usefixtures("odd_worker")
@pytest.mark.parametrize(
    ("before", "name", "tries", "status"),
    [
        ([], "killed-once", 2, "ok"),
        ([], "killed", 2, "memory"),
        ([], "exits", 1, "crashed"),
        ([], "exits-once", 1, "crashed"),
        (["plan"], "exits", 2, "crashed"),
        (["plan"], "exits-once", 2, "ok"),
    ],
    ids=["killed once", "killed", "breaks", "breaks once", "breaks after another", "breaks once after another"],
)
def test_document_is_tried_again_where_its_childs_end_may_not_be_its_fault(
    read: Read, tmp_path: Path, before: list[str], name: str, tries: int, status: str
) -> None:
    for earlier in before:
        read(earlier)
    assert read(name).status == status
    assert (tmp_path / "tries").stat().st_size == tries


@pytest.mark.parametrize(
    ("code", "peak", "inherited", "status", "words"),
    [
        (-9, 0, 50, "memory", "--workers"),
        (-6, 900, 50, "memory", "--memory"),
        (-6, 900, 900, "memory", "--memory"),
        (-6, 100, 50, "crashed", "SIGABRT"),
        (-6, 100, 100, "crashed", "SIGABRT"),
        (-11, 900, 50, "memory", "--memory"),
        (-11, 900, 900, "crashed", "SIGSEGV"),
        (-11, 100, 50, "crashed", "SIGSEGV"),
        (-24, 100, 50, "timeout", "--timeout"),
        (70, 100, 50, "memory", "--memory"),
        (1, 900, 50, "crashed", "exit code 1"),
        (-63, 100, 50, "crashed", "signal 63"),
        (None, 100, 50, "crashed", "others"),
    ],
)
def test_end_of_a_child_has_a_status_and_a_sentence(
    code: int | None, peak: int, inherited: int, status: str, words: str
) -> None:
    reading = isolate._death(code, peak * 1_000_000, inherited * 1_000_000, Limits(memory=1000))
    assert (reading.status, words in reading.detail, reading.detail[-1]) == (status, True, ".")


@pytest.mark.parametrize("reply", [b"\n", b"[1, 2]\n", b'{"status": "ok"}\n', b'{"passages": []}\n', b"\xff\n"])
def test_answer_that_makes_no_sense_is_a_status(reply: bytes) -> None:
    assert isolate._reading(reply).status == "crashed"


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
    os.kill(reader._child.pid, signal.SIGKILL)
    assert read("plan").status == "ok"


def test_child_that_ends_between_two_documents_is_cleared_away_at_once(read: Read, reader: IsolatedReader) -> None:
    read("plan")
    child = pid(reader)
    assert child is not None
    os.kill(child, signal.SIGKILL)
    assert gone(child)


STARTS = """#!{python}
import sys, time
{deed}
from tokenism.reading import worker
worker.main()
"""


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make children do something before they are ready, and start but once."""

    def begin_with(deed: str) -> None:
        script = tmp_path / "python"
        script.write_text(STARTS.format(python=sys.executable, deed=deed))
        script.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(script))
        monkeypatch.setattr(isolate, "_PAUSES", ())

    return begin_with


def test_time_limit_does_not_count_the_start_of_the_child(read: Read, starts: Callable[[str], None]) -> None:
    starts("time.sleep(2)")
    assert read("plan", timeout=1.5).status == "ok"


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("sys.exit('no such engine')", r"cannot start \(exit code 1, no such engine\)"),
        ("raise OSError('disk on fire')", r"cannot start \(exit code 1, OSError: disk on fire\)"),
        ("time.sleep(60)", r"cannot start \(nothing for 0.5 seconds\)"),
        ("print('hello', flush=True); time.sleep(60)", r"cannot start \(exit code"),
    ],
)
def test_child_that_cannot_start_is_an_error_of_its_own(
    read: Read, reader: IsolatedReader, starts: Callable[[str], None], monkeypatch: pytest.MonkeyPatch,
    deed: str, words: str,
) -> None:  # fmt: skip
    starts(deed)
    monkeypatch.setattr(isolate, "_START", 0.5 if "60" in deed else 30)
    monkeypatch.setattr(isolate, "_GRACE", 0.1)
    with pytest.raises(ReaderStartError, match=words):
        read("plan")
    assert reader._child is None


def test_program_that_is_not_there_is_an_error_of_its_own(
    read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    monkeypatch.setattr(isolate, "_PAUSES", ())
    with pytest.raises(ReaderStartError, match="No such file"):
        read("plan")


def test_child_is_started_again_when_it_fails_to_start_once(
    read: Read, starts: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    starts(f"import pathlib; m = pathlib.Path({str(mark)!r}); first = not m.exists(); m.touch(); first and sys.exit(9)")
    monkeypatch.setattr(isolate, "_PAUSES", (0.01,))
    assert read("plan").status == "ok"


PARENT = """
import sys, threading
from pathlib import Path
from tokenism.reading.document import Limits, Shape
from tokenism.reading.isolate import IsolatedReader
sys.executable = sys.argv[1]
reader = IsolatedReader()
threading.Thread(target=reader.read, args=(Path(sys.argv[2]),), kwargs={"limits": Limits(), "shape": Shape()}).start()
while not (reader._child and reader._child.asked):
    pass
print(reader._child.pid, flush=True)
"""


@pytest.mark.usefixtures("odd_worker")
def test_child_of_a_killed_parent_ends_in_the_middle_of_its_document(tmp_path: Path) -> None:
    executable = sys.executable
    (tmp_path / "hangs.pdf").write_bytes(text_pdf(PROSE))
    command = [PYTHON, "-c", PARENT, executable, str(tmp_path / "hangs.pdf")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not gone(child, 0.5)
        parent.kill()
    assert gone(child)


@pytest.mark.usefixtures("odd_worker")
def test_child_that_no_longer_listens_is_replaced(read: Read) -> None:
    assert [read("deaf").status, read("plan").status] == ["ok", "ok"]


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


def test_large_parent_does_not_count_as_the_childs_memory(read: Read) -> None:
    held = bytearray(b"x") * 700_000_000
    assert read("plan", memory=500).status == "ok"
    time.sleep(1)
    assert read("plan", memory=500).status == "ok"
    assert len(held) == 700_000_000


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


# Drawing


def test_pictures_come_from_the_same_child_as_readings(reader: IsolatedReader, make_pdf: MakePdf) -> None:
    path = make_pdf(Sheet(paragraph(72, 100, [PROSE])))
    reading = reader.read(path, limits=Limits(), shape=Shape())
    child = reader._child
    crop = crop_of(reading.passages[0].boxes)
    assert crop is not None
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    drawn = reader.draw(path, [crop, crop], sha256=sha256, limits=Limits())
    assert reader._child is child
    assert drawn == draw_crops(path, [crop, crop], sha256=sha256)
    assert drawn.status == "ok"
    assert reader.draw(path, [crop], sha256="0" * 64, limits=Limits()) == Drawn("changed")
    assert reader.draw(path.parent / "gone.pdf", [crop], sha256=sha256, limits=Limits()) == Drawn("missing")
