"""Writes OLE compound files ([MS-CFB]): the containers of old Office files."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ROOT, _STREAM = 5, 2


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of streams of at least 4,096 bytes each, all in its root."""
    table = [_TABLE, *_chain(1, -(-(len(streams) + 1) // 4))]
    entries = [_entry("Root Entry", _ROOT, _END, 0, child=1 if streams else _FREE)]
    content = b""
    for place, (name, data) in enumerate(streams.items(), 1):
        start, sectors = len(table), -(-len(data) // SECTOR)
        following = place + 1 if place < len(streams) else _FREE
        entries.append(_entry(name, _STREAM, start, len(data), following=following))
        table += _chain(start, sectors)
        content += data.ljust(sectors * SECTOR, b"\0")
    directory = b"".join(entries).ljust(SECTOR * -(-len(entries) // 4), b"\0")
    numbers = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    return _header() + numbers + directory + content


def _chain(start: int, sectors: int) -> list[int]:
    return [*range(start + 1, start + sectors), _END]


def _header() -> bytes:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    sizes = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    sectors = struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    return (start + sizes + sectors).ljust(SECTOR, b"\xff")


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = _FREE, following: int = _FREE
) -> bytes:
    label = (name + "\0").encode("utf-16le")
    links = struct.pack("<HBBIII", len(label), kind, 1, _FREE, following, child)
    return label.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
