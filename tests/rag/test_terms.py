from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.errors import IndexDamagedError, SettingsError
from rag.terms import (
    TERMS_FILE,
    USER_DICTIONARY_FILE,
    parse_dictionary,
    read_terms,
    read_user_dictionary,
    terms_hash,
    write_terms,
)


def test_user_dictionary_holds_the_first_word_of_each_line(tmp_path: Path) -> None:
    (tmp_path / USER_DICTIONARY_FILE).write_text(
        "\ufeff# 单位用语\n潮位预警牌 5 n\n\n  启闭机房\n潮位预警牌\n", encoding="utf-8"
    )
    assert read_user_dictionary(tmp_path) == ("潮位预警牌", "启闭机房")


def test_words_may_have_jiebas_frequencies_and_tags_and_comments() -> None:
    text = (
        "灯塔计划\r\n读者公约 100 n\r云上书房 5\n凱特琳 nz\nC# 3 # 语言\n　报告厅\t7　n\n潮位 ＃ 注"
    )
    words = ("灯塔计划", "读者公约", "云上书房", "凱特琳", "C#", "报告厅", "潮位")
    assert parse_dictionary(text, "x") == words


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("潮位\x00牌", "the control character U+0000"),
        ("潮位\u200b牌", "the control character U+200B"),
        ("潮位牌 多 n", "the frequency '多' is no whole number"),
        ("潮位牌 -5", "the frequency '-5' is no whole number"),
        ("潮位牌 1.5 n", "the frequency '1.5' is no whole number"),
        ("潮位牌 5 n 又", "more than a word, a frequency and a tag"),
        ("潮位牌 5 6 n", "more than a word, a frequency and a tag"),
        ("12345", "'12345' holds no letter"),
        ("———— 5 n", "'————' holds no letter"),
        ("潮" * 65, "a word has 65 characters; at most 64 are allowed"),
    ],
)
def test_a_broken_line_is_named_by_its_number_with_the_reason(line: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_dictionary(f"# 用语\n\n好词 5 n\n{line}\n好词\n", "The dictionary d.txt")
    assert caught.value.message.startswith("The dictionary d.txt cannot be used")
    assert "line 4 (" in caught.value.message
    assert told in caught.value.message
    assert caught.value.message.count("line ") == 1
    assert "one word a line" in caught.value.remedy


def test_a_word_of_64_characters_is_taken() -> None:
    assert parse_dictionary("潮" * 64, "x") == ("潮" * 64,)


def test_all_broken_lines_are_told_at_once_the_first_ten_by_name() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_dictionary("\n".join(f"词{n} ?" if n % 2 else "词" for n in range(1, 31)), "x")
    named = re.findall(r"line (\d+)", caught.value.message)
    assert named == [str(n) for n in range(1, 21, 2)]
    assert "and 5 more" in caught.value.message


def test_a_named_dictionary_is_read_instead_of_the_one_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / USER_DICTIONARY_FILE).write_text("潮位预警牌\n", encoding="utf-8")
    named = tmp_path / "词典.txt"
    named.write_text("启闭机房\n", encoding="utf-8")
    assert read_user_dictionary(tmp_path, named) == ("启闭机房",)


def test_a_named_dictionary_that_is_missing_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no user dictionary") as caught:
        read_user_dictionary(tmp_path, tmp_path / "词典.txt")
    assert "WENYUAN_DICTIONARY" in caught.value.remedy
    with pytest.raises(SettingsError, match="is no file"):
        read_user_dictionary(tmp_path, tmp_path)


def test_a_dictionary_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / USER_DICTIONARY_FILE).open("wb") as file:
        file.truncate(32_000_001)
    with pytest.raises(SettingsError, match=r"32,000,001 bytes; at most 32,000,000"):
        read_user_dictionary(tmp_path)


def test_absent_user_dictionary_is_empty(tmp_path: Path) -> None:
    assert read_user_dictionary(tmp_path) == ()


def test_user_dictionary_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / USER_DICTIONARY_FILE).write_bytes("潮位预警牌".encode("gb18030"))
    with pytest.raises(SettingsError) as caught:
        read_user_dictionary(tmp_path)
    assert "UTF-8" in caught.value.remedy


@pytest.mark.parametrize("terms", [(), ("甲",), ("甲", "乙 丙", "d")])
def test_terms_come_back_as_they_were_written(tmp_path: Path, terms: tuple[str, ...]) -> None:
    write_terms(tmp_path, terms)
    assert read_terms(tmp_path) == terms
    assert terms_hash(read_terms(tmp_path)) == terms_hash(terms)


def test_lists_that_differ_have_other_hashes() -> None:
    assert len({terms_hash(terms) for terms in ((), ("甲",), ("乙",), ("甲", "乙"))}) == 4


def test_missing_or_damaged_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match=TERMS_FILE):
        read_terms(tmp_path)
    (tmp_path / TERMS_FILE).write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(IndexDamagedError, match=TERMS_FILE):
        read_terms(tmp_path)
