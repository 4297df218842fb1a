from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError, EncryptedFileError, UnsafeFileError
from corpus.parsers.composing import members
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile
from tests.zip_kit import zip_with_raw_names

FLAGS_IN_LOCAL, FLAGS_IN_CENTRAL = 6, 8


def _zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def _parsed(data: bytes, *passwords: str) -> ParsedFile:
    return parse_raw(RawFile("a.zip", data, passwords))


def _names(data: bytes) -> list[str]:
    return [member.name for member in _parsed(data).members]


class _Cipher:
    """The old encryption of ZIP, for archives with a password."""

    def __init__(self, password: bytes) -> None:
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._update(byte)

    def _update(self, byte: int) -> None:
        first, second, third = self.keys
        first = ~zlib.crc32(bytes([byte]), ~first & 0xFFFFFFFF) & 0xFFFFFFFF
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        third = ~zlib.crc32(bytes([second >> 24]), ~third & 0xFFFFFFFF) & 0xFFFFFFFF
        self.keys = [first, second, third]

    def encrypt(self, data: bytes) -> bytes:
        result = bytearray()
        for byte in data:
            mixed = (self.keys[2] | 2) & 0xFFFF
            result.append(byte ^ ((mixed * (mixed ^ 1)) >> 8) & 0xFF)
            self._update(byte)
        return bytes(result)


def _encrypted(name: str, content: bytes, password: bytes) -> bytes:
    """A stored, encrypted file: packed with the twelve bytes of its header before it."""
    check = zlib.crc32(content)
    cipher = _Cipher(password)
    body = cipher.encrypt(bytes(11) + bytes([check >> 24]) + content)
    plain = _zip({name: body}, zipfile.ZIP_STORED)
    data = bytearray(plain)
    central = plain.index(b"PK\x01\x02")
    for start, at_flags in ((0, FLAGS_IN_LOCAL), (central, FLAGS_IN_CENTRAL)):
        struct.pack_into("<H", data, start + at_flags, 1)
        struct.pack_into("<3L", data, start + at_flags + 8, check, len(body), len(content))
    return bytes(data)


def test_files_are_members_under_their_paths() -> None:
    parsed = _parsed(_zip({"甲/乙.txt": b"one", "丙.md": b"two"}), "word")
    assert parsed.members == (
        RawFile("甲/乙.txt", b"one", ("word",)),
        RawFile("丙.md", b"two", ("word",)),
    )
    assert (parsed.text, parsed.losses, parsed.facts.format) == ("", (), "zip")


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gb18030", ["工作总结/会议纪要.txt", "工作总结/通知.txt"]),
        ("big5", ["會議紀錄.txt", "工作報告.txt"]),
        ("cp932", ["文章1.txt", "会議の記録.txt"]),
        ("cp437", ["Übersicht.txt", "résumé.txt"]),
        ("utf-8", ["会议纪要.txt"]),
    ],
)
def test_names_are_read_in_the_encoding_of_their_author(encoding: str, names: list[str]) -> None:
    assert _names(zip_with_raw_names({name.encode(encoding): b"text" for name in names})) == names


def test_a_unicode_path_goes_before_the_name() -> None:
    plain = b"????.txt"
    field = struct.pack("<BL", 1, zlib.crc32(plain)) + "会议纪要.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert _names(zip_with_raw_names({plain: b"text"}, extra)) == ["会议纪要.txt"]
    stale = extra.replace(struct.pack("<L", zlib.crc32(plain)), bytes(4))
    assert _names(zip_with_raw_names({plain: b"text"}, stale)) == ["????.txt"]


def test_what_systems_leave_behind_is_no_member() -> None:
    files = {
        "a/": b"",
        "a/b.txt": b"x",
        "__MACOSX/a/._b.txt": b"x",
        "a/.DS_Store": b"x",
        "Thumbs.db": b"x",
        ".hidden/c.txt": b"x",
        "a/~$d.docx": b"x",
    }
    parsed = _parsed(_zip(files))
    assert [member.name for member in parsed.members] == ["a/b.txt"]
    assert (parsed.losses, parsed.facts.warnings) == ((), ())


def test_paths_that_lead_out_are_shortened_and_named() -> None:
    parsed = _parsed(_zip({"../../etc/a.txt": b"x", "/b.txt": b"y", "C:\\c\\d.txt": b"z"}))
    assert [member.name for member in parsed.members] == ["etc/a.txt", "b.txt", "c/d.txt"]
    assert parsed.facts.warnings == (
        "Paths led out of the archive and were shortened: etc/a.txt, b.txt, c/d.txt.",
    )


def test_what_no_parser_reads_is_named() -> None:
    parsed = _parsed(_zip({"a.txt": b"x", "b.png": b"\x89PNG", "c.zip": b"PK\x03\x04"}))
    assert parsed.facts.warnings == ("No parser reads: b.png.",)
    assert parsed.losses == ("Archives inside the archive are not opened: c.zip.",)


def test_a_file_without_suffix_goes_by_its_content() -> None:
    assert _names(_zip({"report": b"{\\rtf1 a}", "note": b"x"})) == ["report"]


