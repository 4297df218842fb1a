"""Values of retrieval and answering, and the one place that turns them into JSON shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.types import Passage


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage in a result list: `rank` counts from 1, a higher `score` is better."""

    passage: Passage
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words an answer rests on: `quote` is `[start, end)` of the stored text.

    `number` is the n of its `[n]` in the answer; `score` lies in [0, 1]. `section` and `locator`
    are those of the quote, which may be narrower than those of the passage (第十二条第二款).
    """

    number: int
    passage: Passage
    start: int
    end: int
    quote: str
    score: float
    section: str
    locator: Mapping[str, object] | None


_MARKERS = re.compile(r"\[\d+\]")
_NEARLY_ALL = 0.9


class AnswerStatus(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NO_EVIDENCE = "no_evidence"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class AnswerError:
    """Why there is no answer: a word for machines, a sentence, and what to do."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a user gets for one question (contracts: Answer).

    Of an answered question, `confidence` is the estimated probability, in [0, 1], that it answers;
    `more` are the passages that were read and are not cited, best first.
    """

    id: str
    question: str
    status: AnswerStatus
    answer: str | None = None
    short_answer: str | None = None
    citations: tuple[Citation, ...] = ()
    nearest: tuple[ScoredPassage, ...] = ()
    more: tuple[ScoredPassage, ...] = ()
    error: AnswerError | None = None
    reader: str = ""
    understood_as: str | None = None
    elapsed_ms: float = 0.0
    confidence: float = 0.0

    @property
    def headline(self) -> str | None:
        """The short answer; None where the answer says little more: nothing is said twice."""
        said = _MARKERS.sub("", self.answer or "")
        if self.short_answer is None or len(self.short_answer) >= _NEARLY_ALL * len(said):
            return None
        return self.short_answer


def _place_as_json(
    passage: Passage, section: str, locator: Mapping[str, object] | None
) -> dict[str, Any]:
    return {
        "passage_id": passage.passage_id,
        "document_id": passage.document_id,
        "source": passage.source,
        "also_in": list(passage.also_in),
        "title": passage.title,
        "section": section,
        "date": passage.date,
        "text_hash": passage.text_hash,
        "locator": dict(locator) if locator is not None else None,
    }


def passage_as_json(scored: ScoredPassage) -> dict[str, Any]:
    """The Passage shape of the contracts."""
    passage = scored.passage
    return _place_as_json(passage, passage.section, passage.locator) | {
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "rank": scored.rank,
        "score": round(scored.score, 6),
    }


def citation_as_json(citation: Citation) -> dict[str, Any]:
    """The Citation shape of the contracts."""
    return _place_as_json(citation.passage, citation.section, citation.locator) | {
        "number": citation.number,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "score": round(citation.score, 6),
    }


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """The Answer shape of the contracts."""
    error = answer.error
    return {
        "id": answer.id,
        "question": answer.question,
        "understood_as": answer.understood_as,
        "status": answer.status.value,
        "answer": answer.answer,
        "short_answer": answer.short_answer,
        "citations": [citation_as_json(citation) for citation in answer.citations],
        "nearest": [passage_as_json(scored) for scored in answer.nearest],
        "error": None
        if error is None
        else {"code": error.code, "message": error.message, "remedy": error.remedy},
        "reader": answer.reader,
        "elapsed_ms": round(answer.elapsed_ms, 1),
    }
