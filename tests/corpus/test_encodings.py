from __future__ import annotations

import codecs
import random
import zipfile
from io import BytesIO

import pytest

from corpus.encodings import decode
from corpus.errors import ParseError
from corpus.readability import common_characters

SIMPLIFIED = (
    "清河县水务局在去年秋天修好了三十二公里的水渠，灌溉面积增加了四千多亩。"
    "群众都说：“这件事办得好！”"
)
TRADITIONAL = (
    "清河縣水務局在去年秋天修好了三十二公里的水渠，灌溉面積增加了四千多畝。"
    "群眾都說：「這件事辦得好！」"
)
ENGLISH = "The canal was repaired last autumn, and the fields have had water since."
CHINESE_ENCODINGS = ["utf-8", "gb18030", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", CHINESE_ENCODINGS)
def test_simplified_text_is_decoded_whole(encoding: str) -> None:
    decoded = decode(SIMPLIFIED.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.damaged) == (SIMPLIFIED, encoding, 0)


@pytest.mark.parametrize("encoding", [*CHINESE_ENCODINGS, "big5hkscs"])
def test_traditional_text_is_decoded_whole(encoding: str) -> None:
    decoded = decode(TRADITIONAL.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.damaged) == (TRADITIONAL, encoding, 0)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_twelve_characters_are_enough(encoding: str) -> None:
    for start in range(0, len(SIMPLIFIED) - 12, 5):
        snippet = SIMPLIFIED[start : start + 12]
        assert decode(snippet.encode(encoding)).text == snippet


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + SIMPLIFIED.encode(encoding))
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_latin_utf16_without_mark_is_known_by_its_nul_bytes(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)).text == ENGLISH


@pytest.mark.parametrize("shift", [0, 1])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_broken_byte_is_counted_and_the_rest_is_read(encoding: str, shift: int) -> None:
    whole = (SIMPLIFIED * 4).encode(encoding)
    middle = len(whole) // 2 + shift
    decoded = decode(whole[:middle] + b"\xff" + whole[middle + 1 :])
    assert decoded.encoding == encoding
    assert 1 <= decoded.damaged <= 3
    assert decoded.text.startswith(SIMPLIFIED)
    assert decoded.text.endswith(SIMPLIFIED)


def test_a_broken_byte_does_not_turn_big5_into_gb18030() -> None:
    whole = (TRADITIONAL * 4).encode("big5hkscs")
    decoded = decode(whole[:101] + b"\xff" + whole[102:])
    assert decoded.encoding == "big5hkscs"
    assert decoded.damaged == 1
    assert decoded.text.endswith(TRADITIONAL)


def test_gb2312_beyond_its_own_set_is_read_as_gb18030() -> None:
    text = SIMPLIFIED + "作者李㛃，住在𠮷林街。"
    assert decode(text.encode("gb18030")).text == text


def test_a_list_of_names_without_frequent_characters_is_read() -> None:
    names = "\n".join(["赵磊", "钱倩", "孙强", "李娜", "周婷", "吴刚", "郑洁", "王芳"] * 8)
    assert decode(names.encode("gb18030")).text == names


def test_western_windows_text_keeps_its_quotes_and_accents() -> None:
    text = "It’s the café’s menu – nothing else. " * 3
    assert decode(text.encode("cp1252")).text == text


def test_chinese_far_behind_a_long_ascii_head_is_found() -> None:
    text = "x = 1\n" * 40_000 + SIMPLIFIED * 3
    assert decode(text.encode("gb18030")).text == text


def _zip_bytes() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", SIMPLIFIED)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG image"),
        (_zip_bytes(), "ZIP archive"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "program"),
        (b"%PDF-1.7\n...", "PDF document"),
        (bytes(1000), "control codes"),
        (b"abc\x00\x01\x02\x03\x04\x05def", "control codes"),
        (random.Random(7).randbytes(4000), "text"),
    ],
)
def test_what_is_no_text_is_refused_with_its_kind(data: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=said) as caught:
        decode(data)
    assert "UTF-8" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("水路は去年の秋に修理され、それから田には水が絶えないと話している。", "shift-jis"),
        ("Канал был отремонтирован прошлой осенью, и с тех пор на полях есть вода. ", "koi8-r"),
    ],
)
def test_text_of_another_language_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(ParseError, match="cannot be decoded"):
        decode(text.encode(encoding))


def test_terminal_colours_and_tabs_do_not_make_a_text_binary() -> None:
    text = "\x1b[31m警告\x1b[0m\t水位偏高\r\n" * 5
    assert decode(text.encode()).text == text


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"").text == ""


def test_the_table_of_common_characters_holds_both_scripts() -> None:
    assert {"国", "國", "渠", "億"} <= common_characters()
    assert not {"齉", "龘"} & common_characters()
