"""Ladder profiles: what is counted at each level, shares inside their intervals, and nothing where nothing was read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import codebook, make_claim, make_document, make_passage, make_tag
from tokenism.errors import InputError
from tokenism.profile import profile, profile_of
from tokenism.records import ProfileLine, Tag

VIEWS = codebook().views


def tag_of(number: int, claim: int, practice: int, stance: str = "reported") -> Tag:
    bands = [codebook().band(rung) for rung in (claim, practice)]
    return replace(make_tag(number, *bands, stance), claim_rung=claim, practice_rung=practice)


def counts(lines: list[ProfileLine]) -> dict[str, tuple[int | None, int | None]]:
    return {line.level: (line.n_claims, line.n_practices) for line in lines}


def lines_of(*rungs: tuple[int, int], view: str = "iap2", least: int = 1) -> list[ProfileLine]:
    tags = [tag_of(n, claim, practice) for n, (claim, practice) in enumerate(rungs)]
    return profile_of("Elm", tags, VIEWS[view], min_claims=least)


def test_passage_counts_once_for_its_claim_and_once_for_its_practice() -> None:
    found = counts(lines_of((7, 4), (6, 0), (0, 8), (0, 0)))
    assert found == {"inform": (0, 0), "consult": (0, 1), "involve": (0, 0), "collaborate": (2, 0), "empower": (0, 1)}


def test_levels_stand_from_the_lowest_with_their_groups() -> None:
    lines = lines_of((7, 4), view="arnstein")
    assert [line.level for line in lines] == [level.id for level in VIEWS["arnstein"].levels]
    assert [line.group for line in lines][::3] == [
        "nonparticipation",
        "degrees of tokenism",
        "degrees of citizen power",
    ]
    assert {line.view for line in lines} == {"arnstein"}


def test_share_is_of_passages_with_practice_and_has_an_interval() -> None:
    line = lines_of((0, 4), (0, 4), (0, 8), (7, 0))[1]
    assert (line.level, line.share_practices) == ("consult", 0.6667)
    assert (line.low, line.high) == (0.2077, 0.9385)
    assert lines_of((7, 4), (4, 0))[3].share_claims == 0.5


def test_too_few_passages_give_counts_without_shares() -> None:
    lines = lines_of((7, 4), (7, 4), (7, 0), least=3)
    assert {(line.share_practices, line.low, line.high) for line in lines} == {(None, None, None)}
    assert [line.n_practices for line in lines] == [0, 2, 0, 0, 0]
    assert lines[3].share_claims == 1.0


def test_definitions_and_repeats_are_left_out() -> None:
    passages = [make_passage(n) for n in (1, 2, 3)]
    tags = [tag_of(1, 7, 4), tag_of(2, 7, 4), tag_of(3, 7, 4, "definition")]
    claims = [make_claim(1, "overclaimed"), make_claim(2, "overclaimed", repeat_of="c1")]
    found = profile([make_document()], passages, tags, claims, VIEWS["wilcox"])
    assert counts(found)["acting-together"] == (1, 0)
    assert counts(found)["consultation"] == (0, 1)


def test_joint_document_counts_for_each_and_organisations_stand_by_name() -> None:
    joint = "Elm Council; Ash Trust"
    passages = [make_passage(1, organisation=joint), make_passage(2)]
    documents = [make_document("d1", joint), make_document("d2")]
    found = profile(documents, passages, [tag_of(1, 4, 4), tag_of(2, 4, 5)], [], VIEWS["bands-broad"])
    assert [(line.organisation, line.n_claims) for line in found if line.level == "consultation"] == [
        ("Ash Trust", 1),
        ("Elm Council", 2),
    ]


def test_organisation_whose_documents_were_not_read_has_no_counts() -> None:
    found = profile([make_document(status="encrypted")], [], [], [], VIEWS["nef"])
    assert {(line.n_claims, line.n_practices, line.share_practices) for line in found} == {(None, None, None)}
    assert len(found) == 7


def test_passage_without_a_tag_is_an_input_error_that_names_the_stage() -> None:
    with pytest.raises(ValueError, match="run the tag stage again"):
        profile([make_document()], [make_passage(1)], [], [], VIEWS["nef"])


RUNGS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=30)


@given(RUNGS, st.sampled_from(sorted(VIEWS)))
def test_levels_share_out_all_claims_and_practices(rungs: list[tuple[int, int]], view: str) -> None:
    lines = lines_of(*rungs, view=view)
    for n, name in enumerate(("n_claims", "n_practices")):
        assert sum(getattr(line, name) for line in lines) == sum(pair[n] > 0 for pair in rungs)
    known = [line for line in lines if line.share_practices is not None]
    assert all(0 <= line.low <= line.share_practices <= line.high <= 1 for line in known)


@pytest.mark.parametrize("field", ["claim_rung", "practice_rung"])
@pytest.mark.parametrize("rung", [-1, 12])
def test_tags_of_another_ladder_say_which_stage_to_run(field: str, rung: int) -> None:
    tags = [replace(tag_of(1, 4, 4), **{field: rung})]
    with pytest.raises(InputError, match=f"rung {rung} is not on the ladder of the codebook; run the tag stage again"):
        profile_of("Elm", tags, VIEWS["arnstein"], min_claims=1)
