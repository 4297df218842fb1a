"""Opening ZIP archives, Office files and other packages without being blown up by them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO

from corpus.errors import ParseError
from corpus.parsers.base import UnsafeFileError

# Genuine files unpack to at most 70 times their size (measured over thousands).
MAX_RATIO = 100
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
# Small packages of one repeated letter are harmless whatever their ratio.
HARMLESS_BYTES = 20 * 1024 * 1024

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    KeyError,
    OSError,
    ValueError,
    OverflowError,
)


def open_zip(data: bytes, kind: str, name_encoding: str | None = None) -> zipfile.ZipFile:
    """The archive in `data`, refused if it would unpack to too much.

    `kind` names the file in errors ("Word document"); `name_encoding` is that of names without
    the UTF-8 flag. The sizes are those that the archive states; `read_member` holds it to them.

    Raises:
        ParseError: it is no ZIP archive or a damaged one.
        UnsafeFileError: it is a ZIP bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data), metadata_encoding=name_encoding)
    except BROKEN_ZIP as exc:
        raise ParseError(
            f"The {kind} is damaged: its ZIP structure cannot be read ({exc}).",
            remedy="Open it in the program that made it, save it again, or get an intact copy.",
        ) from exc
    unpacked = sum(member.file_size for member in archive.infolist())
    limit = min(MAX_UNPACKED_BYTES, max(HARMLESS_BYTES, MAX_RATIO * len(data)))
    if unpacked > limit:
        raise UnsafeFileError(
            f"The {kind} of {len(data):,} bytes would unpack to {unpacked:,} bytes; "
            f"at most {limit:,} are unpacked.",
            remedy="If it is genuine, unpack it yourself, or split it.",
        )
    return archive


def read_member(archive: zipfile.ZipFile, name: str, kind: str, password: str = "") -> bytes:
    """The bytes of one member, never more than the archive states.

    Raises:
        ParseError: the member is missing or damaged.
    """
    try:
        stated = archive.getinfo(name).file_size
        with archive.open(name, pwd=password.encode() or None) as file:
            return file.read(stated)
    except (*BROKEN_ZIP, RuntimeError) as exc:
        raise _unreadable_member(name, kind, exc) from exc


def open_member(archive: zipfile.ZipFile, name: str, kind: str) -> IO[bytes]:
    """One member as a stream, which ends where the archive states.

    Raises:
        ParseError: the member is missing or damaged.
    """
    try:
        return archive.open(name)
    except (*BROKEN_ZIP, RuntimeError) as exc:
        raise _unreadable_member(name, kind, exc) from exc


def _unreadable_member(name: str, kind: str, exc: Exception) -> ParseError:
    return ParseError(
        f"The {kind} is damaged: its part {name!r} cannot be read ({exc}).",
        remedy="Open it in the program that made it, save it again, or get an intact copy.",
    )
