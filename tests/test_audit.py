"""The ledger against its judges: what was drawn at random enters with its weight, and figures count what is missing."""

from dataclasses import replace
from typing import Any

import pytest

from tests.makers import codebook, make_claim, make_document, make_passage, make_tag
from tokenism.audit import AUDIT, audited_lines, audited_passages, group_of, ledger_figures
from tokenism.audited import AuditedLine, AuditedPassage
from tokenism.codings import Coding
from tokenism.records import Box
from tokenism.standoff import Located, SourceDocument, StandOff

SOURCE = SourceDocument("f" * 64, "Elm Council", "council", "Plan", "2021", "https://elm.example/p")


def located(
    number: int,
    verdict: str | None = "label-only",
    *,
    found: bool = True,
    draw: str = AUDIT,
    probability: float | None = 0.25,
    stratum: str = "s",
    **labels: Any,
) -> Located:
    """A judged passage ``p<number>`` of page <number>, found in the run or not."""
    coding = Coding(f"p{number}", **({"claim": "consultation", "practice": 0, "stance": "reported"} | labels))
    standoff = StandOff(
        coding=replace(coding, verdict=verdict),
        document=SOURCE,
        page=number,
        start=0,
        end=9,
        box=Box(number, 0, 0, 9, 9),
        digest="0",
        n_words=3,
        kind="paragraph",
        stratum=stratum,
        draw=draw,
        probability=probability,
    )
    return Located(standoff, make_passage(number) if found else None, found)


def test_lines_drawn_at_random_enter_with_one_over_their_chance() -> None:
    lines = audited_lines([located(1, "supported")], [make_claim(1, "overclaimed", "co-production")])
    assert lines == [AuditedLine("f" * 12, "overclaimed", "co-production", "supported", "consultation", 4.0)]


@pytest.mark.parametrize(
    "judged",
    [
        located(1, draw="ledger", probability=None),
        located(1, probability=None),
        located(1, None),
        located(1, found=False),
        located(2),
        located(3),
    ],
    ids=["chosen", "no chance", "not judged", "not found", "not in the ledger", "repeat"],
)
def test_what_was_not_drawn_or_is_no_line_is_left_out(judged: Located) -> None:
    assert audited_lines([judged], [make_claim(1, "supported"), make_claim(3, "supported", repeat_of="c1")]) == []


def test_passage_carries_what_was_said_and_what_is_true() -> None:
    coded = located(1, None, claim="co-production", practice=4, stance="committed")
    (found,) = audited_passages([coded], [make_tag(1, "consultation")], codebook())
    said, true = ("consultation", "none", "reported"), ("co-production", "consultation", "committed")
    assert found == AuditedPassage("f" * 12, *said, *true, 4.0)


def test_passage_that_two_draws_could_have_taken_weighs_one_over_the_sum_of_their_chances() -> None:
    coded = [located(1, None, draw="a", probability=0.3), located(2, None, draw="b", probability=0.2)]
    coded += [located(3, None, draw="c", probability=1.0, stratum="t"), located(4, None, draw="b", probability=None)]
    coded += [located(5, None, draw="b", probability=0.2, stratum="t")]
    found = audited_passages(coded, [make_tag(n) for n in range(1, 6)], codebook())
    assert [one.weight for one in found] == [2.0, 2.0, 1.0, 1.0]


def test_organisation_is_that_of_the_coded_passages_by_checksum() -> None:
    assert group_of(make_document(sha256="a" * 64), {"a" * 64: "Elm Borough"}) == "Elm Borough"
    assert group_of(make_document(sha256=None), {"a" * 64: "Elm Borough"}) == "Elm Council"


def test_claim_that_the_ledger_lacks_is_wrong_and_no_claim_is_not_counted() -> None:
    judged = [located(1, "supported"), located(2, "label-only", found=False), located(3, "no-claim", claim="none")]
    figures = ledger_figures(judged, [make_claim(1, "supported"), make_claim(3, "overclaimed")], [], resamples=10)
    assert (figures["n_judged"], figures["n_claims"], figures["n_documents"]) == (3, 2, 1)
    assert figures["verdict_accuracy"]["value"] == 0.5
    assert figures["confusion"]["label-only"] == {"absent": 1}
    assert figures["confusion"]["no-claim"] == {"overclaimed": 1}


def test_weighted_figure_is_of_the_random_draw_alone() -> None:
    judged = [located(1, "supported"), located(2, "supported", probability=0.75), located(3, draw="ledger")]
    claims = [make_claim(1, "supported"), make_claim(2, "label-only"), make_claim(3, "planned")]
    weighted = ledger_figures(judged, claims, [], resamples=10)["weighted"]
    assert weighted["n"] == 2
    assert weighted["verdict_accuracy"]["value"] == pytest.approx(4 / (4 + 4 / 3))


def test_page_of_evidence_is_right_or_accepted() -> None:
    fields = {"evidence": "p7", "evidence_page": 7, "also": ("p9",)}
    judged = [*(located(n, "supported-elsewhere", **fields) for n in (1, 2, 3)), located(9, "supported")]
    claims = [make_claim(n, "supported-elsewhere", evidence_page=page) for n, page in ((1, 7), (2, 9), (3, 8))]
    figures = ledger_figures(judged, claims, [make_passage(9)], resamples=10)
    assert figures["n_supported_elsewhere"] == 3
    assert figures["evidence_page_right"]["value"] == pytest.approx(1 / 3)
    assert figures["evidence_page_accepted"]["value"] == pytest.approx(2 / 3)


def test_nothing_judged_has_no_figures() -> None:
    figures = ledger_figures([], [], [], resamples=10)
    assert (figures["n_claims"], figures["verdict_accuracy"]["value"]) == (0, None)
