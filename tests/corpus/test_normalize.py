"""The search form: comparable, and of equal length."""

from __future__ import annotations

import sys

import pytest

from corpus.normalize import fold_characters, search_form, to_simplified


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("质量：《标准》", "质量:《标准》"),
        ("圖書館的藏書", "图书馆的藏书"),
        ("乾隆年間的乾燥花", "乾隆年间的干燥花"),
        ("ISO 9001　認證", "iso 9001 认证"),
        ("⼈⼝", "人口"),
        ("", ""),
    ],
)
def test_width_case_and_script_are_folded(text: str, form: str) -> None:
    assert search_form(text) == form


@pytest.mark.parametrize("text", ["½杯", "㎡", "İstanbul", "ﬁne", "ﷺ", "ß"])
def test_what_would_grow_stays_as_it_is(text: str) -> None:
    assert len(search_form(text)) == len(text)


def test_every_code_point_keeps_its_length_and_folds_only_once() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    folded = fold_characters(everything)
    assert len(folded) == len(everything)
    assert fold_characters(folded) == folded
    assert len(search_form(everything)) == len(everything)


def test_broken_characters_are_left_alone() -> None:
    assert search_form("圖\ud800\udc00\ud8ff書\0館") == "图\ud800\udc00\ud8ff书\0馆"


def test_a_converter_that_changes_lengths_is_used_character_by_character_on_that_line() -> None:
    def convert(text: str) -> str:
        return text.replace("裏", "里").replace("台灣", "中国台湾").replace("龘", "龙龙")

    text = "裏\n台灣裏龘\n裏外"
    assert to_simplified(text, convert) == "里\n台灣里龘\n里外"
