"""Stage: tags against gold, and a run on the demo corpus against its known truth."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tokenism.annotations import CodedPassage
from tokenism.around import ALONE
from tokenism.baselines import baseline_labels
from tokenism.codebook import DEFAULT_VIEW, Codebook
from tokenism.cue_reading import rung_of_claim
from tokenism.cues import CueReader
from tokenism.embeddings import Encoder
from tokenism.fidelity import word_overlap, word_shares
from tokenism.layers import tags_by_passage
from tokenism.link import link
from tokenism.measures import Labels, class_report, confusion, headline, label_report
from tokenism.model import Decoded
from tokenism.reading.clean import words_of
from tokenism.readings import band_under, bands_of, read_under
from tokenism.records import BANDS, Claim, Document, Passage, Span, Tag
from tokenism.tag import Tagger
from tokenism.verdicts import COUNTED_BANDS, DOCUMENT_VERDICTS, TOKENISTIC, passage_verdict
from tokenism.views import View

Confusions = dict[str, Counter[tuple[str, str]]]


def decode_passages(coded: Sequence[CodedPassage], tagger: Tagger) -> list[Decoded]:
    """The labels that a tagger gives to the texts of coded passages."""
    return [found for found, _ in tagger.decode_texts((passage.text, ALONE) for passage in coded)]


def systems_of(
    coded: Sequence[CodedPassage],
    tagger: Tagger,
    bander: "Bander",
    decoded: Sequence[Decoded],
    *,
    training: Sequence[CodedPassage] = (),
    encoder: Encoder | None = None,
) -> dict[str, list[Labels]]:
    """Labels of the model and of the baselines (:mod:`tokenism.baselines`), by name.

    Those that are trained are there where there are ``training`` passages, and an ``encoder`` for embeddings.
    """
    texts = [passage.text for passage in coded]
    model = [bander.labels(d.claim, d.practice_rung, d.stance, t) for d, t in zip(decoded, texts, strict=True)]
    names = ["rules", "keywords", "majority"]
    if training:
        names += ["tfidf", "embeddings"] if encoder is not None else ["tfidf"]
    return {"model": model} | baseline_labels(names, training, coded, tagger.reader, encoder, bands=bander.labels)


class Bander:
    """Gives coded passages and the labels of systems the bands of a view.

    People code the band of a claim; where a view draws the bands otherwise than the ladder, the claim's rung follows
    from its words (codebook, section 3a), for truth and systems alike.
    """

    def __init__(self, codebook: Codebook, view: View | None = None, reader: CueReader | None = None) -> None:
        self.codebook = codebook
        own = view is not None and bands_of(view, codebook) != tuple(rung.band for rung in codebook.rungs)
        self._view = view if own else None
        self._reader = reader or CueReader(codebook) if own else None

    def truth(self, passage: CodedPassage) -> Labels:
        """The labels of a coded passage."""
        return self.labels(passage.claim, passage.practice, passage.stance, passage.text)

    def labels(self, claim: str, practice: int, stance: str, text: str) -> Labels:
        """Bands for a claimed band, a described rung and the text that both are of."""
        described = self.codebook.band(practice)
        if self._view is None or self._reader is None:
            return claim, described, stance
        rung = rung_of_claim(self.codebook, claim, self._reader.read(text))
        return band_under(self._view, rung, claim), band_under(self._view, practice, described), stance


def _confusions(truth: Sequence[Labels], found: Sequence[Labels]) -> Confusions:
    return {
        name: confusion([t[i] for t in truth], [f[i] for f in found])
        for i, name in enumerate(("claim", "practice", "stance"))
    }


@dataclass(frozen=True, slots=True)
class Match:
    """A true passage and the extracted passage that shares most of its words, if one shares at least half."""

    truth: CodedPassage
    found: Passage | None
    overlap: float


def evaluate_demo(
    truth: Sequence[CodedPassage],
    codebook: Codebook,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    tags: Sequence[Tag],
    claims: Sequence[Claim],
    view: View | None = None,
    spans: Sequence[Span] = (),
) -> tuple[dict[str, Any], Confusions]:
    """Figures of a run against the truth of its documents: extraction, labels, and the claims ledger.

    ``view`` is the one under which the ledger was made: truth and tags are read under its bands.

    ``extraction`` counts words (repeats included) of the true passages found again in the extracted ones; what is
    printed on a page but is no passage of the truth (covers, contents) counts against precision. ``ledger`` gives
    the share of planted claims that the ledger holds, and the share of planted claims whose document verdict is
    right, absent ones counting as wrong; the confusions have these verdicts too, with ``absent`` among those found.
    ``linker`` has the same of a ledger that is made from the true labels: what is left to the linker alone.
    """
    bander = Bander(codebook, view)
    tag_of = tags_by_passage(passages, tags if view is None else read_under(tags, view))
    matches = _match(truth, documents, passages)
    matched = [match for match in matches if match.found is not None]
    true_labels = [bander.truth(match.truth) for match in matched]
    found_labels = [_tag_labels(tag_of[match.found.passage_id]) for match in matched if match.found is not None]
    ledger, verdicts = _ledger(matches, bander, claims)
    figures = {
        "extraction": _extraction(truth, matches, documents, passages),
        "labels": label_report(true_labels, found_labels),
        "ledger": ledger,
        "linker": _ledger(matches, bander, _true_ledger(matches, codebook, passages, tags, spans, view))[0],
    }
    return figures, _confusions(true_labels, found_labels) | {"verdict": verdicts}


def _true_ledger(
    matches: Sequence[Match],
    codebook: Codebook,
    passages: Sequence[Passage],
    tags: Sequence[Tag],
    spans: Sequence[Span],
    view: View | None,
) -> list[Claim]:
    """The ledger that the linker makes where the tags of true passages are the true ones."""
    tag_of = {tag.passage_id: tag for tag in tags}
    rung = {band: codebook.usual_rung(band) for band in BANDS[1:]}
    for true, found in ((match.truth, match.found) for match in matches if match.found is not None):
        practice = codebook.band(true.practice)
        tag_of[found.passage_id] = replace(
            tag_of[found.passage_id],
            claim=true.claim,
            claim_rung=rung.get(true.claim, 0),
            practice=practice,
            practice_rung=true.practice,
            stance=true.stance,
            verdict=passage_verdict(true.claim, practice, true.stance),
            p_practice={practice: 1.0},
        )
    chosen = view or codebook.view(DEFAULT_VIEW)
    return link(passages, [tag_of[passage.passage_id] for passage in passages], spans, chosen)


def demo_headline(figures: dict[str, Any]) -> dict[str, float | None]:
    """The few figures of `evaluate_demo` that one run is compared with another by."""
    extraction, ledger = figures["extraction"], figures["ledger"]
    return {
        "words_found": extraction["word_recall"],
        **headline(figures["labels"]),
        "claims_in_ledger": ledger["share_in_ledger"],
        "verdicts_right": ledger["verdict_accuracy"],
        "evidence_page_right": ledger["evidence_page_right"],
        "linker_verdicts_right": figures["linker"]["verdict_accuracy"],
        "linker_page_right": figures["linker"]["evidence_page_right"],
    }


def _tag_labels(tag: Tag) -> Labels:
    return tag.claim, tag.practice, tag.stance


def _match(truth: Sequence[CodedPassage], documents: Sequence[Document], passages: Sequence[Passage]) -> list[Match]:
    file_of = {document.document_id: document.path for document in documents}
    words: dict[str, list[tuple[Passage, Counter[str]]]] = {}
    for passage in passages:
        words.setdefault(_stem(file_of[passage.document_id]), []).append((passage, Counter(words_of(passage.text))))
    matches = []
    for true in truth:
        wanted = Counter(words_of(true.text))
        best, best_overlap = None, 0.0
        for passage, found in words.get(_stem(true.file or ""), []):
            overlap = word_overlap(wanted, found)
            if overlap > best_overlap:
                best, best_overlap = passage, overlap
        matches.append(Match(true, best if best_overlap >= 0.5 else None, best_overlap))
    return matches


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".pdf").removesuffix(".md")


def _extraction(
    truth: Sequence[CodedPassage], matches: Sequence[Match], documents: Sequence[Document], passages: Sequence[Passage]
) -> dict[str, Any]:
    stem_of = {document.document_id: _stem(document.path) for document in documents}
    wanted: dict[str, Counter[str]] = {}
    found: dict[str, Counter[str]] = {}
    for true in truth:
        wanted.setdefault(_stem(true.file or ""), Counter()).update(words_of(true.text))
    for passage in passages:
        found.setdefault(stem_of[passage.document_id], Counter()).update(words_of(passage.text))
    recall, precision = word_shares(wanted, found)
    found_passages = [match for match in matches if match.found is not None]
    right_page = sum(match.found is not None and match.found.page == match.truth.page for match in matches)
    return {
        "n_passages": len(truth),
        "word_recall": recall,
        "word_precision": precision,
        "passages_found": len(found_passages) / len(truth) if truth else None,
        "passages_exact": sum(match.overlap > 0.98 for match in matches) / len(truth) if truth else None,
        "page_right": right_page / len(found_passages) if found_passages else None,
    }


def document_verdict(passage: CodedPassage, bander: Bander, evidence: CodedPassage | None) -> str:
    """The true document verdict of a planted claim (codebook section 5).

    Under a view that draws the bands otherwise the evidence must reach the band that the claim then has.
    """
    claim, practice, stance = bander.truth(passage)
    verdict = passage_verdict(claim, practice, stance)
    if verdict in TOKENISTIC and evidence is not None and _reaches(bander.truth(evidence)[1], claim):
        return "supported-elsewhere" if evidence.stance == "reported" else "planned"
    return verdict


def _reaches(practice: str, claim: str) -> bool:
    return BANDS.index(practice) >= BANDS.index(claim)


def _ledger(
    matches: Sequence[Match], bander: Bander, claims: Sequence[Claim]
) -> tuple[dict[str, Any], Counter[tuple[str, str]]]:
    claim_of = {claim.passage_id: claim for claim in claims}
    by_id = {(match.truth.file, match.truth.id): match.truth for match in matches}
    planted = [m for m in matches if bander.truth(m.truth)[0] in COUNTED_BANDS and m.truth.stance != "definition"]
    verdicts, found = [], []
    elsewhere = pages_right = 0
    for match in planted:
        evidence = by_id.get((match.truth.file, match.truth.evidence)) if match.truth.evidence else None
        claim = claim_of.get(match.found.passage_id) if match.found else None
        verdicts.append(document_verdict(match.truth, bander, evidence))
        found.append(claim.verdict if claim else "absent")
        if verdicts[-1] == "supported-elsewhere" and evidence is not None:
            elsewhere += 1
            pages_right += bool(claim and claim.evidence_page == evidence.page)
    planted_ids = {match.found.passage_id for match in planted if match.found}
    with_truth = {match.found.document_id for match in matches if match.found}
    extra = [c for c in claims if c.document_id in with_truth and c.passage_id not in planted_ids]
    report = class_report(verdicts, found, DOCUMENT_VERDICTS[1:])
    figures = {
        "n_planted": len(planted),
        "share_in_ledger": sum(name != "absent" for name in found) / len(planted) if planted else None,
        "n_not_planted": len(extra),
        "verdict_accuracy": report["accuracy"],
        "verdicts": report["classes"],
        "n_supported_elsewhere": elsewhere,
        "evidence_page_right": pages_right / elsewhere if elsewhere else None,
    }
    return figures, confusion(verdicts, found)
