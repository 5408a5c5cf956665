"""Markers of a text with the words that show them: by cues, by facets, and under other authors' names."""

from collections.abc import Iterator, Mapping

from tokenism.codebook import Codebook
from tokenism.cue_reading import CueReading, MarkerHit
from tokenism.facets import CLAIM, WHO, met
from tokenism.matching import Range


def mark(codebook: Codebook, reading: CueReading) -> Iterator[MarkerHit]:
    """Every marker with its words, in the order of the text; each also under the names that mean the same.

    A text that only explains participation shows no practice of the organisation: facets give no marker then.
    """
    found: set[tuple[str, str, int, int]] = {(h.cue.value, h.cue.id, h.start, h.end) for h in reading.markers}
    explains = reading.definition and reading.practice_rung < codebook.shared_from
    if reading.facets and not explains:
        for marker in codebook.by_facets:
            if met(marker.when, reading.facets):
                found |= {(marker.id, marker.id, a, b) for a, b in words_of(marker.when, reading)}
    found |= {(alias, by, a, b) for key, by, a, b in tuple(found) for alias in codebook.aliases.get(key, ())}
    for marker_id, by, start, end in sorted(found, key=lambda place: (place[2], place[3], place[0])):
        yield MarkerHit(marker_id, by, start, end)


def words_of(when: Mapping[str, tuple[str, ...]], reading: CueReading) -> Iterator[Range]:
    """Ranges of characters that show a condition which is met."""
    for facet, values in when.items():
        yield from _of_facet(facet, reading.facets[facet].intersection(values), reading)


def _of_facet(facet: str, values: frozenset[str], reading: CueReading) -> Iterator[Range]:
    """The words of the first cue that gives a facet, or of what the rule that derived it asked for."""
    rule = next((rule for rule in reading.rules if rule.sets == facet), None)
    if rule is not None:
        yield from words_of(rule.when, reading)
    elif facet == CLAIM:
        highest = max(reading.claims, key=lambda hit: int(hit.cue.value))
        yield highest.start, highest.end
    elif facet == WHO:
        yield from [(named.start, named.end) for named in reading.people if named.group in values][:1]
    else:
        giving = (*reading.practices, *reading.markers)
        yield from [(hit.start, hit.end) for hit in giving if hit.cue.gives.get(facet) in values][:1]
