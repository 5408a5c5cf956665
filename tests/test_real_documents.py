"""The list of real documents: facts that hold, and a guide that says the same."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2 as pdfium
import pytest

from tokenism.inputs import find_inputs
from tokenism.organisations import organisations_of

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "corpora" / "sources.csv"
GUIDE = (ROOT / "docs" / "real-documents.md").read_text(encoding="utf-8")
COPIES = Path(__file__).parents[2] / "shared" / "corpus" / "pdf"
COLUMNS = ["file", "organisation", "organisation_type", "title", "year", "url", "licence", "sha256", "pages"]

with SOURCES.open(encoding="utf-8", newline="") as opened:
    ROWS = list(csv.DictReader(opened))

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])


@pytest.fixture(scope="module")
def copies() -> Iterator[dict[str, bytes]]:
    """Our copies of the documents by their checksum."""
    if not COPIES.exists():
        pytest.skip("the real documents are not on this machine")
    found = (path.read_bytes() for path in sorted(COPIES.glob("*.pdf")))
    yield {hashlib.sha256(data).hexdigest(): data for data in found}


def test_columns_are_those_of_the_guide_in_order() -> None:
    assert SOURCES.read_text(encoding="utf-8").splitlines()[0].split(",") == COLUMNS
    table = GUIDE.split("| Column |")[1].split("\n\n")[0]
    assert re.findall(r"`([a-z\d_]+)`", table) == COLUMNS


def test_file_has_plain_line_feeds() -> None:
    data = SOURCES.read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")


def test_rows_are_sorted_and_at_least_forty_are_of_councils_and_nhs_bodies() -> None:
    assert [row["file"] for row in ROWS] == sorted(row["file"] for row in ROWS)
    assert sum(row["organisation_type"] in ("council", "combined authority", "nhs") for row in ROWS) >= 40


@pytest.mark.parametrize("column", ["file", "sha256"])
def test_file_and_checksum_are_unique(column: str) -> None:
    assert [value for value, n in Counter(row[column] for row in ROWS).items() if n > 1] == []


@each_row
def test_every_cell_is_filled_and_plausible(row: dict[str, str]) -> None:
    assert [column for column in COLUMNS if not row[column] or row[column] != row[column].strip()] == []
    assert re.fullmatch(r"[a-z][a-z\d-]*-\d{4}\.pdf", row["file"])
    assert re.fullmatch(r"[0-9a-f]{64}", row["sha256"])
    assert 2000 <= int(row["year"]) <= 2030
    assert row["file"].endswith(f"-{row['year']}.pdf")
    assert int(row["pages"]) > 0


@each_row
def test_address_is_one_on_the_web(row: dict[str, str]) -> None:
    parts = urlsplit(row["url"])
    assert parts.scheme in ("https", "http")
    assert re.fullmatch(r"[a-z\d-]+(\.[a-z\d-]+)+", parts.netloc)
    assert not re.search(r"\s", row["url"])


def test_no_two_documents_have_the_address_of_one_file() -> None:
    pages = re.compile(r"ieListDocuments")
    files = Counter(row["url"] for row in ROWS if not pages.search(row["url"]))
    assert [url for url, n in files.items() if n > 1] == []


def test_scan_takes_every_row_as_it_stands(tmp_path: Path) -> None:
    for row in ROWS:
        (tmp_path / row["file"]).write_bytes(b"%PDF-")
    found = find_inputs([tmp_path], SOURCES)
    assert found.problems == ()
    read = {item.name: item.source for item in found.files}
    assert sorted(read) == [row["file"] for row in ROWS]
    for row in ROWS:
        source = read[row["file"]]
        assert (source.url, source.licence, source.sha256) == (row["url"], row["licence"], row["sha256"])
        assert (source.organisation, source.title, source.year) == (row["organisation"], row["title"], int(row["year"]))


def test_names_of_organisations_are_written_one_way() -> None:
    names = {name for row in ROWS for name in organisations_of(row["organisation"])}
    assert len({name.casefold() for name in names}) == len(names)


@each_row
def test_checksum_and_pages_are_those_of_our_copy(row: dict[str, str], copies: dict[str, bytes]) -> None:
    assert row["sha256"] in copies
    document = pdfium.PdfDocument(copies[row["sha256"]])
    try:
        assert len(document) == int(row["pages"])
    finally:
        document.close()


def test_guide_counts_what_the_list_holds() -> None:
    pages = sum(int(row["pages"]) for row in ROWS)
    kent = sum(row["organisation"] == "Kent County Council" for row in ROWS)
    assert f"lists {len(ROWS)} published documents with {pages:,} pages" in GUIDE
    assert f"Kent County Council alone has {kent} of the {len(ROWS)}" in GUIDE
    assert sum(int(n) for n in re.findall(r"^\| (\d+) \|", GUIDE, re.MULTILINE)) == len(ROWS)


@pytest.mark.parametrize("text", [GUIDE, SOURCES.read_text(encoding="utf-8")], ids=["guide", "list"])
def test_nothing_points_to_a_place_outside_the_repository(text: str) -> None:
    assert re.findall(r"/shared/|/work/|/home/|file://|\.\./\.\.", text) == []
