"""Stage: PDFs to documents and passages; drives workers, limits and the cache."""

import hashlib
import logging
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, Future, as_completed
from contextlib import closing
from pathlib import Path
from typing import Any

from tokenism.inputs import Input, Inputs
from tokenism.originals import file_checksum
from tokenism.reading.cache import ReadCache
from tokenism.reading.crew import crew
from tokenism.reading.document import Limits, Reading, Shape
from tokenism.reading.isolate import read_isolated
from tokenism.records import READ_STATUSES, Document, Passage

OnRead = Callable[[Document], None]
log = logging.getLogger("tokenism")


def extract(
    inputs: Inputs,
    *,
    limits: Limits,
    shape: Shape,
    workers: int = 2,
    scheduler: str | None = None,
    password: str | None = None,
    cache: Path | None = None,
    on_read: OnRead | None = None,
    on_begin: Callable[[], None] = lambda: None,
) -> tuple[list[Document], list[Passage]]:
    """Read every input in a process of its own and return one document record for each, and all passages in order.

    Parameters
    ----------
    inputs
        What :func:`tokenism.inputs.find_inputs` found.
    limits, shape
        Limits of one document, and lengths of passages.
    workers
        Documents read at a time; with ``scheduler`` the cluster's own workers count.
    scheduler
        Address of a Dask scheduler (``tcp://...``); its workers must see the same files.
    password
        Tried on encrypted files.
    cache
        Folder of earlier readings, or None to read afresh.
    on_read
        Called with each document record as soon as it is known: those read in order of completion, then the missing
        and duplicate ones.
    on_begin
        Called once, when those in the cache have been told and reading begins.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C; no child is left, what was read is in the cache, and the message says how much that is.
    """
    checksums = {item.path: file_checksum(item.path) for item in inputs.files}
    first: dict[str, Input] = {}
    for item in inputs.files:
        first.setdefault(checksums[item.path] or "", item)
    kept = ReadCache(cache, limits=limits, shape=shape, password=password) if cache else None
    work = {checksum: item.path for checksum, item in first.items() if checksum}
    readings: dict[str, Reading] = {}
    try:
        with (
            crew(workers, scheduler) as executor,
            closing(
                _read_all(executor, work, kept, on_begin, limits=limits, shape=shape, password=password)
            ) as results,
        ):
            for checksum, reading in results:
                readings[checksum] = reading
                if on_read:
                    on_read(_document(first[checksum], checksum, reading))
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_stopped_sentence(work, kept)) from None
    documents, passages = [], []
    for item in inputs.files:
        document, drafts = _result(item, checksums[item.path], first, readings)
        if on_read and document.status in ("missing", "duplicate"):
            on_read(document)
        documents.append(document)
        passages += drafts
    return documents, passages


def file_size(path: Path) -> int:
    """Bytes of a file; 0 for one that is gone meanwhile, which its reading will tell."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _stopped_sentence(work: dict[str, Path], kept: ReadCache | None) -> str:
    if kept is None:
        return "nothing that was read is kept, for there is no cache (--no-cache)"
    n_kept = sum(checksum in kept for checksum in work)
    return f"{n_kept:,} of {len(work):,} documents are read and kept in the cache; the same command goes on from there"


def _read_all(
    executor: Executor, work: dict[str, Path], cache: ReadCache | None, on_begin: Callable[[], None], **options: Any
) -> Generator[tuple[str, Reading], None, None]:
    """Readings by checksum: cached ones at once, then the others as they come.

    Large files are begun first, so that no worker is left alone with one at the end.
    """
    unread: list[tuple[int, str]] = []
    for checksum, path in work.items():
        reading = cache.get(checksum) if cache else None
        if reading is not None:
            yield checksum, reading
        else:
            unread.append((file_size(path), checksum))
    if len(unread) < len(work):
        log.info("Taken from the cache: %d of %d documents.", len(work) - len(unread), len(work))
    on_begin()
    pending: dict[Future[Reading], str] = {
        executor.submit(read_isolated, work[checksum].resolve(), **options): checksum
        for _, checksum in sorted(unread, reverse=True)
    }
    try:
        for future in as_completed(list(pending)):
            checksum, reading = pending[future], future.result()
            if cache:
                cache.put(checksum, reading)
            del pending[future]
            yield checksum, reading
    finally:
        for future, checksum in pending.items():  # Ctrl-C: what is done is kept, though nobody has asked for it yet
            if cache and future.done() and not future.cancelled() and future.exception() is None:
                cache.put(checksum, future.result())


def _result(
    item: Input, checksum: str | None, first: dict[str, Input], readings: dict[str, Reading]
) -> tuple[Document, list[Passage]]:
    if checksum is None:
        reading = Reading("missing", "There is no such file, or it cannot be opened; check its name and permissions.")
        return _document(item, None, reading), []
    original = first[checksum]
    if original is not item:
        status = readings[checksum].status
        detail = f"Same content as {original.name}, which has the status {status} and counts once."
        return _document(item, checksum, Reading("duplicate", detail)), []
    document = _document(item, checksum, readings[checksum])
    return document, list(_passages(document, readings[checksum]))


def _document(item: Input, checksum: str | None, reading: Reading) -> Document:
    source = item.source
    detail = reading.detail
    if checksum and source.sha256 and source.sha256 != checksum:
        detail += " Its checksum differs from the one in the sources file."
    read = reading.status in READ_STATUSES
    identity = checksum if checksum and reading.status != "duplicate" else f"{reading.status} {item.name} {checksum}"
    return Document(
        document_id=_short_hash(identity),
        path=item.name,
        sha256=checksum,
        organisation=source.organisation,
        organisation_type=source.organisation_type,
        title=source.title or reading.title,
        year=source.year,
        url=source.url,
        licence=source.licence,
        status=reading.status,
        detail=detail,
        pages=reading.pages,
        n_passages=len(reading.passages) if read else None,
        n_words=sum(draft.n_words for draft in reading.passages) if read else None,
        reader=reading.reader,
        quality=reading.quality,
    )


def _passages(document: Document, reading: Reading) -> Iterator[Passage]:
    """Passages with ids that hang on checksum, text and occurrence, so that old judgements never meet new text."""
    seen: dict[str, int] = {}
    for order, draft in enumerate(reading.passages):
        occurrence = seen[draft.text] = seen.get(draft.text, -1) + 1
        yield Passage(
            passage_id=_short_hash(f"{document.sha256}\n{draft.text}\n{occurrence}"),
            document_id=document.document_id,
            organisation=document.organisation,
            page=draft.boxes[0].page,
            page_end=draft.boxes[-1].page,
            order=order,
            n_words=draft.n_words,
            **{name: getattr(draft, name) for name in ("section", "kind", "text", "boxes")},
        )


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
