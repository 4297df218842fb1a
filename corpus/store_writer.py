"""Changes of library.sqlite: every public method is one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from corpus.edge_lines import edge_lines
from corpus.former_texts import keep_former_text, purge_former_texts
from corpus.near_duplicates import signature
from corpus.store import VECTOR_DTYPE, LibraryStore
from corpus.store_cuts import Cutting, TextCutter, retire_cut
from corpus.store_folds import write_folds
from corpus.store_records import FileRecord, document_columns, region_rows, storable
from corpus.types import Document


@dataclass(frozen=True, slots=True)
class PutResult:
    """What became of one document that was put.

    `duplicate_of` is the first other source with the same text, or "";
    `changed` is False when the document was stored in this form already.
    """

    passages: int
    duplicate_of: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """Where documents belong, and how their texts are cut."""

    collection: str
    cutting: Cutting


Describe = Callable[[Mapping[str, PutResult]], Sequence[FileRecord]]


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

    def put_record(self, record: FileRecord) -> None:
        """Remembers how a file was found; its documents stay as they are."""
        with self._store.transaction() as connection:
            _write_record(connection, record)

    def put_file(
        self,
        source: str,
        root: str,
        documents: Sequence[Document],
        placing: Placing,
        describe: Describe,
    ) -> dict[str, PutResult]:
        """Adds or replaces all documents of the file `source`; those it no longer holds go.

        `describe` gives the records of the file and of those inside it, once it is known what
        became of the documents. Returns the result of each document by its source.
        """
        kept = {document.source for document in documents}
        with self._store.transaction() as connection:
            self._retire_file(connection, source, kept)
            results = {
                document.source: self._put(connection, document, root, placing)
                for document in documents
            }
            for record in describe(results):
                _write_record(connection, record)
        return results

    def put(self, document: Document, placing: Placing, record: FileRecord) -> PutResult:
        """As `put_file`, for a file that holds one document."""
        results = self.put_file(record.source, record.root, [document], placing, lambda _: [record])
        return results[document.source]

    def cut_anew(self, cutting: Cutting) -> int:
        """Cuts all texts again that `cutting` would cut otherwise than they are; how many."""
        with self._store.transaction() as connection:
            return TextCutter(connection, self._generation, cutting).cut_outdated()

    def fold(self, folds: Mapping[int, int]) -> None:
        """Takes passages out of the search (id → the passage that says the same), and only them."""
        with self._store.transaction() as connection:
            write_folds(connection, folds, self._generation)

    def retire(self, sources: Iterable[str]) -> None:
        """Takes files out with their documents, and the passages of texts that no other holds."""
        with self._store.transaction() as connection:
            for source in sources:
                self._retire_file(connection, source, frozenset())

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
        statements = (_CHANGED.format(table=table) for table in ("documents", "cuts", "folds"))
        return any(self._store.rows(statement, published=published) for statement in statements)

    def purge(self, before: int, fingerprints: Sequence[str]) -> None:
        """Deletes versions that were retired before generation `before`, and what hung on them.

        Of the vectors only those of `fingerprints` are kept. Former texts are told by the newest
        rows: those of documents that this generation does not hold go at once.
        """
        wanted = json.dumps(list(fingerprints))
        with self._store.transaction() as connection:
            for table in ("documents", "folds"):
                connection.execute(_PURGE.format(table=table), (before,))
            purged = connection.execute(_PURGE.format(table="cuts"), (before,)).rowcount
            foreign = connection.execute(_FOREIGN_EMBEDDERS, (wanted,)).fetchone()
            if purged or foreign is not None:  # the scan of all vectors is dear
                connection.execute(_PURGE_TEXTS)
                connection.execute(_PURGE_VECTORS, (wanted,))
                connection.execute(_PURGE_EMBEDDERS)
            connection.execute(_FORGET_EMPTY_ROOTS)
            purge_former_texts(connection)

    def _put(
        self, connection: sqlite3.Connection, document: Document, root: str, placing: Placing
    ) -> PutResult:
        changed = self._put_document(connection, document, placing.collection)
        recut = TextCutter(connection, self._generation, placing.cutting).cut(document, root)
        row = connection.execute(
            _PUT_RESULT,
            {"text_hash": document.text_hash, "document_id": document.document_id},
        ).fetchone()
        return PutResult(row["passages"], row["duplicate_of"] or "", changed or recut)

    def _put_document(
        self, connection: sqlite3.Connection, document: Document, collection: str
    ) -> bool:
        columns = document_columns(document)
        old = connection.execute(_LIVE_DOCUMENT, (document.document_id,)).fetchone()
        if old is not None and tuple(old)[1:] == columns:
            return False
        _put_text(connection, document)
        if old is not None:
            self._retire_document(connection, old["id"])
        row_id = connection.execute(
            _INSERT_DOCUMENT, (*columns, collection, self._generation)
        ).lastrowid
        connection.executemany(
            "INSERT OR IGNORE INTO regions (document_row, start, end, locator) VALUES (?, ?, ?, ?)",
            ((row_id, *region) for region in region_rows(document)),
        )
        if old is not None and old["text_hash"] != document.text_hash:
            keep_former_text(connection, document.document_id, old["text_hash"], self._generation)
            retire_cut(connection, old["text_hash"], self._generation, unless_held=True)
        return True

    def _retire_file(
        self, connection: sqlite3.Connection, source: str, kept: frozenset[str] | set[str]
    ) -> None:
        """Takes out all documents of a file but those `kept`, and what is known of the files."""
        live = connection.execute(_LIVE_OF_FILE, {"source": source}).fetchall()
        connection.execute("DELETE FROM files WHERE source = ? OR container = ?", (source, source))
        for row in live:
            if row["source"] not in kept:
                self._retire_document(connection, row["id"])
                retire_cut(connection, row["text_hash"], self._generation, unless_held=True)

    def _retire_document(self, connection: sqlite3.Connection, row_id: int) -> None:
        connection.execute(
            "UPDATE documents SET retired_generation = ? WHERE id = ?", (self._generation, row_id)
        )


def _write_record(connection: sqlite3.Connection, record: FileRecord) -> None:
    stamp = record.stamp
    connection.execute(
        "INSERT OR REPLACE INTO files (source, root, size, mtime_ns, file_hash, recipe, report, "
        "container) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            storable(record.source),
            record.root,
            stamp.size,
            stamp.mtime_ns,
            stamp.file_hash,
            stamp.recipe,
            storable(record.report),
            record.container,
        ),
    )


def _put_text(connection: sqlite3.Connection, document: Document) -> None:
    """Stores a text once, with what tells whether it is like others."""
    text_hash = document.text_hash
    held = connection.execute(
        "SELECT signature FROM texts WHERE text_hash = ?", (text_hash,)
    ).fetchone()
    if held is not None and held["signature"] is not None:
        return
    connection.execute(
        "INSERT INTO texts (text_hash, text, characters, signature) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (text_hash) DO UPDATE SET signature = excluded.signature",
        (text_hash, storable(document.text), len(document.text), signature(document.text)),
    )
    if any(region.locator.get("kind") == "row" for region in document.regions):
        return  # rows of equal words are data
    lines = edge_lines(document.text)
    connection.executemany(
        "INSERT OR IGNORE INTO edge_lines (text_hash, line_key) VALUES (?, ?)",
        ((text_hash, line.key) for line in lines),
    )


_FORGET_EMPTY_ROOTS = "DELETE FROM roots WHERE name NOT IN (SELECT root FROM files)"

_LIVE_DOCUMENT = """
    SELECT id, document_id, source, text_hash, title, author, origin, date, number, issuer,
        attachments, encoding, losses, facts, named_by_file, edits, regions_hash
    FROM documents WHERE document_id = ? AND retired_generation IS NULL
