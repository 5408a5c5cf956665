"""The run as a workbook for people: what it is, claims, organisations, documents, and what each column means."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tokenism.exchange.claims_table import ClaimLine
from tokenism.exchange.columns import Column, meanings
from tokenism.exchange.sheet import MOST_ROWS, Sheet
from tokenism.exchange.wordings import CITE, LICENCE, LIMITS, UNITS, WHAT_IT_IS
from tokenism.records import Document, Score
from tokenism.report.words import SHORT_OF_CLAIM, VERDICTS, status_label, verdict_label
from tokenism.tables import replacing

VERDICT_COLOURS: Mapping[str, tuple[str, str]] = {
    "supported": ("#0b5c8a", "#ffffff"),
    "supported-elsewhere": ("#cbe4f4", "#08344e"),
    "planned": ("#e0e2e6", "#2f3640"),
    "overclaimed": ("#ffd596", "#4d2a00"),
    "label-only": ("#9c3a00", "#ffffff"),
}
"""Colour of a verdict and of the words on it, as in the report."""

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#f4f5f2", "bottom": 2}
_CELL = {"text_wrap": True, "valign": "top", "bottom": 4, "bottom_color": "#8b9490"}
_NUMBERS = {"share": "0%", "steps": "0.00", "per 10,000 words": "0.0", "year": "0", "page": "0", "": "0.##"}
_WIDE = {
    "quotation": 70,
    "verdict": 23,
    "evidence_quotation": 60,
    "reason": 45,
    "would_change": 40,
    "detail": 50,
    "description": 90,
}
_MEDIUM = {
    "organisation",
    "document_title",
    "title",
    "section",
    "claim_words",
    "note",
    "path",
    "file",
    "url",
    "licence",
}
_PRINTED = 17
"""First columns of a table, which are printed; ids and links come after them."""

_LINE = 15.0
_MOST_LINES = 14


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of a sheet: its heading, and how a record's cell is had."""

    column: Column
    value: Callable[[Any], Any]


class _Formats:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def cell(self, column: Column, value: Any) -> Any:
        """Format of a cell: links underlined, verdicts in their colour, numbers by their unit."""
        if isinstance(value, tuple):
            return self.of(**_CELL, font_color="#0a5480", underline=1)
        if column.name == "verdict" and value in _BY_LABEL:
            back, front = VERDICT_COLOURS[_BY_LABEL[value]]
            return self.of(**_CELL, bg_color=back, font_color=front, bold=True)
        if column.kind in ("integer", "number"):
            align = "center" if column.kind == "integer" else "right"
            return self.of(**_CELL, align=align, num_format=_NUMBERS.get(column.unit, "#,##0"))
        return self.of(**_CELL)


_BY_LABEL = {verdict_label(name): name for name in VERDICT_COLOURS}


