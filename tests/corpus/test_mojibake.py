from __future__ import annotations

import pytest

from corpus.mojibake import decode_text
from corpus.parsers.registry import parse_raw
from corpus.types import RawFile

SIMPLIFIED = "清河县水务局在去年秋天修好了三十二公里的水渠，灌溉面积增加了四千多亩。"
TRADITIONAL = "清河縣水務局在去年秋天修好了三十二公里的水渠，群眾都說：「這件事辦得好！」"
LOST = "\N{REPLACEMENT CHARACTER}"


def _as_gbk(text: str, errors: str = "replace") -> str:
    return text.encode().decode("gb18030", errors)


def _as_windows_1252(text: str) -> str:
    """As browsers and Windows do it: the five undefined bytes become control codes."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def _mended(text: str) -> str:
    return decode_text(text.encode()).text


@pytest.mark.parametrize("text", ["你好", SIMPLIFIED[:12], SIMPLIFIED[:18], TRADITIONAL[:16]])
def test_utf8_read_as_gbk_is_mended(text: str) -> None:
    decoded = decode_text(_as_gbk(text).encode())
    assert (decoded.text, decoded.repaired, decoded.garbled) == (text, 1, 0)


@pytest.mark.parametrize("errors", ["replace", "ignore"])
def test_of_an_odd_number_of_bytes_one_character_is_lost_and_counted(errors: str) -> None:
    text = SIMPLIFIED[:21]
    decoded = decode_text(_as_gbk(text, errors).encode())
    assert decoded.text == text[:-1] + LOST
    assert (decoded.repaired, decoded.garbled) == (1, 1)


def test_a_lost_byte_within_a_line_costs_its_character_only() -> None:
    text = "第一章总则，共有13条，其中3条一直有效。"
    mended = _mended(_as_gbk(text).replace(LOST, "?"))
    assert mended == f"第一章总则，共{LOST}13条，其中3条一直有效{LOST}"


def test_gbk_garbled_text_is_mended_in_every_file_encoding() -> None:
    garbled = _as_gbk(SIMPLIFIED[:18])
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert decode_text(garbled.encode(encoding)).text == SIMPLIFIED[:18]


@pytest.mark.parametrize("text", ["你好", SIMPLIFIED, TRADITIONAL, "It’s a café – naïve"])
def test_utf8_read_as_windows_1252_is_mended(text: str) -> None:
    assert _mended(_as_windows_1252(text)) == text


def test_utf8_read_as_latin_1_is_mended_though_it_is_full_of_control_codes() -> None:
    assert _mended(SIMPLIFIED.encode().decode("latin-1")) == SIMPLIFIED


def test_a_no_break_space_that_became_a_plain_one_does_no_harm() -> None:
    assert _mended("ä½ å¥½") == "你好"


@pytest.mark.parametrize(
    ("text", "encoding"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5hkscs")]
)
def test_two_byte_text_read_as_latin_1_is_mended(text: str, encoding: str) -> None:
    assert _mended(text.encode(encoding).decode("latin-1")) == text


def test_what_was_misread_twice_is_mended() -> None:
    text = SIMPLIFIED[:18]
    assert _mended(_as_windows_1252(_as_windows_1252(text))) == text
    assert _mended(_as_gbk(text.encode().decode("latin-1"))) == text
    assert _mended(_as_gbk(_as_gbk("水渠修好了群众"))).startswith("水渠修")


def test_only_the_garbled_lines_of_a_file_are_touched() -> None:
    lines = [SIMPLIFIED, _as_gbk(SIMPLIFIED[:18]), "ABC 123", _as_windows_1252(TRADITIONAL)]
    decoded = decode_text("\r\n".join(lines).encode())
    assert decoded.text.split("\r\n") == [SIMPLIFIED, SIMPLIFIED[:18], "ABC 123", TRADITIONAL]
    assert decoded.repaired >= 2


def test_a_garbled_end_of_a_line_is_mended_behind_its_right_beginning() -> None:
    assert _mended("标题：" + _as_gbk(SIMPLIFIED[:18])) == "标题：" + SIMPLIFIED[:18]


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED,
        TRADITIONAL,
        "例如“浣犲ソ”就是这样来的乱码。",
        "Müller’s “Größe” – naïve café, “É” Ö° ×² „Ä“ Beyoncé…”",
        "鐧惧害路銆",
        "为什么????",
        "温度 25℃±2℃，100×200，·间隔号·",
        "\U0002000b\U00020089 罕见字",
        "ABC ??? def",
    ],
)
def test_right_text_is_never_changed(text: str) -> None:
    decoded = decode_text(text.encode())
    assert (decoded.text, decoded.repaired) == (text, 0)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("水渠锟斤拷锟斤拷修好了", 1),
        ("水渠" + LOST * 3 + "修好" + LOST + "了", 2),
        ("缓冲区烫烫烫烫里", 1),
        ("?????? ???\n????", 13),
        ("水渠修好了", 0),
    ],
)
def test_what_cannot_be_mended_is_counted(text: str, places: int) -> None:
    decoded = decode_text(text.encode())
    assert (decoded.text, decoded.garbled) == (text, places)


def test_a_long_line_full_of_signs_is_read_in_no_time() -> None:
    assert _mended("鍙鍙" * 50_000) != ""


def test_text_files_tell_what_was_mended_and_what_was_lost() -> None:
    data = f"{_as_gbk(SIMPLIFIED[:18])}\n水渠锟斤拷修好了".encode()
    for name in ("a.txt", "a.md"):
        parsed = parse_raw(RawFile(name, data))
        assert parsed.text.startswith(SIMPLIFIED[:18])
        assert parsed.facts.warnings == (
            "1 place had been decoded in a wrong encoding before the file was saved, and mended.",
        )
        assert parsed.losses == (
            "1 place had been garbled beyond repair before the file was saved.",
        )
