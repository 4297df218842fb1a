"""Documents that pose the asked question themselves: what stands under it is the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.normalize import search_form
from corpus.structure.headings import Heading, find_headings
from corpus.types import Passage
from rag.question import Question
from rag.readers.base import Library, Statement
from rag.readers.question_agreement import SHORTEST_CORE, Wording, agreement, wording_of
from rag.readers.statements import opening_sentences, statement_of_span

_LONGEST_QUESTION = 120
_LINE = re.compile(r"[^\n]+")
_QUESTION_END = re.compile(r"[？?][”’」』\"')）*_\s]*$")
_SENTENCE_END = re.compile(r"[。！!；;：:.][”’」』\"')）*_\s]*$")
_ONE_QUESTION = re.compile(r"[^？?。！!\n]*[？?]")
_QUESTION_LABEL = re.compile(r"[\s#*]*(?:问题?|Q|Question)\s*[一二三四五六七八九十\d]{0,3}\s*[:：]")
_ANSWER_LABEL = re.compile(
    r"[\s#*]*(?:(?:回答|解答|答复?|A\d{0,3}|Answer)\s*[:：][*\s]*)?", re.IGNORECASE
)
_ASKING_WORD = re.compile("什么|为何|怎么|怎样|如何|哪|谁|多少|多久|是否|能否|吗|啥")


@dataclass(frozen=True, slots=True)
class PosedAnswer:
    """What stands under a question that agrees with the asked one: `[start, end)`.

    Offsets are those of the stored text that `passage` was cut from; `agreement`, in
    [0, 1], says how nearly the two questions are the same.
    """

    passage: Passage
    start: int
    end: int
    agreement: float

    def holds(self, passage: Passage, start: int, end: int) -> bool:
        """Whether `[start, end)` of the text of `passage` lies within this answer."""
        is_same_text = passage.text_hash == self.passage.text_hash
        return is_same_text and self.start <= start and end <= self.end


@dataclass(frozen=True, slots=True)
class _Posed:
    """A line or sentence at `[start, end)` of the stored text that may pose a question."""

    start: int
    end: int
    text: str


def find_posed_answer(
    question: Question, passages: Sequence[Passage], library: Library
) -> PosedAnswer | None:
    """The answer of a passage that poses the asked question; None if none does.

    The question may be a line or a sentence of the passage or the last heading above it.
    Of several the one that agrees best is taken, and of equals the first by rank.
    """
    asked = wording_of(question.text)
    if len(asked.core) < SHORTEST_CORE:
        return None
    found = [
        PosedAnswer(passage, *span, share)
        for passage in passages
        for span, share in _answers_in(passage, asked, library)
    ]
    return max(found, key=lambda answer: answer.agreement, default=None)


def posed_statements(answer: PosedAnswer, library: Library) -> tuple[Statement, ...]:
    """The sentences of the answer, from the first on as many as fit."""
    spans = opening_sentences(library.text_of(answer.passage), answer.start, answer.end)
    return tuple(
        statement_of_span(library, answer.passage, span, answer.agreement) for span in spans
    )


def _answers_in(
    passage: Passage, asked: Wording, library: Library
) -> Iterator[tuple[tuple[int, int], float]]:
    around = search_form(f"{passage.context}\n{passage.text}")
    for posed in _posed_in(passage, library):
        share = agreement(asked, wording_of(posed.text), around, library)
        if share:
            span = _answer_under(library.text_of(passage), posed)
            if span is not None:
                yield span, share


def _posed_in(passage: Passage, library: Library) -> Iterator[_Posed]:
    """Every line and sentence that may pose a question, and the last heading above."""
    for line in _LINE.finditer(passage.text):
        if _ASKING_WORD.search(search_form(line[0])) or "?" in line[0] or "？" in line[0]:
            yield from _posed_in_line(passage.start, line.start(), line[0])
    heading = passage.section.rsplit(" / ", 1)[-1]
    if heading and _ASKING_WORD.search(search_form(heading)) and heading not in passage.text:
        start = library.text_of(passage).rfind(heading, 0, passage.start)
        if start >= 0:
            yield _Posed(start, start + len(heading), heading)


def _posed_in_line(offset: int, start: int, line: str) -> Iterator[_Posed]:
    if len(line) <= _LONGEST_QUESTION:
        yield _Posed(offset + start, offset + start + len(line), line)
    sentences = list(_ONE_QUESTION.finditer(line))
    is_all = len(sentences) == 1 and not line[sentences[0].end() :].strip(" *_")
    for sentence in sentences if not is_all else ():
        if len(sentence[0]) <= _LONGEST_QUESTION:
            span = offset + start + sentence.start(), offset + start + sentence.end()
            yield _Posed(*span, sentence[0])


def _answer_under(text: str, posed: _Posed) -> tuple[int, int] | None:
    """What answers a posed question: the rest of its line, else the lines below it.

    None if nothing does: a list of questions, the end of the text, or the headline of
    another page.
    """
    line_end = text.find("\n", posed.end)
    line_end = len(text) if line_end < 0 else line_end
    rest = _without_questions(text, posed.end, line_end)
    if text[rest:line_end].strip(" *_\u3000"):
        is_said = _SENTENCE_END.search(text, rest, line_end) is not None
        return _bare(text, rest, line_end) if is_said else None
    heading = next((h for h in headings_of(text) if h.start <= posed.start < h.end), None)
    if heading is None and not _is_question_line(posed.text):
        return None
    return _bare(text, line_end, _end_of_answer(text, line_end, heading))


def _without_questions(text: str, start: int, end: int) -> int:
    """Where, behind further questions in the same line, the first other words stand."""
    while (match := _ONE_QUESTION.match(text, start, end)) is not None:
        start = match.end()
    return start


def _end_of_answer(text: str, start: int, heading: Heading | None) -> int:
    """The end of the section, or the next heading or line that poses a question."""
    if heading is None:
        following = (h.start for h in headings_of(text) if h.start >= start)
        end = min(following, default=len(text))
    else:
        end = heading.section_end
    for line in _LINE.finditer(text, start, end):
        if _is_question_line(line[0]):
            return line.start()
    return end


def _is_question_line(line: str) -> bool:
    is_labelled = _QUESTION_LABEL.match(line) is not None
    is_short = len(line) <= _LONGEST_QUESTION and "。" not in line
    return is_labelled or (is_short and _QUESTION_END.search(line) is not None)


def _bare(text: str, start: int, end: int) -> tuple[int, int] | None:
    """`[start, end)` without the label 答： and white space; None if nothing is left."""
    label = _ANSWER_LABEL.match(text, start, end)
    start = label.end() if label else start
    end = start + len(text[start:end].rstrip(" \t\n\u3000#*"))
    return (start, end) if end > start else None


@lru_cache(maxsize=64)
def headings_of(text: str) -> tuple[Heading, ...]:
    """Found once for the documents that are asked about again and again."""
    return tuple(find_headings(text))
