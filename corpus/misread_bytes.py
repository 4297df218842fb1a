r"""The way back from misread text to its bytes, and from them to the text that was meant.

- UTF-8 read as GBK or GB18030: the six bytes of two hanzi make three characters (你好: 浣犲ソ).
  Where the bytes are odd in number, the last takes the following ASCII letter with it, or is
  lost (shown as "?" or U+FFFD), and with it one hanzi.
- UTF-8 or GBK read as Latin-1 or Windows-1252: every byte makes one character (ä½\xa0å¥½).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.readability import FREQUENT_CHARACTERS, PUNCTUATION

LOST = "\N{REPLACEMENT CHARACTER}"
EURO = "\N{EURO SIGN}"  # Windows reads the byte 0x80 so
_FIRST_SPAN = 64

_TRAIL = rb"[\x80-\xbf]"
_WHOLE = (
    rb"[\xe2-\xef]" + _TRAIL * 2 + rb"|[\xc2\xc3\xce\xcf]" + _TRAIL + rb"|\xf0[\x90-\xbf]"
    rb"" + _TRAIL * 2 + rb"|[\x00-\x7f]"
)
# A character of which bytes are lost: one of its last two, all but the first or last, or all.
# Where GBK has no character for a lone byte (it becomes "?" or U+FFFD), that byte is 0x80.
_HOLED = rb"[\xe2-\xef](?:[?\xff]" + _TRAIL + rb"|" + _TRAIL + rb"[?\xff](?=[\x80-\xff]))"
_TORN = rb"[\xe2-\xef](?:[?\xff]{2}|" + _TRAIL + rb"?[?\xff]?)|[?\xff]" + _TRAIL + rb"{1,2}|\xff"
_RUN = re.compile(rb"(?:" + _WHOLE + rb"|" + _HOLED + rb"|" + _TORN + rb")+")
_CHARACTER = re.compile(rb"(?P<whole>" + _WHOLE + rb")|(?P<holed>" + _HOLED + rb")|" + _TORN)
_HOLE = re.compile(rb"[?\xff]")
_USER_DEFINED = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Meant:
    """What the first `length` characters of a misread text were meant to be."""

    text: str
    length: int


def meant_by_gbk(text: str, start: int = 0) -> Meant | None:
    """What `text` means from `start` on, as far as its GBK bytes are UTF-8; None for nothing."""
    span = _FIRST_SPAN
    while True:
        pieces = _gbk_bytes(text[start : start + span])
        data = b"".join(pieces)
        match = _RUN.match(data)
        if match is None:
            return None
        if match.end() < len(data) or start + span >= len(text):
            break
        span *= 8
    length = size = 0
    while length < len(pieces) and size + len(pieces[length]) <= match.end():
        size += len(pieces[length])
        length += 1
    complete = _USER_DEFINED.search(text) is not None
    whole = _CHARACTER.sub(lambda match: _filled(match, complete=complete), data[:size])
    try:
        return Meant(whole.decode("utf-8"), length)
    except UnicodeDecodeError:
        return None


def _filled(match: re.Match[bytes], *, complete: bool) -> bytes:
    """A character of UTF-8; one with a byte lost is completed if there is no doubt.

    Some programs have no characters either for the pairs that GBK leaves to its users: where the
    table was not `complete`, the lost byte may be another, unless the outcome is a common one.
    """
    if match["whole"]:
        return match[0]
    if match["holed"]:
        filled = _HOLE.sub(b"\x80", match[0])
        if complete or filled.decode("utf-8", "replace") in FREQUENT_CHARACTERS | PUNCTUATION:
            return filled
    return LOST.encode()


def _gbk_bytes(text: str) -> list[bytes]:
    """The bytes of every character; 0xFF, which is none of UTF-8, where one is lost."""
    pieces = [_bytes_in_gbk(character) for character in text]
    for place, character in enumerate(text):
        follows = pieces[place + 1][:1] if place + 1 < len(pieces) else b""
        if character == EURO and not b"\x80" <= follows <= b"\xbf":
            pieces[place] = b"\x80"
    return pieces


@cache
def _bytes_in_gbk(character: str) -> bytes:
    return b"\xff" if character == LOST else character.encode("gb18030", "replace")


def meant_by_latin(text: str, encoding: str = "utf-8") -> str | None:
    """What `text` means if all of it is single bytes of `encoding`; None where it is not."""
    try:
        return text.translate(_to_latin_1()).encode("latin-1").decode(encoding)
    except UnicodeError:
        return None


@cache
def _to_latin_1() -> dict[int, int]:
    """The characters of Windows-1252 that Latin-1 lacks, to the bytes that they stand for."""
    read = {byte: bytes((byte,)).decode("cp1252", "replace") for byte in range(0x80, 0xA0)}
    return {ord(character): byte for byte, character in read.items() if character != LOST}


@cache
def misread_as_gbk() -> re.Pattern[str]:
    """Two hanzi or full-width marks of UTF-8 read as GBK; or twelve Latin letters of UTF-8."""
    first = _gbk_characters(range(0xE2, 0xF0), range(0x80, 0xC0))
    second = _gbk_characters(range(0x81, 0xC0), range(0xE2, 0xF0))
    third = _gbk_characters(range(0x81, 0xC0), range(0x80, 0xC0))
    latin = _gbk_characters(range(0xC2, 0xC4), range(0x80, 0xC0))
    return re.compile(
        f"[{first}](?:[{second}][{third}{EURO}{LOST}?]|[{EURO}{LOST}?][{first}])|[{latin}]{{6,}}"
    )


def _gbk_characters(leads: range, trails: range) -> str:
    """As a set of a pattern; 0x7F is no trail."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return re.escape("".join(sorted(pair.decode("gb18030", "ignore") for pair in pairs)))


@cache
def misread_as_latin() -> re.Pattern[str]:
    """A run of characters of UTF-8 read as Windows-1252; a no-break space may be a plain one."""
    trail = "\x80-\xbf" + re.escape("".join(map(chr, _to_latin_1())))
    return re.compile(
        f"(?:[\xc2-\xdf][{trail}]|[\xe0-\xef][{trail}][{trail} ]|[\xf0-\xf4][{trail}]{{3}})+"
    )


# Three hanzi of GBK or Big5 read as Latin-1: no word of a Western language is like that.
BYTES_AS_LATIN = re.compile("[\xa1-\xfe]{6,}|(?:[\xa4-\xc6][\x40-\x7e\xa1-\xfe]){4,}")
