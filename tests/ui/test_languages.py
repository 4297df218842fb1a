from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from ui.history.texts import TEXTS as HISTORY_TEXTS
from ui.languages import Language, choose_language
from ui.page_texts import TEXTS as PAGE_TEXTS
from ui.source_texts import TEXTS as SOURCE_TEXTS


@pytest.mark.parametrize(
    ("stated", "header", "expected"),
    [
        (None, None, Language.CHINESE),
        ("en", "zh-CN", Language.ENGLISH),
        ("zh-TW", "en", Language.TRADITIONAL),
        ("zh-Hans-HK", "en", Language.CHINESE),
        ("zh-SG", "en", Language.CHINESE),
        ("EN-gb", None, Language.ENGLISH),
        ("fr", "en-US,en;q=0.9", Language.ENGLISH),
        (None, "fr-FR,fr;q=0.9,en;q=0.8,zh;q=0.7", Language.ENGLISH),
        (None, "en;q=0.3, zh-HK;q=0.8", Language.TRADITIONAL),
        (None, "en;q=0, de", Language.CHINESE),
        (None, "en;q=much", Language.CHINESE),
        ("<script>", "*", Language.CHINESE),
        ("", "", Language.CHINESE),
    ],
)
def test_the_address_decides_then_the_browser_then_chinese(
    stated: str | None, header: str | None, expected: Language
) -> None:
    assert choose_language(stated, header) is expected


@pytest.mark.parametrize("texts", [PAGE_TEXTS, SOURCE_TEXTS, HISTORY_TEXTS])
def test_texts_for_taiwan_are_those_in_its_characters(texts: Mapping[Language, object]) -> None:
    simplified = str(texts[Language.CHINESE])
    traditional = str(texts[Language.TRADITIONAL])
    assert traditional != simplified
    assert set("们这来为时说").isdisjoint(traditional)
    assert re.findall(r"\{\w*\}", traditional) == re.findall(r"\{\w*\}", simplified)
    assert list(texts) == list(Language)


def test_words_for_documents_are_those_of_taiwan() -> None:
    texts = PAGE_TEXTS[Language.TRADITIONAL]
    assert texts.question == "輸入問題，按 Enter 送出"
    assert texts.locators["slide"] == "第 {slide} 張投影片"
    assert texts.library == "{documents} 份文件 · 更新於 {updated}"
