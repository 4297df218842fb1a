from __future__ import annotations

import base64
import io
import zipfile

import pytest

from corpus.cleaner import clean
from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError, UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import Metadata, ParsedFile, RawFile, TextLayout

PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
LOCKED = b"Content-Type: application/pkcs7-mime; smime-type="


def _parsed(data: bytes, *passwords: str) -> ParsedFile:
    return parse_raw(RawFile("a.eml", data, passwords))


def _word(data: bytes, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(data).decode()}?="


def _headers(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in ("From: a@b.cn", *lines)).encode()


def _multipart(kind: str, *parts: bytes) -> bytes:
    head = _headers(f"Content-Type: multipart/{kind}; boundary=BB", "")
    return head + b"".join(b"--BB\r\n" + part + b"\r\n" for part in parts) + b"--BB--"


def _file(name: bytes, data: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    content = base64.b64encode(data)
    return (
        b"Content-Type: %b\r\nContent-Disposition: attachment; %b\r\n" % (kind, name)
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + content
    )


def _title(subject: str) -> str:
    return _parsed(_headers(f"Subject: {subject}") + PLAIN + b"x").metadata.title


def test_a_mail_has_subject_people_date_and_text() -> None:
    head = _headers(
        'To: "Li, Si" <l@a.cn>, w@a.cn',
        "Cc: =?utf-8?Q?=E8=B5=B5=E5=85=AD?= <z@a.cn>",
        "Subject: Canal",
        "Date: Mon, 1 May 2023 23:30:00 +0800 (CST)",
    )
    parsed = _parsed(head.replace(b"a@b.cn", b"Zhang San <a@b.cn>") + PLAIN + b"One.\r\n\r\nTwo.")
    assert parsed.text == (
        "# Canal\n\n发件人: Zhang San <a@b.cn>\n收件人: Li, Si <l@a.cn>、w@a.cn\n"
        "抄送: 赵六 <z@a.cn>\n日期: 2023-05-01 23:30\n\nOne.\n\nTwo.\n"
    )
    assert parsed.metadata == Metadata(title="Canal", author="Zhang San", date="2023-05-01")
    assert (parsed.layout, parsed.facts.format) == (TextLayout.STRUCTURED, "eml")


@pytest.mark.parametrize(
    ("charset", "encoding"), [("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "big5")]
)
def test_subjects_divided_within_a_character_are_joined(charset: str, encoding: str) -> None:
    data = "許功蓋的工作報告".encode(encoding)
    assert (
        _title(f"{_word(data[:5], charset)}\r\n {_word(data[5:], charset)}") == "許功蓋的工作報告"
    )


def test_subjects_are_decoded_word_by_word() -> None:
    gb, big5 = _word("通知".encode("gb18030"), "gb2312"), _word("會議".encode("big5"), "big5")
    assert _title(f"Re: {gb} {big5} (2)") == "Re: 通知會議 (2)"
    assert _title("=?iso-8859-1?Q?r=E9sum=E9_1?=") == "résumé 1"
    assert _title("=?utf-8*zh?b?5rC05rig?=") == "水渠"
    assert _title(_word("水渠".encode(), "gb2312")) == "水渠"


def test_base64_divided_within_its_groups_is_joined() -> None:
    whole = base64.b64encode("水渠管理".encode("gb18030")).decode()
    assert _title(f"=?gb2312?B?{whole[:5]}?= =?gb2312?B?{whole[5:]}?=") == "水渠管理"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_bytes_in_headers_are_read_in_their_encoding(encoding: str) -> None:
    head = b"From: a@b.cn\r\nSubject: " + "會議工作報告".encode(encoding) + b"\r\n"
    assert _parsed(head + PLAIN + b"x").metadata.title == "會議工作報告"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        (b"gb2312", "gb18030"),
        (b"us-ascii", "gb18030"),
        (b"unknown-8bit", "big5"),
        (b"gb2312", "utf-8"),
        (b"iso-8859-1", "gb18030"),
    ],
)
def test_texts_are_read_in_their_true_encoding(declared: bytes, encoding: str) -> None:
    words = "朱镕基同志要求水渠管理" if encoding != "big5" else "許功蓋的水渠管理"
    head = b"From: a@b.cn\r\nContent-Type: text/plain; charset=" + declared
    cte = b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    parsed = _parsed(head + cte + base64.b64encode(words.encode(encoding)))
    assert parsed.text == f"发件人: a@b.cn\n\n{words}\n"


def test_the_plain_version_is_taken_unless_it_is_a_stub() -> None:
    words = "正文在此，内容一样。"
    plain = PLAIN + words.encode()
    head = b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    markup = head + f"<p><b>{words}</b></p>".encode()
    assert _parsed(_multipart("alternative", plain, markup)).text.endswith(f"\n\n{words}\n")
    stub = PLAIN + b"See HTML."
    markup = markup.replace("。".encode(), "。<h1>安排</h1>".encode() + "另外还有很多".encode() * 9)
    text = _parsed(_multipart("alternative", stub, markup)).text
    assert "正文在此，内容一样。\n\n## 安排\n\n另外" in text
    assert "See HTML" not in text


def test_wrapped_lines_are_named_as_cuts() -> None:
    line = "清河水渠的管理办法规定，每年的春季和秋季都要对水渠的堤岸和闸门进行两次检查并作"
    body = "\n".join([line] * 5 + ["完。"])
    parsed = _parsed(_headers() + PLAIN + body.encode())
    assert body in parsed.text
    assert line * 2 in clean(parsed.text, parsed.layout, parsed.cuts).text


def test_flowed_lines_are_joined() -> None:
    kind = b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
    body = b"One \r\ntwo \r\nthree.\r\n> quoted \r\n> more\r\n-- \r\nMe"
    text = _parsed(_headers() + kind + body).text
    assert text.endswith("One two three.\n> quoted\n> more\n-- \nMe\n")


def test_attachments_are_members() -> None:
    data = _multipart(
        "mixed",
        PLAIN + b"text",
        _file(b"filename*0*=gb2312''%CB%AE; filename*1*=%C7%FE.txt", b"one"),
        _file(b'filename="' + _word("附件".encode("gbk"), "GBK").encode() + b'.md"', b"two"),
        _file(b'filename="' + "报告说明".encode("gb18030") + b'.txt"', b"three"),
        _file(b"filename=../../evil.txt", b"four"),
        _file(b"filename=tool.exe", b"MZ"),
    )
    parsed = _parsed(data, "word")
    assert parsed.members == (
        RawFile("水渠.txt", b"one", ("word",)),
        RawFile("附件.md", b"two", ("word",)),
        RawFile("报告说明.txt", b"three", ("word",)),
        RawFile("evil.txt", b"four", ("word",)),
    )
    assert parsed.facts.warnings == ("No parser reads: tool.exe.",)
    assert "附件: 水渠.txt、附件.md、报告说明.txt、evil.txt、tool.exe\n\ntext\n" in parsed.text


def test_files_of_attached_archives_are_members() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("甲.txt", "inside")
    parsed = _parsed(_multipart("mixed", PLAIN + b"x", _file(b"filename=a.zip", buffer.getvalue())))
    assert [(one.name, one.data) for one in parsed.members] == [("a.zip/甲.txt", b"inside")]
    broken = _parsed(_multipart("mixed", PLAIN + b"x", _file(b"filename=a.zip", b"PK\x03\x04")))
    assert broken.losses[0].startswith("a.zip: The ZIP archive is damaged")
    other = _parsed(_multipart("mixed", PLAIN + b"x", _file(b"filename=a.rar", b"Rar!")))
    assert other.losses == ("Archives attached to the mail are not opened: a.rar.",)


def test_pictures_within_the_text_are_no_members() -> None:
    picture = b"Content-Type: image/png; name=a.png\r\nContent-ID: <1>\r\n\r\nx"
    parsed = _parsed(_multipart("related", PLAIN + b"x", picture))
    assert (parsed.members, parsed.facts.warnings) == ((), ())


def test_attached_mails_follow_as_sections() -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nFrom: c@d.cn\r\n\r\ntext"
    packed = (
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(b"Subject: packed\r\n\r\nmore")
    )
    parsed = _parsed(_multipart("mixed", PLAIN + b"outer", inner, packed))
    assert parsed.text == (
        "发件人: a@b.cn\n\nouter\n\n## inner\n\n发件人: c@d.cn\n\ntext\n\n## packed\n\nmore\n"
    )


def test_the_page_of_a_web_archive_is_read_as_a_web_page() -> None:
    page = (
        "<html><head><title>水渠</title></head><body><h1>水渠</h1><p>管理办法。</p></body></html>"
    )
    part = b"Content-Type: text/html; charset=gbk\r\n\r\n" + page.encode("gb18030")
    data = _multipart("related", part).replace(b"a@b.cn", b"<Saved by Blink>")
    parsed = parse_raw(RawFile("a.mht", data))
    assert parsed.metadata.title == "水渠"
    assert "管理办法。" in parsed.text
    assert "Saved by" not in parsed.text


def test_a_signature_is_no_attachment() -> None:
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx"
    parsed = _parsed(_multipart("signed", PLAIN + b"text", signature))
    assert (parsed.text, parsed.losses) == ("发件人: a@b.cn\n\ntext\n", ())


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.cn\r\n" + LOCKED + b"enveloped-data\r\n\r\nx",
        _multipart("encrypted", b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"),
        _headers() + PLAIN + b"-----BEGIN PGP MESSAGE-----\r\nabc",
    ],
)
def test_an_encrypted_mail_says_so(data: bytes) -> None:
    with pytest.raises(EncryptedFileError, match=r"a\.eml: The mail is encrypted") as caught:
        _parsed(data)
    assert "has its key" in caught.value.remedy


def test_an_encrypted_part_is_a_loss() -> None:
    parsed = _parsed(_multipart("mixed", PLAIN + b"text", LOCKED + b"enveloped-data\r\n\r\nx"))
    assert parsed.losses == ("A part of the mail is encrypted and was not read.",)


def test_dates_that_cannot_be_understood_are_shown() -> None:
    parsed = _parsed(_headers("Date: 五月一日") + PLAIN + b"x")
    assert "日期: 五月一日\n" in parsed.text
    assert parsed.metadata.date == ""


def test_a_file_that_is_no_mail_is_refused() -> None:
    with pytest.raises(ParseError, match="no mail") as caught:
        _parsed(b"Just some text.\n")
    assert "true suffix" in caught.value.remedy


def test_parts_nested_without_end_are_refused() -> None:
    levels = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(3_000)
    )
    with pytest.raises(UnsafeFileError, match="beyond all reason"):
        _parsed(b"From: a@b.cn\r\n" + levels)
