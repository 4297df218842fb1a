"""Passages of a document: about 250 characters, cut at sentence ends, under one heading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.normalize import search_form
from corpus.packing import pack
from corpus.passage_units import Openings, read_units
from corpus.row_passages import SECTION_BORDER, split_around_rows
from corpus.structure.enumerations import find_enumerations
from corpus.structure.heading_kinds import HeadingKind
from corpus.structure.headings import find_headings
from corpus.structure.lines import Line, read_lines
from corpus.structure.outline import Outline
from corpus.structure.plain_headings import is_body
from corpus.types import PassageSpan

DEFAULT_TARGET = 250

_SAMPLE = 2000
_ALPHABET_FACTOR = (5, 2)


@dataclass(frozen=True, slots=True)
class _Section:
    """`[start, end)` under the heading `index` of the outline (-1: none).

    Its headings, with the byline or the headings above that have no text of
    their own, reach up to `head_end`.
    """

    start: int
    end: int
    index: int
    head_end: int


def split(
    document_text: str,
    title: str,
    target: int = DEFAULT_TARGET,
    rows: Sequence[tuple[int, int]] = (),
) -> list[PassageSpan]:
    """The passages of a document, in order; each character but white space lies in exactly one.

    No passage goes on behind a heading; one that heads no text of its own stands
    at the start of the first passage below it, and so do title and byline.
    Enumerations stay whole up to about 1.6 times `target` characters and are cut
    between their items beyond; sentences are cut only beyond twice `target`.
    The title is not repeated in the sections. `rows` are spans that hold rows of tables, in
    order: each is a passage of its own, and headings right above one lie in no passage.
    """
    target = _fitting(document_text, target)
    if rows:
        return list(
            split_around_rows(
                document_text,
                rows,
                target,
                lambda heading: _key(heading) == _key(title),
                lambda part: _split_prose(part, title, target),
            )
        )
    return _split_prose(document_text, title, target)


def _split_prose(document_text: str, title: str, target: int) -> list[PassageSpan]:
    outline = Outline(find_headings(document_text))
    enumerations = find_enumerations(document_text, outline.headings)
    starts = [enumeration.start for enumeration in enumerations]
    lines = read_lines(document_text)
    openings = Openings(
        frozenset(line.start for line in lines),
        frozenset(item.start for enumeration in enumerations for item in enumeration.items),
    )
    passages = []
    for section in _sections(document_text, outline, lines, target):
        span = (section.start, section.end, section.head_end)
        units = read_units(document_text, *span, openings, target)
        inside = enumerations[bisect_left(starts, section.start) : bisect_left(starts, section.end)]
        path = _path(outline, section.index, title)
        passages += [PassageSpan(start, end, path) for start, end in pack(units, inside, target)]
    return passages


def _fitting(text: str, target: int) -> int:
    """`target` for Chinese; for alphabets, which need more characters for a thought, more."""
    sample = text[:_SAMPLE]
    east_asian = sum(character >= "\u2e80" for character in sample)
    is_alphabetic = east_asian * 5 < len(sample) - sample.count(" ")
    return target * _ALPHABET_FACTOR[0] // _ALPHABET_FACTOR[1] if is_alphabetic else target


def _path(outline: Outline, index: int, title: str) -> str:
    """The words of a heading and those above it, without the document's title."""
    names = []
    for place in outline.path(index):
        heading = outline.headings[place]
        is_title = place == 0 and heading.kind is HeadingKind.MARKDOWN_1
        if not is_title and _key(heading.text) != _key(title):
            names.append(heading.text)
    return SECTION_BORDER.join(names)


def _key(title: str) -> str:
    return "".join(search_form(title).split())


def _sections(text: str, outline: Outline, lines: list[Line], target: int) -> Iterator[_Section]:
    """The sections that are cut apart: each heading's own text, with what must stay before it."""
    held: int | None = None
    ranges = _ranges(text, outline, lines, target)
    for place, (start, end, index) in enumerate(ranges):
        next_index = ranges[place + 1][2] if place + 1 < len(ranges) else -1
        own_end = outline.headings[index].end if _opens(outline, start, index) else start
        begin = start if held is None else held
        is_above_next = next_index >= 0 and (index < 0 or index in outline.path(next_index)[:-1])
        if is_above_next and not _has_text(text, lines, own_end, end, target):
            held = begin
        else:
            yield _Section(begin, end, index, own_end)
            held = None


def _ranges(
    text: str, outline: Outline, lines: list[Line], target: int
) -> list[tuple[int, int, int]]:
    """`(start, end, heading)` of what stands between one heading or end of a section and the next.

    A signature or date behind the end of a section stays with that section.
    """
    borders = {0, len(text)}
    for heading in outline.headings:
        borders |= {heading.start, heading.section_end}
    ranges: list[tuple[int, int, int]] = []
    for start, end in pairwise(sorted(borders)):
        index = outline.heading_at(start)
        is_tail = bool(ranges) and not _opens(outline, start, index)
        if is_tail and not _has_text(text, lines, start, end, target):
            ranges[-1] = (ranges[-1][0], end, ranges[-1][2])
        elif text[start:end].strip():
            ranges.append((start, end, index))
    return ranges


def _opens(outline: Outline, start: int, index: int) -> bool:
    return index >= 0 and outline.headings[index].start == start


def _has_text(text: str, lines: list[Line], start: int, end: int, target: int) -> bool:
    """Whether more stands there than a title, a date or a name."""
    if len(text[start:end].strip()) > target // 2:
        return True
    first = bisect_left(lines, start, key=lambda line: line.end)
    while first < len(lines) and lines[first].start < end:
        line = lines[first]
        inside = Line(max(line.start, start), min(line.end, end), line.follows_blank)
        if inside.end > inside.start and is_body(text, inside):
            return True
        first += 1
    return False
