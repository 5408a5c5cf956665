"""Facets of a practice (method, power, stage, ...) and the rules that derive the rung from them.

A rule is a line of the codebook that a reader can argue with: *when* the facets are such, the rung is so. Rules are
tried in the order of the codebook; the first that fits decides. What a rule sets may be asked for by later rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tokenism.records import BANDS
from tokenism.toml_source import Entry, no_duplicates, tables

RUNG = "rung"
"""The facet that the rules derive: a rung as text."""

CLAIM = "claim"
"""The band of the passage's claim, which the conditions of markers may ask for."""

WHO = "who"
"""The groups of the public that the passage names."""

Found = Mapping[str, frozenset[str]]
"""Values of each facet that a passage shows."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One side of a practice and its values with their definitions."""

    id: str
    definition: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Sets one facet to a value when each facet of ``when`` has one of the values listed."""

    id: str
    sets: str
    value: str
    when: Mapping[str, tuple[str, ...]]
    because: str

    def __str__(self) -> str:
        conditions = " and ".join(f"{facet} is {' or '.join(values)}" for facet, values in self.when.items())
        return f"{self.sets} {self.value} when {conditions}"


def met(when: Mapping[str, tuple[str, ...]], found: Found) -> bool:
    """Whether a passage shows, for each facet of the condition, one of its values."""
    return all(not found.get(facet, frozenset()).isdisjoint(values) for facet, values in when.items())


def first_met(rules: tuple[Rule, ...], sets: str, found: Found) -> Rule | None:
    """The first rule for a facet whose condition is met."""
    return next((rule for rule in rules if rule.sets == sets and met(rule.when, found)), None)


def derived(rules: tuple[Rule, ...], found: Found) -> tuple[dict[str, frozenset[str]], tuple[Rule, ...]]:
    """All facets of a passage, the derived ones among them, and the rules that gave those."""
    values = dict(found)
    used: list[Rule] = []
    for rule in rules:
        if rule.sets not in values and met(rule.when, values):
            values[rule.sets] = frozenset([rule.value])
            used.append(rule)
    return values, tuple(used)


def read_facets(file: Entry, public: Mapping[str, tuple[str, ...]]) -> dict[str, Facet]:
    """The ``[[facet]]`` tables of a file, by id; and who of the public is named, which the groups of names give."""
    entries = list(tables(file, "facet"))
    no_duplicates(((entry.text("id"), entry) for entry in entries), "id")
    found = {
        WHO: Facet(WHO, "Who of the public is named.", {group: ", ".join(names[:3]) for group, names in public.items()})
    }
    for entry in entries:
        entry.only(("id", "definition", "values"))
        key = entry.text("id")
        values = entry.table("values")
        if key in (RUNG, CLAIM, WHO) or not values.values:
            raise entry.fault(f"a facet has a name other than {RUNG}, {CLAIM}, {WHO} and a table [facet.values]", "id")
        found[key] = Facet(key, entry.text("definition"), {value: values.text(value) for value in values.values})
    return found


def read_rules(file: Entry, facets: Mapping[str, Facet], *, rungs: int) -> tuple[Rule, ...]:
    """The ``[[rule]]`` tables of a file, in their order."""
    return tuple(_rules(file, facets, rungs))


def _rules(file: Entry, facets: Mapping[str, Facet], rungs: int) -> Iterator[Rule]:
    entries = list(tables(file, "rule"))
    no_duplicates(((entry.text("id"), entry) for entry in entries), "id")
    choices = {key: tuple(facet.values) for key, facet in facets.items()}
    choices[RUNG] = tuple(str(n) for n in range(1, rungs + 1))
    for entry in entries:
        entry.only(("id", "because", "when", *choices))
        targets = [key for key in choices if key in entry.values]
        if len(targets) != 1:
            raise entry.fault(f"a rule sets one of {', '.join(choices)}")
        target = targets[0]
        value = str(entry.number(RUNG, 1, rungs)) if target == RUNG else entry.choice(target, choices[target])
        if "when" not in entry.values:
            raise entry.fault("the key 'when' is missing: the facets that the rule asks for")
        when = read_when(entry, facets, rungs=rungs)
        yield Rule(entry.text("id"), target, value, when, entry.text("because"))


def read_when(entry: Entry, facets: Mapping[str, Facet], *, rungs: int = 20) -> dict[str, tuple[str, ...]]:
    """The condition of a rule or marker: for each facet the values that meet it; empty where there is none."""
    choices = {key: tuple(facet.values) for key, facet in facets.items()}
    choices |= {RUNG: tuple(str(n) for n in range(rungs + 1)), CLAIM: BANDS}
    condition = entry.table("when")
    condition.only(choices)
    found = {}
    for key in condition.values:
        found[key] = condition.texts(key)
        for value in found[key]:
            if value not in choices[key]:
                problem = f"{key} {value!r} is none of {', '.join(choices[key])}"
                raise condition.fault(problem, key, value)
    return found


def read_gives(entry: Entry, facets: Mapping[str, Facet]) -> dict[str, str]:
    """The facets that the words of a cue show: one value each."""
    given = entry.table("gives")
    given.only(facets)
    return {key: given.choice(key, facets[key].values) for key in given.values}
