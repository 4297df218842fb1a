"""What every reader promises: from a question and passages to statements with evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.types import Passage
from rag.question import Question
from rag.types import ScoredPassage


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a statement rests on: `[start, end)` of the stored text; `score` in [0, 1]."""

    passage: Passage
    start: int
    end: int
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or list item of an answer and what it rests on."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found; no statements mean that the passages do not answer.

    `confidence`, in [0, 1], is the estimated probability that the statements answer.
    """

    statements: tuple[Statement, ...]
    confidence: float
    short_answer: str | None = None


class Library(Protocol):
    """What a reader may look up beyond the passages it is given."""

    def text_of(self, passage: Passage) -> str:
        """The whole stored text a passage was cut from."""

    def locator_of(self, passage: Passage, start: int, end: int) -> Mapping[str, object] | None:
        """Where `[start, end)` of the stored text lies in the original file."""

    def passages_of(self, passage: Passage) -> Sequence[Passage]:
        """All passages of the same document, in order."""

    def tokens(self, text: str) -> list[str]:
        """The words of a text as the word index counts them."""

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word, ≥ 0."""


class Reader(Protocol):
    """Answers a question from passages, or says that they do not answer it."""

    @property
    def name(self) -> str:
        """Shown with the answer."""

    def read(
        self, question: Question, passages: Sequence[ScoredPassage], library: Library
    ) -> Reading:
        """Reads `passages`, best first; `evidence` of the result lies in their documents."""
