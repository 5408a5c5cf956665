"""Facets of a practice (method, power, stage, ...) and the rules that derive the rung from them.

A rule is a line of the codebook that a reader can argue with: *when* the facets are such, the rung is so. Rules are
tried in the order of the codebook; the first that fits decides. What a rule sets may be asked for by later rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tokenism.records import BANDS
from tokenism.toml_source import Entry, no_duplicates

RUNG = "rung"
"""The facet that the rules derive: a rung as text."""

CLAIM = "claim"
"""The band of the passage's claim, which the conditions of markers may ask for."""

WHO = "who"
"""The groups of the public that the passage names."""

_RULE_KEYS = ("id", "because", "when")
_TAKEN = (RUNG, CLAIM, WHO, *_RULE_KEYS)

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

    @property
    def condition(self) -> str:
        """What the rule asks for, in words."""
        return asked(self.when)

    def __str__(self) -> str:
        return f"{self.sets} {self.value} when {self.condition}"


def asked(when: Mapping[str, Sequence[str]]) -> str:
    """What a rule or marker asks for, in words.

    >>> asked({"power": ["makes", "chooses"], "stage": ["draft"]})
    'power is makes or chooses, and stage is draft'
    """
    return ", and ".join(f"{facet} is {' or '.join(values)}" for facet, values in when.items())


def given(gives: Mapping[str, str]) -> str:
    """The facets that a cue gives, in words.

    >>> given({"method": "survey", "power": "makes"})
    'method survey, power makes'
    """
    return ", ".join(f"{facet} {value}" for facet, value in gives.items())


def met(when: Mapping[str, tuple[str, ...]], found: Found) -> bool:
    """Whether a passage shows, for each facet of the condition, one of its values."""
    return all(not found.get(facet, frozenset()).isdisjoint(values) for facet, values in when.items())


def deciding(rules: tuple[Rule, ...], sets: str, found: Found) -> Rule | None:
    """The rule that sets a facet, with all that other rules derive before it; None where none fits."""
    return next((rule for rule in derived(rules, found)[1] if rule.sets == sets), None)


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
    entries = file.tables("facet", ("id", "definition", "values"))
    no_duplicates(entries)
    who = {group: ", ".join(names[:3]) for group, names in public.items()}
    found = {WHO: Facet(WHO, "Who of the public is named.", who)}
    for entry in entries:
        key = entry.text("id")
        if key in _TAKEN:
            raise entry.fault(f"a facet has another name than {', '.join(_TAKEN)}", "id")
        if "values" not in entry.values:
            raise entry.fault("the table [facet.values] is missing: the facet's values and their definitions")
        values = entry.table("values")
        found[key] = Facet(key, entry.text("definition"), {value: values.text(value) for value in values.values})
    return found


def read_rules(file: Entry, facets: Mapping[str, Facet], *, rungs: int) -> tuple[Rule, ...]:
    """The ``[[rule]]`` tables of a file, in their order."""
    choices = _choices(facets, rungs)
    targets = (RUNG, CLAIM, *_of_cues(facets))
    entries = file.tables("rule", (*_RULE_KEYS, *targets))
    no_duplicates(entries)
    return tuple(_rule(entry, choices, targets) for entry in entries)


def _rule(entry: Entry, choices: Mapping[str, tuple[str, ...]], targets: tuple[str, ...]) -> Rule:
    found = [key for key in targets if key in entry.values]
    if len(found) != 1:
        problem = f"a rule sets one of {', '.join(targets)}, not {' and '.join(found) or 'none'}"
        raise entry.fault(problem, found[-1] if found else "")
    target = found[0]
    highest = len(choices[RUNG]) - 1
    value = str(entry.number(RUNG, 1, highest)) if target == RUNG else entry.choice(target, choices[target])
    if "when" not in entry.values:
        raise entry.fault("the key 'when' is missing; it holds the facets that the rule asks for")
    return Rule(entry.text("id"), target, value, _when(entry, choices), entry.text("because"))


def read_when(entry: Entry, facets: Mapping[str, Facet], *, rungs: int) -> dict[str, tuple[str, ...]]:
    """The condition of a marker: for each facet the values that meet it; empty where there is none."""
    return _when(entry, _choices(facets, rungs))


def _choices(facets: Mapping[str, Facet], rungs: int) -> dict[str, tuple[str, ...]]:
    """What a condition may ask for: facets, the rung and the claim, with the values of each."""
    choices = {key: tuple(facet.values) for key, facet in facets.items()}
    return choices | {RUNG: tuple(str(n) for n in range(rungs + 1)), CLAIM: BANDS}


def _when(entry: Entry, choices: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    condition = entry.table("when")
    condition.only(choices)
    found = {key: condition.texts(key) for key in condition.values}
    for key, values in found.items():
        for n, value in enumerate(values):
            if value not in choices[key]:
                raise condition.fault(f"{key} {value!r} is none of {', '.join(choices[key])}", key, n)
    return found


def _of_cues(facets: Mapping[str, Facet]) -> tuple[str, ...]:
    """The facets that cues give and rules set: not who is named, which the names of people tell."""
    return tuple(key for key in facets if key != WHO)


def read_gives(entry: Entry, facets: Mapping[str, Facet]) -> dict[str, str]:
    """The facets that the words of a cue show: one value each."""
    table = entry.table("gives")
    table.only(_of_cues(facets))
    return {key: table.choice(key, facets[key].values) for key in table.values}
