"""Words torn apart by blanks, in headings and short lines: `关于建设质 量 强 国的意见`.

A blank between two hanzi is a trace of the layout, or it parts names, columns and answers to
choose from. What tells them apart is whether single hanzi in a row make up words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from corpus.cleaner.lines import BLANK
from corpus.jieba_dictionary import create_segmenter
from corpus.normalize import to_simplified
from corpus.types import Cut, RemovalReason

HAN = r"\u3400-\u9fff\uf900-\ufaff"
CHAIN = re.compile(rf"(?<![{HAN}])[{HAN}]++(?:[{BLANK}]++[{HAN}]++)+")
SPACED_LINE = re.compile(rf"^(?:#{{1,6}} )?(?P<hanzi>[{HAN}](?:[{BLANK}]+[{HAN}])+)$", re.MULTILINE)
PIECE = re.compile(rf"[{HAN}]+")
BLANKS = re.compile(f"[{BLANK}]+")
# Hanzi that number, rank or stand for a choice: a row of them is a list, not a torn word.
NUMBERING = frozenset("一二三四五六七八九十甲乙丙丁戊己庚辛")
RANKING = NUMBERING | frozenset(
    "年月日时分秒是否有无男女春夏秋冬东南西北上下左右前后大中小高低优良差红黄蓝绿早晚"
    "省市县乡镇村京津沪渝"
)
FUNCTION_WORDS = frozenset("的与和及之在为了是等从对将")
# Beside a name: who took the photograph, wrote the text.
CREDITS = frozenset("摄攝图圖文讯訊著译譯绘繪")
NUMERAL = "〇○零一二三四五六七八九十百千"
LABEL = re.compile(rf"第(?:[{BLANK}]*[{NUMERAL}])+[{BLANK}]*[编編章节節条條款项項](?![件目])")
FIGURE = rf"(?:[{BLANK}]*[{NUMERAL}\d])+[{BLANK}]*"
YEAR = re.compile(
    rf"(?<![{NUMERAL}\d])[{NUMERAL}\d](?:[{BLANK}]+[{NUMERAL}\d]){{3}}[{BLANK}]*年"
    rf"(?:{FIGURE}月(?:{FIGURE}日)?)?"
)
LONGEST_EDGE = 6
LONGEST_NAME = 3
LONG_ENOUGH = 3


def spaced_lines(text: str) -> Iterator[Cut]:
    """`通 知` alone on its line becomes `通知`, known as a word or not."""
    for line in SPACED_LINE.finditer(text):
        for stretch in _stretches(text, list(PIECE.finditer(text, *line.span("hanzi")))):
            hanzi = "".join(stretch.pieces)
            short = len(hanzi) <= LONGEST_NAME
            if stretch.stands_alone and not _is_list(hanzi) and (short or _makes_words(hanzi)):
                yield from _cuts(stretch.gaps)


def torn_numbers(text: str) -> Iterator[Cut]:
    """`第 二 十 一 条` and `二 〇 一 〇 年 五 月` are put together."""
    gaps: set[tuple[int, int]] = set()
    for label in LABEL.finditer(text):
        inside = {match.span() for match in BLANKS.finditer(text, *label.span())}
        before = text[text.rfind("\n", 0, label.start()) + 1 : label.start()]
        if len(inside) > 1 or not before.strip(BLANK + "#"):
            gaps |= inside
    for day in YEAR.finditer(text):
        gaps |= {match.span() for match in BLANKS.finditer(text, *day.span())}
    return _cuts(sorted(gaps))


def torn_words(text: str) -> Iterator[Cut]:
    """Blanks between single hanzi go where these make up words, in whatever line."""
    for chain in CHAIN.finditer(text):
        pieces = list(PIECE.finditer(text, *chain.span()))
        if any(len(piece[0]) == 1 for piece in pieces):
            for stretch in _stretches(text, pieces):
                yield from _cuts(_torn_gaps(stretch))


def _cuts(gaps: Iterable[tuple[int, int]]) -> Iterator[Cut]:
    return (Cut(start, end, RemovalReason.SPACING) for start, end in gaps)


def _is_list(hanzi: str) -> bool:
    """Whether single `hanzi` in a row are things that stand side by side."""
    simplified = to_simplified(hanzi)
    numbering = sum(character in NUMBERING for character in simplified)
    if numbering > 1 and 2 * numbering >= len(hanzi):
        return True
    return all(character in RANKING for character in simplified)


def _makes_words(hanzi: str) -> bool:
    """Whether at least half of `hanzi` are parts of words; few hanzi may be a name."""
    words = _words(hanzi)
    return 2 * sum(len(word) for word in words if len(word) > 1) >= len(hanzi)


def _width(blanks: str) -> int:
    """Width of `blanks` in columns."""
    return sum(2 if blank in "\u3000\t" else 1 for blank in blanks)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Pieces of a line with gaps of one width between them; all but the outer are single hanzi.

    `stands_alone`: only marks, line ends and wider blanks are around it.
    """

    pieces: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]
    stands_alone: bool


