"""PDFs whose text, title and name are made to break out of the files that a run writes; the words mean no harm.

The fonts map codes to any character by a table, so that controls, halves of characters and marks of direction can
stand in the text, which ordinary fonts do not have.
"""

from collections.abc import Sequence

from tests.hostile import objects, page, stream, written

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)>"
LINK = '=HYPERLINK("http://elm.example/?leak","Open")'
BREAKS = {
    "script": SCRIPT,
    "image": IMAGE,
    "quotes": "\"><svg onload=alert(3)>'",
    "end": "</script></blockquote></main>",
    "template": "{{ 7*7 }} {% raw %}",
    "address": "javascript:alert(4)",
    "comment": "<!-- ]]> -->",
    "entity": "&lt;b&gt; &#60;",
    "separators": "a\u2028b\u2029c",
    "back": "paid \u202efdp.exe\u202c \u2066aside\u2069 \u200fend",
    "invisible": "re\u200bsi\u200ddents\ufeff",
    "controls": "nul\x00 bell\x07 back\x08 del\x7f next\x85",
    "half": "half \ud800 pair",
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "long": "W" * 10_000,
}
"""Words that stand inside a claim."""
FORMULAS = (LINK, "+1", "-1+1", "@SUM(1)", "\uff1d1+1")
"""Words that begin a passage: what a spreadsheet would run."""

_SIZE, _HEADING = 9, 15
_WIDE = 60
"""Characters that stand on one line at most, the long word apart."""
_ON_A_PAGE = 4


def claims(*said: str, title: str = "") -> bytes:
    """A document that claims co-production once for each text, in a sentence with it and under a heading with it."""
    blocks = [
        ["", f"#{text[:40]}", "", *_lines(f"We co-produced the strategy {text} with residents and carers."), ""]
        for text in said
    ]
    return _document(blocks, title)


def formulas(*said: str) -> bytes:
    """A document with a claim of co-production for each text, which stands at its start."""
    return _document([["", *_lines(f"{text} We co-produced the strategy with residents and carers.")] for text in said])


def _document(blocks: Sequence[Sequence[str]], title: str = "") -> bytes:
    starts = range(0, len(blocks), _ON_A_PAGE)
    return text_pdf([[line for block in blocks[n : n + _ON_A_PAGE] for line in block] for n in starts], title=title)


def _lines(text: str) -> list[str]:
    """The text in lines that break at spaces; on one line where a word is longer than lines are."""
    if max(map(len, text.split(" "))) > _WIDE:
        return [text]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > _WIDE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def text_pdf(sheets: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """A PDF of these lines, page by page; those that begin with ``#`` are headings.

    Each character has a code of its own, and a table says which it is.
    """
    letters = sorted({letter for lines in sheets for line in lines for letter in line})
    codes = {letter: n for n, letter in enumerate(letters, start=1)}
    first = 10
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(sheets)))
    parts = {
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(sheets)),
        4: b"<< /Type /Font /Subtype /Type0 /BaseFont /Elm /Encoding /Identity-H /DescendantFonts [6 0 R] "
        b"/ToUnicode 7 0 R >>",
        6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Elm /DW 500 /FontDescriptor 9 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        7: stream(_table(codes)),
        8: b"<< /Title <%s> >>" % _utf16("\ufeff" + title).hex().encode(),
        9: b"<< /Type /FontDescriptor /FontName /Elm /Flags 4 /FontBBox [0 -200 500 800] /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 700 /StemV 80 >>",
    }
    for n, lines in enumerate(sheets):
        parts[first + 2 * n] = page(contents=b"%d 0 R" % (first + 2 * n + 1))
        shown = (_shown(line, row, codes) for row, line in enumerate(lines) if line)
        parts[first + 2 * n + 1] = stream(b"\n".join(shown))
    body = {number: part for number, part in objects(parts).items() if number not in (3, 5)}
    return written(body, trailer=b"/Info 8 0 R")


def _shown(line: str, row: int, codes: dict[str, int]) -> bytes:
    heading = line.startswith("#")
    text = b"".join(b"%04x" % codes[letter] for letter in line[heading:])
    size = _HEADING if heading else _SIZE if len(line) < 200 else 0.05  # the long word must stand on the page, too
    return b"BT /F1 %.2f Tf 72 %d Td <%s> Tj ET" % (size, 760 - 14 * row, text)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _table(codes: dict[str, int]) -> bytes:
    """The table from codes to characters."""
    pairs = b"\n".join(b"<%04x> <%s>" % (code, _utf16(letter).hex().encode()) for letter, code in codes.items())
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap end end"
        % (len(codes), pairs)
    )
