"""Why a passage has its labels: the words that fired, what they stand for, and the rule that gave the rung."""

from collections.abc import Iterable
from dataclasses import dataclass

from tokenism.codebook import Codebook, Cue
from tokenism.facets import RUNG, first_met
from tokenism.records import Span


@dataclass(frozen=True, slots=True)
class Sign:
    """A cue or marker of a passage: its id, its words there, and in a sentence what it stands for."""

    id: str
    words: tuple[str, ...]
    means: str


class Reasons:
    """What each cue and marker of a codebook stands for; built once, asked for each passage."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._means = {("marker", marker.id): marker.definition for marker in codebook.markers}
        self._means |= {("claim", cue.id): f"Claims {self.rung(int(cue.value))}." for cue in codebook.of_kind("claim")}
        self._means |= {("practice", cue.id): self._practice(cue) for cue in codebook.of_kind("practice")}

    def signs(self, text: str, spans: Iterable[Span], kind: str) -> tuple[Sign, ...]:
        """What fired of one kind (claim, practice, marker) in the order of the text; each cue and wording once.

        A cue that the codebook no longer has keeps its id and words and means nothing.
        """
        words: dict[str, dict[str, None]] = {}
        for span in sorted(spans, key=lambda span: (span.start, span.end, span.rule, span.value)):
            if span.kind == kind:
                said = " ".join(text[max(0, span.start) : max(0, span.end)].split())
                words.setdefault(span.value if kind == "marker" else span.rule, {})[said] = None
        return tuple(Sign(key, tuple(filter(None, said)), self.meaning(kind, key)) for key, said in words.items())

    def meaning(self, kind: str, rule: str) -> str:
        """The rung that a cue gives, with the facets and the rule behind it; or the definition of a marker."""
        return self._means.get((kind, rule), "")

    def rung(self, rung: int) -> str:
        """A rung by its number and name.

        >>> from tokenism.codebook import load_codebook
        >>> Reasons(load_codebook()).rung(4)
        'rung 4, consulting'
        """
        return f"rung {rung}, {self._codebook.rungs[rung - 1].id}" if rung else "none"

    def _practice(self, cue: Cue) -> str:
        found = {facet: frozenset([value]) for facet, value in cue.gives.items()}
        rule = first_met(self._codebook.rules, RUNG, found)
        shown = ", ".join(f"{facet} {value}" for facet, value in cue.gives.items())
        lead = f"Shows {shown}: {self.rung(int(cue.value))}"
        return f"{lead}." if rule is None else f"{lead}, by the rule {rule.id}. {rule.because}"
