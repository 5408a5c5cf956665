"""The ladder profile as it is shown: the levels of a view from the highest, by the groups of its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tokenism.profile import profile_of
from tokenism.records import Passage, ProfileLine
from tokenism.report.corpus import Corpus
from tokenism.views import Level


@dataclass(frozen=True, slots=True)
class Step:
    """A level, its number from the lowest (0), and its counts."""

    n: int
    level: Level
    line: ProfileLine


@dataclass(frozen=True, slots=True)
class Ladder:
    """A profile: groups of steps (the name is empty without groups), sums, and the largest count of any step."""

    groups: tuple[tuple[str, tuple[Step, ...]], ...]
    n_claims: int
    n_practices: int
    most: int


def view_ladder(corpus: Corpus, lines: Sequence[ProfileLine]) -> Ladder | None:
    """Prepare the lines of one profile to be shown; None where nothing was read, and so nothing counted."""
    of = {line.level: line for line in lines}
    numbered = reversed(list(enumerate(corpus.view.levels)))
    steps = [Step(n, level, of[level.id]) for n, level in numbered if level.id in of]
    claims, practices = ([getattr(step.line, name) for step in steps] for name in ("n_claims", "n_practices"))
    if not steps or None in claims:
        return None
    return Ladder(
        groups=tuple((name, tuple(group)) for name, group in groupby(steps, key=lambda step: step.level.group)),
        n_claims=sum(claims),
        n_practices=sum(practices),
        most=max([*claims, *practices]),
    )


def whole_ladder(corpus: Corpus, passages: Sequence[Passage], *, min_claims: int) -> Ladder | None:
    """The profile of all passages of a run, each counted once, whoever it belongs to."""
    return view_ladder(corpus, profile_of("", corpus.counted_tags(passages), corpus.view, min_claims=min_claims))
