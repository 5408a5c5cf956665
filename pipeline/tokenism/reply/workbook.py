"""The form as a workbook and as CSV: known columns grey, answer columns coloured, the same claims the same bytes."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tokenism.printable import printable
from tokenism.records import POSITIONS
from tokenism.reply.form import ANSWERS, EARLIER, EXPLAINED, KNOWN, LONGEST_CELL
from tokenism.reply.pack import Pack, PackClaim
from tokenism.tables import neutral_cell

_MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_WIDTHS = {
    "claim_id": 14, "organisation": 13, "document": 18, "page": 6, "quotation": 52, "finding": 17, "verdict": 28,
    "why": 26, "would_change": 22, "found_page": 11, "found_quotation": 36, EARLIER: 28, "position": 13,
    "response": 52, "evidence_document": 26, "evidence_page": 14, "evidence_link": 30,
    "what_was_decided_by_whom": 42, "answered_by": 20,
}  # fmt: skip
"""Widths of the columns, in characters."""
_POINTS, _TALLEST = 14.5, 400.0
"""Height of a line, and the tallest row that spreadsheets take; not all of them fit rows to their text."""
_A4, _A3 = 9, 8
_A3_WIDTH = 150
"""Characters that stand side by side on A3 paper on its side."""
_CUT = " … [cut here; the whole passage is in claims.html]"


def columns_of(pack: Pack) -> tuple[str, ...]:
    """Columns of the form; that of earlier answers is there where there are any."""
    earlier = (EARLIER,) if any(item.earlier for item in pack.claims) else ()
    return (*KNOWN, *earlier, *ANSWERS)


def form_rows(pack: Pack) -> list[list[Any]]:
    """Rows of the form, one a claim; answers are empty."""
    columns = columns_of(pack)
    rows = []
    for document in pack.documents:
        for number, item in document.claims:
            known = _known(pack, document.name, number, item)
            rows.append([neutral_cell(_fitted(known.get(name))) for name in columns])
    return rows


def _known(pack: Pack, document: str, number: int, item: PackClaim) -> dict[str, Any]:
    found = item.found
    repeat = (
        f" Nearly the same words as claim {item.repeats} above: one answer there is enough." if item.repeats else ""
    )
    unsure = " The program was close to another answer." if item.claim.unsure else ""
    return {
        "claim_id": item.claim.claim_id,
        "organisation": pack.organisation,
        "document": document,
        "page": item.claim.page,
        "quotation": item.quotation.text if item.quotation else "",
        "finding": f"Claim {number}. {item.finding}.",
        "verdict": f"{item.verdict}: {item.meaning}{unsure}{repeat}",
        "why": item.claim.reason,
        "would_change": item.claim.would_change,
        "found_page": found.page if found else item.claim.evidence_page,
        "found_quotation": found.text if found else "",
        EARLIER: _earlier(item),
    }


def _earlier(item: PackClaim) -> str:
    reply = item.earlier
    if reply is None:
        return ""
    return ": ".join(filter(None, (f"{reply.position}, {reply.received or 'date not told'}", reply.response)))


def _fitted(value: Any) -> Any:
    """Text made printable, and cut to what a cell holds."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + _CUT


