"""The properties of an Outlook message: streams and a table in a compound file ([MS-OXMSG])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from corpus.declared_encodings import codec_of
from corpus.parsers.mail_parts.headers import decoded_bytes

UNICODE, ANSI, BINARY, STORAGE = 0x001F, 0x001E, 0x0102, 0x000D
INTERNET_CODE_PAGE, MESSAGE_CODE_PAGE = 0x3FDE, 0x3FFD
EMBEDDED = "__substg1.0_3701000D"
FIRST_NAMED = 0x8000
_TABLE = "__properties_version1.0"
_NAMES = ("__nameid_version1.0", "__substg1.0_00030102")
_ENTRY = struct.Struct("<HHL8s")
_NAMED_ENTRY = struct.Struct("<LHH")
_ROOT_HEADER, _MESSAGE_HEADER, _OTHER_HEADER = 32, 24, 8
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODE_PAGES = {65001: "utf-8", 20127: "ascii", 28591: "iso-8859-1", 20866: "koi8-r"}
_CODE_PAGES |= {50220: "iso-2022-jp", 51949: "euc-kr", 54936: "gb18030", 52936: "hz"}


class Properties:
    """The properties of a message, a recipient or an attachment, below `path`."""

    def __init__(self, compound: Any, path: tuple[str, ...] = (), code_page: int = 0) -> None:
        self._compound = compound
        self._path = path
        self._fixed: dict[int, bytes] = self._read_table()
        self._code_page = self.number(MESSAGE_CODE_PAGE) or code_page

    def text(self, identity: int) -> str:
        """A text; "" if it is missing."""
        if data := self._stream(identity, UNICODE):
            return data.decode("utf-16-le", "replace").rstrip("\0")
        return decoded_bytes(self._stream(identity, ANSI), self._charset()).rstrip("\0")

    def binary(self, identity: int) -> bytes:
        """Bytes; empty if they are missing."""
        return self._stream(identity, BINARY)

    def number(self, identity: int) -> int:
        """A number or a truth value; 0 if it is missing."""
        value = self._fixed.get(identity, b"")
        return int.from_bytes(bytes(value[:4]), "little", signed=True)

    def moment(self, identity: int) -> datetime | None:
        """A point in time, in UTC."""
        ticks = int.from_bytes(self._fixed.get(identity, b""), "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def named(self, number: int) -> int:
        """The identity under which this file keeps a property that has a number as its name."""
        data = self._read(_NAMES)
        for offset in range(0, len(data) - _NAMED_ENTRY.size + 1, _NAMED_ENTRY.size):
            name, kind, index = _NAMED_ENTRY.unpack_from(data, offset)
            if name == number and not kind & 1:
                return FIRST_NAMED + int(index)
        return 0

    def html(self) -> tuple[bytes, str]:
        """The text in HTML with its encoding."""
        if data := self._stream(0x1013, UNICODE):
            return data.decode("utf-16-le", "replace").encode(), "utf-8"
        page = self.number(INTERNET_CODE_PAGE) or self._code_page
        return self.binary(0x1013) or self._stream(0x1013, ANSI), charset_of(page)

    def parts(self, prefix: str) -> Iterator[Properties]:
        """The recipients or the attachments: storages whose names begin so."""
        depth = len(self._path)
        names = {
            entry[depth]
            for entry in self._compound.listdir(streams=True, storages=True)
            if tuple(entry[:depth]) == self._path
            and len(entry) > depth
            and entry[depth].startswith(prefix)
        }
        for name in sorted(names):
            yield Properties(self._compound, (*self._path, name), self._code_page)

    def embedded(self) -> Properties | None:
        """The message that an attachment is, if it is one."""
        path = (*self._path, EMBEDDED)
        if not self._compound.exists([*path, _TABLE]):
            return None
        return Properties(self._compound, path, self._code_page)

    def _charset(self) -> str:
        return charset_of(self._code_page) or "cp1252"

    def _stream(self, identity: int, kind: int) -> bytes:
        return self._read((*self._path, f"__substg1.0_{identity:04X}{kind:04X}"))

    def _read(self, path: tuple[str, ...]) -> bytes:
        if not self._compound.exists(list(path)):
            return b""
        with self._compound.openstream(list(path)) as stream:
            return bytes(stream.read())

    def _read_table(self) -> dict[int, bytes]:
        if not self._path:
            start = _ROOT_HEADER
        elif self._path[-1] == EMBEDDED:
            start = _MESSAGE_HEADER
        else:
            start = _OTHER_HEADER
        data = self._read((*self._path, _TABLE))[start:]
        whole = len(data) - len(data) % _ENTRY.size
        return {identity: value for _, identity, _, value in _ENTRY.iter_unpack(data[:whole])}


def charset_of(code_page: int) -> str:
    """The name of a Windows code page; "" for an unknown one."""
    return codec_of(_CODE_PAGES.get(code_page, f"cp{code_page}"))
