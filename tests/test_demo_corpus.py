"""The demo corpus: built from its sources to the byte, true to its labels, and as varied as real documents."""

import csv
import html
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest

from tokenism.annotations import read_coded
from tokenism.codebook import load_codebook
from tokenism.evaluate import Bander, document_verdict
from tokenism.inputs import find_inputs
from tokenism.reading.clean import words_of
from tokenism.records import BANDS
from tokenism.verdicts import TOKENISTIC

DEMO = Path(__file__).parents[1] / "corpora" / "demo"
BUILDERS = ("build.py", "brands.toml", "typesetter", "typst", "fonts", "pictures", "sources")
SCAN = "wending-scan-2023.pdf"
LOCKED = {"corrinmere-2024.pdf": "corrin"}
BROKEN = {"aldermarsh-maps-2022.pdf", "vennet-orrin-annex-2024.pdf"}
WHOLE = sorted(path.name for path in (DEMO / "pdf").glob("*.pdf") if path.name not in BROKEN)
AT_LEAST = {
    "PDFs": 18,
    "organisations": 12,
    "words": 30_000,
    "passages": 1_200,
    "counted claims": 250,
    "supported": 40,
    "supported-elsewhere": 40,
    "planned": 30,
    "overclaimed": 60,
    "label-only": 50,
    "practice 6-8": 60,
    "practice without a claim": 40,
    "definition": 30,
}


def _jsonl(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DEMO / "truth" / name).read_text(encoding="utf-8").splitlines()]


TRUTH = _jsonl("passages.jsonl")
FRONTS = {
    path.stem: dict(
        line.split(": ", 1)
        for line in path.read_text(encoding="utf-8").split("\n---\n")[0].splitlines()
        if ": " in line
    )
    for path in sorted((DEMO / "sources").glob("*.md"))
}


# ---------------------------------------------------------------- the build


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    for name in BUILDERS:
        copy = shutil.copytree if (DEMO / name).is_dir() else shutil.copy
        copy(DEMO / name, folder / name)
    subprocess.run([sys.executable, folder / "build.py"], check=True, capture_output=True)
    return folder


def _files(folder: Path) -> list[str]:
    built = [*(folder / "pdf").glob("*.pdf"), *(folder / "truth").glob("*"), folder / "sources.csv"]
    return sorted(path.relative_to(folder).as_posix() for path in built)


def test_sources_give_the_committed_files_and_no_others(rebuilt: Path) -> None:
    assert _files(rebuilt) == _files(DEMO)


@pytest.mark.parametrize("name", [name for name in _files(DEMO) if not name.endswith(SCAN)])
def test_rebuild_gives_the_same_bytes(rebuilt: Path, name: str) -> None:
    assert (rebuilt / name).read_bytes() == (DEMO / name).read_bytes()


def test_rebuilt_scan_shows_the_same_picture(rebuilt: Path) -> None:
    pages = [pypdfium2.PdfDocument(folder / "pdf" / SCAN)[0].render().to_numpy() for folder in (rebuilt, DEMO)]
    assert np.array_equal(*pages)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("stance=na}", "stance=nah}"), "unknown claim, practice or stance"),
        (("claim=none", "claim=nothing"), "unknown claim, practice or stance"),
        (("practice=0", "practice=none"), "it is a rung from 0 to 8"),
        (("practice=0", "practice=9"), "unknown claim, practice or stance"),
        (("{#intro-1 ", "{"), "passage without id"),
        (("layout: report", "layout: poster"), "layout 'poster' is none of report, two-column"),
        (("year: 2023\n", ""), "front matter lacks year"),
        (("scan: true", "quirks: nbps"), "quirk 'nbps' is none of nbsp"),
    ],
)
def test_source_that_breaks_a_rule_is_refused_with_its_name(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    text = (DEMO / "sources" / "wending-scan-2023.md").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "odd.md").write_text(text.replace(*change, 1), encoding="utf-8")
    check = [sys.executable, DEMO / "build.py", "--check", tmp_path / "odd.md"]
    result = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("odd")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


