"""Pictures of a report: which come first, what the budget holds, what is kept, and why a passage has none."""

import hashlib
import shutil
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import hostile
from tests.conftest import MakePdf
from tests.makers import make_claim, make_document, make_passage
from tests.pdfs import Sheet, Text, paragraph
from tokenism.reading.document import Limits
from tokenism.reading.picture import Crop, Drawn, draw_crops
from tokenism.records import Box, Claim, Document, Passage
from tokenism.report import pictures as pictures_module
from tokenism.report.pictures import Pictures, by_need, make_pictures
from tokenism.report.shelf import remove_pictures

ODD_WORKER = """#!{python}
import os, time
from tokenism.reading import worker
sound = worker.draw_crops
def draw_crops(path, crops, **options):
    if path.stem == "dies":
        os._exit(3)
    if path.stem == "hangs":
        time.sleep(300)
    if path.stem == "greedy":
        bytearray(10**12)
    if path.stem == "raises":
        [][0]
    return sound(path, crops, **options)
worker.draw_crops = draw_crops
worker.main()
"""
"""A worker that misbehaves when it draws files of certain names."""


def plan(make_pdf: MakePdf, name: str = "plan", n_pages: int = 6) -> tuple[Document, list[Passage], Path]:
    """A PDF with one passage a page, its record, and its passages, which are numbered from 1."""
    lines = [(f"Passage {n} of {name}: residents decided", "together how the money was spent.") for n in range(n_pages)]
    path = make_pdf(*(Sheet(paragraph(72, 100, one)) for one in lines), name=f"{name}.pdf")
    document = make_document(name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), title=f"The {name}")
    passages = [
        replace(
            make_passage(n, "Residents decided.", document_id=name, boxes=(Box(n, 72, 100, 290, 128),)),
            passage_id=f"{name}-{n}",
        )
        for n in range(1, n_pages + 1)
    ]
    return document, passages, path


def claim_of(passage: Passage, verdict: str = "overclaimed", **fields: Any) -> Claim:
    number = passage.page
    claim = make_claim(number, verdict, document_id=passage.document_id, **fields)
    return replace(claim, passage_id=passage.passage_id, claim_id=f"c-{passage.passage_id}")


