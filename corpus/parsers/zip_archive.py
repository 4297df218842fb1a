"""ZIP archives: their files, one level deep, under the names that their author gave them."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError, EncryptedFileError, UnsafeFileError
from corpus.parsers.composing.members import (
    MAX_MEMBERS,
    SNIFFED,
    Members,
    can_be_read,
    is_archive,
    is_of_the_system,
    listed,
    safe_path,
)
from corpus.parsers.containers.zip_files import BROKEN_ZIP, open_zip
from corpus.parsers.containers.zip_names import member_names
from corpus.parsers.containers.zip_recovery import recovered_archive
from corpus.types import ParsedFile, RawFile, ReadingFacts

KIND = "ZIP archive"
ENCRYPTED_FLAG = 0x1
AES_METHOD = 99
LOCAL_HEADER_BYTES = 30
# So much is unpacked at once: bzip2 makes 80 MB of it at most.
READ_AT_ONCE = 4_096
READ_ERRORS = (*BROKEN_ZIP, RuntimeError)  # RuntimeError: a password is missing or wrong


@dataclass(slots=True)
class _Left:
    """Names of the files that are not handed on, by the reason."""

    without_parser: list[str] = field(default_factory=list)
    archives: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    encrypted: list[str] = field(default_factory=list)
    aes: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    too_many: list[str] = field(default_factory=list)

    def losses(self) -> Iterator[str]:
        reasons = (
            ("Archives inside the archive are not opened", self.archives),
            ("No password opens", self.encrypted),
            ("Encryption by AES cannot be opened; unpack the archive yourself", self.aes),
            ("Damaged, cannot be unpacked", self.damaged),
            ("In other parts of the divided archive, which are not here", self.elsewhere),
            (f"Only the first {MAX_MEMBERS:,} files are read; left out", self.too_many),
        )
        yield from (f"{reason}: {listed(names)}." for reason, names in reasons if names)

    def warnings(self) -> Iterator[str]:
        reasons = (
            ("No parser reads", self.without_parser),
            ("Symbolic links are not followed", self.links),
            ("Paths led out of the archive and were shortened", self.renamed),
        )
        yield from (f"{reason}: {listed(names)}." for reason, names in reasons if names)


def parse_zip(raw: RawFile) -> ParsedFile:
    """The files of an archive as members; it has no text of its own.

    Raises:
        EncryptedFileError: all files in it are encrypted, and no password opens one.
        EmptyFileError: it holds no file that a parser reads.
        UnsafeFileError: it would unpack to too much, or its files lie over one another.
    """
    reader, is_whole = _sorted_members(raw)
    left, members = reader.left, reader.members
    losses = tuple(left.losses())
    warnings = tuple(left.warnings())
    if not members:
        _refuse_barren(left, (*losses, *warnings), tried=bool(raw.passwords))
    if not is_whole:
        losses = ("The archive is damaged: its list of files is missing or broken.", *losses)
    return ParsedFile(
        text="", losses=losses, facts=ReadingFacts(warnings=warnings), members=members.files
    )


def _sorted_members(raw: RawFile) -> tuple[_Reader, bool]:
    """The members, and whether the archive's list of them could be relied on."""
    try:
        reader = _read_all(raw.data, raw)
    except UnsafeFileError:
        raise
    except ParseError:
        rescued = recovered_archive(raw.data)
        if rescued is None:
            raise
        return _read_all(rescued, raw), False
    if reader.left.damaged and (rescued := recovered_archive(raw.data)):
        second = _read_all(rescued, raw)
        if len(second.left.damaged) < len(reader.left.damaged):
            return second, False
    return reader, True


def _read_all(data: bytes, raw: RawFile) -> _Reader:
    with open_zip(data, KIND) as archive:
        infos = archive.infolist()
        last = max((info.volume for info in infos), default=0)
        _refuse_overlaps([info for info in infos if info.volume == last])
        reader = _Reader(archive, raw.passwords, last)
        for info, name in zip(infos, member_names(infos), strict=True):
            reader.take(info, name)
        return reader


def _refuse_overlaps(infos: list[zipfile.ZipInfo]) -> None:
    """No honest archive uses the same bytes for two files; bombs do."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise UnsafeFileError(
                f"The {KIND} is built like a bomb: its files lie over one another "
                f"(at {info.orig_filename!r}).",
                remedy="If it is genuine, unpack it yourself, or pack its files anew.",
            )
        end = info.header_offset + LOCAL_HEADER_BYTES + info.compress_size


def _refuse_barren(left: _Left, reasons: tuple[str, ...], *, tried: bool) -> None:
    if left.encrypted:
        raise EncryptedFileError(KIND, tried=tried)
    if left.aes or left.damaged or left.elsewhere:
        raise ParseError(
            f"No file of the {KIND} can be read. {' '.join(reasons)}",
            remedy="Unpack it yourself, or get a whole copy without encryption.",
        )
    raise EmptyFileError(
        f"The {KIND} holds no file that can be read. {' '.join(reasons)}".strip(),
        remedy="Remove it, or put documents into it.",
    )


class _Reader:
    """Sorts the members of an archive into those handed on and those left."""

    def __init__(self, archive: zipfile.ZipFile, passwords: tuple[str, ...], volume: int) -> None:
        self.left = _Left()
        self.members = Members(passwords)
        self._archive = archive
        self._volume = volume
        self._passwords = [
            word.encode(encoding, "replace")
            for word in passwords
            for encoding in (("utf-8",) if word.isascii() else ("utf-8", "gb18030"))
        ]

    def take(self, info: zipfile.ZipInfo, name: str) -> None:
        """Hands one member on, or notes why not."""
        path = safe_path(name)
        if not path or name.endswith(("/", "\\")) or is_of_the_system(path):
            return
        if (reason := self._hindrance(info, path)) is not None:
            reason.append(path)
            return
        try:
            data = self._unpacked(info, path)
        except READ_ERRORS:
            unopened = self.left.encrypted if info.flag_bits & ENCRYPTED_FLAG else self.left.damaged
            unopened.append(path)
            return
        if data is None:
            self.left.without_parser.append(path)
            return
        if path != name.replace("\\", "/").removeprefix("./"):
            self.left.renamed.append(path)
        self.members.add(path, data)

    def _hindrance(self, info: zipfile.ZipInfo, path: str) -> list[str] | None:
        if stat.S_ISLNK(info.external_attr >> 16):
            return self.left.links
        if info.volume != self._volume:
            return self.left.elsewhere
        if is_archive(path):
            return self.left.archives
        if len(self.members) >= MAX_MEMBERS:
            return self.left.too_many
        if info.compress_type == AES_METHOD:
            return self.left.aes
        return None

    def _unpacked(self, info: zipfile.ZipInfo, path: str) -> bytes | None:
        """The bytes of a member, or None where its name and its first bytes have no parser."""
        if not info.flag_bits & ENCRYPTED_FLAG:
            return self._read(info, path, None)
        for password in tuple(self._passwords):
            try:
                data = self._read(info, path, password)
            except READ_ERRORS:
                continue
            self._passwords.remove(password)
            self._passwords.insert(0, password)
            return data
        raise RuntimeError(path)

    def _read(self, info: zipfile.ZipInfo, path: str, password: bytes | None) -> bytes | None:
        """All bytes of a member, never more than the archive states."""
        parts = []
        with self._archive.open(info, pwd=password) as file:
            head = file.read(SNIFFED)
            if not can_be_read(path, head):
                return None
            while part := file.read(READ_AT_ONCE):
                parts.append(part)
        return b"".join((head, *parts))
