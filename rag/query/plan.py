"""All that a question's wording tells the search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rag.query.asking_words import content_of
from rag.query.dates import AskedDate, find_dates
from rag.query.parts import split_into_parts
from rag.query.quoted import quoted_phrases


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """How to search for what a question asks.

    Attributes:
        text: the question as asked.
        word_text: of it what the word index is asked for: no politeness, no asking words.
        phrases: what it puts in quotation marks, as written.
        dates: the times that it names.
        parts: a question for each thing that it asks after side by side, each to be planned
            and searched on its own; of most questions only `text`.
    """

    text: str
    word_text: str
    phrases: tuple[str, ...]
    dates: tuple[AskedDate, ...]
    parts: tuple[str, ...]


def plan_query(text: str, today: date) -> QueryPlan:
    """The plan for a question; 去年 and the like are told from `today`."""
    return QueryPlan(
        text=text,
        word_text=content_of(text),
        phrases=quoted_phrases(text),
        dates=find_dates(text, today),
        parts=split_into_parts(text),
    )
