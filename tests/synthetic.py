"""An invented run of any size: organisations, documents, passages, claims and scores, the same each time.

It is for the weight and the behaviour of pages, so its figures are plausible and nothing else. Used by the tests of
the browser and by ``benchmarks/report.py``.
"""

from collections.abc import Sequence
from itertools import combinations, count
from random import Random
from typing import Any

from tests.makers import RUNGS, make_document, make_passage, make_score, make_span
from tests.makers import make_claim as plain_claim
from tokenism.records import BANDS, Boilerplate, Claim, Comparison, Document, MatrixCell, Passage, Score, Span, Tag
from tokenism.report.words import VERDICTS

TYPES = ("council", "nhs", "combined authority")
_PLACES = ("Ash", "Birch", "Cedar", "Elder", "Hazel", "Larch", "Maple", "Oak", "Rowan", "Willow")
_LANDS = ("brook", "dale", "field", "ford", "ham", "hurst", "mere", "moor", "stead", "wick")
_CLAIMS = ("co-produced with residents", "consulted on with local people", "designed together with carers")
_DEEDS = ("A panel chose the provider.", "Carers filled in a survey.", "Tenants voted on the budget.", "")
_WORDS = (
    "the plan", "for better", "streets", "and parks", "over five years", "with clean air", "safe homes",
    "and good work", "in every ward", "so that", "money goes", "where need is greatest", "and services",
)  # fmt: skip


def make_run(*, organisations: int, documents: int, claims: int) -> dict[str, Any]:
    """Records of a run as :func:`tests.test_report.built` takes them.

    Parameters
    ----------
    organisations
        How many bodies; every tenth shares its first document with the one before it, and the last of more than three
        could not be read.
    documents
        Documents of each.
    claims
        Claims of each document; as many passages again describe or say nothing.
    """
    chance, numbers = Random(0), count(1)  # noqa: S311 (an invented run, no secret)
    names = [_name(n) for n in range(organisations)]
    run: dict[str, list[Any]] = {key: [] for key in ("documents", "passages", "tags", "spans", "claims", "boilerplate")}
    for n, name in enumerate(names):
        unread = n == organisations - 1 > 2
        for k in range(documents):
            owner = f"{names[n - 1]}; {name}" if n % 10 == 1 and k == 0 else name
            document = _document(f"d{n:03}{k:02}", owner, TYPES[n % 3], 2015 + k % 10, unread=unread)
            run["documents"].append(document)
            if not unread:
                _fill(run, document, claims, numbers, chance)
    scores = [_score(name, run["claims"], n, organisations, chance) for n, name in enumerate(names)]
    return {
        **run,
        "scores": scores,
        "matrix": [cell for name in names for cell in _matrix(name, chance)],
        "comparisons": [*_pairs(scores, chance), *_years(names, chance)],
        "boilerplate": _boilerplate(run["claims"]),
        "min_claims": 3,
    }


