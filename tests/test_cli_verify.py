"""The command `tokenism verify-quotes`, on a run whose report is written by `tokenism scan`."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import MakePdf
from tests.makers import CODED, share_cue_reader, trained
from tests.pdfs import Sheet, paragraph, pdf_bytes
from tests.test_cli import refused, tokenism
from tokenism.model import save_model

CLAIMS = [passage.text for passage in CODED if passage.claim in ("consultation", "co-production")]


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the PDFs of a run in `pdf` and the run in `run`: a claim on each page."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "pdf").mkdir()
    words = [text.split() for text in CLAIMS]
    sheets = [Sheet(paragraph(72, 100, [" ".join(text[:6]), " ".join(text[6:])])) for text in words]
    (folder / "pdf" / "elm.pdf").write_bytes(pdf_bytes(sheets))
    with pytest.MonkeyPatch.context() as patch:
        share_cue_reader(patch)
        save_model(folder / "model", trained()[0])
        tokenism("scan", folder / "pdf", "--out", folder / "run", "--model", folder / "model", "--no-cache")
    return folder


@pytest.fixture
def run(scanned: Path, tmp_path: Path) -> Path:
    """A copy of the run, to be spoilt."""
    return shutil.copytree(scanned / "run", tmp_path / "run")


def spoil(run: Path, pattern: str, by: str) -> None:
    """Replace the first match in the pages of the report that have one."""
    for page in sorted((run / "report").rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(pattern, by, text, count=1), encoding="utf-8")


def test_every_quotation_of_a_report_is_found(scanned: Path, run: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    result = tokenism("verify-quotes", run, "--pdfs", scanned / "pdf", "--json", out, "--at-least", 1)
    assert result.exit_code == 0, result.output
    total = json.loads(out.read_text(encoding="utf-8"))["total"]
    assert total["n_found"] == total["n"] >= 5
    assert f"Found {total['n']} of {total['n']} quotations word for word on their page (100.0%)." in result.stdout
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before


def test_a_word_or_a_page_changed_in_the_report_is_told(scanned: Path, run: Path) -> None:
    spoil(run, r"(<blockquote[^>]*><p>)(?:<mark[^>]*>)?\w+", r"\1Certainly")
    result = tokenism("verify-quotes", run, "--pdfs", scanned / "pdf")
    assert result.exit_code == 0
    assert "elm.pdf: 1 of" in result.stdout
    assert "“Certainly" in result.stdout
    assert "the reader does not find certainly" in result.stdout
    spoil(run, 'data-page="3" data-page-end="3"', 'data-page="4" data-page-end="4"')
    assert "it stands on page 3" in tokenism("verify-quotes", run, "--pdfs", scanned / "pdf").stdout


def test_share_below_the_wanted_one_ends_with_1(scanned: Path, run: Path) -> None:
    spoil(run, r"(<blockquote[^>]*><p>)(?:<mark[^>]*>)?\w+", r"\1Certainly")
    assert tokenism("verify-quotes", run, "--pdfs", scanned / "pdf", "--at-least", 1).exit_code == 1
    assert tokenism("verify-quotes", run, "--pdfs", scanned / "pdf", "--at-least", 0.1).exit_code == 0


def test_document_without_its_file_ends_with_1(run: Path, make_pdf: MakePdf) -> None:
    other = make_pdf(Sheet(), name="other.pdf")
    result = tokenism("verify-quotes", run, "--pdfs", other)
    assert result.exit_code == 1
    assert "elm.pdf: not checked: its file was not found." in result.stdout


def test_report_of_an_older_version_is_refused(scanned: Path, run: Path) -> None:
    for page in sorted((run / "report").rglob("*.html")):
        page.write_text(
            re.sub("<blockquote [^>]*>", "<blockquote>", page.read_text(encoding="utf-8")), encoding="utf-8"
        )
    refused(tokenism("verify-quotes", run, "--pdfs", scanned / "pdf"), 2, "write the report again")


def test_same_run_gives_the_same_bytes(scanned: Path, run: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        files = ("--out", tmp_path / f"{name}.csv", "--json", tmp_path / f"{name}.json")
        tokenism("verify-quotes", run, "--pdfs", scanned / "pdf", *files, "--workers", 1 if name == "a" else 2)
    for ending in ("csv", "json"):
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
        assert str(tmp_path).encode() not in (tmp_path / f"a.{ending}").read_bytes()
