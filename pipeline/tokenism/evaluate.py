"""Stage: tags against gold, and a run on the demo corpus against its known truth."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tokenism.annotations import CodedPassage
from tokenism.codebook import Codebook
from tokenism.cues import CueReader
from tokenism.errors import InputError
from tokenism.fidelity import word_overlap, word_shares
from tokenism.layers import tags_by_passage
from tokenism.measures import Labels, class_report, confusion, headline, label_report
from tokenism.reading.clean import words_of
from tokenism.records import BANDS, Claim, Document, Passage, Tag
from tokenism.tag import Tagger
from tokenism.verdicts import COUNTED_BANDS, TOKENISTIC, passage_verdict

Confusions = dict[str, Counter[tuple[str, str]]]


def evaluate_gold(coded: Sequence[CodedPassage], tagger: Tagger) -> tuple[dict[str, Any], Confusions]:
    """Figures of the model, the rules alone and two naive baselines on coded passages, and the model's confusions.

    Baselines: ``keywords`` takes the highest band one of whose keywords occurs, for claim and practice alike;
    ``majority`` is the most common label of these passages themselves.
    """
    if not coded:
        raise InputError("no passages to compare with; give a file with at least one")
    codebook = tagger.codebook
    truth = [_labels(passage, codebook) for passage in coded]
    model = [(d.claim, d.practice, d.stance) for d, _ in tagger.decode_texts((p.text, "") for p in coded)]
    systems = {
        "model": model,
        "rules": [_rule_labels(tagger.reader, passage.text) for passage in coded],
        "keywords": [_keyword_labels(codebook, passage.text) for passage in coded],
        "majority": [_majority(truth)] * len(truth),
    }
    figures: dict[str, Any] = {name: label_report(truth, found) for name, found in systems.items()}
    return figures, _confusions(truth, model)


def _labels(passage: CodedPassage, codebook: Codebook) -> Labels:
    return passage.claim, codebook.band(passage.practice), passage.stance


def _rule_labels(reader: CueReader, text: str) -> Labels:
    claim, rung, stance = reader.labels(text)
    return claim, reader.codebook.band(rung), stance


def _keyword_labels(codebook: Codebook, text: str) -> Labels:
    lowered = text.lower()
    band = next((band for band in reversed(BANDS[1:]) if re.search(codebook.keywords[band], lowered)), "none")
    return band, band, "na" if band == "none" else "reported"


def _majority(truth: Sequence[Labels]) -> Labels:
    claim, practice, stance = (Counter(labels[i] for labels in truth).most_common(1)[0][0] for i in range(3))
    return claim, practice, stance


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
) -> tuple[dict[str, Any], Confusions]:
    """Figures of a run against the truth of its documents: extraction, labels, and the claims ledger.

    ``extraction`` counts words (repeats included) of the true passages found again in the extracted ones; what is
    printed on a page but is no passage of the truth (covers, contents) counts against precision. ``ledger`` gives
    the share of planted claims that the ledger holds, and the share of planted claims whose document verdict is
    right, absent ones counting as wrong; the confusions have these verdicts too, with ``absent`` among those found.
    """
    tag_of = tags_by_passage(passages, tags)
    matches = _match(truth, documents, passages)
    matched = [match for match in matches if match.found is not None]
    true_labels = [_labels(match.truth, codebook) for match in matched]
    found_labels = [_tag_labels(tag_of[match.found.passage_id]) for match in matched if match.found is not None]
    ledger, verdicts = _ledger(matches, codebook, claims)
    figures = {
        "extraction": _extraction(truth, matches, documents, passages),
        "labels": label_report(true_labels, found_labels),
        "ledger": ledger,
    }
    return figures, _confusions(true_labels, found_labels) | {"verdict": verdicts}


def demo_headline(figures: dict[str, Any]) -> dict[str, float | None]:
    """The few figures of `evaluate_demo` that one run is compared with another by."""
    extraction, ledger = figures["extraction"], figures["ledger"]
    return {
        "words_found": extraction["word_recall"],
        **headline(figures["labels"]),
        "claims_in_ledger": ledger["share_in_ledger"],
        "verdicts_right": ledger["verdict_accuracy"],
        "evidence_page_right": ledger["evidence_page_right"],
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


def document_verdict(passage: CodedPassage, codebook: Codebook, evidence: CodedPassage | None) -> str:
    """The true document verdict of a planted claim (codebook section 5)."""
    verdict = passage_verdict(*_labels(passage, codebook))
    if verdict in TOKENISTIC and evidence is not None:
        return "supported-elsewhere" if evidence.stance == "reported" else "planned"
    return verdict


def _ledger(
    matches: Sequence[Match], codebook: Codebook, claims: Sequence[Claim]
) -> tuple[dict[str, Any], Counter[tuple[str, str]]]:
    claim_of = {claim.passage_id: claim for claim in claims}
    by_id = {(match.truth.file, match.truth.id): match.truth for match in matches}
    planted = [m for m in matches if m.truth.claim in COUNTED_BANDS and m.truth.stance != "definition"]
    verdicts, found = [], []
    elsewhere = pages_right = 0
    for match in planted:
        evidence = by_id.get((match.truth.file, match.truth.evidence)) if match.truth.evidence else None
        claim = claim_of.get(match.found.passage_id) if match.found else None
        verdicts.append(document_verdict(match.truth, codebook, evidence))
        found.append(claim.verdict if claim else "absent")
        if verdicts[-1] == "supported-elsewhere" and evidence is not None:
            elsewhere += 1
            pages_right += bool(claim and claim.evidence_page == evidence.page)
    planted_ids = {match.found.passage_id for match in planted if match.found}
    with_truth = {match.found.document_id for match in matches if match.found}
    extra = [c for c in claims if c.document_id in with_truth and c.passage_id not in planted_ids]
    names = ("supported", "supported-elsewhere", "planned", "overclaimed", "label-only")
    report = class_report(verdicts, found, names)
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
