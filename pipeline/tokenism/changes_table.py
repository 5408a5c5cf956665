"""Changes between two ledgers as a table: one row a change."""

from collections.abc import Iterable

from tokenism.changes import LABELS, Change, Place

COLUMNS = ("change", "because", "what", "likeness", "organisation")
_SIDE = ("claim_id", "document_id", "document", "page", *LABELS, "evidence_page", "text")


def table(changes: Iterable[Change]) -> tuple[list[str], list[list[object]]]:
    """Names and rows of ``changes.csv``: one row a change, in the order given, what is not there empty."""
    names = [*COLUMNS, *(f"{side}_{name}" for side in ("before", "after") for name in _SIDE)]
    return names, [_row(change) for change in changes]


def _row(change: Change) -> list[object]:
    lead = [change.kind, change.because, "; ".join(change.what), change.likeness, change.place.claim.organisation]
    return [*lead, *_cells(change.before), *_cells(change.after)]


def _cells(place: Place | None) -> list[object]:
    if place is None:
        return [None] * len(_SIDE)
    claim, document = place.claim, place.document
    name = None if document is None else document.title or document.path
    labels = ({True: "yes", False: "no"}.get(value, value) for value in (getattr(claim, x) for x in LABELS))
    return [claim.claim_id, claim.document_id, name, claim.page, *labels, claim.evidence_page, place.text]
