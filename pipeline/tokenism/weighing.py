"""What speaks against a cue that fired, and which stance is that of the sentence that carries the claim or practice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tokenism.agents import PUBLIC, Agents
from tokenism.codebook import Codebook, Cue
from tokenism.matching import Matches, Range

Found = tuple[Cue, int, int]
"""A cue and the tokens that it matched."""

ASIDE = {
    "veto": "the words mean something else here",
    "no-public": "nobody of the public is named",
    "others": "it is with staff, partners or bodies, not with the public",
    "not-the-doer": "the public is not the one who does it",
    "quoted": "somebody is quoted; the words are not the document's own",
    "negated": "it is denied, or said that it should be",
}
"""Why a cue that fired does not count."""

_NEGATION_REACH = 7
"""A negation reaches this many tokens to its right, inside its sentence."""
_NEGATION_ENDS = frozenset({"(", ")", "but", "however", "because", "although", "while", "whereas"})


def weigh(
    matches: Matches, found: Mapping[str, list[Found]], codebook: Codebook
) -> tuple[dict[str, list[Found]], dict[str, list[Found]]]:
    """Claims, practices and markers that count, by kind; and the claims and practices that do not, by reason."""
    counted: dict[str, list[Found]] = defaultdict(list)
    aside: dict[str, list[Found]] = defaultdict(list)
    if not (found["claim"] or found["practice"] or found["marker"]):
        return counted, aside
    scales = _Scales(matches, found, shared_from=codebook.shared_from)
    for kind in ("claim", "practice"):
        for cue, start, end in found[kind]:
            reason = scales.against(cue, start, end)
            (aside[reason] if reason else counted[kind]).append((cue, start, end))
    if found["marker"]:
        spoken = (cue for cue, *_ in (*counted["claim"], *counted["practice"], *aside["negated"]))
        here = {
            "none": True,
            "public": any(label == PUBLIC for label, *_ in matches.people),
            "participation": any(int(cue.value) > codebook.told_up_to for cue in spoken),
        }
        markers = (marker for marker in found["marker"] if here[marker[0].needs])
        counted["marker"] = [marker for marker in markers if not scales.denied(*marker)]
    return counted, aside


def carrying(matches: Matches, stances: Iterable[Found], counted: Mapping[str, list[Found]]) -> list[Found]:
    """Stances of the sentences that carry the highest practice, else of those that carry a claim (codebook 3c)."""
    carriers = counted["practice"] or counted["claim"]
    highest = max((int(cue.value) for cue, *_ in carriers), default=0)
    sentences = {matches.sentences[start] for cue, start, _ in carriers if int(cue.value) == highest}
    return [stance for stance in stances if matches.sentences[stance[1]] in sentences]


class _Scales:
    """Tells of a cue that fired in a text whether something speaks against it."""

    def __init__(self, matches: Matches, found: Mapping[str, list[Found]], *, shared_from: int) -> None:
        self._shared_from = shared_from
        self._agents = Agents(matches)
        self._named = any(label == PUBLIC for label, *_ in matches.people)
        self._vetoed = {i for _, start, end in found["veto"] for i in range(start, end)}
        self._negated = _negated_tokens(matches, ((start, end) for _, start, end in found["negation"]))
        self._quoted = {i for start, end in self._agents.quoted() for i in range(start, end)}

    def denied(self, cue: Cue, start: int, end: int) -> bool:
        """Whether a marker means something else here, or is denied; signs that are denials themselves are not."""
        covered = range(start, end)
        return not self._vetoed.isdisjoint(covered) or (not cue.even_denied and not self._negated.isdisjoint(covered))

    def _is_joint(self, cue: Cue) -> bool:
        return int(cue.value) >= self._shared_from

    def against(self, cue: Cue, start: int, end: int) -> str:
        """A key of :data:`ASIDE`; empty if the cue counts."""
        covered = range(start, end)
        if not self._vetoed.isdisjoint(covered):
            return "veto"
        if cue.needs_public and not self._named:
            return "no-public"
        if cue.kind == "claim" and not self._quoted.isdisjoint(covered):
            return "quoted"
        if not self._negated.isdisjoint(covered):
            return "negated"
        if cue.kind == "claim" and self._agents.with_others_only(start, end, joint=self._is_joint(cue)):
            return "others"
        if cue.agent and not self._agents.public_acts(start, end):
            return "not-the-doer"
        return ""


def _negated_tokens(matches: Matches, negations: Iterable[Range]) -> set[int]:
    sentences: Sequence[int] = matches.sentences
    reached: set[int] = set()
    for start, end in negations:
        for i in range(end, min(end + _NEGATION_REACH, len(sentences))):
            if sentences[i] != sentences[start] or matches.doc[i].lower_ in _NEGATION_ENDS:
                break
            reached.add(i)
    return reached