def test_links_are_not_followed() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("a.txt"), "x")
    parsed = _parsed(buffer.getvalue())
    assert [member.name for member in parsed.members] == ["a.txt"]
    assert parsed.facts.warnings == ("Symbolic links are not followed: link.txt.",)


def test_files_of_one_name_are_numbered() -> None:
    data = _zip({"a.txt": b"1", "b.txt": b"2"}).replace(b"b.txt", b"a.txt")
    assert _names(data) == ["a.txt", "a (2).txt"]


@pytest.mark.parametrize("word", ["secret", "口令"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_passwords_open_encrypted_files(word: str, encoding: str) -> None:
    data = _encrypted("a.txt", b"inside", word.encode(encoding))
    assert _parsed(data, "wrong", word).members[0].data == b"inside"


def test_an_archive_that_no_password_opens_says_so() -> None:
    data = _encrypted("a.txt", b"inside", b"secret")
    with pytest.raises(EncryptedFileError, match=r"a\.zip: .*asks for a password") as caught:
        _parsed(data)
    assert "[passwords]" in caught.value.remedy
    with pytest.raises(EncryptedFileError, match="no password of the settings opens it"):
        _parsed(data, "wrong")


def test_encryption_that_cannot_be_opened_is_a_loss() -> None:
    data = bytearray(_zip({"a.txt": b"x", "b.txt": b"y"}))
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, 99)
    losses = _parsed(bytes(data)).losses
    assert losses == ("Encryption by AES cannot be opened; unpack the archive yourself: a.txt.",)


def test_a_bomb_is_refused() -> None:
    with pytest.raises(UnsafeFileError, match="would unpack to") as caught:
        _parsed(_zip({f"{index}.txt": bytes(9_000_000) for index in range(3)}))
    assert "unpack it yourself" in caught.value.remedy


def test_files_that_lie_over_one_another_are_refused() -> None:
    data = bytearray(_zip({"a.txt": b"x" * 99, "b.txt": b"y" * 99}, zipfile.ZIP_STORED))
    struct.pack_into("<L", data, data.rindex(b"PK\x01\x02") + 42, 20)
    with pytest.raises(UnsafeFileError, match="over one another"):
        _parsed(bytes(data))


def test_a_size_that_is_too_small_makes_a_damaged_file() -> None:
    data = bytearray(_zip({"a.txt": b"x" * 99, "b.txt": b"y"}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(mark) + offset, 5)
    parsed = _parsed(bytes(data))
    assert [member.name for member in parsed.members] == ["b.txt"]
    assert parsed.losses == ("Damaged, cannot be unpacked: a.txt.",)


def test_a_damaged_file_costs_only_itself() -> None:
    data = bytearray(_zip({"a.txt": b"aaaa", "b.txt": b"bbbb"}, zipfile.ZIP_STORED))
    data[data.index(b"aaaa")] = ord("z")
    parsed = _parsed(bytes(data))
    assert [member.name for member in parsed.members] == ["b.txt"]
    assert parsed.losses == ("Damaged, cannot be unpacked: a.txt.",)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_an_archive_that_breaks_off_gives_what_is_whole(method: int) -> None:
    whole = _zip({"甲.txt": b"one " * 20, "b.txt": bytes(range(256)) * 9}, method)
    parsed = _parsed(whole[: whole.index(b"PK\x01\x02") - 9])
    assert [(member.name, member.data) for member in parsed.members] == [("甲.txt", b"one " * 20)]
    assert parsed.losses == (
        "The archive is damaged: its list of files is missing or broken.",
        "Damaged, cannot be unpacked: b.txt.",
    )


def test_a_streamed_archive_that_breaks_off_gives_what_is_whole() -> None:
    class _Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    buffer = _Pipe()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"one " * 20)
        archive.writestr("b.txt", b"two " * 20)
    whole = buffer.getvalue()
    parsed = _parsed(whole[: whole.index(b"PK\x01\x02")])
    assert [(member.name, member.data) for member in parsed.members] == [
        ("a.txt", b"one " * 20),
        ("b.txt", b"two " * 20),
    ]


def test_a_file_that_is_no_archive_is_damaged() -> None:
    with pytest.raises(ParseError, match="ZIP structure cannot be read") as caught:
        _parsed(b"PK\x05\x06 no archive")
    assert "intact copy" in caught.value.remedy


def test_an_archive_without_documents_is_empty_and_its_files_named() -> None:
    with pytest.raises(EmptyFileError, match=r"no file that can be read.*b\.png"):
        _parsed(_zip({"b.png": b"\x89PNG"}))


def test_files_beyond_the_limit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.parsers.zip_archive.MAX_MEMBERS", 2)
    parsed = _parsed(_zip({f"{index}.txt": b"x" for index in range(4)}))
    assert len(parsed.members) == 2
    assert parsed.losses[0].endswith("left out: 2.txt, 3.txt.")


def test_names_are_listed_up_to_a_number() -> None:
    assert members.listed(str(index) for index in range(10)) == "0, 1, 2, 3, 4, 5, 6, 7 and 2 more"
