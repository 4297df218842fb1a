from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import IndexDamagedError, SettingsError
from rag.terms import (
    TERMS_FILE,
    USER_DICTIONARY_FILE,
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
