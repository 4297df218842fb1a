"""What the present writer leaves in the library, published or not: for runs of the indexer."""

from __future__ import annotations

from corpus.store import LibraryStore
from corpus.types import Document


def latest_documents(store: LibraryStore, source: str) -> list[Document]:
    """The document of a file, and those of files inside it, as they last were.

    Also those that the present writer has taken out already.
    """
    return [store.document_of_row(row) for row in store.rows(_LATEST_DOCUMENTS, source=source)]


def live_sources(store: LibraryStore) -> set[str]:
    """The sources of all documents."""
    return {row["source"] for row in store.rows(_LIVE_SOURCES)}


def last_passage(store: LibraryStore) -> int:
    """The highest row id of a passage; 0 where there is none."""
    return int(store.rows(_LAST_PASSAGE)[0]["last"])


def folded_count(store: LibraryStore) -> int:
    """How many passages are not searched, since others say the same."""
    return int(store.rows(_FOLDED_COUNT)[0]["folded"])


# "0" follows "/" in the order of characters: the file and all that lies in it.
_LATEST_DOCUMENTS = """
    SELECT d.*, t.text FROM documents d JOIN texts t ON t.text_hash = d.text_hash
    WHERE d.id IN (SELECT max(id) FROM documents
        WHERE source = :source OR (source >= :source || '/' AND source < :source || '0')
        GROUP BY source)
    ORDER BY d.source
"""

_LIVE_SOURCES = "SELECT source FROM documents WHERE retired_generation IS NULL"

_LAST_PASSAGE = "SELECT coalesce(max(id), 0) AS last FROM passages"

_FOLDED_COUNT = """
    SELECT count(*) AS folded FROM folds f JOIN passages p ON p.id = f.passage_id
    JOIN cuts c ON c.id = p.cut_id
    WHERE f.retired_generation IS NULL AND c.retired_generation IS NULL
"""
