"""Lines of a text, and which of them are surely body.

Clutter stands before the first and after the last core line: a long line that
ends as a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
SENTENCE_CLOSERS = frozenset("。！？!?…；;.”’」』）)】》")
SENTENCE_END = re.compile(r"[。！？]|[a-z][.!?](?= )")
LATIN_LETTERS_PER_HANZI = 4
CORE_SIZE = 40
SMALL_CORE_SIZE = 12
ZONE_LINES = 300
BLANK = " \t\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
# The structure of a document: such a line is never clutter, whatever it says.
STRUCTURE = re.compile(
    r"#{1,6}\s|第\s*[一二三四五六七八九十百千零〇两\d]+\s*[章条條节節编編篇款项項部回]"
    r"|[一二三四五六七八九十百]+\s*[、.．]|[（(]\s*[一二三四五六七八九十百\d]+\s*[)）]"
    r"|附\s*[件录錄表图圖则則注註]|附\s*[:：]"
)
NUMBERED = re.compile(r"\d{1,3}\s*(?:[、．)）]|[.](?!\d))\s*\S|[①-⑳]")


@dataclass(frozen=True, slots=True)
class Line:
    """`[start, end)` of a text without the line end.

    `text` is the line stripped of blanks; it begins at `content_start`.
    """

    start: int
    content_start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Zones:
    """Lines with content: those before, within and behind the body.

    A text without any core line has no body: all its lines are `before`.
    """

    before: tuple[Line, ...]
    body: tuple[Line, ...]
    behind: tuple[Line, ...]


def content_lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank, in order."""
    lines = []
    start = 0
    for raw in text.split("\n"):
        if stripped := raw.strip(BLANK):
            content_start = start + raw.index(stripped)
            lines.append(Line(start, content_start, start + len(raw), stripped))
        start += len(raw) + 1
    return lines


def content_size(line: str) -> int:
    """Number of hanzi; a Latin word counts as a quarter of its letters."""
    hanzi = sum(map(len, HANZI.findall(line)))
    return hanzi + sum(map(len, LATIN.findall(line))) // LATIN_LETTERS_PER_HANZI


def is_core(line: str, size: int = CORE_SIZE) -> bool:
    """Whether `line` has at least `size` hanzi and a sentence's end: its own, or two within."""
    if len(line) < size:
        return False
    ended = line[-1] in SENTENCE_CLOSERS or len(SENTENCE_END.findall(line)) > 1
    return ended and content_size(line) >= size


def find_zones(text: str, is_clutter: Callable[[str], bool]) -> Zones:
    """Split `text` at its first and last core line; what `is_clutter` says is never core."""
    lines = content_lines(text)
    for size in (CORE_SIZE, SMALL_CORE_SIZE):
        first = _find_core(lines, size, is_clutter)
        if first is not None:
            from_end = _find_core(lines[::-1], size, is_clutter)
            assert from_end is not None
            end = len(lines) - from_end
            before = tuple(lines[:first][:ZONE_LINES])
            return Zones(before, tuple(lines[first:end]), tuple(lines[end:][-ZONE_LINES:]))
    if len(lines) > 2 * ZONE_LINES:
        lines = lines[:ZONE_LINES] + lines[-ZONE_LINES:]
    return Zones(tuple(lines), (), ())


def _find_core(lines: list[Line], size: int, is_clutter: Callable[[str], bool]) -> int | None:
    for index, line in enumerate(lines):
        if is_core(line.text, size) and not is_clutter(line.text):
            return index
    return None