"""

_INSERT_DOCUMENT = """
    INSERT INTO documents (document_id, source, text_hash, title, author, origin, date, number,
        issuer, attachments, encoding, losses, facts, named_by_file, edits, regions_hash,
        collection, added_generation)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

# "0" follows "/" in the order of characters: all that lies in the file.
_LIVE_OF_FILE = """
    SELECT id, source, text_hash FROM documents WHERE retired_generation IS NULL
        AND (source = :source OR (source >= :source || '/' AND source < :source || '0'))
"""

_PUT_RESULT = """
    SELECT
        (SELECT count(*) FROM passages p JOIN cuts c ON c.id = p.cut_id
            WHERE c.text_hash = :text_hash AND c.retired_generation IS NULL) AS passages,
        (SELECT min(source) FROM documents WHERE text_hash = :text_hash
            AND document_id != :document_id AND retired_generation IS NULL) AS duplicate_of
"""

# Tables of versions are named by this module alone, never by a caller.
_CHANGED = """
    SELECT 1 FROM {table}
    WHERE (added_generation > :published AND retired_generation IS NULL)
        OR (added_generation <= :published AND retired_generation > :published) LIMIT 1
"""

_PURGE = """
    DELETE FROM {table} WHERE retired_generation < ? OR retired_generation <= added_generation
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
