"""Texts indexed in memory by the product's own parts, for measurements without a data folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.splitter import split
from corpus.tokenizer import Tokenizer
from corpus.types import Passage, short_hash
from embeddings.base import Embedder
from embeddings.vector_index_exact import ExactIndex
from rag.hybrid_retriever import NEIGHBOURS_REACH, HybridRetriever, Steering
from rag.lexical_index import LexicalIndex, WordEntry
from rag.retriever import DenseRetriever


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text under a key, with its title ("" for none)."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages of some texts and the retrievers over them; also a reader's Library."""

    texts: dict[str, str]
    passages: tuple[Passage, ...]
    retriever: HybridRetriever
    dense: DenseRetriever
    tokenizer: Tokenizer
    words: LexicalIndex

    @classmethod
    def build(cls, texts: Sequence[SourceText], embedder: Embedder, folder: Path) -> Collection:
        """Splits, embeds and indexes `texts`; the word index lies in `folder`."""
        passages = tuple(passage for entry in texts for passage in _passages(entry))
        tokenizer = Tokenizer()
        words = LexicalIndex.create(folder / "words", tokenizer)
        words.add(
            WordEntry(row, entry.context, entry.text, texts_beside(passages, row))
            for row, entry in enumerate(passages)
        )
        words.commit()
        vectors = ExactIndex(embedder.dimension)
        embedded = [f"{entry.context}\n{entry.text}" for entry in passages]
        vectors.add(np.arange(len(passages)), embedder.embed_passages(embedded))

        def lookup(rows: Sequence[int]) -> dict[int, Passage]:
            return {row: passages[row] for row in rows}

        by_meaning = DenseRetriever(lookup, vectors, embedder)
        steering = Steering(beside=lambda row: rows_beside(passages, row, NEIGHBOURS_REACH))
        both = HybridRetriever(lookup, vectors, embedder, words, steering)
        stored = {entry.key: entry.text for entry in texts}
        return cls(stored, passages, both, by_meaning, tokenizer, words)

    def locator_of(self, passage: Passage, _start: int, _end: int) -> Mapping[str, object] | None:
        """Where a span of the stored text lies in the original file."""
        return passage.locator

    def text_of(self, passage: Passage) -> str:
        """The whole text a passage was cut from."""
        return self.texts[passage.source]

    def passages_of(self, passage: Passage) -> Sequence[Passage]:
        """All passages of the same text, in order."""
        return [entry for entry in self.passages if entry.source == passage.source]

    def tokens(self, text: str) -> list[str]:
        """Words as the word index counts them."""
        return self.tokenizer.tokens(text)

    def rarity(self, word: str) -> float:
        """Inverse document frequency."""
        return self.words.rarity(word)


def rows_beside(passages: Sequence[Passage], row: int, reach: int = 1) -> list[int]:
    """Rows of the passages up to `reach` before and behind one in its text, nearest first."""
    near = (row + step for far in range(1, reach + 1) for step in (far, -far))
    return [
        at for at in near if 0 <= at < len(passages) and passages[at].source == passages[row].source
    ]


def texts_beside(passages: Sequence[Passage], row: int) -> tuple[str, ...]:
    """The texts of the passages before and behind that of `row`."""
    return tuple(passages[at].text for at in sorted(rows_beside(passages, row)))


def _passages(entry: SourceText) -> list[Passage]:
    document_id = short_hash("benchmark", entry.key)
    return [
        Passage(
            passage_id=short_hash(document_id, str(span.start), str(span.end)),
            document_id=document_id,
            source=entry.key,
            also_in=(),
            title=entry.title,
            section=span.section,
            date="",
            start=span.start,
            end=span.end,
            text=entry.text[span.start : span.end],
            text_hash=short_hash(entry.text),
        )
        for span in split(entry.text, entry.title)
    ]
