"""What a part, chapter or section of a text holds: its heading and how its articles begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.normalize import search_form
from corpus.numbered_parts import leading_part
from corpus.sentences import split_clauses, split_sentences
from corpus.structure.clauses import Article, articles_of
from corpus.structure.headings import Heading
from rag.readers.lists import MAX_ITEMS
from rag.readers.posed_questions import headings_of
from rag.readers.statements import MAX_ANSWER_LENGTH, Span, opening_sentences

_OWN_HEADING = re.compile(r"[ \u3000]*(?:【[^】\n]{1,30}】|[（(][^）)\n]{1,30}[）)])")
_MARKS = " \t\u3000\n#*_"


def find_division(text: str, tokens: Sequence[str], start: int = 0) -> Heading | None:
    """The heading named by `tokens` from the top down ("章:3", "节:1"), at or behind `start`.

    Of several of the same number the one over most: a table of contents has nothing below it.
    """
    end = len(text)
    found: Heading | None = None
    for token in tokens:
        fitting = [
            heading
            for heading in headings_of(text)
            if start <= heading.start < end and leading_part(search_form(heading.text)) == token
        ]
        found = max(fitting, key=lambda heading: heading.section_end - heading.end, default=None)
        if found is None:
            return None
        start, end = found.end, found.section_end
    return found


def chapter_spans(text: str, chapter: Heading) -> list[Span]:
    """The heading of a chapter and, in order, what tells of that which it holds.

    The headings of its sections, else those of its articles or their first sentences, in short
    where they are long together; without both its own first sentences.
    """
    heading = heading_span(text, chapter)
    articles = [a for a in articles_of(text) if chapter.end <= a.start < chapter.section_end]
    below = [h for h in headings_of(text) if chapter.end <= h.start < chapter.section_end]
    level = min((h.level for h in below), default=0)
    sections = [heading_span(text, h) for h in below if h.level == level]
    first_article = articles[0].start if articles else len(text)
    if sections and sections[0][0] < first_article:
        return [heading, *sections[:MAX_ITEMS]]
    if articles:
        return [heading, *_openings(text, articles[:MAX_ITEMS])]
    room = MAX_ANSWER_LENGTH - (heading[1] - heading[0])
    return [heading, *opening_sentences(text, chapter.end, chapter.section_end, room)]


def heading_span(text: str, heading: Heading) -> Span:
    """Where the words of a heading stand, without the marks of Markdown."""
    start = text.find(heading.text, heading.start, heading.end)
    if start >= 0:
        return start, start + len(heading.text)
    return bare_span(text, heading.start, heading.end)


def words_start(text: str, article: Article) -> int:
    """Where the words of an article begin: at its label, unless that stands alone."""
    behind = article.start + len(article.label)
    line_end = text.find("\n", behind, article.end)
    rest = text[behind : line_end if line_end >= 0 else article.end]
    is_apart = rest[:1] in ("*", "_") or not rest.strip(_MARKS)
    return bare_span(text, behind, article.end)[0] if is_apart else article.start


def bare_span(text: str, start: int, end: int) -> Span:
    """`[start, end)` without white space and marks of Markdown around it."""
    piece = text[start:end]
    begin = end - len(piece.lstrip(_MARKS))
    return begin, begin + len(text[begin:end].rstrip(_MARKS))


def _openings(text: str, articles: Sequence[Article]) -> list[Span]:
    """The headings of articles where each has one, else their first sentences or clauses."""
    labels = [(a.start, a.start + len(a.label)) for a in articles]
    headings = [_OWN_HEADING.match(text, end) for _, end in labels]
    if all(headings):
        return [(a, m.end()) for (a, _), m in zip(labels, headings, strict=True) if m]
    starts = [(words_start(text, article), article.end) for article in articles]
    sentences = [
        (start + a, start + b)
        for start, end in starts
        for a, b in split_sentences(text[start:end])[:1]
    ]
    if sum(end - start for start, end in sentences) <= MAX_ANSWER_LENGTH:
        return sentences
    return [span for start, end in sentences for span in split_clauses(text, start, end)[:1]]
