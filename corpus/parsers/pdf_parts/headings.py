"""Which lines are headings: short ones in a larger font than the body."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.cleaner.lines import STRUCTURE
from corpus.parsers.pdf_parts.lines import Line, LineKind
from corpus.parsers.pdf_parts.page import is_wide

LARGER = 1.12
SAME_SIZE = 0.05
MOST_LINES = 3
# In letters; a hanzi counts as two.
LONGEST = 130
LARGEST_LEADING = 2.2
DEEPEST = 4
TITLE_WITHIN = 0.6
UNMARKED = 0

_NO_END = re.compile(r"[。；;，,、：:]$|[^.]\.$")
# The red head of an official document names who issues it, and is larger than its title.
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff（）()\s]{2,40}文\s*件(?:[（(].{1,12}[)）])?")
_NO_TITLE = re.compile(
    rf"{_LETTERHEAD.pattern}|目\s*[录錄次]|(?:table of )?contents", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of `lines` successive lines; `level` 0 leaves it without a mark."""

    lines: int
    level: int


def headings_of(lines: Sequence[Line], body_size: float, height: float) -> Mapping[int, Heading]:
    """Headings by the index of their first line; `height` is that of the first page."""
    groups = _large_groups(lines, body_size)
    found = {start: count for start, count in groups if _is_heading(lines[start : start + count])}
    title = _title_of(lines, found, height)
    sizes = _size_steps([lines[start].size for start in found if start != title])
    headings: dict[int, Heading] = {}
    for start, count in found.items():
        if start == title:
            level = 1
        elif STRUCTURE.match(lines[start].text) or _LETTERHEAD.fullmatch(lines[start].text):
            level = UNMARKED
        else:
            level = min(DEEPEST, 2 + _step_of(lines[start].size, sizes))
        headings[start] = Heading(count, level)
    return headings


def _large_groups(lines: Sequence[Line], body_size: float) -> list[tuple[int, int]]:
    """First index and number of lines that are large, alike and close together."""
    groups: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if line.kind is not LineKind.TEXT or line.size < LARGER * body_size:
            continue
        if groups and sum(groups[-1]) == index and _is_close(lines[index - 1], line):
            groups[-1] = (groups[-1][0], groups[-1][1] + 1)
        else:
            groups.append((index, 1))
    return groups


def _is_close(line: Line, following: Line) -> bool:
    return (
        line.flow == following.flow
        and abs(line.size - following.size) <= SAME_SIZE * line.size
        and following.baseline - line.baseline <= LARGEST_LEADING * line.size
        and not STRUCTURE.match(following.text)
    )


def _is_heading(lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    letters = sum(2 if is_wide(letter) else 1 for letter in text)
    return (
        len(lines) <= MOST_LINES
        and letters <= LONGEST
        and _LETTER.search(text) is not None
        and not _NO_END.search(text)
    )


def _title_of(lines: Sequence[Line], found: Mapping[int, int], height: float) -> int | None:
    """The largest heading in the upper part of the first page, if none behind it is larger."""
    if not lines or not found:
        return None
    first_page = lines[0].page
    names = [start for start in found if not _NO_TITLE.fullmatch(lines[start].text)]
    candidates = [
        start
        for start in names
        if lines[start].page == first_page and lines[start].box[1] < TITLE_WITHIN * height
    ]
    if not candidates:
        return None
    title = max(candidates, key=lambda start: (lines[start].size, -start))
    largest = max(lines[start].size for start in names)
    is_largest = lines[title].size >= (1 - SAME_SIZE) * largest
    return title if is_largest and not STRUCTURE.match(lines[title].text) else None


def _size_steps(sizes: Sequence[float]) -> list[float]:
    """The different sizes from the largest down."""
    steps: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not steps or size < (1 - SAME_SIZE) * steps[-1]:
            steps.append(size)
    return steps


def _step_of(size: float, steps: Sequence[float]) -> int:
    return sum(size < (1 - SAME_SIZE) * step for step in steps)
