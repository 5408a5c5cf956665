"""Examples and counter-examples of a codebook, tried on its own cues and rungs."""

from collections.abc import Iterator

from tokenism.codebook import Codebook, Cue
from tokenism.cue_reading import CueReading
from tokenism.cues import CueReader
from tokenism.weighing import ASIDE

_HITS = {"claim": "claims", "practice": "practices", "stance": "stances", "marker": "markers", "veto": "vetoes"}


def unexplained(codebook: Codebook) -> Iterator[str]:
    """A sentence for each cue whose example it does not find, or whose counter-example it does."""
    reader = CueReader(codebook)
    for cue in codebook.cues:
        if cue.kind in _HITS:
            found = reader.read(cue.example)
            if not _fires(cue, found):
                yield f"the example of {cue.id} is not explained by it: {_why_not(reader, cue, found)}"
            if cue.counter and _fires(cue, reader.read(cue.counter)):
                yield f"the counter-example of {cue.id} is taken for an example"
        elif cue.id not in reader.matcher.match(cue.example).spans:
            yield f"the example of {cue.id} holds none of its patterns"


def misread_rungs(codebook: Codebook) -> Iterator[str]:
    """A sentence for each example of a rung that the rules put elsewhere, or counter-example that they put there."""
    reader = CueReader(codebook)
    for rung in codebook.rungs:
        for example in rung.examples:
            if (found := reader.labels(example)[1]) != rung.n:
                yield f"the rules read {found} in an example of rung {rung.n} {rung.id}: “{example}”"
        for counter in rung.counters:
            if reader.labels(counter)[1] == rung.n:
                yield f"the rules read rung {rung.n} {rung.id} in its counter-example: “{counter}”"


def _fires(cue: Cue, reading: CueReading) -> bool:
    return any(hit.cue.id == cue.id for hit in getattr(reading, _HITS[cue.kind]))


def _why_not(reader: CueReader, cue: Cue, reading: CueReading) -> str:
    aside = next((aside for aside in reading.aside if aside.hit.cue.id == cue.id), None)
    if aside is not None:
        return f"its words are found and set aside, because {ASIDE[aside.reason]}"
    if cue.id in reader.matcher.match(cue.example).spans:
        return "its words are found, but what it needs beside them is not, or they are denied"
    return "none of its patterns is in it"
