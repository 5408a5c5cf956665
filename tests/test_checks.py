"""Checks and the raw index."""

import pytest

from tests.makers import make_claim
from tokenism.checks import Check
from tokenism.tallies import RawIndex, raw_index


def test_raw_index_counts_what_nothing_backs_and_leaves_repeats_out() -> None:
    claims = [
        make_claim(1, "label-only"),
        make_claim(2, "overclaimed", "co-production"),
        make_claim(3, "supported", "co-production"),
        make_claim(4, "planned", "co-production"),
        make_claim(5, "supported-elsewhere"),
        make_claim(6, "label-only", repeat_of="c1"),
    ]
    assert raw_index(claims) == RawIndex(5, pytest.approx(2 / 5), 3, pytest.approx(1 / 3))


def test_shares_of_nothing_are_undefined() -> None:
    assert raw_index([]) == RawIndex(0, None, 0, None)
    assert raw_index([make_claim(1, "supported")]) == RawIndex(1, 0.0, 0, None)


@pytest.mark.parametrize(("passed", "word"), [(True, "passed"), (False, "FAILED")])
def test_line_of_a_check_says_what_came_of_it(passed: bool, word: str) -> None:
    check = Check("length", passed, "below 0.3", {}, "It is 0.1.", {})
    assert check.line == f"length: {word}. It is 0.1. Bar: below 0.3."
