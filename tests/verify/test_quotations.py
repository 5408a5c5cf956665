"""Quotations are taken from the pages of a report as they are written."""

from pathlib import Path

import pytest

from tokenism.errors import InputError
from tokenism.verify.quotations import Quotation, read_quotations

QUOTE = (
    '<figure><blockquote data-document="d1" data-page="2" data-page-end="3" data-passage="p9" data-kind="list">'
    "<p>We &lt;wrote&gt; <mark>with</mark> residents &amp; carers.</p></blockquote>"
    "<figcaption>page 2</figcaption></figure>"
)


def report(folder: Path, **pages: str) -> Path:
    for name, html in pages.items():
        path = folder / name.replace("_", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".html").write_text(html, encoding="utf-8")
    return folder


def test_words_are_those_that_a_browser_shows_and_each_quotation_counts_once(tmp_path: Path) -> None:
    report(tmp_path, index=QUOTE, documents_d1=f"<p>We</p>{QUOTE}<q>with</q>{QUOTE}")
    text = "We <wrote> with residents & carers."
    places = ("documents/d1.html", "documents/d1.html", "index.html")
    assert read_quotations(tmp_path) == [Quotation("d1", "p9", "list", 2, 3, text, places)]


def test_other_pages_are_other_quotations_in_order(tmp_path: Path) -> None:
    report(tmp_path, index=QUOTE + QUOTE.replace('page="2"', 'page="1"'))
    assert [one.page for one in read_quotations(tmp_path)] == [1, 2]


@pytest.mark.parametrize("html", ["<blockquote>Bare words.</blockquote>", QUOTE.replace('page="2"', 'page="two"')])
def test_quotation_without_its_place_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(InputError, match=r"index\.html.*does not say which document and page"):
        read_quotations(report(tmp_path, index=html))


def test_folder_without_a_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="tokenism report RUN"):
        read_quotations(tmp_path)
