from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError
from corpus.parsers.registry import parse_raw
from corpus.parsers.rtf_parts.compressed import unpacked_rtf
from corpus.types import Metadata, ParsedFile, RawFile, TextLayout
from tests.msg_kit import (
    MESSAGE_HEADER,
    OTHER_HEADER,
    ROOT_HEADER,
    Node,
    ansi,
    binary,
    compound,
    table,
    text,
)

MOMENT, NUMBER = 0x0040, 0x0003
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def _ticks(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds()) * 10_000_000


def _named(*numbers: int) -> dict[str, Node]:
    """The names of the properties from 0x8000 on."""
    data = b"".join(struct.pack("<LHH", number, 6, index) for index, number in enumerate(numbers))
    return {"__nameid_version1.0": {"__substg1.0_00030102": data}}


def _parsed(*parts: dict[str, Node]) -> ParsedFile:
    root: dict[str, Node] = table(ROOT_HEADER)
    for part in parts:
        root |= part
    return parse_raw(RawFile("a.msg", compound(root), ("word",)))


def _attachment(number: int, *parts: dict[str, Node]) -> dict[str, Node]:
    inside: dict[str, Node] = table(OTHER_HEADER)
    for part in parts:
        inside |= part
    return {f"__attach_version1.0_#{number:08X}": inside}


def _recipient(number: int, name: str, address: str, kind: int) -> dict[str, Node]:
    inside = table(OTHER_HEADER, (0x0C15, NUMBER, kind)) | text(0x3001, name)
    return {f"__recip_version1.0_#{number:08X}": inside | text(0x39FE, address)}


def test_a_mail_has_subject_people_date_and_text() -> None:
    sent = datetime(2023, 5, 1, 6, 30, tzinfo=UTC)
    parsed = _parsed(
        text(0x001A, "IPM.Note"),
        text(0x0037, "\x01\x04水渠检查"),
        text(0x0C1A, "张三"),
        text(0x5D01, "z@a.cn"),
        text(0x1000, "各位同事：\r\n请于十日前上报。\r\n"),
        _recipient(0, "李四", "l@a.cn", 1),
        _recipient(1, "'w@a.cn'", "w@a.cn", 1),
        _recipient(2, "赵六", "", 2),
        table(ROOT_HEADER, (0x0039, MOMENT, _ticks(sent))),
    )
    assert parsed.text == (
        "# 水渠检查\n\n发件人: 张三 <z@a.cn>\n收件人: 李四 <l@a.cn>、w@a.cn\n抄送: 赵六\n"
        "日期: 2023-05-01 06:30 UTC\n\n各位同事：\n请于十日前上报。\n"
    )
    assert parsed.metadata == Metadata(title="水渠检查", author="张三", date="2023-05-01")
    assert (parsed.layout, parsed.facts.format) == (TextLayout.STRUCTURED, "msg")


def test_the_date_of_the_headers_is_that_of_the_senders_clock() -> None:
    parsed = _parsed(text(0x007D, "Date: Tue, 2 May 2023 00:10:00 +0800\r\n"), text(0x1000, "x"))
    assert parsed.metadata.date == "2023-05-02"
    assert "日期: 2023-05-02 00:10\n" in parsed.text


@pytest.mark.parametrize(
    ("page", "words", "encoding"),
    [(936, "水渠镕", "gb18030"), (950, "許功蓋", "big5"), (1252, "L'Équipe", "cp1252")],
)
def test_old_texts_are_read_by_their_code_page(page: int, words: str, encoding: str) -> None:
    pages = table(ROOT_HEADER, (0x3FFD, NUMBER, page))
    parsed = _parsed(pages, ansi(0x0037, words.encode(encoding)), text(0x1000, "x"))
    assert parsed.metadata.title == words


