"""Where the head of an item ends and which sentence leads into an enumeration."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from corpus.sentences import split_sentences
from corpus.structure.brackets import bracket_spans
from corpus.structure.lines import Line

Span = tuple[int, int]

_LONGEST_WHOLE_HEAD = 30
_LONGEST_HEAD = 80
_LEAD_WINDOW = 400
_SHORTEST_LEAD = 10
_LONGEST_JOINED_LEAD = 200
_SENTENCE_END = re.compile("[。；;！？!?\n…]|[.](?=\\s|$)")
_CLAUSE_END = re.compile("，|,(?!\\d{3})|[：:](?!\\d)|——")
_EXPLAINS = re.compile("[，,：:](?=即|就是|也就是|是指|指的是|意味着)|——|[：:](?!\\d)")
_AROUND = " \t\u3000\u00a0*#。；;，,：:、！!…"


class Paragraphs:
    """The lines of a text, found by place."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._starts = [line.start for line in lines]

    def index_at(self, position: int) -> int:
        """The place in `lines` of the line that holds `position`."""
        return max(0, bisect_right(self._starts, position) - 1)

    def end_at(self, position: int) -> int:
        """The end of the line that holds `position`."""
        return self.lines[self.index_at(position)].end


def head_of(text: str, start: int, end: int) -> Span:
    """The words that name the item whose text is `[start, end)`.

    Its first sentence where that has up to 30 characters and two clauses
    ("加强学习，提升能力"), else the first clause of it; never cut inside brackets
    or quotation marks.
    """
    limit = min(end, start + _LONGEST_HEAD)
    enclosed = bracket_spans(text, start, limit, quotes=True)
    sentence = _first_outside(_SENTENCE_END, text, start, limit, enclosed)
    explained = _first_outside(_EXPLAINS, text, start, sentence, enclosed)
    if explained < sentence:
        return trimmed(text, start, explained)
    clause = _first_outside(_CLAUSE_END, text, start, sentence, enclosed)
    second = _first_outside(_CLAUSE_END, text, clause, sentence, enclosed)
    is_name = second < sentence and clause - start > 3 and text[clause - 1] not in "的时后前"
    is_short = sentence - start <= _LONGEST_WHOLE_HEAD and not is_name
    return trimmed(text, start, sentence if is_short else clause)


def _first_outside(
    pattern: re.Pattern[str], text: str, start: int, end: int, enclosed: Sequence[Span]
) -> int:
    """Where `pattern` first matches behind `start` outside the spans `enclosed`; else `end`."""
    for match in pattern.finditer(text, start + 1, end):
        position = match.start()
        if not any(a <= position < b for a, b in enclosed):
            return position
    return end


def trimmed(text: str, start: int, end: int) -> Span:
    """`[start, end)` without white space, Markdown marks and punctuation around it."""
    piece = text[start:end]
    inner = piece.strip(_AROUND)
    begin = start + len(piece) - len(piece.lstrip(_AROUND)) if inner else start
    return begin, begin + len(inner)


def stripped(text: str, start: int, end: int) -> Span:
    """`[start, end)` without white space around it."""
    piece = text[start:end]
    inner = piece.strip()
    begin = end - len(piece.lstrip()) if inner else start
    return begin, begin + len(inner)


def item_span(text: str, start: int, end: int) -> Span:
    """`[start, end)` without white space and the marks of a Markdown heading that follows."""
    return start, start + len(text[start:end].rstrip(" \t\n\u3000\u00a0#*"))


def lead_before(text: str, position: int, paragraphs: Paragraphs) -> Span:
    """The last sentence, or start of one, before `position` in its line, else in the line above."""
    index = paragraphs.index_at(position)
    start = paragraphs.lines[index].start
    if not text[start:position].strip(_AROUND):
        if index == 0:
            return start, start
        start, position = paragraphs.lines[index - 1].start, paragraphs.lines[index - 1].end
    start = max(start, position - _LEAD_WINDOW)
    sentences = split_sentences(text[start:position])
    begin, end = sentences[-1]
    if end - begin < _SHORTEST_LEAD and len(sentences) > 1:
        before = sentences[-2][0]
        begin = before if end - before <= _LONGEST_JOINED_LEAD else begin
    return trimmed(text, start + begin, start + end)
