"""Every page of the report in a browser, opened from disk: quiet, whole, usable by anybody, at any width, on paper."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.conftest import OpenPage, Watch, kinds

WIDTHS = (390, 1024, 1600)
LOOKS = (("light", 1280), ("dark", 390))
"""Each colour scheme and each layout once: axe takes a second for a page."""


QUICKLY = {"preload": False, "resultTypes": ["violations"]}


class Links(HTMLParser):
    """Where a page leads, and what can be led to on it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name in ("href", "src", "action") and not urlsplit(value or "").scheme:
                self.targets.append(value or "")


def test_links_within_the_site_lead_to_files_and_places_that_are_there(sites: dict[str, Path]) -> None:
    for site in sites.values():
        pages = {path.resolve(): Links(path) for path in site.rglob("*.html")}
        assert len(pages) > 3
        lost = [(str(path), target) for path, links in pages.items() for target in links.targets if
                _is_lost(path, target, pages)]  # fmt: skip
        assert lost == []


def _is_lost(path: Path, target: str, pages: dict[Path, Links]) -> bool:
    parts = urlsplit(target)
    file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if file in pages:
        return parts.fragment not in ("", "top") and unquote(parts.fragment) not in pages[file].ids
    return not file.is_file()


def test_every_page_opens_without_complaint_and_without_network(sites: dict[str, Path], chromium: Any) -> None:
    watch, page = Watch(), chromium.new_page()
    watch.follow(page)
    for site in sites.values():
        for path in sorted(site.rglob("*.html")):
            page.goto(path.as_uri())
            if page.locator("main h1").count() != 1:
                watch.complaints.append(f"no heading: {path}")
    page.close()
    assert watch.complaints == []


def test_a_request_for_anything_but_a_file_is_noticed(chromium: Any, site: Path) -> None:
    watch, page = Watch(), chromium.new_page()
    watch.follow(page)
    page.goto((site / "index.html").as_uri())
    page.evaluate("new Promise(done => { const i = new Image(); i.onerror = done; i.src = 'https://a.example/x'; })")
    page.close()
    assert "network: https://a.example/x" in watch.complaints


def test_no_page_is_wider_than_the_window(sites: dict[str, Path], open_page: OpenPage) -> None:
    wide = []
    page = open_page(sites["small"] / "index.html")
    for site in sites.values():
        for kind, path in kinds(site).items():
            page.goto(path.as_uri())
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                shown = page.evaluate("document.documentElement.scrollWidth")
                wide += [(kind, width, shown)] if shown > width else []
    assert wide == []


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_no_violation_on_any_kind_of_page(site: Path, open_page: OpenPage, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page, found = open_page(site / "index.html", scheme=scheme, width=width), []
    for kind, path in kinds(site).items():
        page.goto(path.as_uri() + ("?q=plan" if kind == "search" else ""))
        if kind == "search":
            page.wait_for_selector("#results li")
        violations = axe.run(page, options=QUICKLY).response["violations"]
        found += [(kind, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations]
    assert found == []


def test_pages_are_whole_without_javascript(sites: dict[str, Path], open_page: OpenPage) -> None:
    page = open_page(sites["small"] / "index.html", script=False)
    assert page.locator("#organisations-table tbody tr").count() == 7
    for path in kinds(sites["small"]).values():
        page.goto(path.as_uri())
        assert len(page.inner_text("main")) > 300, path.name
        assert page.locator(".tools:visible").count() == 0, path.name
    page.goto((sites["small"] / "search.html").as_uri())
    assert "needs JavaScript" in page.inner_text("noscript")


def test_pages_print(site: Path, open_page: OpenPage) -> None:
    page = open_page(site / "index.html")
    for kind, path in kinds(site).items():
        page.goto(path.as_uri())
        pdf = page.pdf()
        assert pdf.startswith(b"%PDF-"), kind
        assert _words_printed(pdf) > 100, kind


def _words_printed(pdf: bytes) -> int:
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    words = sum(len(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    return words


def test_the_first_tab_leads_past_the_masthead_and_focus_is_seen(site: Path, open_page: OpenPage) -> None:
    page = open_page(site / "index.html")
    for path in kinds(site).values():
        page.goto(path.as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip", path.name
        assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"), path.name
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")


def test_everything_that_tab_reaches_is_visible_outlined_and_in_the_order_of_the_page(
    site: Path, open_page: OpenPage
) -> None:
    page = open_page(site / "index.html")
    seen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert [one["outline"] for one in seen] == [3] * len(seen)
    assert all(one["shown"] for one in seen)
    places = [one["place"] for one in seen]
    assert places == sorted(set(places))


FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return {
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    shown: box.width > 1 && box.height > 1,
    place: Array.from(document.querySelectorAll('*')).indexOf(one),
  };
}"""