def _stretches(text: str, pieces: Sequence[re.Match[str]]) -> Iterator[_Stretch]:
    """The stretches of a chain; one ends at a long piece and where the width changes."""
    gaps = [(left.end(), right.start()) for left, right in pairwise(pieces)]
    widths = [0, *(_width(text[start:end]) for start, end in gaps), 0]
    first = 0
    for last in range(1, len(pieces)):
        ends = len(pieces[last][0]) > 1 or widths[last] != widths[last + 1]
        if not ends:
            continue
        around = (widths[first], widths[last + 1])
        closed = all(not width or width > widths[last] for width in around)
        before = text[pieces[first].start() - 1 : pieces[first].start()] if not around[0] else ""
        alone = closed and not before.isalnum()
        words = tuple(piece[0] for piece in pieces[first : last + 1])
        yield _Stretch(words, tuple(gaps[first:last]), alone)
        first = last


def _torn_gaps(stretch: _Stretch) -> tuple[tuple[int, int], ...]:
    """Those of the gaps that tear words; none when the pieces are a list or names."""
    if len(stretch.gaps) == 1 and not stretch.stands_alone:
        return ()
    single = all(len(piece) == 1 for piece in stretch.pieces)
    hanzi = "".join(stretch.pieces)
    if single and stretch.stands_alone and len(hanzi) >= LONG_ENOUGH:
        return stretch.gaps if not _is_list(hanzi) and _makes_words(hanzi) else ()
    return _gaps_within_words(stretch)


def _gaps_within_words(stretch: _Stretch) -> tuple[tuple[int, int], ...]:
    """The gaps from the first hanzi that is part of a word to the last one."""
    if not stretch.gaps:
        return ()
    head, tail = stretch.pieces[0][-LONGEST_EDGE:], stretch.pieces[-1][:LONGEST_EDGE]
    cut = _words(head + "".join(stretch.pieces[1:-1]) + tail)
    # The words, and their places, of the hanzi from the one before the first gap on.
    placed = [(index, word) for index, word in enumerate(cut) for _ in word]
    placed = placed[len(head) - 1 : len(head) + len(stretch.gaps)]
    if len(head) > 1 and (stretch.pieces[1] in CREDITS or _breaks_word(head, -1, placed[:2])):
        return _gaps_within_words(_without(stretch, slice(1, None)))
    if len(tail) > 1 and (stretch.pieces[-2] in CREDITS or _breaks_word(tail, 0, placed[-2:])):
        return _gaps_within_words(_without(stretch, slice(-1)))
    first, last = 0, len(placed) - 1
    if len(head) > 1 and placed[0] != placed[1]:
        first += 1
    if len(tail) > 1 and placed[-1] != placed[-2]:
        last -= 1
    while first < last and len(placed[first][1]) == 1:
        first += 1
    while first < last and len(placed[last][1]) == 1:
        last -= 1
    return stretch.gaps[first:last] if _are_torn(placed[first : last + 1]) else ()


def _without(stretch: _Stretch, kept: slice) -> _Stretch:
    return replace(stretch, pieces=stretch.pieces[kept], gaps=stretch.gaps[kept])


def _breaks_word(piece: str, at: int, beside: list[tuple[int, str]]) -> bool:
    """Whether a word over the gap takes its hanzi from another word of `piece`."""
    return beside[0] == beside[1] and len(_words(piece)[at]) > 1


def _are_torn(placed: list[tuple[int, str]]) -> bool:
    """Whether these hanzi are words with a gap in them, and few other hanzi between."""
    lone = sum(len(word) == 1 and word not in FUNCTION_WORDS for _, word in placed)
    torn = any(left == right for left, right in pairwise(placed))
    hanzi = "".join(dict(placed).values())
    return torn and 3 * lone <= len(placed) and not _is_list(hanzi)


@cache
def _segmenter() -> Any:
    # Loads a large dictionary; texts without single hanzi between blanks never need it.
    return create_segmenter(None)


def _words(hanzi: str) -> list[str]:
    return list(_segmenter().cut(to_simplified(hanzi), HMM=False))
