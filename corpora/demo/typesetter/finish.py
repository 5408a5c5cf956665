"""What is done to a typeset PDF: scanned, locked, cut off, emptied, its letters unmapped."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2

if TYPE_CHECKING:
    from typesetter.source import Document

SCAN_DPI = 110
KEPT = 0.6  # share of a truncated file
REMAPPED = {  # as office suites map the bullet of a symbol font, and careless fonts their hyphens and ligatures
    "soft-hyphens": {"<002D>": "<00AD>"},
    "private-bullets": {"<2022>": "<F0B7>"},
    "ligatures": {"<00660069>": "<FB01>", "<0066006C>": "<FB02>", "<00660066>": "<FB00>", "<006600660069>": "<FB03>"},
}
COVER_FONT = "Caladea"


def finish(pdf: bytes, document: Document) -> bytes:
    """Do to a PDF what the front matter asks for."""
    front, quirks = document.front, document.quirks
    codes = {plain: odd for quirk in quirks for plain, odd in REMAPPED.get(quirk, {}).items()}
    if codes or "unmapped-cover" in quirks:
        pdf = remap(pdf, codes, cover="unmapped-cover" in quirks)
    if document.has("scan"):
        pdf = scan(pdf)
    if "password" in front:
        pdf = lock(pdf, front["password"])
    if front.get("damage") == "truncated":
        pdf = pdf[: int(len(pdf) * KEPT)]
    elif front.get("damage") == "pageless":
        pdf = saved(pikepdf.new())
    return pdf


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    """Bytes of a PDF, the same for the same content."""
    target = io.BytesIO()
    pdf.save(target, static_id=True, **options)
    return target.getvalue()


def remap(pdf: bytes, codes: dict[str, str], *, cover: bool) -> bytes:
    """Change what glyphs are mapped to in Unicode; with `cover` take the map from the cover's font."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for font in opened.objects:
            if not isinstance(font, pikepdf.Dictionary) or "/ToUnicode" not in font:
                continue
            if cover and COVER_FONT in str(font.BaseFont):
                del font["/ToUnicode"]
                continue
            cmap = font.ToUnicode.read_bytes().decode("ascii")
            for plain, odd in codes.items():
                cmap = cmap.replace(f"> {plain}", f"> {odd}")
            font.ToUnicode.write(cmap.encode("ascii"))
        return saved(opened)


def scan(pdf: bytes) -> bytes:
    """Image-only copy: one grey JPEG a page, no text layer."""
    copy = pikepdf.new()
    with pypdfium2.PdfDocument(pdf) as source:
        for page in source:
            image = page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
            jpeg = io.BytesIO()
            image.save(jpeg, "JPEG", quality=70)
            add_image_page(copy, jpeg.getvalue(), image.size, page.get_size())
    return saved(copy)


def add_image_page(pdf: pikepdf.Pdf, jpeg: bytes, pixels: tuple[int, int], points: tuple[float, float]) -> None:
    """Add a page that a grey JPEG fills."""
    image = pikepdf.Stream(pdf, jpeg)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=pixels[0],
        Height=pixels[1],
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = pdf.add_blank_page(page_size=(round(points[0], 2), round(points[1], 2)))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(pdf, f"q {points[0]:.2f} 0 0 {points[1]:.2f} 0 0 cm /Im0 Do Q".encode())


def lock(pdf: bytes, password: str) -> bytes:
    """Copy that opens only with the password; RC4, since AES draws a random vector and bytes would differ."""
    encryption = pikepdf.Encryption(owner=password, user=password, R=4, aes=False, metadata=False)
    with pikepdf.open(io.BytesIO(pdf)) as source:
        return saved(source, encryption=encryption)
