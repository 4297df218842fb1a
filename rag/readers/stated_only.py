"""Questions that a sentence answers only if it says the very thing: sums, advice, forecasts.

A reading model takes any number for a total, and any rule for an opinion; nothing here is
summed up, weighed or foretold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.normalize import search_form
from rag.question import Question, QuestionKind
from rag.readers.base import Library
from rag.readers.sentence_likeness import ALIKE, likeness, numbers_differ
from rag.readers.sentences import ReadSentence
from rag.readers.tables import header_of_row

# On the search form of a question: what no document can answer.
_OPINION = re.compile(
    "[你您](?:们|个人)?(?:觉得|认为|以为|怎么看|怎么想|如何看|的?(?:看法|意见|建议)(?=[是呢?]|$)|(?:会)?推荐|赞成|喜欢)"
    r"|依[你您](?:看|之见)|\b(?:do|would) you (?:think|recommend|suggest|prefer|like|believe)\b"
    r"|\byour (?:opinion|view|advice)\b"
)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What `asked` in a question needs: `stated` in the sentence, or also in its headings."""

    asked: re.Pattern[str]
    stated: re.Pattern[str]
    in_headings: bool = False


_JUDGEMENTS = (
    _Stated(
        re.compile(r"值不值得?|值得|划算|划得来|合算|\bworth\b"),
        re.compile(r"值得|不值|划算|划得来|合算|\bworth\b"),
    ),
    _Stated(
        re.compile(r"(?:有|给|请|求|帮|想).{0,4}推荐|推荐(?:一?下|几|哪|什么)|\brecommend"),
        re.compile(r"推荐|首选|\brecommend"),
    ),
    _Stated(
        re.compile(r"好不好|哪.{0,8}(?:[更最]|比较)好|\bbetter\b|\bthe best\b"),
        re.compile(r"好|优|佳|\bgood\b|\bbetter\b|\bbest\b"),
    ),
)
_STATED = (
    _Stated(
        re.compile("应不应|该不该|应该不应该|要不要"),
        re.compile("[应须禁需]|必须|不得|不必|不能|不要|可以|可不|要(?![求点件素闻])"),
    ),
    _Stated(
        re.compile(r"平均|人均|\baverage\b|\bmean (?:of|number|value)\b|\bper capita\b"),
        re.compile(r"平均|均(?![衡可应为])|\baverage\b|\bmean\b|\bper capita\b"),
    ),
    _Stated(
        re.compile(
            "明年|后年|来年|将来|未来|今后|往后|预计|预测|预期|下一?个?(?:年度?|季度|月(?!份?牌))"
            r"|\bnext (?:year|month|quarter)\b|\bforecast|\bpredict|\bin the future\b"
            r"|\bexpected to\b"
        ),
        re.compile(
            "(?<![即])将(?![军领])|预计|预测|预期|估计|计划|规划|拟|打算|力争|争取|目标|未来|今后|下一?步|下一?年|明年|来年|次年"
            "|(?<![主重需必])要(?![求点件素闻])|展望|安排|部署"
            r"|\bwill\b|\bplan|\bexpect|\bforecast|\bnext\b|\bintend|\bgoal|\btarget"
        ),
        in_headings=True,
    ),
)
_TOTAL_ASKED = re.compile(
    "一共|总共|总计|合计|共计|共有|总数|总额|总量|总和|加起来|累计|(?:全部|所有).{0,12}(?:多少|几)"
    r"|\bin total\b|\btotal\b|\baltogether\b|\bin all\b|\boverall\b|\bsum of\b"
)
_TOTAL_STATED = re.compile(
    "共(?![同产和识性享用建])|总(?![结局经工书理监裁统是之部])|合计|累计|一行|全[年市省国县区局系体校馆镇乡部]"
    r"|\bin total\b|\btotal|\baltogether\b|\bin all\b|\boverall\b"
)
_COUNT = re.compile("(?:多少|几)(?P<measure>[家台个名件项起批次所辆套部人种份])")
_PART = re.compile(
    r"季度|[上下]半年|[上中下]旬|当[日天月]|本[周月]"
    r"|(?:^|[,。;、])(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?![\d起至到])"
)


def asks_for_opinion(question: Question) -> bool:
    """Whether a question asks what the answerer thinks, which no document says."""
    return _OPINION.search(search_form(question.text)) is not None


def asks_for_judgement(question: Question) -> bool:
    """Whether a question asks for an opinion, or for what is better, worth it or recommended."""
    form = search_form(question.text)
    is_judgement = any(rule.asked.search(form) for rule in _JUDGEMENTS)
    return is_judgement or asks_for_opinion(question)


def stating(
    question: Question, sentences: Sequence[ReadSentence], library: Library
) -> list[ReadSentence]:
    """Those of `sentences` that say what the question asks for, where it must be said as such."""
    form = search_form(question.text)
    rules = [rule for rule in (*_JUDGEMENTS, *_STATED) if rule.asked.search(form)]
    tests: list[Callable[[ReadSentence], bool]] = [
        lambda s: all(_states(rule, s, library) for rule in rules)
    ]
    if question.kind is QuestionKind.NUMBER and _TOTAL_ASKED.search(form):
        tests.append(lambda s: _is_total(form, s, sentences, library))
    if count := _COUNT.search(form):
        tests.append(lambda s: not _is_record(s) or _counts(s.text, count["measure"]))
    return [s for s in sentences if all(test(s) for test in tests)]


def _states(rule: _Stated, sentence: ReadSentence, library: Library) -> bool:
    passage = sentence.source.passage
    around = passage.context if rule.in_headings else ""
    return rule.stated.search(search_form(f"{around}\n{_with_head(sentence, library)}")) is not None


def _is_total(
    form: str, sentence: ReadSentence, sentences: Sequence[ReadSentence], library: Library
) -> bool:
    """Whether a sentence says a total, or at least nothing shows that it tells of a part.

    A row of a table or sheet, a month's figure and one of several alike do.
    """
    if _TOTAL_STATED.search(search_form(_with_head(sentence, library))):
        return True
    if _is_record(sentence) or "|" in sentence.text:
        return False
    if _PART.search(search_form(sentence.text)) and not _PART.search(form):
        return False
    return not any(
        likeness(sentence.text, other.text) >= ALIKE and numbers_differ(sentence.text, other.text)
        for other in sentences
        if other is not sentence
    )


def _counts(row: str, measure: str) -> bool:
    """Whether a row of a sheet says how many of something there are."""
    pattern = rf"数|合计|共计|\d ?{measure}|[(]{measure}[)]"
    return re.search(pattern, search_form(row)) is not None


def _is_record(sentence: ReadSentence) -> bool:
    locator = sentence.source.passage.locator
    return locator is not None and locator["kind"] == "row"


def _with_head(sentence: ReadSentence, library: Library) -> str:
    header = header_of_row(sentence, library)
    head = library.text_of(sentence.source.passage)[slice(*header)] if header else ""
    return f"{head}\n{sentence.text}"
