"""The codebook as data: TOML files to ladder, views, cues, facets, rules and markers; faults name file and line."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path

from tokenism.facets import Facet, Rule, first_met, read_facets, read_gives, read_rules, read_when
from tokenism.patterns import fault
from tokenism.records import BANDS, STANCES
from tokenism.toml_source import Entry, no_duplicates, read_toml, tables
from tokenism.views import View, read_view

FILES = ("ladder", "public", "claims", "mechanisms", "stance", "negation", "markers", "keywords", "sections")
"""Files of a codebook folder, without their ending; beside them the folder ``views``."""

VIEWS = "views"
DEFAULT_VIEW = "bands-broad"
_MOST_RUNGS = 20


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder, counted from 1 (lowest), and the band it belongs to."""

    n: int
    id: str
    band: str
    brief: str
    definition: str
    use: str
    avoid: str
    examples: tuple[str, ...]
    counters: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a label: patterns, the value they stand for, and the example that they explain.

    ``kind`` is claim, practice, stance, negation, marker or veto. ``value`` is a rung (as text) for claims and
    practices, a stance, a marker id, or empty for vetoes and negation. A cue with ``agent`` counts only where the
    public does what the words say. A cue that ``needs`` the public counts only where somebody of them is named; a
    marker that needs participation, only beside a claim or practice above mere information.
    ``gives`` are the facets that the words show.
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
    gives: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    unseen: str = ""

    @property
    def needs_public(self) -> bool:
        """Whether somebody of the public must be named in the passage."""
        return self.needs == "public"


@dataclass(frozen=True, slots=True)
class Framework:
    """A set of markers from the literature: its namespace, name and source."""

    id: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A feature that a coder can decide from a passage (codebook section 7).

    It fires by words of its own (a cue of its name), by facets (``when``), or where the marker ``same_as`` does.
    ``unseen`` says why it stays although it fires on none of the real documents read so far.
    """

    id: str
    framework: str
    definition: str
    source: str
    example: str
    counter: str
    same_as: str
    when: Mapping[str, tuple[str, ...]]
    unseen: str = ""


@dataclass(frozen=True)
class Codebook:
    """The whole codebook; ``version`` names its text, ``digest`` its exact content.

    ``people`` holds the names of people by group, the public's and others'. ``silent_sections`` are headings, in
    lower case, under which nothing counts. ``keywords`` holds, for each band, the regular expression of the naive
    keyword count that every system must beat.
    """

    version: str
    digest: str
    rungs: tuple[Rung, ...]
    views: Mapping[str, View]
    public: Mapping[str, tuple[str, ...]]
    not_public: Mapping[str, tuple[str, ...]]
    cues: tuple[Cue, ...]
    facets: Mapping[str, Facet]
    rules: tuple[Rule, ...]
    frameworks: tuple[Framework, ...]
    markers: tuple[Marker, ...]
    keywords: Mapping[str, str]
    silent_sections: frozenset[str]

    def band(self, rung: int) -> str:
        """Band of a rung; 0 is ``none``.

        >>> load_codebook().band(5)
        'consultation'
        """
        return "none" if rung == 0 else self.rungs[rung - 1].band

    @cached_property
    def shared_from(self) -> int:
        """The lowest rung of the band co-production: from there on power or work is shared."""
        return next(rung.n for rung in self.rungs if rung.band == "co-production")

    @cached_property
    def told_up_to(self) -> int:
        """The highest rung on which people are only told: above it they are at least asked."""
        return max(rung.n for rung in self.rungs if rung.band == BANDS[1])

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """For a marker that has any, the ids of others that mean the same signs under their own names."""
        found: dict[str, tuple[str, ...]] = {}
        for marker in self.markers:
            if marker.same_as:
                found[marker.same_as] = (*found.get(marker.same_as, ()), marker.id)
        return found

    def is_silent(self, section: str) -> bool:
        """Whether a section path ends in a heading under which nothing counts, numbered or not.

        >>> load_codebook().is_silent("Annual plan > 1. Contents")
        True
        """
        heading = section.rsplit(" > ", 1)[-1].lower().strip(" .:")
        return re.sub(r"^[\d.]+\s+", "", heading) in self.silent_sections

    def of_kind(self, kind: str) -> tuple[Cue, ...]:
        """Cues of one kind: claim, practice, stance, negation, marker or veto."""
        return tuple(cue for cue in self.cues if cue.kind == kind)

    def view(self, name: str) -> View:
        """A view by its id.

        Raises
        ------
        ValueError
            If there is none of that name; the message lists the choices.
        """
        if name not in self.views:
            raise ValueError(f"no view {name!r}; the views are {', '.join(self.views)}")
        return self.views[name]


def codebook_folder() -> Path:
    """Folder of the TOML files: inside the installed package, else the checkout's ``annotations/codebook``."""
    packaged = Path(str(resources.files("tokenism"))) / "data" / "codebook"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "annotations" / "codebook"


