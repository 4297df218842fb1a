"""Enumerations that no figures mark: bullets, sibling headings, definitions, parallel sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.structure.enumeration_parts import (
    Paragraphs,
    Span,
    head_of,
    item_span,
    lead_before,
    stripped,
    trimmed,
)
from corpus.structure.enumeration_types import Enumeration, EnumerationKind, Item
from corpus.structure.heading_kinds import HeadingKind
from corpus.structure.lines import Line
from corpus.structure.outline import Outline
from corpus.structure.parallel_sentences import (
    alike_paragraphs,
    alike_sentences,
    clause_lists,
    definitions,
)

_BULLET = re.compile(r"([-*+•·●◆■□○▪►▶])[ \t\u3000]+(?=\S)")
_NUMBERED_HEADING = re.compile(r"[一二三四五六七八九十]+[、.]|[（(]|\d|第")
_SIBLINGS = frozenset(HeadingKind) - {
    HeadingKind.ARTICLE,
    HeadingKind.ARTICLE_BELOW,
    HeadingKind.QUESTION,
    HeadingKind.CHINESE,
    HeadingKind.CHINESE_IN_BRACKETS,
    HeadingKind.DIGIT,
    HeadingKind.DECIMAL,
    HeadingKind.LONG_DECIMAL,
    HeadingKind.DIGIT_IN_BRACKETS,
}


def find_parallels(
    text: str, outline: Outline, paragraphs: Paragraphs, numbered: Sequence[Enumeration]
) -> list[Enumeration]:
    """All enumerations without figures; `numbered` are those with, which go first."""
    marked = {item.start for enumeration in numbered for item in enumeration.items}
    found = [*_bullets(text, paragraphs), *_sibling_headings(text, outline, paragraphs, marked)]
    for line in (_without_heading(line, outline) for line in paragraphs.lines):
        found += _defined(text, line, paragraphs)
        pieces = [(EnumerationKind.PARALLEL, alike_sentences(text, line))]
        pieces += [(EnumerationKind.CLAUSES, spans) for spans in clause_lists(text, line)]
        for kind, spans in pieces:
            if spans and not any(start in marked for start, _ in spans):
                found.append(_of_spans(text, spans, kind, paragraphs))
    for spans in alike_paragraphs(text, paragraphs.lines):
        if not any(outline.own_heading(start) >= 0 or start in marked for start, _ in spans):
            found.append(_of_spans(text, spans, EnumerationKind.PARALLEL, paragraphs))
    return found


def _without_heading(line: Line, outline: Outline) -> Line:
    """What of a line stands behind the heading that it starts with."""
    own = outline.own_heading(line.start)
    end = outline.headings[own].end if own >= 0 else line.start
    return Line(min(end, line.end), line.end, line.follows_blank)


def _defined(text: str, line: Line, paragraphs: Paragraphs) -> Iterator[Enumeration]:
    terms = definitions(text, line)
    if terms:
        items = tuple(Item(*term.span, "", *term.name) for term in terms)
        lead = lead_before(text, items[0].start, paragraphs)
        yield Enumeration(items[0].start, items[-1].end, items, *lead, kind=EnumerationKind.DEFINED)


def _of_spans(
    text: str, spans: Sequence[Span], kind: EnumerationKind, paragraphs: Paragraphs
) -> Enumeration:
    items = tuple(Item(start, end, "", *head_of(text, start, end)) for start, end in spans)
    lead = lead_before(text, items[0].start, paragraphs)
    return Enumeration(items[0].start, items[-1].end, items, *lead, kind=kind)


def _bullets(text: str, paragraphs: Paragraphs) -> Iterator[Enumeration]:
    """Consecutive lines behind one and the same bullet."""

    def bullet(line: Line) -> str:
        match = _BULLET.match(text, line.start, line.end)
        return match[1] if match else ""

    for mark, group in groupby(paragraphs.lines, key=bullet):
        lines = list(group)
        if not mark or len(lines) < 2:
            continue
        items = tuple(_bulleted(text, line, mark) for line in lines)
        lead = lead_before(text, items[0].start, paragraphs)
        yield Enumeration(
            items[0].start, items[-1].end, items, *lead, kind=EnumerationKind.BULLETED
        )


def _bulleted(text: str, line: Line, mark: str) -> Item:
    start, end = stripped(text, line.start + len(mark), line.end)
    return Item(line.start, line.end, mark, *head_of(text, start, end))


def _sibling_headings(
    text: str, outline: Outline, paragraphs: Paragraphs, marked: set[int]
) -> Iterator[Enumeration]:
    """Headings of one kind under one heading, unless figures number them."""
    families: dict[tuple[int, int, HeadingKind], list[int]] = {}
    for index, heading in enumerate(outline.headings):
        if heading.kind in _SIBLINGS:
            key = (outline.parent(index), heading.level, heading.kind)
            families.setdefault(key, []).append(index)
    for (parent, _, kind), members in families.items():
        is_division = HeadingKind.PART <= kind <= HeadingKind.SECTION
        names = [outline.headings[index].text for index in members]
        is_numbered = any(_NUMBERED_HEADING.match(name) for name in names) and not is_division
        if len(members) < 2 or is_numbered:
            continue
        items = tuple(_section(text, outline, index) for index in members)
        if any(item.head_start in marked or item.start in marked for item in items):
            continue
        if parent >= 0:
            heading = outline.headings[parent]
            lead = trimmed(text, heading.start, heading.end)
        else:
            lead = lead_before(text, items[0].start, paragraphs)
        yield Enumeration(
            items[0].start, items[-1].end, items, *lead, kind=EnumerationKind.HEADINGS
        )


def _section(text: str, outline: Outline, index: int) -> Item:
    heading = outline.headings[index]
    start, end = item_span(text, heading.start, heading.section_end)
    return Item(start, end, "", *trimmed(text, heading.start, heading.end))
