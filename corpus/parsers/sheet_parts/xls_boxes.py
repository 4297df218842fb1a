"""Texts of boxes on the sheets of an old Excel workbook, which lie among its records (BIFF8).

Records: [MS-XLS] 2.4.329 TxO, 2.4.181 Obj.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from corpus.parsers.detection import OLE_MARK

_BEGIN, _OBJECT, _TEXT_BOX, _CONTINUE = 0x0809, 0x005D, 0x01B6, 0x003C
_COMMENT = 0x0019
_WORKSHEET = 0x0010
_STREAM = "Workbook"
_MOST_PIECES = 16


def read_boxes(data: bytes) -> dict[int, list[str]]:
    """The texts of boxes but for comments, by the place of their sheet among the worksheets."""
    boxes: dict[int, list[str]] = {}
    sheet, kind = -1, 0
    records = list(_records(_stream(data)))
    for place, (number, body) in enumerate(records):
        if number == _BEGIN and body[2:4] == struct.pack("<H", _WORKSHEET):
            sheet += 1
        elif number == _OBJECT:
            kind = int.from_bytes(body[4:6], "little")
        elif number == _TEXT_BOX and kind != _COMMENT:
            text = _text(
                records[place + 1 : place + 1 + _MOST_PIECES], int.from_bytes(body[10:12], "little")
            )
            if text.strip():
                boxes.setdefault(sheet, []).append(text)
    return boxes


def _stream(data: bytes) -> bytes:
    """The records of the workbook: in a compound file, or as they are."""
    if not data.startswith(OLE_MARK):
        return data
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            return bytes(compound.openstream(_STREAM).read())
    except (OSError, ValueError, IndexError, TypeError, AttributeError):  # damaged, or older
        return b""


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, position)
        yield number, stream[position + 4 : position + 4 + length]
        position += 4 + length


def _text(following: list[tuple[int, bytes]], length: int) -> str:
    """`length` characters; each piece tells by its first byte how wide they are."""
    text = ""
    for number, piece in following:
        if number != _CONTINUE or len(text) >= length:
            break
        encoding = "utf-16-le" if piece[:1] == b"\x01" else "latin-1"
        text += piece[1:].decode(encoding, "replace")[: length - len(text)]
    return text
