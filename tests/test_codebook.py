"""Codebook: loads, gives bands, and names file, entry, key and choices when something is wrong."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import codebook
from tokenism.codebook import FILES, codebook_folder, load_codebook
from tokenism.errors import InputError
from tokenism.records import BANDS, STANCES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the codebook to spoil."""
    return shutil.copytree(codebook_folder(), tmp_path / "codebook")


def spoil(folder: Path, name: str, pattern: str, replacement: str) -> None:
    """Replace the first match of a regular expression, which must occur."""
    path = folder / f"{name}.toml"
    text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("rung", "band"),
    [(0, "none"), *((n, "informing") for n in (1, 2, 3)), *((n, "consultation") for n in (4, 5))]
    + [(n, "co-production") for n in (6, 7, 8)],
)
def test_band_of_a_rung(rung: int, band: str) -> None:
    assert codebook().band(rung) == band


@given(st.integers(0, 8), st.integers(0, 8))
def test_higher_rung_never_has_a_lower_band(a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert BANDS.index(codebook().band(low)) <= BANDS.index(codebook().band(high))


def test_ladder_has_the_eight_rungs_in_order() -> None:
    names = [
        "coercing",
        "educating",
        "informing",
        "consulting",
        "engaging",
        "co-designing",
        "co-producing",
        "devolving",
    ]
    assert [(rung.n, rung.id) for rung in codebook().rungs] == list(enumerate(names, start=1))


@pytest.mark.parametrize("kind", ["claim", "practice"])
def test_cues_have_rungs_of_every_band(kind: str) -> None:
    assert {codebook().band(int(cue.value)) for cue in codebook().of_kind(kind)} == set(BANDS[1:])


def test_cues_of_stance_cover_every_stance_but_its_absence() -> None:
    assert {cue.value for cue in codebook().of_kind("stance")} == set(STANCES) - {"na"}


@pytest.mark.parametrize("kind", ["claim", "practice", "stance", "negation", "marker", "veto"])
def test_cues_of_a_kind_are_those_of_that_kind(kind: str) -> None:
    assert {cue.kind for cue in codebook().of_kind(kind)} == {kind}


def test_markers_are_named_in_the_space_of_a_framework() -> None:
    assert [cue.id for cue in codebook().of_kind("marker") if not re.fullmatch(r"[a-z]+\.[a-z-]+", cue.id)] == []


@pytest.mark.parametrize(
    ("band", "text", "found"),
    [
        ("consultation", "we consulted residents", True),
        ("consultation", "the consultant surgeon", True),
        ("consultation", "self-consultation", True),
        ("consultation", "reconsulting", False),
        ("co-production", "a coproduced plan", True),
        ("informing", "a newsletter", True),
        ("informing", "news", False),
    ],
)
def test_keyword_is_the_beginning_of_a_word(band: str, text: str, found: bool) -> None:
    assert bool(re.search(codebook().keywords[band], text)) is found


@pytest.mark.parametrize(
    ("section", "silent"),
    [
        ("Contents", True),
        ("CONTENTS", True),
        ("Annual plan > 1. Contents", True),
        ("2.1 List of figures:", True),
        ("Contents > Our plan", False),
        ("Contents of the plan", False),
        ("", False),
    ],
)
def test_heading_under_which_nothing_counts(section: str, silent: bool) -> None:
    assert codebook().is_silent(section) is silent


def test_same_content_has_the_same_digest_and_another_content_another(folder: Path) -> None:
    assert load_codebook(folder).digest == codebook().digest
    spoil(folder, "keywords", "newsletter", "newsheet")
    assert load_codebook(folder).digest != codebook().digest


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_named_with_what_a_codebook_holds(folder: Path, name: str) -> None:
    (folder / f"{name}.toml").unlink()
    with pytest.raises(InputError, match=rf"{name}\.toml: no such file; a codebook folder holds ladder\.toml"):
        load_codebook(folder)


@pytest.mark.parametrize("content", [b"version = ", b"version = '\xff'"])
def test_malformed_toml_is_named(folder: Path, content: bytes) -> None:
    (folder / "stance.toml").write_bytes(content)
    with pytest.raises(InputError, match=r"stance\.toml: not valid TOML"):
        load_codebook(folder)


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "message"),
    [
        ("ladder", r"^n = 2$", "n = 3", r"ladder\.toml: \[\[rung\]\] educating: the key 'n' must be 2, not 3"),
        ("ladder", r'^band = "informing"$', 'band = "low"', r"coercing: band 'low' is none of informing, consultation"),
        ("ladder", r"^brief = .*$", 'brief = " "', r"coercing: the key 'brief' must be a text that is not empty"),
        ("ladder", r"^brief", "breif", r"coercing: unknown key 'breif'; the keys are band, brief"),
        ("ladder", r'^version = "0.1"$', "version = 1", r"ladder\.toml: the file: the key 'version' must be a text"),
        ("claims", r"^rung = 8$", "rung = 9", r"claims\.toml: \[\[cue\]\] claim\.\S+: rung 9 is no whole number"),
        ("claims", r"^rung = 8$", "rung = true", r"claim\.\S+: rung True is no whole number from 1 to 8"),
        ("mechanisms", r"^rung = \d$", 'rung = "7"', r"mechanisms\.toml: \[\[cue\]\] \S+: rung '7' is no whole number"),
        ("claims", r'^needs = "none"$', 'needs = "some"', r"claim\.\S+: needs 'some' is none of public, none"),
        ("claims", r"^needs", "need", r"claim\.\S+: unknown key 'need'; the keys are counter, example, id"),
        (
            "stance",
            r'^value = "definition"$',
            'value = "na"',
            r"stance\.\S+: value 'na' is none of reported, committed",
        ),
        ("markers", r"^definition", "meaning", r"markers\.toml: \[\[marker\]\] \S+: unknown key 'meaning'"),
        ("negation", r"^example = .*$", "", r"negation\.\S+: the key 'example' must be a text that is not empty"),
        (
            "negation",
            r"^patterns = .*$",
            "patterns = []",
            r"negation\.toml: the key 'patterns' must be a list of texts",
        ),
        ("public", r"^public = \[$", "publik = [", r"public\.toml: the key 'public' must be a list of texts"),
        ("public", r'"residents",', '"residents", "residents",', r"public\.toml: public: 'residents' stands twice"),
        ("keywords", r"^informing", "telling", r"keywords\.toml: the file: unknown key 'telling'"),
    ],
)
def test_wrong_value_names_file_entry_key_and_choices(
    folder: Path, name: str, pattern: str, replacement: str, message: str
) -> None:
    spoil(folder, name, pattern, replacement)
    with pytest.raises(InputError, match=message):
        load_codebook(folder)


