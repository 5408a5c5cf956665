"""Stage: passages to tags and spans, through the cues of the codebook and the trained model."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from tokenism.around import ALONE, Around, arounds
from tokenism.codebook import Codebook, load_codebook
from tokenism.cue_reading import CueReading, MarkerHit, rung_of_claim
from tokenism.cues import CueReader
from tokenism.features import Featurizer
from tokenism.model import HEADS, WORDLESS_ABOVE, Decoded, Model, decode, load_model
from tokenism.records import Passage, Span, Tag
from tokenism.verdicts import passage_verdict

_BATCH = 256
log = logging.getLogger(__name__)


_OTHER_CODEBOOK = (
    "tokenism: the model was trained with another codebook (%s) than this one (%s), so its figures do not hold here; "
    "`tokenism train` with --codebook trains and measures one for this codebook."
)


class Tagger:
    """A model and a codebook, ready to tag; built once, called often.

    The codebook may be another than the one that the model was trained with: cues that the model does not know count
    for markers and spans only, and a warning says so.

    >>> Tagger().tag_text("Residents were invited to complete a survey.").practice
    'consultation'
    """

    def __init__(
        self,
        model: Model | None = None,
        codebook: Codebook | None = None,
        *,
        unsure_below: float | None = None,
        wordless_above: float = WORDLESS_ABOVE,
    ) -> None:
        self.codebook = codebook or load_codebook()
        self.model = model or load_model()
        self.unsure_below = self.model.unsure_below if unsure_below is None else unsure_below
        self.wordless_above = wordless_above
        self.reader = CueReader(self.codebook)
        self.featurizer = Featurizer(self.reader, **self.model.features, cue_names=self.model.cue_names)
        self._rungs = self.model.rungs_in(self.codebook)
        trained_with = self.model.about.get("codebook_digest")
        if trained_with != self.codebook.digest:
            log.warning(_OTHER_CODEBOOK, trained_with, self.codebook.digest)

    def tag_text(self, text: str) -> Decoded:
        """Labels of one text."""
        return next(self.decode_texts([(text, ALONE)]))[0]

    def decode_texts(self, texts: Iterable[tuple[str, Around]]) -> Iterator[tuple[Decoded, CueReading]]:
        """Labels of texts, given with what stands around them, and what the cues found, in order; taken in batches.

        Under the headings of contents lists and the like nothing counts.
        """
        source = iter(texts)
        while batch := list(islice(source, _BATCH)):
            rows, readings = self.featurizer.transform([text for text, _ in batch], [around for _, around in batch])
            found = {name: self.model.heads[name].probabilities(rows) for name in HEADS}
            for i, reading in enumerate(readings):
                if self.codebook.is_silent(batch[i][1].section):
                    yield Decoded.nothing(), reading
                    continue
                labels = decode(
                    self.codebook,
                    *(self._named(name, found[name][i].tolist()) for name in HEADS),
                    worded=bool(reading.claims),
                    wordless_above=self.wordless_above,
                )
                yield labels, reading

    def _named(self, head: str, probabilities: Sequence[float]) -> dict[str, float]:
        """Probabilities of a head by class, those of the practice by rung of this codebook."""
        named: dict[str, float] = defaultdict(float)
        for label, p in zip(self.model.heads[head].classes, probabilities, strict=True):
            named[self._rungs[label] if head == "practice" else label] += p
        return named

    def classes(self, head: str) -> list[str]:
        """Classes of a head, those of the practice as rungs of this codebook."""
        found = self.model.heads[head].classes
        return [self._rungs[label] for label in found] if head == "practice" else list(found)

    def claim_rung(self, claim: str, reading: CueReading) -> int:
        """Rung of a claim."""
        return rung_of_claim(self.codebook, claim, reading)


def tag(
    passages: Sequence[Passage],
    tagger: Tagger,
    *,
    layer: str = "model",
    around: Mapping[str, Around] | None = None,
    on_tagged: Callable[[], None] = lambda: None,
) -> tuple[list[Tag], list[Span]]:
    """Tags of all passages, one each in their order, and the spans of the rules that fired.

    ``around`` says by passage id what stands around each, where the passages are only some of their documents.
    ``on_tagged`` is called after each passage.
    """
    tags: list[Tag] = []
    spans: list[Span] = []
    around = arounds(passages) if around is None else around
    decoded = tagger.decode_texts((passage.text, around[passage.passage_id]) for passage in passages)
    for passage, (labels, reading) in zip(passages, decoded, strict=True):
        tags.append(
            Tag(
                passage_id=passage.passage_id,
                layer=layer,
                claim=labels.claim,
                claim_rung=tagger.claim_rung(labels.claim, reading),
                practice=labels.practice,
                practice_rung=labels.practice_rung,
                stance=labels.stance,
                verdict=passage_verdict(labels.claim, labels.practice, labels.stance),
                unsure=labels.certainty < tagger.unsure_below,
                p_claim=labels.p_claim,
                p_practice=labels.p_practice,
                p_stance=labels.p_stance,
            )
        )
        spans += _spans(passage.passage_id, layer, reading)
        on_tagged()
    return tags, spans


def _spans(passage_id: str, layer: str, reading: CueReading) -> Iterator[Span]:
    kinds = (
        ("claim", reading.claims),
        ("practice", reading.practices),
        ("veto", reading.vetoes),
    )
    for kind, hits in kinds:
        for hit in hits:
            yield Span(passage_id, layer, kind, hit.cue.id, hit.cue.value, hit.start, hit.end)
    for shown in reading.marked:
        yield Span(passage_id, layer, "marker", shown.by, shown.marker, shown.start, shown.end)
    for hit in reading.negated:
        yield Span(passage_id, layer, "veto", "negation", hit.cue.id, hit.start, hit.end)


def tag_objects(objects: Iterable[dict[str, Any]], tagger: Tagger) -> Iterator[dict[str, Any]]:
    """JSON objects with ``id`` and ``text``, each with its labels added, one out for one in and in order.

    An object without a text comes back without labels and with the key ``error``, unless it has one. Keys of the
    input are kept.
    """
    source = iter(objects)
    while batch := list(islice(source, _BATCH)):
        good = [value for value in batch if _has_text(value)]
        labelled = {
            id(value): found
            for value, found in zip(
                good,
                tagger.decode_texts((value["text"], _around(value)) for value in good),
                strict=True,
            )
        }
        for value in batch:
            if id(value) in labelled:
                yield value | _labels_of(value["text"], *labelled[id(value)], tagger.unsure_below)
            else:
                yield {"error": "the key 'text' must hold a text", **value}


def _around(value: Mapping[str, Any]) -> Around:
    return Around(
        *(found if isinstance(found := value.get(key), str) else "" for key in ("section", "before", "after"))
    )


def _has_text(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("text"), str)


def _labels_of(text: str, labels: Decoded, reading: CueReading, unsure_below: float) -> dict[str, Any]:
    return {
        "claim": labels.claim,
        "practice": labels.practice,
        "practice_rung": labels.practice_rung,
        "stance": labels.stance,
        "verdict": passage_verdict(labels.claim, labels.practice, labels.stance),
        "unsure": labels.certainty < unsure_below,
        "markers": [_marker(text, shown) for shown in reading.marked],
        "p_claim": dict(labels.p_claim),
        "p_practice": dict(labels.p_practice),
        "p_stance": dict(labels.p_stance),
    }


def _marker(text: str, shown: MarkerHit) -> dict[str, Any]:
    return {"marker": shown.marker, "start": shown.start, "end": shown.end, "text": text[shown.start : shown.end]}
