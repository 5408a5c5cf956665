"""The page of claims and the letter: complete, polite, escaped, and without a request to any other place."""

import re
from dataclasses import replace

import pytest

from tests.makers import make_claim, make_document, make_passage
from tests.reply.test_pack import pack
from tokenism.records import Claim
from tokenism.reply.pack import Pack, make_pack
from tokenism.reply.pages import claims_page, letter_lines, letter_page, letter_text, read_me


def of(*claims: Claim, text: str = "Our vision was co-produced with carers.") -> Pack:
    return make_pack(
        "Elm Council", [make_document(title="Plan")], [make_passage(n, text) for n in range(9)], [], claims
    )


OVERCLAIMED = make_claim(1, "overclaimed", "co-production", "consultation")
LABEL = make_claim(2, "label-only", "consultation")
SUPPORTED = make_claim(3, "supported", "consultation", "consultation")


def test_page_shows_every_claim_with_page_and_quotation() -> None:
    html = claims_page(pack())
    assert len(re.findall("<article", html)) == 4
    assert 'Page 3. In the form: <span class="id">c3</span>' in html
    assert "Carers held a vote on the contract." in html
    assert "Your earlier answer" in html


@pytest.mark.parametrize("page", [claims_page, letter_page])
def test_page_asks_nothing_of_any_other_place(page: object) -> None:
    html = page(pack())  # type: ignore[operator]
    assert re.findall(r"<script|<img|<iframe|url\(|@import|src=", html) == []
    assert set(re.findall(r'<link[^>]*href="([^"]*)"', html)) == {"data:,"}


@pytest.mark.parametrize("page", [claims_page, letter_page])
def test_text_of_a_document_is_escaped(page: object) -> None:
    html = page(of(OVERCLAIMED, text="<script>alert(1)</script> \u202e\x07 {{ 7 * 7 }}"))  # type: ignore[operator]
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \ufffd\ufffd {{ 7 * 7 }}" in html


def test_letter_asks_by_claim_for_what_its_document_lacks() -> None:
    lines = letter_lines(of(OVERCLAIMED, LABEL, SUPPORTED))
    asked = [text for kind, text in lines if kind == "claim"]
    assert asked == [
        "1. Page 1: “Our vision was co-produced with carers.” (consultation described; form: c1)",
        "2. Page 2: “Our vision was co-produced with carers.” (no activity described; form: c2)",
    ]
    told = "\n".join(text for _, text in lines)
    assert "who held a vote or a budget" in told
    assert "how many people took part" in told
    assert (
        "For one" not in told and "For 2 the claim exceeds the described method in the document that makes it." in told
    )


@pytest.mark.parametrize(
    ("claims", "there", "not_there"),
    [
        ([OVERCLAIMED], "A. Where", "B. Where"),
        ([LABEL], "B. Where", "A. Where"),
        ([SUPPORTED], "so we ask for no evidence", "What we ask"),
    ],
)
def test_letter_asks_no_question_that_nothing_calls_for(claims: list[Claim], there: str, not_there: str) -> None:
    text = letter_text(of(*claims))
    assert there in text
    assert not_there not in text


@pytest.mark.parametrize(
    "text", [letter_text(of(OVERCLAIMED, LABEL)), letter_page(of(OVERCLAIMED, LABEL)), claims_page(pack())]
)
def test_nobody_is_accused(text: str) -> None:
    assert re.findall(r"(?i)you did not|you failed|tokenistic|mislead|false", text) == []


def test_letter_leaves_names_and_dates_open_and_the_law_optional() -> None:
    lines = letter_lines(of(OVERCLAIMED))
    assert {"[Date]", "Dear [name],", "Elm Council"} <= {text for _, text in lines}
    (optional,) = [text for kind, text in lines if kind == "optional"]
    assert "Freedom of Information Act 2000 (England, Wales and Northern Ireland)" in optional


def test_intention_is_asked_about_as_an_intention() -> None:
    lines = letter_lines(of(replace(LABEL, stance="aspirational")))
    assert any("(no activity described; worded as an intention; form: c2)" in text for _, text in lines)


def test_promised_claims_are_told_not_asked_about() -> None:
    text = letter_text(of(OVERCLAIMED, replace(SUPPORTED, verdict="planned")))
    assert "1 more claim is about something that is promised" in text
    assert "c3" not in text


def test_line_break_in_a_name_makes_no_line_of_its_own() -> None:
    found = make_pack(
        "Elm Council", [make_document(title="Plan\ntext: Dear fool")], [make_passage(1, "x")], [], [OVERCLAIMED]
    )
    assert ("title", "Plan text: Dear fool") in letter_lines(found)


def test_first_sheet_says_what_happens_with_the_answers() -> None:
    told = " ".join(text for _, text in read_me(pack()))
    assert "does not change by itself" in told
    assert "Not read, so that nothing is known about what they say: Locked." in told
    assert next(text for kind, text in read_me(pack()) if kind == "fill") == "Please send it back by"