# ---------------------------------------------------------------- the truth


def _numbers() -> dict[str, int]:
    coded = read_coded([DEMO / "truth" / "passages.jsonl"])
    bander, by_id = Bander(load_codebook()), {(p.file, p.id): p for p in coded}
    claims = [p for p in coded if BANDS.index(p.claim) >= 2 and p.stance != "definition"]
    evidence = [by_id.get((p.file, p.evidence)) if p.evidence else None for p in claims]
    verdicts = [document_verdict(p, bander, found) for p, found in zip(claims, evidence, strict=True)]
    with (DEMO / "sources.csv").open(encoding="utf-8", newline="") as stream:
        listed = list(csv.DictReader(stream))
    return {
        "PDFs": len(WHOLE),
        "organisations": len({name for row in listed for name in row["organisation"].split("; ")}),
        "words": sum(len(p.text.split()) for p in coded),
        "passages": len(coded),
        "counted claims": len(claims),
        **Counter(verdicts),
        "practice 6-8": sum(p.practice >= 6 for p in coded),
        "practice without a claim": sum(p.practice >= 3 and p.claim == "none" for p in coded),
        "definition": sum(p.stance == "definition" for p in coded),
    }


def test_corpus_is_large_and_every_verdict_occurs_often(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = _numbers()
    with capsys.disabled():
        sys.stdout.write(f"\ndemo corpus: {', '.join(f'{number:,} {name}' for name, number in numbers.items())}\n")
    assert {name: numbers[name] for name, least in AT_LEAST.items() if numbers[name] < least} == {}


def test_truth_names_listed_documents_only() -> None:
    listed = {item.source.file for item in find_inputs([DEMO / "pdf"], DEMO / "sources.csv").files}
    assert {row["file"] for row in TRUTH} | {row["file"] for row in _jsonl("unreadable.jsonl")} <= listed
    assert {row["file"] for row in TRUTH}.isdisjoint(row["file"] for row in _jsonl("unreadable.jsonl"))


def test_every_evidence_is_a_passage_of_its_document_and_some_is_far_away() -> None:
    page = {(row["file"], row["id"]): row["page"] for row in TRUTH}
    pointed = [(row["page"], page[row["file"], row["evidence"]]) for row in TRUTH if row["evidence"]]
    distances = [abs(claim - evidence) for claim, evidence in pointed]
    assert sum(distance >= 5 for distance in distances) >= 10
    assert max(distances) >= 15


def test_every_true_passage_stands_in_its_source() -> None:
    """Each part of a passage (a list's item, a row's cell) stands in the source of its document, letter for letter."""
    sources = {
        path.stem: _letters(html.unescape(path.read_text(encoding="utf-8"))) for path in (DEMO / "sources").glob("*.md")
    }
    absent = [(row["id"], part) for row in TRUTH for part in _parts(row) if part not in sources[Path(row["file"]).stem]]
    assert absent == []


def test_every_caption_of_a_source_is_a_passage_that_takes_no_part() -> None:
    """Captions claim nothing (codebook section 8, case 3); that of a table stands right before its first row."""
    rows = [*TRUTH, *_jsonl("unreadable.jsonl")]
    captions = [n for n, row in enumerate(rows) if row["place"] == "caption"]
    written = Counter(
        (path.stem, _letters(html.unescape(caption)))
        for path in (DEMO / "sources").glob("*.md")
        for pair in re.findall(r'caption="([^"]+)"|^```\w+ +(\S.*)$', path.read_text(encoding="utf-8"), re.MULTILINE)
        for caption in filter(None, pair)
    )
    assert Counter((Path(rows[n]["file"]).stem, _letters(rows[n]["text"])) for n in captions) == written
    assert {(rows[n]["claim"], rows[n]["practice"], rows[n]["stance"]) for n in captions} == {("none", 0, "na")}
    tables = [n for n in captions if not rows[n]["id"].startswith("chart-")]
    assert [rows[n]["id"] for n in tables if rows[n + 1]["kind"] != "table"] == []
    assert {rows[n - 1]["id"] for n, row in enumerate(rows) if row["id"] == "r18-1"} == {"r18-caption"}


def test_every_true_passage_is_printed_where_the_truth_says() -> None:
    """The first letters of a passage stand on its page, not above nor left of the point that the truth gives."""
    wrong = []
    for file in sorted({row["file"] for row in TRUTH}):
        with pypdfium2.PdfDocument(DEMO / file) as pdf:
            texts = [page.get_textpage() for page in pdf]
            for row in (row for row in TRUTH if row["file"] == file):
                width, height = pdf.get_page_size(row["page"] - 1)
                box = (row["x0"] - 4, 0, width, height - row["y0"] + 20)
                if _parts(row)[0][:8] not in _letters(texts[row["page"] - 1].get_text_bounded(*box)):
                    wrong.append((file, row["id"], row["page"]))
    assert wrong == []


def _parts(row: dict[str, Any]) -> list[str]:
    """Letters of a passage's parts: the items of a list, the cells of a row without their headings."""
    if row["kind"] == "table":
        return [_letters(cell.split(": ", 1)[-1]) for cell in row["text"].split(" | ")]
    return [_letters(part) for part in row["text"].split(" • ")]


def _letters(text: str) -> str:
    for ligature, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(ligature, letters)
    return re.sub(r"[^A-Za-z0-9]", "", text)


def test_no_two_documents_are_near_duplicates() -> None:
    words: dict[str, set[tuple[str, ...]]] = {}
    for path in sorted((DEMO / "sources").glob("*.md")):
        found = words_of(re.sub(r"\{#.*?\}|claim=\S+|practice=\d|stance=\w+", "", path.read_text(encoding="utf-8")))
        words[path.stem] = set(zip(found, found[1:], found[2:], found[3:], strict=False))
    pairs = [(a, b) for a in words for b in words if a < b]
    likeness = {(a, b): len(words[a] & words[b]) / max(1, len(words[a] | words[b])) for a, b in pairs}
    assert {pair: value for pair, value in likeness.items() if value >= 0.1} == {}


def test_boilerplate_is_shared_by_several_organisations() -> None:
    bodies: dict[str, set[str]] = {}
    for row in TRUTH:
        bodies.setdefault(row["text"], set()).add(FRONTS[Path(row["file"]).stem]["organisation"])
    assert sum(len(names) >= 4 for names in bodies.values()) >= 3


def test_documents_differ_in_how_much_they_overclaim() -> None:
    bander, coded = Bander(load_codebook()), read_coded([DEMO / "truth" / "passages.jsonl"])
    claims = [p for p in coded if BANDS.index(p.claim) >= 2 and p.stance != "definition"]
    by_id = {(p.file, p.id): p for p in coded}
    unbacked: dict[str, list[bool]] = {}
    for claim in claims:
        verdict = document_verdict(claim, bander, by_id.get((claim.file, claim.evidence)))
        unbacked.setdefault(str(claim.file), []).append(verdict in TOKENISTIC)
    shares = {file: sum(flags) / len(flags) for file, flags in unbacked.items()}
    assert len(unbacked["pdf/nether-quillby-2023.pdf"]) == 2
    assert min(sum(share < 0.25 for share in shares.values()), sum(share > 0.45 for share in shares.values())) >= 3


def test_three_organisations_have_two_editions_of_one_strategy() -> None:
    years: dict[str, set[str]] = {}
    for front in FRONTS.values():
        years.setdefault(front["organisation"], set()).add(front["year"])
    assert sum(len(found) > 1 for found in years.values()) >= 3


# ---------------------------------------------------------------- the documents


def _opened() -> Iterator[tuple[str, pypdfium2.PdfDocument]]:
    for name in WHOLE:
        with pypdfium2.PdfDocument(DEMO / "pdf" / name, password=LOCKED.get(name)) as pdf:
            yield name, pdf


@pytest.mark.parametrize("name", WHOLE)
def test_both_engines_open_the_document_and_count_4_to_40_pages(name: str) -> None:
    password = LOCKED.get(name)
    with pypdfium2.PdfDocument(DEMO / "pdf" / name, password=password) as pdf:
        pages = len(pdf)
    with pdfplumber.open(DEMO / "pdf" / name, password=password) as pdf:
        assert len(pdf.pages) == pages
    assert 4 <= pages <= 40


def test_one_document_is_cut_off_and_one_has_no_page() -> None:
    cut = (DEMO / "pdf" / "vennet-orrin-annex-2024.pdf").read_bytes()
    assert cut.startswith(b"%PDF-")
    assert b"%%EOF" not in cut
    with pikepdf.open(DEMO / "pdf" / "aldermarsh-maps-2022.pdf") as pdf:
        assert len(pdf.pages) == 0


def test_pdfs_together_are_under_15_megabytes() -> None:
    assert sum(path.stat().st_size for path in (DEMO / "pdf").glob("*.pdf")) < 15_000_000


def test_every_layout_and_table_style_occurs() -> None:
    layouts = {front["layout"] for front in FRONTS.values()}
    assert layouts == {"report", "two-column", "three-column", "slides", "paper", "glossy", "plan"}
    sources = "".join(path.read_text(encoding="utf-8") for path in (DEMO / "sources").glob("*.md"))
    for word in ("style=ruled", "style=lines", "style=striped", "style=plain", "head=turned", "| ^ |", "::: side",
                 "::: box", "note=", "\n> ", "```bars", "```pie", "```steps", "```picture"):  # fmt: skip
        assert word in sources, word


def test_text_has_the_odd_characters_of_real_documents() -> None:
    """As the PDFs map their glyphs; PDFium tidies some of these away."""
    mapped = Counter(re.findall(r"<[0-9A-F]{4}>(?= *$|<| *endbf)", "".join(_cmaps()), flags=re.MULTILINE))
    for char in ("\u00a0", "\u00ad", "\u2011", "\uf0b7", "\ufb01", "\u2019"):
        assert mapped[f"<{ord(char):04X}>"], f"U+{ord(char):04X}"


def _cmaps() -> Iterator[str]:
    for name in WHOLE:
        with pikepdf.open(DEMO / "pdf" / name, password=LOCKED.get(name, "")) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                    yield item.ToUnicode.read_bytes().decode("ascii")


def test_some_text_is_turned_printed_twice_over_a_picture_or_without_unicode() -> None:
    seen: Counter[str] = Counter()
    for name, pdf in _opened():
        for page in pdf:
            seen.update(_oddities(page))
        with pikepdf.open(DEMO / "pdf" / name, password=LOCKED.get(name, "")) as raw:
            fonts = [font for page in raw.pages for font in page.get("/Resources", {}).get("/Font", {}).values()]
            seen["unmapped"] += any("/ToUnicode" not in font for font in fonts)
    assert set(seen) >= {"turned", "twice", "over a picture", "landscape", "unmapped"}


def _oddities(page: pypdfium2.PdfPage) -> Iterator[str]:
    if page.get_width() > page.get_height():
        yield "landscape"
    objects = list(page.get_objects(max_depth=4))
    pictures = [o.get_bounds() for o in objects if o.type == pdfium_c.FPDF_PAGEOBJ_IMAGE]
    texts = [o.get_bounds() for o in objects if o.type == pdfium_c.FPDF_PAGEOBJ_TEXT]
    if any(a <= x and y >= b and c >= u and d >= v for a, b, c, d in pictures for x, y, u, v in texts):
        yield "over a picture"
    if any(top - bottom > 3 * (right - left) > 0 and top - bottom > 30 for left, bottom, right, top in texts):
        yield "turned"
    near = Counter((round(x / 2), round(y), round(u - x), round(v - y)) for x, y, u, v in texts if u - x > 20)
    if any(count > 1 for count in near.values()):
        yield "twice"
