"""What a question asks for, read from its wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import UsageError
from corpus.normalize import search_form
from rag.query.asking_words import NUMERAL, UNITS, without_asking_words

MAX_QUESTION_LENGTH = 1000


class EmptyQuestionError(UsageError):
    """Nothing was asked."""


class LongQuestionError(UsageError):
    """The question is longer than `MAX_QUESTION_LENGTH`."""


class WordlessQuestionError(UsageError):
    """The question holds no letter or digit."""


_COUNT = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


class QuestionKind(StrEnum):
    """The kind of answer a question wants."""

    LIST = "list"
    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    TITLE = "title"
    NAME = "name"
    REASON = "reason"
    METHOD = "method"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed, its kind and, for lists, how many items it names (0: not said).

    `topic` is the search form of the question without its asking words.
    """

    text: str
    kind: QuestionKind
    count: int
    topic: str


# Order matters: the first pattern that matches wins. All run on the search form.
_PATTERNS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            QuestionKind.DATE,
            r"什么时候|啥时候|何时|哪一?年|哪一?天|哪一?日|哪个?月|几月|几号|哪个时间|什么时间"
            r"|什么日期|日期是|多会儿|于?何年|\bwhen\b|\bwhat (?:year|date|month|day|time)\b"
            r"|\bwhich (?:year|month|day)\b",
        ),
        (
            QuestionKind.LIST,
            rf"哪(?!一[^十二三四五六七八九])(?:{NUMERAL}+|几|些){UNITS}?|(?:包括|包含|分为|分别是|分别有|有|是|要做到|都有|都是)"
            rf"(?:什么|啥)(?:内容|方面)?(?=$|[?？。])(?<=分别是什么)|都有(?:什么|啥)"
            r"|(?:分别|各自?)(?:是|指|指的是|为|叫|有)(?:什么|啥|哪)"
            rf"|包[括含](?:什么|啥)|(?:什么|啥){NUMERAL}{UNITS}"
            rf"|\bwhat (?:are|were)\b|\bwhich (?:\w+ ){{0,3}}(?:are|were)\b|\blist\b|\bname the\b"
            rf"|\bwhich (?:two|three|four|five|six|seven|eight|nine|ten)\b"
            rf"|\bwhat (?:\w+ )?(?:two|three|four|five|six|seven|eight|nine|ten)\b",
        ),
        (
            QuestionKind.NUMBER,
            r"多少|百分之几|几成|几[个名人次年天项家起户件份种条岁位篇批台部所处月日小时类]|多[大高久远重]"
            r"|多长(?:时间)?|\bhow (?:many|much|long|old|large|big|often)\b|\bwhat (?:percentage|"
            r"percent|share|number|proportion|amount)\b",
        ),
        (
            QuestionKind.TITLE,
            r"(?:哪|什么|啥)一?[份篇部个项]?(?:样的)?(?:文件|方案|意见|办法|通知|文章|规定|规章|条例|法规|标准)"
            r"|(?:文件|方案|意见|办法|通知|标题|题目)(?:的?(?:名称|名字))?(?:叫|是)(?:什么|啥)|题目|"
            r"\bwhat (?:document|regulation|plan|notice)\b|\btitle of\b|\bwhich document\b",
        ),
        (
            QuestionKind.PERSON,
            r"谁|何人|哪[一几]?[位名]|什么人|啥人|(?:局长|主任|作者|记者|负责人|主讲人|联系人|组长|科长|"
            r"处长|书记|主持人|讲师|姓名)(?:叫|是)(?:什么|啥)|\bwho(?:se|m)?\b",
        ),
        (
            QuestionKind.PLACE,
            r"哪里|哪儿|何处|何地|什么地方|啥地方|在哪(?!些|个|份|种|一|几|方)|哪个?[省市县区乡镇国](?!局|级)"
            r"|哪个(?:国家|城市|地方|地区|会议室|房间)|\bwhere\b",
        ),
        (
            QuestionKind.NAME,
            r"叫(?:做)?(?:什么|啥)|名称是|什么名[字称]|名字是|(?:哪|什么)[一]?[个家](?:单位|部门|公司|局|机构|"
            r"科室|处室|机关|企业|实验室|所|奖|称号|品牌)|什么(?:称号|品牌|荣誉|口号)"
            r"|\bwhat is .* (?:called|named)\b|\bname of\b",
        ),
        (QuestionKind.REASON, r"为什么|为何|为啥|何以|原因|\bwhy\b"),
        (QuestionKind.METHOD, r"怎么|怎样|如何|咋|\bhow\b"),
    )
)

_COUNT_IN_QUESTION = re.compile(rf"(?:哪|什么|啥)({NUMERAL}+){UNITS}?")
_COUNTED = re.compile(rf"({NUMERAL}+){UNITS}(?!级)")
_ENGLISH_COUNT = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten)\b")
_ENGLISH_NUMBERS = {
    word: n
    for n, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=2
    )
}


def parse_question(text: str) -> Question:
    """Reads a question.

    Raises:
        EmptyQuestionError, WordlessQuestionError: it is empty, or holds no letter or digit.
        LongQuestionError: it is longer than `MAX_QUESTION_LENGTH` characters.
    """
    stripped = text.strip()
    if not stripped:
        raise EmptyQuestionError(
            "The question is empty.", remedy="Type a question, for example: 谁是组长?"
        )
    if len(stripped) > MAX_QUESTION_LENGTH:
        raise LongQuestionError(
            f"The question has {len(stripped):,} characters; at most {MAX_QUESTION_LENGTH:,} "
            "are allowed.",
            remedy="Ask in one or two sentences.",
        )
    if not any(character.isalnum() for character in stripped):
        raise WordlessQuestionError(
            f"The question {stripped[:20]!r} holds no words.", remedy="Ask in words or numbers."
        )
    form = search_form(stripped)
    kind = _kind_of(form)
    return Question(
        text=stripped,
        kind=kind,
        count=_count_in(form) if kind is QuestionKind.LIST else 0,
        topic=without_asking_words(form),
    )


def _kind_of(form: str) -> QuestionKind:
    for kind, pattern in _PATTERNS:
        if pattern.search(form):
            return kind
    return QuestionKind.OTHER


def _count_in(form: str) -> int:
    match = _COUNT_IN_QUESTION.search(form) or _COUNTED.search(form)
    if match:
        return _numeral_value(match.group(1))
    if match := _ENGLISH_COUNT.search(form):
        return _ENGLISH_NUMBERS[match.group(1)]
    return 0


def _numeral_value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _COUNT.get(numeral, 0)
    return (_COUNT.get(tens, 0) if tens else 1) * 10 + (_COUNT.get(ones, 0) if ones else 0)
