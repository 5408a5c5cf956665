"""The ledger of real documents against what judges say of it: its errors, and how often verdict and page are right."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tokenism.audited import AuditedLine, AuditedPassage
from tokenism.codebook import Codebook
from tokenism.held_out import HeldOut
from tokenism.measures import class_report, confusion
from tokenism.records import Claim, Document, Passage, Span, Tag
from tokenism.resampling import Clusters, Table
from tokenism.standoff import Located, StandOff
from tokenism.tag import tag
from tokenism.verdicts import DOCUMENT_VERDICTS

AUDIT = "audit"
"""Draw of claims that were taken from a ledger at random, with known chances, to be judged."""


def tag_held_out(
    documents: Sequence[Document], passages: Sequence[Passage], known: Mapping[str, str], held_out: HeldOut
) -> tuple[list[Tag], list[Span]]:
    """Tags and spans of a run, each document by a model that saw no passage of its organisation.

    ``known`` gives the organisation of a document by its checksum, under the name that coded passages have it.
    """
    taggers = {document.document_id: held_out.tagger(group_of(document, known)) for document in documents}
    by_tagger: dict[int, list[Passage]] = {}
    for passage in passages:
        by_tagger.setdefault(id(taggers[passage.document_id]), []).append(passage)
    tags: dict[str, Tag] = {}
    spans: list[Span] = []
    for members in by_tagger.values():
        found, shown = tag(members, taggers[members[0].document_id])
        tags.update((one.passage_id, one) for one in found)
        spans += shown
    return [tags[passage.passage_id] for passage in passages], spans


def group_of(document: Document, known: Mapping[str, str]) -> str:
    """Organisation of a document of a run, under the name that coded passages have it."""
    return known.get(document.sha256 or "", document.organisation)


def audited_lines(judged: Iterable[Located], claims: Iterable[Claim]) -> list[AuditedLine]:
    """Lines of the ledger that were drawn at random and judged; repeats, which are not counted, are left out."""
    claim_of = {claim.passage_id: claim for claim in claims if claim.repeat_of is None}
    lines = []
    for one in judged:
        coding, drawn = one.standoff.coding, one.standoff.probability
        claim = claim_of.get(one.passage.passage_id) if one.passage else None
        if claim is not None and one.standoff.draw == AUDIT and drawn is not None and coding.verdict is not None:
            document = one.standoff.document.sha256[:12]
            lines.append(AuditedLine(document, claim.verdict, claim.claim, coding.verdict, coding.claim, 1 / drawn))
    return lines


def audited_passages(coded: Sequence[Located], tags: Iterable[Tag], codebook: Codebook) -> list[AuditedPassage]:
    """Passages that were drawn at random and coded, with the tags of a model that had not seen their organisation.

    A passage that several draws could have taken weighs one over the sum of its chances (Kalton and Anderson 1986).
    """
    tag_of = {tag.passage_id: tag for tag in tags}
    weight_of = _weights([one.standoff for one in coded])
    found = []
    for one in coded:
        coding = one.standoff.coding
        if one.passage is None or one.standoff.probability is None:
            continue
        said = tag_of[one.passage.passage_id]
        labels = (said.claim, said.practice, said.stance)
        true = (coding.claim, codebook.band(coding.practice), coding.stance)
        document = one.standoff.document.sha256[:12]
        found.append(AuditedPassage(document, *labels, *true, weight_of[one.standoff.stratum]))
    return found


def _weights(standoff: Iterable[StandOff]) -> dict[str, float]:
    chances: dict[str, dict[str, float]] = {}
    for one in standoff:
        if one.probability is not None:
            chances.setdefault(one.stratum, {})[one.draw] = one.probability
    return {stratum: 1 / min(1.0, sum(draws.values())) for stratum, draws in chances.items()}


def ledger_figures(
    judged: Sequence[Located],
    claims: Iterable[Claim],
    passages: Iterable[Passage],
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> dict[str, Any]:
    """How often the ledger has the judges' verdict, and their page of evidence, with cluster-bootstrap intervals.

    ``verdict_accuracy`` counts judged claims; one that the ledger lacks is wrong. ``weighted`` is the same over the
    random draw, each claim weighing one over its chance: what holds for these documents as a whole. Evidence is
    right where its page is that of the best evidence, or (``accepted``) of any that the judges accept.
    """
    claim_of = {claim.passage_id: claim for claim in claims}
    found = [claim_of.get(one.passage.passage_id) if one.passage else None for one in judged]
    pairs = [
        (one, claim, one.standoff.coding.verdict or "no-claim", "absent" if claim is None else claim.verdict)
        for one, claim in zip(judged, found, strict=True)
    ]
    real = [pair for pair in pairs if pair[2] != "no-claim"]
    drawn = [pair for pair in real if pair[0].standoff.draw == AUDIT and pair[0].standoff.probability]
    elsewhere = [pair for pair in real if pair[2] == "supported-elsewhere"]
    page_of = {passage.passage_id: passage.page for passage in passages}
    options = {"resamples": resamples, "seed": seed}
    report = class_report([pair[2] for pair in real], [pair[3] for pair in real], DOCUMENT_VERDICTS[1:])
    return {
        "n_judged": len(pairs),
        "n_claims": len(real),
        "n_documents": len({one.standoff.document.sha256 for one in judged}),
        "verdict_accuracy": _share(real, [pair[2] == pair[3] for pair in real], None, options),
        "flag_accuracy": _share(real, [_lacks(pair[2]) == _lacks(pair[3]) for pair in real], None, options),
        "weighted": {
            "n": len(drawn),
            "verdict_accuracy": _share(drawn, [pair[2] == pair[3] for pair in drawn], _chances(drawn), options),
        },
        "verdicts": report["classes"],
        "confusion": _table(pairs),
        "n_supported_elsewhere": len(elsewhere),
        "evidence_page_right": _share(
            elsewhere,
            [_page(claim) == one.standoff.coding.evidence_page for one, claim, *_ in elsewhere],
            None,
            options,
        ),
        "evidence_page_accepted": _share(
            elsewhere, [_page(claim) in _accepted(one, page_of) for one, claim, *_ in elsewhere], None, options
        ),
    }


_Pair = tuple[Located, Claim | None, str, str]


def _lacks(verdict: str) -> bool:
    return verdict in ("overclaimed", "label-only", "absent")


def _page(claim: Claim | None) -> int | None:
    return None if claim is None else claim.evidence_page


def _accepted(one: Located, page_of: Mapping[str, int]) -> set[int | None]:
    coding = one.standoff.coding
    return {coding.evidence_page, *(page_of[name] for name in coding.also if name in page_of)}


def _chances(pairs: Sequence[_Pair]) -> list[float]:
    return [1 / (one.standoff.probability or 1.0) for one, *_ in pairs]


def _share(
    pairs: Sequence[_Pair], right: Sequence[bool], weights: Sequence[float] | None, options: Mapping[str, int]
) -> dict[str, float | None]:
    clusters = Clusters([one.standoff.document.sha256 for one, *_ in pairs], **options)
    mass = np.ones(len(pairs)) if weights is None else np.asarray(weights)
    tables = clusters.summed(mass, [int(not hit) for hit in right], shape=(2,))
    return clusters.figure(tables, _first)


def _first(tables: Table) -> Table:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(tables[..., 0] / tables.sum(axis=-1))


def _table(pairs: Sequence[_Pair]) -> dict[str, dict[str, int]]:
    counts = confusion([pair[2] for pair in pairs], [pair[3] for pair in pairs])
    names = (*DOCUMENT_VERDICTS, "absent")
    return {true: {said: counts[true, said] for said in names if counts[true, said]} for true in names[:-1]}
