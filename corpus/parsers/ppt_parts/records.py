"""The records of a PowerPoint 97-2003 file ([MS-PPT]): found by the directory of the last save."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

DOCUMENT, SLIDE, NOTES = 1000, 1006, 1008
SLIDE_ATOM, NOTES_ATOM, SLIDE_INFO, SLIDE_ENTRY = 1007, 1009, 1017, 1011
SLIDE_LIST = 4080
USER_EDIT, DIRECTORY = 4085, 6002
TEXT_REFERENCE, TEXT_HEADER, TEXT_UNITS, TEXT_BYTES = 3998, 3999, 4000, 4008
SLIDES_INSTANCE, NOTES_INSTANCE = 0, 2
MAX_EDITS = 10_000
_HEADER = struct.Struct("<HHL")
_CONTAINER_VERSION = 0xF


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its content is `[start, end)` of the stream."""

    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


class RecordStream:
    """The stream "PowerPoint Document"."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def at(self, offset: int, limit: int) -> Record | None:
        """The record at `offset`; None where none fits before `limit`."""
        if not 0 <= offset <= limit - _HEADER.size:
            return None
        version, kind, length = _HEADER.unpack_from(self.data, offset)
        start = offset + _HEADER.size
        is_container = version & 0xF == _CONTAINER_VERSION
        return Record(kind, version >> 4, is_container, start, min(start + length, limit))

    def all(self) -> Iterator[Record]:
        """The records of the outermost level."""
        yield from self._from(0, len(self.data))

    def children(self, record: Record) -> Iterator[Record]:
        """The records in a container."""
        yield from self._from(record.start, record.end)

    def child(self, record: Record, kind: int) -> Record | None:
        """The first record of a kind in a container."""
        return next((one for one in self.children(record) if one.kind == kind), None)

    def content(self, record: Record) -> bytes:
        """The bytes of a record."""
        return self.data[record.start : record.end]

    def number(self, record: Record | None, place: int = 0) -> int:
        """The 32-bit number at a place of a record; 0 where it ends before."""
        if record is None or record.start + place + 4 > record.end:
            return 0
        return int.from_bytes(self.data[record.start + place :][:4], "little")

    def _from(self, position: int, limit: int) -> Iterator[Record]:
        while (record := self.at(position, limit)) is not None:
            yield record
            position = record.end


def directory(stream: RecordStream, current_user: bytes) -> dict[int, int]:
    """Where the objects of the last save begin, by their ids; empty if that cannot be told.

    Each save writes only what changed, and refers to the one before.
    """
    places: dict[int, int] = {}
    offset = int.from_bytes(current_user[16:20], "little")
    for _ in range(MAX_EDITS):
        edit = stream.at(offset, len(stream.data))
        if edit is None or edit.kind != USER_EDIT:
            break
        table = stream.at(stream.number(edit, 12), len(stream.data))
        if table is not None and table.kind == DIRECTORY:
            places = {**_entries(stream.content(table)), **places}
        offset = stream.number(edit, 8)
        if not offset:
            break
    return places


def _entries(data: bytes) -> dict[int, int]:
    entries: dict[int, int] = {}
    position = 0
    while position + 4 <= len(data):
        head = int.from_bytes(data[position : position + 4], "little")
        first, count = head & 0xFFFFF, head >> 20
        position += 4
        for index in range(count):
            place = data[position : position + 4]
            if len(place) == 4:
                entries[first + index] = int.from_bytes(place, "little")
            position += 4
    return entries
