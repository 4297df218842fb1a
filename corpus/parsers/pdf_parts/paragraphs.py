"""Which lines of a document belong to one paragraph.

A line goes on in the next one when it reaches the right edge of its column and the next one is
not indented; so also over the end of a column or page. Where the edge is not known, because a
column has too few lines, the words decide.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.cleaner.lines import NUMBERED, STRUCTURE
from corpus.parsers.pdf_parts.lines import Line, LineKind
from corpus.parsers.pdf_parts.page import is_wide

SAME_SIZE = 0.08
INDENT = 0.8
SAME_INDENT = 0.5
DEEPEST_INDENT = 4.6
WIDE_SLACK = 2.1
WORD_SLACK = 2.5
LARGEST_LEADING = 1.3
LEADING_UNKNOWN = 2.4
LINES_AT_EDGE = 2
FEW_LINES = 4
LINES_OF_OWN_EDGE = 8
WIDEST_UNCERTAIN = 0.5
NARROWEST_SURE = 0.5
ENOUGH_ITEMS = 3
MOST_ITEMS = 0.85

CLOSED = re.compile(r"[。！？!?；;：:…][”’」』）)】》]*$|[.][)\"'”’]?$")
LIST_MARK = re.compile(
    rf"{STRUCTURE.pattern}|{NUMBERED.pattern}|[•·●○◆■□▪▶►➢*]\s*\S|[–—-]\s|[(（]?[a-zA-Z][)）]\s"
)
ENTRY_OF_CONTENTS = re.compile(r"(?:[.．·•…]\s?){4,}\s*[\dIVXLivxl]+$")
_FIRST_WORD = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+")


@dataclass(frozen=True, slots=True)
class Edges:
    """The left and right edge of a column.

    The right one `is_sure` when several lines reach it, and `is_likely` when another than the
    longest one does, or there are few lines at all.
    """

    left: float
    right: float
    is_sure: bool
    is_likely: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lines of a document have in common.

    Attributes:
        edges: of each flow.
        leadings: the usual distance of base lines by font size, in half points.
        is_indented: whether paragraphs begin with an indent, as a rule.
        has_indented_items: whether numbered paragraphs do, nearly always.
    """

    edges: Mapping[int, Edges]
    leadings: Mapping[float, float]
    is_indented: bool
    has_indented_items: bool

    def continues(self, line: Line, following: Line) -> bool:
        """Whether `following` goes on with the paragraph of `line`."""
        if line.kind is not LineKind.TEXT or following.kind is not LineKind.TEXT:
            return False
        if ENTRY_OF_CONTENTS.search(line.text):
            return False
        is_near = line.flow != following.flow or self._is_next(line, following)
        return (
            is_near
            and abs(line.size - following.size) <= SAME_SIZE * line.size
            and (is_full(line, following, self.edges[line.flow]) or self._is_inset(line, following))
            and self._stands_below(line, following)
            and self._words_go_on(line, following)
        )

    def _is_inset(self, line: Line, following: Line) -> bool:
        """Whether both are of a block that is set in on both sides alike, as a quotation is."""
        edges = self.edges[line.flow]
        inset = following.x0 - edges.left
        inner = replace(edges, right=edges.right - inset)
        return (
            INDENT * line.size < inset <= line.x0 - edges.left + SAME_INDENT * line.size
            and is_full(line, following, inner)
            and CLOSED.search(line.text) is None
        )

    def _stands_below(self, line: Line, following: Line) -> bool:
        """Whether a line begins where the paragraph of the one before goes on: not indented."""
        indent = following.x0 - self.edges[following.flow].left
        own_indent = line.x0 - self.edges[line.flow].left
        is_marked = LIST_MARK.match(line.text) is not None
        # Two lines indented alike: one block, or two paragraphs of which the first is one line.
        is_block = not self.is_indented or CLOSED.search(line.text) is None
        more = DEEPEST_INDENT if is_marked else SAME_INDENT
        deepest = own_indent + more * line.size if is_block else 0.0
        return (
            indent <= max(INDENT * line.size, deepest)
            and own_indent - indent <= DEEPEST_INDENT * line.size
        )

    def _is_next(self, line: Line, following: Line) -> bool:
        """Whether one line follows the other at the usual distance."""
        leading = following.baseline - line.baseline
        usual = self.leadings.get(_rounded(line.size))
        limit = LARGEST_LEADING * usual if usual else LEADING_UNKNOWN * line.size
        return 0 < leading <= limit

    def _words_go_on(self, line: Line, following: Line) -> bool:
        """Whether the words allow what the places say; they decide where those are not clear."""
        is_closed = CLOSED.search(line.text) is not None
        if LIST_MARK.match(following.text):
            return self.is_indented and (self.has_indented_items or not is_closed)
        is_clear = self.edges[line.flow].is_sure and (
            line.flow == following.flow or self.is_indented
        )
        return is_clear or not is_closed


