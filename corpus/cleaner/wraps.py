"""Hard-wrapped text: line breaks in the middle of a sentence are taken out.

A text is taken for wrapped only when many lines are of nearly the same, full
width and end within a sentence; ordinary paragraphs, verses and tables stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.cleaner.lines import BLANK, NUMBERED, STRUCTURE
from corpus.types import Cut, RemovalReason

MIN_FULL_LINES = 3
MIN_FULL_SHARE = 0.4
CLOSED_END = re.compile(r"[。！？!?；;：:…”’」』|｜\-–—]$|[.][)\"']?$|[。！？][）)》】]$")
NEW_START = re.compile(
    rf"{STRUCTURE.pattern}|{NUMBERED.pattern}|[•·●○◆■□▪▶►>|*+\-—–=_《【]|[（(]\S{{1,4}}[)）]"
)
SENTENCE_WITHIN = re.compile(r"[。！？；，,]\S|[a-z][.,] ")
COLUMNS = re.compile(r"\S(?: {2,}|\t|\u3000{2,})\S")
WIDEST_QUANTILE = 0.98
FIRST_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f'’.,;:%/()\-]+")
WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d\u2026]")


@dataclass(frozen=True, slots=True)
class Measure:
    """A way to measure lines, the widths that pages have in it, and the play of a full line."""

    width: Callable[[str], int]
    narrowest: int
    widest: int
    slack: int


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width at which the lines of a text were broken."""

    measure: Measure
    width: int

    def is_full(self, line: str, following: str) -> bool:
        """Whether the first word of `following` had no room behind `line`."""
        word = FIRST_WORD.match(following.lstrip(BLANK))
        needed = max(self.measure.slack, 1 + len(word[0]) if word else 0)
        excess = self.measure.width(line) - self.width
        return -needed < excess <= self.measure.slack


def columns(line: str) -> int:
    """Columns of `line` on a terminal, two for a hanzi; blanks at its end do not count."""
    return len(line.rstrip(BLANK).encode("gbk", "replace"))


def characters(line: str) -> int:
    """Characters of `line` without the blanks at its end."""
    return len(line.rstrip(BLANK))


MEASURES = (Measure(columns, 40, 160, 6), Measure(characters, 20, 80, 3))


def hard_wraps(text: str) -> Iterator[Cut]:
    """Line breaks within sentences become nothing beside hanzi, else a space."""
    lines = text.split("\n")
    wrapping = _find_wrapping(lines)
    if wrapping is None:
        return
    position = 0
    for line, following in pairwise(lines):
        break_at = position + len(line)
        position = break_at + 1
        if not wrapping.is_full(line, following) or not _continues(line, following):
            continue
        head, tail = line.rstrip(BLANK), following.lstrip(BLANK)
        start = break_at - (len(line) - len(head))
        end = position + len(following) - len(tail)
        yield Cut(start, end, RemovalReason.LINE_BREAK, _joint(head, tail))


def _find_wrapping(lines: list[str]) -> Wrapping | None:
    """How the lines of a text were broken, or None when they were not."""
    found: list[tuple[int, Wrapping]] = []
    for measure in MEASURES:
        widths = sorted(width for line in lines if (width := measure.width(line)))
        widest = widths[int(WIDEST_QUANTILE * (len(widths) - 1))] if widths else 0
        if not measure.narrowest <= widest <= measure.widest:
            continue
        wrapping = Wrapping(measure, widest)
        full = [line for line, following in pairwise(lines) if wrapping.is_full(line, following)]
        if _are_prose(full) and len(full) >= MIN_FULL_SHARE * len(widths):
            found.append((len(full), wrapping))
    return max(found, key=lambda candidate: candidate[0])[1] if found else None


def _are_prose(lines: list[str]) -> bool:
    """Whether enough of `lines` break off, and half of them have commas or stops within."""
    broken = sum(_is_open(line) for line in lines)
    prose = sum(SENTENCE_WITHIN.search(line) is not None for line in lines)
    return broken >= MIN_FULL_LINES and 2 * prose >= len(lines)


def _is_open(line: str) -> bool:
    stripped = line.strip(BLANK)
    return not CLOSED_END.search(stripped) and not COLUMNS.search(stripped)


def _continues(line: str, following: str) -> bool:
    """Whether `following` goes on with the sentence of `line`."""
    stripped = following.strip(BLANK)
    if not stripped or not _is_open(line) or NEW_START.match(stripped):
        return False
    return _indent(following) <= _indent(line)


def _joint(head: str, tail: str) -> str:
    """What stands between two joined lines: a space between words, not beside hanzi."""
    if WIDE.match(head[-1]) or WIDE.match(tail[0]):
        return ""
    number = head[-1].isdigit() and tail[0].isdigit() and WIDE.search(head)
    return "" if number else " "


def _indent(line: str) -> int:
    return columns(line) - columns(line.lstrip(BLANK))
