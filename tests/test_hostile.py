"""Documents made to kill their reader: each has its row, its status and its sentence, and nothing is left behind."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import hostile
from tests.conftest import REPOSITORY
from tests.hostile import PROSE
from tokenism.extract import extract
from tokenism.inputs import find_inputs
from tokenism.reading import isolate
from tokenism.reading.document import Limits, Shape, read_document
from tokenism.records import Document, Passage

LIMITS = Limits(timeout=30, memory=600, max_inflated=200)
ELSEWHERE = REPOSITORY.parent / "shared" / "hostile"
"""Documents from the test suites of others."""

CASES: tuple[tuple[Callable[[], bytes], str, str], ...] = (
    (hostile.count_of_a_thousand_million, "ok", "1 page"),
    (hostile.tree_of_shared_branches, "ok", "1 page"),
    (hostile.page_of_200_inches, "ok", "1 page"),
    (hostile.page_of_a_mile, "too_large", "--max-side"),
    (hostile.deflate_bomb, "too_large", "--max-inflated"),
    (hostile.nested_deflate_bomb, "too_large", "--max-inflated"),
    (hostile.hexadecimal_deflate_bomb, "too_large", "--max-inflated"),
    (hostile.base_85_deflate_bomb, "too_large", "--max-inflated"),
    (hostile.deflate_bomb_behind_text, "too_large", "--max-inflated"),
    (hostile.bomb_for_a_typeface, "too_large", "--max-inflated"),
    (hostile.bomb_that_calls_itself_a_picture, "memory", "--memory"),
    (hostile.bomb_in_a_picture_of_one_dot, "memory", "--memory"),
    (hostile.bomb_of_another_compression, "no_text_layer", "text"),
    (hostile.content_listed_ten_thousand_times, "memory", "--memory"),
    (hostile.page_tree_in_a_ring, "ok", "1 page"),
    (hostile.form_that_draws_itself, "ok", "1 page"),
    (hostile.forms_that_draw_forms, "memory", "--memory"),
    (hostile.table_that_points_to_itself, "ok", "1 page"),
    (hostile.length_that_points_to_itself, "ok", "1 page"),
    (hostile.length_that_is_the_stream, "ok", "1 page"),
    (hostile.parent_that_is_the_page, "ok", "1 page"),
    (hostile.brackets_in_brackets, "ok", "1 page"),
    (hostile.million_annotations, "ok", "1 page"),
    (hostile.locked, "encrypted", "--password"),
    (hostile.with_scripts, "ok", "1 page"),
    (hostile.with_files_inside, "ok", "1 page"),
    (hostile.nothing, "not_pdf", "empty"),
    (hostile.web_page, "not_pdf", "PDF"),
    (hostile.cut_off, "corrupt", "damaged"),
    (hostile.behind_junk, "ok", "1 page"),
)


@dataclass(frozen=True)
class Run:
    """What a run over hostile documents gave, and the children that it had."""

    documents: dict[str, Document]
    passages: list[Passage]
    children: list[isolate._Child]


def run(*paths: Path) -> Run:
    children: list[isolate._Child] = []

    class Watched(isolate._Child):
        def __init__(self) -> None:
            super().__init__()
            children.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(isolate, "_Child", Watched)
        documents, passages = extract(find_inputs(paths, None), limits=LIMITS, shape=Shape(), workers=2)
    return Run({document.path: document for document in documents}, passages, children)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("hostile")
    for build, _, _ in CASES:
        (folder / f"{build.__name__}.pdf").write_bytes(build())
    return run(folder)


@pytest.fixture(scope="module")
def others() -> Iterator[Run]:
    if not ELSEWHERE.is_dir():
        pytest.skip("the hostile documents of others are not at ../shared/hostile")
    yield run(*sorted(ELSEWHERE.glob("*.pdf")))


@pytest.fixture(params=["ours", "others"])
def either(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(("build", "status", "words"), CASES, ids=[build.__name__ for build, _, _ in CASES])
def test_hostile_document_has_its_status_and_a_sentence(
    ours: Run, build: Callable[[], bytes], status: str, words: str
) -> None:
    document = ours.documents[f"{build.__name__}.pdf"]
    assert (document.status, words in document.detail) == (status, True), document.detail


def test_every_builder_has_a_case() -> None:
    built = {name for name, value in vars(hostile).items() if getattr(value, "__module__", "") == hostile.__name__}
    tools = {"stream", "objects", "page", "written", "deflated", "_rc4"}
    assert {build.__name__ for build, _, _ in CASES} == built - tools


def test_passages_are_the_shown_text_and_nothing_else(ours: Run) -> None:
    n_read = sum(document.status == "ok" for document in ours.documents.values())
    assert {passage.text for passage in ours.passages} == {PROSE}
    assert len(ours.passages) == n_read


def test_every_document_has_one_row_and_one_sentence(either: Run) -> None:
    odd = [d for d in either.documents.values() if not re.fullmatch(r"[A-Z0-9][^\n]*\.", d.detail)]
    assert odd == []


def test_no_child_is_left_not_even_dead(either: Run) -> None:
    assert either.children
    assert [child.pid for child in either.children if child.returncode is None] == []
    assert [child.pid for child in either.children if Path(f"/proc/{child.pid}").exists()] == []


def test_no_child_was_over_its_memory(either: Run) -> None:
    over = [child for child in either.children if child.peak > max(LIMITS.memory * 1_000_000, child.inherited)]
    assert over == []
    assert all(child.peak for child in either.children)


def test_no_document_of_others_breaks_its_reader(others: Run) -> None:
    assert len(others.documents) == len(list(ELSEWHERE.glob("*.pdf")))
    lost = ("crashed", "timeout", "memory", "missing", "too_large")
    assert [(d.path, d.status) for d in others.documents.values() if d.status in lost] == []


def test_bomb_of_a_gigabyte_is_over_the_default_limit(tmp_path: Path) -> None:
    (tmp_path / "bomb.pdf").write_bytes(hostile.deflate_bomb())
    reading = read_document(tmp_path / "bomb.pdf", limits=Limits(), shape=Shape())
    assert (reading.status, "1,000 MB" in reading.detail) == ("too_large", True)


def test_locked_document_opens_with_its_password(tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(hostile.locked(b"oak"))
    reader = isolate.IsolatedReader()
    reading = reader.read(tmp_path / "locked.pdf", limits=LIMITS, shape=Shape(), password="oak")  # noqa: S106
    reader.close(kill=True)
    assert (reading.status, [draft.text for draft in reading.passages]) == ("ok", [PROSE])
