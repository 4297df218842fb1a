"""The words of a question that ask, and so stand in no passage that answers."""

from __future__ import annotations

import re

from corpus.normalize import search_form
from corpus.tokenizer import STOP_WORDS
from rag.query.quoted import find_quoted

NUMERAL = r"[一二两三四五六七八九十\d]"
UNITS = r"(?:大|个|项|点|种|类|条|方面|步|句|型|份|门|支|级|位|名|层|块|件|部分|阶段|原则|points?)"

_HAN = (
    r"什么时候|什么时间|什么|啥|怎么样?|怎样|如何|咋样?"
    r"|多少|请问|谁|吗|呢|是否|是不是|有没有|分别|哪里|哪儿"
)
_ENGLISH = (
    r"\b(?:what|which|who|whom|whose|when|where|why|how|many|much|did|does|do|is|are|was|were|the|a|an|of"
    r"|in|on|for|to|its|their|please|list)\b"
)
_ASKING_WORDS = re.compile(
    rf"哪(?:{NUMERAL}+|几|些|一)?{UNITS}?|为何|为什么|为啥|{_HAN}|包括|包含|主要|{_ENGLISH}"
)

# At the beginning of a sentence only: elsewhere 说明 or 介绍 may be what is asked about.
_START = r"(?:^|(?<=[,.!?;:、。]))\s*"
_GREETING = r"(?:(?:[你您]好|各位好|大家好|老师好|hello|hi)[,.!、。~ ]*)?"
_TELL = (
    "(?:告诉|告知|介绍|说明|解释|讲讲|讲解|说说|谈谈|查查|查询|查找|查(?![处封验扣获实明出])|列举|列出|回答|问(?=一?下))"
    "(?:一?下)?(?:我们?|大家)?"
)
_FOR_ME = "(?:[帮给跟为]我们?|帮忙)"
_POLITENESS = re.compile(
    rf"{_START}{_GREETING}(?:请问(?:一?下)?(?:[你您]|大家)?(?:知道|了解)?|请教(?:一?下)?"
    r"|(?:我们?)?(?:很|非常)?(?:想要?|希望|需要)(?:请教|问问?|咨询|了解|知道|弄清楚?|搞清楚?)(?:一?下)?"
    rf"|(?:我们?想)?(?:麻烦|劳驾|烦请|请)(?:[你您]们?)?{_FOR_ME}?{_TELL}"
    rf"|(?:能不能|能否|可不可以|可否|可以)?(?:[你您]们?)?{_FOR_ME}{_TELL}"
    rf"|(?:能不能|能否|可不可以|可否)(?:[你您]们?)?{_TELL}|(?:介绍|说明|解释|查询|讲解|列举)一下"
    r"|告诉我们?|[你您]知道|有?谁知道"
    r"|(?:can|could|would|will) you (?:please |kindly )?"
    r"(?:tell|explain|show|give|list|describe|help)\b(?: to)?(?: me| us)?"
    r"|(?:please |kindly )?(?:tell|show|give|explain to) (?:me|us)\b"
    r"|please (?:list|explain|describe|name|find)\b|do you know\b|please\b"
    r"|(?:i|we)(?: would|'d)? (?:like|want|need|wish) to (?:know|ask|learn|find out)\b"
    r")[,:、 ]*"
)
_FAREWELL = re.compile(
    r"(?<=[,.!?;、。 ])(?:谢谢|多谢|感谢|拜托了?|急用|急|在线等|求助|求解答?|thanks?(?: you)?|thx)"
    r"(?:大家|各位|[您你啦了]|a lot)*[!.。~ ]*$"
)
_ASKS = re.compile(
    r"(?:是|作了|做了|作出了?|有)?(?:怎么|怎样|如何|哪些|什么|何|啥)(?:样的?)?(?:具体)?规定(?:的|了)?(?=[?。!,;]|$)"
    r"|(?:指的?是|是指|是|叫做?|有)?(?:什么|啥)(?:意思|含义|名字|名称)"
    r"|(?:什么|啥|哪个|哪些|(?<![任几])何)(?:时候|时间|地方|人|样[的子]?)"
    r"|(?<![称作视以因誉])为(?:什么|何|啥)"
    r"|哪里|哪儿|哪边|(?<![任几])何[时地处年月日]|多会儿|(?:在)?哪一?(?:年|天|日|月|个月)"
    r"|(?:该|应该|应当|应)?(?:怎么|咋)(?:办|做|样)|(?:怎么|怎样|如何)(?:回事|来的)"
    r"|能不能|能否|可不可以|可否|会不会|要不要|该不该|应不应该|算不算|行不行|对不对|是不是|有没有"
    r"|几[个名人次项家起户件份种条岁位篇批台部所处类](?=.)|第几|多[大高久远重长](?=[?。!,;]|$)|多长时间|多大的?"
    r"|究竟|到底|一共|总共"
    rf"|哪(?:[几些一]{UNITS}?|{UNITS}|家)?|{_HAN}|{_ENGLISH}"
    r"|\b(?:there|has|have|had|been|can|could|would|should|will|might|shall|any|some|me|you|we|i)\b"
)
_NO_CONTENT = STOP_WORDS | {
    "有",
    "由",
    "被",
    "把",
    "要",
    "会",
    "能",
    "该",
    "应",
    "应该",
    "个",
    "it",
}
_SPLIT = re.compile(r"[\W_]+")


def without_asking_words(form: str) -> str:
    """A question in search form, with a blank for each word that asks."""
    return _ASKING_WORDS.sub(" ", form)


def without_politeness(text: str) -> str:
    """A question without greeting, politeness and thanks around what is asked."""
    form = search_form(text)
    opening = _POLITENESS.match(form)
    closing = _FAREWELL.search(form)
    return text[opening.end() if opening else 0 : closing.start() if closing else None].strip()


def content_of(text: str) -> str:
    """A question without politeness and the words that ask, in its own script.

    What stands in quotation marks is kept as it is, and so is a text of which nothing else
    would be left.
    """
    form = search_form(text)
    quoted = [(start - 1, end + 1) for start, end in find_quoted(text)]
    dropped = bytearray(len(form))
    for pattern in (_POLITENESS, _FAREWELL, _ASKS):
        for start, end in _matches(pattern, _blanked(form, dropped)):
            if not any(start < last and first < end for first, last in quoted):
                dropped[start:end] = b"\1" * (end - start)
    kept = re.sub(r"\s+", " ", _blanked(text, dropped)).strip()
    return kept if _has_content(search_form(kept)) else text


def _matches(pattern: re.Pattern[str], form: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(form)]


def _blanked(text: str, dropped: bytearray) -> str:
    return "".join(" " if gone else c for c, gone in zip(text, dropped, strict=True))


def _has_content(form: str) -> bool:
    return any(word and word not in _NO_CONTENT for word in _SPLIT.split(form))
