"""How the benchmark of readers makes pieces of the truth, and what of a first page it does not count."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from tokenism.fidelity import Piece

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
FRONT = """---
organisation: Tarn Council; Fell Trust
title: Out and about. A plan for walkers
year: 2031
layout: {layout}
kicker: Cabinet, 3 May
---
"""


@pytest.fixture
def quality(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.delitem(sys.modules, "quality", raising=False)
    import quality

    return quality


def _row(name: str, text: str, kind: str = "paragraph", place: str = "text", x0: float = 50) -> dict:
    return {"id": name, "page": 1, "x0": x0, "section": "", "kind": kind, "place": place, "text": text}


def test_caption_floats_with_its_table_across_columns(quality: ModuleType) -> None:
    rows = [
        _row("a", "Left column."),
        _row("b", "Right column.", x0=300),
        _row("fees-caption", "Fees by path", place="caption"),
        _row("fees-1", "Path: fell | Fee: none", kind="table"),
        _row("two", "Path: tarn | Fee: two", kind="table"),
        _row("chart-1-caption", "Walkers by age", place="caption"),
        _row("paths-1", "Stile: open", kind="table"),
    ]
    truth = quality._truth(rows, ())
    assert [piece.float_of for piece in truth.labelled] == [None, None, *["text 2"] * 3, None, "text 4"]
    assert [piece.text for piece in truth.printed[2:5]] == ["Fees by path", "Path Fee fell none", "tarn two"]


@pytest.mark.parametrize(("layout", "year"), [("report", ["2031"]), ("paper", [])])
def test_title_has_the_lines_of_the_front_matter(
    tmp_path: Path, quality: ModuleType, layout: str, year: list[str]
) -> None:
    (tmp_path / "a.md").write_text(FRONT.format(layout=layout), encoding="utf-8")
    lines = ["Out and about", "A plan for walkers", "Tarn Council and Fell Trust", "Cabinet, 3 May", *year]
    assert list(quality.title_lines(tmp_path / "a.md")) == lines
    assert quality.title_lines(tmp_path / "none.md") == ()


TRUE = (Piece("Tarn Council walks.", 1), Piece("Out and about in May.", 2))


@pytest.mark.parametrize(
    ("found", "left"),
    [
        pytest.param(["Out and about", *TRUE], [*TRUE], id="a line that is a passage goes"),
        pytest.param(["Out", "and about Tarn Council", *TRUE], [*TRUE], id="lines broken and joined go"),
        pytest.param(["Out and about 2031. We walk."], ["2031 we walk"], id="the rest of its passage stays"),
        pytest.param([*TRUE], [*TRUE], id="a true passage that names the organisation stays"),
        pytest.param(["Out and about", "Out and about"], ["Out and about"], id="a line goes once"),
        pytest.param(["Out about and"], ["Out about and"], id="other words stay"),
    ],
)
def test_lines_of_the_title_are_not_counted(
    quality: ModuleType, found: list[str | Piece], left: list[str | Piece]
) -> None:
    truth = quality.Truth(TRUE, TRUE, (), ("Out and about", "Tarn Council"))

    def pieces(given: list[str | Piece]) -> list[Piece]:
        return [Piece(item, 1) if isinstance(item, str) else item for item in given]

    assert quality.untitled(truth, pieces(found))[0] == pieces(left)


def test_reader_that_gives_the_title_is_judged_as_one_that_does_not(quality: ModuleType) -> None:
    truth = quality.Truth(TRUE, TRUE, (), ("Out and about", "Tarn Council"))
    titled = [Piece("Tarn Council", 1), Piece("Out and about", 1), *TRUE]
    for labelled in (True, False):
        assert quality.judge(truth, titled, labelled=labelled) == quality.judge(truth, TRUE, labelled=labelled)


def test_title_on_another_page_is_counted(quality: ModuleType) -> None:
    truth = quality.Truth(TRUE, TRUE, (), ("Out and about",))
    found = [*TRUE, Piece("Out and about", 3)]
    assert quality.untitled(truth, found) == (found, [])
    assert quality.judge(truth, found, labelled=True).n_given > quality.judge(truth, TRUE, labelled=True).n_given