def write_workbook(path: Path, pack: Pack, read_me: Sequence[tuple[str, str]]) -> None:
    """Write ``reply.xlsx``: the sheet "Read me" of (style, text) lines, and the sheet "Reply".

    Styles are ``title``, ``heading``, ``text``, ``fill`` (a line to be filled in) and ``columns`` (where the list of
    columns stands).
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "Right of reply", "author": "tokenism", "created": _MADE})
        _read_me(book, read_me, columns_of(pack))
        _form(book, pack)


def _read_me(book: Any, lines: Sequence[tuple[str, str]], columns: Sequence[str]) -> None:
    sheet = book.add_worksheet("Read me")
    wrap = {"text_wrap": True, "valign": "top"}
    formats = {
        "title": book.add_format({**wrap, "bold": True, "font_size": 16}),
        "heading": book.add_format({**wrap, "bold": True, "font_size": 12, "top": 1}),
        "text": book.add_format(wrap),
        "fill": book.add_format({**wrap, "bg_color": "#FFF4D6", "bottom": 1}),
        "known": book.add_format({**wrap, "bg_color": "#E8EAED"}),
    }
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 92)
    sheet.hide_gridlines(2)
    row = 0
    for style, text in lines:
        if style == "columns":
            for name in columns:
                shade = formats["fill" if name in ANSWERS else "known"]
                sheet.write_string(row, 0, name, shade)
                sheet.write_string(row, 1, EXPLAINED[name], formats["text"])
                row += 1
        elif style == "fill":
            sheet.write_string(row, 0, text, formats["text"])
            sheet.write_blank(row, 1, None, formats["fill"])
            row += 1
        else:
            sheet.merge_range(row, 0, row, 1, text, formats[style])
            sheet.set_row(row, _height(style, text))
            row += 1
    _printed(sheet, _A4)
    sheet.fit_to_pages(1, 0)


def _height(style: str, text: str) -> float:
    """Points that a merged line needs: spreadsheets do not fit these by themselves."""
    per_line, points = (64, 24) if style == "title" else (112, 16)
    return float(points * (1 + len(text) // per_line) + (6 if style != "text" else 2))


def _printed(sheet: Any, paper: int) -> None:
    sheet.set_paper(paper)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.set_footer("&L&A&RPage &P of &N")


def _printed_in_two(sheet: Any, columns: Sequence[str], first_answer: int) -> None:
    """A3 on its side: what is known on one sheet, the answers on the next, the claim's mark and header on both."""
    _printed(sheet, _A3)
    sheet.set_landscape()
    sheet.set_print_scale(int(100 * _A3_WIDTH / sum(_WIDTHS[name] for name in columns[:first_answer])))
    sheet.set_v_pagebreaks([first_answer])
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)


def _form(book: Any, pack: Pack) -> None:
    sheet = book.add_worksheet("Reply")
    columns, rows = columns_of(pack), form_rows(pack)
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B8BDC4"}
    known = book.add_format({**cell, "bg_color": "#E8EAED", "locked": True})
    answer = book.add_format({**cell, "bg_color": "#FFF4D6", "locked": False})
    as_text = book.add_format({**cell, "bg_color": "#FFF4D6", "locked": False, "num_format": "@"})
    styles = {name: answer if name == "evidence_page" else as_text for name in ANSWERS}
    heads = {
        name: book.add_format({
            **cell, "bold": True, "font_color": "#FFFFFF", "bg_color": "#8A4B00" if name in ANSWERS else "#3C4650",
        })
        for name in columns
    }  # fmt: skip
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS[name])
        sheet.write_string(0, place, name, heads[name])
        for number, row in enumerate(rows, start=1):
            _write(sheet, number, place, row[place], styles.get(name, known))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    _printed_in_two(sheet, columns, columns.index(ANSWERS[0]))
    sheet.set_row(0, 2 * _POINTS)
    for number, row in enumerate(rows, start=1):
        lines = max(_lines(value, _WIDTHS[name]) for name, value in zip(columns, row, strict=True))
        sheet.set_row(number, min(_TALLEST, max(2, lines) * _POINTS))
    for name in ANSWERS:
        place = columns.index(name)
        sheet.data_validation(1, place, len(rows), place, _validation(name, place))


def _lines(value: Any, width: int) -> int:
    """Lines that a cell needs, by its words at a width in characters."""
    return sum(1 + int(len(line) / (0.95 * width)) for line in str(value or "").split("\n"))


def _write(sheet: Any, row: int, place: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, int):
        sheet.write_number(row, place, value, style)
    else:
        sheet.write_string(row, place, value, style)


def _validation(name: str, place: int) -> dict[str, Any]:
    """What may stand in an answer column, and what is said to who fills it in."""
    prompt = {"input_title": name[:32], "input_message": EXPLAINED[name][:255], "ignore_blank": True}
    if name == "position":
        wrong = {"error_title": "Not a position", "error_message": "Choose agree, disagree, partly or no comment."}
        return {"validate": "list", "source": list(POSITIONS), **wrong, **prompt}
    if name == "evidence_page":
        wrong = {"error_title": "Not a page", "error_message": "Give one whole number, such as 14."}
        return {"validate": "integer", "criteria": ">=", "value": 1, **wrong, **prompt}
    if name == "evidence_link":
        first = f"{xlsxwriter.utility.xl_col_to_name(place)}2"
        wrong = {"error_title": "Not a web address", "error_message": "Begin with https:// or http://."}
        starts = f'=OR(LEFT({first},8)="https://",LEFT({first},7)="http://")'
        return {"validate": "custom", "value": starts, **wrong, **prompt}
    return {"validate": "any", **prompt}
