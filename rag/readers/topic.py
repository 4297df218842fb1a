"""What a question is about: its words, weighted by how rare they are."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rag.question import Question
from rag.readers.base import Library


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a question that carry meaning, with their inverse document frequencies."""

    words: Mapping[str, float]

    def covered_by(self, words: AbstractSet[str]) -> float:
        """Share of the topic's rarity that `words` hold, in [0, 1]."""
        total = sum(self.words.values())
        held = sum(rarity for word, rarity in self.words.items() if word in words)
        return held / total if total else 0.0


def read_topic(question: Question, library: Library) -> Topic:
    """The topic of a question, with rarities as the word index counts them."""
    return Topic({word: library.rarity(word) for word in library.tokens(question.topic)})
