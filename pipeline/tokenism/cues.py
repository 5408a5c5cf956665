"""What counts of the codebook's cues in a text: claims, practices, stance, facets and markers, and who is named."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import chain

from spacy.language import Language

from tokenism.agents import NOBODY, OTHER, PUBLIC
from tokenism.codebook import Codebook, load_codebook
from tokenism.cue_reading import Aside, CueReading, Hit, Named
from tokenism.facets import CLAIM, RUNG, WHO, Rule, deciding, derived
from tokenism.marking import mark
from tokenism.matching import Matches, PatternMatcher
from tokenism.weighing import Found, carrying, weigh


class CueReader:
    """Finds the cues of a codebook in texts; built once, called often."""

    def __init__(self, codebook: Codebook | None = None, nlp: Language | None = None) -> None:
        self.codebook = codebook or load_codebook()
        self._cues = {cue.id: cue for cue in self.codebook.cues}
        people = {PUBLIC: self.codebook.public, OTHER: self.codebook.not_public, NOBODY: self.codebook.not_people}
        self.matcher = PatternMatcher(
            ((cue.id, cue.patterns) for cue in self.codebook.cues),
            {label: chain.from_iterable(groups.values()) for label, groups in people.items()},
            nlp,
        )
        self._group_of = {
            tuple(self.matcher.tokenize(name)): group
            for groups in people.values()
            for group, names in groups.items()
            for name in names
        }

    def read(self, text: str) -> CueReading:
        """All hits in one text of up to some thousand words."""
        matches = self.matcher.match(text)
        found: dict[str, list[Found]] = defaultdict(list)
        for key, spans in matches.spans.items():
            cue = self._cues[key]
            found[cue.kind] += [(cue, *span) for span in spans]
        people = tuple(self._named(matches))
        counted, aside = weigh(matches, found, self.codebook)
        claims, practices, markers = (_hits(matches, counted[kind]) for kind in ("claim", "practice", "marker"))
        facets, rules = self._facets(matches, counted)
        reading = CueReading(
            claims=claims,
            practices=practices,
            stances=_hits(matches, found["stance"]),
            carried=_hits(matches, carrying(matches, found["stance"], counted)),
            markers=markers,
            vetoes=_hits(matches, found["veto"]),
            aside=tuple(Aside(hit, reason) for reason, those in aside.items() for hit in _hits(matches, those)),
            people=people,
            n_tokens=len(matches.doc),
            facets=facets,
            rules=rules,
        )
        if not (markers or facets):
            return reading
        return replace(reading, marked=tuple(mark(self.codebook, reading)))

    def labels(self, text: str) -> tuple[str, int, str]:
        """Claim band, practice rung and stance by the rules alone: the baseline that a model must beat."""
        return self.labels_of(self.read(text))

    def labels_of(self, reading: CueReading) -> tuple[str, int, str]:
        """Claim band, practice rung and stance that a reading speaks for."""
        claim, practice = reading.claim_rung, reading.practice_rung
        if reading.definition and practice < self.codebook.shared_from:
            return "none", 0, "definition"
        if not claim and not practice:
            return "none", 0, "na"
        values = {hit.cue.value for hit in reading.carried or reading.stances}
        order = ("reported", "committed", "aspirational") if practice else ("committed", "aspirational", "reported")
        stance = next((value for value in order if value in values), "reported")
        return reading.claim_band, practice, stance

    @cached_property
    def rule_ids(self) -> tuple[str, ...]:
        """Ids of all cues in the order of the codebook."""
        return tuple(self._cues)

    def _named(self, matches: Matches) -> Iterator[Named]:
        for label, start, end in matches.people:
            if label != NOBODY:
                yield Named(label == PUBLIC, self._group(matches, start, end), *matches.characters(start, end))

    def _facets(
        self, matches: Matches, counted: Mapping[str, list[Found]]
    ) -> tuple[Mapping[str, frozenset[str]], tuple[Rule, ...]]:
        """Facets that the cues give, those derived from them, and the rules that did so.

        The rung is that of the sentence with the highest (codebook 3b); a sentence that names nobody of the public
        speaks of those whom the rest of the passage names, and of what they take part in.
        """
        if not (counted["claim"] or counted["practice"]):
            return {}, ()
        whole = self._shown(matches, counted, range(len(matches.doc)))
        if counted["claim"]:
            whole[CLAIM] = frozenset([self.codebook.band(max(int(cue.value) for cue, *_ in counted["claim"]))])
        if not counted["practice"]:
            return whole, ()
        highest: Rule | None = None
        for sentence in sorted({matches.sentences[start] for _, start, _ in counted["practice"]}):
            shown = self._shown(matches, counted, _tokens_of(matches, sentence))
            if WHO not in shown:
                shown = {**whole, **shown, **{facet: whole[facet] | shown.get(facet, whole[facet]) for facet in whole}}
            rule = deciding(self.codebook.rules, RUNG, shown)
            if rule and (highest is None or int(rule.value) > int(highest.value)):
                highest = rule
        if highest is None:
            return whole, ()
        values, rules = derived(self.codebook.rules, {**whole, RUNG: frozenset([highest.value])})
        return values, (highest, *rules)

    def _shown(self, matches: Matches, counted: Mapping[str, list[Found]], tokens: range) -> dict[str, frozenset[str]]:
        """Facets that cues and named people show among some tokens."""
        values: dict[str, set[str]] = defaultdict(set)
        for cue, start, _ in (*counted["practice"], *counted["marker"]):
            if start in tokens:
                for facet, value in cue.gives.items():
                    values[facet].add(value)
        for label, start, end in matches.people:
            if label == PUBLIC and start in tokens:
                values[WHO].add(self._group(matches, start, end))
        return {facet: frozenset(those) for facet, those in values.items()}

    def _group(self, matches: Matches, start: int, end: int) -> str:
        return self._group_of[tuple(token.lower_ for token in matches.doc[start:end])]


def _tokens_of(matches: Matches, sentence: int) -> range:
    return range(bisect_left(matches.sentences, sentence), bisect_right(matches.sentences, sentence))


def _hits(matches: Matches, those: Iterable[Found]) -> tuple[Hit, ...]:
    places = [Hit(cue, *matches.characters(start, end)) for cue, start, end in those]
    return tuple(sorted(places, key=lambda hit: (hit.start, hit.end, hit.cue.id)))
