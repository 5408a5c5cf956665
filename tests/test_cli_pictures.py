"""Pictures by the command line: ``scan`` cuts them from what it has read, ``report`` from PDFs that it is shown."""

import re
from pathlib import Path

import pytest
from click.testing import Result

from tests.makers import share_cue_reader, trained
from tests.pdfs import Sheet, Text, paragraph, pdf_bytes
from tests.test_cli import files_below, tokenism
from tokenism.model import save_model
from tokenism.records import Claim
from tokenism.report.slugs import document_page
from tokenism.tables import read_records

PAGES = [
    Sheet(Text(72, 60, "Voice", size=18, bold=True), paragraph(72, 100, lines))
    for lines in (
        ("Co-production with residents is at the heart of our", "vision for every service in the coming years."),
        ("We consulted residents on the plan and 412 of them", "filled in the questionnaire about the new library."),
    )
]
IMAGE = re.compile(
    r'<a href="(\.\./pictures/[^"]+)"><img src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"([^>]*)>'
)


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdfs") / "Elm Council"
    folder.mkdir()
    (folder / "plan.pdf").write_bytes(pdf_bytes(PAGES, title="The <plan>"))
    return folder.parent


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory, pdfs: Path) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("runs")
    save_model(folder / "tiny", trained()[0])
    with pytest.MonkeyPatch.context() as patch:
        share_cue_reader(patch)
        result = tokenism("scan", pdfs, "--out", folder / "run", "--model", folder / "tiny", "--no-cache")
    return folder / "run", result


def page_of(run: Path) -> str:
    """The page of the document that has claims."""
    document_id = next(iter(read_records(run / "claims.parquet", Claim))).document_id
    return (run / "report" / document_page(document_id)).read_text(encoding="utf-8")


def images(run: Path) -> list[tuple[str, ...]]:
    return IMAGE.findall(page_of(run))


def methods_of(run: Path) -> str:
    return (run / "report" / "methods.html").read_text(encoding="utf-8")


def test_scan_pictures_every_claim_on_the_page_of_its_document(scanned: tuple[Path, Result]) -> None:
    run, _ = scanned
    claims = list(read_records(run / "claims.parquet", Claim))
    found = images(run)
    assert len({source for _, source, *_ in found}) >= len({claim.passage_id for claim in claims}) > 0
    for link, source, width, height, alt, rest in found:
        assert link == source
        assert (run / "report" / "documents" / source).is_file()
        assert int(width) > 0 < int(height)
        assert re.fullmatch(r"Part of page \d of “The &lt;plan&gt;”, with the passage marked\.", alt)
        assert 'loading="lazy" decoding="async"' in rest
    assert "have a picture" in methods_of(run)


def test_report_with_the_pdfs_makes_the_same_pictures_and_without_none(
    scanned: tuple[Path, Result], pdfs: Path
) -> None:
    run, _ = scanned
    scan = files_below(run / "report")
    assert tokenism("report", run, "--pdfs", pdfs).exit_code == 0
    assert files_below(run / "report") == scan
    for options in ([], ["--pdfs", pdfs, "--no-pictures"]):
        assert tokenism("report", run, *options).exit_code == 0
        assert (images(run), (run / "report" / "pictures").exists()) == ([], False)
        assert "No picture" not in page_of(run)
        assert "Pictures of the pages" not in methods_of(run)
    assert tokenism("report", run, "--pdfs", pdfs / "Elm Council" / "plan.pdf").exit_code == 0
    assert files_below(run / "report") == scan


def test_report_says_where_a_picture_is_missing(scanned: tuple[Path, Result], pdfs: Path, tmp_path: Path) -> None:
    run, _ = scanned
    (tmp_path / "other.pdf").write_bytes(pdf_bytes(PAGES[:1]))
    for options, why in (
        (["--pdfs", tmp_path], "No picture of the page: no PDF with its checksum was found."),
        (["--pdfs", pdfs, "--picture-budget", "0.000001"], "went to passages that need one more"),
    ):
        assert tokenism("report", run, *options).exit_code == 0
        assert images(run) == []
        assert why in page_of(run)
        assert "No picture of" in methods_of(run)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--pdfs", "nowhere"], "nowhere: no such file or folder"),
        (["--picture-budget", "0"], "--picture-budget"),
        (["--workers", "0"], "--workers"),
    ],
)
def test_mistaken_option_is_one_sentence(scanned: tuple[Path, Result], options: list[str], words: str) -> None:
    result = tokenism("report", scanned[0], *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
