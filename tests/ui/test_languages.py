from __future__ import annotations

import pytest

from ui.languages import Language, choose_language


@pytest.mark.parametrize(
    ("stated", "header", "expected"),
    [
        (None, None, Language.CHINESE),
        ("en", "zh-CN", Language.ENGLISH),
        ("zh-TW", "en", Language.CHINESE),
        ("EN-gb", None, Language.ENGLISH),
        ("fr", "en-US,en;q=0.9", Language.ENGLISH),
        (None, "fr-FR,fr;q=0.9,en;q=0.8,zh;q=0.7", Language.ENGLISH),
        (None, "en;q=0.3, zh-HK;q=0.8", Language.CHINESE),
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
