"""What the chat page says, in each of its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.errors import BusyError, IndexMissingError, OverloadedError, WenyuanError
from rag.events import Stage
from rag.question import (
    MAX_QUESTION_LENGTH,
    EmptyQuestionError,
    LongQuestionError,
    WordlessQuestionError,
)
from ui.by_language import ByLanguage
from ui.languages import Language


@dataclass(frozen=True, slots=True)
class PageTexts:
    """All sentences of the chat page in one language; `{…}` are filled in.

    Attributes:
        failures: what to say instead of an error's own English words, which follow in small;
            the first class that fits counts.
        failure: the same for all other errors.
        locators: place in the original file by the kind of the locator.
        levels: of confidence, the highest first.
    """

    name: str
    motto: str
    library: str
    invitation: str
    question: str
    new_conversation: str
    history: str
    theme: str
    stages: Mapping[Stage, str]
    understood_as: str
    edit: str
    ask_again: str
    good: str
    bad: str
    submit: str
    submitted: str
    sources: str
    more_sources: str
    confidence: str
    levels: tuple[str, str, str]
    also_in: str
    separator: str
    copy: str
    not_found: str
    not_found_hint: str
    nothing_near: str
    failed: str
    failures: tuple[tuple[type[WenyuanError], str], ...]
    failure: str
    stopped: str
    locators: Mapping[str, str]


_CHINESE = PageTexts(
    name="文渊",
    motto="从您的文件里找答案，每句话都标出出处",
    library="{documents} 份文件 · 更新于 {updated}",
    invitation="想知道什么？可以这样问：",
    question="输入问题，回车发送",
    new_conversation="新对话",
    history="历史",
    theme="切换明暗",
    stages={
        Stage.WAIT: "前面还有人在问，请稍候",
        Stage.RETRIEVE: "正在检索资料",
        Stage.RERANK: "正在挑选段落",
        Stage.READ: "正在阅读段落",
        Stage.CITE: "正在核对引文",
    },
    understood_as="理解为：",
    edit="修改",
    ask_again="重新提问",
    good="有用",
    bad="没用",
    submit="提交给资料管理员",
    submitted="已提交给资料管理员",
    sources="出处",
    more_sources="显示更多来源（{count}）",
    confidence="可信度 {level}",
    levels=("高", "中", "低"),
    also_in="另见 {count} 处：{names}",
    separator="、",
    copy="复制答案",
    not_found="资料中没有找到答案",
    not_found_hint="下面是最接近的段落，也许有用；换一种说法再问，有时能找到。",
    nothing_near="换一种说法再问，有时能找到。",
    failed="这个问题没能回答",
    failures=(
        (EmptyQuestionError, "没有输入问题。请输入一句话，例如：谁是组长？"),
        (LongQuestionError, f"问题太长，最多 {MAX_QUESTION_LENGTH:,} 个字。请用一两句话提问。"),
        (WordlessQuestionError, "问题里没有文字。请用文字或数字提问。"),
        (OverloadedError, "现在提问的人太多，请过一会儿再试。"),
        (IndexMissingError, "还没有建立索引。请管理员运行：wenyuan index 目录"),
        (BusyError, "索引正被占用，请过一会儿再试。"),
    ),
    failure="服务出了问题，请稍后再试；如果一直这样，请告诉管理员。",
    stopped="已停止",
    locators={"page": "第 {page} 页", "row": "{sheet} 第 {row} 行", "slide": "第 {slide} 张幻灯片"},
)

_ENGLISH = PageTexts(
    name="Wenyuan 文渊",
    motto="Answers from your documents, with the source of every sentence",
    library="{documents} documents · updated {updated}",
    invitation="What would you like to know? For example:",
    question="Ask a question and press Enter",
    new_conversation="New chat",
    history="History",
    theme="Light or dark",
    stages={
        Stage.WAIT: "Others asked before you, one moment",
        Stage.RETRIEVE: "Searching the documents",
        Stage.RERANK: "Choosing passages",
        Stage.READ: "Reading passages",
        Stage.CITE: "Checking the quotes",
    },
    understood_as="Understood as: ",
    edit="Edit",
    ask_again="Ask again",
    good="Helpful",
    bad="Not helpful",
    submit="Report to the document desk",
    submitted="Reported to the document desk",
    sources="Sources",
    more_sources="Show more sources ({count})",
    confidence="Confidence: {level}",
    levels=("high", "medium", "low"),
    also_in="Also in {count} more: {names}",
    separator=", ",
    copy="Copy answer",
    not_found="The documents do not say",
    not_found_hint="These passages come nearest; other words may find an answer.",
    nothing_near="Other words may find an answer.",
    failed="This question could not be answered",
    failures=(
        (EmptyQuestionError, "There is no question. Type one, for example: Who leads the group?"),
        (
            LongQuestionError,
            f"The question is too long; the limit is {MAX_QUESTION_LENGTH:,} characters.",
        ),
        (WordlessQuestionError, "The question holds no words. Ask in words or numbers."),
        (OverloadedError, "Too many people are asking just now. Try again in a moment."),
        (IndexMissingError, "There is no index yet. An administrator runs: wenyuan index FOLDER"),
        (BusyError, "The index is in use. Try again in a moment."),
    ),
    failure="Something went wrong. Try again later; if it stays so, tell the administrator.",
    stopped="Stopped",
    locators={"page": "page {page}", "row": "{sheet}, row {row}", "slide": "slide {slide}"},
)

TEXTS: Mapping[Language, PageTexts] = ByLanguage(_CHINESE, _ENGLISH)
