"""Answers in the report: beside the finding, escaped, with their history and the figures if they were accepted."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.makers import make_claim, make_score
from tests.test_replies import make_reply
from tests.test_report import ELM, built, small_run
from tokenism.records import Reply
from tokenism.replies import with_disputes
from tokenism.report.replied import Replied

LEDGER = "documents/d1.html"


def elm_page(tmp_path: Path, *replies: Reply, page: str = "organisations/elm-council.html", **score: Any) -> str:
    run = small_run()
    claims = with_disputes(run["claims"], replies)
    scores = [replace(one, **score) if one.organisation == ELM else one for one in run["scores"]]
    built(tmp_path, **(run | {"claims": claims, "scores": scores, "replies": replies}))
    return (tmp_path / page).read_text("utf-8")


def entry(html: str, claim_id: str) -> str:
    found = re.search(rf'<article[^>]*id="{claim_id}".*?</article>', html, re.DOTALL)
    assert found
    return found[0]


def test_latest_answer_of_each_organisation_comes_first() -> None:
    replies = [make_reply(), make_reply(organisation="Ash Trust"), make_reply(position="agree", round=2)]
    shown = [(view.reply.organisation, view.reply.round, view.holds) for view in Replied(replies, []).of("c1")]
    assert shown == [("Elm Council", 2, True), ("Ash Trust", 1, True), ("Elm Council", 1, False)]


@pytest.mark.parametrize(
    ("link", "page", "url"),
    [
        ("https://elm.example/a.pdf", 4, "https://elm.example/a.pdf#page=4"),
        ("https://elm.example/minutes", 4, "https://elm.example/minutes"),
        ("javascript:alert(1)", None, None),
        (None, 4, None),
    ],
)
def test_link_of_evidence_is_a_web_address_or_none(link: str | None, page: int | None, url: str | None) -> None:
    (view,) = Replied([make_reply(evidence_link=link, evidence_page=page)], []).of("c1")
    assert view.evidence_url == url


def test_nothing_is_said_of_acceptance_without_a_dispute() -> None:
    assert [Replied.accepted(score) for score in (None, make_score(), make_score(n_disputed=None))] == [None] * 3


def test_answer_stands_beside_the_verdict(tmp_path: Path) -> None:
    reply = make_reply(
        "c3", "partly", organisation=ELM, answered_by="Head of Voice", evidence_link="https://elm.example/x"
    )
    html = entry(elm_page(tmp_path, reply, page=LEDGER), "c3")
    assert "Overclaimed" in html
    assert ">Disputed</span>" in html
    assert "received 2026-01-31: <strong>agrees in part</strong>" in html
    assert 'href="https://elm.example/x"' in html
    assert "Head of Voice" in html
    assert "does not change it by itself" in html


def test_earlier_answers_stay_to_be_seen(tmp_path: Path) -> None:
    rounds = [
        make_reply("c3", organisation=ELM),
        make_reply("c3", "agree", organisation=ELM, round=2, response="Now we see."),
    ]
    html = entry(elm_page(tmp_path, *rounds, page=LEDGER), "c3")
    assert html.index("Now we see.") < html.index("Earlier answer") < html.index("The panel voted.")
    assert "data-disputed" not in html


def test_answers_are_escaped(tmp_path: Path) -> None:
    text = "<script>alert(1)</script>\u202e"
    fields = dict.fromkeys(("response", "evidence_document", "what_was_decided_by_whom", "answered_by"), text)
    reply = make_reply("c3", organisation=ELM, received=text, evidence_link="javascript:x", **fields)
    html = elm_page(tmp_path, reply, page=LEDGER)
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "\u202e" not in html


def test_page_and_index_say_what_acceptance_would_make_of_the_index(tmp_path: Path) -> None:
    accepted = {
        "n_disputed": 1,
        "n_claims": 5,
        "index_if_accepted": 0.3,
        "if_accepted_low": 0.1,
        "if_accepted_high": 0.6,
    }
    html = elm_page(tmp_path, make_reply("c3", organisation=ELM), **accepted)
    for page in (html, (tmp_path / "index.html").read_text("utf-8")):
        assert "1 of 5 counted claims is disputed</strong>" in page
        assert "if all of that were accepted, the index would be 30% (10% to 60%)" in page
    assert 'class="only-disputed"' in html


def test_answer_to_a_claim_that_is_gone_is_listed(tmp_path: Path) -> None:
    html = elm_page(tmp_path, make_reply("gone", organisation=ELM, response="It was there."))
    assert "1 answer belongs to claims that this reading of the documents does not have" in html
    assert "It was there." in html


def test_report_without_answers_says_nothing_of_them(tmp_path: Path) -> None:
    html = elm_page(tmp_path)
    assert [word for word in ("only-disputed", 'class="reply', "left-over", "disputed</strong>") if word in html] == []


def test_claims_without_answers_have_none() -> None:
    assert Replied([], [make_claim(1, "planned")]).of("c1") == ()
