"""Changes of library.sqlite: every public method is one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from corpus.former_texts import keep_former_text, purge_former_texts
from corpus.store import VECTOR_DTYPE, LibraryStore
from corpus.store_records import (
    FileStamp,
    document_columns,
    embedding_key,
    passage_context,
    storable,
)
from corpus.types import Document, PassageSpan

Splitter = Callable[[str, str], Sequence[PassageSpan]]


@dataclass(frozen=True, slots=True)
class PutResult:
    """What `LibraryWriter.put` did.

    `duplicate_of` is the first other source with the same text, or "";
    `changed` is False when the document was stored in this form already.
    """

    passages: int
    duplicate_of: str
    changed: bool


class LibraryWriter:
    """Writes the rows of generation `generation`, which no reader sees until it is published.

    There may be one writer at a time; the caller holds the lock for that.
    """

    def __init__(self, store: LibraryStore, generation: int) -> None:
        self._store = store
        self._generation = generation
        with store.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO generations VALUES (?)", (generation,))
            connection.execute("DELETE FROM generations WHERE number < ?", (generation,))

    def add_root(self, name: str, path: str) -> None:
        """Remembers that `name` stands for the folder `path`."""
        with self._store.transaction() as connection:
            connection.execute("INSERT INTO roots (name, path) VALUES (?, ?)", (name, path))

    def put_stamp(self, source: str, root: str, stamp: FileStamp) -> None:
        """Remembers that the file is still as it was read, under another time."""
        with self._store.transaction() as connection:
            _write_stamp(connection, source, root, stamp)

    def put(
        self, document: Document, collection: str, root: str, stamp: FileStamp, split: Splitter
    ) -> PutResult:
        """Adds a document, or replaces its older version; cuts its text unless that was done."""
        with self._store.transaction() as connection:
            _write_stamp(connection, document.source, root, stamp)
            changed = self._put_document(connection, document, collection)
            recut = self._put_cut(connection, document, stamp.recipe, split)
            row = connection.execute(
                _PUT_RESULT,
                {"text_hash": document.text_hash, "document_id": document.document_id},
            ).fetchone()
        return PutResult(row["passages"], row["duplicate_of"] or "", changed or recut)

    def retire(self, sources: Iterable[str]) -> None:
        """Takes documents out, and the passages of texts that no other document holds."""
        with self._store.transaction() as connection:
            for source in sources:
                connection.execute("DELETE FROM files WHERE source = ?", (source,))
                live = connection.execute(
                    "SELECT id, text_hash FROM documents "
                    "WHERE source = ? AND retired_generation IS NULL",
                    (source,),
                ).fetchall()
                for row in live:
                    self._retire_version(connection, row["id"], row["text_hash"])

    def add_vectors(self, fingerprint: str, keys: Sequence[str], vectors: ArrayLike) -> None:
        """Stores vectors (n, dimension) under embedding keys (n,)."""
        rows = np.asarray(vectors, dtype=VECTOR_DTYPE)
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO embedders (fingerprint) VALUES (?)", (fingerprint,)
            )
            embedder = connection.execute(
                "SELECT id FROM embedders WHERE fingerprint = ?", (fingerprint,)
            ).fetchone()["id"]
            connection.executemany(
                "INSERT OR REPLACE INTO vectors (embedder_id, embedding_key, vector) "
                "VALUES (?, ?, ?)",
                ((embedder, key, row.tobytes()) for key, row in zip(keys, rows, strict=True)),
            )

    def changed_since(self, published: int) -> bool:
        """Whether any row differs between generation `published` and this one."""
        statements = (_CHANGED_DOCUMENTS, _CHANGED_CUTS)
        return any(self._store.rows(statement, published=published) for statement in statements)

    def purge(self, before: int, fingerprints: Sequence[str]) -> None:
        """Deletes versions that were retired before generation `before`, and what hung on them.

        Of the vectors only those of `fingerprints` are kept. Former texts are told by the newest
        rows: those of documents that this generation does not hold go at once.
        """
        wanted = json.dumps(list(fingerprints))
        with self._store.transaction() as connection:
            connection.execute(_PURGE_DOCUMENTS, (before,))
            purged = connection.execute(_PURGE_CUTS, (before,)).rowcount
            foreign = connection.execute(_FOREIGN_EMBEDDERS, (wanted,)).fetchone()
            if purged or foreign is not None:  # the scan of all vectors is dear
                connection.execute(_PURGE_TEXTS)
                connection.execute(_PURGE_VECTORS, (wanted,))
                connection.execute(_PURGE_EMBEDDERS)
            connection.execute(_FORGET_EMPTY_ROOTS)
            purge_former_texts(connection)

    def _put_document(
        self, connection: sqlite3.Connection, document: Document, collection: str
    ) -> bool:
        columns = document_columns(document)
        old = connection.execute(_LIVE_DOCUMENT, (document.document_id,)).fetchone()
        if old is not None and tuple(old)[1:] == columns:
            return False
        connection.execute(
            "INSERT OR IGNORE INTO texts (text_hash, text, characters) VALUES (?, ?, ?)",
            (document.text_hash, storable(document.text), len(document.text)),
        )
        if old is not None:
            self._retire_document(connection, old["id"])
        connection.execute(_INSERT_DOCUMENT, (*columns, collection, self._generation))
        if old is not None and old["text_hash"] != document.text_hash:
            keep_former_text(connection, document.document_id, old["text_hash"], self._generation)
            self._retire_unheld_cut(connection, old["text_hash"])
        return True

    def _put_cut(
        self, connection: sqlite3.Connection, document: Document, recipe: str, split: Splitter
    ) -> bool:
        """Makes sure that the text is cut by this recipe under a title that one of its names has.

        A title that no name has any more is replaced only when a file is read:
        the passages of a text whose canonical name went away keep their vectors.
        """
        text_hash = document.text_hash
        titles = [row["title"] for row in connection.execute(_LIVE_TITLES, (text_hash,))]
        live = connection.execute(_LIVE_CUT, (text_hash,)).fetchone()
        if live is not None and live["recipe"] == recipe and live["title"] in titles:
            return False
        self._retire_cut(connection, text_hash)
        values = (text_hash, titles[0], recipe, self._generation)
        if connection.execute(_REVIVE_CUT, values).rowcount == 0:
            cut_id = connection.execute(_INSERT_CUT, values).lastrowid
            spans = split(document.text, titles[0])
            rows = [_passage_row(cut_id, document.text, titles[0], span) for span in spans]
            connection.executemany(_INSERT_PASSAGE, rows)
        return True

    def _retire_version(self, connection: sqlite3.Connection, row_id: int, text_hash: str) -> None:
        self._retire_document(connection, row_id)
        self._retire_unheld_cut(connection, text_hash)

    def _retire_document(self, connection: sqlite3.Connection, row_id: int) -> None:
        connection.execute(
            "UPDATE documents SET retired_generation = ? WHERE id = ?", (self._generation, row_id)
        )

    def _retire_unheld_cut(self, connection: sqlite3.Connection, text_hash: str) -> None:
        if connection.execute(_LIVE_TITLES, (text_hash,)).fetchone() is None:
            self._retire_cut(connection, text_hash)

    def _retire_cut(self, connection: sqlite3.Connection, text_hash: str) -> None:
        connection.execute(
            "UPDATE cuts SET retired_generation = ? "
            "WHERE text_hash = ? AND retired_generation IS NULL",
            (self._generation, text_hash),
        )


def _write_stamp(connection: sqlite3.Connection, source: str, root: str, stamp: FileStamp) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO files (source, root, size, mtime_ns, file_hash, recipe) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (source, root, stamp.size, stamp.mtime_ns, stamp.file_hash, stamp.recipe),
    )


def _passage_row(
    cut_id: int | None, text: str, title: str, span: PassageSpan
) -> tuple[int | None, int, int, str, str]:
    context = passage_context(title, span.section)
    key = embedding_key(context, text[span.start : span.end])
    return (cut_id, span.start, span.end, storable(span.section), key)


_FORGET_EMPTY_ROOTS = "DELETE FROM roots WHERE name NOT IN (SELECT root FROM files)"

_LIVE_DOCUMENT = """
    SELECT id, document_id, source, text_hash, title, author, origin, date, encoding, losses,
        edits, regions
    FROM documents WHERE document_id = ? AND retired_generation IS NULL
