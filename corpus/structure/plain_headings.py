"""Headings without number or mark: short lines between paragraphs, and questions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from corpus.structure.heading_kinds import Candidate, HeadingKind
from corpus.structure.lines import Line

_LONGEST_CHINESE = 30
_LONGEST_LATIN = 70
_LONGEST_QUESTION = 80
_LONGEST_NAME = 4
_SHORTEST_BODY = 30

_HAN = re.compile("[\u3400-\u9fff]")
_SENTENCE_MARK = re.compile("[。！？；，,;]|[.!?](?:\\s|$)")
_BODY_END = re.compile("[。！？；…：:.!?;][”’」』\"')）]*$")
_NO_HEADING_START = re.compile(
    r"[（(\[【〔<>|\-–—─=~*•·●◆■□○★※▲△►\d“\"]?(?:\s|$)|[（(\[【〔<>|\-–—─=~*•·●◆■□○★※▲△►]"
    r"|\d+[.、)）]|[一二三四五六七八九十]+[、是]|[①-⑳]|(?:https?:|www\.)"
)
_NO_HEADING_END = "。；;，,：:、！!….|）)】》>—"
_BYLINE = re.compile(
    r"^(?:文|图|作者|来源|责?编辑|责编|本报|本刊|供稿|摄影|撰[文稿写]|编制|审核|发布|日期|时间|地点)(?:[/／\s:：]|$)"
    r"|记者|通讯员|\d{4}\s?[-年./]\s?\d{1,2}|[:：|\t]|^(?:附件|附表|抄送|主送)"
    r"|^[\W\d_]*$|\.{3}|[〔\[（(]\d{4}[〕\])）]"
)
_OFFICE = re.compile("[局厅部处科室股所站院馆]$|(?:中心|公司|学校|委员会|协会)$")
_USUAL_SHORT = re.compile(
    "背景|概述|前言|引言|总则|附则|摘要|简介|目的|范围|概况|说明|序言|导语|结语"
)
_QUESTION = re.compile(r"(?:问|Q\d{0,3}|q\d{0,3}|问题[一二三四五六七八九十\d]{0,2})[:：]")
_ANSWER = re.compile(r"(?:\*\*)?(?:答|A\d{0,3}|a\d{0,3}|回答|解答)[:：]")


def is_body(text: str, line: Line) -> bool:
    """Whether a line is running text rather than a title, a name or a table's cell."""
    piece = text[line.start : line.end]
    if _BODY_END.search(piece) and len(piece) > _LONGEST_NAME:
        return True
    return len(piece) >= _SHORTEST_BODY and _SENTENCE_MARK.search(piece) is not None


def plain_candidates(
    text: str, lines: Sequence[Line], headings: Collection[Line], *, only_questions: bool
) -> list[Candidate]:
    """The short lines that head the running text below them, and questions above an answer.

    `headings` are the lines already known to start with a heading.
    """
    found: list[Candidate] = []
    known = set(headings)
    seen_body = False
    for index, line in enumerate(lines):
        if index and line not in known and index + 1 < len(lines):
            kind = _kind_at(text, lines, index, known, seen_body=seen_body)
            if kind is HeadingKind.QUESTION or (kind and not only_questions):
                known.add(line)
                span = (line.start, line.end)
                found.append(Candidate(kind, line, *span, *span))
        seen_body = seen_body or (index > 0 and line in known) or is_body(text, line)
    return found


def _kind_at(
    text: str, lines: Sequence[Line], index: int, known: Collection[Line], *, seen_body: bool
) -> HeadingKind | None:
    line, following = lines[index], lines[index + 1]
    if _QUESTION.match(text, line.start, line.end):
        is_answered = _ANSWER.match(text, following.start) and len(line) <= _LONGEST_QUESTION
        return HeadingKind.QUESTION if is_answered else None
    if not _looks_like_title(text, line):
        return None
    if not (following in known or is_body(text, following)):
        return None
    previous = lines[index - 1]
    fits = _follows_text(text, previous, known) if seen_body else _opens_text(text, line)
    return HeadingKind.PLAIN_BELOW if fits or _follows_table(text, previous, line) else None


def _looks_like_title(text: str, line: Line) -> bool:
    piece = text[line.start : line.end]
    longest = _LONGEST_CHINESE if _HAN.search(piece) else _LONGEST_LATIN
    if not 2 <= len(piece) <= longest or piece[-1] in _NO_HEADING_END:
        return False
    return not (_NO_HEADING_START.match(piece) or _BYLINE.search(piece) or "。" in piece)


def _follows_text(text: str, previous: Line, known: Collection[Line]) -> bool:
    """A heading follows a finished paragraph or another heading, not 如下： or a list."""
    if previous in known:
        return True
    return is_body(text, previous) and text[previous.end - 1] not in "：:，,、"


def _follows_table(text: str, previous: Line, line: Line) -> bool:
    """Below the last row of a table, whose cells are parted by tabs, a blank line is needed."""
    return line.follows_blank and "\t" in text[previous.start : previous.end]


def _opens_text(text: str, line: Line) -> bool:
    """Above the first paragraph, among title and byline, a heading is set off by a blank line."""
    words = text[line.start : line.end]
    is_name = len(words) <= _LONGEST_NAME or _OFFICE.search(words) is not None
    return line.follows_blank and (not is_name or _USUAL_SHORT.fullmatch(words) is not None)
