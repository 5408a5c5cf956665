"""Markers: features from the literature that a coder can decide from a passage, in the spaces of their frameworks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tokenism.facets import Facet, read_when
from tokenism.toml_source import Entry, no_duplicates

MARKER_KEYS = (
    *("id", "definition", "source", "patterns", "when", "same_as", "gives", "needs"),
    *("example", "counter", "unseen", "even_denied"),
)


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


def read_frameworks(file: Entry) -> tuple[Framework, ...]:
    """The ``[[framework]]`` tables of a file."""
    file.only(("version", "framework", "marker"))
    entries = file.tables("framework", ("id", "name", "source"))
    no_duplicates(entries)
    return tuple(Framework(entry.text("id"), entry.text("name"), entry.text("source")) for entry in entries)


def read_markers(
    file: Entry, frameworks: Iterable[Framework], facets: Mapping[str, Facet], *, rungs: int
) -> tuple[Marker, ...]:
    """The ``[[marker]]`` tables of a file; each belongs to a framework and says by what signs it fires."""
    entries = file.tables("marker", MARKER_KEYS)
    no_duplicates(entries)
    same = {entry.text("id"): entry.text("same_as", "") for entry in entries}
    names = [framework.id for framework in frameworks]
    return tuple(_marker(entry, names, same, read_when(entry, facets, rungs=rungs)) for entry in entries)


def _marker(
    entry: Entry, frameworks: Sequence[str], same: Mapping[str, str], when: Mapping[str, tuple[str, ...]]
) -> Marker:
    key, same_as = entry.text("id"), entry.text("same_as", "")
    namespace, dot, rest = key.partition(".")
    if not dot or not rest or namespace not in frameworks:
        raise entry.fault(f"id {key!r} must begin with a framework and a dot: {', '.join(frameworks)}", "id")
    ways = [way for way in ("patterns", "when", "same_as") if way in entry.values]
    if not ways or (same_as and len(ways) > 1):
        raise entry.fault("a marker has patterns or when (or both), or else same_as", "same_as" if ways else "")
    for key_of_words in ("needs", "gives", "even_denied"):
        if key_of_words in entry.values and "patterns" not in entry.values:
            problem = f"the key {key_of_words!r} is said of patterns, and the marker has none; delete it"
            raise entry.fault(problem, key_of_words)
    if same_as and same.get(same_as, same_as):
        raise entry.fault(f"same_as {same_as!r} is no marker with patterns or when of its own", "same_as")
    return Marker(
        id=key,
        framework=namespace,
        definition=entry.text("definition"),
        source=entry.text("source"),
        example=entry.text("example"),
        counter=entry.text("counter", ""),
        same_as=same_as,
        when=when,
        unseen=entry.text("unseen", ""),
    )