"""

_INSERT_DOCUMENT = """
    INSERT INTO documents (document_id, source, text_hash, title, author, origin, date, encoding,
        losses, edits, regions, collection, added_generation)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_LIVE_TITLES = """
    SELECT title FROM documents WHERE text_hash = ? AND retired_generation IS NULL
    ORDER BY source, collection
"""

_LIVE_CUT = "SELECT title, recipe FROM cuts WHERE text_hash = ? AND retired_generation IS NULL"

# A cut retired by this very generation was never missed by a reader: it is taken back.
_REVIVE_CUT = """
    UPDATE cuts SET retired_generation = NULL WHERE id = (
        SELECT id FROM cuts WHERE text_hash = ? AND title = ? AND recipe = ?
            AND retired_generation = ? ORDER BY id LIMIT 1)
"""

_INSERT_CUT = "INSERT INTO cuts (text_hash, title, recipe, added_generation) VALUES (?, ?, ?, ?)"

_INSERT_PASSAGE = """
    INSERT INTO passages (cut_id, start, end, section, embedding_key) VALUES (?, ?, ?, ?, ?)
"""

_PUT_RESULT = """
    SELECT
        (SELECT count(*) FROM passages p JOIN cuts c ON c.id = p.cut_id
            WHERE c.text_hash = :text_hash AND c.retired_generation IS NULL) AS passages,
        (SELECT min(source) FROM documents WHERE text_hash = :text_hash
            AND document_id != :document_id AND retired_generation IS NULL) AS duplicate_of
"""

_CHANGED_DOCUMENTS = """
    SELECT 1 FROM documents
    WHERE (added_generation > :published AND retired_generation IS NULL)
        OR (added_generation <= :published AND retired_generation > :published) LIMIT 1
"""

_CHANGED_CUTS = """
    SELECT 1 FROM cuts
    WHERE (added_generation > :published AND retired_generation IS NULL)
        OR (added_generation <= :published AND retired_generation > :published) LIMIT 1
"""

_PURGE_DOCUMENTS = """
    DELETE FROM documents WHERE retired_generation < ? OR retired_generation <= added_generation
"""

_PURGE_CUTS = """
    DELETE FROM cuts WHERE retired_generation < ? OR retired_generation <= added_generation
"""

_PURGE_TEXTS = """
    DELETE FROM texts WHERE text_hash NOT IN (SELECT text_hash FROM documents)
        AND text_hash NOT IN (SELECT text_hash FROM cuts)
"""

_FOREIGN_EMBEDDERS = """
    SELECT id FROM embedders WHERE fingerprint NOT IN (SELECT value FROM json_each(?))
"""

_PURGE_VECTORS = """
    DELETE FROM vectors WHERE embedding_key NOT IN (SELECT embedding_key FROM passages)
        OR embedder_id NOT IN (SELECT id FROM embedders
            WHERE fingerprint IN (SELECT value FROM json_each(?)))
"""

_PURGE_EMBEDDERS = "DELETE FROM embedders WHERE id NOT IN (SELECT embedder_id FROM vectors)"
