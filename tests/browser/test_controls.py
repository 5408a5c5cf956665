"""What can be worked on the pages: sorting, finding, the filter of verdicts, permanent links."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import OpenPage

TABLE = "#organisations-table"


def names(page: Any) -> list[str]:
    return page.locator(f"{TABLE} tbody tr:visible th bdi").all_inner_texts()


def ledger(site: Path) -> Path:
    """The page that holds a full ledger of claims."""
    holding = [
        path for path in sorted(site.rglob("*.html")) if '<article class="entry edge-' in path.read_text("utf-8")
    ]
    assert holding
    return max(holding, key=lambda path: (path.stat().st_size, path.name))


def test_a_heading_sorts_its_table_both_ways_and_undefined_stays_last(site: Path, open_page: OpenPage) -> None:
    page = open_page(site / "index.html")
    heading = page.locator(f"{TABLE} thead th", has_text="Tokenism index")
    values = "rows => rows.map(row => row.cells[1].dataset.value)"
    for way in ("descending", "ascending"):
        heading.get_by_role("button").click()
        assert heading.get_attribute("aria-sort") == way
        *defined, last = page.eval_on_selector_all(f"{TABLE} tbody tr", values)
        assert last == ""
        assert defined == sorted(defined, key=float, reverse=way == "descending")
    page.locator(f"{TABLE} thead th").first.get_by_role("button").press("Enter")
    assert names(page) == sorted(names(page))
    assert heading.get_attribute("aria-sort") is None


def test_finding_an_organisation_hides_the_others_and_says_how_many_are_left(site: Path, open_page: OpenPage) -> None:
    page = open_page(site / "index.html")
    everything = names(page)
    page.get_by_label("Find an organisation").fill("CEDAR")
    assert names(page) == [name for name in everything if "Cedar" in name]
    assert page.locator("[data-filter-for=organisations-table] .found").inner_text() == "1 of 7 shown"
    page.get_by_label("Find an organisation").fill("")
    assert names(page) == everything


def test_the_filter_of_verdicts_hides_claims_and_a_permanent_link_brings_one_back(
    site: Path, open_page: OpenPage
) -> None:
    path = ledger(site)
    page = open_page(path)
    shown = page.locator("article[data-verdict]:visible")
    total = shown.count()
    page.locator(".verdict-filter input[value=supported]").uncheck()
    hidden = page.locator("article[data-verdict=supported]")
    assert hidden.count() > 0
    assert shown.count() == total - hidden.count()
    assert page.locator(".verdict-filter .found").inner_text().startswith(f"{shown.count()} of {total}")
    claim = hidden.last.get_attribute("id")
    page.evaluate("id => { location.hash = id; }", claim)
    page.wait_for_function("id => !document.getElementById(id).hidden", arg=claim)
    assert shown.count() == total


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_permanent_link_opens_at_its_claim_and_outlines_it(site: Path, open_page: OpenPage, place: str) -> None:
    path = ledger(site)
    claims = open_page(path).locator("article[data-verdict]")
    claim = getattr(claims, place).get_attribute("id")
    page = open_page(path, f"#{claim}")
    page.wait_for_function(IN_SIGHT, arg=claim)
    assert page.evaluate("id => getComputedStyle(document.getElementById(id)).outlineStyle", claim) == "solid"
    assert page.evaluate("document.querySelector(':target').id") == claim


IN_SIGHT = """id => {
  const box = document.getElementById(id).getBoundingClientRect();
  return box.top >= 0 && box.top < innerHeight - 20;
}"""


def test_words_that_made_a_claim_are_marked(site: Path, open_page: OpenPage) -> None:
    page = open_page(ledger(site))
    marks = page.locator("article[data-verdict] mark.claim")
    assert marks.count() > 0
    assert page.evaluate("one => getComputedStyle(one).textDecorationLine", marks.first.element_handle()) == "underline"
