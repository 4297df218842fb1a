"""Documents by name, and the vectors in one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpus.store import LIBRARY_FILE, LibraryStore
from corpus.store_documents import rows_beside, titled_documents, vectors_of_document
from rag.manifest import read_manifest
from tests.library_kit import index, rule, write
from tests.stub_embedder import HashEmbedder


def _library(tmp_path: Path) -> tuple[LibraryStore, int]:
    root = write(
        tmp_path / "root",
        电梯管理办法="电梯每年检验一次，由检验机构出具报告，使用单位保存三年。",
        正文="加油机的强制检定周期是六个月，由计量机构负责，逾期不得使用。",
    )
    index(tmp_path / "data", root)
    store = LibraryStore(tmp_path / "data" / LIBRARY_FILE)
    return store, read_manifest(tmp_path / "data").generation


def test_documents_whose_name_says_something_are_given(tmp_path: Path) -> None:
    store, generation = _library(tmp_path)
    with store:
        assert [each.title for each in titled_documents(store, generation)] == ["电梯管理办法"]


def test_vectors_are_those_of_the_passages_of_one_document(tmp_path: Path) -> None:
    store, generation = _library(tmp_path)
    embedder = HashEmbedder()
    with store:
        (named,) = titled_documents(store, generation)
        rows, vectors = vectors_of_document(
            store, named.document_id, embedder.fingerprint, generation
        )
        entries = {entry.row_id: entry for entry in store.iter_entries(generation)}
        texts = [entries[row].embedded_text for row in rows.tolist()]
    assert len(texts) == 1
    assert np.allclose(vectors, embedder.embed_passages(texts), atol=1e-3)


def test_an_unknown_document_has_no_vectors(tmp_path: Path) -> None:
    store, generation = _library(tmp_path)
    with store:
        rows, vectors = vectors_of_document(store, "0" * 16, HashEmbedder().fingerprint, generation)
    assert rows.shape == (0,)
    assert vectors.size == 0


def test_neighbours_are_those_of_the_same_text_nearest_first(tmp_path: Path) -> None:
    long = "\n".join(map(rule, range(1, 4)))
    index(tmp_path / "data", write(tmp_path / "root", a=long, b=rule(9)))
    generation = read_manifest(tmp_path / "data").generation
    with LibraryStore(tmp_path / "data" / LIBRARY_FILE) as store:
        entries = list(store.iter_entries(generation))
        first = [entry.row_id for entry in entries if entry.text[:20] in long]
        assert len(first) >= 4
        assert rows_beside(store, first[1], 2, generation) == [first[2], first[0], first[3]]
        assert rows_beside(store, first[0], 1, generation) == [first[1]]
