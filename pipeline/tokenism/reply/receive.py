"""Answers that came back, checked row by row: good ones become replies, the others are kept with the reason."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace

from tokenism.errors import InputError
from tokenism.organisations import organisations_of
from tokenism.printable import printable
from tokenism.records import POSITIONS, Claim, Document, Reply
from tokenism.replies import holding
from tokenism.reply.filled import Filled, FilledRow
from tokenism.reply.form import ANSWERS, CLAIM_ID, EARLIER, KEPT_WITH, KNOWN, ORGANISATION
from tokenism.report.quotes import safe_url

LONGEST = 100_000
"""Characters that a cell of an answer may have."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not imported, as it was given, and why."""

    row: FilledRow
    claim_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Received:
    """What a form held: new replies, rows that were rejected, and how many were known before or not answered.

    ``unread`` names columns of the file that hold something and are no columns of the form.
    """

    organisation: str
    replies: tuple[Reply, ...]
    rejected: tuple[Rejected, ...]
    n_known: int
    n_unanswered: int
    unread: tuple[str, ...]


class _Fault(Exception):  # noqa: N818  a fault of a row
    """Why a row cannot be imported."""


def receive(
    filled: Filled,
    claims: Sequence[Claim],
    documents: Iterable[Document],
    earlier: Sequence[Reply],
    *,
    organisation: str | None = None,
    received: str | None = None,
) -> Received:
    """Check a form against the ledger.

    A file holds the answers of one organisation: the one that is named, else the one that most of its rows name, else
    the one to which most of its claims belong. A row that says what holds already, or that came in before in the same
    file, is known and adds nothing.

    Raises
    ------
    InputError
        If it cannot be told whose answers they are.
    """
    ledger = _Ledger(claims, documents)
    whose = organisation or _whose(filled, ledger)
    checked = _Checked(ledger, whose, filled, received)
    holds = holding(earlier)
    rounds = Counter((reply.claim_id, reply.organisation) for reply in earlier)
    came = {(reply.source_sha256, reply.row) for reply in earlier}
    replies, rejected, answered = list[Reply](), list[Rejected](), dict[str, int]()
    n_known = n_unanswered = 0
    for row in filled.rows:
        if not row.surplus and not any(row.cells[name] for name in ANSWERS):
            n_unanswered += 1
            continue
        key = ledger.resolve(row.cells[CLAIM_ID])
        try:
            if key is not None and key in answered:
                raise _Fault(
                    f"claim {key} is answered in row {answered[key]} of this file already; keep one row of the two"
                )
            reply = checked.reply(row, key)
            answered[reply.claim_id] = row.number
            before = holds.get((reply.claim_id, whose))
            if (filled.sha256, row.number) in came or (before is not None and _says(before) == _says(reply)):
                n_known += 1
            else:
                replies.append(replace(reply, round=1 + rounds[reply.claim_id, whose]))
        except _Fault as fault:
            rejected.append(Rejected(row, key, str(fault)))
    return Received(whose, tuple(replies), tuple(rejected), n_known, n_unanswered, _unread(filled))


def _says(reply: Reply) -> tuple[object, ...]:
    """What an answer says, apart from when and in which file it came."""
    return astuple(replace(reply, round=0, received=None, source="", source_sha256="", row=0))


def _unread(filled: Filled) -> tuple[str, ...]:
    ours = {*KNOWN, *ANSWERS, *KEPT_WITH, EARLIER}
    return tuple(
        name for name in filled.columns if name not in ours and any(row.cells.get(name) for row in filled.rows)
    )


class _Ledger:
    """Claims by id and documents by every name that an answer may give them."""

    def __init__(self, claims: Sequence[Claim], documents: Iterable[Document]) -> None:
        self.claim = {claim.claim_id: claim for claim in claims}
        self.document = {document.document_id: document for document in documents}
        self._named: dict[str, set[int | None]] = {}
        for document in self.document.values():
            for name in {document.title or "", document.path, document.path.replace("\\", "/").rsplit("/", 1)[-1]}:
                self._named.setdefault(name.strip().casefold(), set()).add(document.pages)
        self._numbers = {key: number for key in self.claim if (number := _number(key)) is not None}

    def resolve(self, cell: str) -> str | None:
        """Id of a claim from its cell, even where a spreadsheet made a number of it; None for an unknown one."""
        key = cell.strip().casefold()
        if key in self.claim or cell in self.claim:
            return key if key in self.claim else cell
        number = _number(key)
        same = [
            one
            for one, other in self._numbers.items()
            if number is not None and math.isclose(number, other, rel_tol=1e-5)
        ]
        return same[0] if len(same) == 1 else None

    def pages(self, claim: Claim, document: str | None, link: str | None) -> int | None:
        """Pages of the document that an answer points to; None where it is not of this run, or not known."""
        if document is None:
            known = self.document.get(claim.document_id)
            return None if link or known is None else known.pages
        found = self._named.get(document.casefold(), {None})
        return None if None in found else max(n for n in found if n is not None)


