"""A form that came back, as rows with the numbers by which a spreadsheet shows them: workbook or CSV, however saved."""

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tokenism.errors import InputError
from tokenism.reply.form import ANSWERS, CLAIM_ID
from tokenism.reply.workbook_reader import UNREADABLE
from tokenism.tables import neutral_cell

_HEADER_WITHIN = 30
"""Rows in which the row of column names must stand; others may stand before it."""
_MOST_BYTES = 50_000_000
_SECONDS = 120
_SURPLUS = "more_cells"
_NOT_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row of the form: its number in the spreadsheet, its cells by column, and cells that have no column."""

    number: int
    cells: Mapping[str, str]
    surplus: tuple[str, ...] = ()

    @property
    def as_given(self) -> dict[str, str]:
        """All that the row holds, so that nothing of it is lost."""
        more = {_SURPLUS: " | ".join(self.surplus)} if self.surplus else {}
        return {**self.cells, **more}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that came back: name and checksum of the file, its columns, and its rows that are not blank."""

    name: str
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[FilledRow, ...]


def read_filled(path: Path) -> Filled:
    """Read a form from a workbook (.xlsx) or a CSV file.

    Columns may stand in any order, with others between them and rows above; a CSV file may be separated by commas,
    semicolons or tabs, in UTF-8, UTF-16 or the encoding of Windows. Cells are stripped.

    Raises
    ------
    InputError
        If the file cannot be read, or no row names the columns that are wanted.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror})") from error
    if len(raw) > _MOST_BYTES:
        raise InputError(f"{path}: larger than {_MOST_BYTES // 1_000_000} MB; send the filled-in form alone")
    tables = _workbook_tables(path) if raw[:4] == b"PK\x03\x04" else list(_csv_tables(path, raw))
    for rows in tables:
        start = _header_row(rows)
        if start is not None:
            columns = _columns(path, rows[start])
            return Filled(
                path.name, sha256(raw).hexdigest(), tuple(filter(None, columns)), _filled(columns, rows, start)
            )
    seen = next((row for rows in tables for row in rows[:1]), [])
    found = ", ".join(cell.strip()[:40] for cell in seen if cell.strip()) or "none"
    raise InputError(
        f"{path}: no row with the column names {CLAIM_ID!r} and 'position' (first row: {found}); "
        "keep the header of the form, and save it as .xlsx or .csv"
    )


def _workbook_tables(path: Path) -> list[list[list[str]]]:
    """Rows of each sheet, read by a child process; the sheet "Reply" first."""
    command = [sys.executable, "-P", "-m", "tokenism.reply.workbook_reader", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{path}: took longer than {_SECONDS} seconds to read; save the form as CSV UTF-8") from error
    if done.returncode == UNREADABLE:
        raise InputError(f"{path}: no workbook that can be read; save the form as .xlsx or CSV UTF-8")
    if done.returncode:
        raise InputError(
            f"{path}: reading it takes too much memory, often for a cell far below or right of the form; "
            "save the sheet 'Reply' as CSV UTF-8"
        )
    sheets = json.loads(done.stdout)
    return [sheet["rows"] for sheet in sorted(sheets, key=lambda sheet: sheet["name"].strip().casefold() != "reply")]


def _csv_tables(path: Path, raw: bytes) -> Iterator[list[list[str]]]:
    """Rows of a CSV file under each separator that it may have."""
    text = _decoded(raw)
    for delimiter in ",;\t":
        try:
            yield list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise InputError(f"{path}: cannot be read as CSV ({error}); save the form as .xlsx or CSV UTF-8") from error


def _decoded(raw: bytes) -> str:
    """Text of a CSV file; what is neither UTF-16 nor UTF-8 is in the encoding of Windows in Western Europe."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _name(cell: str) -> str:
    """Name of a column from its heading.

    >>> _name(" Evidence page "), _name("What was decided, by whom?")
    ('evidence_page', 'what_was_decided_by_whom')
    """
    return _NOT_NAME.sub("_", cell.casefold()).strip("_")


def _header_row(rows: Sequence[Sequence[str]]) -> int | None:
    for i, row in enumerate(rows[:_HEADER_WITHIN]):
        if {CLAIM_ID, "position"} <= {_name(cell) for cell in row}:
            return i
    return None


def _columns(path: Path, header: Iterable[str]) -> list[str]:
    columns = [_name(cell) for cell in header]
    for name in (CLAIM_ID, *ANSWERS):
        if name not in columns:
            found = ", ".join(filter(None, columns))
            raise InputError(
                f"{path}: no column {name!r} (columns found: {found}); add it to the header row, it may stay empty"
            )
    name, count = Counter(filter(None, columns)).most_common(1)[0]
    if count > 1:
        raise InputError(f"{path}: {count} columns are named {name!r}; keep one of them")
    return columns


def _filled(columns: Sequence[str], rows: Sequence[Sequence[str]], start: int) -> tuple[FilledRow, ...]:
    found = []
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        cells = [_unquoted(cell) for cell in row]
        if any(cells):
            named = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
            nameless = [cell for i, cell in enumerate(cells) if cell and (i >= len(columns) or not columns[i])]
            found.append(FilledRow(number, named, tuple(nameless)))
    return tuple(found)


def _unquoted(cell: str) -> str:
    """A cell without blanks around it and without the apostrophe that kept it from running as a formula."""
    text = cell.strip().replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text[:1] == "'" and neutral_cell(text[1:]) == text else text
