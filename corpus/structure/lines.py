"""Lines of a text, where a one-line text is taken apart at its lost paragraph ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONG_LINE = 300

_LINE = re.compile(r"[^\n]+")
# Where a page was saved as one line, a paragraph's end survives as a space behind its last mark.
_LOST_END = re.compile(r"(?<=[。！？…；：:”’）)|])[ \u3000\xa0]+(?=\S)")
_OPENERS = "“‘「『《（("


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: `[start, end)` without white space around it."""

    start: int
    end: int
    follows_blank: bool

    def __len__(self) -> int:
        return self.end - self.start


def read_lines(text: str) -> list[Line]:
    """The lines that are not blank, in order; together they hold all that is not white space."""
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        start, end = _stripped(text, *match.span())
        if start == end:
            continue
        blank = text.count("\n", previous_end, start) > 1
        pieces = _pieces(text, start, end) if end - start > LONG_LINE else [(start, end)]
        for piece_start, piece_end in pieces:
            lines.append(Line(piece_start, piece_end, blank))
            blank = False
        previous_end = end
    return lines


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start = end - len(piece.lstrip())
    return start, start + len(text[start:end].rstrip())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _LOST_END.finditer(text, start, end):
        if text[match.start() - 1] in "；：:”’）)" and not _starts_paragraph(text, match.end()):
            continue
        yield start, match.start()
        start = match.end()
    yield start, end


def _starts_paragraph(text: str, position: int) -> bool:
    """Whether a numbered paragraph starts here."""
    return _NUMBERED.match(text, position) is not None


_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十百\d]{1,4}[章节条编，,、]"
    r"|\d{1,2}[.、](?!\d)|首先|其次|再次|最后|\{dy\}"
)
