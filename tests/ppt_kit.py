"""Writes PowerPoint 97-2003 files ([MS-PPT]) of few records."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.msg_kit import compound

TITLE, BODY, SLIDE_NUMBER, NOTES_BODY = 0x0D, 0x0E, 0x08, 0x0C


def record(kind: int, content: bytes, instance: int = 0, *, holds: bool = False) -> bytes:
    version = 0xF if holds else 0
    return struct.pack("<HHL", instance << 4 | version, kind, len(content)) + content


def text(words: str, kind: int = 4) -> bytes:
    head = record(3999, struct.pack("<L", kind))
    if words.isascii():
        return head + record(4008, words.encode())
    return head + record(4000, words.encode("utf-16-le"))


def shape(
    words: bytes, placeholder: int = 0, place: tuple[int, int] = (0, 0), *, in_group: bool = False
) -> bytes:
    """A shape with the records of its text, at (top, left)."""
    top, left = place
    if in_group:
        parts = record(0xF00F, struct.pack("<4i", left, top, left + 9, top + 9))
    else:
        parts = record(0xF010, struct.pack("<4h", top, left, left + 9, top + 9))
    if placeholder:
        atom = record(3011, struct.pack("<LBBH", 0, placeholder, 0, 0))
        parts += record(0xF011, atom, holds=True)
    return record(0xF004, parts + record(0xF00D, words, holds=True), holds=True)


def table(*cells: bytes) -> bytes:
    """A group of shapes that is a table."""
    mark = record(0xF122, struct.pack("<HL", 0x039F, 1), instance=1)
    head = record(0xF004, mark, holds=True)
    return record(0xF003, head + b"".join(cells), holds=True)


def picture() -> bytes:
    properties = record(0xF00B, struct.pack("<HL", 0x4104, 1), instance=1)
    return record(0xF004, properties, holds=True)


def drawing(*shapes: bytes) -> bytes:
    inner = record(0xF003, b"".join(shapes), holds=True)
    return record(1036, record(0xF002, inner, holds=True), holds=True)


def slide(*shapes: bytes, layout: int = 1, hidden: bool = False) -> bytes:
    atom = record(1007, struct.pack("<L20x", layout))
    info = record(1017, struct.pack("<LLBBHL", 0, 0, 0, 0, 4 if hidden else 0, 0))
    return record(1006, atom + info + drawing(*shapes), holds=True)


def notes(slide_id: int, *shapes: bytes) -> bytes:
    atom = record(1009, struct.pack("<LL", slide_id, 0))
    return record(1008, atom + drawing(*shapes), holds=True)


def presentation(
    slides: Sequence[bytes],
    all_notes: Sequence[bytes] = (),
    outlines: Sequence[bytes] = (),
    before: bytes = b"",
) -> bytes:
    """A file of slides with the ids 256, 257 and so on; `before` is what older saves left."""
    objects = [b"", *slides, *all_notes]  # the document comes first
    slide_list, notes_list = b"", b""
    for index in range(len(slides)):
        entry = struct.pack("<LLlLL", index + 2, 0, 0, 256 + index, 0)
        slide_list += record(1011, entry) + (outlines[index] if index < len(outlines) else b"")
    for index in range(len(all_notes)):
        entry = struct.pack("<LLlLL", index + 2 + len(slides), 0, 0, 0, 0)
        notes_list += record(1011, entry)
    lists = record(4080, slide_list, 0, holds=True) + record(4080, notes_list, 2, holds=True)
    objects[0] = record(1000, lists, holds=True)
    stream, places = before, []
    for one in objects:
        places.append(len(stream))
        stream += one
    directory_at = len(stream)
    head = struct.pack("<L", len(objects) << 20 | 1)
    stream += record(6002, head + struct.pack(f"<{len(places)}L", *places))
    edit_at = len(stream)
    stream += record(4085, struct.pack("<LLLLLLL", 256, 0, 0, directory_at, 1, 9, 0))
    user = record(4086, struct.pack("<LLL8x", 20, 0xE391C05F, edit_at))
    return compound({"PowerPoint Document": stream, "Current User": user})
