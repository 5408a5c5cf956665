"""Pictures of the passages that the report quotes: the most needed first, as many as a budget holds."""

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from tokenism.reading.crew import crew
from tokenism.reading.document import Limits
from tokenism.reading.isolate import draw_isolated
from tokenism.reading.picture import Crop, Drawn, crop_of, picture_version
from tokenism.records import Claim, Document, Passage
from tokenism.report.corpus import document_name, file_name
from tokenism.report.figures import plural
from tokenism.report.shelf import remove_pictures, whole_pictures, write_picture

BUDGET = 28.0
"""Megabytes of pictures of a report, unless another number is asked for."""
_NEED = {"overclaimed": 0, "label-only": 0, "planned": 1, "supported-elsewhere": 2, "supported": 3}
"""What is shown first, by verdict: an accusation needs its proof most."""
_OTHER, _ALSO, _REPEAT = 4, 5, 6
_ROUND = 512
"""Pictures drawn before it is looked how much of the budget is left."""
_AT_A_TIME = 48
"""Pictures of one document that are asked for at once: each such request has the whole time limit."""
_MOST_NAMED = 8
_NOT_FOUND = "no PDF with its checksum was found"
_NO_PLACE = "where it stands on the page is not known"
_NO_PAGE = "its page cannot be drawn, or the passage lies outside the page as shown"
_FAILED = {
    "changed": "the PDF is another one than was read",
    "missing": "the PDF cannot be opened",
    "encrypted": "the PDF is encrypted: give its password with --password",
    "corrupt": "PDFium, which draws the pages, cannot open the PDF",
    "timeout": "drawing the pages took more than {limits.timeout:g} seconds",
    "memory": "drawing the pages took more than {limits.memory:,} MB of memory",
}
_BROKE = "the program that draws the pages broke down on the PDF"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a passage: path from the report's folder, size in pixels, page; ``note`` says what it leaves out."""

    file: str
    width: int
    height: int
    page: int
    alt: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures by passage, for the others why there is none, sentences that sum this up, and bytes on disk."""

    made: Mapping[str, Picture]
    missing: Mapping[str, str]
    sentences: tuple[str, ...]
    size: int

    def of(self, passage_id: str | None) -> Picture | None:
        """The picture of a passage, if it has one."""
        return self.made.get(passage_id or "")

    def why_none(self, passage_id: str | None) -> str:
        """Why a passage has no picture; empty where none was asked for."""
        return self.missing.get(passage_id or "", "")


@dataclass(frozen=True, slots=True)
class _Wanted:
    passage: Passage
    document: Document
    crop: Crop
    key: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known so far: files by key (None where a page cannot be drawn), statuses of documents that failed."""

    files: dict[str, Path | None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def size(self, wanted: Iterable[_Wanted]) -> int:
        """Bytes of the pictures of these passages."""
        keys = {one.key for one in wanted if one.document.document_id not in self.failed}
        return sum(file.stat().st_size for file in map(self.files.get, keys) if file is not None)


def by_need(claims: Iterable[Claim], also: Iterable[str] = ()) -> list[str]:
    """Ids of passages to be pictured, the most needed first: of claims and, after each, of its evidence; repeats last.

    Within a verdict the first claims of all documents come before the second ones. The passages of ``also`` come
    after the claims, before the repeats.
    """
    nth: Counter[tuple[int, int, str]] = Counter()
    ranked: list[tuple[tuple[int, int, int, str], tuple[str | None, ...]]] = []
    for claim in sorted(claims, key=lambda one: (one.document_id, one.page, one.claim_id)):
        need = _NEED.get(claim.verdict, _OTHER)
        kind = (need, 0, claim.document_id) if claim.repeat_of is None else (_REPEAT, need, claim.document_id)
        nth[kind] += 1
        ranked.append(((*kind[:2], nth[kind], claim.document_id), (claim.passage_id, claim.evidence_passage_id)))
    ranked += [((_ALSO, 0, n, ""), (passage_id,)) for n, passage_id in enumerate(also)]
    ranked.sort(key=lambda one: one[0])
    return list(dict.fromkeys(one for _, ids in ranked for one in ids if one is not None))


def make_pictures(
    claims: Iterable[Claim],
    passages: Iterable[Passage],
    documents: Iterable[Document],
    originals: Mapping[str, Path],
    out: Path,
    *,
    also: Iterable[str] = (),
    budget: float = BUDGET,
    workers: int = 2,
    limits: Limits | None = None,
    password: str | None = None,
    on_done: Callable[[], object] = lambda: None,
) -> Pictures:
    """Draw the passages that claims name, below ``out/pictures``, and remove pictures that are no longer needed.

    The same records and PDFs give the same files, whatever was there before; a picture that is there, whole, is not
    drawn again. A document that cannot be drawn has no picture at all, and the others go on.

    Parameters
    ----------
    claims, passages, documents
        Tables of a run; of the passages only those that claims or ``also`` name are drawn.
    originals
        PDFs by document id, as :func:`tokenism.originals.find_originals` gives them.
    out
        Folder of the report.
    also
        Ids of further passages, in the order of need.
    budget
        Megabytes (10^6 bytes) that all pictures may have; where they end, the least needed passages have none.
    workers
        Documents drawn at a time.
    limits
        Time and memory of a request, which asks for at most 48 pictures of one document.
    password
        Tried on encrypted PDFs.
    on_done
        Called for each passage once it is known whether it can be drawn; not for those beyond the budget.
    """
    limits = limits or Limits()
    table = {one.document_id: one for one in documents}
    known = {one.passage_id: one for one in passages}
    wanted, missing = _plan([known[one] for one in by_need(claims, also) if one in known], table, originals)
    found = _Found(dict(whole_pictures(out)))
    for _ in missing:
        on_done()
    with crew(workers) as executor:
        for start in range(0, len(wanted), _ROUND):
            some = wanted[start : start + _ROUND]
            for n_done in _draw(executor, some, originals, found, out, limits=limits, password=password):
                for _ in range(n_done):
                    on_done()
            if found.size(wanted[: start + _ROUND]) > budget * 1e6:
                break
    why = {name: text.format(limits=limits) for name, text in _FAILED.items()}
    made = _chosen(wanted, found, out, budget, why, missing)
    files = {out / picture.file for picture in made.values()}
    remove_pictures(out, keep=files)
    size = sum(file.stat().st_size for file in files)
    return Pictures(made, missing, tuple(_sentences(made, missing, known, table, size)), size)


def _plan(
    passages: Iterable[Passage], documents: Mapping[str, Document], originals: Mapping[str, Path]
) -> tuple[list[_Wanted], dict[str, str]]:
    """What can be tried, in the order of the passages, and why the others cannot."""
    version, wanted, missing = picture_version(), list[_Wanted](), dict[str, str]()
    for passage in passages:
        document, crop = documents.get(passage.document_id), crop_of(passage.boxes)
        if document is None or document.sha256 is None or passage.document_id not in originals:
            missing[passage.passage_id] = _NOT_FOUND
        elif crop is None:
            missing[passage.passage_id] = _NO_PLACE
        else:
            shaping = f"{version} {document.sha256} {crop.page} {crop.boxes}"
            key = hashlib.sha256(shaping.encode()).hexdigest()[:16]
            wanted.append(_Wanted(passage, document, crop, key))
    return wanted, missing


def _draw(
    executor: Executor, wanted: Iterable[_Wanted], originals: Mapping[str, Path], found: _Found, out: Path,
    *, limits: Limits, password: str | None,
) -> Iterator[int]:  # fmt: skip
    """Draw what is not there yet; gives how many passages each document, or what was there, has settled."""
    todo: dict[str, list[_Wanted]] = {}
    n_known = 0
    for one in wanted:
        if one.key in found.files or one.document.document_id in found.failed:
            n_known += 1
        else:
            todo.setdefault(one.document.document_id, []).append(one)
    yield n_known
    tasks: dict[Future[list[Drawn]], list[_Wanted]] = {}
    for document_id, own in todo.items():
        own.sort(key=lambda one: (one.crop.page, one.key))
        path = originals[document_id].resolve()
        tasks[executor.submit(_draw_document, path, own, limits=limits, password=password)] = own
    for task in as_completed(tasks):
        _keep(tasks[task], task.result(), found, out)
        yield len(tasks[task])


def _draw_document(path: Path, wanted: Sequence[_Wanted], *, limits: Limits, password: str | None) -> list[Drawn]:
    """Pictures of one document a few at a time, up to the first request that fails."""
    drawn: list[Drawn] = []
    sha256 = wanted[0].document.sha256 or ""
    for start in range(0, len(wanted), _AT_A_TIME):
        crops = [one.crop for one in wanted[start : start + _AT_A_TIME]]
        drawn.append(draw_isolated(path, crops, sha256=sha256, limits=limits, password=password))
        if drawn[-1].status != "ok":
            break
    return drawn


def _keep(wanted: Sequence[_Wanted], drawn: Sequence[Drawn], found: _Found, out: Path) -> None:
    """Write the pictures of a document, or note why it has none."""
    document = wanted[0].document
    if drawn[-1].status != "ok":
        found.failed[document.document_id] = drawn[-1].status
        return
    pictures = [data for part in drawn for data in part.pictures]
    for one, data in zip(wanted, pictures, strict=True):
        found.files[one.key] = None if data is None else write_picture(out, document.document_id, one.key, data)


def _chosen(
    wanted: Iterable[_Wanted], found: _Found, out: Path, budget: float, why: Mapping[str, str], missing: dict[str, str]
) -> dict[str, Picture]:
    """Pictures that the budget holds, up to the first that it does not; adds to ``missing`` why others have none."""
    made: dict[str, Picture] = {}
    files: set[Path] = set()
    size, spent = 0, False
    for one in wanted:
        name, status = one.passage.passage_id, found.failed.get(one.document.document_id)
        file = found.files.get(one.key)
        if status is not None:
            missing[name] = why.get(status, _BROKE)
            continue
        if file is None and one.key in found.files:
            missing[name] = _NO_PAGE
            continue
        size += file.stat().st_size if file is not None and file not in files else 0
        spent = spent or file is None or size > budget * 1e6
        if file is None or spent:
            missing[name] = f"the {budget:g} MB for pictures went to passages that need one more (--picture-budget)"
        else:
            files.add(file)
            made[name] = _picture(one, file, out)
    return made


def _picture(one: _Wanted, file: Path, out: Path) -> Picture:
    with Image.open(io.BytesIO(file.read_bytes())) as image:
        width, height = image.size
    passage, note = one.passage, ""
    if passage.page_end > one.crop.page:
        note = f"The passage goes on to page {passage.page_end}, which is not shown."
    elif not one.crop.whole:
        note = "Only the beginning of the passage is shown."
    name = document_name(one.document)
    alt = f"Part of page {one.crop.page} of “{name}”, with the passage marked. {note}".rstrip()
    return Picture(file.relative_to(out).as_posix(), width, height, one.crop.page, alt, note)


def _sentences(
    made: Mapping[str, Picture], missing: Mapping[str, str], passages: Mapping[str, Passage],
    documents: Mapping[str, Document], size: int,
) -> Iterator[str]:  # fmt: skip
    """How many pictures there are, and for each reason how many passages of which documents have none."""
    yield f"{plural(len(made), 'passage')} {'has' if len(made) == 1 else 'have'} a picture: {size / 1e6:.1f} MB."
    reasons: dict[str, list[str]] = {}
    for name, why in missing.items():
        document = documents.get(passages[name].document_id)
        reasons.setdefault(why, []).append(file_name(document) if document else passages[name].document_id)
    for why, files in sorted(reasons.items()):
        names = sorted(set(files))
        more = f" and {len(names) - _MOST_NAMED} more documents" if len(names) > _MOST_NAMED else ""
        yield f"No picture of {plural(len(files), 'passage')} in {', '.join(names[:_MOST_NAMED])}{more}: {why}."
