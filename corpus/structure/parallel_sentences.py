"""Sentences, paragraphs and clauses that enumerate by being built alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.sentences import split_sentences
from corpus.structure.brackets import bracket_spans
from corpus.structure.likeness import shared_start
from corpus.structure.lines import Line

Span = tuple[int, int]

_TERM = r"[“「]?[\u4e00-\u9fffA-Za-z\d]{1,10}?[”」]?"
_DEFINITION = re.compile(
    rf"(?:(?<=[。；;！？\n”])|^)\s*(?!所谓)(?P<term>{_TERM})[，,：:]?(?:就是|即是|是指|指的是|就要|即(?!将|使|便|可))"
    rf"|(?:(?<=[。；;！？，,：:\n”])|^)\s*所谓(?P<called>{_TERM})[，,]?(?:就是|即|是指|指的是)"
)
_LEAST_PARALLEL = 3
_LEAST_SHARED = 5
_LONGEST_PARALLEL = 40
_MOST_SENTENCES = 20
_LONGEST_LIST_SENTENCE = 1500
_FAR_FROM_LIST = 300
_BETWEEN_TERMS = 12
_HAN = re.compile("[\u3400-\u9fff]")
# Captions and reports of figures are alike without enumerating anything.
_NO_PARALLEL = re.compile(r"图|据|截至|\d|[^，,。]{0,12}(?:摄|报道)\b")
_FIRST_CLAUSE = re.compile("[^，,。；;：:！？\n]{8,40}(?=[，,])")
_COLON = re.compile("[：:](?!\\d)")
_SEMICOLON = re.compile("[；;]")
_LEAST_CLAUSE = 4


@dataclass(frozen=True, slots=True)
class Definition:
    """A term where it is explained: the place of its name, and of the explanation with it."""

    span: Span
    name: Span


def definitions(text: str, line: Line) -> list[Definition]:
    """The terms of a list that are explained behind it one by one.

    分为甲、乙。甲，就是…。乙，就是….
    """
    matches = list(_DEFINITION.finditer(text, line.start, line.end))[:_MOST_SENTENCES]
    for first in range(len(matches) - 1):
        for last in range(len(matches), first + 1, -1):
            group = matches[first:last]
            if _are_listed(text, line, group):
                return _definitions(text, line, group)
    return []


def _definitions(text: str, line: Line, matches: Sequence[re.Match[str]]) -> list[Definition]:
    starts = [match.end() - len(match[0].lstrip()) for match in matches]
    last_end = split_sentences(text[starts[-1] : line.end])[0][1] + starts[-1]
    names = [match.span("term" if match["term"] else "called") for match in matches]
    spans = _spans(text, starts, last_end)
    return [Definition(span, name) for span, name in zip(spans, names, strict=True)]


def _are_listed(text: str, line: Line, matches: Sequence[re.Match[str]]) -> bool:
    """Whether the terms stand one close behind the other before they are explained."""
    terms = [(match["term"] or match["called"]).strip("“”「」") for match in matches]
    begin = max(line.start, matches[0].start() - _FAR_FROM_LIST)
    end = matches[0].start()
    position = text.find(terms[0], begin, end)
    for first, second in pairwise(terms):
        following = text.find(second, position + len(first), end)
        if position < 0 or not 0 <= following - position - len(first) <= _BETWEEN_TERMS:
            return False
        position = following
    return True


def alike_sentences(text: str, line: Line) -> list[Span]:
    """At least three sentences of a paragraph that begin alike and are about as long.

    Each item goes on to the next of them: they may be followed by explanations.
    """
    sentences = [
        (line.start + a, line.start + b) for a, b in split_sentences(text[line.start : line.end])
    ]
    short = [
        (a, b)
        for a, b in sentences
        if b - a <= _LONGEST_PARALLEL and not _NO_PARALLEL.match(text, a)
    ]
    best: list[Span] = []
    for index, (start, end) in enumerate(short):
        words = text[start:end]
        group = [
            (a, b)
            for a, b in short[index : index + _MOST_SENTENCES]
            if abs((b - a) - len(words)) <= _LEAST_PARALLEL
            and shared_start(words, text[a:b]) >= _LEAST_SHARED
        ]
        is_varied = len({text[a:b] for a, b in group}) == len(group)
        if is_varied and len(group) > len(best):
            best = group
    if len(best) < _LEAST_PARALLEL:
        return []
    return _spans(text, [start for start, _ in best], line.end)


def alike_paragraphs(text: str, lines: Sequence[Line]) -> Iterator[list[Span]]:
    """Neighbouring paragraphs whose first clauses share beginning and end.

    For instance 将学习与工作相结合 and 将学习与调研相结合. The first of them may have
    its subject before what is shared.
    """
    group: list[Line] = []
    shared = ("", "")
    for first, second in pairwise(lines):
        frame = _frame(text, first, second)
        if group and frame == ("", ""):
            yield from _as_items(group)
            group = []
        elif frame != ("", ""):
            group = group if group and frame == shared else [first]
            group.append(second)
            shared = frame
    yield from _as_items(group)


def _as_items(group: Sequence[Line]) -> Iterator[list[Span]]:
    if len(group) >= _LEAST_PARALLEL:
        yield [(line.start, line.end) for line in group]


def _frame(text: str, first: Line, second: Line) -> tuple[str, str]:
    """What the first clauses of two paragraphs share at start and end; ("", "") if too little."""
    clause = _FIRST_CLAUSE.match(text, first.start, first.end)
    other = _FIRST_CLAUSE.match(text, second.start, second.end)
    if not clause or not other:
        return "", ""
    suffix = shared_start(clause[0][::-1], other[0][::-1])
    begin = other[0][:_LEAST_SHARED]
    offset = clause[0].find(begin)
    if suffix < 3 or offset < 0:
        return "", ""
    return begin, other[0][-3:]


def clause_lists(text: str, line: Line) -> Iterator[list[Span]]:
    """Sentences of at least three parts between ；, or of two behind a colon."""
    if not _SEMICOLON.search(text, line.start, line.end):
        return
    for start, end in split_sentences(text[line.start : line.end]):
        begin, stop = line.start + start, line.start + end
        if stop - begin <= _LONGEST_LIST_SENTENCE:
            spans = _clauses(text, begin, stop)
            if spans:
                yield spans


def _clauses(text: str, start: int, end: int) -> list[Span]:
    enclosed = bracket_spans(text, start, end, quotes=True)

    def outside(position: int) -> bool:
        return not any(a <= position < b for a, b in enclosed)

    cuts = [m.start() for m in _SEMICOLON.finditer(text, start, end) if outside(m.start())]
    if not cuts:
        return []
    colon = next((m for m in _COLON.finditer(text, start, cuts[0]) if outside(m.start())), None)
    begin = colon.end() if colon else start
    spans = _spans(text, [begin, *(cut + 1 for cut in cuts)], end)
    leads_in = colon is not None and colon.start() - start >= _LEAST_CLAUSE
    is_list = len(spans) >= _LEAST_PARALLEL or (leads_in and len(spans) > 1)
    return spans if is_list and min(b - a for a, b in spans) >= _LEAST_CLAUSE else []


def _spans(text: str, starts: Sequence[int], last_end: int) -> list[Span]:
    """Spans from each start to the next, the last to `last_end`, without white space around."""
    spans = []
    for start, end in zip(starts, [*starts[1:], last_end], strict=True):
        piece = text[start:end]
        if piece.strip():
            begin = end - len(piece.lstrip())
            spans.append((begin, begin + len(piece.strip())))
    return spans
