"""Samples that stay the same: by the digest of an id, whatever else there is.

A smaller sample is part of a larger one with the same ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.retrieval.sets.public_sets import AskedTexts
from benchmarks.retrieval.types import GoldQuestion, SourceText

SEED = "wenyuan-1"


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a set is taken.

    Attributes:
        asked: texts with all their questions; for STARD: questions with all their articles.
        others: further texts without questions.
    """

    asked: int
    others: int


def in_order(ids: Iterable[str]) -> list[str]:
    """The ids in the order in which samples take them."""
    return sorted(ids, key=lambda each: hashlib.blake2b(f"{SEED}/{each}".encode()).digest())


def sample_texts(texts: tuple[SourceText, ...], count: int) -> tuple[SourceText, ...]:
    """`count` of the texts, or all of fewer; in the order of samples."""
    by_id = {text.text_id: text for text in texts}
    return tuple(by_id[text_id] for text_id in in_order(by_id)[:count])


def sample_questions(questions: tuple[GoldQuestion, ...], count: int) -> tuple[GoldQuestion, ...]:
    """`count` of the questions, or all of fewer, in their own order."""
    chosen = set(in_order(each.question_id for each in questions)[:count])
    return tuple(each for each in questions if each.question_id in chosen)


def sample_by_text(asked: AskedTexts, others: tuple[SourceText, ...], size: Size) -> AskedTexts:
    """Some of the texts with their questions, among some of the others."""
    texts = sample_texts(asked.texts, size.asked)
    return AskedTexts(
        _different((*texts, *sample_texts(others, size.others))),
        questions_on(asked.questions, texts),
    )


def sample_by_question(asked: AskedTexts, size: Size) -> AskedTexts:
    """Some of the questions with all their gold texts, among some of the other texts."""
    questions = sample_questions(asked.questions, size.asked)
    gold = {span.text_id for question in questions for span in question.spans}
    texts = tuple(text for text in asked.texts if text.text_id in gold)
    rest = tuple(text for text in asked.texts if text.text_id not in gold)
    return AskedTexts((*texts, *sample_texts(rest, size.others)), questions)


def questions_on(
    questions: Iterable[GoldQuestion], texts: Iterable[SourceText]
) -> tuple[GoldQuestion, ...]:
    """The questions whose gold spans lie in `texts`."""
    ids = {text.text_id for text in texts}
    return tuple(each for each in questions if all(span.text_id in ids for span in each.spans))


def _different(texts: tuple[SourceText, ...]) -> tuple[SourceText, ...]:
    """Each body once, the first."""
    return tuple({text.body: text for text in reversed(texts)}.values())[::-1]
