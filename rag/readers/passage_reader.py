"""Reads passages with a model, each once for a question, and only as many as it takes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Protocol

from rag.question import Question
from rag.readers.reading_model import PassageReading
from rag.types import ScoredPassage

# So many passages are read at a time, until one surely answers.
STEP = 5
# Logit of relevance of a passage behind which nothing better is looked for.
SETTLED = 4.0
# Readings kept for who asks next: the reader after the reranker, other readers of the same page.
REMEMBERED = 2000

_Key = tuple[str, str, str]


class Model(Protocol):
    """What reads (context, text) pairs: the trained model, or what stands in for it."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        """One reading for each pair."""


class PassageReader:
    """A model with a memory; may be shared by threads."""

    def __init__(self, model: Model, remembered: int = REMEMBERED) -> None:
        self._model = model
        self._remembers = remembered
        self._memory: OrderedDict[_Key, PassageReading] = OrderedDict()
        self._lock = Lock()

    def read(self, question: Question, passages: Sequence[ScoredPassage]) -> list[PassageReading]:
        """One reading for each passage."""
        keys = [(question.text, scored.passage.context, scored.passage.text) for scored in passages]
        known = self._remembered(keys)
        unknown = list(dict.fromkeys(key for key in keys if key not in known))
        read = self._model.read(question.text, [(context, text) for _, context, text in unknown])
        known |= dict(zip(unknown, read, strict=True))
        self._remember(known)
        return [known[key] for key in keys]

    def read_until_settled(
        self, question: Question, passages: Sequence[ScoredPassage]
    ) -> list[PassageReading]:
        """Readings of the first of `passages`, best first: of all, unless one surely answers.

        Easy questions stay cheap: their answer is in the first `STEP` passages.
        """
        readings: list[PassageReading] = []
        for start in range(0, len(passages), STEP):
            readings += self.read(question, passages[start : start + STEP])
            if max(reading.relevance for reading in readings) >= SETTLED:
                break
        return readings

    def _remembered(self, keys: Sequence[_Key]) -> dict[_Key, PassageReading]:
        with self._lock:
            return {key: self._memory[key] for key in keys if key in self._memory}

    def _remember(self, readings: dict[_Key, PassageReading]) -> None:
        with self._lock:
            for key, reading in readings.items():
                self._memory[key] = reading
                self._memory.move_to_end(key)
            while len(self._memory) > self._remembers:
                self._memory.popitem(last=False)
