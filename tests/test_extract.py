"""PDFs to documents and passages: every input has one row, and one document fails alone."""

import contextlib
import hashlib
import re
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REPOSITORY
from tests.pdfs import Picture, Sheet, paragraph, pdf_bytes, text_pdf
from tokenism import extract as extract_module
from tokenism.cli import main
from tokenism.errors import InputError
from tokenism.extract import extract
from tokenism.inputs import find_inputs
from tokenism.reading.document import Limits, Reading, Shape, read_document
from tokenism.records import STATUSES, Document, Passage
from tokenism.tables import read_records

PROSE = "Residents and carers decided together how the money was spent."
PDF = text_pdf(PROSE, title="Plan from the file")
TWO = pdf_bytes(
    [Sheet(paragraph(72, 100, ["Carers met in May and chose the provider of home care."])), Sheet(broken=True)]
)
LOCKED = (REPOSITORY / "corpora" / "demo" / "pdf" / "corrinmere-2024.pdf").read_bytes()

Run = tuple[list[Document], list[Passage]]


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def run(*paths: Path, sources: Path | None = None, **options: Any) -> Run:
    return extract(find_inputs(paths, sources), **({"limits": Limits(), "shape": Shape()} | options))


def by_path(documents: Iterable[Document]) -> dict[str, Document]:
    return {document.path: document for document in documents}


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Read in this process, which is quick; the list tells which files were read."""
    read: list[Path] = []
    one_at_a_time = threading.Lock()  # PDFium knows no threads

    def read_here(path: Path, **options: Any) -> Reading:
        with one_at_a_time:
            read.append(path)
            return read_document(path, **options)

    monkeypatch.setattr(extract_module, "read_isolated", read_here)
    return read


# One real run over everything that goes wrong


ODD = {
    "Elm/plan.pdf": PDF,
    "Elm/two.pdf": TWO,
    "copy.pdf": PDF,
    "empty.pdf": b"",
    "html.pdf": b"<!doctype html><title>Not found</title>",
    "locked.pdf": LOCKED,
    "scan.pdf": pdf_bytes([Sheet(Picture(0, 0, 595, 842))]),
    "torn.pdf": PDF[:300],
    "notes.txt": b"left alone",
}


@pytest.fixture(scope="module")
def odd_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = fill(tmp_path_factory.mktemp("odd"), ODD)
    (folder / "sources.csv").write_text("file,organisation\ngone.pdf,Ash Council\n")
    return run(folder, sources=folder / "sources.csv")


def test_every_input_has_one_row_in_order_with_its_status(odd_run: Run) -> None:
    assert [(document.path, document.status) for document in odd_run[0]] == [
        ("Elm/plan.pdf", "ok"),
        ("Elm/two.pdf", "partial"),
        ("copy.pdf", "duplicate"),
        ("empty.pdf", "not_pdf"),
        ("html.pdf", "not_pdf"),
        ("locked.pdf", "encrypted"),
        ("scan.pdf", "no_text_layer"),
        ("torn.pdf", "corrupt"),
        ("gone.pdf", "missing"),
    ]


def test_every_status_has_a_sentence_and_ids_are_unique(odd_run: Run) -> None:
    documents, passages = odd_run
    assert all(re.fullmatch(r"[A-Z0-9].*\.", document.detail) for document in documents)
    assert {document.status for document in documents} <= set(STATUSES)
    assert len({document.document_id for document in documents}) == len(documents)
    assert len({passage.passage_id for passage in passages}) == len(passages) == 2


def test_counts_of_documents_not_read_are_undefined(odd_run: Run) -> None:
    documents = by_path(odd_run[0])
    assert (documents["Elm/plan.pdf"].n_passages, documents["Elm/plan.pdf"].n_words) == (1, 10)
    assert {documents[name].n_words for name in ("copy.pdf", "html.pdf", "scan.pdf", "gone.pdf")} == {None}
    assert {documents[name].n_passages for name in ("copy.pdf", "html.pdf", "scan.pdf", "gone.pdf")} == {None}


def test_checksum_is_that_of_the_file(odd_run: Run) -> None:
    documents = by_path(odd_run[0])
    assert documents["html.pdf"].sha256 == hashlib.sha256(ODD["html.pdf"]).hexdigest()
    assert documents["gone.pdf"].sha256 is None


def test_duplicate_names_the_one_that_was_read(odd_run: Run) -> None:
    assert "Elm/plan.pdf" in by_path(odd_run[0])["copy.pdf"].detail


def test_passages_carry_their_documents_id_and_organisation(odd_run: Run) -> None:
    documents, (passage, _) = by_path(odd_run[0]), odd_run[1]
    assert passage.document_id == documents["Elm/plan.pdf"].document_id
    assert (passage.organisation, passage.page, passage.page_end, passage.order) == ("Elm", 1, 1, 0)
    assert (passage.text, passage.n_words) == (PROSE, 10)


def test_title_is_that_of_the_file_where_no_source_gives_one(odd_run: Run) -> None:
    assert by_path(odd_run[0])["Elm/plan.pdf"].title == "Plan from the file"


def test_run_leaves_no_child_behind(tmp_path: Path) -> None:
    before = children()
    run(fill(tmp_path, {"a.pdf": PDF}), workers=1)
    assert children() <= before


def children() -> set[str]:
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that has just ended
            found.update((task / "children").read_text().split())
    return found


# Facts from the sources file


@pytest.mark.usefixtures("in_process")
def test_joint_strategy_counts_for_each_of_its_organisations(tmp_path: Path) -> None:
    fill(tmp_path, {"joint.pdf": PDF, "sources.csv": b"file,organisation,title\njoint.pdf,Elm ;Ash,Joint plan\n"})
    (document,), (passage,) = run(tmp_path, sources=tmp_path / "sources.csv")
    assert document.organisation == passage.organisation == "Elm; Ash"
    assert document.title == "Joint plan"


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("sha256", "differs"), [(hashlib.sha256(PDF).hexdigest().upper(), False), ("0" * 64, True), ("", False)]
)
def test_other_checksum_than_the_sources_files_is_told(tmp_path: Path, sha256: str, differs: bool) -> None:
    fill(tmp_path, {"a.pdf": PDF, "sources.csv": f"file,organisation,sha256\na.pdf,Elm,{sha256}\n".encode()})
    (document,), _ = run(tmp_path, sources=tmp_path / "sources.csv")
    assert document.status == "ok"
    assert ("checksum differs" in document.detail) is differs


# Same input, same output


@pytest.mark.usefixtures("in_process")
def test_ids_hang_on_content_and_not_on_the_name_or_the_organisation(tmp_path: Path) -> None:
    (first,), (before,) = run(fill(tmp_path / "a", {"plan.pdf": PDF}))
    (second,), (after,) = run(fill(tmp_path / "b", {"Elm/other.pdf": PDF}))
    assert (first.document_id, before.passage_id) == (second.document_id, after.passage_id)
    assert first.organisation != second.organisation


@pytest.mark.usefixtures("in_process")
def test_same_text_twice_in_a_document_has_two_ids(tmp_path: Path) -> None:
    sheet = Sheet(paragraph(72, 100, [PROSE]))
    _, passages = run(fill(tmp_path, {"a.pdf": pdf_bytes([sheet, sheet])}))
    assert [passage.text for passage in passages] == [PROSE, PROSE]
    assert passages[0].passage_id != passages[1].passage_id


@pytest.mark.usefixtures("in_process")
@given(
    st.lists(st.sampled_from(["Carers decide on it all together.", "Tenants vote.", "Money."]), min_size=1, max_size=4)
)
def test_rows_are_whole_and_in_order_whatever_is_read(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    files = {f"{number}.pdf": text_pdf(text) for number, text in enumerate(texts)}
    documents, passages = run(fill(tmp_path_factory.mktemp("files"), files))
    assert [document.path for document in documents] == sorted(files)
    assert sum(document.status == "ok" for document in documents) == len(set(texts))
    assert [passage.text for passage in passages] == list(dict.fromkeys(texts))
    assert len({document.document_id for document in documents}) == len(documents)


def test_number_of_workers_makes_no_difference(tmp_path: Path) -> None:
    folder = fill(tmp_path, {f"{number}.pdf": text_pdf(f"Carers decide on matter {number}.") for number in range(6)})
    assert run(folder, workers=1) == run(folder, workers=4)


@pytest.mark.usefixtures("in_process")
def test_documents_of_one_name_that_are_not_read_have_ids_of_their_own(tmp_path: Path) -> None:
    fill(tmp_path, {"plan.pdf": PDF, "one/plan.pdf": PDF, "two/plan.pdf": PDF})
    documents, _ = run(*[tmp_path / name for name in ("plan.pdf", "one/plan.pdf", "two/plan.pdf")])
    assert [document.status for document in documents] == ["ok", "duplicate", "duplicate"]
    assert len({document.document_id for document in documents}) == 3


# Cache


def test_second_run_reads_only_what_is_new(tmp_path: Path, in_process: list[Path]) -> None:
    folder = fill(tmp_path / "pdfs", {"a.pdf": PDF})
    first = run(folder, cache=tmp_path / "cache")
    fill(folder, {"b.pdf": TWO})
    second = run(folder, cache=tmp_path / "cache")
    assert [path.name for path in in_process] == ["a.pdf", "b.pdf"]
    assert (second[0][:1], second[1][:1]) == first


def test_moved_file_is_not_read_again(tmp_path: Path, in_process: list[Path]) -> None:
    run(fill(tmp_path / "one", {"a.pdf": PDF}), cache=tmp_path / "cache")
    ((document,), _) = run(fill(tmp_path / "two", {"Elm/b.pdf": PDF}), cache=tmp_path / "cache")
    assert len(in_process) == 1
    assert (document.path, document.organisation, document.status) == ("Elm/b.pdf", "Elm", "ok")


def test_without_a_cache_everything_is_read_again(tmp_path: Path, in_process: list[Path]) -> None:
    folder = fill(tmp_path, {"a.pdf": PDF})
    assert run(folder) == run(folder)
    assert len(in_process) == 2


def test_file_that_was_locked_is_tried_again_with_a_password(tmp_path: Path, in_process: list[Path]) -> None:
    folder, cache = fill(tmp_path / "pdfs", {"a.pdf": LOCKED}), tmp_path / "cache"
    statuses = [run(folder, cache=cache, password=word)[0][0].status for word in (None, "wrong", "corrin", "corrin")]
    assert statuses == ["encrypted", "encrypted", "ok", "ok"]
    assert len(in_process) == 3


@pytest.mark.usefixtures("in_process")
def test_run_says_how_many_documents_come_from_the_cache(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="tokenism")
    folder, cache = fill(tmp_path / "pdfs", {"a.pdf": PDF}), tmp_path / "cache"
    run(folder, cache=cache)
    assert caplog.messages == []
    fill(folder, {"b.pdf": TWO})
    run(folder, cache=cache)
    assert caplog.messages == ["Taken from the cache: 1 of 2 documents."]


# Stopping


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_stopped_run_keeps_what_is_read_and_says_how_much(tmp_path: Path, in_process: list[Path]) -> None:
    folder = fill(tmp_path / "pdfs", {f"{n}.pdf": text_pdf(f"Carers decide on matter {n}.") for n in range(5)})
    with pytest.raises(KeyboardInterrupt) as stopped:
        run(folder, cache=tmp_path / "cache", on_read=interrupt, workers=1)
    n_read = len(in_process)
    n_kept = len(list((tmp_path / "cache").rglob("*.gz")))
    assert 1 <= n_kept <= n_read
    assert str(stopped.value).startswith(f"{n_kept} of 5 documents are read and kept in the cache")
    run(folder, cache=tmp_path / "cache")
    assert len(in_process) - n_read == 5 - n_kept


def test_document_that_is_done_but_not_yet_told_is_kept_too(tmp_path: Path, in_process: list[Path]) -> None:
    folder = fill(tmp_path / "pdfs", {f"{n}.pdf": text_pdf(f"Carers decide on matter {n}.") for n in range(3)})

    def wait_and_stop(_: Document) -> None:
        end = time.monotonic() + 10
        while len(in_process) < 3 and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="3 of 3 documents"):
        run(folder, cache=tmp_path / "cache", on_read=wait_and_stop, workers=1)


@pytest.mark.usefixtures("in_process")
def test_stopped_run_without_a_cache_says_that_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt, match="nothing that was read is kept"):
        run(fill(tmp_path, {"a.pdf": PDF}), on_read=interrupt)


def test_stopped_run_does_not_wait_for_busy_workers_and_leaves_no_child(tmp_path: Path) -> None:
    folder = fill(tmp_path, {"a.pdf": PDF, "b.pdf": b"%PDF-1.7"} | {f"{n}.pdf": TWO + b"%%%d" % n for n in range(40)})
    before = children()
    with pytest.raises(KeyboardInterrupt):
        run(folder, on_read=interrupt, workers=2)
    assert children() <= before


def test_reader_that_cannot_start_stops_the_run_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    monkeypatch.setattr("tokenism.reading.isolate._PAUSES", ())
    fill(tmp_path, {"a.pdf": PDF})
    done = CliRunner().invoke(main, ["extract", str(tmp_path / "a.pdf"), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "the process that reads PDFs cannot start" in done.stderr


# Telling of progress


def test_documents_are_told_as_soon_as_they_are_read(tmp_path: Path, in_process: list[Path]) -> None:
    told: list[Document] = []
    documents, _ = run(fill(tmp_path, {"a.pdf": PDF, "b.pdf": TWO}), on_read=told.append)
    assert sorted(told, key=lambda document: document.path) == documents


@pytest.mark.usefixtures("in_process")
def test_reading_begins_after_what_was_in_the_cache_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    folder = fill(tmp_path / "pdfs", {"a.pdf": PDF})
    run(folder, cache=tmp_path / "cache")
    fill(tmp_path / "pdfs", {"b.pdf": TWO})
    begin = partial(told.append, "begin")
    run(folder, cache=tmp_path / "cache", on_read=lambda document: told.append(document.path), on_begin=begin)
    assert told == ["a.pdf", "begin", "b.pdf"]


@pytest.mark.usefixtures("in_process")
def test_missing_and_duplicate_documents_are_told_too(tmp_path: Path) -> None:
    told: list[str] = []
    fill(tmp_path, {"a.pdf": PDF, "b.pdf": PDF})
    inputs = [tmp_path / name for name in ("a.pdf", "b.pdf", "none.pdf")]
    run(*inputs, on_read=lambda document: told.append(document.status))
    assert sorted(told) == ["duplicate", "missing", "ok"]


# Other executors


def test_scheduler_without_its_extra_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"--scheduler needs the extra 'cluster': pip install 'tokenism\[cluster\]'"):
        run(fill(tmp_path, {"a.pdf": PDF}), scheduler="tcp://127.0.0.1:1")


def test_scheduler_that_does_not_answer_is_named(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    assert distributed
    with pytest.raises(InputError, match="no Dask scheduler answers there"):
        run(fill(tmp_path, {"a.pdf": PDF}), scheduler="tcp://127.0.0.1:1")


# The command


Extract = Callable[..., Any]


@pytest.fixture
def command(tmp_path: Path, in_process: list[Path]) -> Extract:
    def invoke(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["extract", str(tmp_path / "pdfs"), "--out", str(tmp_path / "out"), *arguments])

    return invoke


def test_command_writes_two_tables_and_counts_what_failed(tmp_path: Path, command: Extract) -> None:
    fill(tmp_path / "pdfs", {"a.pdf": PDF, "b.pdf": b"", "notes.txt": b""})
    done = command()
    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["documents.parquet", "passages.parquet"]
    documents = list(read_records(tmp_path / "out" / "documents.parquet", Document))
    (passage,) = read_records(tmp_path / "out" / "passages.parquet", Passage)
    assert [document.status for document in documents] == ["ok", "not_pdf"]
    assert passage.text == PROSE
    assert "1" in done.stdout.splitlines()[-1]


def test_command_says_when_nothing_could_be_read(tmp_path: Path, command: Extract) -> None:
    fill(tmp_path / "pdfs", {"a.pdf": b"", "b.pdf": LOCKED})
    done = command()
    assert done.exit_code == 1
    assert "nothing could be read" in done.stderr
    assert len(list(read_records(tmp_path / "out" / "documents.parquet", Document))) == 2


def test_options_of_the_command_reach_the_reader(tmp_path: Path, command: Extract) -> None:
    fill(tmp_path / "pdfs", {"a.pdf": LOCKED, "b.pdf": TWO})
    done = command("--password", "corrin", "--max-pages", "1", "--no-cache")
    documents = list(read_records(tmp_path / "out" / "documents.parquet", Document))
    assert done.exit_code == 1
    assert [(document.status, "--max-pages" in document.detail) for document in documents] == [("too_large", True)] * 2


@pytest.mark.parametrize(
    ("option", "value"),
    [("--workers", "0"), ("--workers", "many"), ("--timeout", "soon"), ("--max-pages", "1.5"), ("--colour", "red")],
)
def test_option_that_makes_no_sense_is_refused(tmp_path: Path, command: Extract, option: str, value: str) -> None:
    fill(tmp_path / "pdfs", {"a.pdf": PDF})
    done = command(option, value)
    assert done.exit_code == 2
    assert option in done.stderr


@pytest.mark.usefixtures("in_process")
def test_same_run_gives_the_same_bytes(tmp_path: Path, command: Extract) -> None:
    fill(tmp_path / "pdfs", {"a.pdf": PDF, "b.pdf": TWO})
    written = []
    for arguments in ([], ["--no-cache"], ["--workers", "1"]):
        command(*arguments)
        written.append([path.read_bytes() for path in sorted((tmp_path / "out").iterdir())])
    assert written[0] == written[1] == written[2]


def test_large_files_are_begun_first(tmp_path: Path) -> None:
    for name, lines in (("a", 1), ("b", 40), ("c", 8)):
        (tmp_path / f"{name}.pdf").write_bytes(text_pdf(*[f"Residents decided on matter {n}." for n in range(lines)]))
    told: list[str] = []
    documents, _ = extract(
        find_inputs([tmp_path]),
        limits=Limits(),
        shape=Shape(),
        workers=1,
        on_read=lambda document: told.append(document.path),
    )
    assert told == ["b.pdf", "c.pdf", "a.pdf"]
    assert [document.path for document in documents] == ["a.pdf", "b.pdf", "c.pdf"]
