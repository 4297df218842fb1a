"""What a search asks the store about documents: their heads, vectors in one, neighbours in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.mute_names import is_mute
from corpus.store import VECTOR_DTYPE, LibraryStore
from corpus.store_statements import expanded


@dataclass(frozen=True, slots=True)
class TitledDocument:
    """A document that has a name: title, date (ISO), number and issuer; "" for what is unknown."""

    document_id: str
    title: str
    date: str
    number: str
    issuer: str


def titled_documents(store: LibraryStore, generation: int) -> Iterator[TitledDocument]:
    """All documents whose title or number says something.

    A text that stands under several names has each of them, all under the first one's id.
    """
    first: dict[str, str] = {}
    for row in store.rows(_HEADS, generation=generation):
        document_id = first.setdefault(row["text_hash"], row["document_id"])
        title = "" if is_mute(row["title"]) else row["title"]
        if title or row["number"]:
            yield TitledDocument(document_id, title, row["date"], row["number"], row["issuer"])


def vectors_of_document(
    store: LibraryStore, document_id: str, fingerprint: str, generation: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Row ids (n,) and vectors (n, dimension) of the passages of a document that are searched."""
    rows = store.rows(
        _VECTORS_OF_DOCUMENT,
        document_id=document_id,
        fingerprint=fingerprint,
        generation=generation,
        most=_MOST_PASSAGES,
    )
    ids = np.array([row["id"] for row in rows], dtype=np.int64)
    vectors = np.frombuffer(b"".join(row["vector"] for row in rows), dtype=VECTOR_DTYPE)
    return ids, vectors.reshape(len(rows), -1 if rows else 0).astype(np.float32)


def rows_beside(store: LibraryStore, row_id: int, reach: int, generation: int) -> list[int]:
    """Row ids of the passages up to `reach` before and behind one in its text, nearest first."""
    rows = store.rows(_BESIDE, row_id=row_id, reach=reach, generation=generation)
    return [row["id"] for row in rows]


# A whole book can be one document.
_MOST_PASSAGES = 1_000

_HEADS = expanded("""
    SELECT d.document_id, d.text_hash, d.title, d.date, d.number, d.issuer
    FROM documents d WHERE VISIBLE(d)
    ORDER BY d.source, d.collection
""")

_VECTORS_OF_DOCUMENT = expanded("""
    SELECT p.id, v.vector FROM documents d
    CROSS JOIN cuts c ON c.text_hash = d.text_hash
    CROSS JOIN passages p ON p.cut_id = c.id
    CROSS JOIN vectors v ON v.embedding_key = p.embedding_key
        AND v.embedder_id = (SELECT id FROM embedders WHERE fingerprint = :fingerprint)
    WHERE d.document_id = :document_id AND VISIBLE(d) AND SEARCHED(p, c)
    ORDER BY p.id LIMIT :most
""")

# The passages of a cut have ids in a row.
_BESIDE = expanded("""
    SELECT p.id FROM passages best
    JOIN passages p ON p.id BETWEEN best.id - :reach AND best.id + :reach
        AND p.cut_id = best.cut_id AND p.id != best.id
    JOIN cuts c ON c.id = p.cut_id
    WHERE best.id = :row_id AND SEARCHED(p, c)
    ORDER BY abs(p.id - best.id), p.id DESC
""")
