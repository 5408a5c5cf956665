"""The report: what people see on the pages, and that no text of a document can harm them."""

import dataclasses
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.makers import codebook
from tokenism.audited import Audit, AuditedLine, AuditedPassage
from tokenism.estimates import Settings
from tokenism.profile import profile
from tokenism.records import BANDS, Claim, Document, MatrixCell, Passage, Score, Span, Tag
from tokenism.report.charts import count_bar, interval_bar, verdict_strip
from tokenism.report.figures import UNDEFINED, percent, signed
from tokenism.report.quotes import marked, printable, safe_url
from tokenism.report.site import build_report
from tokenism.report.slugs import distinct, slug
from tokenism.report.words import VERDICTS
from tokenism.scoring import how_scored

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
ELM, ASH = "Elm Council", "Ash Health Board"
RUNGS = {"none": 0, "informing": 3, "consultation": 4, "co-production": 7}


def make_document(document_id: str, organisation: str = ELM, **fields: Any) -> Document:
    values = {"path": f"pdf/{document_id}.pdf", "sha256": "0" * 64, "title": f"Plan {document_id}", "pages": 9} | fields
    return Document(document_id, organisation=organisation, **values)


def make_passage(number: int, text: str, document_id: str = "d1", organisation: str = ELM, **fields: Any) -> Passage:
    values = {"page": number, "page_end": number, "section": "Carers", "kind": "paragraph", "order": number} | fields
    return Passage(f"p{number}", document_id, organisation, text=text, boxes=(), n_words=len(text.split()), **values)


def make_tag(number: int, claim: str, practice: str, verdict: str, stance: str = "reported") -> Tag:
    return Tag(f"p{number}", "model", claim, RUNGS[claim], practice, RUNGS[practice], stance, verdict)


def make_claim(number: int, claim: str, practice: str, verdict: str, **fields: Any) -> Claim:
    values = {
        "claim_id": f"c{number}",
        "passage_id": f"p{number}",
        "document_id": "d1",
        "organisation": ELM,
        "page": number,
        "stance": "reported",
        "passage_verdict": verdict,
        "unsure": False,
        "disputed": False,
        "repeat_of": None,
        "evidence_passage_id": None,
        "evidence_page": None,
        "evidence_score": None,
        "reason": "",
        "view": "bands-broad",
    }
    return Claim(claim=claim, practice=practice, verdict=verdict, **(values | fields))


def make_score(organisation: str = ELM, **fields: Any) -> Score:
    names = [field.name for field in dataclasses.fields(Score)]
    values: dict[str, Any] = {name: 0 if name.startswith("n_") and "ranked" not in name else None for name in names}
    values |= {"organisation_type": "council", "note": "", "n_documents": 1}
    return Score(**(values | {"organisation": organisation} | fields))


def small_run() -> dict[str, Any]:
    """Two organisations, one joint strategy, a file that was not read, each verdict once, and a repeat."""
    joint = f"{ELM}; {ASH}"
    passages = [
        make_passage(1, "The offer was co-produced; a panel of carers chose the provider."),
        make_passage(2, "Our vision was co-produced with residents."),
        make_passage(3, "We co-designed the door and ran a survey."),
        make_passage(4, "We will consult residents by May."),
        make_passage(5, "We listen to carers."),
        make_passage(6, "We listen to our carers."),
        make_passage(7, "Tenants voted on the order of works."),
        make_passage(8, "We co-produced the joint strategy.", "d2", joint),
    ]
    tags = [
        make_tag(1, "co-production", "co-production", "supported"),
        make_tag(2, "co-production", "none", "label-only"),
        make_tag(3, "co-production", "consultation", "overclaimed"),
        make_tag(4, "consultation", "consultation", "planned", "committed"),
        make_tag(5, "consultation", "none", "label-only"),
        make_tag(6, "consultation", "none", "label-only"),
        make_tag(7, "none", "co-production", "no-claim"),
        make_tag(8, "co-production", "none", "label-only"),
    ]
    claims = [
        make_claim(1, "co-production", "co-production", "supported"),
        make_claim(2, "co-production", "none", "supported-elsewhere", evidence_passage_id="p1", evidence_page=1),
        make_claim(3, "co-production", "consultation", "overclaimed", reason="Nobody is said to have decided."),
        make_claim(4, "consultation", "consultation", "planned", stance="committed"),
        make_claim(5, "consultation", "none", "label-only", unsure=True),
        make_claim(6, "consultation", "none", "label-only", repeat_of="c5"),
        make_claim(8, "co-production", "none", "label-only", document_id="d2", organisation=joint),
    ]
    counts = {"n_supported": 1, "n_supported_elsewhere": 1, "n_planned": 1, "n_overclaimed": 1, "n_label_only": 2}
    index = {"tokenism_index": 0.5, "tokenism_low": 0.19, "tokenism_high": 0.81, "tokenism_raw": 0.5, "density": 12.34}
    return {
        "documents": [
            make_document("d1"),
            make_document("d2", joint, title="Joint plan"),
            make_document("d3", ASH, status="encrypted", detail="The file is locked with a password.", pages=None),
        ],
        "passages": passages,
        "tags": tags,
        "spans": [Span("p3", "model", "claim", "r", "v", 3, 14), Span("p3", "model", "practice", "r", "v", 34, 40)],
        "claims": claims,
        "scores": [make_score(n_claims=6, n_coproduction_claims=4, **counts, **index), make_score(ASH, n_claims=1)],
        "matrix": make_matrix(),
        "comparisons": [],
        "boilerplate": [],
        "scoring": how_scored(make_audit(), Settings(min_claims=5)),
        "min_claims": 5,
    }


