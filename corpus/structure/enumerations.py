"""Enumerations of a text: 一是…二是…, 首先…其次…, （1）…（2）…, lists and sibling headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.normalize import to_simplified
from corpus.structure.enumeration_markers import LAST, Marker, find_markers
from corpus.structure.enumeration_parts import (
    Paragraphs,
    Span,
    head_of,
    item_span,
    lead_before,
    trimmed,
)
from corpus.structure.enumeration_types import Enumeration, EnumerationKind, Item
from corpus.structure.headings import Heading, find_headings
from corpus.structure.lines import read_lines
from corpus.structure.outline import Outline
from corpus.structure.parallels import find_parallels
from corpus.structure.plain_headings import is_body

__all__ = ["Enumeration", "EnumerationKind", "Item", "find_enumerations"]

# Markers further apart than this, none of them a heading, are of different series.
_FARTHEST = 4000
_DEEPEST = 8
_SENTENCE_END = re.compile("[。！？!?]")


@dataclass(slots=True)
class _Series:
    """A series being read: its markers so far, the heading above it, and where it must end."""

    above: int
    markers: list[Marker] = field(default_factory=list)
    bound: int = -1


def find_enumerations(text: str, headings: Sequence[Heading] | None = None) -> list[Enumeration]:
    """The enumerations of `text`, by start, the outer before the inner.

    `headings` are those of `find_headings(text)`, where the caller has them. A
    series has at least two numbers in order under one heading; one that opens
    inside an item of another belongs to that item.
    """
    outline = Outline(find_headings(text) if headings is None else headings)
    form = to_simplified(text)
    paragraphs = Paragraphs(read_lines(form))
    found = [
        _enumeration(form, series, outline, paragraphs) for series in _read_series(form, outline)
    ]
    found += find_parallels(form, outline, paragraphs, found)
    verbatim = [_verbatim(text, enumeration) for enumeration in found]
    return sorted(verbatim, key=lambda enumeration: (enumeration.start, -enumeration.end))


def _verbatim(text: str, enumeration: Enumeration) -> Enumeration:
    """An enumeration found in the Simplified form of `text`, with the markers of `text`."""
    items = tuple(
        replace(item, marker=text[item.start : item.start + len(item.marker)])
        for item in enumeration.items
    )
    return replace(enumeration, items=items)


def _read_series(text: str, outline: Outline) -> list[_Series]:
    finished: list[_Series] = []
    stack: list[_Series] = []
    for marker in find_markers(text):
        above = outline.above(marker.start)
        depth = _place_in(stack, marker, above, outline)
        if depth < 0 and marker.number != 1:
            continue
        for series in stack[depth + 1 :] if depth >= 0 else []:
            series.bound = marker.start
        if depth >= 0:
            del stack[depth + 1 :]
            stack[depth].markers.append(marker)
        else:
            stack = _still_open(stack[-_DEEPEST:], marker, outline)
            stack.append(_Series(above, [marker]))
            finished.append(stack[-1])
    return [
        series for series in finished if len(series.markers) > 1 and not _is_empty(text, series)
    ]


def _is_empty(text: str, series: _Series) -> bool:
    """Whether an item holds nothing or its own number: 一是一，二是二."""
    return any(
        text[a.end : b.start].strip(" ，,。；;、") in ("", text[a.start])
        for a, b in pairwise(series.markers)
    )


def _place_in(stack: Sequence[_Series], marker: Marker, above: int, outline: Outline) -> int:
    """The innermost open series that `marker` continues, -1 if none."""
    for depth in range(len(stack) - 1, -1, -1):
        series = stack[depth]
        last = series.markers[-1]
        is_near = marker.start - last.end <= _FARTHEST or outline.own_heading(marker.start) >= 0
        if last.family != marker.family or series.above != above or not is_near:
            continue
        if marker.number == last.number + 1 or (marker.number == LAST and last.number > 1):
            return depth
    return -1


def _still_open(stack: Sequence[_Series], marker: Marker, outline: Outline) -> list[_Series]:
    """The series that a new one may be inside of: not those left behind under other headings."""
    open_headings = {-1, *outline.path(outline.heading_at(marker.start))}
    return [
        series
        for series in stack
        if series.above in open_headings
        and (series.markers[-1].family != marker.family or len(series.markers) > 1)
    ]


def _enumeration(
    text: str, series: _Series, outline: Outline, paragraphs: Paragraphs
) -> Enumeration:
    markers = series.markers
    ends = [marker.start for marker in markers[1:]]
    ends.append(_end_of_last(text, series, outline, paragraphs))
    items = tuple(
        _item(text, marker, end, outline) for marker, end in zip(markers, ends, strict=True)
    )
    lead = _lead(text, items[0].start, outline, paragraphs)
    return Enumeration(items[0].start, items[-1].end, items, *lead, kind=EnumerationKind.NUMBERED)


def _lead(text: str, start: int, outline: Outline, paragraphs: Paragraphs) -> Span:
    """What introduces the items; for headings below a byline or table, what stands above them."""
    line = paragraphs.index_at(start)
    own = outline.own_heading(start)
    if own < 0 or line == 0 or is_body(text, paragraphs.lines[line - 1]):
        return lead_before(text, start, paragraphs)
    above = outline.parent(own)
    if above >= 0:
        heading = outline.headings[above]
        return trimmed(text, heading.start, heading.end)
    return trimmed(text, paragraphs.lines[0].start, paragraphs.lines[0].end)


def _item(text: str, marker: Marker, end: int, outline: Outline) -> Item:
    start, end = item_span(text, marker.start, end)
    own = outline.own_heading(marker.start)
    if own >= 0 and outline.headings[own].end > marker.end:
        head = trimmed(text, marker.end, outline.headings[own].end)
    else:
        head = head_of(text, *trimmed_start(text, marker.end, end))
    return Item(start, end, text[marker.start : marker.end].strip(), *head)


def trimmed_start(text: str, start: int, end: int) -> Span:
    """`[start, end)` without space and Markdown marks at its start."""
    piece = text[start:end]
    return end - len(piece.lstrip(" \t\u3000\u00a0*_")), end


def _end_of_last(text: str, series: _Series, outline: Outline, paragraphs: Paragraphs) -> int:
    """Where the last item ends: with its section, its line, or its sentence if all are one each."""
    last = series.markers[-1]
    limit = series.bound if series.bound >= 0 else len(text)
    own = outline.own_heading(last.start)
    if own >= 0:
        return min(limit, outline.headings[own].section_end)
    end = min(limit, paragraphs.end_at(last.start))
    below = outline.heading_at(last.start) + 1
    if below < len(outline.headings):
        end = min(end, max(last.end, outline.headings[below].start))
    if _are_single_sentences(text, series.markers, paragraphs):
        sentence = _SENTENCE_END.search(text, last.end, end)
        return sentence.end() if sentence else end
    return end


def _are_single_sentences(text: str, markers: Sequence[Marker], paragraphs: Paragraphs) -> bool:
    """Whether the items before the last run on in its paragraph without a full stop inside."""
    line = paragraphs.index_at(markers[-1].start)
    for first, second in pairwise(markers):
        inside = text[first.end : second.start].rstrip()
        if paragraphs.index_at(first.start) != line or _SENTENCE_END.search(inside[:-1]):
            return False
    return True