def _name(n: int) -> str:
    tree, land = _PLACES[n % 10], _LANDS[n // 10 % 10]
    body = ("Council", "NHS Trust", "Combined Authority")[n % 3]
    return f"{tree}{land}{' Upper' if n >= 100 else ''} {body}"


def _document(key: str, owner: str, kind: str, year: int, *, unread: bool) -> Document:
    fields: dict[str, Any] = {"organisation_type": kind, "year": year, "title": f"Plan {key} for better streets"}
    if unread:
        fields |= {"status": "encrypted", "detail": "The file is locked with a password.", "pages": None}
    elif key.endswith("01"):
        fields |= {"url": f"https://plans.example/{key}.pdf", "licence": "OGL"}
    return make_document(key, owner, path=f"{key}.pdf", **fields)


def _fill(run: dict[str, list[Any]], document: Document, claims: int, numbers: "count[int]", chance: Random) -> None:
    for k in range(2 * claims):
        number = next(numbers)
        passage = _passage(number, document, k, chance)
        run["passages"].append(passage)
        verdict = list(VERDICTS)[number // 2 % 5] if k % 2 == 0 else ""
        claim, practice = _labels(verdict, number)
        stance = "committed" if verdict == "planned" else "reported"
        said = {"supported-elsewhere": "label-only", "": "no-claim"}.get(verdict, verdict)
        run["tags"].append(
            Tag(passage.passage_id, "model", claim, RUNGS[claim], practice, RUNGS[practice], stance, said)
        )
        if verdict:
            run["spans"] += _spans(number, passage)
            run["claims"].append(_claim(number, passage, verdict, claim, practice, stance, repeat=k == 8))


def _passage(number: int, document: Document, k: int, chance: Random) -> Passage:
    words = " ".join(chance.choices(_WORDS, k=chance.randint(6, 20)))
    lead = f"Plan {number} was {chance.choice(_CLAIMS)}. {chance.choice(_DEEDS)} " if k % 2 == 0 else ""
    fields = {"page": 1 + k // 3, "page_end": 1 + k // 3, "order": k, "section": "Streets > Parks"}
    return make_passage(number, f"{lead}{words.capitalize()}.", document.document_id, document.organisation, **fields)


def _labels(verdict: str, number: int) -> tuple[str, str]:
    if not verdict:
        return "none", BANDS[(0, 0, 0, 0, 2, 3)[number % 6]]
    return "co-production", {"supported": "co-production", "planned": "co-production", "overclaimed": "informing"}.get(
        verdict, "none"
    )


def _spans(number: int, passage: Passage) -> list[Span]:
    start = passage.text.index(" was ") + 5
    return [make_span(number, "claim", start, passage.text.index(".", start))]


def _claim(
    number: int, passage: Passage, verdict: str, claim: str, practice: str, stance: str, *, repeat: bool
) -> Claim:
    elsewhere = {"evidence_passage_id": f"p{number + 1}", "evidence_page": passage.page}
    return plain_claim(
        number, verdict, claim, practice,
        document_id=passage.document_id, organisation=passage.organisation, page=passage.page, stance=stance,
        passage_verdict="label-only" if verdict == "supported-elsewhere" else verdict, unsure=number % 7 == 0,
        disputed=number % 31 == 0, repeat_of=f"c{number - 2}" if repeat else None,
        reason="No activity is described." if verdict == "label-only" else "",
        **(elsewhere if verdict == "supported-elsewhere" else {}),
    )  # fmt: skip


def _score(name: str, claims: Sequence[Claim], n: int, organisations: int, chance: Random) -> Score:
    if n == organisations - 1 > 2:
        return make_score(name, organisation_type=TYPES[n % 3], note="no document could be read", n_claims=None)
    share = chance.uniform(0.1, 0.8)
    shares = {"tokenism_index": share, "tokenism_low": share - 0.1, "tokenism_high": share + 0.1, "tokenism_raw": share}
    gap = {"coproduction_gap": share, "gap_low": 0.01, "gap_high": 0.99, "gap_raw": share}
    lift = {"mean_lift": -share, "mean_lift_low": -1.4, "mean_lift_high": 0.2, "mean_lift_raw": -share}
    under = {"under_claiming": share / 2, "under_claiming_low": 0.01, "under_claiming_high": 0.6}
    density = {"density": 90 * share, "density_low": 40 * share, "density_high": 99 * share, "density_raw": 90 * share}
    ranks = {"rank_low": 1 + n // 3, "rank_high": 1 + n, "n_ranked": organisations, "p_worst_quarter": share}
    ranks |= {"type_rank_low": 1 + n // 6, "type_rank_high": 1 + n // 3, "n_ranked_of_type": organisations // 3 or 1}
    counts = dict.fromkeys(("n_supported", "n_supported_elsewhere", "n_overclaimed", "n_label_only", "n_planned"), 6)
    counts |= {"n_claims": 30, "n_coproduction_claims": 30, "n_documents": 10, "n_words": 5000, "n_unsure": 4}
    values = counts | shares | gap | lift | under | density | ranks | {"boilerplate_index": 0.1}
    return make_score(name, organisation_type=TYPES[n % 3], **values)


def _matrix(name: str, chance: Random) -> list[MatrixCell]:
    cells = [(claim, practice) for claim in BANDS for practice in (*BANDS, "planned")]
    numbers = [chance.randint(0, 40) for _ in cells]
    return [MatrixCell(name, *cell, n, n * 1.1, n * 0.8, n * 1.4) for cell, n in zip(cells, numbers, strict=True)]


def _pairs(scores: Sequence[Score], chance: Random) -> list[Comparison]:
    lines = []
    for first, second in combinations([score for score in scores if score.tokenism_index is not None], 2):
        if first.organisation_type == second.organisation_type:
            gap = (first.tokenism_index or 0) - (second.tokenism_index or 0)
            names = (first.organisation_type or "", first.organisation, second.organisation)
            lines.append(Comparison("organisations", *names, 30, 30, gap, gap - 0.2, gap + 0.2, chance.random()))
    return lines


def _years(names: Sequence[str], chance: Random) -> list[Comparison]:
    return [Comparison("years", name, "2024", "2023", 9, 8, 0.1, -0.1, 0.3, chance.random()) for name in names[::9]]


def _boilerplate(claims: Sequence[Claim]) -> list[Boilerplate]:
    """Each fiftieth claim and the one after it stand as one in two documents."""
    lines = []
    for n in range(0, len(claims) - 1, 50):
        for claim in claims[n : n + 2]:
            place = (claim.claim_id, claim.document_id, claim.organisation, claim.page, claim.claim, claim.verdict)
            lines.append(Boilerplate(claims[n].claim_id, *place, 2, 1))
    return lines
