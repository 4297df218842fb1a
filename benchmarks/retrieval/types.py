"""Texts, questions with their gold spans, and what a pipeline finds.

This module and `worker` import nothing but the standard library: they run in every
peer's environment.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """`[start, end)` of the body of a text, in code points."""

    text_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """One document as every pipeline gets it: its body, and nothing besides."""

    text_id: str
    body: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and the spans that answer it.

    Attributes:
        question_id: unique in its set.
        question: as a user would type it.
        spans: any one of them is evidence enough; for STARD each is a whole article, and
            recall counts how many are found.
    """

    question_id: str
    question: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions over one crowd of texts."""

    name: str
    crowd: str
    questions: tuple[GoldQuestion, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a pipeline returned for one question: spans of bodies, best first."""

    question_id: str
    passages: tuple[Span, ...]
    milliseconds: float
