"""Readings: the bands and verdicts that a view gives to stored tags, and which view a ledger allows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import codebook, make_claim, make_tag
from tokenism.errors import InputError
from tokenism.readings import bands_of, choose_views, read_under
from tokenism.records import STANCES, Claim, Tag
from tokenism.verdicts import passage_verdict

VIEWS = codebook().views
STRICT = VIEWS["bands-strict"]


def tag_of(claim: int, practice: int, stance: str = "reported") -> Tag:
    bands = [codebook().band(rung) for rung in (claim, practice)]
    return replace(make_tag(1, *bands, stance), claim_rung=claim, practice_rung=practice)


def made_under(*views: str) -> list[Claim]:
    return [make_claim(n, "supported", view=view) for n, view in enumerate(views)]


@pytest.mark.parametrize(
    ("claim", "practice", "stance", "bands", "verdict"),
    [
        (7, 6, "reported", ("co-production", "consultation"), "overclaimed"),
        (6, 5, "reported", ("consultation", "consultation"), "supported"),
        (6, 6, "committed", ("consultation", "consultation"), "planned"),
        (6, 0, "aspirational", ("consultation", "none"), "label-only"),
        (8, 7, "reported", ("co-production", "co-production"), "supported"),
        (3, 6, "reported", ("informing", "consultation"), "supported"),
        (0, 6, "reported", ("none", "consultation"), "no-claim"),
        (7, 6, "definition", ("co-production", "consultation"), "no-claim"),
        (0, 0, "na", ("none", "none"), "no-claim"),
    ],
)
def test_strict_view_counts_co_design_as_consultation(
    claim: int, practice: int, stance: str, bands: tuple[str, str], verdict: str
) -> None:
    (found,) = read_under([tag_of(claim, practice, stance)], STRICT)
    assert ((found.claim, found.practice), found.verdict) == (bands, verdict)
    assert (found.claim_rung, found.practice_rung) == (claim, practice)


@given(st.integers(0, 8), st.integers(0, 8), st.sampled_from(STANCES), st.sampled_from(sorted(VIEWS)))
def test_verdict_follows_the_bands_and_reading_twice_changes_nothing(c: int, p: int, stance: str, name: str) -> None:
    once = read_under([tag_of(c, p, stance)], VIEWS[name])
    assert once[0].verdict == passage_verdict(once[0].claim, once[0].practice, stance)
    assert read_under(once, VIEWS[name]) == once


@pytest.mark.parametrize("name", sorted(set(VIEWS) - {"bands-strict"}))
def test_other_views_leave_tags_as_they_are_stored(name: str) -> None:
    tags = [tag_of(claim, practice) for claim in range(9) for practice in range(9)]
    assert read_under(tags, VIEWS[name]) == tags


def test_band_without_a_rung_stays() -> None:
    coded = replace(tag_of(7, 6), claim_rung=0)
    assert read_under([coded], STRICT)[0].claim == "co-production"


@pytest.mark.parametrize("name", ["bands-strict", "arnstein"])
def test_rung_that_is_not_on_the_ladder_says_which_stage_to_run(name: str) -> None:
    with pytest.raises(InputError, match="rung 9 is not on the ladder of the codebook; run the tag stage again"):
        read_under([replace(tag_of(7, 6), practice_rung=9)], VIEWS[name])


def test_view_without_bands_compares_by_the_bands_of_the_ladder() -> None:
    assert bands_of(VIEWS["wilcox"], codebook()) == bands_of(VIEWS["bands-broad"], codebook())
    assert bands_of(STRICT, codebook())[5] == "consultation"


def test_unknown_view_lists_the_choices() -> None:
    with pytest.raises(InputError, match=r"no view 'arnstien'; the views are arnstein, bands-broad, .*wilcox"):
        choose_views(codebook(), "arnstien", [])


@pytest.mark.parametrize(
    ("name", "ledger", "expected"),
    [
        (None, ["bands-strict", "bands-strict"], ("bands-strict", "bands-strict")),
        (None, ["nef"], ("nef", "nef")),
        (None, [], ("bands-broad", "bands-broad")),
        ("bands-strict", [], ("bands-strict", "bands-strict")),
        ("arnstein", ["bands-strict"], ("arnstein", "bands-strict")),
        ("bands-broad", ["arnstein"], ("bands-broad", "arnstein")),
    ],
)
def test_ledger_tells_the_comparison_and_the_name_what_is_shown(
    name: str | None, ledger: list[str], expected: tuple[str, str]
) -> None:
    shown, compared = choose_views(codebook(), name, made_under(*ledger))
    assert (shown.id, compared.id) == expected


@pytest.mark.parametrize(
    ("name", "ledger", "words"),
    [
        ("bands-strict", ["bands-broad"], "made under the view bands-broad.*link stage with --view bands-strict first"),
        ("bands-broad", ["bands-strict"], "made under the view bands-strict.*--view bands-broad"),
        ("bands-strict", ["nef"], "made under the view nef"),
        (None, ["bands-broad", "bands-strict"], r"several views \(bands-broad, bands-strict\); run the link stage"),
        (None, ["gone"], "the view 'gone', not in the codebook; run the link stage again"),
    ],
)
def test_readings_are_never_mixed(name: str | None, ledger: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        choose_views(codebook(), name, made_under(*ledger))
