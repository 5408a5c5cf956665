"""Why a passage has its labels: the words that fired, and what each would give if it stood alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from tokenism.codebook import Codebook, Cue
from tokenism.facets import given
from tokenism.ladder import check_rung
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
        """What a cue stands for; or the definition of a marker.

        The rung of a practice is that which its words would give alone, with the facets and the rule behind it: other
        words of the passage may add facets, by which another rule decides.
        """
        return self._means.get((kind, rule), "")

    def rung(self, rung: int) -> str:
        """A rung by its number and name; one that is not on the ladder is an InputError.

        >>> from tokenism.codebook import load_codebook
        >>> Reasons(load_codebook()).rung(4)
        'rung 4, consulting'
        """
        check_rung(rung, len(self._codebook.rungs))
        return f"rung {rung}, {self._codebook.rungs[rung - 1].id}" if rung else "none"

    def _practice(self, cue: Cue) -> str:
        rule = self._codebook.rule_of(cue)
        lead = f"Shows {given(cue.gives)}; alone it would give {self.rung(int(cue.value))}"
        return f"{lead}." if rule is None else f"{lead}, by the rule {rule.id}: {rule.because}"
