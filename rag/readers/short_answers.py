"""The few words of a sentence that answer: whole words, and the value rather than its name."""

from __future__ import annotations

import re

from corpus.normalize import search_form
from corpus.numerals import find_numbers
from rag.question import Question, QuestionKind
from rag.readers.base import Library
from rag.readers.explanations import wants_explanation
from rag.readers.sentences import ReadSentence
from rag.readers.yes_no import asks_yes_or_no

_MAX_LENGTH = 60
_OF_SEVERAL_WORDS = frozenset({QuestionKind.LIST, QuestionKind.REASON, QuestionKind.METHOD})
_EDGES = " \u3000\n：:，,。；;、|"
_CLOSER_OF = {
    "《": "》", "（": "）", "(": ")", "“": "”", "‘": "’", "「": "」", "『": "』", "〔": "〕",
    "【": "】", "[": "]",
}  # fmt: skip
_OPENER_OF = {closer: opener for opener, closer in _CLOSER_OF.items()}
# What limits a number belongs to it: 15日内, 不少于2人.
_LIMIT_BEHIND = re.compile("个?(?:工作)?日?(?:以[内上下前后外]|之[内前后]|[内前后起]|左右|多)")
_LIMIT_BEFORE = re.compile(
    "(?:不?[得能应]?(?:少于|超过|低于|高于|多于|大于|小于)|至少|至多|最多|最少|大?约|接?近|满|超)$"
)
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(
    r"[\d零〇一二两三四五六七八九十百千万亿半]"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen)\b"
)


def short_answer(
    question: Question, sentence: ReadSentence, library: Library, *, is_all: bool = False
) -> str | None:
    """The words of `sentence` that the model thinks answer; None where they are no good.

    They begin and end with whole words and hold both of a pair of brackets. None for summaries,
    and yes or no, where they are long, or where they name what is asked for and not its value;
    for lists, reasons and ways too, unless the sentence `is_all` that is said.
    """
    if _wants_sentences(question, is_all=is_all):
        return None
    offset = sentence.source.passage.start
    span = sentence.source.reading.best_span(sentence.start - offset, sentence.end - offset)
    if span is None:
        return None
    start = max(0, span[0] + offset - sentence.start)
    words = _whole_words(sentence.text, start, span[1] + offset - sentence.start, library)
    is_short = 0 < len(words) <= _MAX_LENGTH
    if not is_short or not _is_balanced(words) or _is_label(question, words, sentence.text):
        return None
    return words


def _wants_sentences(question: Question, *, is_all: bool) -> bool:
    """Whether a few words out of a sentence cannot answer."""
    if asks_yes_or_no(question):
        return True
    if question.kind in _OF_SEVERAL_WORDS:
        return not is_all
    return wants_explanation(question)


def _whole_words(text: str, start: int, end: int, library: Library) -> str:
    """`[start, end)` up to the ends of words, limits of numbers and brackets around it."""
    form = search_form(text)
    start, end = _stripped(text, start, end)
    if start >= end:
        return ""
    for first, last in _word_spans(form, library):
        start = first if first < start < last else start
        end = last if first < end < last else end
    if _DIGIT.search(form, start, end):
        limit = _LIMIT_BEHIND.match(form, end) if form[end - 1] not in "%‰" else None
        end = limit.end() if limit else end
        before = _LIMIT_BEFORE.search(form, 0, start) if _DIGIT.match(form, start) else None
        start = before.start() if before else start
    elif (value := re.compile(r"\d+").match(form, end)) is not None:
        end = value.end()
    return text[slice(*_with_brackets(text, start, end))]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end].strip(_EDGES)
    start = end - len(text[start:end].lstrip(_EDGES)) if inner else end
    return start, start + len(inner)


def _word_spans(form: str, library: Library) -> list[tuple[int, int]]:
    """Where the words and numbers of a sentence stand, the longer ones last."""
    words = {word for word in library.tokens(form) if len(word) > 1 and word in form}
    spans = [match.span() for word in words for match in re.finditer(re.escape(word), form)]
    spans += [match.span() for match in re.finditer(r"[a-z]+|\d(?:[\d.,:]*\d)?", form)]
    spans += [(number.start, number.end) for number in find_numbers(form)]
    return sorted(spans, key=lambda span: span[1] - span[0])


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Takes in a bracket that belongs to the words and stands right beside them."""
    opened = [mark for mark in text[start:end] if mark in _CLOSER_OF]
    closed = [_OPENER_OF[mark] for mark in text[start:end] if mark in _OPENER_OF]
    if len(opened) > len(closed) and text[end : end + 1] == _CLOSER_OF[opened[-1]]:
        return start, end + 1
    if len(closed) > len(opened) and text[start - 1 : start] == closed[0]:
        return start - 1, end
    return start, end


def _is_balanced(words: str) -> bool:
    """Whether every bracket and quotation mark in the words has its other half."""
    still_open: list[str] = []
    for mark in words:
        if mark in _CLOSER_OF:
            still_open.append(_CLOSER_OF[mark])
        elif mark in _OPENER_OF and (not still_open or still_open.pop() != mark):
            return False
    return not still_open and words.count('"') % 2 == 0


def _is_label(question: Question, words: str, sentence: str) -> bool:
    """Whether the words name a value: the first cell of a row, or no amount for 多少."""
    if "|" in sentence and sentence.lstrip(" |").startswith(words):
        return True
    is_amount_wanted = question.kind is QuestionKind.NUMBER
    return is_amount_wanted and _AMOUNT.search(search_form(words)) is None
