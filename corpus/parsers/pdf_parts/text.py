"""The text of a PDF as it stands on its pages, with the cuts that make paragraphs of its lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.locators import page_locator
from corpus.parsers.pdf_parts.headings import Heading
from corpus.parsers.pdf_parts.lines import Line, LineKind
from corpus.parsers.pdf_parts.page import line_joint
from corpus.parsers.pdf_parts.paragraphs import Layout
from corpus.types import Cut, Region, RemovalReason

# A single letter before it is no syllable: "e-mail" keeps its own.
_HYPHEN_AT_END = re.compile(r"(?<=[^\W\d_]{2})[-\u00ad\u2010]$")
_LETTER_AT_START = re.compile(r"[a-z\u00df-\u00ff]")


@dataclass(frozen=True, slots=True)
class PdfText:
    """What the lines of a document make: the text as read, what is to go, the places."""

    text: str
    cuts: tuple[Cut, ...]
    regions: tuple[Region, ...]


@dataclass(slots=True)
class _Sheet:
    """The text so far."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    cuts: list[Cut] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)

    def add(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)

    def gap(self) -> None:
        if self.parts and self.parts[-1] not in {"\n", "\n\n"}:
            self.add("\n")


def text_of(lines: Sequence[Line], headings: Mapping[int, Heading], layout: Layout) -> PdfText:
    """The text of `lines` in their order."""
    sheet = _Sheet()
    joined = _joined_lines(lines, headings, layout)
    heading_end = -1
    was_row = False
    for index, line in enumerate(lines):
        if line.kind is LineKind.FURNITURE:
            _add_furniture(sheet, line)
            continue
        heading = headings.get(index)
        is_row = line.kind is LineKind.TABLE_ROW
        if heading or is_row != was_row or index == heading_end:
            sheet.gap()
        was_row = is_row
        start = sheet.length
        if heading:
            heading_end = index + heading.lines
            sheet.add(f"{'#' * heading.level} " if heading.level else "")
        sheet.add(line.text)
        sheet.regions.append(Region(start, sheet.length, page_locator(line.page, [line.box])))
        following = joined.get(index)
        if following is not None:
            sheet.cuts.append(_line_break(line.text, lines[following].text, sheet.length))
        sheet.add("\n")
    return PdfText("".join(sheet.parts), tuple(sheet.cuts), tuple(sheet.regions))


def _joined_lines(
    lines: Sequence[Line], headings: Mapping[int, Heading], layout: Layout
) -> dict[int, int]:
    """For lines that go on in a later one, the index of that; furniture may lie between."""
    in_heading = {
        start + place: place < heading.lines - 1
        for start, heading in headings.items()
        for place in range(heading.lines)
    }
    body = [index for index, line in enumerate(lines) if line.kind is not LineKind.FURNITURE]
    joined: dict[int, int] = {}
    for index, following in itertools.pairwise(body):
        if index in in_heading or following in in_heading:
            if in_heading.get(index) and following == index + 1:
                joined[index] = following
        elif layout.continues(lines[index], lines[following]):
            joined[index] = following
    return joined


def _line_break(text: str, following: str, position: int) -> Cut:
    """The cut of the line end at `position`, with a hyphen that only parts a word."""
    hyphen = _HYPHEN_AT_END.search(text)
    if hyphen and _LETTER_AT_START.match(following):
        return Cut(position - 1, position + 1, RemovalReason.LINE_BREAK)
    return Cut(position, position + 1, RemovalReason.LINE_BREAK, line_joint(text, following))


def _add_furniture(sheet: _Sheet, line: Line) -> None:
    if line.reason is None:
        return
    start = sheet.length
    sheet.add(line.text)
    sheet.add("\n")
    sheet.cuts.append(Cut(start, sheet.length, line.reason))
