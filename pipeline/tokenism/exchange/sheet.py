"""One sheet of a workbook, written row by row: no text of a document is ever a formula or an unchecked link."""

from collections.abc import Sequence
from typing import Any

from tokenism.printable import printable
from tokenism.report.quotes import safe_url

MOST_ROWS = 1_048_576
"""Rows that a sheet of Excel holds."""

MOST_LINKS = 65_530
"""Links that a sheet of Excel holds."""

LONGEST_LINK = 2_079
"""Characters that a link of Excel may have."""

LONGEST_TEXT = 32_767
"""Characters (UTF-16 code units) that a cell of Excel holds."""

_CUT = " [cut here: the whole text is in evidence.sqlite]"
_OWN = "report/"


class Sheet:
    """A sheet that counts its rows and links; cells beyond Excel's limits are cut with a note, never dropped unsaid."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._n_links = 0
        self.n_plain_links = 0
        self.n_left_out = 0
        self._row = 0

    @property
    def n_rows(self) -> int:
        """Rows written so far."""
        return self._row

    def row(self, cells: Sequence[Any], formats: Sequence[Any], *, height: float | None = None) -> None:
        """Write the next row: None stays empty, a pair of link and label is a link, other cells are text or numbers."""
        if self._row >= MOST_ROWS:
            self.n_left_out += 1
            return
        if height is not None:
            self._sheet.set_row(self._row, height)
        for column, (cell, form) in enumerate(zip(cells, formats, strict=True)):
            self._cell(column, cell, form)
        self._row += 1

    def _cell(self, column: int, cell: Any, form: Any) -> None:
        if cell is None or cell == "":
            self._sheet.write_blank(self._row, column, None, form)
        elif isinstance(cell, tuple):
            address, label = cell
            self._link(column, address, label, form)
        elif isinstance(cell, bool):
            self._sheet.write_string(self._row, column, "yes" if cell else "no", form)
        elif isinstance(cell, int | float):
            self._sheet.write_number(self._row, column, cell, form)
        else:
            self._sheet.write_string(self._row, column, cut(printable(cell)), form)

    def _link(self, column: int, address: str | None, label: str, form: Any) -> None:
        """A web address or a place in the run's own report; what is too long, or one too many, stands as text."""
        target = link_target(address)
        if target is None:
            self._cell(column, address, form)
        elif self._n_links >= MOST_LINKS or len(target) > LONGEST_LINK:
            self.n_plain_links += 1
            self._cell(column, address, form)
        else:
            self._n_links += 1
            self._sheet.write_url(self._row, column, target, form, string=cut(printable(label)))


def link_target(address: str | None) -> str | None:
    """The link as XlsxWriter wants it, or None for an address that is neither of the web nor of the run's own report.

    >>> link_target("report/documents/a.html#b"), link_target("javascript:alert(1)"), link_target("report/../x")
    ('external:report/documents/a.html#b', None, None)
    """
    if not address:
        return None
    if address.startswith(_OWN) and ".." not in address:
        return f"external:{address}"
    return safe_url(address)


def cut(text: str) -> str:
    """A text that a cell holds, with a note at its end where it had to be cut.

    >>> len(cut("a" * 40_000)), cut("short")
    (32767, 'short')
    """
    if _units(text) <= LONGEST_TEXT:
        return text
    room = LONGEST_TEXT - len(_CUT)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
