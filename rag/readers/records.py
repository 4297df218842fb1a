"""Rows of spreadsheets answer only questions that speak of what stands in them.

A reading model trained on prose takes "column: value" for an answer to almost anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.question import Question
from rag.readers.base import Library
from rag.types import ScoredPassage

# The least share of the question's words, weighed by rarity, that row, headings and title hold.
LEAST_SHARE = 0.5

_ASKING = re.compile("什么|多少|几|谁|哪|怎么?样?|如何|为何|是否|请问|时候|多久|多大|多长")


def without_strange_records(
    question: Question, passages: Sequence[ScoredPassage], library: Library
) -> list[ScoredPassage]:
    """`passages` without the rows that say nothing of what is asked about."""
    words = {
        word
        for word in library.tokens(question.text)
        if len(word) > 1 and ":" not in word and not _ASKING.search(word)
    }
    total = sum(library.rarity(word) for word in words)
    return [
        scored
        for scored in passages
        if not _is_record(scored) or _share(scored, words, library) >= LEAST_SHARE * total
    ]


def _is_record(scored: ScoredPassage) -> bool:
    locator = scored.passage.locator
    return locator is not None and locator["kind"] == "row"


def _share(scored: ScoredPassage, words: set[str], library: Library) -> float:
    passage = scored.passage
    held = set(library.tokens(f"{passage.context}\n{passage.text}"))
    return sum(library.rarity(word) for word in words & held)
