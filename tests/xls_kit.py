"""Writes old workbooks (.xls) as a bare stream of records (BIFF8)."""

from __future__ import annotations

import struct

GLOBALS, WORKSHEET = 0x0005, 0x0010
PERCENT, LONG_DAY = 164, 165


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6))


def words(text: str, width: str) -> bytes:
    return struct.pack(width, len(text)) + b"\x01" + text.encode("utf-16-le")


def style(number_format: int) -> bytes:
    return record(0x00E0, struct.pack("<HHH", 0, number_format, 0) + bytes(14))


def text_cell(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, 0) + words(text, "<H"))


def number_cell(row: int, column: int, number: float, style_index: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style_index, number))


def book(*sheets: tuple[str, int, bytes]) -> bytes:
    font = record(
        0x0031, struct.pack("<HHHHHBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0) + words("宋", "<B")
    )
    formats = [
        record(0x041E, struct.pack("<H", number) + words(code, "<H"))
        for number, code in ((PERCENT, "0.0%"), (LONG_DAY, 'yyyy"年"m"月"d"日"'))
    ]
    styles = [style(number) for number in (0, PERCENT, LONG_DAY, 14)]
    head = begin(GLOBALS) + font + b"".join(formats) + b"".join(styles)
    bodies = [begin(WORKSHEET) + body + record(0x000A) for _, _, body in sheets]
    entries = [struct.pack("<BB", hidden, 0) + words(name, "<B") for name, hidden, _ in sheets]
    position = len(head) + sum(len(entry) + 8 for entry in entries) + 4
    for entry, body in zip(entries, bodies, strict=True):
        head += record(0x0085, struct.pack("<I", position) + entry)
        position += len(body)
    return head + record(0x000A) + b"".join(bodies)
