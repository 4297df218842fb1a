"""Short sentences that open neighbouring paragraphs alike, and so head them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from corpus.structure.likeness import are_alike, clause_lengths, shared_start
from corpus.structure.lines import Line

_LONGEST_OPENING = 30
_LEAST_PARAGRAPH = 50
_MOST_PARAGRAPHS_BETWEEN = 2

_OPENING = re.compile(rf"[^。！？!?\n]{{4,{_LONGEST_OPENING}}}[。！](?=\S)")
_NO_HEADING = re.compile(
    "会议|大会|他|她|我|你|这|那|据|同时|此外|另外|但|而|因此|所以|因为|近年|今年|去年|目前|当前|当时|如今|现在"
    "|首先|其次|再次|最后|总之|综上|一是|二是|三是|四是|五是|第[一二三四五]|为此|对此|日前|近日|昨|今天|[\\d１-９]"
    "|答|问|[*#_]|第.{1,3}[步条类项]|[一二三四五六七八九十]+[、是]|[（(①-⑳]"
)
_DATED = re.compile(r"\d\s*[年月日时]")


@dataclass(frozen=True, slots=True)
class _Opening:
    """The first sentence of a paragraph, `[line.start, end)`, and its words."""

    index: int
    line: Line
    end: int
    words: str


def parallel_openings(
    text: str, lines: Sequence[Line], headings: AbstractSet[Line]
) -> list[tuple[Line, int, int]]:
    """`(line, start, end)` of first sentences that are built alike in at least two paragraphs.

    "加强学习，提升能力。…" and "改进作风，树立形象。…" are; a heading between them
    (one of the lines `headings`) keeps paragraphs apart.
    """
    found: list[tuple[Line, int, int]] = []
    for group in _groups(_openings(text, lines, headings), lines, headings):
        if _is_series(group):
            found += [(opening.line, opening.line.start, opening.end) for opening in group]
    return found


def _openings(text: str, lines: Sequence[Line], headings: AbstractSet[Line]) -> Iterator[_Opening]:
    for index, line in enumerate(lines):
        if line in headings or len(line) < _LEAST_PARAGRAPH or _NO_HEADING.match(text, line.start):
            continue
        match = _OPENING.match(text, line.start, line.end)
        if match and not _DATED.search(match[0]):
            yield _Opening(index, line, match.end(), match[0].rstrip("。！"))


def _groups(
    openings: Iterator[_Opening], lines: Sequence[Line], headings: AbstractSet[Line]
) -> Iterator[list[_Opening]]:
    """Runs of openings built alike, with few paragraphs and no heading between them."""
    group: list[_Opening] = []
    for opening in openings:
        between = lines[group[-1].index + 1 : opening.index] if group else []
        is_near = len(between) <= _MOST_PARAGRAPHS_BETWEEN and not headings & set(between)
        if group and is_near and are_alike(group[-1].words, opening.words):
            group.append(opening)
        else:
            yield group
            group = [opening]
    yield group


def _is_series(group: Sequence[_Opening]) -> bool:
    """Two may be alike by chance: they must then share a word or have clauses of equal length.

    A sentence said twice, a caption say, heads nothing.
    """
    if len({opening.words for opening in group}) < len(group):
        return False
    if len(group) != 2:
        return len(group) > 2
    first, second = (opening.words for opening in group)
    is_double = len(clause_lengths(first)) > 1 and clause_lengths(first) == clause_lengths(second)
    return is_double or shared_start(first, second) > 2
