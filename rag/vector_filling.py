"""Computes the vectors that passages lack, while files are being read and after."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.store import LibraryStore
from corpus.store_live import last_passage
from corpus.store_records import PassageEntry
from corpus.store_writer import LibraryWriter
from embeddings.base import Embedder
from rag.index_report import IndexingStage, Progress, ProgressStep

# Passages that are embedded between two commits.
EMBED_BLOCK = 64


class VectorFiller:
    """Embeds passages block by block; `embedded` counts the vectors computed."""

    def __init__(
        self, store: LibraryStore, writer: LibraryWriter, embedder: Embedder, progress: Progress
    ) -> None:
        self._store = store
        self._writer = writer
        self._embedder = embedder
        self._progress = progress
        self._waiting = 0
        self._last = last_passage(store)
        self.embedded = 0

    def add(self, passages: int) -> None:
        """Tells of so many passages that were just stored; full blocks of them are embedded."""
        self._waiting += passages
        while self._waiting >= EMBED_BLOCK:
            blocks = self._store.iter_unembedded(
                self._embedder.fingerprint, EMBED_BLOCK, after=self._last
            )
            entries = next(blocks, None)
            if not entries:  # all of them were known by their words
                self._waiting = 0
                return
            self._embed(entries)
            self._last = max(entry.row_id for entry in entries)
            self._waiting -= len(entries)
            self._tell(self.embedded + self._waiting)

    def fill_all(self) -> None:
        """Embeds whatever passage is searched and has no vector yet."""
        fingerprint = self._embedder.fingerprint
        total = self.embedded + self._store.unembedded_count(fingerprint)
        for entries in self._store.iter_unembedded(fingerprint, EMBED_BLOCK):
            self._tell(total)
            self._embed(entries)
        if total:
            self._tell(total)

    def _embed(self, entries: Sequence[PassageEntry]) -> None:
        vectors = self._embedder.embed_passages([entry.embedded_text for entry in entries])
        keys = [entry.embedding_key for entry in entries]
        self._writer.add_vectors(self._embedder.fingerprint, keys, vectors)
        self.embedded += len(entries)

    def _tell(self, total: int) -> None:
        self._progress(ProgressStep(IndexingStage.EMBED, self.embedded, total))
