"""Figures of text read: known results on tiny texts, and what must not change them."""

from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenism.fidelity import (
    Fidelity,
    Piece,
    align,
    compare,
    edit_distance,
    place_floats,
    same_starts,
    word_overlap,
    word_shares,
)

WORDS = st.lists(st.sampled_from(["we", "read", "it", "all", "out"]), max_size=30)


def pieces(*texts: str, page: int = 1) -> list[Piece]:
    return [Piece(text, page) for text in texts]


def slow_distance(left: list[str], right: list[str]) -> int:
    """Levenshtein distance row by row (Wagner and Fischer 1974)."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def slow_common(left: list[str], right: list[str]) -> int:
    """Length of the longest common subsequence, row by row."""
    row = [0] * (len(right) + 1)
    for a in left:
        last = 0
        for j, b in enumerate(right, 1):
            last, row[j] = row[j], last + 1 if a == b else max(row[j], row[j - 1])
    return row[-1]


@given(WORDS, WORDS)
def test_edit_distance_is_that_of_the_plain_method(left: list[str], right: list[str]) -> None:
    assert edit_distance(left, right) == slow_distance(left, right)


@given(WORDS, WORDS)
def test_alignment_is_a_longest_one_of_equal_words_in_order(left: list[str], right: list[str]) -> None:
    pairs = align(left, right)
    assert len(pairs) == slow_common(left, right)
    assert all(left[i] == right[j] for i, j in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


def test_distance_of_long_texts_crosses_machine_words() -> None:
    left = [str(n % 97) for n in range(500)]
    right = [*left[:200], "x", *left[230:]]
    assert edit_distance(left, right) == slow_distance(left, right)
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    assert len(align(left, right)) >= sum(block.size for block in blocks)


def test_aligned_words_stand_with_those_that_follow() -> None:
    assert align(["the", "strategy", "ends"], ["the", "head", "the", "strategy", "ends"]) == [(0, 2), (1, 3), (2, 4)]


def test_perfect_reading_is_perfect() -> None:
    truth = pieces("Residents decide.", "Officers listen.")
    assert compare(truth, truth).shares() == dict.fromkeys(
        ("word_recall", "word_precision", "order", "order_of_shared", "boundary_f1"), 1.0
    )


def test_nothing_read_of_nothing_is_undefined() -> None:
    assert set(compare([], []).shares().values()) == {None}


def test_lost_and_added_words_are_told_apart() -> None:
    shares = compare(pieces("we read it all"), pieces("we read it out loud")).shares()
    assert (shares["word_recall"], shares["word_precision"]) == (3 / 4, 3 / 5)
    assert shares["order"] == pytest.approx(1 - 2 / 5)
    assert shares["order_of_shared"] == 1.0


def test_swapped_passages_cost_order_and_no_words() -> None:
    truth = pieces("residents decide together", "officers listen")
    shares = compare(truth, truth[::-1]).shares()
    assert (shares["word_recall"], shares["word_precision"]) == (1.0, 1.0)
    assert shares["order"] == pytest.approx(1 - 4 / 5)
    assert shares["order_of_shared"] == pytest.approx(3 / 5)


def test_headings_given_in_passages_are_right_and_wanted_by_no_one() -> None:
    truth = [Piece("Our aims", 1, heading=True), *pieces("residents decide")]
    for found in (pieces("residents decide"), pieces("our aims residents decide")):
        shares = compare(truth, found).shares()
        assert (shares["word_recall"], shares["word_precision"]) == (1.0, 1.0)


def test_reader_that_tells_headings_apart_is_judged_on_passages() -> None:
    truth = [Piece("Our aims", 1, heading=True), *pieces("residents decide")]
    found = [Piece("Something else", 1, heading=True), *pieces("residents decide")]
    assert compare(truth, found).shares()["order"] == 1.0


def test_labels_count_as_right_words() -> None:
    shares = compare(pieces("north 12"), pieces("area north count 12"), labels=["area", "count"]).shares()
    assert shares["word_precision"] == 1.0


@pytest.mark.parametrize(
    ("found", "starts"),
    [
        (["residents decide", "officers listen"], (2, 2, 2)),
        (["residents decide officers listen"], (2, 1, 1)),
        (["residents", "decide", "officers listen"], (2, 3, 2)),
        (["residents decide", "figure one", "officers listen"], (2, 3, 2)),
        (["residents decide", "3 officers listen"], (2, 2, 2)),
        (["residents decide", "–", "officers listen"], (2, 2, 2)),
        ([], (2, 0, 0)),
    ],
)
def test_starts_of_passages_are_compared_by_word(found: list[str], starts: tuple[int, int, int]) -> None:
    assert same_starts(pieces("residents decide", "officers listen"), pieces(*found)) == starts


def test_heading_standing_alone_is_no_wrong_start() -> None:
    truth = [*pieces("residents decide"), Piece("Our aims", 1, heading=True), *pieces("officers listen")]
    assert same_starts(truth, pieces("residents decide", "our aims", "officers listen")) == (2, 2, 2)
    assert same_starts(truth, pieces("residents decide", "our aims officers listen")) == (2, 2, 2)


FLOW = ["all residents of the town", "every officer of the council", "each member of the board"]
NOTE = Piece("counts are as at april", 1, float_of="note")


@pytest.mark.parametrize("place", range(4))
def test_float_may_stand_anywhere_on_its_page(place: int) -> None:
    truth = [*pieces(FLOW[0]), NOTE, *pieces(*FLOW[1:])]
    found = pieces(*FLOW)
    found.insert(place, Piece(NOTE.text, 1))
    assert compare(truth, found).shares()["order"] == 1.0


def test_float_read_on_another_page_costs_order() -> None:
    truth = [*pieces(FLOW[0]), NOTE, *pieces(*FLOW[1:], page=2)]
    found = [*pieces(FLOW[0]), *pieces(*FLOW[1:], page=2), Piece(NOTE.text, 2)]
    assert compare(truth, found).shares()["order"] < 1.0


def test_float_inside_a_passage_costs_order() -> None:
    truth = [*pieces(FLOW[0]), NOTE]
    found = pieces("all residents", NOTE.text, "of the town")
    assert compare(truth, found).shares()["order"] < 1.0


def test_float_that_was_not_read_stays_where_the_source_has_it() -> None:
    truth = [*pieces(FLOW[0]), NOTE, *pieces(*FLOW[1:])]
    assert [piece.text for piece in place_floats(truth, pieces(*FLOW))] == [piece.text for piece in truth]


def test_counts_of_documents_add_up() -> None:
    one, other = compare(pieces("we read"), pieces("we")), compare(pieces("it all"), pieces("it all"))
    assert (one + other).shares()["word_recall"] == 3 / 4
    assert one + Fidelity() == one


def test_word_shares_keep_documents_apart() -> None:
    truth = {"a": Counter(["we", "read"]), "b": Counter(["it", "all"])}
    found = {"a": Counter(["it", "all"]), "b": Counter(["it", "all"]), "c": Counter(["more"])}
    assert word_shares(truth, found) == (0.5, 0.5)
    assert word_shares({}, found) == (None, None)


def test_overlap_counts_repeats() -> None:
    assert word_overlap(Counter(["we", "we", "read"]), Counter(["we"])) == 0.5
    assert word_overlap(Counter(), Counter()) == 0.0
