"""Damaged ZIP archives: their list of files is rebuilt from the header before each file."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.parsers.containers.zip_files import MAX_UNPACKED_BYTES

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
# An error costs all that was to be inflated with it.
_SALVAGED_AT_ONCE = 64
_NAME_SIZES, _NAME_SIZES_AT = struct.Struct("<2H"), 26


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


def start_of_file(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """What can be unpacked of a damaged file of the archive `data`: all before the damage."""
    if not 0 <= info.header_offset <= len(data) - _LOCAL.size:
        return b""
    name_size, extra_size = _NAME_SIZES.unpack_from(data, info.header_offset + _NAME_SIZES_AT)
    start = info.header_offset + _LOCAL.size + name_size + extra_size
    packed = data[start : start + info.compress_size]
    if info.compress_type != DEFLATED:
        return packed if info.compress_type == zipfile.ZIP_STORED else b""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    parts: list[bytes] = []
    left = info.file_size
    try:
        for place in range(0, len(packed), _SALVAGED_AT_ONCE):
            parts.append(inflater.decompress(packed[place : place + _SALVAGED_AT_ONCE], left))
            left -= len(parts[-1])
            if left <= 0 or inflater.eof:
                break
    except zlib.error:
        pass
    return b"".join(parts)


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
    packed = min(packed, len(data) - content)  # the new list stands behind the data
    end = content + packed
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
