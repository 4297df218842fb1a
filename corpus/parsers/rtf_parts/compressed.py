"""RTF as Outlook packs it into its messages ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

from corpus.errors import ParseError

_HEADER = struct.Struct("<4L")
_PACKED, _UNPACKED = 0x75465A4C, 0x414C454D  # "LZFu", "MELA"
_WINDOW = 4_096
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked_rtf(data: bytes) -> bytes:
    """The RTF document in the property PR_RTF_COMPRESSED.

    Raises:
        ParseError: it is damaged.
    """
    if len(data) < _HEADER.size:
        raise _damaged("too short")
    _, size, kind, _ = _HEADER.unpack_from(data)
    body = data[_HEADER.size :]
    if kind == _UNPACKED:
        return body[:size]
    if kind != _PACKED:
        raise _damaged(f"unknown kind {kind:#x}")
    return _inflated(body)[:size]


def _inflated(body: bytes) -> bytes:
    """Runs of a control byte and eight items: a byte, or a reference into the last 4,096 bytes."""
    output = bytearray(_DICTIONARY)
    position = 0
    while position < len(body):
        control = body[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                output += body[position : position + 1]
                position += 1
                continue
            if position + 2 > len(body):
                return bytes(output[len(_DICTIONARY) :])
            reference = int.from_bytes(body[position : position + 2], "big")
            position += 2
            if not _copy(output, reference >> 4, (reference & 0xF) + 2):
                return bytes(output[len(_DICTIONARY) :])
    return bytes(output[len(_DICTIONARY) :])


def _copy(output: bytearray, offset: int, length: int) -> bool:
    """Copies from the window; False where the reference marks the end."""
    distance = (len(output) - offset) % _WINDOW
    if distance == 0:
        return False
    start = len(output) - distance
    if start < 0:
        raise _damaged("a reference leads before its start")
    for index in range(length):
        output.append(output[start + index])
    return True


def _damaged(reason: str) -> ParseError:
    return ParseError(
        f"The formatted text of the message is damaged: {reason}.",
        remedy="Open the message in Outlook and save it again.",
    )