def layout_of(lines: Sequence[Line]) -> Layout:
    """What the text lines of a document have in common."""
    text = [line for line in lines if line.kind is LineKind.TEXT]
    edges = _edges_of(text)
    starts = _starts_of_paragraphs(text, edges)
    indents = [indent for _, indent in starts]
    items = [indent for line, indent in starts if LIST_MARK.match(line.text)]
    return Layout(
        edges,
        _leadings_of(text, edges),
        is_indented=2 * sum(indents) > len(indents),
        has_indented_items=len(items) >= ENOUGH_ITEMS and sum(items) >= MOST_ITEMS * len(items),
    )


def is_full(line: Line, following: Line, edges: Edges) -> bool:
    """Whether the beginning of `following` had no room behind `line`."""
    word = _FIRST_WORD.match(following.text)
    if word and not is_wide(line.text[-1]):
        letters = max(1, len(following.text))
        needed = (len(word[0]) + WORD_SLACK) * (following.x1 - following.x0) / letters
    else:
        needed = WIDE_SLACK * line.size
        if word:
            letters = max(1, len(following.text))
            needed = max(needed, len(word[0]) * 0.6 * line.size)
    if edges.right - line.x1 > needed:
        return False
    left, right = line.column
    is_long = line.x1 - edges.left > WIDEST_UNCERTAIN * (right - left)
    return edges.is_sure or (edges.is_likely and is_long)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _edges_of(lines: Sequence[Line]) -> dict[int, Edges]:
    """The edges of each flow: by its own lines when they are many, else by all of its place."""
    by_flow: defaultdict[int, list[Line]] = defaultdict(list)
    by_column: defaultdict[tuple[float, float], list[Line]] = defaultdict(list)
    for line in lines:
        by_flow[line.flow].append(line)
        by_column[line.column].append(line)
    shared = {column: _edges(group) for column, group in by_column.items()}
    edges: dict[int, Edges] = {}
    for flow, group in by_flow.items():
        own = _edges(group)
        common = shared[group[0].column]
        is_enough = own.is_sure and len(group) >= LINES_OF_OWN_EDGE
        fits = own.right <= common.right + group[0].size and common.left <= own.left
        edges[flow] = own if is_enough or not fits else common
    return edges


def _edges(lines: Sequence[Line]) -> Edges:
    size = median(line.size for line in lines)
    ends = sorted((line.x1 for line in lines), reverse=True)
    # A single line that stands out farther than all others does not make an edge.
    right = next(
        (end for end, other in itertools.pairwise(ends) if end - other <= size / 2),
        ends[0],
    )
    if len(ends) - ends.index(right) < len(ends) / 2:
        right = ends[0]
    bounds = lines[0].column
    is_wide_enough = right - bounds[0] > NARROWEST_SURE * (bounds[1] - bounds[0])
    at_edge = sum(right - end <= WIDE_SLACK / 2 * size for end in ends)
    is_sure = is_wide_enough and at_edge > LINES_AT_EDGE
    left = sorted(line.x0 for line in lines)[min(len(lines) // 20, 3)]
    is_likely = at_edge >= LINES_AT_EDGE or len(lines) <= FEW_LINES
    return Edges(left, right, is_sure, is_likely)


def _leadings_of(lines: Sequence[Line], edges: Mapping[int, Edges]) -> dict[float, float]:
    """The usual distance of base lines for each font size: that of a full line to the next."""
    distances: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for line, following in pairwise(lines):
        far = following.baseline - line.baseline
        is_next = line.flow == following.flow and 0 < far < LEADING_UNKNOWN * 1.5 * line.size
        if is_next and is_full(line, following, edges[line.flow]):
            distances[_rounded(line.size)][round(far * 2) / 2] += 1
    return {
        size: max(counts.items(), key=lambda entry: (entry[1], -entry[0]))[0]
        for size, counts in distances.items()
    }


def _starts_of_paragraphs(
    lines: Sequence[Line], edges: Mapping[int, Edges]
) -> list[tuple[Line, bool]]:
    """The lines behind those that are not full, each with whether it is indented."""
    return [
        (following, following.x0 - edges[following.flow].left > INDENT * following.size)
        for line, following in pairwise(lines)
        if line.flow == following.flow and not is_full(line, following, edges[line.flow])
    ]
