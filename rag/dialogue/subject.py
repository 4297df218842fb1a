"""What a question is about: the noun phrase before its verb and the words that ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.normalize import search_form
from rag.dialogue.wording import EMPTY
from rag.query.asking_words import without_politeness

_NUMERAL = r"[一二两三四五六七八九十\d]"
# The words that ask, with what belongs to them: 哪三条建议, 多少台, 什么时候.
ASKING = re.compile(
    r"(?:为什么|为何|为啥|怎么样?|咋样?|怎样|如何|是否|是不是|有没有|能不能|能否|可不可以|可否)"
    rf"|哪(?:些|几|{_NUMERAL}+|一)?(?:个|项|点|种|条|方面|步|份|位|名|件|家|年|天|月|日|里|儿|部|次|支|型)*"
    r"|(?:什么|啥)(?:时候|时间|地方|人|样|意思|名字|原因|条件|材料|内容)?"
    r"|多少(?:钱|人|个|次|台|项|件|名|天|年|元)?|多长时间|多久|多[大高远长重]"
    r"|几(?:个|项|点|种|次|天|年|人|台|月|名|点钟|时)?|谁|何(?:时|地|处|人)|吗|呢"
    r"|\b(?:what|which|who|whom|whose|when|where|why|how(?: (?:many|much|long|often|old|large))?)\b"
)
# Verbs at which the subject of a question ends; 质监局提出的六型机关 goes on behind one.
_VERB = re.compile(
    "(?:分别|都|一共|总共|到底|究竟|最后|主要|具体|应当|应该|需要|可以|必须|最晚|最多|至少|最早|开始"
    "|要|得|能|该|被|由|在|从|把|向|给|对|跟)*"
    "(?:是|叫|有|在|由|被|为|指|包括|包含|分为|提出|提了|规定|要求|成立|设立|举行|举办|召开|开展|实施"
    "|施行|执行|获得|拿到|采取|采用|参考|借鉴|负责|担任|主持|承担|出资|购买|花了|花费|发了|做了|搞了"
    "|办了|改成|改为|达到|增加|减少|下降|提高|延长|缩短|作废|废止|颁给|给了|授予|强调|认为|指出|承认"
    "|存在|出现|导致|造成|准备|提交|申请|处理|超过|实行|启动|发布|印发|通过|学满|定(?:在|为|名)"
    "|带|延到|上线|受理|列入)"
    "(?!的|过的|了的|细则|办法|方案|意见|条例|规定|计划|[^，,]{0,4}的[^是叫有在由]{2})"
)
_ENGLISH_SUBJECT = re.compile(
    r"\b(?:is|are|was|were|did|does|do|should|must|can|of|for|about)\s+(?P<subject>(?:the|an?)\s[^?,]+?)"
    r"(?=\s(?:is|are|was|were|held|start|begin|cost|take|set|valid|go|gather|use|called|in|at|on|if"
    r"|founded|established|located|opened|launched|built|made|given|offered|written)\b|[?,.]|$)"
)
_TIME_BEFORE = re.compile(
    r"^(?:在|于)?(?:(?:19|20)\d\d年(?:的|度)?|今年|去年|当年|当初|现在|目前)?(?:\d+月\d+日)?(?:的|,|，)?"
)
_LEAD = re.compile(
    "^(?:请问|那么?|关于|对于|根据|按照|在|从|当|给|由|把|向|查|为|[日天年月个]*内|可以|应当|应该|要|能|会)+"
)
_TAIL = re.compile(
    r"(?:的时候|的话|之后|以后|时候|到底|[的地得中里上由从在自于把将对给被要该、，,:：\s])+$"
)
_CLAUSES = re.compile(r"[,，;；]")
_FEWEST = 2


def subject_of(question: str) -> str:
    """The subject of a complete question, in its own script; the question itself if none shows."""
    text = without_politeness(question).rstrip("?？。!！ ")
    if search_form(text).isascii():
        found = _ENGLISH_SUBJECT.search(search_form(text))
        return text[slice(*found.span("subject"))] if found else text
    return next(filter(_tells_something, _candidates(text)), text)


def without_time(subject: str) -> str:
    """A subject without the year before it, unless nothing else would be left."""
    found = _TIME_BEFORE.match(search_form(subject))
    rest = subject[found.end() :] if found else subject
    return rest if len(rest) >= _FEWEST else subject


def _candidates(text: str) -> Iterator[str]:
    """What the question may be about: first what stands before its verb, then what is behind."""
    *before, clause = _CLAUSES.split(text)
    form = search_form(clause)
    asked = ASKING.search(form)
    end = asked.start() if asked else len(form)
    verb = next((each for each in _VERB.finditer(form, 0, end) if each.start() >= _FEWEST), None)
    head = _trimmed(clause[: verb.start() if verb else end])
    if before and len(before[-1]) > _FEWEST and len(head) <= len(before[-1]):
        yield from (f"{earlier}，{head}" for earlier in before[-1:] if _tells_something(head))
    yield head
    yield _trimmed(clause[asked.end() if asked else 0 :])
    yield from map(_trimmed, reversed(before))


def _tells_something(phrase: str) -> bool:
    left = EMPTY.sub("", ASKING.sub("", search_form(phrase)))
    return len(phrase) >= _FEWEST and any(map(str.isalnum, left))


def _trimmed(phrase: str) -> str:
    form = search_form(phrase)
    lead = _LEAD.match(form)
    start = lead.end() if lead and len(form) - lead.end() >= _FEWEST else 0
    tail = _TAIL.search(form, start)
    return phrase[start : tail.start() if tail else None].strip(" ,，、")
