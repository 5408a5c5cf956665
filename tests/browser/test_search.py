"""Search in the browser: what is found, in which order, and that no passage can harm the page."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.browser.conftest import HOSTILE, OpenPage
from tokenism.report.search import words_of
from tokenism.report.slugs import claim_link

TEXTS = (
    "Co-produced with the residents’ groups",
    "coproduced CO‑PRODUCED co‐produced",
    "Ynys Môn's policies; buses, boxes",
    "Cafe\u0301 naïve ﬁnance ½ ① x² Straße İzmir ΟΔΟΣ",
    "soft\u00adhyphen and/or e-mail's 1,000 £5m",
    "families' it's 'quoted'",
    "status analysis process processes class series Cymraeg ŵyr łódź",
    "参加 участие مشاركة भागीदारी",
    "",
    "--- ' - '",
    HOSTILE,
)


def search(open_page: OpenPage, site: Path, **query: str) -> Any:
    page = open_page(site / "search.html", f"?{urlencode(query, quote_via=quote)}")
    page.wait_for_function("document.getElementById('search-status').textContent !== ''")
    return page


def found(page: Any) -> int:
    words = page.inner_text("#search-status").split()
    return 0 if words[0] == "No" else int(words[0].replace(",", ""))


def test_browser_and_index_read_words_alike(site: Path, open_page: OpenPage) -> None:
    page = open_page(site / "search.html")
    assert [page.evaluate("text => tokenismSearch.wordsOf(text)", text) for text in TEXTS] == [
        [list(forms) for forms in words_of(text)] for text in TEXTS
    ]


def test_masthead_leads_to_the_results_by_keyboard_and_the_address_keeps_the_search(
    site: Path, open_page: OpenPage
) -> None:
    page = open_page(sorted((site / "organisations").glob("*.html"))[0])
    page.get_by_role("search").get_by_role("searchbox").fill("co-produced residents")
    page.keyboard.press("Enter")
    page.wait_for_selector("#results li")
    assert page.url == (site / "search.html").as_uri() + "?q=co-produced+residents"
    assert page.input_value("#search-form [name=q]") == "co-produced residents"
    first = page.inner_text("#results li >> nth=0")
    page.reload()
    page.wait_for_selector("#results li")
    assert page.inner_text("#results li >> nth=0") == first


@pytest.mark.parametrize(
    ("query", "as_many_as"),
    [
        ("resident co-produced", '"co-produced with residents"'),
        ("COPRODUCED RESIDENTS", '"co produced with resident"'),
        ("co-prod*", "coproduced"),
        ("residents*", "resident"),
        ("Mon", "Môn’s"),
        ("“designed together”", "design* togeth*"),
    ],
)
def test_same_passages_are_found_by(site: Path, open_page: OpenPage, query: str, as_many_as: str) -> None:
    one = found(search(open_page, site, q=query))
    assert found(search(open_page, site, q=as_many_as)) == one > 0


@pytest.mark.parametrize(
    "query", ["residents designed", '"residents produced"', "zzzz", "resid", '"*"', "constructor", '"']
)
def test_nothing_is_found_by(site: Path, open_page: OpenPage, query: str) -> None:
    page = search(open_page, site, q=query)
    assert page.inner_text("#search-status").startswith("No passage found")
    assert page.locator("#results li").count() == 0


def test_a_word_that_no_passage_has_is_named(site: Path, open_page: OpenPage) -> None:
    assert "“zzzz”" in search(open_page, site, q="plan zzzz").inner_text("#search-status")


def test_twenty_are_shown_and_then_twenty_more_with_the_focus_on_the_first_new_one(
    site: Path, open_page: OpenPage
) -> None:
    page = search(open_page, site, q="the")
    assert found(page) > 40
    assert page.locator("#results li").count() == 20
    page.get_by_role("button", name="Show 20 more").press("Enter")
    page.wait_for_function("document.querySelectorAll('#results li').length === 40")
    assert page.evaluate("document.activeElement === document.querySelectorAll('#results li a')[20]")
    assert "40 are shown" in page.inner_text("#search-status")


def test_claims_come_first_and_lead_to_the_claim(site: Path, open_page: OpenPage) -> None:
    page = search(open_page, site, q="the")
    numbers = page.evaluate("tokenismSearch.find({q: 'the', organisation: '', label: ''}).then(found => found.numbers)")
    assert numbers == sorted(numbers)
    links = page.eval_on_selector_all("#results a", "links => links.map(link => link.getAttribute('href'))")
    assert links[0] == claim_link("d00000", "c1")
    assert all("#c" in link for link in links)
    assert "describes" in page.inner_text("#results li >> nth=0")
    assert page.locator("#results li .badge").count() == 20


def test_a_result_opens_at_its_claim(site: Path, open_page: OpenPage) -> None:
    page = search(open_page, site, q="residents")
    link = page.locator("#results a").nth(5)
    address = link.get_attribute("href")
    link.press("Enter")
    page.wait_for_selector("article:target")
    assert page.url.endswith(address)


def test_words_that_were_asked_for_are_marked(site: Path, open_page: OpenPage) -> None:
    marks = search(open_page, site, q='"was co-produced" street*').locator("#results mark").all_inner_texts()
    assert {mark.lower() for mark in marks} == {"was", "co-produced", "streets"}


def test_filters_narrow_the_search_and_work_alone(site: Path, open_page: OpenPage) -> None:
    everything = found(search(open_page, site, q="the"))
    page = search(open_page, site, q="the", organisation="ashbrook-council")
    assert 0 < found(page) < everything
    assert all("Ashbrook Council" in name for name in page.locator("#results .file").all_inner_texts())
    participation, claims, supported = (
        found(search(open_page, site, label=label)) for label in ("participation", "claim", "supported")
    )
    assert 0 < supported < claims < participation
    assert set(page.locator("#results .badge").all_inner_texts()) == {"Supported"}


def test_hostile_text_stays_text(site: Path, open_page: OpenPage) -> None:
    page = search(open_page, site, q="onerror proto")
    assert found(page) == 1
    assert "<img src=x onerror=alert(2)>" in page.inner_text("#results blockquote")
    assert page.locator("#results img, #results script").count() == 0
    page = search(open_page, site, q="<img src=x onerror=alert(3)>")
    assert page.locator("main img").count() == 0


def test_a_missing_part_is_told(site: Path, chromium: Any, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("texts-0.js"))
    page = chromium.new_page()
    page.goto((copy / "search.html").as_uri() + "?q=plan")
    page.wait_for_function("document.getElementById('search-status').textContent !== ''")
    assert "search/texts-0.js is not there" in page.inner_text("#search-status")
    page.close()
