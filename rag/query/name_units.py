"""What names of documents are compared by: characters, pairs of them, words and facets.

Every unit is a number (int64), so that tens of thousands of names are taken apart at once.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from corpus.chinese_numerals import digits_of, value_of
from corpus.normalize import search_form
from corpus.tokenizer import STOP_WORDS

Integers = NDArray[np.int64]


class Facet(IntEnum):
    """What tells documents of one shape apart: those that differ in one are not the same."""

    YEAR = 1
    PLACE = 2
    QUARTER = 3
    HALF = 4
    MONTH = 5
    MEETING = 6
    ISSUE = 7
    SESSION = 8


_CHARACTER_BITS = 21
_FACET_BITS, _FACET, _WORD = 40, 1 << 50, 1 << 51

_DIGIT = "〇零○一二三四五六七八九"
_YEAR = re.compile(
    r"(?<![\d.])(?P<first>(?:19|20)\d\d)(?:年?[-—~至到](?P<last>(?:19|20)\d\d))?(?!\d|[.-]\d)"
    rf"|(?P<read>[一二][{_DIGIT}]{{3}})年"
)
_LONGEST_SPAN = 20
_COUNTED = re.compile(
    rf"第?(?P<number>[{_DIGIT}十]{{1,3}}|\d{{1,3}})(?P<unit>季度|月份|月(?!\d)|(?<=第.)[次回期号届]"
    rf"|(?<=第..)[次回期号届]|(?<=第...)[次回期号届])|(?P<half>[上下])半年"
)
_KINDS = {
    "季度": Facet.QUARTER,
    "月": Facet.MONTH,
    "月份": Facet.MONTH,
    "次": Facet.MEETING,
    "回": Facet.MEETING,
    "期": Facet.ISSUE,
    "号": Facet.ISSUE,
    "届": Facet.SESSION,
}
_LEVEL = "(?:省(?!级|力)|市(?![场民政级容])|县(?![级域区])|区(?![域分别块])|州|镇|乡(?![镇村]))"
_PLACE_NAME = rf"[^\W\d_a-z的和与在于度第次省市县区州镇乡]{{2,5}}?{_LEVEL}"
_PLACES = re.compile(rf"(?:(?<=[\n( 年度月次期于》在,、])|(?<=半年))(?:{_PLACE_NAME}){{1,3}}")
_PLACE = re.compile(_PLACE_NAME)
# 超市, 小区, 全市 and the like name no place.
_NO_PLACE = re.compile("(?:[城超门股都上各全本我该]市|[社地小园景校辖山片各全灾]区|[各全]省)$")
_LATIN_WORD = re.compile(r"(?<![a-z0-9])[a-z][a-z0-9]{2,}")


_IN_BRACKETS = re.compile(r"\([^()]*\)")
_ENDING = re.compile(r"[\u3400-\u9fff]{2}$")


def facet(kind: Facet, value: int) -> int:
    """The unit of a facet."""
    return _FACET | kind << _FACET_BITS | value


def kinds_of(units: Integers) -> Integers:
    """The `Facet` of each unit, 0 where it is none."""
    is_facet = (units & (_FACET | _WORD)) == _FACET
    return np.where(is_facet, (units & (_FACET - 1)) >> _FACET_BITS, 0)


def are_characters(units: Integers) -> NDArray[np.bool_]:
    """Which units are single characters, the weakest of signs."""
    return units < 1 << _CHARACTER_BITS


def units_of(names: Sequence[str]) -> tuple[Integers, Integers]:
    """Rows (n,) and units (n,) of names; row i is of the i-th, each of its units comes once.

    Sorted by unit, then by row.
    """
    form = search_form("".join(f"\n{name.replace(chr(10), ' ')}" for name in names))
    codes = np.frombuffer(form.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    rows = np.cumsum(codes == ord("\n")) - 1
    is_han = (codes >= 0x3400) & ((codes <= 0x9FFF) | ((codes >= 0x20000) & (codes < 0x40000)))
    is_pair = is_han[:-1] & is_han[1:]
    pairs = (codes[:-1] << _CHARACTER_BITS | codes[1:])[is_pair]
    placed = np.array([*_facets(form), *_words(form)], dtype=np.int64).reshape(-1, 2)
    return _distinct(
        np.concatenate([rows[is_han], rows[:-1][is_pair], rows[placed[:, 0]]]),
        np.concatenate([codes[is_han], pairs, placed[:, 1]]),
    )


def ending_units(names: Sequence[str]) -> Integers:
    """The unit (n,) of the last two Chinese characters of each name, -1 where there are none.

    They tell its kind: 报告, 办法. What stands in brackets is left out.
    """
    endings = [_ENDING.search(_IN_BRACKETS.sub("", search_form(name))) for name in names]
    return np.array([_pair(*ending[0]) if ending else -1 for ending in endings], dtype=np.int64)


def _pair(first: str, second: str) -> int:
    return ord(first) << _CHARACTER_BITS | ord(second)


def _distinct(rows: Integers, units: Integers) -> tuple[Integers, Integers]:
    # Equal units stand in one of the joined arrays, by row: a stable sort keeps them so.
    order = np.argsort(units, kind="stable")
    rows, units = rows[order], units[order]
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = (rows[1:] != rows[:-1]) | (units[1:] != units[:-1])
    return rows[is_new], units[is_new]


def _facets(form: str) -> Iterator[tuple[int, int]]:
    """Position and unit of every facet of a text."""
    for match in _YEAR.finditer(form):
        for year in _years(match):
            yield match.start(), facet(Facet.YEAR, year)
    for match in _COUNTED.finditer(form):
        if match["half"]:
            yield match.start(), facet(Facet.HALF, "上下".index(match["half"]))
        elif number := _number(match["number"]):
            yield match.start(), facet(_KINDS[match["unit"]], number)
    for match in _PLACES.finditer(form):
        for place in _PLACE.findall(match[0]):
            if not _NO_PLACE.search(place):
                yield match.start(), facet(Facet.PLACE, zlib.crc32(place[:-1].encode()))


def _years(match: re.Match[str]) -> range:
    first = int(match["first"] or digits_of(match["read"]))
    last = int(match["last"] or first)
    return range(first, min(max(first, last), first + _LONGEST_SPAN) + 1)


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else value_of(numeral) or 0


def _words(form: str) -> Iterator[tuple[int, int]]:
    for match in _LATIN_WORD.finditer(form):
        if match[0] not in STOP_WORDS:
            yield match.start(), _WORD | zlib.crc32(match[0].encode())
