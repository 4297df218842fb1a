"""Texts in the product's indexes, in memory: for what is tried many times over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.collection import rows_beside, texts_beside
from benchmarks.retrieval.types import SourceText, Span
from corpus.metadata import extract_metadata
from corpus.splitter import DEFAULT_TARGET, split
from corpus.store_records import embedded_text
from corpus.tokenizer import Tokenizer
from corpus.types import Metadata, Passage, short_hash
from embeddings.base import Embedder
from embeddings.vector_index import VectorIndex
from embeddings.vector_index_exact import ExactIndex
from rag.hybrid_retriever import NEIGHBOURS_REACH, RowVectors, Steering
from rag.lexical_index import LexicalIndex, WordEntry
from rag.query.document_names import DocumentHead, DocumentNames

_LEAD_CHARACTERS = 40
_TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """How texts become passages.

    Attributes:
        target: characters of a passage.
        context: whether title and headings are embedded and indexed with it.
        lead: whether the beginning of a text without a title serves as one.
        beside: whether the words of neighbouring passages are indexed too.
    """

    target: int = DEFAULT_TARGET
    context: bool = True
    lead: bool = False
    beside: bool = True


@dataclass(frozen=True)
class IndexedTexts:
    """Passages by row, their vectors (rows, dimension), and indexes of both."""

    passages: tuple[Passage, ...]
    vectors: np.ndarray
    dense: VectorIndex
    words: LexicalIndex

    @classmethod
    def build(
        cls,
        texts: Sequence[SourceText],
        embedder: Embedder,
        layout: Layout,
        tokenizer: Tokenizer,
        folder: Path,
    ) -> IndexedTexts:
        """Splits, embeds and indexes `texts`; the word index lies in `folder`."""
        passages = tuple(passage for text in texts for passage in _passages(text, layout))
        contexts = [entry.context if layout.context else "" for entry in passages]
        words = LexicalIndex.create(folder, tokenizer)
        words.add(
            WordEntry(
                row, context, entry.text, texts_beside(passages, row) if layout.beside else ()
            )
            for row, (context, entry) in enumerate(zip(contexts, passages, strict=True))
        )
        words.commit()
        vectors = embedder.embed_passages(
            [
                embedded_text(context, entry.text)
                for context, entry in zip(contexts, passages, strict=True)
            ]
        )
        dense = ExactIndex(embedder.dimension)
        dense.add(np.arange(len(passages)), vectors)
        return cls(passages, vectors, dense, words)

    def lookup(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Row → passage."""
        return {row: self.passages[row] for row in rows}

    def span(self, row: int) -> Span:
        """A row as a span of its text."""
        passage = self.passages[row]
        return Span(passage.source, passage.start, passage.end)

    @cached_property
    def steering(self) -> Steering:
        """The documents' titles, and where their passages are."""
        titles = {entry.source: entry.title for entry in self.passages if entry.title}
        names = DocumentNames([DocumentHead(key, title) for key, title in titles.items()])
        return Steering(names, self._rows_of, self._beside, today=lambda: _TODAY)

    def _beside(self, row: int) -> list[int]:
        return rows_beside(self.passages, row, NEIGHBOURS_REACH)

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row, entry in enumerate(self.passages):
            rows.setdefault(entry.source, []).append(row)
        return rows

    def _rows_of(self, text_id: str) -> RowVectors:
        rows = np.array(self._rows[text_id], dtype=np.int64)
        return rows, self.vectors[rows]


def _passages(text: SourceText, layout: Layout) -> list[Passage]:
    title = extract_metadata(text.body, Metadata()).title
    shown = title or (text.body.strip()[:_LEAD_CHARACTERS] if layout.lead else "")
    return [
        Passage(
            passage_id=short_hash(text.text_id, str(span.start), str(span.end)),
            document_id=text.text_id,
            source=text.text_id,
            also_in=(),
            title=shown,
            section=span.section,
            date="",
            start=span.start,
            end=span.end,
            text=text.body[span.start : span.end],
            text_hash=short_hash(text.body),
        )
        for span in split(text.body, title, layout.target)
    ]
