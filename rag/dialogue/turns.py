"""What a conversation remembers of a question and its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.types import Answer, AnswerStatus

# So many turns a follow-up may look back on.
REMEMBERED_TURNS = 20

_MARKERS = re.compile(r"(?:\[\d+\])+")
_ITEM_NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]+[是、.．)）]|[(（][一二三四五六七八九十\d]+[)）])\s*"
)
_FEWEST_ITEMS = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """A question in its complete form, and what was answered.

    Attributes:
        question: as it was understood.
        short: the short answer, "" where there was none.
        items: the lines of an answer that has several, without markers.
        title: of the document cited first, "" where none was.
        told: `(text_hash, start, end)` of the quotes cited so far under this question.
    """

    question: str
    short: str = ""
    items: tuple[str, ...] = ()
    title: str = ""
    told: frozenset[tuple[str, int, int]] = frozenset()


def remembered(earlier: Sequence[Turn], answer: Answer) -> tuple[Turn, ...]:
    """The last turns, with what is remembered of an answer after `earlier`."""
    turn = turn_of(answer, earlier)
    return (*earlier, *([turn] if turn else []))[-REMEMBERED_TURNS:]


def turn_of(answer: Answer, earlier: Sequence[Turn] = ()) -> Turn | None:
    """What is remembered of an answer; None of one about the product itself."""
    question = answer.understood_as or answer.question
    same = [turn.told for turn in earlier if turn.question == question]
    told = frozenset[tuple[str, int, int]]().union(*same)
    if answer.status is not AnswerStatus.ANSWERED:
        return Turn(question, told=told)
    if not answer.citations:
        return None
    lines = [_MARKERS.sub("", line).strip() for line in (answer.answer or "").split("\n")]
    items = tuple(_ITEM_NUMBER.sub("", line) for line in lines if line)
    cited = {(each.passage.text_hash, each.start, each.end) for each in answer.citations}
    return Turn(
        question,
        short=answer.short_answer or "",
        items=items if len(items) >= _FEWEST_ITEMS else (),
        title=answer.citations[0].passage.title,
        told=told | cited,
    )
