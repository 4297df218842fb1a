"""What exported and printed conversations say, in each of the page's languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.by_language import ByLanguage
from ui.languages import Language


@dataclass(frozen=True, slots=True)
class HistoryTexts:
    """All sentences of written conversations in one language; `{…}` are filled in.

    `empty` stands for a conversation without turns.
    """

    question: str
    understood_as: str
    sources: str
    not_found: str
    empty: str
    made: str
    print_it: str
    gone_title: str
    gone: str


TEXTS: Mapping[Language, HistoryTexts] = ByLanguage(
    HistoryTexts(
        question="问",
        understood_as="理解为：",
        sources="出处",
        not_found="资料中没有找到答案",
        empty="这个对话里还没有问答。",
        made="由文渊整理 · {turns} 个问题 · 引文均为原文原句",
        print_it="打印",
        gone_title="没有这个对话",
        gone="它已被删除、已过保存期限，或不是在这台电脑的这个浏览器里问的。",
    ),
    HistoryTexts(
        question="Q",
        understood_as="Understood as: ",
        sources="Sources",
        not_found="The documents do not say",
        empty="There are no questions in this conversation yet.",
        made="Made by Wenyuan · {turns} questions · quotes are the documents' own words",
        print_it="Print",
        gone_title="There is no such conversation",
        gone="It was deleted, its time is over, or it was held in another browser.",
    ),
)