def write_workbook(
    path: Path, lines: Sequence[ClaimLine], scores: Sequence[Score], documents: Sequence[Document]
) -> None:
    """Write ``claims.xlsx``: row by row, with fixed dates, so that the same run gives the same bytes.

    Text is text: no cell of it is a formula or becomes a link. What Excel cannot hold is cut with a note in the cell,
    or counted on the sheet "Columns".
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with replacing(path) as unfinished, xlsxwriter.Workbook(str(unfinished), options) as book:
        book.set_properties({"title": "Claims of public participation", "author": "tokenism", "created": _MADE})
        formats = _Formats(book)
        _read_me(book.add_worksheet("Read me"), formats, len(lines))
        claims = _table(book.add_worksheet("Claims"), formats, _claim_fields(), lines, frozen=2)
        _table(book.add_worksheet("Organisations"), formats, _fields("organisations"), scores, frozen=1)
        _table(book.add_worksheet("Documents"), formats, _document_fields(), documents, frozen=1)
        _columns(book.add_worksheet("Columns"), formats, claims)


def _claim_fields() -> list[_Field]:
    shown: Mapping[str, Callable[[ClaimLine], Any]] = {
        "verdict": lambda line: verdict_label(line.verdict),
        "report_link": lambda line: (line.report_link, "Open in the report"),
        "pdf_link": lambda line: line.pdf_link and (line.pdf_link, f"PDF, page {line.page}"),
        "evidence_pdf_link": lambda line: (
            line.evidence_pdf_link and (line.evidence_pdf_link, f"PDF, page {line.evidence_page}")
        ),
    }
    return _fields("claims_with_quotes", shown)


def _document_fields() -> list[_Field]:
    shown: Mapping[str, Callable[[Document], Any]] = {
        "status": lambda document: status_label(document.status),
        "url": lambda document: document.url and (document.url, document.url),
    }
    return _fields("documents", shown)


def _fields(table: str, shown: Mapping[str, Callable[[Any], Any]] | None = None) -> list[_Field]:
    """All columns of a table, those of ``shown`` in other words."""

    def plain(name: str) -> Callable[[Any], Any]:
        return lambda record: getattr(record, name)

    return [_Field(column, (shown or {}).get(column.name, plain(column.name))) for column in meanings()[table].columns]


def _table(
    worksheet: Any, formats: _Formats, columns: Sequence[_Field], records: Iterable[Any], *, frozen: int
) -> Sheet:
    """A table with a frozen heading and a filter; ``frozen`` columns stay in sight."""
    for n, one in enumerate(columns):
        worksheet.set_column(n, n, _width(one.column))
    sheet = Sheet(worksheet)
    head = formats.of(**_HEAD)
    sheet.row([one.column.title for one in columns], [head] * len(columns), height=4 * _LINE)
    for record in records:
        cells = [one.value(record) for one in columns]
        found = [formats.cell(one.column, cell) for one, cell in zip(columns, cells, strict=True)]
        sheet.row(cells, found, height=_height(columns, cells))
    worksheet.freeze_panes(1, frozen)
    worksheet.autofilter(0, 0, max(sheet.n_rows - 1, 1), len(columns) - 1)
    _to_print(worksheet)
    worksheet.print_area(0, 0, sheet.n_rows - 1, min(len(columns), _PRINTED) - 1)
    return sheet


def _width(column: Column) -> int:
    if column.name in _WIDE:
        return _WIDE[column.name]
    return 26 if column.name in _MEDIUM else 18 if column.kind == "string" else 11


def _height(columns: Sequence[_Field], cells: Sequence[Any]) -> float:
    """Height that shows the longest text of a row, up to a bound; without it, nothing but Excel would fit the row."""
    texts = ((one.column, cell) for one, cell in zip(columns, cells, strict=True) if isinstance(cell, str))
    n = max((1 + len(text) // int(1.15 * _width(column)) + text.count("\n") for column, text in texts), default=1)
    return _LINE * min(n, _MOST_LINES)


def _to_print(worksheet: Any) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)


def _read_me(worksheet: Any, formats: _Formats, n_claims: int) -> None:
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, 1, 95)
    sheet = Sheet(worksheet)
    plain, bold = formats.of(**_CELL), formats.of(**_CELL, bold=True)

    def paragraph(term: str, text: str, form: Any = bold) -> None:
        sheet.row([term, text], [form, plain], height=_LINE * (1 + len(text) // 90))

    sheet.row(["Claims of public participation", None], [formats.of(bold=True, font_size=16), plain], height=26)
    paragraph("What it is", WHAT_IT_IS)
    paragraph("Sheets", f"Claims: {n_claims:,} lines, one a claim. Organisations: counts and shares with intervals. ")
    paragraph("", "Documents: every file and what became of it. Columns: what each column means.")
    for n, text in enumerate(LIMITS):
        paragraph("" if n else "Limits", text)
    for n, (name, wording) in enumerate(VERDICTS.items()):
        back, front = VERDICT_COLOURS[name]
        coloured = formats.of(**_CELL, bg_color=back, font_color=front, bold=True)
        if not n:
            paragraph("Verdicts", "What each verdict of a claim means:")
        short = " It counts towards the tokenism index." if name in SHORT_OF_CLAIM else ""
        paragraph(wording.label, wording.meaning + short, coloured)
    paragraph("Licence", LICENCE)
    paragraph("How to cite", CITE)
    _to_print(worksheet)


def _columns(worksheet: Any, formats: _Formats, claims: Sheet) -> None:
    """The data dictionary, and what of the claims Excel could not hold."""
    for n, width in enumerate((22, 26, 34, 90, 12, 20, 40)):
        worksheet.set_column(n, n, width)
    sheet, plain = Sheet(worksheet), formats.of(**_CELL)
    heads = ("Table", "Column", "Title", "Meaning", "Type", "Unit", "Values")
    sheet.row(heads, [formats.of(**_HEAD)] * len(heads))
    if claims.n_left_out:
        note = f"Left out of the sheet Claims, which holds {MOST_ROWS:,} rows: {claims.n_left_out:,}. See claims.csv."
        sheet.row(["Claims", None, None, note, None, None, None], [plain] * len(heads))
    if claims.n_plain_links:
        note = f"Links of the sheet Claims that Excel cannot hold and that stand as text: {claims.n_plain_links:,}."
        sheet.row(["Claims", None, None, note, None, None, None], [plain] * len(heads))
    for meaning in meanings().values():
        for column in meaning.columns:
            told = (meaning.name, column.name, column.title, column.description, column.kind)
            cells = (*told, UNITS.get(column.unit), ", ".join(column.values))
            sheet.row(cells, [plain] * len(heads), height=_LINE * (1 + len(column.description) // 88))
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, sheet.n_rows - 1, len(heads) - 1)
    _to_print(worksheet)
