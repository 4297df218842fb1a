"""The names in a ZIP archive, of which only some say their encoding."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence

from corpus.readability import readability

UTF8_FLAG = 0x800
UNICODE_PATH = 0x7075
# The earlier one wins a tie; the last is what the format prescribes.
NAME_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "cp437")


def member_names(infos: Sequence[zipfile.ZipInfo]) -> tuple[str, ...]:
    """The names of members as their author wrote them.

    A name is in UTF-8 where a flag or an extra field says so. The others are in whatever the
    author's system used: one encoding for all of them, the one in which they read best.
    """
    stated = {index: name for index, info in enumerate(infos) if (name := _stated_name(info))}
    unstated = {
        index: info.orig_filename.encode("cp437")
        for index, info in enumerate(infos)
        if index not in stated
    }
    encoding = name_encoding(tuple(unstated.values()))
    guessed = {index: name.decode(encoding, "replace") for index, name in unstated.items()}
    names = stated | guessed
    return tuple(names[index].partition("\0")[0] for index in range(len(infos)))


def name_encoding(names: Sequence[bytes]) -> str:
    """The encoding of NAME_ENCODINGS in which `names` have the most ordinary characters."""
    joined = b"\n".join(name for name in names if not name.isascii())

    def plausibility(encoding: str) -> float:
        return readability(joined.decode(encoding, "replace"))

    return max(NAME_ENCODINGS, key=plausibility) if joined else "cp437"


def _stated_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & UTF8_FLAG:
        return info.orig_filename
    return _unicode_path(info)


def _unicode_path(info: zipfile.ZipInfo) -> str:
    """The name in the extra field 0x7075, if it belongs to the name in the header."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind != UNICODE_PATH or len(field) < 6 or field[0] != 1:
            continue
        (checksum,) = struct.unpack_from("<L", field, 1)
        if checksum == zlib.crc32(info.orig_filename.encode("cp437")):
            return field[5:].decode("utf-8", "replace")
    return ""
