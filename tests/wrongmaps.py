"""PDFs whose fonts map letters to wrong characters, and PDFs of scanned pages, for the tests of second opinions.

A text is drawn in Helvetica with a ``/ToUnicode`` map that turns some of its letters into others: what is seen is
right, what is copied is not.
"""

import io
from collections.abc import Mapping, Sequence

from PIL import Image

from tests.pdfs import A4, Text, _file, _stream


def mapped_pdf(lines: Sequence[Text], wrong: Mapping[str, str], *, pages: int = 1) -> bytes:
    """A PDF of like pages, in which each letter of ``wrong`` is copied as the characters that stand there for it.

    Bold lines use a second font with a sound map.
    """
    drawn = {code: bytes([code]).decode("cp1252", "replace") for code in range(32, 256)}
    entries = [f"<{code:02x}> <{_utf16(wrong.get(letter, letter))}>" for code, letter in drawn.items()]
    blocks = [entries[i : i + 100] for i in range(0, len(entries), 100)]
    listed = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{listed}\nendcmap end end"
    )
    content = "\n".join(line.draw(A4[1]) for line in lines).encode("ascii")
    return _pdf(pages, content, {7: _stream(b"", cmap.encode("ascii"))})


def _utf16(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex()


def _pdf(pages: int, content: bytes, extra: Mapping[int, bytes]) -> bytes:
    kids = " ".join(f"{10 + number} 0 R" for number in range(pages))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding %s >>"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents 5 0 R "
        "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
    )
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode("ascii"),
        3: (font % ("Helvetica", "/ToUnicode 7 0 R")).encode("ascii"),
        4: (font % ("Helvetica-Bold", "")).encode("ascii"),
        5: _stream(b"", content),
        **extra,
    }
    return _file(objects | {10 + number: page.encode("ascii") for number in range(pages)})


def scanned_pdf(pictures: Sequence[Image.Image], *, headers: Sequence[str] = ()) -> bytes:
    """A PDF of A4 pages that are pictures; ``headers`` are lines of true text at the top of the pages."""
    kids = " ".join(f"{10 + 3 * number} 0 R" for number in range(len(pictures)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pictures)} >>".encode("ascii"),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    }
    header = "\n".join(Text(72, 30 + 14 * place, line).draw(A4[1]) for place, line in enumerate(headers))
    for number, picture in enumerate(pictures):
        first = 10 + 3 * number
        data = io.BytesIO()
        picture.convert("L").save(data, "JPEG", quality=90)
        entries = (
            f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /BitsPerComponent 8 "
            "/ColorSpace /DeviceGray /Filter /DCTDecode"
        )
        objects[first] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents {first + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im {first + 2} 0 R >> >> >>"
        ).encode("ascii")
        place = f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /Im Do Q\n{header}"
        objects[first + 1] = _stream(b"", place.encode("ascii"))
        objects[first + 2] = _stream(entries.encode("ascii"), data.getvalue())
    return _file(objects)
