"""What counts of the codebook's cues in a text: what is claimed and described; vetoes, negation, and who is named."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from tokenism.codebook import Codebook, Cue, load_codebook
from tokenism.matching import Matches, PatternMatcher, Range
from tokenism.patterns import GROUPS

_NEGATION_REACH = 7
"""A negation reaches this many tokens to its right, inside its sentence."""


_Found = tuple[Cue, int, int]
"""A cue and the tokens that it matched, before it is known whether it counts."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that fired: half-open code point offsets into the text as it was given."""

    cue: Cue
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CueReading:
    """What the rules make of one text: hits that count by kind, vetoes, and who was named."""

    claims: tuple[Hit, ...]
    practices: tuple[Hit, ...]
    stances: tuple[Hit, ...]
    markers: tuple[Hit, ...]
    vetoes: tuple[Hit, ...]
    negated: tuple[Hit, ...]
    n_public: int
    n_other: int
    n_tokens: int

    def highest(self, kind: str) -> int:
        """Highest rung among the hits of ``claims`` or ``practices``; 0 without any."""
        hits: tuple[Hit, ...] = getattr(self, kind)
        return max((int(hit.cue.value) for hit in hits), default=0)

    @property
    def definition(self) -> bool:
        """Whether the text explains participation or a duty rather than speaks of the organisation."""
        return any(hit.cue.value == "definition" for hit in self.stances)


class CueReader:
    """Finds the cues of a codebook in texts; built once, called often."""

    def __init__(self, codebook: Codebook | None = None) -> None:
        self.codebook = codebook or load_codebook()
        self._cues = {cue.id: cue for cue in self.codebook.cues}
        people = {"<public>": self.codebook.public, "<other>": self.codebook.not_public}
        self.matcher = PatternMatcher(
            ((cue.id, cue.patterns) for cue in self.codebook.cues),
            {GROUPS[sign]: chain.from_iterable(groups.values()) for sign, groups in people.items()},
        )

    def read(self, text: str) -> CueReading:
        """All hits in one text of up to some thousand words."""
        matches = self.matcher.match(text)
        found: dict[str, list[_Found]] = defaultdict(list)
        for key, spans in matches.spans.items():
            cue = self._cues[key]
            found[cue.kind] += [(cue, *span) for span in spans]
        return _counted(matches, found)

    def labels(self, text: str) -> tuple[str, int, str]:
        """Claim band, practice rung and stance by the rules alone: the baseline that a model must beat."""
        reading = self.read(text)
        claim, practice = reading.highest("claims"), reading.highest("practices")
        if reading.definition and practice < 6:
            return "none", 0, "definition"
        if not claim and not practice:
            return "none", 0, "na"
        values = {hit.cue.value for hit in reading.stances}
        order = ("reported", "committed", "aspirational") if practice else ("committed", "aspirational", "reported")
        stance = next((value for value in order if value in values), "reported")
        return self.codebook.band(claim), practice, stance

    @cached_property
    def rule_ids(self) -> tuple[str, ...]:
        """Ids of all cues in the order of the codebook."""
        return tuple(self._cues)


def _counted(matches: Matches, found: dict[str, list[_Found]]) -> CueReading:
    """The reading of a text: claims and practices without those that are vetoed or negated, or lack the public."""

    def hits(those: Iterable[_Found]) -> tuple[Hit, ...]:
        places = [Hit(cue, *matches.characters(start, end)) for cue, start, end in those]
        return tuple(sorted(places, key=lambda hit: (hit.start, hit.end, hit.cue.id)))

    vetoed = {i for _, start, end in found["veto"] for i in range(start, end)}
    negated = _negated_tokens(((start, end) for _, start, end in found["negation"]), matches.sentences)
    n_public = sum(label == "PUBLIC" for label, *_ in matches.people)
    counted: dict[str, list[_Found]] = defaultdict(list)
    for kind in ("claim", "practice"):
        for cue, start, end in found[kind]:
            covered = range(start, end)
            if (cue.needs_public and not n_public) or not vetoed.isdisjoint(covered):
                continue
            counted[kind if negated.isdisjoint(covered) else "negated"].append((cue, start, end))
    return CueReading(
        claims=hits(counted["claim"]),
        practices=hits(counted["practice"]),
        stances=hits(found["stance"]),
        markers=hits(found["marker"]),
        vetoes=hits(found["veto"]),
        negated=hits(counted["negated"]),
        n_public=n_public,
        n_other=len(matches.people) - n_public,
        n_tokens=len(matches.doc),
    )


def _negated_tokens(negations: Iterable[Range], sentences: Sequence[int]) -> set[int]:
    reached: set[int] = set()
    for start, end in negations:
        for i in range(end, min(end + _NEGATION_REACH, len(sentences))):
            if sentences[i] == sentences[start]:
                reached.add(i)
    return reached
