"""Passages of texts with rows of tables: each row is one, under the headings above it.

In such texts the headings are marked, and nothing in a row is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from corpus.packing import LARGEST, pack
from corpus.passage_units import Openings, read_units
from corpus.types import PassageSpan

SECTION_BORDER = " / "

SplitText: TypeAlias = Callable[[str], Sequence[PassageSpan]]

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<words>.*\S)\s*")
_NO_OPENINGS = Openings(frozenset(), frozenset())


def split_around_rows(
    text: str,
    rows: Sequence[tuple[int, int]],
    target: int,
    is_title: Callable[[str], bool],
    split_text: SplitText,
) -> Iterator[PassageSpan]:
    """The passages of `text` whose spans `rows` (ordered, not overlapping) are rows of tables.

    A row is a passage, or several where it is longer than `LARGEST` targets. A heading right
    above a row lies in no passage: it stands in the section of the rows. What stands between
    rows goes through `split_text`. Headings for which `is_title` holds are in no section.
    """
    outline = _Outline(is_title)
    position = 0
    for start, end in rows:
        yield from _between_rows(text, position, start, outline, split_text)
        yield from _row(text, start, end, target, outline.section)
        position = end
    yield from _between_rows(text, position, len(text), outline, split_text, is_last=True)


class _Outline:
    """The headings that are open at a place."""

    def __init__(self, is_title: Callable[[str], bool]) -> None:
        self._is_title = is_title
        self._open: list[tuple[int, str]] = []
        self.section = ""

    def add(self, level: int, words: str) -> None:
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, words))
        names = [name for depth, name in self._open if depth > 1 and not self._is_title(name)]
        self.section = SECTION_BORDER.join(names)


def _between_rows(
    text: str,
    start: int,
    end: int,
    outline: _Outline,
    split_text: SplitText,
    *,
    is_last: bool = False,
) -> Iterator[PassageSpan]:
    head: int | None = None
    body: tuple[int, int] | None = None
    for line in _LINE.finditer(text, start, end):
        heading = _HEADING.fullmatch(line[0])
        if heading is None:
            body = (body[0] if body else line.start(), line.end())
            continue
        if body is not None:
            yield from _body(text, head, body, outline.section, split_text)
            head = body = None
        head = line.start() if head is None else head
        outline.add(len(heading["marks"]), heading["words"])
    if body is not None:
        yield from _body(text, head, body, outline.section, split_text)
    elif is_last and head is not None:
        yield PassageSpan(head, start + len(text[start:end].rstrip()), outline.section)


def _body(
    text: str, head: int | None, body: tuple[int, int], section: str, split_text: SplitText
) -> Iterator[PassageSpan]:
    """The passages of the paragraphs `body`, whose headings begin at `head`."""
    start, end = body
    for index, span in enumerate(split_text(text[start:end])):
        begin = head if index == 0 and head is not None else span.start + start
        path = SECTION_BORDER.join(filter(None, (section, span.section)))
        yield replace(span, start=begin, end=span.end + start, section=path)


def _row(text: str, start: int, end: int, target: int, section: str) -> Iterator[PassageSpan]:
    words = text[start:end]
    start, end = end - len(words.lstrip()), start + len(words.rstrip())
    if start >= end:
        return
    if end - start <= LARGEST * target:
        yield PassageSpan(start, end, section)
        return
    units = read_units(text, start, end, start, _NO_OPENINGS, target)
    for part_start, part_end in pack(units, (), target):
        yield PassageSpan(part_start, part_end, section)
