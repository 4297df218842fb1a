"""Refuses PDF files whose streams would unpack to more than any honest one.

Only streams that are unpacked for their text count: pictures never are. The streams are found in
the bytes of the file, without trusting its tables; unpacking stops at the limit and keeps nothing.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

from corpus.parsers.base import UnsafeFileError

MAX_RATIO = 100
MAX_SUSPICIOUS_BYTES = 64 * 1024 * 1024
MAX_STREAM_BYTES = 256 * 1024 * 1024
# Deflate makes 1,032 bytes of one at most: so short streams are harmless.
MAX_DEFLATE_RATIO = 1032
HARMLESS_BYTES = 4096
CHUNK = 65_536

_STREAM = re.compile(rb"stream\r?\n")
_LONGEST_DICTIONARY = 4096
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_NAME = re.compile(rb"/(\w+)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_SIZED = re.compile(rb"/Width\b")
_DEFLATE = frozenset({b"FlateDecode", b"Fl"})
_GROWING = _DEFLATE | {b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL"}
_ASCII = frozenset({b"ASCII85Decode", b"A85"})


def refuse_bombs(data: bytes) -> None:
    """Looks at every packed stream of an unencrypted file.

    Raises:
        UnsafeFileError: its streams unpack to too much.
    """
    suspicious = 0
    for match in _STREAM.finditer(data):
        filters = _filters_before(data, match.start())
        growing = [name for name in filters if name in _GROWING]
        if not growing:
            continue
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        packed = end - match.end()
        if packed <= HARMLESS_BYTES and len(growing) == 1:
            continue
        limit = MAX_STREAM_BYTES + 1
        unpacked = sum(_unpacked_sizes(data, match.end(), end, filters, limit))
        if unpacked > MAX_RATIO * packed:
            suspicious += unpacked
        if suspicious > MAX_SUSPICIOUS_BYTES or unpacked > MAX_STREAM_BYTES:
            raise UnsafeFileError(
                f"The PDF document of {len(data):,} bytes holds data that unpack to more than "
                f"{max(suspicious, unpacked):,} bytes, {unpacked // max(1, packed):,} times "
                "their size.",
                remedy="If it is genuine, print it into a new PDF file.",
            )


def _filters_before(data: bytes, position: int) -> list[bytes]:
    """The filters of the stream whose data begin at `position`; none of a picture's."""
    head = data[max(0, position - _LONGEST_DICTIONARY) : position]
    dictionary = head[head.rfind(b"obj") + 3 :]
    if _PICTURE.search(dictionary) and _SIZED.search(dictionary):
        return []
    stated = _FILTER.search(dictionary)
    return _NAME.findall(stated[1]) if stated else []


def _unpacked_sizes(
    data: bytes, start: int, end: int, filters: list[bytes], limit: int
) -> Iterator[int]:
    """The sizes of the pieces of what a stream unpacks to, until `limit` is reached."""
    pieces: Iterator[bytes] = (
        data[place : min(end, place + CHUNK)] for place in range(start, end, CHUNK)
    )
    for name in filters:
        if name in _DEFLATE:
            pieces = _inflated(pieces)
        elif name in _ASCII:
            pieces = _from_ascii85(pieces)
        elif name in _GROWING:
            yield from (MAX_DEFLATE_RATIO * len(piece) for piece in pieces)
            return
        else:
            break
    total = 0
    for piece in pieces:
        yield len(piece)
        total += len(piece)
        if total > limit:
            return


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, CHUNK)
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                return
        while not unpacker.eof and (more := unpacker.decompress(b"", CHUNK)):
            yield more
    except zlib.error:  # damaged: what comes behind is not unpacked by others either
        return


def _from_ascii85(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packed = b"".join(pieces).partition(b"~>")[0]
    try:
        yield base64.a85decode(packed)
    except ValueError:
        return
