"""Reads without the trained model: sentences like the question in meaning and words.

For who must do without it, or doubts it: slower by the embedding of every sentence, without
short answers, and a poorer judge of what answers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.normalize import search_form
from corpus.sentences import split_sentences
from embeddings.base import Embedder, Vectors
from rag.query.asking_words import without_asking_words
from rag.readers.reading_model import PassageReading

# What the words in common count beside a cosine, in spreads of the model's cosines: as in the
# hybrid retriever.
_WORDS_WEIGHT = 2.0


class SentenceSimilarity:
    """Gives readings whose "tokens" are whole sentences; may be shared by threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        """One reading for each (context, text); relevance is in spreads of the model's cosines."""
        spans = [split_sentences(text) for _, text in passages]
        sentences = [
            text[start:end]
            for (_, text), places in zip(passages, spans, strict=True)
            for start, end in places
        ]
        scores = self._scores(question, sentences)
        readings, first = [], 0
        for places in spans:
            own = scores[first : first + len(places)]
            first += len(places)
            readings.append(_reading(own, places))
        return readings

    def _scores(self, question: str, sentences: Sequence[str]) -> Vectors:
        """Likeness (sentences,) of each to the question."""
        if not sentences:
            return np.empty(0, dtype=np.float32)
        asked = self._embedder.embed_query_vector(question)
        cosines = self._embedder.embed_passages(sentences) @ asked
        topic = _bigrams(without_asking_words(search_form(question)))
        shares = [_share(topic, _bigrams(search_form(text))) for text in sentences]
        shared = np.array(shares, dtype=np.float32)
        scores: Vectors = cosines / self._embedder.cosine_spread + _WORDS_WEIGHT * shared
        return scores


def _reading(scores: Vectors, places: Sequence[tuple[int, int]]) -> PassageReading:
    if not len(scores):
        nothing = np.empty(0, dtype=np.float32)
        return PassageReading(0.0, nothing, nothing, ())
    powers = np.exp(scores - scores.max())
    shares = (powers / powers.sum()).astype(np.float32)
    return PassageReading(float(scores.max()), shares, shares, tuple(places))


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum()}


def _share(wanted: set[str], there: set[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 0.0
