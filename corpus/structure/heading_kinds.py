"""The shapes of headings: numbered, marked or alone on a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from corpus.chinese_numerals import value_of
from corpus.structure.lines import Line


class HeadingKind(IntEnum):
    """Kinds of headings; a lower value stands above a higher one."""

    MARKDOWN_1 = 1
    MARKDOWN_2 = 2
    MARKDOWN_3 = 3
    MARKDOWN_4 = 4
    MARKDOWN_5 = 5
    MARKDOWN_6 = 6
    PART = 10
    CHAPTER = 11
    SECTION = 12
    ARTICLE = 13
    PLAIN_ABOVE = 14
    CHINESE = 15
    CHINESE_IN_BRACKETS = 16
    DIGIT = 17
    DECIMAL = 18
    LONG_DECIMAL = 19
    DIGIT_IN_BRACKETS = 20
    ARTICLE_BELOW = 21
    PLAIN_BELOW = 22
    QUESTION = 23
    RUN_IN = 24


NUMBERED_KINDS = frozenset(
    {
        HeadingKind.CHINESE,
        HeadingKind.CHINESE_IN_BRACKETS,
        HeadingKind.DIGIT,
        HeadingKind.DECIMAL,
        HeadingKind.LONG_DECIMAL,
        HeadingKind.DIGIT_IN_BRACKETS,
    }
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What looks like a heading at `[start, end)`; its words are `[text_start, text_end)`.

    `number` counts numbered ones, else 0; `has_body` tells that the line goes on
    behind it, `is_run_in` that it does so behind a sentence end.
    """

    kind: HeadingKind
    line: Line
    start: int
    end: int
    text_start: int
    text_end: int
    number: int = 0
    has_body: bool = False
    is_run_in: bool = False


_CN = "一二三四五六七八九十百"
_SPACE = " \\t\u3000\u00a0"
_GAP = re.compile(f"[{_SPACE}]+")
_LABELS: tuple[tuple[HeadingKind, re.Pattern[str]], ...] = (
    (HeadingKind.PART, re.compile(rf"第([{_CN}\d]{{1,4}})(?:编|篇|部分)[:：{_SPACE}]*")),
    (HeadingKind.CHAPTER, re.compile(rf"第([{_CN}\d]{{1,4}})章[:：{_SPACE}]*")),
    (HeadingKind.SECTION, re.compile(rf"第([{_CN}\d]{{1,4}})节[:：{_SPACE}]*")),
    (HeadingKind.CHINESE, re.compile(rf"([{_CN}]{{1,3}})[{_SPACE}]?[、．.][{_SPACE}]*")),
    (
        HeadingKind.CHINESE_IN_BRACKETS,
        re.compile(rf"[（(][{_SPACE}]?([{_CN}]{{1,3}})[{_SPACE}]?[)）][、.]?[{_SPACE}]*"),
    ),
    (
        HeadingKind.LONG_DECIMAL,
        re.compile(rf"\d{{1,2}}(?:\.\d{{1,2}}){{2,3}}(?:[.、][{_SPACE}]*|[{_SPACE}]+)"),
    ),
    (HeadingKind.DECIMAL, re.compile(rf"\d{{1,2}}\.(\d{{1,2}})(?:[.、][{_SPACE}]*|[{_SPACE}]+)")),
    (
        HeadingKind.DIGIT,
        re.compile(
            rf"(\d{{1,2}})(?:[.．、][{_SPACE}]*(?!\d)|[{_SPACE}]+(?=[\u4e00-\u9fff])(?![年月日个名项家台件]))"
        ),
    ),
    (HeadingKind.DIGIT_IN_BRACKETS, re.compile(rf"[（(]?(\d{{1,2}})[)）][{_SPACE}]*")),
)
_ARTICLE = re.compile(
    rf"第([{_CN}零〇千\d]{{1,7}})条(?:之[{_CN}])?(?![的至和、]|规定|所[列称述]|第)(?=[{_SPACE}：:【\u4e00-\u9fff]|$)"
)
_MARKDOWN = re.compile(rf"(#{{1,6}})[{_SPACE}]+(.*?)[{_SPACE}#]*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{2,60}?)(?<=\S)\1")
_QUESTION = re.compile(r"(?:\*\*)?(?:问|Q\d{0,3}|q\d{0,3}|问题[一二三四五六七八九十\d]{0,2})[:：]")
_SENTENCE_END = re.compile("[。！？!?]")
_COLON = re.compile(r"[:：](?!\d)")
_NO_TITLE_END = "。；;，,、！!…."
_LONGEST_TITLE = 50
_LONGEST_MARKED = 200
_LONGEST_RUN_IN = 30
_LONGEST_BEFORE_COLON = 15
_SHORTEST_BODY = 30


def candidates_of(text: str, line: Line) -> list[Candidate]:
    """What at the start of `line` looks like a heading; several in "第二章 总则 第三条 …"."""
    found: list[Candidate] = []
    position = line.start
    while True:
        candidate = _candidate_at(text, line, position)
        if candidate is None:
            return found
        found.append(candidate)
        if not candidate.has_body or candidate.is_run_in or candidate.kind is HeadingKind.ARTICLE:
            return found
        position = candidate.end + len(_leading_space(text, candidate.end, line.end))


