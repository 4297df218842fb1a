"""The words and figures that number the items of an enumeration."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.chinese_numerals import value_of

LAST = -1


@dataclass(frozen=True, slots=True)
class Marker:
    """一是, 首先, （2）, ③ …: `[start, end)`; markers of one `family` number one series.

    `number` counts from 1; `LAST` is that of 最后, whatever came before.
    """

    family: str
    number: int
    start: int
    end: int


_CN = "一二三四五六七八九十"
_N = rf"[{_CN}]{{1,3}}"
_EDGE = r"(?<![^\s，,。；;：:！？!?、”’」』)）】》|*#…])"
_STOP = r"(?<![^\s。；;：:！？!?”’」』)）】》|*#…])"
_COMMA = r"[ \u3000]?[,，、：:][ \u3000]?"

_MARKER = re.compile(
    rf"{_EDGE}(?P<is>{_N})(?P<verb>[是要靠则抓看来])[,，：:]?(?![否由])"
    rf"|{_EDGE}其(?P<qi>{_N})(?:是|{_COMMA})"
    rf"|{_EDGE}(?P<order>首先|其次|再次|再者|{{dy}})(?:是(?!否)|{_COMMA})?"
    rf"|{_STOP}(?P<last>最后)(?:是(?!否)|{_COMMA})?"
    rf"|{_EDGE}第(?P<di>{_N}|\d{{1,2}})(?P<measure>[步条类種种点點层層项項批]|个?方面|个?阶段|件事)?"
    rf"(?:是(?!否)|要|{_COMMA})"
    rf"|{_EDGE}(?P<side>另)?一方面(?:是|{_COMMA})?"
    rf"|{_STOP}(?P<dun>{_N})[ \u3000]?[、．.][ \u3000]*"
    rf"|(?<![第款项条和及\w])[（(](?P<paren>{_N}|\d{{1,2}})[)）](?![项款目、和])[、. \u3000]*"
    rf"|(?<=[\u4e00-\u9fff])(?<![第款项条和及式图表])[（(](?P<inline>\d{{1,2}})[)）](?![项款目、和])"
    rf"|{_STOP}(?P<half>\d{{1,2}})[)）][ \u3000]*"
    rf"|^[ \t\u3000*#]*(?P<chapter>\d{{1,2}})\.(?P<part>\d{{1,2}})(?:[、.]|(?=[ \u3000]))"
    rf"[ \u3000]*(?=\D)"
    rf"|{_STOP}(?P<dot>\d{{1,2}})(?:[．、]|\.(?!\d))[ \u3000]*"
    r"|(?P<circled>[①-⑳⑴-⒇❶-❿])[ \u3000]*"
    r"|^[ \t\u3000]*(?P<letter>[A-H])[.、．)）][ \u3000]*",
    re.MULTILINE,
)
_WORDS = {"首先": 1, "{dy}": 1, "其次": 2, "再次": 3, "再者": 3}
# Web pages obfuscated 第一 as {dy}, its initials.
_ORDER_FAMILY = "first"
_SKIPPED = " \t\u3000*#"


def find_markers(text: str) -> Iterator[Marker]:
    """All that may number an item, in order; most of them alone mean nothing."""
    for match in _MARKER.finditer(text):
        family, number = _family_and_number(match)
        if number:
            start = match.start() + len(match[0]) - len(match[0].lstrip(_SKIPPED))
            yield Marker(family, number, start, match.end())


def _family_and_number(match: re.Match[str]) -> tuple[str, int]:
    group = match.lastgroup or "side"
    reader = _READERS.get(group)
    return reader(match) if reader else _figure(match, group)


def _ordinal(match: re.Match[str]) -> tuple[str, int]:
    """第一 goes on with 其次 as well as with 第二, but 第一步 only with 第二步."""
    return _ORDER_FAMILY + (match["measure"] or ""), _number(match["di"])


def _figure(match: re.Match[str], group: str) -> tuple[str, int]:
    """Figures in brackets are one family wherever they stand; 一 and 1 are two."""
    figure = match[group]
    shape = "paren" if group == "inline" else group
    return shape + (" digit" if figure.isdecimal() else " numeral"), _number(figure)


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else value_of(numeral) or 0


_READERS: dict[str, Callable[[re.Match[str]], tuple[str, int]]] = {
    "verb": lambda match: ("is" + match["verb"], _number(match["is"])),
    "order": lambda match: (_ORDER_FAMILY, _WORDS[match["order"]]),
    "last": lambda _: (_ORDER_FAMILY, LAST),
    "di": _ordinal,
    "measure": _ordinal,
    "side": lambda match: ("side", 2 if match["side"] else 1),
    "part": lambda match: (f"part {match['chapter']}", int(match["part"])),
    "letter": lambda match: ("letter", ord(match["letter"]) - ord("A") + 1),
    "circled": lambda match: ("circled", int(unicodedata.numeric(match["circled"]))),
}
