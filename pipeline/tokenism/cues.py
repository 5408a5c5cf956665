"""What counts of the codebook's cues in a text: claims, practices, stance, facets and markers, and who is named."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from spacy.language import Language

from tokenism.agents import NOBODY, OTHER, PUBLIC
from tokenism.codebook import Codebook, Cue, Marker, load_codebook
from tokenism.facets import CLAIM, RUNG, WHO, Rule, derived, met
from tokenism.matching import Matches, PatternMatcher, Range
from tokenism.weighing import Found, carrying, weigh


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that fired: half-open code point offsets into the text as it was given."""

    cue: Cue
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Aside:
    """A cue that fired and does not count, with a key of :data:`tokenism.weighing.ASIDE`."""

    hit: Hit
    reason: str


@dataclass(frozen=True, slots=True)
class MarkerHit:
    """A marker and words that show it: by a cue, or by facets (then ``by`` is the marker's own id)."""

    marker: str
    by: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """People named in a text: whether they are the public, and their group in the codebook."""

    public: bool
    group: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CueReading:
    """What the rules make of one text.

    ``claims``, ``practices``, ``stances``, ``markers`` and ``vetoes`` are hits of cues that count, ``carried`` the
    stances of the sentence that carries the practice or else the claim, ``aside`` claims and practices that do not
    count. ``facets`` holds the values of each facet that the text shows, the derived ones
    (``rung`` among them) included, and ``rules`` the rules that derived them. ``marked`` are all markers with their
    words: those of cues, those that facets give, and the same under other authors' names.
    """

    claims: tuple[Hit, ...]
    practices: tuple[Hit, ...]
    stances: tuple[Hit, ...]
    carried: tuple[Hit, ...]
    markers: tuple[Hit, ...]
    vetoes: tuple[Hit, ...]
    aside: tuple[Aside, ...]
    people: tuple[Named, ...]
    n_tokens: int
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    marked: tuple[MarkerHit, ...] = ()

    @property
    def claim_rung(self) -> int:
        """Highest rung among the claims; 0 without any."""
        return max((int(hit.cue.value) for hit in self.claims), default=0)

    @property
    def claim_band(self) -> str:
        """Band of the claims, or that of a claim which the rules derive from the practice; ``none`` without any."""
        return next(iter(self.facets.get(CLAIM, ())), "none")

    @property
    def practice_rung(self) -> int:
        """The rung that the rules derive from the facets; 0 without a described practice."""
        return max(map(int, self.facets.get(RUNG, ())), default=0)

    @property
    def negated(self) -> tuple[Hit, ...]:
        """Claims and practices that are denied."""
        return tuple(aside.hit for aside in self.aside if aside.reason == "negated")

    @property
    def n_public(self) -> int:
        """How often the public is named."""
        return sum(named.public for named in self.people)

    @property
    def n_other(self) -> int:
        """How often others are named."""
        return len(self.people) - self.n_public

    @property
    def definition(self) -> bool:
        """Whether the text explains participation or a duty rather than speaks of the organisation."""
        return any(hit.cue.value == "definition" for hit in self.stances)


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
        counted, aside = weigh(matches, found)
        counted["marker"] = self._backed(matches, found["marker"], (counted, aside))
        claims, practices, markers = (_hits(matches, counted[kind]) for kind in ("claim", "practice", "marker"))
        facets, rules = self._facets(claims, practices, markers, people)
        shared = max(map(int, facets.get(RUNG, ())), default=0) >= self.codebook.shared_from
        explains = not shared and any(cue.value == "definition" for cue, *_ in found["stance"])
        return CueReading(
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
            marked=tuple(self._marked(claims, practices, markers, people, facets, rules, explains=explains)),
        )

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

    def _backed(
        self, matches: Matches, markers: list[Found], others: Iterable[Mapping[str, list[Found]]]
    ) -> list[Found]:
        """Markers that have beside them what they need; a claim or practice that is denied speaks of it too."""
        if not markers:
            return []
        counted, aside = others
        cues = (cue for cue, *_ in (*counted["claim"], *counted["practice"], *aside.get("negated", ())))
        here = {
            "none": True,
            "public": any(label == PUBLIC for label, *_ in matches.people),
            "participation": any(int(cue.value) > self.codebook.told_up_to for cue in cues),
        }
        return [found for found in markers if here[found[0].needs]]

    def _named(self, matches: Matches) -> Iterator[Named]:
        for label, start, end in matches.people:
            if label == NOBODY:
                continue
            words = tuple(token.lower_ for token in matches.doc[start:end])
            yield Named(label == PUBLIC, self._group_of[words], *matches.characters(start, end))

    def _facets(
        self, claims: Sequence[Hit], practices: Sequence[Hit], markers: Sequence[Hit], people: Sequence[Named]
    ) -> tuple[Mapping[str, frozenset[str]], tuple[Rule, ...]]:
        """Facets that the hits give, those derived from them, and the rules that did so."""
        if not (claims or practices):
            return {}, ()
        values: dict[str, set[str]] = defaultdict(set)
        for hit in (*practices, *markers):
            for facet, value in hit.cue.gives.items():
                values[facet].add(value)
        values[WHO] = {named.group for named in people if named.public}
        if claims:
            values[CLAIM] = {self.codebook.band(max(int(hit.cue.value) for hit in claims))}
        rules = self.codebook.rules if practices else ()
        return derived(rules, {facet: frozenset(those) for facet, those in values.items() if those})

    def _marked(
        self,
        claims: Sequence[Hit],
        practices: Sequence[Hit],
        markers: Sequence[Hit],
        people: Sequence[Named],
        facets: Mapping[str, frozenset[str]],
        rules: Sequence[Rule],
        *,
        explains: bool,
    ) -> Iterator[MarkerHit]:
        """Every marker with its words, in the order of the text; each also under the names that mean the same.

        A text that only ``explains`` participation shows no practice of the organisation: facets give no marker.
        """
        found: set[tuple[str, str, int, int]] = {(hit.cue.value, hit.cue.id, hit.start, hit.end) for hit in markers}
        if facets and not explains:
            show = _Words(claims, (*practices, *markers), people, rules)
            for marker in self._by_facets:
                if met(marker.when, facets):
                    found |= {(marker.id, marker.id, a, b) for a, b in show.of(marker.when, facets)}
        aliases = self.codebook.aliases
        found |= {(alias, by, a, b) for key, by, a, b in tuple(found) for alias in aliases.get(key, ())}
        for marker_id, by, start, end in sorted(found, key=lambda place: (place[2], place[3], place[0])):
            yield MarkerHit(marker_id, by, start, end)

    @cached_property
    def _by_facets(self) -> tuple[Marker, ...]:
        return tuple(marker for marker in self.codebook.markers if marker.when)


