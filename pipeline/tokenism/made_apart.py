"""What two runs were made with, as far as their tables tell it apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tokenism.records import Claim, Document, Passage, Span, Tag


@dataclass(frozen=True, slots=True)
class Made:
    """Tables of a run that tell how it was made; None for one that is not there."""

    documents: Sequence[Document]
    passages: Sequence[Passage]
    claims: Sequence[Claim]
    tags: Sequence[Tag] | None = None
    spans: Sequence[Span] | None = None
    scoring: Mapping[str, Any] | None = None


def made_apart(first: Made, second: Made) -> list[str]:
    """One sentence for each way in which two runs were made otherwise; none where nothing tells them apart.

    The tables do not name model and codebook, so passages that both runs have are looked at: other cues on the same
    words mean another codebook, other probabilities another model.
    """
    return [*_reading(first, second), *_tagging(first, second), *_linking(first, second), *_scoring(first, second)]


def _reading(first: Made, second: Made) -> Iterator[str]:
    readers = [{d.document_id: d.reader for d in made.documents if d.reader} for made in (first, second)]
    both = readers[0].keys() & readers[1].keys()
    other = sum(readers[0][key] != readers[1][key] for key in both)
    if other:
        yield f"{other:,} of {len(both):,} documents in both were read by another reader."
    cut = [_passages_by_document(made.passages, both) for made in (first, second)]
    apart = sum(cut[0].get(key) != cut[1].get(key) for key in both)
    if apart:
        yield (
            f"{apart:,} of {len(both):,} documents in both were cut into other passages: another version of the "
            "reader, or other settings of reading."
        )


def _passages_by_document(passages: Iterable[Passage], documents: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {key: [] for key in documents}
    for passage in passages:
        if passage.document_id in found:
            found[passage.document_id].append(passage.passage_id)
    return found


def _tagging(first: Made, second: Made) -> Iterator[str]:
    if first.tags is None or second.tags is None:
        yield "A run has no tags.parquet, so whether model and codebook were the same is not known."
        return
    tags = [{tag.passage_id: tag for tag in made.tags or ()} for made in (first, second)]
    both = [key for key in tags[0] if key in tags[1]]
    rules = _other_rules(first, second, both)
    if rules:
        yield f"Other cues fired in {rules:,} of {len(both):,} passages in both: another codebook, or other rules."
    layers = [sorted({tag.layer for tag in found.values()}) for found in tags]
    if layers[0] != layers[1]:
        yield f"The tags are of other layers: {', '.join(layers[0])}; {', '.join(layers[1])}."
    other = sum(_chances(tags[0][key]) != _chances(tags[1][key]) for key in both)
    if other and not rules:
        yield f"The model gave other probabilities to {other:,} of {len(both):,} passages in both: another model."
    elif other:
        yield f"The probabilities of {other:,} of {len(both):,} passages in both are others."
    labels = sum(_labels(tags[0][key]) != _labels(tags[1][key]) for key in both)
    if labels and not other:
        yield f"The labels of {labels:,} of {len(both):,} passages in both are others: other settings of tagging."


def _other_rules(first: Made, second: Made, both: Sequence[str]) -> int:
    """Passages in both on which other cues fired, where both runs tell."""
    if first.spans is None or second.spans is None:
        return 0
    wanted = set(both)
    found: list[dict[str, list[tuple[str, str, int, int]]]] = []
    for spans in (first.spans, second.spans):
        of: dict[str, list[tuple[str, str, int, int]]] = {}
        for span in spans:
            if span.passage_id in wanted:
                of.setdefault(span.passage_id, []).append((span.kind, span.rule, span.start, span.end))
        found.append(of)
    return sum(sorted(found[0].get(key, ())) != sorted(found[1].get(key, ())) for key in both)


def _chances(tag: Tag) -> tuple[Mapping[str, float], ...]:
    return tag.p_claim, tag.p_practice, tag.p_stance


def _labels(tag: Tag) -> tuple[object, ...]:
    return tag.claim, tag.practice, tag.practice_rung, tag.stance, tag.unsure


def _linking(first: Made, second: Made) -> Iterator[str]:
    views = [sorted({claim.view for claim in made.claims}) for made in (first, second)]
    if views[0] and views[1] and views[0] != views[1]:
        yield (
            f"The ledgers compare under other views: {', '.join(views[0])} in the first, {', '.join(views[1])} in the "
            "second, so a verdict may differ with nothing else changed."
        )
        return
    known = {claim.claim_id: claim for claim in first.claims}
    pairs = [(known[claim.claim_id], claim) for claim in second.claims if claim.claim_id in known]
    alike = [(old, new) for old, new in pairs if _of_passage(old) == _of_passage(new)]
    apart = sum(old.verdict != new.verdict for old, new in alike)
    if apart and {d.document_id for d in first.documents} == {d.document_id for d in second.documents}:
        yield (
            f"{apart:,} of {len(alike):,} claims whose passages have the same labels have another verdict: other "
            "evidence was found, or other settings of linking."
        )


def _of_passage(claim: Claim) -> tuple[object, ...]:
    return claim.claim, claim.practice, claim.stance, claim.passage_verdict


def _scoring(first: Made, second: Made) -> Iterator[str]:
    one, other = first.scoring, second.scoring
    if one is None or other is None:
        yield "A run has no scoring.json, so whether the scores were made alike is not known."
        return
    old, new = one.get("settings") or {}, other.get("settings") or {}
    apart = [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    if apart:
        told = ", ".join(f"{name.replace('_', '-')} {old.get(name)} and {new.get(name)}" for name in apart)
        yield f"The scores were made with other settings: {told}."
    if (one.get("audit") is None) != (other.get("audit") is None):
        which = "first" if one.get("audit") is None else "second"
        yield f"The scores of the {which} run are as counted, those of the other are corrected for measured mistakes."
    elif _measured(one) != _measured(other):
        yield "The scores were corrected by other measured mistakes of the program (another audit)."


def _measured(scoring: Mapping[str, Any]) -> Any:
    audit = scoring.get("audit")
    return audit and {name: audit.get(name) for name in ("about", "judged", "true_verdicts")}
