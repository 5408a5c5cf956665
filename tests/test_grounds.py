"""Reasons and what would change a verdict, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import codebook, make_passage, make_tag
from tokenism.evidence import Evidence
from tokenism.grounds import reason, would_change

BROAD = codebook().view("bands-broad")
LABEL = make_tag(1, "consultation", "none")


def evidence(*names: str, words: tuple[str, ...] = (), stance: str = "reported") -> Evidence:
    tag = make_tag(2, "none", "consultation", stance)
    return Evidence(make_passage(2, "x", page=14), tag, 5.0, names, words)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (evidence("Family Hubs"), "Page 14 describes consultation on the same thing: Family Hubs."),
        (evidence(words=("pool",)), "Page 14 describes consultation on what seems to be the same subject (pool)."),
        (evidence(stance="committed"), "Page 14 promises consultation on what seems to be the same subject."),
    ],
)
def test_reason_says_what_the_verdict_rests_on(found: Evidence, sentence: str) -> None:
    assert reason(LABEL, "supported-elsewhere", found, BROAD) == sentence


@given(st.text(max_size=300), st.text(max_size=300))
def test_hostile_names_stay_one_short_line(name: str, title: str) -> None:
    found = reason(LABEL, "supported-elsewhere", evidence(name), BROAD, title)
    assert len(found) <= 220
    assert found.isprintable() or not {"\n", "\t", "\x1b", "\u202e"} & set(found)


@pytest.mark.parametrize(
    ("tag", "verdict", "found", "change"),
    [
        (LABEL, "label-only", None, "an account of how people were asked or met"),
        (LABEL, "supported-elsewhere", evidence(), "that the passage on page 14 concerns another activity"),
        (LABEL, "planned", evidence(stance="committed"), "a report that it took place"),
        (
            make_tag(1, "co-production", "consultation"),
            "overclaimed",
            None,
            "an account of what people decided, wrote, chose or ran together with the organisation",
        ),
        (
            make_tag(1, "consultation", "consultation"),
            "supported",
            None,
            "that what the passage describes was less than that, or did not take place",
        ),
    ],
)
def test_one_finding_would_change_each_verdict(tag: object, verdict: str, found: Evidence | None, change: str) -> None:
    assert would_change(tag, verdict, found, BROAD) == change