class _Words:
    """The words that show a facet: of the first cue that gives it, or of what the rule that derived it asked for."""

    def __init__(
        self, claims: Sequence[Hit], giving: Sequence[Hit], people: Sequence[Named], rules: Sequence[Rule]
    ) -> None:
        self._claims = claims
        self._giving = giving
        self._people = people
        self._rules = rules

    def of(self, when: Mapping[str, tuple[str, ...]], found: Mapping[str, frozenset[str]]) -> set[Range]:
        """Ranges of characters that show a condition which is met."""
        return {
            span for facet, values in when.items() for span in self._of_facet(facet, found[facet] & set(values), found)
        }

    def _of_facet(self, facet: str, values: frozenset[str], found: Mapping[str, frozenset[str]]) -> Iterator[Range]:
        if facet == CLAIM:
            yield from ((hit.start, hit.end) for hit in self._claims[:1])
        elif facet == WHO:
            yield from [(named.start, named.end) for named in self._people if named.group in values][:1]
        elif rule := next((rule for rule in self._rules if rule.sets == facet), None):
            yield from self.of(rule.when, found)
        else:
            yield from [(hit.start, hit.end) for hit in self._giving if hit.cue.gives.get(facet) in values][:1]


def _hits(matches: Matches, those: Iterable[Found]) -> tuple[Hit, ...]:
    places = [Hit(cue, *matches.characters(start, end)) for cue, start, end in those]
    return tuple(sorted(places, key=lambda hit: (hit.start, hit.end, hit.cue.id)))