def files(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*.*"))}


@pytest.fixture
def drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing without a process of its own, which takes a second to start."""
    one_at_a_time = threading.Lock()

    def draw_here(path: Path, crops: Sequence[Crop], *, sha256: str, limits: Limits, password: str | None) -> Drawn:
        with one_at_a_time:
            return draw_crops(path, crops, sha256=sha256, password=password)

    monkeypatch.setattr(pictures_module, "draw_isolated", draw_here)


@pytest.fixture
def made(make_pdf: MakePdf, tmp_path: Path, drawn_here: None) -> tuple[dict[str, Any], Path]:
    """Arguments of a run of one document of which all six passages claim, and its report's folder."""
    document, passages, path = plan(make_pdf)
    arguments = {
        "claims": [claim_of(one) for one in passages],
        "passages": passages,
        "documents": [document],
        "originals": {"plan": path},
    }
    return arguments, tmp_path / "report"


def make(arguments: dict[str, Any], out: Path, **options: Any) -> Pictures:
    return make_pictures(**arguments, out=out, **options)


def test_every_claim_has_a_picture_in_the_folder_of_its_document(made: tuple[dict[str, Any], Path]) -> None:
    arguments, out = made
    done: list[int] = []
    pictures = make(arguments, out, on_done=lambda: done.append(1))
    assert list(pictures.made) == [f"plan-{n}" for n in range(1, 7)]
    assert len(done) == 6
    assert {picture.file for picture in pictures.made.values()} == set(files(out))
    assert all(file.startswith("pictures/plan/") for file in files(out))
    assert pictures.size == sum(map(len, files(out).values()))
    first = pictures.of("plan-1")
    assert first is not None
    assert (first.page, first.note) == (1, "")
    assert first.alt == "Part of page 1 of “The plan”, with the passage marked."
    assert first.width >= 400
    assert 60 <= first.height <= 400
    assert (pictures.of(None), pictures.of("other"), pictures.why_none("other")) == (None, None, "")


def test_same_run_gives_the_same_files_from_any_order_and_any_number_of_workers(
    made: tuple[dict[str, Any], Path], tmp_path: Path
) -> None:
    arguments, out = made
    turned = {name: list(reversed(one)) if name != "originals" else one for name, one in arguments.items()}
    pictures = make(arguments, out, workers=1)
    other = make(turned, tmp_path / "other", workers=3)
    assert files(out) == files(tmp_path / "other")
    assert (pictures.made, pictures.sentences) == (other.made, other.sentences)


def test_second_run_draws_nothing(made: tuple[dict[str, Any], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, out = made
    pictures = make(arguments, out)
    monkeypatch.setattr(pictures_module, "draw_isolated", None)
    assert make(arguments, out) == pictures


def test_damaged_pictures_are_drawn_again_and_stale_ones_go(made: tuple[dict[str, Any], Path]) -> None:
    arguments, out = made
    pictures = make(arguments, out)
    whole = files(out)
    first, second = sorted(whole)[:2]
    (out / first).write_bytes(whole[first][:-9])
    (out / second).write_bytes(whole[second][:-1] + b"!")
    stale = out / "pictures" / "gone" / "0123456789abcdef-0123456789ab.webp"
    stale.parent.mkdir()
    stale.write_bytes(b"RIFF")
    assert make(arguments, out) == pictures
    assert files(out) == whole
    assert not stale.parent.exists()
    fewer = {**arguments, "claims": arguments["claims"][:2]}
    assert len(make(fewer, out).made) == len(files(out)) == 2


def test_removing_leaves_files_of_others(made: tuple[dict[str, Any], Path]) -> None:
    arguments, out = made
    make(arguments, out)
    (out / "pictures" / "mine.webp").write_bytes(b"mine")
    (out / "pictures" / "plan" / "mine.webp").write_bytes(b"mine")
    remove_pictures(out)
    assert set(files(out)) == {"pictures/mine.webp", "pictures/plan/mine.webp"}


def test_passage_that_runs_on_says_so(made: tuple[dict[str, Any], Path]) -> None:
    arguments, out = made
    first, second, *rest = arguments["passages"]
    over = replace(first, page_end=2, boxes=(*first.boxes, Box(2, 72, 60, 290, 80)))
    tall = replace(second, boxes=(Box(2, 72, 100, 290, 800),))
    pictures = make({**arguments, "passages": [over, tall, *rest]}, out)
    assert pictures.made["plan-1"].note == "The passage goes on to page 2, which is not shown."
    assert pictures.made["plan-1"].alt.endswith("marked. The passage goes on to page 2, which is not shown.")
    assert pictures.made["plan-2"].note == "Only the beginning of the passage is shown."


def test_two_passages_of_one_place_share_a_picture(made: tuple[dict[str, Any], Path]) -> None:
    arguments, out = made
    first, second, *_ = arguments["passages"]
    twin = replace(second, page=1, page_end=1, boxes=first.boxes)
    pictures = make({**arguments, "passages": [first, twin]}, out)
    assert pictures.made["plan-1"] == pictures.made["plan-2"]
    assert len(files(out)) == 1


# Need and budget


def test_order_of_need() -> None:
    elsewhere = {"evidence_passage_id": "p20"}
    claims = [
        make_claim(1, "supported"),
        make_claim(2, "supported-elsewhere", **elsewhere),
        make_claim(3, "overclaimed", repeat_of="c4"),
        make_claim(4, "label-only", evidence_passage_id="p21"),
        make_claim(5, "planned"),
        make_claim(6, "supported", repeat_of="c1"),
        make_claim(7, "overclaimed"),
        make_claim(8, "overclaimed", document_id="d2"),
    ]
    expected = ["p4", "p21", "p8", "p7", "p5", "p2", "p20", "p1", "p30", "p31", "p3", "p6"]
    assert by_need(claims, ["p30", "p31"]) == expected
    assert by_need(claims[::-1], ["p30", "p31"]) == expected


def test_passage_that_is_needed_twice_counts_where_it_is_needed_most() -> None:
    claims = [make_claim(1, "supported"), make_claim(2, "label-only", evidence_passage_id="p1")]
    assert by_need(claims, ["p2", "p9"]) == ["p2", "p1", "p9"]


@pytest.mark.parametrize("at_a_time", [1, 2, 512])
def test_budget_leaves_out_the_least_needed(
    made: tuple[dict[str, Any], Path], monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    arguments, out = made
    verdicts = ("supported", "planned", "label-only", "supported", "overclaimed", "supported")
    claims = [claim_of(one, verdict) for one, verdict in zip(arguments["passages"], verdicts, strict=True)]
    arguments["claims"] = claims
    whole = make(arguments, out)
    sizes = {name: (out / picture.file).stat().st_size for name, picture in whole.made.items()}
    assert list(whole.made) == ["plan-3", "plan-5", "plan-2", "plan-1", "plan-4", "plan-6"]
    monkeypatch.setattr(pictures_module, "_ROUND", at_a_time)
    budget = (sizes["plan-3"] + sizes["plan-5"] + sizes["plan-2"] + 10) / 1e6
    pictures = make(arguments, out, budget=budget)
    assert list(pictures.made) == ["plan-3", "plan-5", "plan-2"]
    assert pictures.size <= budget * 1e6
    assert len(files(out)) == 3
    assert sorted(pictures.missing) == ["plan-1", "plan-4", "plan-6"]
    assert "MB for pictures went to passages that need one more" in pictures.why_none("plan-1")
    assert pictures.sentences[0].startswith("3 passages have a picture: 0.0 MB.")
    assert pictures.sentences[1].startswith("No picture of 3 passages in plan.pdf: ")
    shutil.rmtree(out)
    assert make(arguments, out, budget=budget) == pictures


# What has none


def test_passages_without_a_pdf_or_a_place_say_why(made: tuple[dict[str, Any], Path]) -> None:
    arguments, out = made
    first, second, *rest = arguments["passages"]
    off_page = replace(second, boxes=(Box(2, 900, 10, 950, 20),))
    pictures = make({**arguments, "passages": [replace(first, boxes=()), off_page, *rest]}, out)
    assert pictures.missing["plan-1"] == "where it stands on the page is not known"
    assert pictures.missing["plan-2"].startswith("its page cannot be drawn")
    assert len(pictures.made) == 4
    without = make({**arguments, "originals": {}}, out)
    assert set(without.missing.values()) == {"no PDF with its checksum was found"}
    assert without.sentences == (
        "0 passages have a picture: 0.0 MB.",
        "No picture of 6 passages in plan.pdf: no PDF with its checksum was found.",
    )
    assert not (out / "pictures").exists()


def test_pdf_that_was_changed_has_no_picture(made: tuple[dict[str, Any], Path], make_pdf: MakePdf) -> None:
    arguments, out = made
    make_pdf(Sheet(Text(72, 72, "Another plan.")))
    pictures = make(arguments, out)
    assert (pictures.made, set(pictures.missing.values())) == ({}, {"the PDF is another one than was read"})


@pytest.mark.parametrize(("password", "n_made"), [("oak", 1), (None, 0), ("ash", 0)])
@pytest.mark.usefixtures("drawn_here")
def test_encrypted_pdf_is_drawn_with_its_password(tmp_path: Path, password: str | None, n_made: int) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(hostile.locked(b"oak"))
    document = make_document(sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    passage = make_passage(1, hostile.PROSE, boxes=(Box(1, 72, 130, 400, 145),))
    pictures = make_pictures(
        [make_claim(1, "supported")], [passage], [document], {"d1": path}, tmp_path / "report", password=password
    )
    assert len(pictures.made) == n_made
    assert "--password" in pictures.missing.get("p1", "--password")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("dies", "the program that draws the pages broke down on the PDF"),
        ("raises", "the program that draws the pages broke down on the PDF"),
        ("hangs", "drawing the pages took more than 4 seconds"),
        ("greedy", "drawing the pages took more than 1,000 MB of memory"),
    ],
)
def test_document_whose_drawing_fails_fails_alone(
    make_pdf: MakePdf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    script = tmp_path / "python"
    script.write_text(ODD_WORKER.format(python=sys.executable))
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    sound, bad = plan(make_pdf, "sound", 2), plan(make_pdf, name, 3)
    pictures = make_pictures(
        [claim_of(one) for one in sound[1] + bad[1]],
        sound[1] + bad[1],
        [sound[0], bad[0]],
        {"sound": sound[2], name: bad[2]},
        tmp_path / "report",
        limits=Limits(timeout=4, memory=1000),
    )
    assert sorted(pictures.made) == ["sound-1", "sound-2"]
    assert set(pictures.missing.values()) == {why}
    assert pictures.sentences[1] == f"No picture of 3 passages in {name}.pdf: {why}."
