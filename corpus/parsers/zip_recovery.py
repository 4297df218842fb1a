"""Damaged ZIP archives: their list of files is rebuilt from the header before each file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.parsers.zip_files import MAX_UNPACKED_BYTES

LOCAL_MARK = b"PK\x03\x04"
CENTRAL_MARK = b"PK\x01\x02"
END_MARK = b"PK\x05\x06"
SIZES_FOLLOW = 0x8  # the sizes stand behind the file, as its writer did not know them before
DEFLATED = 8
MAX_ENTRIES = 65_000  # what the end record can count
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_INFLATED_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file as the header before it tells it; `end` is where its bytes end."""

    offset: int
    end: int
    needed: int
    flags: int
    method: int
    time: int
    date: int
    checksum: int
    packed: int
    unpacked: int
    name: bytes

    def central(self) -> bytes:
        """Its entry for the list of files."""
        fixed = _CENTRAL.pack(
            *(CENTRAL_MARK, self.needed, self.needed, self.flags, self.method),
            *(self.time, self.date, self.checksum, self.packed, self.unpacked),
            *(len(self.name), 0, 0, 0, 0, 0, self.offset),
        )
        return fixed + self.name


def recovered_archive(data: bytes) -> bytes | None:
    """The archive with a new list of its files, or None where no file begins.

    A file that breaks off is listed as well, so that its name can be told.
    """
    entries = list(_entries(data))
    if not entries:
        return None
    listing = b"".join(entry.central() for entry in entries)
    count = len(entries)
    end = _END.pack(END_MARK, 0, 0, count, count, len(listing), len(data), 0)
    return data + listing + end


def _entries(data: bytes) -> Iterator[_Entry]:
    position, count, budget = data.find(LOCAL_MARK), 0, MAX_UNPACKED_BYTES
    while position >= 0 and count < MAX_ENTRIES:
        entry = _entry_at(data, position, budget)
        if entry is not None:
            count += 1
            budget -= entry.unpacked
            yield entry
        position = data.find(LOCAL_MARK, position + 4 if entry is None else entry.end)


def _entry_at(data: bytes, offset: int, budget: int) -> _Entry | None:
    start = offset + _LOCAL.size
    if start > len(data):
        return None
    _, needed, flags, method, time, date, checksum, packed, unpacked, name_size, extra_size = (
        _LOCAL.unpack_from(data, offset)
    )
    name = data[start : start + name_size]
    content = start + name_size + extra_size
    if not name or content > len(data):
        return None
    if flags & SIZES_FOLLOW and packed == 0 and method == DEFLATED:
        packed, unpacked, checksum = _measured(data, content, budget)
    end = min(content + packed, len(data))
    return _Entry(
        *(offset, max(end, offset + 4), needed, flags, method, time, date),
        *(checksum, packed, unpacked, name),
    )


def _measured(data: bytes, start: int, budget: int) -> tuple[int, int, int]:
    """Size packed and unpacked, and checksum, of what is deflated at `start`.

    A file that breaks off, or unpacks to more than `budget`, has no checksum that fits.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = checksum = 0
    rest: bytes = memoryview(data)[start : start + _INFLATED_AT_ONCE].tobytes()
    position = start + len(rest)
    try:
        while not inflater.eof and unpacked <= budget and rest:
            part = inflater.decompress(rest, _INFLATED_AT_ONCE)
            unpacked, checksum = unpacked + len(part), zlib.crc32(part, checksum)
            rest = inflater.unconsumed_tail
            if not rest and not inflater.eof:
                rest = data[position : position + _INFLATED_AT_ONCE]
                position += len(rest)
    except zlib.error:
        return position - start, unpacked, checksum ^ 1
    if not inflater.eof:
        return len(data) - start, unpacked, checksum ^ 1
    return position - start - len(inflater.unused_data), unpacked, checksum