def load_codebook(folder: Path | None = None) -> Codebook:
    """Read and check the codebook.

    Raises
    ------
    InputError
        If a file is missing or malformed, or a key or value is not allowed: file, line, key and choices are named.
    """
    folder = folder or codebook_folder()
    files = {name: read_toml(folder / f"{name}.toml") for name in FILES}
    view_paths = sorted((folder / VIEWS).glob("*.toml"))
    rungs = tuple(_rungs(files["ladder"]))
    mechanisms = files["mechanisms"]
    mechanisms.only(("version", "facet", "rule", "cue"))
    public = _people(files["public"], "public")
    facets = read_facets(mechanisms, public)
    rules = read_rules(mechanisms, facets, rungs=len(rungs))
    reader = _CueReader(facets, rules, n_rungs=len(rungs))
    frameworks = tuple(_frameworks(files["markers"]))
    markers = tuple(_markers(files["markers"], frameworks, facets))
    cues = (
        *reader.cues(files["claims"], "claim"),
        *reader.cues(mechanisms, "practice"),
        *reader.cues(files["stance"], "stance"),
        *reader.cues(files["negation"], "negation"),
        *reader.cues(files["markers"], "marker"),
        *reader.cues(files["public"], "veto"),
    )
    no_duplicates(reader.seen, "id")
    views = [read_view(read_toml(path), [rung.id for rung in rungs]) for path in view_paths]
    return Codebook(
        version=files["ladder"].text("version"),
        digest=_digest([*(folder / f"{name}.toml" for name in FILES), *view_paths]),
        rungs=rungs,
        views={view.id: view for view in views},
        public=public,
        not_public=_people(files["public"], "not_public"),
        cues=cues,
        facets=facets,
        rules=rules,
        frameworks=frameworks,
        markers=markers,
        keywords=_keywords(files["keywords"]),
        silent_sections=frozenset(files["sections"].texts("silent")),
    )


