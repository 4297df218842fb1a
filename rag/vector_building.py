"""The vectors of a generation: built from the library, or the generation before with changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.errors import IndexDamagedError
from corpus.store import LibraryStore
from embeddings.base import l2_normalized
from embeddings.vector_index import Block
from embeddings.vector_index_base import FaissIndex
from embeddings.vector_index_by_size import build_index, is_outgrown, load_index
from rag.index_files import verify
from rag.index_report import IndexingStage, Progress, ProgressStep
from rag.manifest import Manifest


def build_vectors(store: LibraryStore, manifest: Manifest, progress: Progress) -> FaissIndex:
    """All vectors of a generation, in memory."""
    total = manifest.counts.passages

    def blocks() -> Iterable[Block]:
        done = 0
        for row_ids, vectors in store.iter_vectors(manifest.fingerprint, manifest.generation):
            yield row_ids, l2_normalized(vectors)
            done += len(row_ids)
            progress(ProgressStep(IndexingStage.VECTORS, done, total))

    return build_index(manifest.dimension, total, blocks)


def extend_vectors(
    data_dir: Path, store: LibraryStore, previous: Manifest, plan: Manifest, progress: Progress
) -> FaissIndex | None:
    """The vectors of the generation `previous` with the differences to `plan` applied.

    None where all must be built anew: after a change of the embedding model, when the files are
    damaged, or when too much was added and removed since they were built.
    """
    if (plan.fingerprint, plan.dimension) != (previous.fingerprint, previous.dimension):
        return None
    index = _intact_index(data_dir, previous)
    if index is None:
        return None
    index.remove(store.removed_rows(previous.generation, plan.generation))
    fresh = store.iter_vectors(plan.fingerprint, plan.generation, newer_than=previous.generation)
    for row_ids, vectors in fresh:
        index.add(row_ids, l2_normalized(vectors))
        if is_outgrown(index):
            return None
    progress(ProgressStep(IndexingStage.VECTORS, len(index), plan.counts.passages))
    is_usable = len(index) == plan.counts.passages and not is_outgrown(index)
    return index if is_usable else None


def _intact_index(data_dir: Path, manifest: Manifest) -> FaissIndex | None:
    try:
        verify(data_dir, manifest, manifest.dense_file)
        return load_index(data_dir / manifest.dense_file, manifest.dimension)
    except IndexDamagedError:
        return None