def make_matrix(organisation: str = ELM, **counts: int) -> list[MatrixCell]:
    """A matrix as the score stage gives it: 2 passages in each cell, 3 (1.2 to 4.8) corrected."""
    cells = [(claim, practice) for claim in BANDS for practice in (*BANDS, "planned")]
    return [MatrixCell(organisation, claim, practice, counts.get("n", 2), 3.0, 1.2, 4.8) for claim, practice in cells]


def make_audit() -> Audit:
    """Three judged lines and two passages of two documents."""
    lines = [
        AuditedLine("a", "label-only", "co-production", "label-only", "co-production", 2.0),
        AuditedLine("a", "supported", "consultation", "supported", "consultation", 2.0),
        AuditedLine("b", "overclaimed", "consultation", "no-claim", "none", 3.0),
    ]
    labels = ("consultation", "none", "reported")
    passages = [AuditedPassage(name, *labels, *labels, 10.0) for name in "ab"]
    share = {"value": 0.75, "low": 0.5, "high": 0.875}
    figures = {
        "n_judged": 41,
        "n_claims": 31,
        "n_documents": 21,
        "verdict_accuracy": share,
        "flag_accuracy": share,
        "weighted": {"n": 17, "verdict_accuracy": share},
        "n_supported_elsewhere": 11,
        "evidence_page_right": share,
        "evidence_page_accepted": share,
    }
    return Audit(lines, passages, {"codebook_digest": "abc", "training_digest": "def", "figures": figures})


def built(out: Path, *, view: str = "bands-broad", ledger: str | None = None, **run: Any) -> Path:
    """Write the report of these records under a view; the profile is that of the records."""
    chosen, made = codebook().view(view), codebook().view(ledger or view)
    tagged = {tag.passage_id for tag in run["tags"]}
    passages = [passage for passage in run["passages"] if passage.passage_id in tagged]
    tables = (run["documents"], passages, run["tags"], run["claims"])
    lines = profile(*tables, chosen, min_claims=run["min_claims"])
    return build_report(**run, profile=lines, codebook=codebook(), view=chosen, ledger=made, out=out)


Build = Callable[..., tuple[str, dict[str, str]]]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def run(**changes: Any) -> tuple[str, dict[str, str]]:
        index = built(tmp_path, **(small_run() | changes))
        pages = {
            path.stem: path.read_text("utf-8")
            for folder in ("organisations", "documents")
            for path in sorted((tmp_path / folder).glob("*.html"))
        }
        return index.read_text("utf-8"), pages

    return run


