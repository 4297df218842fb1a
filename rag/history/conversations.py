"""Values of the history: conversations, their turns, and questions that nobody answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import UsageError
from rag.types import Answer


class Rating(StrEnum):
    """What a person thought of an answer."""

    NONE = ""
    GOOD = "good"
    BAD = "bad"


class UnknownConversationError(UsageError):
    """A conversation, or an answer of one, that is not there, or belongs to somebody else."""

    code = "unknown_conversation"


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation in a list; `changed` is the time of its last turn (ISO 8601, UTC)."""

    conversation_id: str
    title: str
    changed: str
    turns: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question, its answer, and what the person did with it.

    Attributes:
        asked: when (ISO 8601, UTC).
        reason: the person's words beside the rating.
        is_submitted: handed to who looks after the documents.
    """

    asked: str
    answer: Answer
    rating: Rating = Rating.NONE
    reason: str = ""
    is_submitted: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with turns of it, the oldest first."""

    summary: ConversationSummary
    turns: tuple[KeptTurn, ...]


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that a person handed on because the documents did not answer it.

    `person` is a name only where a trusted proxy states one, else "".
    """

    submitted: str
    question: str
    understood_as: str
    nearest: str
    person: str
