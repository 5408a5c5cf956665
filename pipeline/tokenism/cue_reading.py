"""What the cues make of a text: the records of a reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tokenism.codebook import Codebook, Cue
from tokenism.facets import CLAIM, RUNG, Rule


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


def rung_of_claim(codebook: Codebook, claim: str, reading: CueReading) -> int:
    """Rung of a claim: that of the highest claim cue in the claim's band, else the band's usual rung."""
    rungs = [int(hit.cue.value) for hit in reading.claims if codebook.band(int(hit.cue.value)) == claim]
    return max(rungs, default=codebook.usual_rung(claim))
