"""What an official document states of itself: its subject, day, issuer and main points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations_with_replacement

from corpus.bylines import iso_date
from corpus.normalize import search_form
from corpus.official import DAY, Signature, signature_of
from corpus.structure.lines import read_lines
from corpus.types import Passage
from rag.question import Question
from rag.readers.base import Library, Reading
from rag.readers.chapters import bare_span
from rag.readers.main_points import main_points, points_required
from rag.readers.named_documents import (
    DocumentName,
    bears_title,
    find_names,
    named_documents,
    stands_in,
    stated_by,
)
from rag.readers.statements import Span, statement_of_span

_HEAD_LINES = 12
_TAIL_LINES = 8
# A shorter title may be any words of a question.
_SHORTEST_TITLE = 8


class _Fact(StrEnum):
    SUBJECT = "subject"
    CONTENT = "content"
    DAY = "day"
    ISSUER = "issuer"
    POINTS = "points"
    REQUIREMENTS = "requirements"


_ISSUED = "(?:印发|下发|签发|颁发|发布|发出|发文|颁布|公布|出台|制定|成文|落款|发)"
_WHAT = "(?:什么|啥|哪[些几]?)"
_WHEN = (
    "(?:(?:什么|啥)(?:时候|时间|日期)|何时|几时|哪一?年(?:哪一?个?月)?(?:哪一?[天日])?|哪一?[天日]"
    "|几月几[号日])"
)
_OFFICE = "(?:单位|部门|机关|机构|局|科室|处室)"
_WHO = f"(?:谁|哪一?[个家些]?{_OFFICE}|(?:什么|啥){_OFFICE})"
_THING = (
    "(?:事情?|内容|方面|工作|问题|主题|文件|通知|意见|办法|规定|方案|要求|措施|任务|要点|事项|点)"
)
# All run on the search form of a question without the names in it; the first that fits counts.
_FACTS = tuple(
    (fact, re.compile(pattern))
    for fact, pattern in (
        (_Fact.DAY, f"{_WHEN}的?{_ISSUED}?|{_ISSUED}的?(?:时间|日期)的?是?{_WHEN}?(?:什么)?"),
        (_Fact.ISSUER, f"由?{_WHO}的?{_ISSUED}|{_ISSUED}的?(?:{_OFFICE}|人)的?是?{_WHO}?"),
        (
            _Fact.SUBJECT,
            f"[关有][于关]{_WHAT}{_THING}*|(?:标题|题目|名称|名字|全称|主题)的?[叫是]?{_WHAT}?"
            f"|叫做?{_WHAT}(?:名[字称])?|是{_WHAT}一?[个份]?(?:文件|通知|意见|方案|公文|文)",
        ),
        (
            _Fact.REQUIREMENTS,
            f"要求(?:了|的?是|有|包括|都有)*{_WHAT}?{_THING}?|(?:提出?|有)了?{_WHAT}(?:主要|具体)?{_THING}?要求",
        ),
        (
            _Fact.POINTS,
            f"(?:内容|要点|措施|任务|精神|事项)(?:的?是|有|包括|包含|都有)*{_WHAT}?{_THING}?"
            f"|(?:规定|部署|提出|有|包括|包含)了?{_WHAT}(?:主要|具体)?{_THING}",
        ),
        (_Fact.CONTENT, f"(?:讲|说|写)的?(?:到|了|是|述)*{_WHAT}{_THING}*"),
    )
)
_AROUND = re.compile(
    "请问|想问|知道|告诉|一下|主要|具体|重点|核心|大概|到底|究竟|这[个份]|该|那|文件?|通知|意见|公文"
    "|[请我想的是了有里中内上都呢啊吗吧呀]"
)
_NOT_ISSUED = re.compile("(?:施行|实施|生效|执行)(?:日期|时间)")
_DAY = re.compile(DAY)


def read_official_question(
    question: Question, passages: Sequence[Passage], library: Library
) -> Reading | None:
    """What the named document states of itself, in its own lines.

    None where the question names no document or asks for more, and where the document does not
    state it. An empty reading where no document bears the number that is named, nor cites it.
    """
    form = search_form(question.text)
    names = find_names(form) or _titles_in(form, passages)
    fact = _fact_asked(form, names) if names else None
    if fact is None:
        return None
    documents = [d.passage for d in named_documents(names, passages, library)]
    if not documents:
        return _refusal(names, passages)
    if len({passage.title for passage in documents}) > 1:
        return None
    return _stated(fact, names, documents[0], library)


def _titles_in(form: str, passages: Sequence[Passage]) -> list[DocumentName]:
    """The longest title of a document at hand that the question has without 《》.

    The title may lack its beginning: who asks leaves out the office that issued it.
    """
    titles = {search_form(passage.title) for passage in passages}
    endings = (title[at:] for title in titles for at in range(len(title) - _SHORTEST_TITLE + 1))
    named = max((ending for ending in endings if ending in form), key=len, default="")
    start = form.find(named)
    return [DocumentName(start, start + len(named), title=named)] if named else []


def _refusal(names: Sequence[DocumentName], passages: Sequence[Passage]) -> Reading | None:
    numbers = [name for name in names if name.number]
    cited = any(stands_in(name, passage.text) for name in numbers for passage in passages)
    return Reading((), 0.0) if numbers and not cited else None


def _fact_asked(form: str, names: Sequence[DocumentName]) -> _Fact | None:
    """What is asked, if nothing else is."""
    rest = list(form)
    for name in names:
        rest[name.start : name.end] = " " * (name.end - name.start)
    words = "".join(rest)
    for fact, pattern in _FACTS:
        match = pattern.search(words)
        if match:
            around = words[: match.start()] + " " + words[match.end() :]
            if not any(map(str.isalnum, _AROUND.sub(" ", around))):
                return fact
    return None


def _stated(
    fact: _Fact, names: Sequence[DocumentName], document: Passage, library: Library
) -> Reading | None:
    text = library.text_of(document)
    spans = _spans_of(fact, names, document, text)
    if not spans:
        return None
    statements = tuple(statement_of_span(library, document, span, 1.0) for span in spans)
    return Reading(statements, 1.0, _short(fact, text, spans))


def _spans_of(
    fact: _Fact, names: Sequence[DocumentName], document: Passage, text: str
) -> list[Span]:
    match fact:
        case _Fact.DAY:
            return _day_lines(text)
        case _Fact.ISSUER:
            return _issuer_lines(text)
        case _Fact.POINTS:
            return main_points(text)
        case _Fact.REQUIREMENTS:
            return points_required(text) or main_points(text)
    title = _title_lines(text, document.title)
    # Who names it by its title wants to hear more than that.
    is_known = any(bears_title(name, document) for name in names)
    return [*title, *main_points(text)] if is_known or fact is _Fact.CONTENT else title


def _title_lines(text: str, title: str) -> list[Span]:
    """The lines of a title at the head of a text; none where the file alone names it."""
    lines = [(line.start, line.end) for line in read_lines(text)[:_HEAD_LINES]]
    words = [_letters(text[start:end]) for start, end in lines]
    wanted = _letters(title)
    runs = list(combinations_with_replacement(range(len(lines)), 2))
    joined = ["".join(words[first : last + 1]) for first, last in runs]
    whole = (run for run, letters in zip(runs, joined, strict=True) if letters == wanted)
    # Behind the title its line may have the number.
    longer = (run for run, letters in zip(runs, joined, strict=True) if letters.startswith(wanted))
    first, last = next(whole, None) or next(longer, None) or (0, -1)
    return [bare_span(text, *line) for line in lines[first : last + 1]] if wanted else []


def _day_lines(text: str) -> list[Span]:
    """The line of the day: under the signature, else where the head or the end has that day."""
    signature = signature_of(text)
    if signature:
        return [bare_span(text, *signature.day)]
    day = stated_by(text).date
    lines = [(line.start, line.end) for line in read_lines(text)]
    for start, end in (*lines[:_HEAD_LINES], *lines[-_TAIL_LINES:]):
        line = text[start:end]
        if day and iso_date(line) == day and not _NOT_ISSUED.search(line):
            return [bare_span(text, start, end)]
    return []


def _issuer_lines(text: str) -> list[Span]:
    """The lines of those who signed, else the first one of the head that names the issuer."""
    signature = signature_of(text) or Signature()
    if signature.lines:
        return [bare_span(text, *line) for line in signature.lines]
    issuer = stated_by(text).issuer.partition("、")[0]
    heads = ((line.start, line.end) for line in read_lines(text)[:_HEAD_LINES])
    named = (span for span in heads if issuer and issuer in text[span[0] : span[1]])
    return [bare_span(text, *span) for span in named][:1]


def _short(fact: _Fact, text: str, spans: Sequence[Span]) -> str | None:
    """The day or the issuer alone, as the signature has it."""
    (start, end), *others = spans
    line = text[start:end]
    if fact is _Fact.DAY and signature_of(text) and (day := _DAY.search(line)):
        return day[0]
    issuer = stated_by(text).issuer
    return issuer if fact is _Fact.ISSUER and not others and issuer in line and issuer else None


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, search_form(words)))
