"""The cues as a spaCy component: ``nlp.add_pipe("tokenism_cues")`` in any English pipeline, with no model of ours.

The entry point ``spacy_factories`` of the package makes the name known to spaCy; no import is needed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from tokenism.codebook import load_codebook
from tokenism.cue_reading import CueReading, rung_of_claim
from tokenism.cues import CueReader

NAME = "tokenism_cues"
EXTENSION = "tokenism"


@Language.factory(NAME, default_config={"codebook": None, "key": "tokenism"}, assigns=["doc.spans", "doc._.tokenism"])
def make_component(nlp: Language, name: str, codebook: str | None, key: str) -> "CueComponent":  # noqa: ARG001
    """The component for a pipeline; ``codebook`` is a folder (None: the codebook that comes with tokenism)."""
    return CueComponent(CueReader(load_codebook(Path(codebook) if codebook else None)), key=key)


class CueComponent:
    """Puts what the cues find in a document into ``doc.spans`` and ``doc._.tokenism``.

    ``doc.spans`` gets the groups ``tokenism_claims``, ``tokenism_practices``, ``tokenism_stances``,
    ``tokenism_markers``, ``tokenism_vetoes`` and ``tokenism_people``. A span's label is the id of its cue (a marker's
    id, a group of people), its ``kb_id_`` the value: the rung, the stance, the cue of a marker, public or other. A span
    is widened to whole tokens of the pipeline. ``doc._.tokenism`` is a plain dictionary that can be serialised: claim,
    claim_rung, practice, practice_rung and stance by the rules alone, facets, the rules that gave the rung, and the
    cues that fired and do not count with the reason.

    Text of a passage is wanted, not of a whole report: the rules take a document as one passage.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("tokenism_cues")
    >>> doc = nlp("Tenants completed a survey about the plan.")
    >>> doc._.tokenism["practice"], [span.text for span in doc.spans["tokenism_practices"]][0]
    ('consultation', 'Tenants completed a survey')
    """

    def __init__(self, reader: CueReader, *, key: str = "tokenism") -> None:
        self.reader = reader
        self.key = key
        if not Doc.has_extension(EXTENSION):
            Doc.set_extension(EXTENSION, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The document with its span groups and its dictionary."""
        reading = self.reader.read(doc.text)
        for group, spans in _groups(reading):
            doc.spans[f"{self.key}_{group}"] = [_span(doc, *span) for span in spans]
        doc._.set(EXTENSION, self._plain(reading))
        return doc

    def _plain(self, reading: CueReading) -> dict[str, Any]:
        claim, practice_rung, stance = self.reader.labels_of(reading)
        return {
            "claim": claim,
            "claim_rung": rung_of_claim(self.reader.codebook, claim, reading),
            "practice": self.reader.codebook.band(practice_rung),
            "practice_rung": practice_rung,
            "stance": stance,
            "facets": {facet: sorted(values) for facet, values in sorted(reading.facets.items())},
            "rules": [rule.id for rule in reading.rules],
            "aside": [
                {"cue": aside.hit.cue.id, "reason": aside.reason, "start": aside.hit.start, "end": aside.hit.end}
                for aside in reading.aside
            ],
        }


def _groups(reading: CueReading) -> Iterator[tuple[str, list[tuple[int, int, str, str]]]]:
    for group in ("claims", "practices", "stances", "vetoes"):
        yield group, [(hit.start, hit.end, hit.cue.id, hit.cue.value) for hit in getattr(reading, group)]
    yield "markers", [(shown.start, shown.end, shown.marker, shown.by) for shown in reading.marked]
    kinds = {True: "public", False: "other"}
    yield "people", [(named.start, named.end, named.group, kinds[named.public]) for named in reading.people]


def _span(doc: Doc, start: int, end: int, label: str, value: str) -> Span:
    span = doc.char_span(start, end, label=label, kb_id=value, alignment_mode="expand")
    if span is None:
        raise ValueError(f"characters {start} to {end} are no part of a document of {len(doc.text)} characters")
    return span
