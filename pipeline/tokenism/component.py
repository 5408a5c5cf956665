"""Two spaCy components for any English pipeline: ``tokenism`` gives a document labels, ``tokenism_cues`` the cues.

The entry point ``spacy_factories`` of the package makes the names known to spaCy; no import is needed. Both take a
document as one passage, so text of a passage is wanted, not of a whole report.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from tokenism.codebook import load_codebook
from tokenism.cue_reading import CueReading, rung_of_claim
from tokenism.cues import CueReader
from tokenism.errors import InputError
from tokenism.model import load_model
from tokenism.tag import Tagger, tag_objects

TAGGER = "tokenism"
NAME = "tokenism_cues"
EXTENSION = "tokenism"
LABELS = ("claim", "practice", "practice_rung", "stance", "verdict", "p_claim", "p_practice", "p_stance")
"""Extensions of a document that the component ``tokenism`` fills; the same keys as `tokenism tag` writes."""

_OURS: set[str] = set()


@Language.factory(
    TAGGER,
    default_config={"model": None, "codebook": None, "prefix": ""},
    assigns=[f"doc._.{label}" for label in LABELS],
)
def make_tagger(nlp: Language, name: str, model: str | None, codebook: str | None, prefix: str) -> "TagComponent":  # noqa: ARG001
    """The component for a pipeline; ``model`` and ``codebook`` are folders (None: those that come with tokenism)."""
    tagger = Tagger(load_model(_folder(model)), load_codebook(_folder(codebook)))
    return TagComponent(tagger, prefix=prefix)


class TagComponent:
    """Gives each document the labels of the trained model as extensions, those of :data:`LABELS`.

    ``doc._.claim`` and ``doc._.practice`` are bands, ``doc._.practice_rung`` is a rung (0 for none); ``doc._.stance``
    and ``doc._.verdict`` are words of the codebook, and ``doc._.p_claim``, ``doc._.p_practice`` and ``doc._.p_stance``
    the calibrated probabilities by name. With ``prefix`` the extensions are called ``doc._.{prefix}claim`` and so on.
    A pipeline that is stored keeps the settings and no weights: where it is loaded, tokenism must be installed.

    Raises
    ------
    InputError
        If the process has an extension of one of these names already that is not ours.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("tokenism")
    >>> doc = nlp("Our strategy was co-produced with residents, who were invited to complete a survey.")
    >>> doc._.claim, doc._.practice, doc._.verdict
    ('co-production', 'consultation', 'overclaimed')
    """

    def __init__(self, tagger: Tagger, *, prefix: str = "") -> None:
        self.tagger = tagger
        self.prefix = prefix
        _extend(*(f"{prefix}{label}" for label in LABELS), remedy='or give others with config={"prefix": "tokenism_"}')

    def __call__(self, doc: Doc) -> Doc:
        """The document with its labels."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Documents with their labels, in order; as many as ``batch_size`` are tagged together."""
        source = iter(stream)
        while docs := list(islice(source, batch_size)):
            found = tag_objects(({"text": doc.text} for doc in docs), self.tagger)
            for doc, labels in zip(docs, found, strict=True):
                for label in LABELS:
                    doc._.set(f"{self.prefix}{label}", labels[label])
                yield doc


@Language.factory(NAME, default_config={"codebook": None, "key": "tokenism"}, assigns=["doc.spans", "doc._.tokenism"])
def make_component(nlp: Language, name: str, codebook: str | None, key: str) -> "CueComponent":  # noqa: ARG001
    """The component for a pipeline; ``codebook`` is a folder (None: the codebook that comes with tokenism)."""
    return CueComponent(CueReader(load_codebook(_folder(codebook))), key=key)


class CueComponent:
    """Puts what the cues find in a document into ``doc.spans`` and ``doc._.tokenism``.

    ``doc.spans`` gets the groups ``tokenism_claims``, ``tokenism_practices``, ``tokenism_stances``,
    ``tokenism_markers``, ``tokenism_vetoes`` and ``tokenism_people``. A span's label is the id of its cue (a marker's
    id, a group of people), its ``kb_id_`` the value: the rung, the stance, the cue of a marker, public or other. A span
    is widened to whole tokens of the pipeline. ``doc._.tokenism`` is a plain dictionary that can be serialised: claim,
    claim_rung, practice, practice_rung and stance by the rules alone, facets, the rules that gave the rung, and the
    cues that fired and do not count with the reason.

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
        _extend(EXTENSION)

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


def _folder(name: str | None) -> Path | None:
    return Path(name) if name else None


def _extend(*names: str, remedy: str = "before this component is added") -> None:
    """Extensions of documents by these names, of which none may be somebody else's."""
    taken = [name for name in names if Doc.has_extension(name) and name not in _OURS]
    if taken:
        raise InputError(
            f"spaCy has the extension doc._.{taken[0]} already, from elsewhere; free the name with "
            f"Doc.remove_extension({taken[0]!r}), {remedy}"
        )
    for name in names:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
            _OURS.add(name)


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
