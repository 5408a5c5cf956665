"""Two hundred organisations: the list stays light enough to open, and sorting and finding work."""

from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage, write_site

MOST = 2_000_000
"""Bytes of a list of 200 organisations."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("large"), organisations=200, documents=10, claims=1)


def test_list_of_organisations_stays_light(large: Path) -> None:
    size = (large / "index.html").stat().st_size
    print(f"index.html: {size:,} bytes")  # noqa: T201 (the figure is what this test is for)
    assert size < MOST
    assert len(list((large / "organisations").glob("*.html"))) == 200


def test_list_of_organisations_sorts_and_finds(large: Path, open_page: OpenPage) -> None:
    page = open_page(large / "index.html")
    rows = page.locator("#organisations-table tbody tr")
    assert rows.count() == 200
    page.get_by_role("button", name="Tokenism index").first.click()
    shown = page.eval_on_selector_all(
        "#organisations-table tbody tr", "rows => rows.map(row => row.cells[1].dataset.value)"
    )
    defined = [float(value) for value in shown if value]
    assert defined == sorted(defined, reverse=True)
    page.get_by_label("Find an organisation").fill("upper")
    assert page.locator("#organisations-table tbody tr:visible").count() == 100
