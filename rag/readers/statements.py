"""Statements of an answer, word for word, and how long they may be together."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.sentences import split_clauses, split_sentences
from corpus.types import Passage
from rag.readers.base import Evidence, Library, Statement
from rag.readers.sentences import ReadSentence

MAX_ANSWER_LENGTH = 200

Span = tuple[int, int]


def statement_of_sentence(sentence: ReadSentence, room: int = MAX_ANSWER_LENGTH) -> Statement:
    """The sentence, or the clauses around its answer where it is longer than `room`."""
    start, end = _shortened(sentence, room)
    quote = sentence.text[start - sentence.start : end - sentence.start]
    evidence = Evidence(sentence.source.passage, start, end, quote, sentence.probability)
    return Statement(quote, (evidence,))


def statement_of_span(library: Library, near: Passage, span: Span, score: float) -> Statement:
    """The words of `span` in the stored text that `near` was cut from."""
    start, end = span
    quote = library.text_of(near)[start:end]
    passage = passage_at(library.passages_of(near), start)
    return Statement(quote, (Evidence(passage, start, end, quote, score),))


def passage_at(passages: Sequence[Passage], offset: int) -> Passage:
    """The passage that holds an offset of the stored text, else the last one before it."""
    before = [passage for passage in passages if passage.start <= offset]
    return before[-1] if before else passages[0]


def opening_sentences(text: str, start: int, end: int, room: int = MAX_ANSWER_LENGTH) -> list[Span]:
    """The first sentences of `[start, end)` that fit into `room`; of a longer one its clauses."""
    fitting: list[Span] = []
    length = 0
    for begin, stop in split_sentences(text[start:end]):
        length += stop - begin
        if length > room:
            break
        fitting.append((start + begin, start + stop))
    if not fitting and text[start:end].strip():
        begin, stop = split_sentences(text[start:end])[0]
        first, last = _window(_clauses(text[start + begin : start + stop]), 0, MAX_ANSWER_LENGTH)
        fitting.append((start + begin + first, start + begin + last))
    return fitting


def _shortened(sentence: ReadSentence, room: int) -> Span:
    if len(sentence.text) <= room:
        return sentence.start, sentence.end
    clauses = _clauses(sentence.text)
    windows = [_window(clauses, first, room) for first in range(len(clauses))]
    start, end = max(
        windows,
        key=lambda window: sentence.source.share_of(
            sentence.start + window[0], sentence.start + window[1]
        ),
    )
    return sentence.start + start, sentence.start + end


def _clauses(sentence: str) -> list[Span]:
    return split_clauses(sentence, 0, len(sentence)) or [(0, MAX_ANSWER_LENGTH)]


def _window(clauses: Sequence[Span], first: int, room: int) -> Span:
    """From clause `first` on, as many whole clauses as fit; a longer clause is cut."""
    start = clauses[first][0]
    ends = [end for _, end in clauses[first:] if end - start <= room]
    return start, max(ends, default=start + room)
