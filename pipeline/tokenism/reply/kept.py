"""Rows that were not imported: kept with the reason until they are mended."""

from collections.abc import Iterable, Mapping

from tokenism.reply.filled import Filled
from tokenism.reply.form import ANSWERS, CHECKSUM, CLAIM_ID, KEPT_WITH, ORGANISATION, REASON, SOURCE, SOURCE_ROW
from tokenism.reply.receive import Received


def kept_rows(
    filled: Filled, received: Received, before: Iterable[Mapping[str, str]], *, same_file: bool
) -> list[dict[str, str]]:
    """Rows to keep for mending: those of this form, and those of ``before`` that are not dealt with by it.

    A row is dealt with when it came from a file of the same checksum, or when its claim came in now. With
    ``same_file`` the form is itself the file of kept rows, and all of ``before`` were looked at again.
    """
    came = {reply.claim_id for reply in received.replies}
    kept = (
        []
        if same_file
        else [
            dict(row)
            for row in before
            if row.get(CHECKSUM) != filled.sha256
            and (row.get(CLAIM_ID) not in came or row.get(ORGANISATION) != received.organisation)
        ]
    )
    for one in received.rejected:
        cells = {name: cell for name, cell in one.row.as_given.items() if name not in KEPT_WITH}
        cells[ORGANISATION] = cells.get(ORGANISATION) or received.organisation
        kept.append(
            {
                REASON: one.reason,
                SOURCE: filled.name,
                SOURCE_ROW: str(one.row.number),
                CHECKSUM: filled.sha256,
                **cells,
            }
        )
    return kept


def kept_columns(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Columns of rows that are kept: why and whence first, then those of the form, then any others."""
    seen = dict.fromkeys(name for row in rows for name in row)
    first = (*KEPT_WITH, CLAIM_ID, ORGANISATION, *ANSWERS)
    return [*first, *(name for name in seen if name not in first)]
