"""Terms that a corpus coins."""

from __future__ import annotations

from corpus.terms import collect_terms


def test_a_name_in_quotes_that_is_used_again_is_a_term() -> None:
    texts = ["本馆提出“灯塔计划”。", "灯塔计划实施以来，“灯塔计划”受到欢迎。还有“偶然之语”一次。"]
    assert collect_terms(texts) == ["灯塔计划"]


def test_a_name_in_the_title_is_a_term_at_once() -> None:
    assert collect_terms(["让《读者公约》深入人心\n正文里没有再提。"]) == ["读者公约"]


def test_headings_that_repeat_are_terms_in_search_form() -> None:
    text = "# 館務\n\n## 一、分級閱讀\n\n分級閱讀是本館的特色服務，深受讀者歡迎，也推廣到了各分館。"
    assert collect_terms([text]) == ["分级阅读"]


def test_long_latin_and_empty_names_are_no_terms() -> None:
    texts = ["“这是一句很长很长很长的话不是术语”“abc”“”《》"] * 3
    assert collect_terms(texts) == []
    assert collect_terms([]) == []


def test_the_minimum_decides() -> None:
    texts = ["“灯塔”", "“灯塔”", "“灯塔”"]
    assert collect_terms(["开头\n" + text for text in texts], minimum=3) == ["灯塔"]
    assert collect_terms(["开头\n" + text for text in texts], minimum=4) == []