def label_of(text: str, line: Line) -> tuple[HeadingKind, int] | None:
    """The kind and number of the label that `line` starts with, whether or not it is a heading."""
    if text[line.start] in _FIRST_CHARACTERS:
        for kind, pattern in _LABELS:
            label = pattern.match(text, line.start, line.end)
            if label and label.re.groups:
                return kind, _number(label[1])
    return None


def _leading_space(text: str, start: int, end: int) -> str:
    match = _GAP.match(text, start, end)
    return match[0] if match else ""


def _candidate_at(text: str, line: Line, position: int) -> Candidate | None:
    if text[position] in "#*_" and position == line.start:
        return _marked(text, line)
    if text[position] not in _FIRST_CHARACTERS:
        return None
    article = _ARTICLE.match(text, position, line.end)
    if article:
        number = _number(article[1])
        body = article.end() < line.end
        return Candidate(
            HeadingKind.ARTICLE, line, *article.span(), *article.span(), number, has_body=body
        )
    for kind, pattern in _LABELS:
        label = pattern.match(text, position, line.end)
        if label:
            return _titled(text, line, kind, label)
    return None


_FIRST_CHARACTERS = frozenset(f"第（(0123456789{_CN}")


def _number(numeral: str | None) -> int:
    if not numeral:
        return 0
    return int(numeral) if numeral.isdecimal() else value_of(numeral) or 0


def _titled(text: str, line: Line, kind: HeadingKind, label: re.Match[str]) -> Candidate | None:
    """A label and its title, which ends with the line, at a space or with its sentence."""
    number = _number(label[1] if label.re.groups else None)
    is_division = kind < HeadingKind.ARTICLE
    start, title = label.start(), label.end()
    if title == line.end:
        return Candidate(kind, line, start, title, start, title, number) if is_division else None
    end = title_end(text, title, line.end)
    if end == title:
        return None
    text_end = title + len(text[title:end].rstrip("。！：: "))
    has_body = end < line.end
    is_run_in = has_body and text[end - 1] in "。！？!?：:"
    return Candidate(kind, line, start, end, start, text_end, number, has_body, is_run_in)


def title_end(text: str, start: int, end: int) -> int:
    """Where the title that begins at `start` ends; `start` itself where there is none."""
    sentence = _SENTENCE_END.search(text, start, end)
    last = sentence.start() if sentence else end
    if last == end and end - start <= _LONGEST_TITLE and text[end - 1] not in _NO_TITLE_END:
        return end
    gap = _title_gap(text, start, min(last, start + _LONGEST_TITLE + 10))
    if gap and end - gap > _SHORTEST_BODY:
        return gap
    colon = _COLON.search(text, start, min(last, start + _LONGEST_BEFORE_COLON))
    if colon and end - colon.end() > _SHORTEST_BODY and "，" not in text[start : colon.start()]:
        return colon.end()
    if sentence and last - start <= _LONGEST_RUN_IN and sentence.end() < end:
        return sentence.end()
    return start


def _title_gap(text: str, start: int, end: int) -> int:
    """Where a space between Chinese characters sets a title off from its text, else 0."""
    for gap in _GAP.finditer(text, start + 2, end):
        before, after = text[gap.start() - 1], text[gap.end() : gap.end() + 1]
        is_set_off = (_is_han(before) or before in "”）)》") and (
            _is_han(after) or after in "“《（"
        )
        if not is_set_off or not _is_balanced(text[start : gap.start()]):
            continue
        following = _GAP.search(text, gap.end(), end)
        if following and _is_second_half(text[gap.end() : following.start()]):
            return following.start()
        return gap.start()
    return 0


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_balanced(piece: str) -> bool:
    return all(piece.count(a) == piece.count(b) for a, b in ("“”", "（）", "《》"))


def _is_second_half(piece: str) -> bool:
    """Whether a title goes on: 延长开放时间 方便上班读者."""
    is_short = 2 <= len(piece) <= 15 and all(_is_han(character) for character in piece)
    return is_short and not _ARTICLE.match(piece)


def _marked(text: str, line: Line) -> Candidate | None:
    """A Markdown heading, or bold words at the start of the line."""
    markdown = _MARKDOWN.match(text, line.start, min(line.end, line.start + _LONGEST_MARKED))
    if markdown and len(line) <= _LONGEST_MARKED:
        kind, (start, end) = HeadingKind(len(markdown[1])), markdown.span(2)
        return Candidate(kind, line, line.start, line.end, start, end) if end > start else None
    bold = _BOLD.match(text, line.start, line.end)
    if bold is None:
        return None
    text_end = bold.start(2) + len(bold[2].rstrip("。：:"))
    if bold.end() < line.end:
        return Candidate(
            HeadingKind.RUN_IN, line, *bold.span(), bold.start(2), text_end, 0, True, True
        )
    kind = HeadingKind.QUESTION if _QUESTION.match(text, line.start) else HeadingKind.PLAIN_BELOW
    return Candidate(kind, line, *bold.span(), bold.start(2), text_end)
