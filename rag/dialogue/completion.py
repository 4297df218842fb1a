"""Follow-up questions made complete from the turns before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.chinese_numerals import value_of
from corpus.normalize import search_form
from corpus.numerals import NumberKind, NumberMention, find_numbers
from rag.dialogue.subject import ASKING, subject_of, without_time
from rag.dialogue.turns import Turn
from rag.dialogue.wording import (
    ASKED_BY,
    ATTRIBUTE,
    DOCUMENT,
    EMPTY,
    ENGLISH_ORDINALS,
    ENGLISH_PERSON,
    ENGLISH_THING,
    EXCHANGED,
    MORE,
    ORDINAL,
    PERSON,
    THING,
    WHY,
)
from rag.question import MAX_QUESTION_LENGTH, QuestionKind, parse_question

_TIMES = frozenset({NumberKind.YEAR, NumberKind.MONTH, NumberKind.DAY, NumberKind.DATE})
_RELATIVE_TIME = re.compile(
    "[今去前明上]年|本年度?|[上下]半年|第?[一二三四]季度|[上下本这]个?月|[今昨明]天|当年"
)
# Where a name in a Chinese question begins.
_BEFORE_NAME = re.compile(r"[的在由是对和与及、，,年月日了把被向从给为《“「\s]")
_LONGEST_FOLLOW_UP, _LONGEST_ITEM, _LONGEST_NAME = 40, 40, 12
# A longer question names its subject.
_LONGEST_WITHOUT_SUBJECT = 16
# So many characters beside words that ask or say nothing name no subject yet.
_MOST_WITHOUT_SUBJECT = 2
# Places, bodies and people, of which one asks for something: 白鹤县, 市质检所, 初任培训班.
_HAS_THINGS = re.compile(
    "[省市县区乡镇村国厅局委院校部所科处室站队组厂店班]$|公司$|集团$|大学$|中心$|企业$"
)
# Who speaks: 邵正讲的三个不得.
_SPEAKER = re.compile(r"(?P<name>[一-鿿]{2,3}?)(?:讲|说|提|强调|指出|汇报|介绍)(?:了|的|到)")
# 由谁主讲?, 从哪天起施行?: asks at once, and hardly more.
_BARE = re.compile(rf"(?:由|被|归|在|从|自|到|于)?(?:{ASKING.pattern})(?!是)\w{{0,4}}[?？。]*$")
# 按照这份通知: not yet what is asked about.
_UNDER = re.compile("根据|按照|依据|依照|关于|对于")
_MARKS = "?？。!！ "


@dataclass(frozen=True, slots=True)
class Completed:
    """A question as it is to be answered, on its own.

    `without` are quotes, `(text_hash, start, end)`, that have been cited and are not to be
    said again.
    """

    question: str
    without: frozenset[tuple[str, int, int]] = frozenset()


def understandings(question: str, turns: Sequence[Turn]) -> tuple[Completed, ...]:
    """What a question may mean after `turns`, the last one last; the likeliest first.

    The first one that the documents answer is meant. A question that names its own subject is
    first understood as it stands, and a short one then with the subject of the last turn.
    """
    text = question.strip()
    if not turns or len(text) > _LONGEST_FOLLOW_UP:
        return (Completed(text),)
    last = turns[-1]
    form = search_form(text)
    if MORE.search(form):
        return (Completed(last.question, last.told),)
    for rule in _RULES:
        understood = rule(text, turns)
        if understood not in (None, text) and len(understood) <= MAX_QUESTION_LENGTH:
            return (Completed(understood),)
    if form.isascii() or len(text) > _LONGEST_WITHOUT_SUBJECT or not ASKING.search(form):
        return (Completed(text),)
    alone, carried = Completed(text), Completed(f"{subject_of(last.question)}，{text}")
    if len(carried.question) > MAX_QUESTION_LENGTH:
        return (alone,)
    has_subject = len(_own_words(form)) > _MOST_WITHOUT_SUBJECT
    return (alone, carried) if has_subject else (carried, alone)


def _item(text: str, turns: Sequence[Turn]) -> str | None:
    """第二点详细说说: the item of the list that was given."""
    last = turns[-1]
    form = search_form(text)
    found = ORDINAL.search(form)
    if found is None or _own_words(form[: found.start()] + form[found.end() :]):
        return None
    number = _ordinal(found, len(last.items))
    if 1 <= number <= len(last.items):
        item = last.items[number - 1].rstrip("。；;.，,")[:_LONGEST_ITEM]
        return f"Tell more about: {item}" if item.isascii() else f"{item}，具体内容是什么？"
    if found["unit"] == "条" and last.title:
        return f"《{last.title}》{text}"
    return None


def _ordinal(found: re.Match[str], count: int) -> int:
    if found["english"]:
        is_last = found["english"] == "last"
        return count if is_last else ENGLISH_ORDINALS.index(found["english"]) + 1
    if not found["number"]:
        return count
    number = found["number"]
    return int(number) if number.isdecimal() else value_of(number) or 0


def _reason(text: str, turns: Sequence[Turn]) -> str | None:
    """为什么?: of what was just said."""
    if not WHY.search(search_form(text)):
        return None
    last = turns[-1]
    if parse_question(last.question).kind is QuestionKind.REASON:
        return last.question
    said = last.question.rstrip(_MARKS)
    form = search_form(said)
    if form.isascii():
        return f"Why: {said}?"
    asked = ASKING.search(form)
    return f"为什么{_joined(said, *asked.span(), last.short) if asked else said}？"


def _joined(said: str, start: int, end: int, short: str) -> str:
    """The question with its short answer in `[start, end)`; no words stand twice."""
    before, behind = said[:start], said[end:]
    twice = next((n for n in range(len(short), 0, -1) if before.endswith(short[:n])), 0)
    again = next((n for n in range(len(behind), 0, -1) if short.endswith(behind[:n])), 0)
    return before + short[twice:] + behind[again:]


def _exchanged(text: str, turns: Sequence[Turn]) -> str | None:
    """那2008年呢?: the last question with another year, name or attribute."""
    form = search_form(text)
    found = next(filter(None, (pattern.search(form) for pattern in EXCHANGED)), None)
    if found is None:
        return None
    new = text[slice(*found.span("new"))].strip()
    new_form = search_form(new)
    if ASKING.search(new_form) or THING.fullmatch(new_form) or PERSON.fullmatch(new_form):
        return None
    told = [turn for turn in turns if parse_question(turn.question).kind is not QuestionKind.REASON]
    last = told[-1] if told else turns[-1]
    if _is_time(new_form):
        return _with_time(last.question, new)
    if ATTRIBUTE.fullmatch(new_form) and new_form not in search_form(last.question):
        return _of_subject(last, new)
    return _with_name(last.question, new)


def _is_time(form: str) -> bool:
    if _RELATIVE_TIME.fullmatch(form):
        return True
    numbers = [each for each in find_numbers(form) if each.kind in _TIMES]
    return any(each.start <= 1 and each.end == len(form) for each in numbers)


def _with_time(question: str, time: str) -> str:
    form = search_form(question)
    numbers = sorted(
        (each for each in find_numbers(form) if each.kind in _TIMES), key=_start_and_length
    )
    spans = [(each.start, each.end) for each in numbers[:1]]
    spans += [each.span() for each in _RELATIVE_TIME.finditer(form)]
    if not spans:
        return f"In {time}: {question}" if form.isascii() else f"{time}{question}"
    start, end = min(spans)
    return question[:start] + time + question[end:]


def _start_and_length(number: NumberMention) -> tuple[int, int]:
    return number.start, number.start - number.end


def _of_subject(last: Turn, attribute: str) -> str:
    found = ATTRIBUTE.search(search_form(attribute))
    assert found is not None
    asking = ASKED_BY[found.lastgroup or "other"]
    return f"{subject_of(last.question)}的{attribute}{asking}？"


def _with_name(question: str, name: str) -> str:
    """The name in the place of the one that ends alike, else of the subject."""
    form, new = search_form(question), search_form(name)
    for length in range(min(len(new) - 1, 4), 0, -1):
        at = form.find(new[-length:]) if not new.isascii() else -1
        if at >= 0:
            end = at + length
            begins = [match.end() for match in _BEFORE_NAME.finditer(form, 0, at)]
            return question[: begins[-1] if begins else 0] + name + question[end:]
    subject = without_time(subject_of(question))
    replaced = subject.partition("的")[0] if _HAS_THINGS.search(new) else subject
    return question.replace(replaced, name, 1) if replaced in question else f"{name}{question}"


def _with_referent(text: str, turns: Sequence[Turn]) -> str | None:
    """它的核心是什么?: the word in the place of what was spoken of."""
    last = turns[-1]
    form = search_form(text)
    if form.isascii():
        return _with_english_referent(text, last)
    if (found := _pointing(DOCUMENT, form)) and last.title:
        return f"{text[: found.start()]}《{last.title}》{text[found.end() :]}"
    if found := _pointing(PERSON, form):
        return text[: found.start()] + _person(last) + text[found.end() :]
    if found := _pointing(THING, form):
        thing = (found["noun"] and _named_before(found["noun"], turns)) or subject_of(last.question)
        return text[: found.start()] + thing + text[found.end() :]
    return None


def _pointing(pattern: re.Pattern[str], form: str) -> re.Match[str] | None:
    """The word that points back; none if it points to what the question itself names before."""
    found = pattern.search(form)
    is_first = found is not None and not _own_words(_UNDER.sub("", form[: found.start()]))
    return found if is_first else None


def _named_before(noun: str, turns: Sequence[Turn]) -> str | None:
    """这个班组: the name that ended with the noun in an earlier question."""
    for turn in reversed(turns):
        form = search_form(turn.question)
        at = form.find(noun)
        if at > 0:
            begins = [match.end() for match in _BEFORE_NAME.finditer(form, 0, at)]
            start = begins[-1] if begins else 0
            if turn.question[start - 1 : start] in ("“", "「"):
                start -= 1
            return turn.question[start : at + len(noun)]
    return None


def _with_english_referent(text: str, last: Turn) -> str | None:
    for pattern, referent in (
        (ENGLISH_PERSON, _person(last)),
        (ENGLISH_THING, subject_of(last.question)),
    ):
        if found := pattern.search(text.lower()):
            said = f"{referent}'s" if found["owner"] else referent
            return text[: found.end("before")] + said + text[found.end() :]
    return None


def _person(last: Turn) -> str:
    """他: who was asked for, else who speaks in the last question, else its subject."""
    is_named = last.short and len(last.short) <= _LONGEST_NAME
    if is_named and parse_question(last.question).kind is QuestionKind.PERSON:
        return last.short
    subject = subject_of(last.question)
    speaker = _SPEAKER.match(search_form(subject))
    return subject[: speaker.end("name")] if speaker else subject


def _elliptic(text: str, turns: Sequence[Turn]) -> str | None:
    """谁提出的?: a question without a subject gets the last one's."""
    form = search_form(text)
    is_bare = not _own_words(ATTRIBUTE.sub("", form)) or _BARE.match(form)
    if form.isascii() or not ASKING.search(form) or not is_bare:
        return None
    subject = subject_of(turns[-1].question)
    return f"{subject}的{text}" if ATTRIBUTE.match(form) else f"{subject}{text}"


def _own_words(form: str) -> str:
    """What of a question neither asks nor says nothing."""
    left = EMPTY.sub("", ASKING.sub("", form))
    return "".join(filter(str.isalnum, left))


_RULES: tuple[Callable[[str, Sequence[Turn]], str | None], ...] = (
    _item,
    _reason,
    _exchanged,
    _with_referent,
    _elliptic,
)
