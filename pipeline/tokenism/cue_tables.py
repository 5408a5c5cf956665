"""Cues as the codebook writes them: words that speak for a label, with the example that they explain."""

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tokenism.facets import RUNG, Facet, Rule, deciding, given, read_gives
from tokenism.markers import MARKER_KEYS
from tokenism.patterns import fault
from tokenism.records import STANCES
from tokenism.toml_source import Entry

_MOST_WORDINGS = 1000
NEEDS = {
    "public": "somebody of the public is named",
    "none": "",
    "participation": "a claim or practice above mere information stands beside it",
}
"""What each need asks of the passage besides the words of a cue."""

_NEEDS = tuple(NEEDS)
_TABLE = {"marker": "marker", "veto": "veto"}
_COMMON_KEYS = ("id", "patterns", "example", "counter", "unseen")
_KEYS = {
    "claim": (*_COMMON_KEYS, "rung", "needs"),
    "practice": (*_COMMON_KEYS, "gives", "needs", "agent"),
    "stance": (*_COMMON_KEYS, "value"),
    "negation": _COMMON_KEYS,
    "marker": MARKER_KEYS,
    "veto": (*_COMMON_KEYS, "reason"),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a label: patterns, the value they stand for, and the example that they explain.

        ``kind`` is claim, practice, stance, negation, marker or veto. ``value`` is a rung (as text) for claims and
        practices, a stance, a marker id, or empty for vetoes and negation. A cue with ``agent`` counts only where the
        public does what the words say. A cue that ``needs`` the public counts only where somebody of them is named; a
        marker that needs participation, only beside a claim or practice above mere information.
    A marker that counts ``even_denied`` is itself about what was not done. ``gives`` are the facets that the words
        show; ``rule`` is the rule (its id) that makes of them a rung.
        ``unseen`` says why the cue stays although it fires on none of the real documents read so far.
    """

    id: str
    kind: str
    value: str
    patterns: tuple[str, ...]
    example: str
    counter: str = ""
    needs: str = "none"
    agent: bool = False
    even_denied: bool = False
    gives: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    unseen: str = ""
    rule: str = ""

    @property
    def needs_public(self) -> bool:
        """Whether somebody of the public must be named in the passage."""
        return self.needs == "public"

    @property
    def conditions(self) -> tuple[str, ...]:
        """What must be so in the passage besides the words, each in words."""
        acting = "the public does what the words say" if self.agent else ""
        return tuple(filter(None, (NEEDS[self.needs], acting)))


class CueTables:
    """Reads the cues of one file after the other; remembers them all, because ids are unique in the codebook."""

    def __init__(self, facets: Mapping[str, Facet], rules: tuple[Rule, ...], *, n_rungs: int) -> None:
        self.facets = facets
        self.rules = rules
        self.n_rungs = n_rungs
        self.seen: list[Entry] = []

    def cues(self, file: Entry, kind: str) -> Iterator[Cue]:
        """The cues of a file; markers without patterns are no cues."""
        taken: dict[str, Entry] = {}
        worded: dict[str, Entry] = {}
        if kind in ("claim", "stance", "negation"):
            file.only(("version", "cue"))
        for entry in file.tables(_TABLE.get(kind, "cue"), _KEYS[kind]):
            self.seen.append(entry)
            if "patterns" not in entry.values and kind == "marker":
                continue
            gives = read_gives(entry, self.facets)
            patterns = _patterns(entry, taken)
            value, rule = self._value(entry, kind, gives)
            if kind == "claim":
                _check_one_rung(entry, worded)
            yield Cue(
                id=entry.text("id"),
                kind=kind,
                value=value,
                patterns=patterns,
                example=entry.text("example"),
                counter=entry.text("counter", ""),
                needs=entry.choice("needs", _NEEDS if kind == "marker" else _NEEDS[:2], "none"),
                agent=entry.flag("agent"),
                even_denied=entry.flag("even_denied"),
                gives=gives,
                note=entry.text("reason", entry.text("definition", "")),
                unseen=entry.text("unseen", ""),
                rule=rule,
            )

    def _value(self, entry: Entry, kind: str, gives: Mapping[str, str]) -> tuple[str, str]:
        """What a cue stands for; and of a practice the rule that says so."""
        if kind == "claim":
            return str(entry.number("rung", 1, self.n_rungs)), ""
        if kind == "stance":
            return entry.choice("value", STANCES[:-1]), ""
        if kind == "marker":
            return entry.text("id"), ""
        return self._rung(entry, gives) if kind == "practice" else ("", "")

    def _rung(self, entry: Entry, gives: Mapping[str, str]) -> tuple[str, str]:
        """The rung that the rules derive from what a practice cue gives, and the rule that does."""
        if not gives:
            raise entry.fault(f"the key 'gives' is missing; it holds facets of {', '.join(self.facets)}")
        rule = deciding(self.rules, RUNG, {facet: frozenset([value]) for facet, value in gives.items()})
        if rule is None:
            raise entry.fault(f"no [[rule]] derives a rung from what the cue gives ({given(gives)}); add one", "gives")
        return rule.value, rule.id


def _patterns(entry: Entry, taken: dict[str, Entry]) -> tuple[str, ...]:
    patterns = entry.texts("patterns")
    for n, pattern in enumerate(patterns):
        plain = " ".join(pattern.lower().split())
        if plain in taken:
            other = taken[plain]
            if other is entry:
                problem = f"the pattern {pattern!r} stands twice; delete one"
            else:
                rung = f", of rung {other.values['rung']}," if "rung" in other.values else ""
                problem = f"the pattern {pattern!r} belongs to {other.label}{rung} (line {other.line()}) already"
                problem += "; one cue may have it"
            raise entry.fault(problem, "patterns", n)
        taken[plain] = entry
        if problem := fault(pattern):
            raise entry.fault(f"the pattern {pattern!r}: {problem}", "patterns", n)
    return patterns


def _check_one_rung(entry: Entry, worded: dict[str, Entry]) -> None:
    """Raise if words of a claim, written out from ``a/b`` and ``c?``, belong to a cue of another rung already."""
    for n, pattern in enumerate(entry.texts("patterns")):
        for words in _wordings(pattern):
            other = worded.setdefault(words, entry)
            if other.values["rung"] != entry.values["rung"]:
                problem = f"the words {words!r} belong to {other.label}, of rung {other.values['rung']}, already"
                raise entry.fault(f"{problem} (line {other.line()}); a claim has one rung", "patterns", n)


def _wordings(pattern: str) -> Iterator[str]:
    """What a pattern stands for, written out; only the pattern itself where that is more than a page.

    >>> list(_wordings("led by the? residents/tenants"))
    ['led by the residents', 'led by the tenants', 'led by residents', 'led by tenants']
    >>> list(_wordings("co-led"))
    ['co-led', 'co led', 'coled']
    """
    choices = [_choices(part) for part in pattern.lower().split()]
    if math.prod(map(len, choices)) > _MOST_WORDINGS:
        yield pattern
        return
    for words in itertools.product(*choices):
        yield " ".join(filter(None, words))


def _choices(part: str) -> list[str]:
    optional = part.endswith("?") and len(part) > 1
    words = [part] if part.startswith(("...", "/")) else part.removesuffix("?").split("/")
    forms = [form for word in words for form in _forms(word)]
    return [*forms, ""] if optional else forms


def _forms(word: str) -> tuple[str, ...]:
    """A word as it may stand in a text: one with hyphens also with spaces, or as one word."""
    return (word, word.replace("-", " "), word.replace("-", "")) if "-" in word.strip("-") else (word,)
