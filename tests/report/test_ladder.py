"""The ladder that is shown: levels from the highest, in the groups of their author, with sums and the largest count."""

from dataclasses import replace

import pytest

from tests.makers import codebook, make_passage, make_tag
from tokenism.profile import profile_of
from tokenism.records import Tag
from tokenism.report.corpus import Corpus
from tokenism.report.ladder import view_ladder, whole_ladder


def tag_of(number: int, claim: int, practice: int) -> Tag:
    return replace(make_tag(number), claim_rung=claim, practice_rung=practice)


def corpus(*rungs: tuple[int, int], view: str = "iap2") -> Corpus:
    tags = [tag_of(n, *pair) for n, pair in enumerate(rungs)]
    passages = [make_passage(n) for n in range(len(tags))]
    shown = codebook().views[view]
    return Corpus([], passages, tags, [], [], [], [], codebook(), shown, shown)


def test_levels_stand_from_the_highest_with_their_counts() -> None:
    run = corpus((7, 4), (8, 4), (0, 0))
    ladder = whole_ladder(run, run.passages, min_claims=1)
    assert ladder is not None
    steps = [step for _, group in ladder.groups for step in group]
    assert [(step.level.id, step.line.n_claims, step.line.n_practices) for step in steps] == [
        ("empower", 1, 0),
        ("collaborate", 1, 0),
        ("involve", 0, 0),
        ("consult", 0, 2),
        ("inform", 0, 0),
    ]
    assert [step.n for step in steps] == [4, 3, 2, 1, 0]
    assert (ladder.n_claims, ladder.n_practices, ladder.most) == (2, 2, 2)


@pytest.mark.parametrize(
    ("view", "groups"),
    [("arnstein", ["degrees of citizen power", "degrees of tokenism", "nonparticipation"]), ("iap2", [""])],
)
def test_levels_stand_in_the_groups_of_their_author(view: str, groups: list[str]) -> None:
    run = corpus((7, 4), view=view)
    ladder = whole_ladder(run, run.passages, min_claims=1)
    assert ladder is not None
    assert [name for name, _ in ladder.groups] == groups


def test_each_passage_counts_once_whoever_it_belongs_to_and_definitions_do_not() -> None:
    run = corpus((7, 4), (4, 4))
    passages = [replace(run.passages[0], organisation="Elm Council; Ash Council"), run.passages[1]]
    run = replace(run, passages=passages, tags=[run.tags[0], replace(run.tags[1], stance="definition")])
    ladder = whole_ladder(run, passages, min_claims=1)
    assert ladder is not None
    assert (ladder.n_claims, ladder.n_practices) == (1, 1)


def test_nothing_read_has_no_ladder() -> None:
    run = corpus()
    assert view_ladder(run, profile_of("Elm", None, run.view, min_claims=1)) is None
    assert view_ladder(run, []) is None
