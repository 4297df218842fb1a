"""Parts of laws and numbered documents named in a text: 第十二条, 第 12 条, 第12号.

However the number is written, a part has one token: "条:12". Works on the search form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.chinese_numerals import DIGITS, digits_of, value_of

_NUMERAL = "一二三四五六七八九十百千零〇两"
_SMALL = rf"(?:[{_NUMERAL}]{{1,3}}|\d{{1,2}})"
_PART = re.compile(
    rf"第(?<![〕\])】]第)(?<![〕\])】] 第) ?(?P<number>[{_NUMERAL}]{{1,7}}|\d{{1,5}}) ?"
    rf"(?P<unit>[条款项章节编号])(?![件目])(?:(?<=条)之(?P<insertion>{_SMALL}))?"
    rf"(?:(?<!号) ?第 ?(?:{_SMALL}|\( ?{_SMALL} ?\)) ?[款项目](?!目)){{0,3}}"
)
_ITEM = re.compile(rf"第 ?\( ?(?P<number>{_SMALL}) ?\) ?(?P<unit>项)(?P<insertion>)")
_REFERENCE = re.compile(r"[条款项章节编号]:\d+(?:-\d+)?|docno:\d{4}-\d+")


@dataclass(frozen=True, slots=True)
class NumberedPart:
    """A part named at `[start, end)` of a text.

    Its paragraphs and items (第十二条第二款第（三）项) belong to the span, but not to the token:
    they carry no number where they stand, so who asks for one must be led to the article.
    """

    start: int
    end: int
    tokens: tuple[str, ...]


def find_parts(form: str) -> list[NumberedPart]:
    """The numbered parts named in a search form, in order, not overlapping."""
    found: list[NumberedPart] = []
    matches = sorted((*_PART.finditer(form), *_ITEM.finditer(form)), key=re.Match.start)
    for match in matches:
        tokens = tuple(_tokens(match))
        if tokens and (not found or match.start() >= found[-1].end):
            found.append(NumberedPart(match.start(), match.end(), tokens))
    return found


def leading_part(form: str) -> str:
    """The token of the part that a heading in search form begins with; empty where it has none."""
    match = _PART.match(form)
    return list(_tokens(match))[-1] if match and number_of(match["number"]) else ""


def is_reference(token: str) -> bool:
    """Whether a token names a part ("条:12") or a document ("docno:2010-12") by its number."""
    return _REFERENCE.fullmatch(token) is not None


def _tokens(match: re.Match[str]) -> Iterator[str]:
    number = number_of(match["number"])
    if number:
        token = f"{match['unit']}:{number}"
        yield token
        if match["insertion"]:
            yield f"{token}-{number_of(match['insertion'])}"


def number_of(numeral: str) -> int:
    """The value of a part's number, 12 or 十二; 0 for what is none (第一二条)."""
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) > 2 and all(character in DIGITS for character in numeral):
        return int(digits_of(numeral))
    return value_of(numeral) or 0
