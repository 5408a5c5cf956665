"""Citations name the document, its page and its file, and hold whatever a title holds."""

import re

from tests.makers import codebook, make_document
from tests.test_report import make_claim
from tokenism.records import Document
from tokenism.report.citations import bibtex_text, cite_claim, cite_document, cite_report
from tokenism.report.corpus import Corpus


def corpus_of(*documents: Document) -> Corpus:
    view = codebook().view("bands-broad")
    return Corpus(documents, [], [], [], [], [], [], codebook(), view, view)


def test_claim_is_cited_with_page_verdict_checksum_and_address() -> None:
    document = make_document("d1", sha256="ab12" * 16, title="Park plan", year=2023, url="https://elm.example/park.pdf")
    found = cite_claim(corpus_of(document), make_claim(4, "consultation", "none", "label-only"))
    assert found.text.startswith("Elm Council (2023) Park plan, p. 4 [claim c4, read as “label only” by tokenism ")
    assert "SHA-256 ab12ab12ab12]" in found.text
    assert found.text.endswith("https://elm.example/park.pdf#page=4")
    assert found.bibtex.startswith("@techreport{elm-council-2023-c4,\n  author = {{Elm Council}},\n")
    assert "  pages = {4}," in found.bibtex


def test_joint_document_has_two_authors_and_none_has_no_year() -> None:
    found = cite_document(make_document("d2", "Elm Council; Ash Health Board", title="Joint plan"))
    assert "Elm Council and Ash Health Board (no date) Joint plan [" in found.text
    assert "author = {{Elm Council} and {Ash Health Board}}" in found.bibtex


def test_claim_of_a_document_that_the_table_lacks_is_cited_by_its_id() -> None:
    found = cite_claim(corpus_of(), make_claim(4, "consultation", "none", "label-only"))
    assert found.text.startswith("Elm Council (no date) d1, p. 4 [")
    assert "file not known" in found.text


def test_entry_stays_one_entry_whatever_the_title_holds() -> None:
    title = "A } plan\n\\input{x} @misc{y, %&$#_^~ \u202e"
    found = cite_document(make_document("d1", title=title, url="https://elm.example/{a}"))
    inside = re.sub(r"\\[{}]", "", found.bibtex)
    assert inside.count("{") == inside.count("}")
    assert "\u202e" not in found.text + found.bibtex
    assert "\\input" not in found.bibtex.replace("\\textbackslash{}input", "")
    assert len(re.findall(r"^@", found.bibtex, re.MULTILINE)) == 1


def test_bibtex_text_escapes_each_special_character_once() -> None:
    assert bibtex_text("a\\b~^") == r"a\textbackslash{}b\textasciitilde{}\textasciicircum{}"


def test_report_leaves_its_makers_open() -> None:
    found = cite_report(1200, 30)
    assert "Report on 1,200 documents of 30 organisations, made with tokenism" in found.text
    assert found.bibtex.startswith("@misc{tokenism-report,")
