"""The main points of a document: its main headings, else the items that it announces."""

from __future__ import annotations

from corpus.structure.enumeration_types import Enumeration, Item
from corpus.structure.heading_kinds import HeadingKind
from rag.readers.announcing import announces
from rag.readers.chapters import heading_span
from rag.readers.lists import MAX_ITEMS, divides, division_of, enumerations_of
from rag.readers.posed_questions import headings_of
from rag.readers.statements import MAX_ANSWER_LENGTH, Span

_ARTICLES = frozenset({HeadingKind.ARTICLE, HeadingKind.ARTICLE_BELOW})
_REQUIRED = "要求"


def main_points(text: str) -> list[Span]:
    """The main headings of a text, else the items of the longest list that it announces."""
    enumerations = enumerations_of(text)
    main = next((e for e in enumerations if divides(e, text)), None)
    if main is not None:
        return _heads(main)
    division = division_of(text)
    headings = [h for h in headings_of(text) if h.start in division and h.kind not in _ARTICLES]
    if headings:
        return [heading_span(text, heading) for heading in headings[:MAX_ITEMS]]
    announced = [e for e in enumerations if announces(text[e.lead_start : e.lead_end])]
    longest = max(announced, key=lambda e: e.end - e.start, default=None)
    return _heads(longest) if longest is not None else []


def points_required(text: str) -> list[Span]:
    """The items under the heading of the requirements, 四、工作要求; whole where they fit."""
    for heading in headings_of(text):
        if not heading.text.endswith(_REQUIRED):
            continue
        for found in enumerations_of(text):
            if heading.end <= found.start and found.end <= heading.section_end:
                wholes = [(item.start, item.end) for item in found.items]
                is_short = sum(end - start for start, end in wholes) <= MAX_ANSWER_LENGTH
                return wholes if is_short else _heads(found)
    return []


def _heads(enumeration: Enumeration) -> list[Span]:
    items: tuple[Item, ...] = enumeration.items[:MAX_ITEMS]
    return [(item.head_start, item.head_end) for item in items]
