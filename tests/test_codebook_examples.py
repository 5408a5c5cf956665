"""Every cue of the codebook: its example fires it, its counter-example does not."""

from dataclasses import replace

import pytest

from tests.makers import codebook, cue_reader
from tokenism.codebook import Cue
from tokenism.cues import CueReader

HITS = {"claim": "claims", "practice": "practices", "stance": "stances", "marker": "markers", "veto": "vetoes"}
NEED_A_COUNTER = ("claim", "practice", "marker")
CUES = codebook().cues


def ids(cue: Cue) -> str:
    return cue.id


def fired(cue: Cue, text: str) -> bool:
    return cue.id in {hit.cue.id for hit in getattr(cue_reader().read(text), HITS[cue.kind])}


@pytest.mark.parametrize("cue", [cue for cue in CUES if cue.kind in HITS], ids=ids)
def test_example_fires_its_cue(cue: Cue) -> None:
    assert fired(cue, cue.example)


@pytest.mark.parametrize("cue", [cue for cue in CUES if cue.kind in HITS and cue.counter], ids=ids)
def test_counter_example_does_not_fire_its_cue(cue: Cue) -> None:
    assert not fired(cue, cue.counter)


@pytest.mark.parametrize("cue", codebook().of_kind("negation"), ids=ids)
def test_example_of_negation_negates(cue: Cue) -> None:
    assert cue_reader().read(cue.example).negated


@pytest.mark.parametrize("cue", codebook().of_kind("negation"), ids=ids)
def test_example_of_negation_holds_one_of_its_own_patterns(cue: Cue) -> None:
    alone = CueReader(replace(codebook(), cues=(replace(cue, kind="veto"),)))
    assert alone.read(cue.example).vetoes


@pytest.mark.parametrize("kind", NEED_A_COUNTER)
def test_every_cue_of_the_kind_has_a_counter_example(kind: str) -> None:
    assert [cue.id for cue in codebook().of_kind(kind) if not cue.counter] == []


@pytest.mark.parametrize("kind", ["claim", "practice"])
def test_cue_that_needs_the_public_is_silent_without_them(kind: str) -> None:
    named = [cue for cue in codebook().of_kind(kind) if cue.needs_public]
    assert [cue.id for cue in named if not cue_reader().read(cue.example).n_public] == []


def test_patterns_are_lower_case_because_matching_is() -> None:
    assert [(cue.id, pattern) for cue in CUES for pattern in cue.patterns if pattern != pattern.lower()] == []


def test_people_are_either_the_public_or_not() -> None:
    assert sorted(set(codebook().public) & set(codebook().not_public)) == []