def test_html_stands_in_for_missing_text() -> None:
    pages = table(ROOT_HEADER, (0x3FDE, NUMBER, 936))
    markup = (
        "<p>水渠</p><table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    parsed = _parsed(pages, binary(0x1013, markup.encode("gb18030")))
    assert parsed.text == "水渠\n\n甲 | 乙\n1 | 2\n"


def test_packed_rtf_stands_in_for_missing_text_and_html() -> None:
    rtf = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 S;}}\\f0 \\'cb\\'ae Y\\par}"
    stored = struct.pack("<4L", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
    assert _parsed(binary(0x1009, stored)).text == "水 Y\n"


def test_packed_rtf_is_unpacked_by_its_references() -> None:
    start = b"\x00{\\rtf1 a"  # eight letters
    end = (207 + 10 + 6) << 4  # a reference to itself
    body = start + b"\x0cbc\x00\x04" + end.to_bytes(2, "big")  # and six from the dictionary
    stored = struct.pack("<4L", len(body) + 12, 99, 0x75465A4C, 0) + body
    assert unpacked_rtf(stored) == b"{\\rtf1 abc{\\rtf1"


@pytest.mark.parametrize("data", [b"short", struct.pack("<4L", 12, 9, 1, 0)])
def test_damaged_packed_rtf_is_a_loss(data: bytes) -> None:
    parsed = _parsed(text(0x0037, "t"), binary(0x1009, data))
    assert "formatted text of the message is damaged" in parsed.losses[0]


def test_attachments_are_members_and_shown_pictures_are_not() -> None:
    parsed = _parsed(
        text(0x1000, "x"),
        _attachment(0, text(0x3707, "附件.txt"), binary(0x3701, b"inside")),
        _attachment(1, text(0x3704, "P.PNG"), binary(0x3701, b"\x89PNG")),
        _attachment(2, text(0x370E, "image/png"), text(0x3712, "id"), binary(0x3701, b"\x89PNG")),
    )
    assert parsed.members == (RawFile("附件.txt", b"inside", ("word",)),)
    assert parsed.facts.warnings == ("No parser reads: P.PNG.",)
    assert parsed.metadata.attachments == ("附件.txt", "P.PNG")
    assert parsed.text == "附件: 附件.txt、P.PNG\n\nx\n"


def test_attached_messages_follow_as_sections() -> None:
    inner = table(MESSAGE_HEADER) | text(0x0037, "内") | text(0x1000, "inner")
    holder = _attachment(0, {"__substg1.0_3701000D": inner})
    parsed = _parsed(text(0x0037, "外"), text(0x1000, "outer"), holder)
    assert parsed.text == "# 外\n\nouter\n\n## 内\n\ninner\n"


def test_appointments_contacts_and_tasks_have_their_fields() -> None:
    start = _ticks(datetime(2023, 5, 1, 1, 0, tzinfo=UTC))
    appointment = _parsed(
        text(0x001A, "IPM.Appointment"),
        _named(0x8208, 0x820D),
        text(0x8000, "会议室"),
        table(ROOT_HEADER, (0x8001, MOMENT, start)),
    )
    assert appointment.text == "开始: 2023-05-01 01:00 UTC\n地点: 会议室\n"
    contact = _parsed(
        text(0x001A, "IPM.Contact"),
        _named(0x8083),
        text(0x3001, "张三"),
        text(0x3A1C, "138"),
        text(0x8000, "z@a.cn"),
    )
    assert contact.text == "姓名: 张三\n手机: 138\n电子邮件: z@a.cn\n"


def test_a_signed_mail_is_read_from_its_wrapping() -> None:
    wrapped = (
        b"Content-Type: multipart/signed; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nsigned\r\n"
        b"--B\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--B--\r\n"
    )
    parsed = _parsed(
        text(0x001A, "IPM.Note.SMIME.MultipartSigned"),
        _attachment(0, text(0x370E, "multipart/signed"), binary(0x3701, wrapped)),
    )
    assert parsed.text == "signed\n"


def test_an_encrypted_message_says_so() -> None:
    locked = _attachment(0, text(0x370E, "application/pkcs7-mime"), binary(0x3701, b"x"))
    with pytest.raises(EncryptedFileError, match=r"a\.msg: The Outlook message") as error:
        _parsed(text(0x001A, "IPM.Note.SMIME"), locked)
    assert "with its key" in error.value.remedy


def test_a_damaged_message_is_refused() -> None:
    with pytest.raises(ParseError, match="structure cannot be read") as caught:
        parse_raw(RawFile("a.msg", b"no compound file"))
    assert "intact copy" in caught.value.remedy
