"""What exported and printed conversations say, in each of the page's languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.by_language import ByLanguage
from ui.languages import Language


@dataclass(frozen=True, slots=True)
class HistoryTexts:
    """All sentences of written conversations in one language; `{…}` are filled in.

    `empty` stands for a conversation without turns; `latest` is said instead of `made` where the
    earliest turns are left out.
    """

    question: str
    understood_as: str
    sources: str
    not_found: str
    empty: str
    made: str
    latest: str
    print_it: str
    gone_title: str
    gone: str

    def made_of(self, turns: int, of: int) -> str:
        """How many questions follow, of how many."""
        pattern = self.made if turns == of else self.latest
        return pattern.format(turns=f"{turns:,}", all=f"{of:,}")


TEXTS: Mapping[Language, HistoryTexts] = ByLanguage(
    HistoryTexts(
        question="问",
        understood_as="理解为：",
        sources="出处",
        not_found="资料中没有找到答案",
        empty="这个对话里还没有问答。",
        made="由文渊整理 · {turns} 个问题 · 引文均为原文原句",
        latest="由文渊整理 · 最近 {turns} 个问题，共 {all} 个 · 引文均为原文原句",
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
        latest="Made by Wenyuan · the last {turns} of {all} questions · quotes are the documents' "
        "own words",
        print_it="Print",
        gone_title="There is no such conversation",
        gone="It was deleted, its time is over, or it was held in another browser.",
    ),
)
