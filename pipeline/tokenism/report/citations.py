"""How a finding is cited: a line of text and a BibTeX entry that name the document, the page and the file."""

import re
from dataclasses import dataclass

from tokenism import __version__
from tokenism.organisations import organisations_of
from tokenism.printable import printable
from tokenism.records import Claim, Document
from tokenism.report.corpus import Corpus, document_name
from tokenism.report.quotes import safe_url
from tokenism.report.slugs import anchor, slug
from tokenism.report.words import verdict_label

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "{}$&#%_"},
}
_CHECKSUM = 12
"""Figures of a checksum that are enough to tell two files apart by eye."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as one line of text, and as an entry for a BibTeX file."""

    text: str
    bibtex: str


def cite_claim(corpus: Corpus, claim: Claim) -> Citation:
    """Cite a claim: whose document it is, on which page, and what this program made of it."""
    document = corpus.document.get(claim.document_id)
    if document is None:
        document = Document(claim.document_id, claim.document_id, None, claim.organisation)
    found = f"claim {claim.claim_id}, read as “{verdict_label(claim.verdict).lower()}” by tokenism {__version__}"
    return _cite(document, pages=f"p. {claim.page}", found=found, key=claim.claim_id, page=claim.page)


def cite_document(document: Document) -> Citation:
    """Cite a document as it was read."""
    return _cite(document, found=f"read by tokenism {__version__}", key=document.document_id)


def cite_report(n_documents: int, n_organisations: int) -> Citation:
    """Cite a report as a whole; who made it, and when, is for its makers to fill in."""
    title = "Where the claim of participation exceeds the described practice"
    basis = (
        f"Report on {n_documents:,} documents of {n_organisations:,} organisations, made with tokenism {__version__}"
    )
    lines = {"author": "[who made this report]", "title": f"{{{title}}}", "note": basis, "year": "[year]"}
    return Citation(f"[Who made this report] ([year]) {title}. {basis}.", _entry("misc", "tokenism-report", lines))


def bibtex_text(text: str) -> str:
    r"""Text that BibTeX and LaTeX print as it stands.

    >>> bibtex_text("Plan {A} & B_1 at 5%")
    'Plan \\{A\\} \\& B\\_1 at 5\\%'
    """
    return "".join(_ESCAPES.get(mark, mark) for mark in _one_line(text))


def _cite(document: Document, *, found: str, key: str, pages: str = "", page: int | None = None) -> Citation:
    names = [name for name in organisations_of(document.organisation) if name] or ["Organisation not named"]
    title = _one_line(document_name(document))
    year = str(document.year) if document.year else "no date"
    checksum = f"file SHA-256 {document.sha256[:_CHECKSUM]}" if document.sha256 else "file not known"
    url = safe_url(document.url, page=page)
    where = f", {pages}" if pages else ""
    text = _one_line(f"{' and '.join(names)} ({year}) {title}{where} [{found}; {checksum}].{f' {url}' if url else ''}")
    fields = {
        "author": " and ".join(f"{{{bibtex_text(name)}}}" for name in names),
        "title": f"{{{bibtex_text(title)}}}",
        "institution": bibtex_text(" and ".join(names)),
        "year": bibtex_text(year),
        "pages": bibtex_text(pages.removeprefix("p. ")),
        "url": _one_line(url or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "note": bibtex_text(f"{found}; {checksum}"),
    }
    return Citation(text, _entry("techreport", f"{slug(names[0])[:30]}-{document.year or 'nd'}-{anchor(key)}", fields))


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", printable(text)).strip()
