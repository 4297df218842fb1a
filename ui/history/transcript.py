"""A kept conversation as it is written down: questions, answers with [n], numbered sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.citations import split_markers
from rag.history.conversations import Conversation, KeptTurn
from rag.types import Answer, AnswerStatus, Citation
from ui.links import source_link
from ui.places import locator_words
from ui.plain_text import one_line, printable
from ui.status_view import local_time


@dataclass(frozen=True, slots=True)
class Marker:
    """An [n] of the text, with the address of its source."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class WrittenSource:
    """What an [n] stands for: the words, and where they stand."""

    marker: Marker
    title: str
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class WrittenTurn:
    """One question with its answer; `lines` is empty when there was none.

    All texts are printable; `lines` are paragraphs in pieces.
    """

    asked: str
    question: str
    understood_as: str
    headline: str
    lines: tuple[tuple[str | Marker, ...], ...]
    sources: tuple[WrittenSource, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation; of `count` turns the last ones, mostly all."""

    title: str
    turns: tuple[WrittenTurn, ...]
    count: int


def transcript(conversation: Conversation, locators: Mapping[str, str], root: str) -> Transcript:
    """The conversation; `locators` are words for places, `root` is the address of the product."""
    return Transcript(
        title=one_line(conversation.summary.title),
        turns=tuple(_turn(turn, locators, root) for turn in conversation.turns),
        count=conversation.summary.turns,
    )


def _turn(turn: KeptTurn, locators: Mapping[str, str], root: str) -> WrittenTurn:
    answer = turn.answer
    return WrittenTurn(
        asked=local_time(turn.asked),
        question=one_line(answer.question),
        understood_as=one_line(answer.understood_as or ""),
        headline=one_line(answer.headline or ""),
        lines=_lines(answer, root) if answer.status is AnswerStatus.ANSWERED else (),
        sources=tuple(_source(each, locators, root) for each in answer.citations),
    )


def _lines(answer: Answer, root: str) -> tuple[tuple[str | Marker, ...], ...]:
    return tuple(
        tuple(
            printable(piece) if isinstance(piece, str) else _marker(piece, root)
            for piece in split_markers(line, answer.citations)
        )
        for line in (answer.answer or "").splitlines()
    )


def _source(citation: Citation, locators: Mapping[str, str], root: str) -> WrittenSource:
    passage = citation.passage
    facts = (citation.section, locator_words(citation.locator, locators), passage.date)
    place = " · ".join(one_line(fact) for fact in (*facts, passage.source) if fact)
    return WrittenSource(
        _marker(citation, root), one_line(passage.title), place, one_line(citation.quote)
    )


def _marker(citation: Citation, root: str) -> Marker:
    return Marker(citation.number, root + source_link(citation))