def _digest(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


def _rungs(file: Entry) -> Iterator[Rung]:
    file.only(("version", "rung"))
    entries = list(tables(file, "rung"))
    no_duplicates(((entry.text("id"), entry) for entry in entries), "id")
    if not 2 <= len(entries) <= _MOST_RUNGS:
        raise file.fault(f"{len(entries)} [[rung]] entries; a ladder has 2 to {_MOST_RUNGS}")
    texts = ("id", "brief", "definition", "use", "avoid", "source")
    lowest = 1
    for number, entry in enumerate(entries, start=1):
        entry.only(("n", "band", "examples", "counters", *texts))
        if entry.number("n", 1, _MOST_RUNGS) != number:
            raise entry.fault(f"the key 'n' must be {number}, not {entry.values['n']}; rungs stand in order", "n")
        band = entry.choice("band", BANDS[1:])
        if BANDS.index(band) < lowest:
            raise entry.fault(f"band {band!r} stands below that of the rung before it", "band")
        lowest = BANDS.index(band)
        yield Rung(
            n=number,
            band=band,
            examples=entry.texts("examples"),
            counters=entry.texts("counters"),
            **{key: entry.text(key) for key in texts},
        )
    if lowest != len(BANDS) - 1:
        raise entries[-1].fault(f"no rung has the band {BANDS[-1]!r}", "band")


def _people(file: Entry, key: str) -> dict[str, tuple[str, ...]]:
    """Names of people by group, each name in one group of the whole file."""
    file.only(("version", "public", "not_public", "veto"))
    groups = file.table(key)
    taken: dict[str, str] = {}
    found = {}
    for group in groups.values:
        found[group] = groups.texts(group)
        for name in found[group]:
            if name in taken:
                raise groups.fault(f"{name!r} stands in {taken[name]} and in {group}; delete one", group, name)
            taken[name] = group
    if not found:
        raise file.fault(f"a table [{key}] with groups of names is wanted")
    return found


def _keywords(file: Entry) -> dict[str, str]:
    """For each band a regular expression that finds one of its keywords (beginnings of words) in lower-case text."""
    file.only(("version", *BANDS[1:]))
    return {band: r"\b(?:" + "|".join(re.escape(word) for word in file.texts(band)) + ")" for band in BANDS[1:]}


def _frameworks(file: Entry) -> Iterator[Framework]:
    file.only(("version", "framework", "marker"))
    entries = list(tables(file, "framework"))
    no_duplicates(((entry.text("id"), entry) for entry in entries), "id")
    for entry in entries:
        entry.only(("id", "name", "source"))
        yield Framework(entry.text("id"), entry.text("name"), entry.text("source"))


def _markers(file: Entry, frameworks: Iterable[Framework], facets: Mapping[str, Facet]) -> Iterator[Marker]:
    entries = list(tables(file, "marker"))
    known = {str(entry.values.get("id")) for entry in entries}
    names = [framework.id for framework in frameworks]
    for entry in entries:
        key = entry.text("id")
        namespace, dot, rest = key.partition(".")
        if not dot or not rest or namespace not in names:
            raise entry.fault(f"id {key!r} must begin with a framework and a dot: {', '.join(names)}", "id", key)
        ways = [way for way in ("patterns", "when", "same_as") if way in entry.values]
        if not ways or ("same_as" in ways and len(ways) > 1):
            raise entry.fault("a marker has patterns or when (or both), or else same_as")
        if (same_as := entry.text("same_as", "")) and same_as not in known - {key}:
            raise entry.fault(f"same_as {same_as!r} is no other marker", "same_as", same_as)
        yield Marker(
            id=key,
            framework=namespace,
            definition=entry.text("definition"),
            source=entry.text("source"),
            example=entry.text("example"),
            counter=entry.text("counter", ""),
            same_as=same_as,
            when=read_when(entry, facets),
            unseen=entry.text("unseen", ""),
        )


_TABLE = {"marker": "marker", "veto": "veto"}
_NEEDS = ("public", "none", "participation")
_COMMON_KEYS = ("id", "patterns", "example", "counter", "unseen")
_OWN_KEYS = {
    "claim": ("rung", "needs"),
    "practice": ("gives", "needs", "agent"),
    "stance": ("value",),
    "negation": (),
    "marker": ("definition", "source", "gives", "when", "same_as", "needs"),
    "veto": ("reason",),
}


class _CueReader:
    """Reads the cues of one file after the other; remembers them all, because ids are unique in the codebook."""

    def __init__(self, facets: Mapping[str, Facet], rules: tuple[Rule, ...], *, n_rungs: int) -> None:
        self.facets = facets
        self.rules = rules
        self.n_rungs = n_rungs
        self.seen: list[tuple[str, Entry]] = []

    def cues(self, file: Entry, kind: str) -> Iterator[Cue]:
        """The cues of a file; markers without patterns are no cues."""
        taken: dict[str, Entry] = {}
        if kind in ("claim", "stance", "negation"):
            file.only(("version", "cue"))
        for entry in tables(file, _TABLE.get(kind, "cue")):
            entry.only((*_COMMON_KEYS, *_OWN_KEYS[kind]))
            self.seen.append((entry.text("id"), entry))
            if "patterns" not in entry.values and kind == "marker":
                continue
            gives = read_gives(entry, self.facets)
            yield Cue(
                id=entry.text("id"),
                kind=kind,
                value=self._value(entry, kind, gives),
                patterns=_patterns(entry, taken),
                example=entry.text("example"),
                counter=entry.text("counter", ""),
                needs=entry.choice("needs", _NEEDS if kind == "marker" else _NEEDS[:2], "none"),
                agent=entry.flag("agent"),
                gives=gives,
                note=entry.text("reason", entry.text("definition", "")),
                unseen=entry.text("unseen", ""),
            )

    def _value(self, entry: Entry, kind: str, gives: Mapping[str, str]) -> str:
        if kind == "claim":
            return str(entry.number("rung", 1, self.n_rungs))
        if kind == "stance":
            return entry.choice("value", STANCES[:-1])
        if kind == "marker":
            return entry.text("id")
        if kind != "practice":
            return ""
        met = first_met(self.rules, "rung", {facet: frozenset([value]) for facet, value in gives.items()})
        if met is None:
            shown = ", ".join(f"{facet} = {value}" for facet, value in gives.items()) or "nothing"
            raise entry.fault(f"no [[rule]] derives a rung from what the cue gives ({shown}); add one", "gives")
        return met.value


def _patterns(entry: Entry, taken: dict[str, Entry]) -> tuple[str, ...]:
    patterns = entry.texts("patterns")
    for pattern in patterns:
        if pattern in taken:
            other = taken[pattern]
            raise entry.fault(
                f"the pattern {pattern!r} belongs to {other.label} (line {other.first}) already; one cue may have it",
                "patterns",
                pattern,
            )
        taken[pattern] = entry
        if problem := fault(pattern):
            raise entry.fault(f"the pattern {pattern!r}: {problem}", "patterns", pattern)
    return patterns