@pytest.mark.parametrize("content", ['version = "0.1"\n', 'version = "0.1"\ncue = "x"\n', 'cue = ["x"]\n'])
def test_file_without_entries_says_what_is_wanted(folder: Path, content: str) -> None:
    (folder / "negation.toml").write_text(content)
    with pytest.raises(InputError, match=r"negation\.toml: at least one \[\[cue\]\] is wanted"):
        load_codebook(folder)


def test_pattern_of_two_cues_is_refused(folder: Path) -> None:
    with (folder / "negation.toml").open("a") as file:
        file.write('[[cue]]\nid = "negation.more"\npatterns = ["without"]\nexample = "Without us."\n')
    with pytest.raises(InputError, match=r"negation\.more: the pattern 'without' belongs to .*negation\.without"):
        load_codebook(folder)


def test_id_of_two_cues_is_refused(folder: Path) -> None:
    with (folder / "negation.toml").open("a") as file:
        file.write('[[cue]]\nid = "negation.no"\npatterns = ["nope"]\nexample = "Nope."\n')
    with pytest.raises(InputError, match=r"id: 'negation\.no' stands twice; delete one"):
        load_codebook(folder)


def test_ladder_without_its_last_rung_is_refused(folder: Path) -> None:
    spoil(folder, "ladder", r"\[\[rung\]\]\nn = 8\n(.|\n)*", "")
    with pytest.raises(InputError, match=r"ladder\.toml: .*8"):
        load_codebook(folder)


def test_bands_that_fall_with_the_rungs_are_refused(folder: Path) -> None:
    spoil(folder, "ladder", r'^n = 8\nid = "devolving"\nband = .*$', 'n = 8\nid = "devolving"\nband = "informing"')
    with pytest.raises(InputError, match=r"ladder\.toml: .*devolving.*band"):
        load_codebook(folder)


@pytest.mark.parametrize("pattern", ["... consult", "consult ...", "..."])
def test_pattern_that_cannot_be_compiled_names_file_and_cue(folder: Path, pattern: str) -> None:
    spoil(folder, "negation", r'"without",', f'"without", "{pattern}",')
    with pytest.raises(InputError, match=r"negation\.toml: .*negation\.without"):
        load_codebook(folder)
