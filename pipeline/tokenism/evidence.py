"""Which passage is the best evidence for each claim that its own passage does not back."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tokenism.records import BANDS, Passage, Tag
from tokenism.subjects import Subjects


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign speaks for two passages being about the same activity or product.

    Those up to ``length`` weigh the signs of :meth:`tokenism.subjects.Subjects.signs`; their sum is the likeness. It
    loses ``rival`` times what another claim that also looks for evidence is more like that passage, since a passage
    tells foremost of what it is nearest to, and gains ``several`` times what the other candidates add (the log of the
    sum of exponentials, above the best). Some claims are seldom backed: one whose passage describes something less
    loses ``lesser``, a wish loses ``wish``. From ``min_score`` on it is evidence. Weights are the coefficients of a
    conditional logistic regression on the demo corpus and the judged claims of real documents, rounded.
    A claim of consultation whose own passage describes it with a chance of ``doubt`` or more is given the benefit of
    the doubt: see :func:`benefits`.
    Claims whose word triples are alike by ``repeat`` (Jaccard) are repeats.
    """

    min_score: float = 2.9
    words: float = 2.2
    focus: float = 1.7
    rarest: float = 3.7
    second: float = 4.0
    people: float = 1.3
    itself: float = 1.5
    made: float = 0.9
    making: float = 0.8
    account: float = 0.8
    length: float = 1.7
    rival: float = 0.4
    several: float = 0.5
    lesser: float = 2.4
    wish: float = 0.7
    doubt: float = 0.25
    repeat: float = 0.8

    def likeness(self, signs: Mapping[str, float]) -> float:
        """The sum of the signs by their weights."""
        return math.fsum(getattr(self, name) * value for name, value in signs.items())

    def handicap(self, claim: Tag) -> float:
        """What the likeness of any passage to this claim loses."""
        return self.lesser * (claim.verdict == "overclaimed") + self.wish * (claim.stance == "aspirational")


def benefits(claim: Tag, weights: Weights) -> bool:
    """Whether a claim that its passage does not back by its labels is backed by it in doubt.

    On judged claims of real documents the passage itself was found to describe what it claims in more than half of
    these cases, and in none of them was nothing described (``annotations/scores/ledger.json`` has the figures). Claims
    of co-production are not given it: their passages mostly describe less, and say so.
    """
    if claim.claim != "consultation" or claim.stance not in ("reported", "committed"):
        return False
    enough = BANDS[BANDS.index(claim.claim) :]
    return sum(claim.p_practice.get(band, 0.0) for band in enough) >= weights.doubt


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that backs a claim, with its score and what it shares with it: names, else words."""

    passage: Passage
    tag: Tag
    score: float
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def find_evidence(
    claims: Sequence[Passage],
    passages: Sequence[Passage],
    tag_of: Mapping[str, Tag],
    subjects: Subjects,
    weights: Weights,
) -> dict[str, Evidence]:
    """The best evidence for claims that look for it, by passage id; those without any are left out."""
    likeness = {
        claim.passage_id: {
            other.passage_id: weights.likeness(subjects.signs(claim, other))
            - weights.handicap(tag_of[claim.passage_id])
            for other in passages
            if other.passage_id != claim.passage_id and backs(tag_of[other.passage_id], tag_of[claim.passage_id])
        }
        for claim in claims
    }
    nearest = _two_nearest(likeness.values())
    by_id = {passage.passage_id: passage for passage in passages}
    found = {}
    for claim in claims:
        scores = {
            key: score - weights.rival * max(0.0, _without(nearest[key], score) - score)
            for key, score in likeness[claim.passage_id].items()
        }
        best = _best(scores, by_id, tag_of, weights)
        if best is not None:
            other, score = best
            names, words = subjects.named(claim, other), subjects.told(claim, other)
            found[claim.passage_id] = Evidence(
                other, tag_of[other.passage_id], round(score, 4), tuple(names), tuple(words)
            )
    return found


def backs(tag: Tag, claim: Tag) -> bool:
    """Whether a passage describes, or promises, practice at or above the claimed band."""
    return BANDS.index(tag.practice) >= BANDS.index(claim.claim) and tag.stance in ("reported", "committed")


def _two_nearest(likeness: Iterable[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    """The two greatest likenesses that each candidate has to any claim."""
    nearest: dict[str, tuple[float, float]] = {}
    for scores in likeness:
        for key, score in scores.items():
            first, second = nearest.get(key, (-math.inf, -math.inf))
            nearest[key] = (max(first, score), max(min(first, score), second))
    return nearest


def _without(nearest: tuple[float, float], score: float) -> float:
    """The greatest likeness that another claim has to the candidate."""
    first, second = nearest
    return second if score == first else first


def _best(
    scores: Mapping[str, float], by_id: Mapping[str, Passage], tag_of: Mapping[str, Tag], weights: Weights
) -> tuple[Passage, float] | None:
    """The best candidate with its score; what is reported goes before what is promised, then what stands first."""
    if not scores:
        return None
    top = max(scores.values())
    gain = weights.several * math.log(math.fsum(math.exp(score - top) for score in scores.values()))
    enough = [(by_id[key], score + gain) for key, score in scores.items() if score + gain >= weights.min_score]
    return max(
        enough,
        key=lambda pair: (tag_of[pair[0].passage_id].stance == "reported", pair[1], -pair[0].order),
        default=None,
    )
