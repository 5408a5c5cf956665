"""Cues as the codebook writes them: words that are written out, the rule behind a practice, and what a cue needs."""

from pathlib import Path

import pytest

from tests.makers import codebook
from tests.small_codebook import spoil, told, write_small
from tokenism.codebook import Cue, load_codebook
from tokenism.facets import RUNG


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small codebook to spoil."""
    return write_small(tmp_path / "codebook")


def add_claim(folder: Path, rung: int, pattern: str) -> None:
    """Put one more claim at the end of the file."""
    with (folder / "claims.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[cue]]\nid = "claim.more"\nrung = {rung}\npatterns = ["{pattern}"]\nexample = "It was so."\n')


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("coproduced", "coproduced"),
        ("co produced", "co produced"),
        ("was? coproduced", "coproduced"),
        ("made/coproduced", "coproduced"),
        ("consulted", "consulted"),
    ],
)
def test_words_of_a_claim_have_one_rung_however_they_are_written(folder: Path, pattern: str, words: str) -> None:
    add_claim(folder, 4, pattern)
    line = len((folder / "claims.toml").read_text().splitlines()) - 1
    assert told(folder).startswith(
        f"{folder}/claims.toml:{line}: [[cue]] claim.more: the words {words!r} belong to [[cue]] claim."
    )


@pytest.mark.parametrize(("rung", "pattern"), [(3, "coproduced"), (4, "co-production"), (4, "produced")])
def test_other_words_and_the_same_rung_are_allowed(folder: Path, rung: int, pattern: str) -> None:
    add_claim(folder, rung, pattern)
    assert load_codebook(folder).of_kind("claim")[-1].value == str(rung)


def test_claim_without_a_rung_is_told(folder: Path) -> None:
    path = folder / "claims.toml"
    path.write_text(path.read_text().replace("rung = 2\n", ""))
    assert (
        told(folder) == f"{path}:3: [[cue]] claim.ask: the key 'rung' is missing; it holds a whole number from 1 to 4"
    )


def test_rule_behind_a_practice_is_kept_with_it(folder: Path) -> None:
    assert {cue.id: cue.rule for cue in load_codebook(folder).cues if cue.rule} == {
        "practice.survey": "rung.survey",
        "practice.vote": "rung.vote",
    }


def test_rule_is_the_one_that_sets_the_rung_and_not_one_on_the_way(folder: Path) -> None:
    spoil(folder, "mechanisms", "rung = 2\n", 'stage = "start"@\n')
    late = '@[[rule]]\nid = "rung.start"\nrung = 4\nbecause = "Early."\nwhen = { stage = ["start"] }\n\n[[cue]]'
    spoil(folder, "mechanisms", "[[cue]]", late)
    book = load_codebook(folder)
    cue = next(cue for cue in book.cues if cue.id == "practice.survey")
    assert (cue.value, cue.rule) == ("4", "rung.start")
    assert book.rule_of(cue) is book.rules[-1]


def test_every_practice_of_the_codebook_has_a_rule_of_its_rung_and_no_other_cue_has_one() -> None:
    rules = {cue.id: codebook().rule_of(cue) for cue in codebook().cues}
    for cue in codebook().cues:
        rule = rules[cue.id]
        assert (rule.sets, rule.value) == (RUNG, cue.value) if rule else cue.kind != "practice"


@pytest.mark.parametrize(
    ("needs", "agent", "conditions"),
    [
        ("none", False, ()),
        ("public", False, ("somebody of the public is named",)),
        ("participation", False, ("a claim or practice above mere information stands beside it",)),
        ("public", True, ("somebody of the public is named", "the public does what the words say")),
        ("none", True, ("the public does what the words say",)),
    ],
)
def test_conditions_of_a_cue_are_said_in_words(needs: str, agent: bool, conditions: tuple[str, ...]) -> None:
    assert Cue("a.b", "practice", "4", ("ask",), "E.", needs=needs, agent=agent).conditions == conditions
