"""Views: every rung has one level, in order; a view file that breaks this is told with the line."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.makers import codebook
from tests.small_codebook import SMALL, spoil, told, write_small
from tokenism.codebook import load_codebook
from tokenism.errors import InputError
from tokenism.records import BANDS
from tokenism.views import View

VIEWS = list(codebook().views.values())
each_view = pytest.mark.parametrize("view", VIEWS, ids=[view.id for view in VIEWS])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small codebook to spoil."""
    return write_small(tmp_path)


def levels(name: str) -> list[str]:
    """Ids of the levels of the rungs, from the lowest."""
    view = codebook().view(name)
    return [view.levels[number].id for number in view.level_of]


@each_view
def test_every_rung_has_a_level_and_the_order_is_kept(view: View) -> None:
    assert len(view.level_of) == len(codebook().rungs)
    assert all(0 <= low <= high < len(view.levels) for low, high in pairwise((0, *view.level_of)))


@each_view
def test_nothing_described_has_no_level(view: View) -> None:
    assert view.level(0) is None
    assert view.level(1) == view.levels[view.level_of[0]]


@each_view
@pytest.mark.parametrize("rung", [-1, 9, 12])
def test_rung_of_another_ladder_says_which_stage_to_run(view: View, rung: int) -> None:
    for lookup in (view.level, view.place):
        with pytest.raises(InputError, match=f"rung {rung} is not on the ladder .*; run the tag stage again"):
            lookup(rung)


@each_view
def test_bands_of_a_view_rise_with_the_rungs(view: View) -> None:
    assert list(view.bands) == sorted(view.bands, key=BANDS.index)


def test_arnstein_has_eight_rungs_in_three_groups() -> None:
    view = codebook().view("arnstein")
    assert (len(view.levels), len({level.group for level in view.levels})) == (8, 3)


def test_strict_view_counts_co_design_as_consultation_and_the_broad_one_does_not() -> None:
    strict, broad = (codebook().view(f"bands-{name}").bands[5] for name in ("strict", "broad"))
    assert (strict, broad) == ("consultation", "co-production")


def test_broad_bands_are_those_of_the_ladder() -> None:
    assert list(codebook().view("bands-broad").bands) == [rung.band for rung in codebook().rungs]


def test_view_maps_the_rungs_to_its_levels(folder: Path) -> None:
    view = load_codebook(folder).view("bands-broad")
    assert [view.level(n).id for n in (1, 2, 3, 4)] == ["low", "middle", "high", "high"]  # type: ignore[union-attr]
    assert view.bands == ("informing", "consultation", "co-production", "co-production")
    assert [level.group for level in view.levels] == ["", "", "ours"]


def test_view_without_bands_leaves_those_of_the_ladder(folder: Path) -> None:
    text = "".join(line for line in SMALL["views/bands-broad"].splitlines(keepends=True) if "band =" not in line)
    (folder / "views" / "elm.toml").write_text(text.replace('id = "bands-broad"', 'id = "elm"'))
    assert load_codebook(folder).view("elm").bands == ()


HIGH = '[\n  "sharing",\n  "owning",\n]'


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id = "bands-broad"', '@id = "broad"', "the file: id 'broad' must be the name of the file, 'bands-broad'"),
        ('name = "Three bands"', "@nme = 'x'", "the file: unknown key 'nme'; the keys are id, level, name, note, sour"),
        ("[[level]]", "@[[levels]]", "the file: unknown key 'levels'; the keys are id, level, name, note, source"),
        ('definition = "Asked."', "@defn = 'x'", "[[level]] middle: unknown key 'defn'; the keys are band, definition"),
        ('id = "middle"', '@id = "low"', "[[level]] low: the id 'low' stands at bands-broad.toml:6 already; rename on"),
        ('["asking"]', '["asking", "telling"]@', "[[level]] middle: rung 'telling' stands in the level 'low' already"),
        ('["asking"]', '["askin"]@', "[[level]] middle: rung 'askin' is none of telling, asking, sharing, owning"),
        ('["asking"]', "[2]@", "[[level]] middle: the key 'rungs' holds 2; its elements are texts in quotes"),
        ('["asking"]', "[asking]@", "[[level]] number 2: not valid TOML: Invalid value; 'asking' has no quotes"),
        ('["asking"]', "[]@", "[[level]] middle: the key 'rungs' must be a list of texts in quotes, not []"),
        (HIGH, '[\n"owning",\n"sharing",@\n]', "[[level]] high: rung 'sharing' stands after 'owning'; the order is te"),
        (HIGH, '[\n"sharing",\n"owning",\n"owning",@\n]', "[[level]] high: the key 'rungs' holds 'owning' twice; dele"),
        (HIGH, '["sharing"]@', "[[level]] high: rung 'owning' stands in no level; every rung needs one, here or besid"),
        ('band = "consultation"', 'band = "asking"@', "[[level]] middle: band 'asking' is none of informing, consulta"),
        ('band = "co-production"', 'band = "informing"@', "[[level]] high: band 'informing' stands below that of the "),
        ('[[level]]\nid = "high"\nname = "High"\ngroup = "ours"\ndefinition = "Shared."\nband = "co-production"',
         '@[[level]]\nid = "high"\nname = "High"\ndefinition = "x"', "[[level]] high: the key 'band' is missing; ever"),
    ],
)  # fmt: skip
def test_mistake_in_a_view_is_told_in_one_sentence_with_its_line(
    folder: Path, old: str, new: str, sentence: str
) -> None:
    where = spoil(folder, "views/bands-broad", old, new)
    assert told(folder)[: len(where + sentence)] == where + sentence
