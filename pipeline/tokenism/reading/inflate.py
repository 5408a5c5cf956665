"""How much a PDF's compressed streams hold: a look at the file before an engine opens it, in constant memory."""

import mmap
import re
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np

_DICTIONARY = 4096
"""Bytes before a stream in which its dictionary is looked for."""
_BITE = 1 << 14
_PIECE = 1 << 18
_MAX_NESTED = 8
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_SIZED = re.compile(rb"/(?:Width|W)\s+\d")
_HEX = re.compile(rb"/(?:ASCIIHexDecode|AHx)\b")
_ASCII85 = re.compile(rb"/(?:ASCII85Decode|A85)\b")
_SPACE = b"\0\t\n\f\r "
_POWERS = np.array([85**4, 85**3, 85**2, 85, 1], dtype=np.uint64)


class _TooMuchError(Exception):
    """The streams hold more than is allowed."""


class _Purse:
    """Bytes that may still come out; all streams of a file spend from one."""

    def __init__(self, room: int) -> None:
        self.room = room

    def spend(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise _TooMuchError


def inflates_beyond(path: Path, limit: int) -> bool:
    """Whether the Flate streams of a file hold more than ``limit`` bytes in all once inflated.

    Streams in streams count too, at every stage. Pictures do not count, for reading never opens them. What hides
    from this look (encrypted streams, other compressions) is left to the limits on memory and time.
    """
    purse = _Purse(limit)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            for start, dictionary in _streams(data):
                _drain(_raw(data, start, dictionary), purse)
        except _TooMuchError:
            return True
    return False


def _streams(data: mmap.mmap) -> Iterator[tuple[int, bytes]]:
    """Where each stream's bytes begin, and the dictionary before it, but for pictures."""
    at = data.find(b"stream")
    while at >= 0:
        if data[max(0, at - 3) : at] != b"end":
            start = _after_line(data, at + 6)
            begin = max(0, at - _DICTIONARY)
            before = data[max(begin, data.rfind(b"obj", begin, at)) : at]
            if start is not None and not (_PICTURE.search(before) and _SIZED.search(before)):
                yield start, before
        at = data.find(b"stream", at + 6)


def _after_line(data: mmap.mmap, at: int) -> int | None:
    """The first byte after the end of the line; engines pass over whatever stands there."""
    rest = data[at : at + 64]
    ends = [end for end in (rest.find(b"\n"), rest.find(b"\r")) if end >= 0]
    if not ends:
        return None
    end = min(ends)
    return at + end + (2 if rest[end : end + 2] == b"\r\n" else 1)


def _raw(data: mmap.mmap, start: int, dictionary: bytes) -> Iterator[bytes]:
    """The stream's bytes to the end of the file, out of hexadecimal or base 85 where the dictionary says so."""
    bites = (data[at : at + _BITE] for at in range(start, len(data), _BITE))
    if _ASCII85.search(dictionary):
        return _from_ascii85(bites)
    if _HEX.search(dictionary):
        return _from_hex(bites)
    return bites


def _drain(bites: Iterator[bytes], purse: _Purse, depth: int = _MAX_NESTED) -> None:
    """Inflate to the end, and what comes out once more where it is a Flate stream itself."""
    pieces = _inflated(bites, purse)
    first = next(pieces, b"")
    if depth and _is_flate(first):
        _drain(chain([first], pieces), purse, depth - 1)
    for _ in pieces:
        pass


def _is_flate(head: bytes) -> bool:
    """Whether bytes begin like a zlib stream (RFC 1950, section 2.2)."""
    return len(head) >= 2 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0


def _inflated(bites: Iterator[bytes], purse: _Purse) -> Iterator[bytes]:
    """Pieces of what the bytes inflate to, each paid for; ends where they are no longer sound."""
    head = next(bites, b"")
    if not _is_flate(head):
        return
    engine = zlib.decompressobj()
    for bite in chain([head], bites):
        rest = bite
        while rest and not engine.eof:
            try:
                piece = engine.decompress(rest, _PIECE)
            except zlib.error:
                return
            purse.spend(len(piece))
            yield piece
            rest = engine.unconsumed_tail
        if engine.eof:
            return


def _from_hex(bites: Iterator[bytes]) -> Iterator[bytes]:
    left = b""
    for bite in bites:
        body, end, _ = bite.partition(b">")
        digits = left + body.translate(None, _SPACE)
        whole = len(digits) - len(digits) % 2
        left = digits[whole:]
        try:
            yield bytes.fromhex(digits[:whole].decode("ascii"))
        except ValueError:
            return
        if end:
            return


def _from_ascii85(bites: Iterator[bytes]) -> Iterator[bytes]:
    """Whole groups only: the last bytes of a stream do not matter to its size."""
    left = b""
    for bite in bites:
        body, end, _ = bite.partition(b"~")
        digits = left + body.translate(None, _SPACE).replace(b"z", b"!!!!!")
        whole = len(digits) - len(digits) % 5
        left = digits[whole:]
        groups = (np.frombuffer(digits[:whole], dtype=np.uint8).astype(np.uint64) - 33).reshape(-1, 5)
        yield (groups @ _POWERS).astype(">u4").tobytes()
        if end:
            return