def _number(text: str) -> float | None:
    """A text that a spreadsheet takes for a number, as that number."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _whose(filled: Filled, ledger: _Ledger) -> str:
    known = {name for claim in ledger.claim.values() for name in organisations_of(claim.organisation)}
    by_fold = {name.casefold(): name for name in sorted(known)}
    named = Counter(
        by_fold[name] for row in filled.rows if (name := row.cells.get(ORGANISATION, "").casefold()) in by_fold
    )
    owned = Counter(
        name
        for row in filled.rows
        if (key := ledger.resolve(row.cells[CLAIM_ID])) is not None
        for name in organisations_of(ledger.claim[key].organisation)
    )
    ranked = (named or owned).most_common(2)
    if not ranked:
        raise InputError(
            f"{filled.name}: none of its claim ids is in the ledger of this run; name the right run with --run"
        )
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        both = " or ".join(sorted(name for name, _ in ranked))
        raise InputError(f"{filled.name}: cannot tell whether it is the answer of {both}; say it with --organisation")
    return ranked[0][0]


@dataclass(frozen=True, slots=True)
class _Checked:
    """Makes a reply of a row, or says what is wrong with it."""

    ledger: _Ledger
    organisation: str
    filled: Filled
    received: str | None

    def reply(self, row: FilledRow, key: str | None) -> Reply:
        """The reply of a row, its round not yet counted."""
        claim = self._claim(row, key)
        cells = {name: printable(row.cells[name]) or None for name in ANSWERS}
        for name, cell in cells.items():
            if cell and len(cell) > LONGEST:
                raise _Fault(f"{name} has more than {LONGEST:,} characters; put it into a document and give its link")
        position = _position(row)
        if position == "disagree" and not cells["response"]:
            raise _Fault("position is disagree, but response is empty; say what you disagree with")
        link = cells["evidence_link"]
        if link and safe_url(link) is None:
            raise _Fault(f"evidence_link {_short(link)} is no web address; it must begin with https:// or http://")
        return Reply(
            claim_id=claim.claim_id,
            organisation=self.organisation,
            round=0,
            received=self.received,
            position=position,
            response=cells["response"],
            evidence_document=cells["evidence_document"],
            evidence_page=self._page(claim, cells),
            evidence_link=link,
            what_was_decided_by_whom=cells["what_was_decided_by_whom"],
            answered_by=cells["answered_by"],
            source=self.filled.name,
            source_sha256=self.filled.sha256,
            row=row.number,
        )

    def _claim(self, row: FilledRow, key: str | None) -> Claim:
        if row.surplus:
            raise _Fault(
                f"the cell {_short(row.surplus[0])} stands in no named column; move it, or put quotation marks around "
                "a cell that has a separator in it"
            )
        given = row.cells[CLAIM_ID]
        if key is None:
            raise _Fault(
                f"claim id {_short(given)} is not in the ledger; copy it from the form that was sent"
                if given
                else "the claim id is missing; copy it from the form that was sent"
            )
        claim = self.ledger.claim[key]
        named = row.cells.get(ORGANISATION, "")
        owners = organisations_of(claim.organisation)
        if self.organisation not in owners:
            raise _Fault(f"claim {key} belongs to {_short(claim.organisation)}, not to {_short(self.organisation)}")
        if named and named.casefold() != self.organisation.casefold():
            raise _Fault(
                f"the row is of {_short(named)}, the file of {_short(self.organisation)}; import it on its own"
            )
        return claim

    def _page(self, claim: Claim, cells: Mapping[str, str | None]) -> int | None:
        given = cells["evidence_page"]
        if not given:
            return None
        if not (given.isascii() and given.isdecimal() and int(given[:9]) > 0) or len(given) > 9:
            raise _Fault(f"evidence_page {_short(given)} is no page number; give one whole number, such as 14")
        pages = self.ledger.pages(claim, cells["evidence_document"], cells["evidence_link"])
        if pages is not None and int(given) > pages:
            raise _Fault(
                f"evidence_page is {given}, but the document has {pages} pages; count from the first page of the file, "
                "or name the other document in evidence_document"
            )
        return int(given)


def _position(row: FilledRow) -> str:
    given = " ".join(row.cells["position"].split()).casefold()
    if given not in POSITIONS:
        told = f"position {_short(given)} is not known" if given else "the row has an answer, but no position"
        raise _Fault(f"{told}; choose {', '.join(POSITIONS[:-1])} or {POSITIONS[-1]}")
    return given


def _short(text: str) -> str:
    line = " ".join(printable(text).split())
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"
