"""What happens while a question is answered, in the order in which it happens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.types import Answer, Citation


class Stage(StrEnum):
    """A step on the way to an answer."""

    WAIT = "wait"
    RETRIEVE = "retrieve"
    RERANK = "rerank"
    READ = "read"
    CITE = "cite"


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A step has begun."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class CitationFound:
    """What an [n] stands for; comes right before the first text that carries that [n]."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class TextAdded:
    """The next piece of the answer, checked against its sources.

    All pieces joined are `Answer.answer`, line ends included; there is none when nothing
    was found.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer, or that there is none; always the last event."""

    answer: Answer


AnswerEvent = StageStarted | CitationFound | TextAdded | Finished
