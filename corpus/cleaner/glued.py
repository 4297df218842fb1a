"""Clutter that stands in one line with the body: sentences are judged instead of lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from corpus.cleaner import vocabulary as v
from corpus.cleaner.judging import is_legal_notice, is_protected
from corpus.cleaner.lines import BLANK, Line, find_zones
from corpus.types import Cut, RemovalReason

LONGEST_END = 600
LONGEST_FRAGMENT = 400
LONGEST_LEAD = 60
CLOSED = "。！？!?…”’」』）)】"
SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）)】》]*")
TRAIL_TO_BODY = re.compile(
    r"(?:您|你)?(?:的|现在|目前|当前|所在)*位置\s*[:：][^。！？\n]{0,80}?[>›»→/][^。！？\n]{0,30}?"
    rf"(?:正文|详细内容|文章内容|浏览文章)[{BLANK}|:：]+"
)
EDITOR_AT_END = re.compile(
    rf"(?:(?=[（(\[【]|责任编辑)|(?<=[{CLOSED}{BLANK}])){v.EDITOR.pattern}[{BLANK}]*$"
)
NOTICE_START = re.compile(r"[（(【\[]?\s?(?:注|(?:免责|特别|版权|郑重)?声明|温馨提示)\s?[:：]")
BAR_START = re.compile(
    r"返回\w{2,4}[，,]\s?查看更多|copyright\b|©|版权所有(?![人者权])|分享(?:到|至)\s*[:：]|打印(?:本页|本文|文章)|关闭(?:窗口|本页)"
    r"|返回顶部|上一篇\s*[:：]|\w{0,2}ICP[备证]\s*\d|\w{0,2}公网安备"
    r"|(?:相关|最新|热门|推荐)(?:新闻|阅读|文章)\s*[:：]",
    re.IGNORECASE,
)
STRAY_BAR = re.compile(rf"(?<=[{CLOSED}])[{BLANK}]*[|｜][{BLANK}|｜]*$")

LEGAL_START = re.compile(r"copyright|©|版权|\w{0,2}(?:ICP|公网安备)", re.IGNORECASE)
EndRule: TypeAlias = Callable[[str], Cut | None]


def glued_clutter(text: str) -> Iterator[Cut]:
    """Clutter before the first sentence or behind the last one of the body, on its line."""
    zones = find_zones(text, is_legal_notice)
    if not zones.body:
        return
    first, last = zones.body[0], zones.body[-1]
    head = TRAIL_TO_BODY.match(text, first.content_start, first.end)
    if head is not None:
        yield Cut(*head.span(), RemovalReason.NAVIGATION)
    body_start = head.end() if head else first.content_start
    for cut in _cuts_at_end(last, ENDS_OF_BODY):
        if cut.start >= body_start:
            yield cut
    for line in zones.behind:
        yield from _cuts_at_end(line, ENDS_OF_ANY_LINE)


def _cuts_at_end(line: Line, rules: tuple[EndRule, ...]) -> list[Cut]:
    """What the rules find at the end of `line`, again and again, in order of place."""
    rest = line.text
    cuts: list[Cut] = []
    while cut := _first_cut(rest[-LONGEST_END:], rules):
        offset = max(0, len(rest) - LONGEST_END)
        rest = rest[: offset + cut.start]
        start = line.content_start + len(rest)
        cuts.insert(0, Cut(start, start + cut.end - cut.start, cut.reason))
    return cuts


def _first_cut(text: str, rules: tuple[EndRule, ...]) -> Cut | None:
    cuts = (rule(text) for rule in rules)
    return next((cut for cut in cuts if cut is not None), None)


def _last_sentence_start(text: str, before: int) -> int:
    return max((match.end() for match in SENTENCE_END.finditer(text, 0, before)), default=0)


def _stray_bar(text: str) -> Cut | None:
    match = STRAY_BAR.search(text)
    if match is None or "|" in text[: match.start()]:
        return None
    return Cut(match.start(), len(text), RemovalReason.PLACEHOLDER)


def _editor_note(text: str) -> Cut | None:
    match = EDITOR_AT_END.search(text)
    if match is None:
        return None
    start = len(text[: match.start()].rstrip(BLANK))
    return Cut(start, len(text), RemovalReason.EDITOR_LINE)


def _source_address(text: str) -> Cut | None:
    """The address of a page; the title repeated before it goes too, a byline does not."""
    match = v.SOURCE_ADDRESS.search(text)
    if match is None:
        return None
    start = _last_sentence_start(text, match.start())
    lead = text[start : match.start()]
    if len(lead) > LONGEST_LEAD or v.BYLINE.search(lead):
        start = match.start()
    return Cut(start, len(text), RemovalReason.METADATA)


def _bar_behind_last_sentence(text: str) -> Cut | None:
    sentence = _last_sentence_start(text, len(text))
    match = BAR_START.search(text, sentence)
    if match is None or sentence == 0 or len(text) - sentence > LONGEST_FRAGMENT:
        return None
    if v.BYLINE.search(text, match.start()):
        return None
    reason = RemovalReason.LEGAL_NOTICE if LEGAL_START.match(match[0]) else RemovalReason.SHARE_BAR
    return Cut(match.start(), len(text), reason)


def _legal_sentence(text: str) -> Cut | None:
    """The last sentence when it is a declaration, from the word that announces it on."""
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(text))]
    start = next((end for end in reversed(ends) if text[end:].strip(BLANK)), 0)
    sentence = text[start:]
    stripped = sentence.strip(BLANK)
    if start == 0 or is_protected(stripped) or not is_legal_notice(stripped):
        return None
    announced = NOTICE_START.search(sentence)
    if announced is None and v.BYLINE.search(sentence):
        return None
    start += announced.start() if announced else 0
    return Cut(start, len(text), RemovalReason.LEGAL_NOTICE)


ENDS_OF_ANY_LINE: tuple[EndRule, ...] = (_stray_bar, _editor_note, _source_address)
ENDS_OF_BODY: tuple[EndRule, ...] = (
    *ENDS_OF_ANY_LINE,
    _bar_behind_last_sentence,
    _legal_sentence,
)
