"""The words of a clause, found in a text by its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.official import signature_of
from corpus.structure.clauses import Article, articles_of
from corpus.structure.enumeration_types import EnumerationKind
from rag.readers.chapters import bare_span, chapter_spans, find_division, words_start
from rag.readers.clause_references import ClauseReference
from rag.readers.lists import enumerations_of
from rag.readers.statements import MAX_ANSWER_LENGTH, Span, opening_sentences

_SENTENCE_MARKS = "。；：;:"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause at `[start, end)` of a text, and what is said of it: its words, as many as fit."""

    start: int
    end: int
    spans: tuple[Span, ...]


def find_clause(
    text: str, start: int, reference: ClauseReference, at_hand: Sequence[Span], room: int
) -> Clause | None:
    """The clause of the regulation that begins at `start` of `text`; None if it has no such.

    Of several articles with the number, the first that touches a span `at_hand` is meant.
    """
    scope = (start, len(text))
    if reference.divisions:
        division = find_division(text, reference.divisions, start)
        if division is None:
            return None
        if not reference.article:
            spans = chapter_spans(text, division)
            return Clause(division.start, division.section_end, tuple(spans))
        scope = (division.end, division.section_end)
    article = _article_of(text, scope, reference, at_hand)
    span = _span_in(text, article, reference) if article else None
    if span is None:
        return None
    return Clause(*span, tuple(opening_sentences(text, *span, min(room, MAX_ANSWER_LENGTH))))


def has_clauses(text: str, reference: ClauseReference) -> bool:
    """Whether a text is divided as the reference says: into articles, or into chapters."""
    if reference.article:
        return bool(articles_of(text))
    unit = reference.token.partition(":")[0]
    return find_division(text, (f"{unit}:1",)) is not None


def _article_of(
    text: str, scope: Span, reference: ClauseReference, at_hand: Sequence[Span]
) -> Article | None:
    found = [a for a in _regulation(text, scope) if a.token == reference.token]
    # In a table of contents an article has no words of its own.
    found = [a for a in found if any(m in text[a.start : a.end] for m in _SENTENCE_MARKS)] or found
    touched = (
        article
        for begin, end in at_hand
        for article in found
        if article.start < end and begin < article.end
    )
    return next(touched, found[0] if found else None)


def _regulation(text: str, scope: Span) -> Iterator[Article]:
    """The articles in `scope`; of a regulation behind the head of a text, up to the next one."""
    inside = [a for a in articles_of(text) if scope[0] <= a.start < scope[1]]
    for article, following in pairwise((*inside, None)):
        assert article is not None
        yield article
        if scope[0] and following and following.number < article.number:
            return


def _span_in(text: str, article: Article, reference: ClauseReference) -> Span | None:
    """The words of an article, or of its paragraph or item that is named."""
    end = _without_signature(text, article.start, article.body_end)
    if not reference.paragraph and not reference.item:
        return bare_span(text, words_start(text, article), end)
    span = article.span_of(reference.paragraph, reference.item)
    if span is None and reference.item:
        span = _counted_item(text, article.span_of(reference.paragraph, 0), reference.item)
    return bare_span(text, span[0], min(span[1], end)) if span else None


def _without_signature(text: str, start: int, end: int) -> int:
    """The end of the last article's words, where those who made the regulation sign behind it."""
    signature = signature_of(text[start:end])
    if signature is None:
        return end
    first, _ = min((*signature.lines, signature.day))
    return start + first


def _counted_item(text: str, within: Span | None, item: int) -> Span | None:
    """An item that is not numbered as those of laws are: 1. or （1）."""
    if within is None:
        return None
    for enumeration in enumerations_of(text):
        is_numbered = enumeration.kind is EnumerationKind.NUMBERED
        is_within = within[0] <= enumeration.start and enumeration.end <= within[1]
        if is_numbered and is_within and item <= len(enumeration.items):
            named = enumeration.items[item - 1]
            return named.start, named.end
    return None