class Reader(HTMLParser):
    """Elements of a page; fails at once where tags do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        self.elements.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get("id"))]


def article(page: str, anchor: str) -> str:
    found = re.search(rf'<article[^>]* id="{anchor}".*?</article>', page, re.DOTALL)
    assert found
    return found[0]


def row_of(index: str, name: str) -> str:
    found = re.search(rf"<tr>(?:(?!</tr>).)*<bdi>{re.escape(name)}</bdi>.*?</tr>", index, re.DOTALL)
    assert found
    return found[0]


def every_page(index: str, pages: dict[str, str]) -> list[Reader]:
    return [Reader(index), *map(Reader, pages.values())]


# Pages as wholes


def test_pages_are_well_formed_and_accessible_by_structure(build: Build) -> None:
    for page in every_page(*build()):
        assert page.all("html") == [{"lang": "en-GB"}]
        assert len(page.all("h1")) == len(page.all("main")) == 1
        assert {"name": "generator", "content": "tokenism"} in page.all("meta")
        assert any(meta.get("name") == "viewport" for meta in page.all("meta"))
        assert ("a", {"class": "skip", "href": "#main"}) in page.elements
        assert len(page.all("caption")) == len(page.all("table"))
        assert all(heading.get("scope") for heading in page.all("th"))
        assert len(page.ids) == len(set(page.ids))


def test_links_within_the_site_lead_somewhere(build: Build, tmp_path: Path) -> None:
    build()
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) == 9
    ids = {path.resolve(): set(Reader(path.read_text("utf-8")).ids) for path in pages}
    for path in pages:
        for link in Reader(path.read_text("utf-8")).all("a"):
            file, _, fragment = (link["href"] or "").partition("#")
            target = (path.parent / file).resolve() if file else path.resolve()
            assert target in ids
            assert not fragment or fragment in ids[target]


def test_every_reference_of_a_label_or_a_filter_exists(build: Build) -> None:
    for page in every_page(*build()):
        for _, attributes in page.elements:
            wanted = [*(attributes.get("aria-labelledby") or "").split(), attributes.get("data-filter-for") or ""]
            assert {name for name in wanted if name} <= set(page.ids)


def test_nothing_is_loaded_from_elsewhere(build: Build, tmp_path: Path) -> None:
    pages = build()
    for page in every_page(*pages):
        loaded = [attributes.get("src") or attributes.get("href") for tag, attributes in page.elements if tag != "a"]
        assert {name for name in loaded if name and not name.startswith("data:")} <= {
            *("assets/style.css", "assets/report.js"),
            *("../assets/style.css", "../assets/report.js"),
        }
        assert not page.all("style")
    assert not re.search(r"https?:|@import|url\(", (tmp_path / "assets/style.css").read_text("utf-8"))
    assert not re.search(
        r"https?:|fetch|XMLHttpRequest|innerHTML|eval", (tmp_path / "assets/report.js").read_text("utf-8")
    )


def test_same_records_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    run = small_run()
    turned = {name: value[::-1] if isinstance(value, list) else value for name, value in run.items()}
    built(tmp_path / "a", **run)
    built(tmp_path / "b", **turned)
    built(tmp_path / "b", **run)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path / "b") for path in (tmp_path / "b").rglob("*") if path.is_file())
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
        assert b"\r" not in (tmp_path / "a" / file).read_bytes()


def test_pages_of_an_earlier_run_go_and_other_files_stay(build: Build, tmp_path: Path) -> None:
    folder = tmp_path / "organisations"
    folder.mkdir()
    (folder / "gone.html").write_text("old")
    (folder / "notes.txt").write_text("mine")
    (tmp_path / "other.html").write_text("mine")
    build()
    assert sorted(path.name for path in folder.iterdir()) == [
        "ash-health-board.html",
        "elm-council.html",
        "notes.txt",
    ]
    assert (tmp_path / "other.html").exists()


def test_a_run_without_anything_still_makes_an_index(build: Build) -> None:
    index, pages = build(documents=[], passages=[], tags=[], spans=[], claims=[], scores=[])
    assert pages == {}
    assert "What this cannot say" in Reader(index).text


# Hostile text


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</blockquote></main>",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(build: Build, text: str) -> None:
    run = small_run()
    index, pages = build(
        documents=[make_document("d1", text, title=text, detail=text, url=text, licence=text, path=text)],
        passages=[make_passage(1, text, organisation=text, section=text), make_passage(2, text, organisation=text)],
        tags=[make_tag(1, "co-production", "none", "label-only"), make_tag(2, "none", "co-production", "no-claim")],
        spans=[Span("p1", "model", "claim", text, text, 0, 5)],
        claims=[make_claim(1, "co-production", "none", "label-only", organisation=text, reason=text)],
        scores=[dataclasses.replace(run["scores"][0], organisation=text, organisation_type=text, note=text)],
    )
    for page in every_page(index, pages):
        assert text in "".join(page.words)
        assert len(page.all("script")) == 1
        assert not page.all("img")
        assert not any((link["href"] or "").startswith("javascript") for link in page.all("a"))
        assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)


def test_direction_overrides_and_controls_become_visible(build: Build) -> None:
    _, pages = build(passages=[make_passage(1, "paid \u202efdp\u202c\x00 \ud800 end"), *small_run()["passages"][1:]])
    assert "paid \ufffdfdp\ufffd\ufffd \ufffd end" in pages["elm-council"]


def test_printable_keeps_length_and_ordinary_text() -> None:
    ordinary = "Caffè “co-produced” — 40%\n\tناس 👩‍👧"
    assert printable(ordinary) == ordinary
    assert len(printable("a\r\x00\u2066b")) == 5


def test_very_long_word_is_kept_whole(build: Build) -> None:
    word = "W" * 10_000
    _, pages = build(documents=[make_document("d1", title=word)], passages=[make_passage(1, word)])
    assert word in pages["d1"].partition("<h1>")[2]
    assert word in article(pages["d1"], "c1")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http://[", "", None]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None


def test_a_published_document_is_opened_at_the_page(build: Build) -> None:
    _, pages = build(documents=[make_document("d1", url="https://elm.example/plan.pdf")])
    assert '<a href="https://elm.example/plan.pdf#page=3" rel="noopener noreferrer">page 3</a>' in pages["d1"]


# Names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Elm Council", "elm-council"),
        ("Cyngor Ynys Môn", "cyngor-ynys-mon"),
        ("../x", "x"),
        ("..\\..\\x/", "x"),
        ("", "organisation"),
        ("!!! ???", "organisation"),
        ("東京", "organisation"),
        ("NUL", "organisation-nul"),
        ("a" * 500, "a" * 60),
    ],
)
def test_slug_is_a_safe_file_name(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_names_with_one_slug_get_numbers() -> None:
    assert distinct(["x", "x", "x-2", "x"]) == ["x", "x-2", "x-2-2", "x-3"]


def test_odd_names_have_pages_inside_the_folder(build: Build, tmp_path: Path) -> None:
    names = ["../x", "X", "", "!!!", "/etc/passwd"]
    documents = [make_document(f"d{number}", name) for number, name in enumerate(names)]
    index, pages = build(documents=documents, passages=[], tags=[], spans=[], claims=[], scores=[])
    assert sorted(set(pages) - {"d0", "d1", "d2", "d3", "d4"}) == [
        "etc-passwd", "organisation", "organisation-2", "x", "x-2",
    ]  # fmt: skip
    assert "Organisation not named" in index
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [
        "assets", "documents", "organisations", "search",
    ]  # fmt: skip


# The index


def test_index_row_shows_share_interval_and_count(build: Build) -> None:
    row = row_of(build()[0], ELM)
    assert "50%" in row
    assert "19% to 81%" in row
    assert "counted: 3 of 6 claims (50%)" in row
    behind = build()[0].partition('id="counts"')[2]
    assert '<td class="n" data-value="6">6</td>' in row_of(behind, ELM)
    assert "12.3" in row_of(behind, ELM)


def test_too_few_claims_gets_no_share(build: Build) -> None:
    scores = [make_score(n_claims=4, tokenism_index=0.75, tokenism_low=0.3, tokenism_high=0.95)]
    index, pages = build(scores=scores)
    assert "too few claims" in row_of(index, ELM)
    assert "75%" not in index + pages["elm-council"]
    assert "Too few claims" in pages["elm-council"]


def test_undefined_is_a_dash_and_never_nought(build: Build) -> None:
    index, pages = build()
    assert f'<td class="share" data-value="">{UNDEFINED} <span class="range">4 claims of co' in row_of(index, ELM)
    assert f"<dt>Mean lift</dt><dd>{UNDEFINED}</dd>" in pages["elm-council"]
    assert f"<dt>Under-claiming</dt><dd>{UNDEFINED}</dd>" in pages["elm-council"]


def test_organisation_without_a_score_is_listed(build: Build) -> None:
    index, pages = build(scores=[])
    assert "not scored" in row_of(index, ASH)
    assert "has no score" in pages["ash-health-board"]


def test_organisation_without_a_read_document_has_dashes_for_counts(build: Build) -> None:
    index, pages = build(scores=[make_score(ASH, n_documents=0, note="no document could be read")])
    row = row_of(index, ASH)
    assert row.count(str(UNDEFINED)) == 2
    assert "no document could be read" in row
    assert "no document could be read" in row_of(index.partition('id="counts"')[2], ASH)
    assert "has no score" in pages["ash-health-board"]


def test_only_the_nearest_heading_is_named(build: Build) -> None:
    _, pages = build(passages=[make_passage(3, "We co-designed the door.", section="Plan > Part 2 > Carers")])
    assert "section “Carers”" in article(pages["d1"], "c3")


def test_documents_not_read_are_listed_first_with_their_sentence(build: Build, tmp_path: Path) -> None:
    index, pages = build()
    listed = (tmp_path / "documents.html").read_text("utf-8")
    for page in (index, listed, pages["ash-health-board"], pages["d3"]):
        assert "The file is locked with a password." in page
    assert listed.index("Plan d3") < listed.index("Joint plan")
    assert "2 documents read, 1 not read." in Reader(index).text
    assert "nothing is known about what it says" in pages["d3"]


def test_index_counts_a_joint_claim_once_and_a_repeat_not_at_all(build: Build) -> None:
    assert "Claims counted 6 1 of them unsure; 1 repeat not counted" in re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", build()[0])
    )


def test_matrix_counts_passages_without_repeats(build: Build) -> None:
    rows = re.findall(
        r'<tr>\s*<th scope="row"><span class="lead">claims</span> ([\w-]+)</th>(.*?)</tr>', build()[0], re.DOTALL
    )
    counts = {claim: [int(n) for n in re.findall(r'(?:"count"|"sum")>(\d+)<', cells)] for claim, cells in rows}
    assert counts == {
        "informing": [0, 0, 0, 0, 0, 0],
        "consultation": [1, 0, 1, 0, 2, 1],
        "co-production": [2, 0, 1, 1, 4, 0],
    }


def test_every_verdict_is_explained(build: Build) -> None:
    text = Reader(build()[0]).text
    for wording in VERDICTS.values():
        assert wording.meaning in text


# The ledger


def test_claim_shows_words_page_section_verdict_and_bands(build: Build) -> None:
    text = Reader(article(build()[1]["d1"], "c3")).text
    for words in (
        "We co-designed the door and ran a survey.",
        "page 3, section “Carers”",
        "Overclaimed",
        "Co-production claimed, consultation described",
        "Spoken of as something that has happened",
        "Why: Nobody is said to have decided.",
    ):
        assert words in text


def test_a_promise_is_not_called_described(build: Build) -> None:
    assert "Consultation claimed, consultation promised" in article(build()[1]["d1"], "c4")


def test_words_that_triggered_are_marked_by_kind(build: Build) -> None:
    quotation = article(build()[1]["d1"], "c3")
    assert '<mark class="claim" title="words of claim">co-designed</mark>' in quotation
    assert '<mark class="practice" title="words of practice">survey</mark>' in quotation


def test_overlapping_spans_are_marked_as_both_and_bad_offsets_do_no_harm() -> None:
    spans = [
        Span("p", "l", kind, "r", "v", start, end)
        for kind, start, end in [("claim", 0, 4), ("practice", 2, 6), ("veto", 0, 9), ("claim", 8, 99), ("claim", 5, 5)]
    ]
    html = str(marked("ab&d<f hi", spans))
    assert re.sub(r' title="[^"]*"', "", html) == (
        '<mark class="claim">ab</mark><mark class="claim practice">&amp;d</mark><mark class="practice">&lt;f</mark>'
        ' h<mark class="claim">i</mark>'
    )


def test_evidence_elsewhere_is_quoted_with_its_page(build: Build) -> None:
    text = Reader(article(build()[1]["d1"], "c2")).text
    assert "Found elsewhere in the document, page 1" in text
    assert "a panel of carers chose the provider" in text


def test_missing_reason_is_filled_from_the_meaning_of_the_verdict(build: Build) -> None:
    assert f"What is missing: {VERDICTS['label-only'].meaning}" in Reader(article(build()[1]["d1"], "c5")).text


def test_repeat_is_listed_marked_and_linked(build: Build) -> None:
    repeat = article(build()[1]["d1"], "c6")
    assert "Repeat, not counted" in repeat
    assert '<a href="#c5">an earlier claim</a>' in repeat


def test_unsure_and_disputed_stand_beside_the_verdict(build: Build) -> None:
    claims = [make_claim(5, "consultation", "none", "label-only", unsure=True, disputed=True)]
    flags = Reader(article(build(claims=claims)[1]["d1"], "c5")).text
    assert "Label only Unsure Disputed" in flags


def test_claim_tells_how_sure_the_program_is(build: Build) -> None:
    chances = {"p_claim": {"consultation": 0.934}, "p_practice": {"none": 0.5}}
    tags = [dataclasses.replace(tag, **(chances if tag.passage_id == "p5" else {})) for tag in small_run()["tags"]]
    page = build(tags=tags)[1]["d1"]
    told = (
        "How sure the program is: 93 in 100 that the passage claims consultation, 50 in 100 that it describes nothing."
    )
    assert told in Reader(article(page, "c5")).text
    assert "How sure" not in article(page, "c3")


def test_chances_of_bands_that_a_view_draws_anew_are_not_told(build: Build) -> None:
    chances = {"p_claim": {"consultation": 0.9, "co-production": 0.9}, "p_practice": {"none": 0.9}}
    tags = [dataclasses.replace(tag, claim_rung=6, **chances) for tag in small_run()["tags"] if tag.practice == "none"]
    claims = [make_claim(2, "consultation", "none", "label-only", view="bands-strict")]
    assert "How sure" not in build(tags=tags, claims=claims, view="bands-strict")[1]["d1"]
    assert "How sure" in build(tags=tags)[1]["d1"]


def test_verdicts_can_be_filtered_and_the_filter_waits_for_the_script(build: Build) -> None:
    _, pages = build()
    for name, tag in (("d1", "article"), ("elm-council", "tr")):
        page = Reader(pages[name])
        boxes = [box["value"] for box in page.all("input") if box["type"] == "checkbox"]
        assert boxes == list(VERDICTS)
        assert all("hidden" in fieldset for fieldset in page.all("fieldset"))
        assert {item.get("data-verdict") for item in page.all(tag)} - {None} == set(VERDICTS)


def test_joint_strategy_stands_on_both_pages(build: Build) -> None:
    _, pages = build()
    for name in ("elm-council", "ash-health-board"):
        assert "We co-produced the joint strategy." in pages[name]
        assert '<a href="../documents/d2.html#c8">Joint plan, page 8</a>' in pages[name]
        assert f'<a href="../organisations/{name}.html">' in pages["d2"]
    assert "We co-produced the joint strategy." in article(pages["d2"], "c8")
    assert "Our vision was co-produced" not in pages["ash-health-board"]


def test_practice_without_the_label_is_quoted(build: Build) -> None:
    section = build()[1]["elm-council"].partition('id="unlabelled"')[2]
    assert "Tenants voted on the order of works." in section
    assert "We ran" not in section


def test_practice_without_the_label_is_capped_and_the_total_given(build: Build) -> None:
    passages = [make_passage(number, f"Tenants voted, case {number}.") for number in range(1, 31)]
    tags = [make_tag(number, "none", "co-production", "no-claim") for number in range(1, 31)]
    pages = build(passages=passages, tags=tags, claims=[])[1]
    for name, quoted in (("d1", 10), ("elm-council", 5)):
        section = pages[name].partition('id="unlabelled"')[2]
        assert section.count("<article") == quoted
        assert "30 passages describe" in section


def test_definitions_are_neither_practice_nor_in_the_matrix(build: Build) -> None:
    tags = [make_tag(7, "none", "co-production", "no-claim", "definition")]
    page = build(tags=tags, claims=[])[1]["elm-council"]
    assert "No passage was found that describes more than it claims." in page


def test_anchors_are_unique_and_spare_those_of_the_page(build: Build) -> None:
    claims = [
        make_claim(n, "consultation", "none", "label-only", claim_id=i)
        for n, i in enumerate(["x", "x", "main", "a b"], 1)
    ]
    page = Reader(build(claims=claims)[1]["d1"])
    assert [item["id"] for item in page.all("article") if "id" in item] == ["x", "x-2", "main-2", "a-b"]
    assert len(page.ids) == len(set(page.ids))


def test_claim_whose_passage_is_missing_is_still_listed(build: Build) -> None:
    _, pages = build(passages=[], documents=[], claims=[make_claim(4, "consultation", "none", "label-only")])
    assert "Page 4." in article(pages["d1"], "c4")
    assert "Words not in the table of passages" in pages["elm-council"]


# Views


def table_of(page: str, kind: str) -> str:
    found = re.search(rf'<table class="{kind}[ "].*?</table>', page, re.DOTALL)
    assert found
    return found[0]


def ladder_of(page: str) -> list[tuple[str, int, int]]:
    """Level, claims and practices of each row of the ladder."""
    rows = re.findall(
        r'<th scope="row">([^<]+)<span class="meaning">.*?<span class="n">(\d+)</span>.*?<span class="n">(\d+)</span>',
        table_of(page, "ladder"),
        re.DOTALL,
    )
    return [(level, int(claims), int(practices)) for level, claims, practices in rows]


def test_ladder_counts_claims_and_practice_from_the_highest_level(build: Build) -> None:
    assert ladder_of(build()[0]) == [("co-production", 4, 2), ("consultation", 2, 2), ("informing", 0, 0)]
    assert ladder_of(build()[1]["ash-health-board"]) == [
        ("co-production", 1, 0),
        ("consultation", 0, 0),
        ("informing", 0, 0),
    ]


def test_view_is_named_with_its_source_and_its_groups(build: Build) -> None:
    index, pages = build(view="arnstein")
    for page in (index, pages["elm-council"]):
        text = Reader(page).text
        assert "View: Ladder of citizen participation (Arnstein 1969)." in text
        groups = re.findall(r'<th scope="rowgroup" colspan="4">([^<]+)</th>', page)
        assert groups == ["degrees of citizen power", "degrees of tokenism", "nonparticipation"]
        assert "The rung of a claim follows from the word that made it" in text


def test_matrix_stands_in_the_levels_of_the_view(build: Build) -> None:
    table = table_of(build(view="arnstein")[0], "matrix")
    rows = re.findall(r'<span class="lead">claims</span> ([\w ]+)</th>', table)
    assert rows == [level.name for level in codebook().view("arnstein").levels]
    delegated = table.partition("claims</span> delegated power")[2].partition("</tr>")[0]
    counts = [int(n) for n in re.findall(r'"count">(\d+)<', delegated)]
    assert counts == [2, 0, 0, 0, 1, 0, 0, 1, 0]
    assert re.findall(r'<td class="(\w+)', delegated) == ["short"] * 6 + ["between", "met", "met", "sum", "sum"]


def test_matrix_says_when_levels_and_bands_differ(build: Build) -> None:
    words = "The levels of this view and the three bands, which the verdicts compare, say different things here."
    assert words in Reader(build(view="arnstein")[0]).text
    assert words not in Reader(build()[0]).text


def test_strict_view_reads_the_tags_anew_and_says_so(build: Build) -> None:
    tags = [dataclasses.replace(make_tag(7, "none", "co-production", "no-claim"), practice_rung=6)]
    index, pages = build(tags=tags, claims=[], view="bands-strict")
    assert "Describes consultation; claims nothing" in pages["elm-council"]
    assert "compared by the view Three bands, strict reading" in Reader(index).text
    assert ladder_of(index) == [("co-production", 0, 0), ("consultation", 0, 1), ("informing", 0, 0)]


def test_other_view_beside_a_strict_ledger_says_by_what_the_verdicts_compare(build: Build) -> None:
    index, _ = build(view="iap2", ledger="bands-strict")
    assert "The verdicts compare by the view “Three bands, strict reading”." in Reader(index).text


def test_level_that_mixes_bands_is_called_neither_short_nor_met(build: Build) -> None:
    table = table_of(build(view="iap2", ledger="bands-strict")[0], "matrix")
    row = table.partition("claims</span> collaborate")[2].partition("</tr>")[0]
    assert re.findall(r'<td class="(\w+)', row)[:6] == ["short", "short", "between", "between", "between", "met"]


def test_organisation_that_was_not_read_has_no_ladder(build: Build) -> None:
    locked = make_document("d3", ASH, status="encrypted")
    _, pages = build(documents=[locked], passages=[], tags=[], spans=[], claims=[])
    assert "ladder" not in [table.get("class") for table in Reader(pages["ash-health-board"]).all("table")]
    assert "No document of this organisation could be read." in pages["ash-health-board"]


# Why


CUES = {kind: codebook().of_kind(kind) for kind in ("claim", "practice")}


def details_of(page: str, anchor: str) -> str:
    found = re.search(r"<details.*?</details>", article(page, anchor), re.DOTALL)
    assert found
    return Reader(found[0]).text


def test_claim_tells_its_words_its_cues_and_the_rule_of_its_practice(build: Build) -> None:
    survey = next(cue for cue in CUES["practice"] if cue.gives.get("method") == "survey")
    claim = next(cue for cue in CUES["claim"] if cue.value == "7")
    rule = next(rule for rule in codebook().rules if "survey" in rule.when.get("method", ()))
    marker = codebook().markers[0]
    spans = [
        Span("p3", "model", "claim", claim.id, "7", 3, 14),
        Span("p3", "model", "practice", survey.id, "4", 34, 40),
        Span("p3", "model", "marker", "some.cue", marker.id, 0, 2),
    ]
    told = details_of(build(spans=spans)[1]["d1"], "c3")
    assert f"Claim: rung 7, co-producing, which is “co-production” in this view co-designed {claim.id}" in told
    assert f"survey {survey.id} Shows " in told
    assert f"; alone it would give rung 4, consulting, by the rule {rule.id}: {rule.because}" in told
    assert f"Markers We {marker.id} {marker.definition}" in told


def test_label_without_words_says_that_the_model_found_it(build: Build) -> None:
    told = details_of(build(spans=[])[1]["d1"], "c3")
    assert "No word of the vocabulary: the model found the claim in the passage as a whole" in told
    assert "No cue of a practice fired; the model found the practice in the passage as a whole." in told
    assert "Practice: none No cue of a practice fired." in details_of(build(spans=[])[1]["d1"], "c5")


def test_practice_of_the_evidence_is_told_too(build: Build) -> None:
    spans = [Span("p1", "model", "practice", CUES["practice"][0].id, "8", 38, 50)]
    told = details_of(build(spans=spans)[1]["d1"], "c2")
    assert f"Practice found elsewhere carers chose {CUES['practice'][0].id}" in told


def test_cue_that_the_codebook_does_not_have_is_shown_without_a_meaning(build: Build) -> None:
    spans = [Span("p3", "model", "claim", "gone.cue", "7", 3, 14), Span("p3", "model", "claim", "gone.cue", "7", 3, 14)]
    told = details_of(build(spans=spans)[1]["d1"], "c3")
    assert "co-designed gone.cue Practice:" in told


# Figures and charts


def test_count_bar_is_as_long_as_its_share_of_the_largest_and_none_for_nought() -> None:
    assert 'width="25.0"' in count_bar(1, 4, kind="claim")
    assert count_bar(0, 4, kind="claim") == ""


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.004, "<1%"), (0.426, "43%"), (0.996, ">99%"), (1.0, "100%"), (None, UNDEFINED)]
)
def test_percent(share: float | None, text: str) -> None:
    assert percent(share) == text


def test_signed_uses_a_true_minus() -> None:
    assert signed(-0.62) == "−0.6"


def test_interval_bar_says_in_words_what_it_draws() -> None:
    svg = interval_bar(0.5, 0.2, 0.8, key="k", name="Index <x>")
    assert '<title id="k-t">Index &lt;x&gt; 50%</title>' in svg
    assert "95% interval 20% to 80%" in svg
    assert 'cx="81.0"' in svg


def test_interval_bar_without_an_interval_draws_the_point_alone() -> None:
    assert "<rect" not in interval_bar(0.5, None, None, key="k", name="Index")


def test_verdict_strip_leaves_out_what_did_not_occur() -> None:
    assert verdict_strip({"supported": 3, "planned": 0}, key="k", title="t", desc="d").count("<rect") == 1
    assert verdict_strip({"supported": 0}, key="k", title="t", desc="d") == ""
