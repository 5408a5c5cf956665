"""Verdicts: the whole table of codebook section 4, and invariants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.records import BANDS, STANCES, VERDICTS
from tokenism.verdicts import COUNTED_BANDS, TOKENISTIC, passage_verdict


@pytest.mark.parametrize(
    ("claim", "practice", "stance", "verdict"),
    [
        ("none", "none", "na", "no-claim"),
        ("none", "co-production", "reported", "no-claim"),
        ("co-production", "none", "definition", "no-claim"),
        ("informing", "none", "aspirational", "label-only"),
        ("consultation", "none", "reported", "label-only"),
        ("co-production", "none", "committed", "label-only"),
        ("consultation", "informing", "reported", "overclaimed"),
        ("co-production", "consultation", "reported", "overclaimed"),
        ("co-production", "consultation", "committed", "overclaimed"),
        ("co-production", "informing", "aspirational", "overclaimed"),
        ("informing", "informing", "reported", "supported"),
        ("consultation", "consultation", "reported", "supported"),
        ("consultation", "co-production", "reported", "supported"),
        ("consultation", "consultation", "committed", "planned"),
        ("co-production", "co-production", "aspirational", "planned"),
    ],
)
def test_verdict_of_a_passage(claim: str, practice: str, stance: str, verdict: str) -> None:
    assert passage_verdict(claim, practice, stance) == verdict


@given(st.sampled_from(BANDS), st.sampled_from(BANDS), st.sampled_from(STANCES))
def test_verdict_is_one_of_the_names(claim: str, practice: str, stance: str) -> None:
    assert passage_verdict(claim, practice, stance) in VERDICTS


@given(st.sampled_from(COUNTED_BANDS), st.sampled_from(BANDS), st.sampled_from(["reported", "committed"]))
def test_more_practice_never_makes_a_claim_tokenistic(claim: str, practice: str, stance: str) -> None:
    higher = BANDS[BANDS.index(practice) :]
    tokenistic = [passage_verdict(claim, band, stance) in TOKENISTIC for band in higher]
    assert tokenistic == sorted(tokenistic, reverse=True)


@pytest.mark.parametrize("band", ["none", "informing"])
def test_lower_bands_are_not_counted(band: str) -> None:
    assert band not in COUNTED_BANDS
