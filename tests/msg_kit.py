"""Writes Outlook messages ([MS-OXMSG]) in compound files with storages."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeAlias

Node: TypeAlias = "bytes | Mapping[str, Node]"
SECTOR, SMALL = 512, 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
TABLE = "__properties_version1.0"
ROOT_HEADER, MESSAGE_HEADER, OTHER_HEADER = 32, 24, 8


def text(identity: int, words: str) -> dict[str, Node]:
    return {f"__substg1.0_{identity:04X}001F": words.encode("utf-16-le")}


def ansi(identity: int, data: bytes) -> dict[str, Node]:
    return {f"__substg1.0_{identity:04X}001E": data}


def binary(identity: int, data: bytes) -> dict[str, Node]:
    return {f"__substg1.0_{identity:04X}0102": data}


def table(header: int, *entries: tuple[int, int, int]) -> dict[str, Node]:
    """The fixed properties: identity, type, value."""
    packed = b"".join(struct.pack("<HHLQ", kind, one, 6, value) for one, kind, value in entries)
    return {TABLE: bytes(header) + packed}


def compound(root: Mapping[str, Node]) -> bytes:
    """A compound file; small streams share the stream of the root, as the format demands."""
    entries: list[list[object]] = []
    contents: list[bytes] = []
    _add_entry(entries, contents, "Root Entry", root, _ROOT)
    small, starts = b"", [_END] * len(contents)
    small_numbers: list[int] = []
    for place, data in enumerate(contents):
        if 0 < len(data) < SMALL:
            starts[place] = len(small_numbers)
            small_numbers += _chain(len(small_numbers), -(-len(data) // 64))
            small += data.ljust(-(-len(data) // 64) * 64, b"\0")
    entries[0][4] = len(contents)
    contents.append(small.ljust(SMALL, b"\0"))
    starts.append(_END)
    small_table = struct.pack(f"<{len(small_numbers)}I", *small_numbers)
    directory_sectors, small_sectors = -(-len(entries) // 4), -(-len(small_table) // SECTOR)
    large = [place for place, data in enumerate(contents) if len(data) >= SMALL]
    content_sectors = sum(-(-len(contents[place]) // SECTOR) for place in large)
    tables = 1
    while tables * SECTOR // 4 < tables + directory_sectors + small_sectors + content_sectors:
        tables += 1
    numbers = [_TABLE] * tables
    numbers += _chain(tables, directory_sectors)
    small_start = len(numbers) if small_sectors else _END
    numbers += _chain(len(numbers), small_sectors)
    body = b""
    for place in large:
        starts[place] = len(numbers)
        sectors = -(-len(contents[place]) // SECTOR)
        numbers += _chain(len(numbers), sectors)
        body += contents[place].ljust(sectors * SECTOR, b"\0")
    packed = b"".join(_packed(entry, starts, contents) for entry in entries)
    return (
        _header(tables, small_start, small_sectors)
        + struct.pack(f"<{len(numbers)}I", *numbers).ljust(tables * SECTOR, b"\xff")
        + packed.ljust(directory_sectors * SECTOR, b"\0")
        + small_table.ljust(small_sectors * SECTOR, b"\xff")
        + body
    )


def _add_entry(
    entries: list[list[object]], contents: list[bytes], name: str, node: Node, kind: int
) -> int:
    """Adds a stream or a storage with all in it; children hang on each other in a chain."""
    place = len(entries)
    entry: list[object] = [name, kind, _FREE, _FREE, None]  # following, child, content
    entries.append(entry)
    if isinstance(node, bytes):
        entry[4] = len(contents)
        contents.append(node)
        return place
    previous = entry
    slot = 3
    for child_name, child in node.items():
        child_kind = _STREAM if isinstance(child, bytes) else _STORAGE
        previous[slot] = len(entries)
        child_place = _add_entry(entries, contents, child_name, child, child_kind)
        previous, slot = entries[child_place], 2
    return place


def _packed(entry: list[object], starts: list[int], contents: list[bytes]) -> bytes:
    name, kind, following, child, content = entry
    label = (str(name) + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(label), kind, 1, _FREE, following, child)
    start, size = _END, 0
    if isinstance(content, int):
        start, size = starts[content], len(contents[content])
    return label.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def _chain(start: int, sectors: int) -> list[int]:
    return [*range(start + 1, start + sectors), _END] if sectors else []


def _header(tables: int, small_start: int, small_sectors: int) -> bytes:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    sizes = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    sectors = struct.pack(
        "<IIIIIIIII", 0, tables, tables, 0, SMALL, small_start, small_sectors, _END, 0
    )
    places = struct.pack(f"<{tables}I", *range(tables))
    return (start + sizes + sectors + places).ljust(SECTOR, b"\xff")
