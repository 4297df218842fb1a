"""What stands on a page of a PDF: pieces of text with their places, rules, rows.

Places are points in the frame in which the page is read: x to the right along a line, y downwards
from the top. On a turned page, or one written from top to bottom, that is not the frame of the
page as shown; `PageText.shown_box` leads back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.locators import Box

# A wider gap parts two segments: cells of a table, columns, the two ends of a running head.
WIDEST_GAP = 1.0
WIDE_GAP = 0.6
NARROW_GAP = 0.15
# Text that stands on other text does not go on in it.
OVERLAP = 0.4
# Rows are told apart by their base lines; raised and lowered characters stay in theirs.
ROW_PLAY = 0.45

WIDE = re.compile(
    r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
)
WIDE_MARKS = "‘’“”…—·"
_BROKEN_AT = re.compile(r"\w[-/]$")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together on one base line, without a wide gap."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 > self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that runs in another direction than the rest, such as a watermark.

    `box` is in points from the top left of the page as shown.
    """

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as read.

    Attributes:
        number: from 1.
        width: in points, of the page in the reading frame.
        height: likewise.
        turn: by how many degrees, clockwise, lines run against those of the page as shown.
        segments: in no order.
        asides: in the order of the file.
        rules: of tables and frames.
        unread: visible pieces of text that gave no character.
        has_pictures: whether there are pictures, or drawings that may be one.
    """

    number: int
    width: float
    height: float
    turn: int = 0
    segments: tuple[Segment, ...] = ()
    asides: tuple[Aside, ...] = ()
    rules: tuple[Rule, ...] = ()
    unread: int = 0
    has_pictures: bool = False

    def shown_box(self, box: Box) -> Box:
        """A box of the reading frame in points from the top left of the page as shown."""
        x0, y0, x1, y1 = box
        if self.turn == 90:
            return (self.height - y1, x0, self.height - y0, x1)
        if self.turn == 180:
            return (self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        if self.turn == 270:
            return (y0, self.width - x1, y1, self.width - x0)
        return box


@dataclass(frozen=True, slots=True)
class Row:
    """The segments on one base line, from left to right; never empty."""

    segments: tuple[Segment, ...]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float

    @property
    def box(self) -> Box:
        """Its place."""
        return (self.x0, self.y0, self.x1, self.y1)


def is_wide(character: str) -> bool:
    """Whether no blank is needed beside a character: hanzi, kana, full-width marks."""
    return WIDE.match(character) is not None


def joint(before: str, after: str) -> str:
    """What stands between two pieces of one text: nothing beside hanzi, else a space."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    first, second = before[-1], after[0]
    if is_wide(first) or is_wide(second):
        return ""
    if (first in WIDE_MARKS and is_wide(before[-2:-1] or "字")) or (
        second in WIDE_MARKS and is_wide(after[1:2] or "字")
    ):
        return ""
    return " "


def line_joint(before: str, after: str) -> str:
    """As `joint`, for lines of one text: numbers such as 2014-846 are also broken at their "-"."""
    return "" if _BROKEN_AT.search(before) and after[:1].isalnum() else joint(before, after)


def rows_of(segments: Iterable[Segment]) -> list[Row]:
    """Rows from top to bottom."""
    groups: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda piece: piece.baseline):
        if groups and _same_row(groups[-1], segment):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return [row_of(group) for group in groups]


def row_of(segments: Sequence[Segment]) -> Row:
    """The row that `segments` make; those without a wide gap between them become one."""
    merged: list[Segment] = []
    for segment in sorted(segments, key=lambda piece: piece.x0):
        if merged and segment.x0 - merged[-1].x1 <= WIDEST_GAP * max(segment.size, merged[-1].size):
            merged[-1] = _merged(merged[-1], segment)
        else:
            merged.append(segment)
    largest = max(merged, key=lambda piece: len(piece.text))
    return Row(
        segments=tuple(merged),
        text=" ".join(piece.text for piece in merged),
        x0=merged[0].x0,
        y0=min(piece.y0 for piece in merged),
        x1=max(piece.x1 for piece in merged),
        y1=max(piece.y1 for piece in merged),
        baseline=largest.baseline,
        size=largest.size,
    )


def _same_row(group: Sequence[Segment], segment: Segment) -> bool:
    largest = max(group, key=lambda piece: piece.size)
    return segment.baseline - largest.baseline <= ROW_PLAY * max(segment.size, largest.size)


def _merged(left: Segment, right: Segment) -> Segment:
    """Two neighbours as one; a space where there is a gap that hanzi do not have."""
    gap = (right.x0 - left.x1) / max(left.size, right.size)
    wide = not joint(left.text, right.text)
    space = " " if gap > (WIDE_GAP if wide else NARROW_GAP) or gap < -OVERLAP else ""
    main = left if len(left.text) >= len(right.text) else right
    return Segment(
        text=f"{left.text}{space}{right.text}",
        x0=left.x0,
        y0=min(left.y0, right.y0),
        x1=max(left.x1, right.x1),
        y1=max(left.y1, right.y1),
        baseline=main.baseline,
        size=main.size,
    )
