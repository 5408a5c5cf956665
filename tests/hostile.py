"""PDFs made to hurt their reader, written byte by byte; each function gives the bytes of one file."""

import base64
import hashlib
import zlib
from collections.abc import Mapping

PROSE = "Residents and carers decided together how the money was spent."
_SHOWN = f"BT /F1 11 Tf 72 700 Td ({PROSE}) Tj ET".encode("ascii")
_RESOURCES = b"/Resources << /Font << /F1 4 0 R >> >>"
_MEGABYTE = 1_000_000


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def objects(changes: Mapping[int, bytes] | None = None) -> dict[int, bytes]:
    """A sound document of one page: 1 catalogue, 2 page tree, 3 page, 4 font, 5 content; ``changes`` replace or add."""
    sound = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page(),
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        5: stream(_SHOWN),
    }
    return {**sound, **(changes or {})}


def page(entries: bytes = b"", *, width: int = 595, height: int = 842, contents: bytes = b"5 0 R") -> bytes:
    """A page's dictionary; entries that come first win over those that follow."""
    box = b"[0 0 %d %d]" % (width, height)
    if b"/Resources" not in entries:
        entries += _RESOURCES
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents %s %s >>" % (box, contents, entries)


def written(parts: Mapping[int, bytes], *, trailer: bytes = b"", before: bytes = b"") -> bytes:
    """The file of these objects with a right table of their places (which do not count what comes ``before``)."""
    body = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, part in parts.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    last = max(parts)
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, last + 1)]
    table_at = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (last + 1, b"".join(rows))
    body += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, trailer, table_at)
    return before + bytes(body)


# Too many pages


