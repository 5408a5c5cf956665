"""Figures of checked quotations: how many were found, by which rule and reader, and what was not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tokenism.report.figures import plural
from tokenism.verify.check import Checked
from tokenism.verify.quotations import Quotation, first_words
from tokenism.verify.verbatim import BROKEN, MISSING, VERBATIM

COLUMNS = (
    *("document_id", "path", "passage_id", "kind", "page", "page_end", "n_places"),
    *("how", "reader", "order", "parted_alike", "why", "first_words"),
)
"""Columns of the table of quotations."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of quotations.

    ``n`` were looked for, ``n_found`` of them found verbatim, by the ways in ``ways`` and the readers in ``readers``;
    ``n_unchecked`` stand in documents that could not be read again and are not in ``n``. ``n_parted_otherwise`` of
    those found in one piece have white space at other places. ``n_places`` is where all of them stand in the report.
    """

    n: int
    n_found: int
    n_unchecked: int
    n_places: int
    n_parted_otherwise: int
    ways: dict[str, int]
    readers: dict[str, int]

    @property
    def share(self) -> float | None:
        """Share found of those looked for; None where there are none."""
        return self.n_found / self.n if self.n else None


def tally(checked: Sequence[Checked]) -> Tally:
    """Count."""
    findings = [finding for one in checked for finding in one.findings]
    ways = Counter(finding.how for finding in findings)
    readers = Counter(finding.reader for finding in findings if finding.how in VERBATIM)
    return Tally(
        n=len(findings),
        n_found=sum(ways[way] for way in VERBATIM),
        n_unchecked=sum(len(one.quotations) for one in checked if one.problem),
        n_places=sum(len(quotation.places) for one in checked for quotation in one.quotations),
        n_parted_otherwise=sum(finding.parted is False for finding in findings),
        ways={way: ways[way] for way in (*VERBATIM, BROKEN, MISSING)},
        readers=dict(sorted(readers.items())),
    )


def as_json(checked: Sequence[Checked], terms: dict[str, Any]) -> dict[str, Any]:
    """All figures, and every quotation that was not found, for JSON."""
    total = tally(checked)
    return {
        "total": {**asdict(total), "share": total.share},
        "documents": [_document(one) for one in checked],
        "terms": terms,
    }


def _document(one: Checked) -> dict[str, Any]:
    lost = [
        {
            "passage_id": quotation.passage_id,
            "page": quotation.page,
            "page_end": quotation.page_end,
            "first_words": first_words(quotation.text),
            "how": finding.how,
            "why": finding.why,
            "places": list(quotation.places),
        }
        for quotation, finding in one.lost
    ]
    n_found = None if one.problem else len(one.quotations) - len(lost)
    names = {"document_id": one.document_id, "path": one.path, "problem": one.problem}
    return {**names, "n": len(one.quotations), "n_found": n_found, "not_found": lost}


def rows(checked: Sequence[Checked]) -> list[list[Any]]:
    """One row for each quotation, as `COLUMNS` names them; those of documents that could not be read say so."""
    return [
        [
            *(one.document_id, one.path, quotation.passage_id, quotation.kind, quotation.page, quotation.page_end),
            len(quotation.places),
            *(
                (found.how, found.reader, found.order, found.parted, found.why)
                if (found := one.findings[n] if one.findings else None)
                else ("not checked", None, None, None, one.problem)
            ),
            first_words(quotation.text),
        ]
        for one in checked
        for n, quotation in enumerate(one.quotations)
    ]


def lines(checked: Sequence[Checked]) -> list[str]:
    """What to tell a person: the figure, how it comes about, and each quotation that was not found."""
    total = tally(checked)
    told = [line for one in checked for line in _told(one)]
    share = f" ({total.share:.1%})" if total.share is not None else ""
    told.append(f"Found {total.n_found:,} of {plural(total.n, 'quotation')} word for word on their page{share}.")
    ways = ", ".join(f"{number:,} {_WORDS[way]}" for way, number in total.ways.items() if number and way in _WORDS)
    if ways:
        told.append(f"Of these {ways}.")
    if total.ways[BROKEN]:
        n_broken = total.ways[BROKEN]
        told.append(f"Not counted as found: {n_broken:,} of which each sentence stands there, but not together.")
    if total.n_unchecked:
        n_documents = sum(bool(one.problem) for one in checked)
        which = f"{plural(total.n_unchecked, 'quotation')} of {plural(n_documents, 'document')}"
        told.append(f"Not checked: {which}.")
    return told


_WORDS = {
    "one piece": "in one piece",
    "over pages": "over the pages that they run on",
    "row": "as a row of a table without its headings",
    "cells": "cell by cell in a table",
}


def _told(one: Checked) -> list[str]:
    if one.problem:
        return [f"{one.path}: not checked: {one.problem}."]
    if not one.lost:
        return []
    head = f"{one.path}: {len(one.lost):,} of {plural(len(one.quotations), 'quotation')} not found"
    lost = (f"  {_page(wanted)}: “{first_words(wanted.text)}”: {finding.why}" for wanted, finding in one.lost)
    return [head, *lost]


def _page(quotation: Quotation) -> str:
    if quotation.page_end > quotation.page:
        return f"pages {quotation.page} to {quotation.page_end}"
    return f"page {quotation.page}"
