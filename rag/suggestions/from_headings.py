"""Questions from headings: those that are questions, and those that can be turned into one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.structure.heading_kinds import HeadingKind
from corpus.structure.headings import Heading
from rag.suggestions.candidate import Draft, Pattern
from rag.suggestions.document_names import DocumentName

_LABEL = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[章节部分篇编条][\s：:]*"
    r"|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*|\d{1,2}(?:\.\d{1,2}){1,3}\s*|\d{1,2}\s+)+"
)
_ASKED = re.compile(r"^(?:问题?[一二三四五六七八九十\d]{0,2}|[Qq]\d{0,3})\s*[：:.、]\s*")
_QUESTION_WORD = re.compile("什么|哪|谁|怎么|怎样|如何|为何|为啥|多少|多久|多长|几|吗")
_OPENS_QUESTION = re.compile("^(?:什么是|如何|怎样|怎么|为什么|何为|何谓)[^，]{5,}$")

# Heading → questions: {t} is what the document is about, {n} its name, {r} its name if it
# lays down rules, {0} the first group. The first whose parts are known is asked.
_TEMPLATES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(heading), templates)
    for heading, templates in (
        (
            "(?:目前)?(?:存在|面临)的?((?:主要|突出)?(?:问题|不足|困难|矛盾))",
            ("{t}存在哪些{0}？", "{n}指出了哪些{0}？"),
        ),
        ("(?:问题)?(?:的?原因分析|成因分析|产生的?原因|主要原因)", ("造成{t}问题的原因有哪些？",)),
        (
            "(?:(?:几点|有关|对策|意见)?[与和及]?建议(?:事项|措施)?|对策[与和及]建议)",
            ("{n}提出了哪些建议？", "关于{t}有哪些建议？"),
        ),
        (
            "((?:工作|有关|具体|纪律|相关)要求)",
            ("{t}有哪些{0}？", "{n}提出了哪些{0}？"),
        ),
        ("(?:组织|工作|政策)?保障(?:措施)?", ("{n}有哪些保障措施？", "{t}有哪些保障措施？")),
        ("((?:工作|主要|总体|发展|行动)目标)", ("{n}的{0}是什么？", "{t}的{0}是什么？")),
        (
            "((?:主要|重点)(?:任务|工作|措施|内容|技术内容))",
            ("{n}的{0}有哪些？", "{t}的{0}有哪些？"),
        ),
        ("适用(?:范围|对象)", ("{r}的适用范围是什么？",)),
        ("((?:工作|实施|检查|整治|评估|申报)范围)", ("{t}的{0}包括哪些？", "{n}的{0}包括哪些？")),
        (
            "((?:申报|申请|报名|准入|受理|办理|认定)条件)",
            ("{r}规定的{0}有哪些？", "{t}的{0}有哪些？"),
        ),
        ("(?:申报|申请|办理|提交|所需)的?(材料|资料)", ("{t}需要提交哪些{0}？",)),
        ("(?:办理|办结|承诺|审批)(?:时限|期限)", ("{t}的办理时限是多久？",)),
        ("收费(?:标准|依据)", ("{t}的收费标准是多少？",)),
        (
            "((?:办理|申报|申请|审批|工作|操作|检查|实施)(?:流程|程序|步骤))",
            ("{t}有哪些步骤？", "{n}的{0}是怎样的？"),
        ),
        ("(?:时间|进度)安排", ("{t}的时间是怎样安排的？",)),
        ("(?:制定|制订|编制|起草|出台)的?(?:目的|背景|必要性)", ("为什么要制定{r}？",)),
        ("((?:安全|有关)?注意事项)", ("{t}有哪些{0}？", "{n}列出了哪些{0}？")),
        ("(?:主要)?修订(?:说明|内容)", ("{r}修订了哪些内容？",)),
        ("(?:评估|评价|检验|检测|计算|考核)(?:方法|办法)", ("{t}采用什么方法？",)),
    )
)

_EFFORT = (
    "加强|提升|提高|强化|推进|推动|深化|完善|健全|优化|改进|改善|规范|培育|打造|构建|建立|激发|保障"
    "|维护|落实|促进|扩大|防范|化解|破解|守住|做好|营造"
)
_EFFORTS = re.compile(
    f"^(?:进一步|切实|全面|持续|着力|大力|不断|努力|积极)?(?:{_EFFORT})[^的]{{3,}}$"
    f"|^[用靠以](?:(?!为)\\S){{2,10}}?(?:{_EFFORT}|引领|夯实|保证)\\S{{3,}}$"
)
_CLAUSE_END = re.compile("[，,；; 。　]")
_LONGEST_EFFORT = 18

_EVENT = re.compile("(?:班|会|赛|展|展览|节|仪式|论坛|讲座|演练)$")
_HELD = re.compile(
    r"(?:定于|拟于|将于|于)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?[^。；，]{0,40}?"
    "(?P<verb>举办|举行|召开|开班)"
)


def questions_of_heading(heading: Heading, text: str, document: DocumentName) -> Iterator[Draft]:
    """The questions that a heading asks or leads to; all in Simplified characters."""
    words = _LABEL.sub("", heading.text).strip(" 　*：:。")
    if _is_question(words) or heading.kind is HeadingKind.QUESTION:
        yield Draft(_first_question(_ASKED.sub("", words)), Pattern.ASKED)
    elif document.meeting:
        yield from _decision(words, document)
    else:
        yield from _from_template(words, document)
        yield from question_of_effort(words, document)
        yield from _event(words, text[heading.end : heading.section_end])


def question_of_effort(words: str, document: DocumentName) -> Iterator[Draft]:
    """提升产品质量 → in a yearly report what was done for it, else how to do it."""
    effort = _CLAUSE_END.split(words)[0]
    if _EFFORTS.match(effort) and len(effort) <= _LONGEST_EFFORT:
        if document.year:
            yield Draft(f"{document.year}年为{effort}做了哪些工作？", Pattern.DONE)
        else:
            yield Draft(f"如何{effort}？", Pattern.HOW)


def _is_question(words: str) -> bool:
    if _ASKED.match(words) or _OPENS_QUESTION.match(words):
        return True
    return words.endswith(("？", "?")) and _QUESTION_WORD.search(words) is not None


def _first_question(words: str) -> str:
    """Of "多长时间检定一次？要交钱吗？" the first."""
    return re.split("[？?]", words)[0] + "？"


def _decision(words: str, document: DocumentName) -> Iterator[Draft]:
    matter = words.removeprefix("关于")
    if matter != words and len(matter) > 3:
        yield Draft(f"{document.meeting}对{matter}作了什么决定？", Pattern.DECISION)


def _from_template(words: str, document: DocumentName) -> Iterator[Draft]:
    parts = {
        "t": document.topic,
        "n": document.name,
        "r": document.name if document.is_of_rules else "",
    }
    for heading, templates in _TEMPLATES:
        match = heading.fullmatch(words)
        if match is None:
            continue
        for template in templates:
            if all(value or f"{{{name}}}" not in template for name, value in parts.items()):
                yield Draft(template.format(*match.groups(), **parts), Pattern.SECTION)
                return


def _event(words: str, body: str) -> Iterator[Draft]:
    held = _HELD.match(body.lstrip(" \n　。"))
    if held and _EVENT.search(words):
        yield Draft(f"{words}什么时候{held['verb']}？", Pattern.WHEN)
