"""Every cue of the codebook: its example fires it and nothing like it, its counter-example does not fire it."""

from dataclasses import replace
from functools import cache

import pytest

from tests.makers import codebook, cue_reader, reader_of_negations
from tokenism.codebook import Cue
from tokenism.cue_reading import CueReading, Hit
from tokenism.cues import CueReader

HITS = {"claim": "claims", "practice": "practices", "stance": "stances", "marker": "markers", "veto": "vetoes"}
NEED_A_COUNTER = ("claim", "practice", "marker")
ALONE = ("claim", "practice", "stance", "marker")
CUES = codebook().cues


def ids(cue: Cue) -> str:
    return cue.id


@cache
def read(text: str) -> CueReading:
    return cue_reader().read(text)


@cache
def reader_without_vetoes() -> CueReader:
    return CueReader(replace(codebook(), cues=tuple(cue for cue in CUES if cue.kind in ("claim", "practice"))))


def fired(kind: str, text: str) -> tuple[Hit, ...]:
    hits: tuple[Hit, ...] = getattr(read(text), HITS[kind])
    return hits


def overlap(a: Hit, b: Hit) -> bool:
    return a.start < b.end and b.start < a.end


def of(*kinds: str) -> pytest.MarkDecorator:
    """One case a cue of these kinds."""
    return pytest.mark.parametrize("cue", [cue for cue in CUES if cue.kind in kinds], ids=ids)


@of(*HITS)
def test_example_fires_its_cue(cue: Cue) -> None:
    assert cue.id in {hit.cue.id for hit in fired(cue.kind, cue.example)}


@pytest.mark.parametrize("cue", [cue for cue in CUES if cue.kind in HITS and cue.counter], ids=ids)
def test_counter_example_does_not_fire_its_cue(cue: Cue) -> None:
    assert cue.id not in {hit.cue.id for hit in fired(cue.kind, cue.counter)}


@of(*ALONE)
def test_example_fires_no_other_cue_of_the_same_value(cue: Cue) -> None:
    same = {hit.cue.id for hit in fired(cue.kind, cue.example) if hit.cue.value == cue.value}
    assert sorted(same - {cue.id}) == []


@of("veto")
def test_example_of_veto_is_vetoed_by_it_alone(cue: Cue) -> None:
    hits = fired("veto", cue.example)
    own = [hit for hit in hits if hit.cue.id == cue.id]
    assert [hit.cue.id for hit in hits if hit.cue.id != cue.id and any(overlap(hit, mine) for mine in own)] == []


@of("veto")
def test_example_of_veto_would_count_without_vetoes(cue: Cue) -> None:
    own = [hit for hit in fired("veto", cue.example) if hit.cue.id == cue.id]
    without = reader_without_vetoes().read(cue.example)
    counted = (*without.claims, *without.practices, *without.negated)
    assert [hit for hit in counted if any(overlap(hit, mine) for mine in own)] != []


@of("negation")
def test_example_of_negation_negates(cue: Cue) -> None:
    assert read(cue.example).negated


@of("negation")
def test_example_of_negation_is_negated_by_it_alone(cue: Cue) -> None:
    assert {hit.cue.id for hit in reader_of_negations().read(cue.example).vetoes} == {cue.id}


@pytest.mark.parametrize("kind", NEED_A_COUNTER)
def test_every_cue_of_the_kind_has_a_counter_example(kind: str) -> None:
    assert [cue.id for cue in codebook().of_kind(kind) if not cue.counter] == []


@pytest.mark.parametrize("kind", ["claim", "practice"])
def test_cue_that_needs_the_public_is_silent_without_them(kind: str) -> None:
    named = [cue for cue in codebook().of_kind(kind) if cue.needs_public]
    assert [cue.id for cue in named if not read(cue.example).n_public] == []


def test_patterns_are_lower_case_because_matching_is() -> None:
    assert [(cue.id, pattern) for cue in CUES for pattern in cue.patterns if pattern != pattern.lower()] == []


def test_people_are_either_the_public_or_not() -> None:
    names = [
        {name for group in groups.values() for name in group} for groups in (codebook().public, codebook().not_public)
    ]
    assert sorted(names[0] & names[1]) == []
