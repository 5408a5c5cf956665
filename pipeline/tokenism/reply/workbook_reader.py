"""The child process that reads a workbook and prints its sheets as JSON: a file that asks for too much ends only it."""

import contextlib
import datetime
import json
import sys
from pathlib import Path
from typing import Any

MEMORY = 2_000_000_000
"""Bytes that reading may take: one cell in the last row and column of a sheet asks for hundreds of times as much."""
UNREADABLE = 3
"""Exit code for a file that is no workbook."""


def sheets_of(path: Path) -> list[dict[str, Any]]:
    """Sheets of a workbook in their order: ``name``, and ``rows`` of texts from its first row and column on.

    Raises
    ------
    python_calamine.CalamineError
        If the file is no workbook.
    """
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return [
            {
                "name": name,
                "rows": [
                    [_text(cell) for cell in row]
                    for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                ],
            }
            for name in book.sheet_names
        ]


def _text(cell: Any) -> str:
    """A cell as a person reads it: whole numbers without a point, dates as YYYY-MM-DD."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the workbook that the command line names."""
    from python_calamine import CalamineError

    _limit()
    try:
        found = sheets_of(Path(sys.argv[1]))
    except CalamineError as error:
        sys.stderr.write(str(error))
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()
