"""How much a PDF's streams hold, found without an engine."""

import base64
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import deflated, objects, page, stream, written
from tests.pdfs import text_pdf
from tokenism.reading.inflate import inflates_beyond

TEXT = b"q 0 0 m 9 9 l S Q\n" * 5000
FLATE = b"/Filter /FlateDecode"
Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(data: bytes) -> Path:
        (tmp_path / "plan.pdf").write_bytes(data)
        return tmp_path / "plan.pdf"

    return write_file


def holds(path: Path, size: int) -> bool:
    """Whether the streams hold so many bytes, neither more nor less."""
    return inflates_beyond(path, size - 1) and not inflates_beyond(path, size)


def with_content(content: bytes) -> bytes:
    return written(objects({5: content}))


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (stream(zlib.compress(TEXT), FLATE), len(TEXT)),
        (stream(zlib.compress(zlib.compress(TEXT)), FLATE), len(TEXT) + len(zlib.compress(TEXT))),
        (stream(zlib.compress(TEXT).hex().encode() + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]"), len(TEXT)),
        (stream(zlib.compress(TEXT).hex("\n", 30).encode() + b">", b"/Filter [/AHx /Fl]"), len(TEXT)),
        (stream(base64.a85encode(zlib.compress(TEXT) + b"pad") + b"~>", b"/Filter [/ASCII85Decode /Fl]"), len(TEXT)),
        (stream(base64.a85encode(deflated(2, b"\0"), wrapcol=70) + b"~>", b"/Filter [/A85 /Fl]"), 2_000_000),
        (stream(zlib.compress(TEXT), FLATE + b" /Subtype /Image"), len(TEXT)),
    ],
    ids=["flate", "flate in flate", "hexadecimal", "hexadecimal in lines", "base 85", "zeros in base 85", "no picture"],
)
def test_streams_count_what_they_inflate_to(write: Write, content: bytes, size: int) -> None:
    assert holds(write(with_content(content)), size)


def test_all_streams_count_together(write: Write) -> None:
    small = stream(zlib.compress(TEXT), FLATE)
    assert holds(write(written(objects(dict.fromkeys(range(5, 25), small)))), 20 * len(TEXT))


@pytest.mark.parametrize("line", [b"stream\n", b"stream\r\n", b"stream\r", b"stream \t\r\n", b"stream%odd\n"])
def test_bytes_of_a_stream_begin_after_the_line_of_its_keyword(write: Write, line: bytes) -> None:
    content = stream(zlib.compress(TEXT), FLATE).replace(b"stream\n", line, 1)
    assert holds(write(with_content(content)), len(TEXT))


@pytest.mark.parametrize(
    "content",
    [
        stream(TEXT),
        stream(b"x\x9cno flate at all", FLATE),
        stream(b"zz>", b"/Filter [/ASCIIHexDecode /FlateDecode]"),
        stream(b"\x01\xff~>", b"/Filter [/ASCII85Decode /FlateDecode]"),
        stream(b"", FLATE),
        stream(zlib.compress(TEXT), FLATE + b" /Type /XObject /Subtype /Image /Width 300 /Height 300"),
        b"<< >>\nstream",
        b"endstream\n" + zlib.compress(TEXT),
    ],
    ids=["plain", "broken", "no digits", "no base 85", "empty", "picture", "end of file", "end of a stream"],
)
def test_what_does_not_inflate_or_is_a_picture_counts_nothing(write: Write, content: bytes) -> None:
    assert not inflates_beyond(write(with_content(content)), 0)


def test_stream_that_is_cut_off_counts_as_far_as_it_goes(write: Write) -> None:
    whole = with_content(stream(deflated(3), FLATE))
    path = write(whole[: whole.index(b"\nendstream") - 1000])
    assert inflates_beyond(path, 1_000_000)
    assert not inflates_beyond(path, 3_000_000)


def test_plain_document_counts_nothing(write: Write) -> None:
    assert not inflates_beyond(write(text_pdf("Residents decide.")), 0)


def test_memory_does_not_grow_with_what_comes_out(write: Write) -> None:
    path = write(with_content(stream(zlib.compress(deflated(40)), FLATE)))
    tracemalloc.start()
    try:
        assert not inflates_beyond(path, 100_000_000)
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


@given(st.lists(st.binary(max_size=2000).map(lambda data: b"q " + data), max_size=5))
def test_sum_is_right_for_any_streams(tmp_path_factory: pytest.TempPathFactory, texts: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("streams") / "plan.pdf"
    streams = {6 + number: stream(zlib.compress(text), FLATE) for number, text in enumerate(texts)}
    path.write_bytes(written(objects({**streams, 3: page()})))
    size = sum(map(len, texts))
    assert not inflates_beyond(path, size)
    assert inflates_beyond(path, max(0, size - 1)) is bool(texts)