def count_of_a_thousand_million() -> bytes:
    return written(objects({2: b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"}))


def tree_of_shared_branches(levels: int = 10, width: int = 10) -> bytes:
    """Each node of the page tree lists the next one ten times: ten thousand million pages in a kilobyte."""
    nodes = {
        10 + level: b"<< /Type /Pages /Parent %d 0 R /Kids [%s] /Count %d >>"
        % (
            max(10, 9 + level),
            b"%d 0 R " % (11 + level if level + 1 < levels else 3) * width,
            width ** (levels - level),
        )
        for level in range(levels)
    }
    return written(objects({1: b"<< /Type /Catalog /Pages 10 0 R >>", **nodes}))


# Too large


def page_of_200_inches() -> bytes:
    return written(objects({3: page(width=14_400, height=14_400)}))


def page_of_a_mile() -> bytes:
    return written(objects({3: page(width=4_561_920, height=842)}))


def deflated(megabytes: int, fill: bytes = b" ") -> bytes:
    """So many megabytes of one byte as a Flate stream, without ever holding them."""
    block = fill * _MEGABYTE
    engine = zlib.compressobj(9)
    head = engine.compress(block) + engine.flush(zlib.Z_FULL_FLUSH)
    again = engine.compress(block) + engine.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(megabytes):
        checksum = zlib.adler32(block, checksum)
    return head + again * (megabytes - 1) + b"\x03\x00" + checksum.to_bytes(4, "big")


def deflate_bomb(megabytes: int = 1100) -> bytes:
    return written(objects({5: stream(deflated(megabytes), b"/Filter /FlateDecode")}))


def nested_deflate_bomb(megabytes: int = 1100) -> bytes:
    """A bomb packed once more: a few kilobytes that hold a megabyte that holds a thousand."""
    packed = zlib.compress(deflated(megabytes), 9)
    return written(objects({5: stream(packed, b"/Filter [/FlateDecode /FlateDecode]")}))


def hexadecimal_deflate_bomb(megabytes: int = 300) -> bytes:
    packed = deflated(megabytes).hex().encode("ascii") + b">"
    return written(objects({5: stream(packed, b"/Filter [/ASCIIHexDecode /FlateDecode]")}))


def base_85_deflate_bomb(megabytes: int = 300) -> bytes:
    packed = base64.a85encode(deflated(megabytes)) + b"~>"
    return written(objects({5: stream(packed, b"/Filter [/ASCII85Decode /FlateDecode]")}))


def deflate_bomb_behind_text(megabytes: int = 300) -> bytes:
    """The bomb is the last of many sound streams, and the line of its keyword is not empty."""
    sound = {number: stream(zlib.compress(_SHOWN), b"/Filter /FlateDecode") for number in range(6, 200)}
    bomb = stream(deflated(megabytes), b"/Filter /FlateDecode").replace(b"stream\n", b"stream \t\r\n", 1)
    return written(objects({**sound, 200: bomb, 3: page(contents=b"[6 0 R 200 0 R]")}))


def bomb_that_calls_itself_a_picture(megabytes: int = 600) -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /Filter /FlateDecode"
    return written(objects({5: stream(deflated(megabytes), entries)}))


def bomb_of_another_compression(megabytes: int = 600) -> bytes:
    """Runs of 128 spaces, packed: Flate alone holds but a few megabytes."""
    runs = b"\x81 " * (megabytes * _MEGABYTE // 128) + b"\x80"
    return written(objects({5: stream(zlib.compress(runs, 9), b"/Filter [/FlateDecode /RunLengthDecode]")}))


def bomb_in_a_picture_of_one_dot(megabytes: int = 600) -> bytes:
    """The picture stands in the content itself."""
    picture = b"BI /W 1 /H 1 /BPC 8 /CS /G /F /Fl ID %s EI " % deflated(megabytes)
    return written(objects({5: stream(picture + _SHOWN)}))


def bomb_for_a_typeface(megabytes: int = 300) -> bytes:
    """The table from codes to letters is the bomb."""
    face = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    return written(objects({4: face, 6: stream(deflated(megabytes), b"/Filter /FlateDecode")}))


def content_listed_ten_thousand_times() -> bytes:
    """One small stream that the page shows again and again: a gigabyte of content."""
    strokes = b"0 0 m 9 9 l S\n" * 7000
    return written(
        objects({
            5: stream(zlib.compress(strokes, 9), b"/Filter /FlateDecode"),
            3: page(contents=b"[%s]" % (b"5 0 R " * 10_000)),
        })
    )  # fmt: skip


# Without end


def page_tree_in_a_ring() -> bytes:
    ring = {
        2: b"<< /Type /Pages /Kids [6 0 R] /Count 5 >>",
        6: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 6 0 R] /Count 5 >>",
    }
    return written(objects(ring))


def form_that_draws_itself(times: int = 1) -> bytes:
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /Fm 6 0 R >> >>"
    own = b"/Resources << /Font << /F1 4 0 R >> /XObject << /Fm 6 0 R >> >>"
    return written(objects({3: page(own), 5: stream(_SHOWN + b" /Fm Do"), 6: stream(b"/Fm Do " * times, entries)}))


def forms_that_draw_forms(levels: int = 10, width: int = 10) -> bytes:
    """Each form draws the next one ten times: ten thousand million lines of text in two kilobytes."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /Fm %d 0 R >> >>"
    forms = {6 + n: stream(b"/Fm Do " * width, entries % (7 + n)) for n in range(levels)}
    last = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + _RESOURCES
    own = b"/Resources << /XObject << /Fm 6 0 R >> >>"
    return written(objects({3: page(own), 5: stream(b"/Fm Do"), **forms, 6 + levels: stream(_SHOWN, last)}))


def table_that_points_to_itself() -> bytes:
    """The table of objects names itself as the one before it."""
    sound = written(objects())
    return sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % sound.index(b"xref\n0"))


def length_that_points_to_itself() -> bytes:
    content = b"<< /Length 6 0 R >>\nstream\n%s\nendstream" % _SHOWN
    return written(objects({5: content, 6: b"6 0 R"}))


def length_that_is_the_stream() -> bytes:
    return written(objects({5: b"<< /Length 5 0 R >>\nstream\n%s\nendstream" % _SHOWN}))


def parent_that_is_the_page() -> bytes:
    """The size of the page is to be inherited from the page itself."""
    return written(objects({3: b"<< /Type /Page /Parent 3 0 R /Contents 5 0 R %s >>" % _RESOURCES}))


def brackets_in_brackets(depth: int = 1_000_000) -> bytes:
    return written(objects({5: stream(_SHOWN + b"[" * depth), 6: b"[" * depth + b"]" * depth}), trailer=b"/Info 6 0 R")


# Much of something


def million_annotations() -> bytes:
    note = b"<< /Type /Annot /Subtype /Text /Rect [9 9 20 20] /Contents (A note.) >>"
    return written(objects({3: page(b"/Annots 6 0 R "), 6: b"[%s]" % (b"7 0 R " * 1_000_000), 7: note}))


# Closed, active, loaded


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(password: bytes = b"oak") -> bytes:
    """Encrypted by the standard handler, revision 2 (ISO 32000-1, section 7.6.3)."""
    padded, name = (password + _PADDING)[:32], b"0123456789abcdef"
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)  # noqa: S324  what the format wants
    rights = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + name).digest()[:5]  # noqa: S324
    own = hashlib.md5(key + b"\x05\0\0\0\0").digest()[:10]  # noqa: S324  object 5, generation 0
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (
        owner.hex().encode(), _rc4(key, _PADDING).hex().encode(),
    )  # fmt: skip
    ids = b"<%s>" % name.hex().encode()
    content = {5: stream(_rc4(own, _SHOWN))}
    return written(objects(content), trailer=b"/Encrypt %s /ID [%s %s]" % (lock, ids, ids))


def with_scripts() -> bytes:
    script = b"<< /S /JavaScript /JS (while \\(true\\) app.alert\\('open'\\);) >>"
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AA << /WC 6 0 R >> /Names << /JavaScript << "
    catalogue += b"/Names [(a) 6 0 R] >> >> >>"
    return written(objects({1: catalogue, 3: page(b"/AA << /O 6 0 R >> "), 6: script}))


def with_files_inside() -> bytes:
    """A program and a whole other PDF are attached; neither is the document's text."""
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) 6 0 R (b) 7 0 R] >> >> >>"
    inner = written(objects({5: stream(_SHOWN.replace(b"Residents", b"Stowaways"))}))
    parts = {
        1: catalogue,
        6: b"<< /Type /Filespec /F (setup.exe) /EF << /F 8 0 R >> >>",
        7: b"<< /Type /Filespec /F (inner.pdf) /EF << /F 9 0 R >> >>",
        8: stream(b"MZ" + bytes(1000), b"/Type /EmbeddedFile"),
        9: stream(inner, b"/Type /EmbeddedFile"),
    }
    return written(objects(parts))


# No PDF, or half of one


def nothing() -> bytes:
    return b""


def web_page() -> bytes:
    return b"<!doctype html><html><title>404</title><body>The page was not found.</body></html>"


def cut_off() -> bytes:
    sound = written(objects())
    return sound[: sound.index(_SHOWN) + 30]


def behind_junk() -> bytes:
    return written(objects(), before=b"\0\xff<junk>\r\n" * 90)
