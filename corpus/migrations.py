"""Numbered, transactional changes of the library's tables.

A migration is never edited once released: a new one is added at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from corpus.errors import StoreError

Migration = Callable[[sqlite3.Connection], None]


def m001_library(connection: sqlite3.Connection) -> None:
    """Texts, the documents that hold them, their passages, and vectors.

    Rows of `documents` and `cuts` are versions: generation G sees those with
    `added_generation <= G` that were not retired at or before G. Passages hang
    on a text, not on a file, so that a text under several names is stored once.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    for statement in _M001:
        connection.execute(statement)


def m002_former_texts(connection: sqlite3.Connection) -> None:
    """Texts that documents had before they changed, packed by zlib.

    They stand apart from `texts`: no generation sees them, they only tell what
    a citation of an older version said. `generation` is the one that replaced them.
    """
    connection.execute(_M002)


def m003_careful_reading(connection: sqlite3.Connection) -> None:
    """Reports of files, places of texts, and what is needed to fold what is said twice.

    Files inside an archive or a mail name it as their `container` and go with it.
    """
    for statement in _M003:
        connection.execute(statement)


# Marks the file as a library of this product ("Weny"); never changes.
APPLICATION_ID = 0x57656E79

_M001 = (
    # The number that the latest writer works on or has published.
    "CREATE TABLE generations (number INTEGER PRIMARY KEY) STRICT",
    # Which folder a root name stands for.
    """
    CREATE TABLE roots (
        name TEXT PRIMARY KEY,
        path TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    # What is known of each file on disk; a stamp of -1 is never trusted.
    """
    CREATE TABLE files (
        source TEXT PRIMARY KEY,
        root TEXT NOT NULL REFERENCES roots (name),
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        file_hash TEXT NOT NULL,
        recipe TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE texts (
        text_hash TEXT PRIMARY KEY,
        text TEXT NOT NULL,
        characters INTEGER NOT NULL
    ) STRICT
    """,
    # Edits and regions belong to the file: two files may differ only in what was removed.
    """
    CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id TEXT NOT NULL,
        collection TEXT NOT NULL,
        source TEXT NOT NULL,
        text_hash TEXT NOT NULL REFERENCES texts (text_hash),
        title TEXT NOT NULL,
        author TEXT NOT NULL,
        origin TEXT NOT NULL,
        date TEXT NOT NULL,
        encoding TEXT NOT NULL,
        losses TEXT NOT NULL,
        edits TEXT NOT NULL,
        regions TEXT NOT NULL,
        added_generation INTEGER NOT NULL,
        retired_generation INTEGER
    ) STRICT
    """,
    "CREATE INDEX documents_by_id ON documents (document_id)",
    "CREATE INDEX documents_by_text ON documents (text_hash)",
    "CREATE INDEX documents_by_retirement ON documents (retired_generation)",
    """
    CREATE UNIQUE INDEX documents_live ON documents (document_id)
        WHERE retired_generation IS NULL
    """,
    # One way in which a text was cut into passages, with the title they are found under.
    """
    CREATE TABLE cuts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        text_hash TEXT NOT NULL REFERENCES texts (text_hash),
        title TEXT NOT NULL,
        recipe TEXT NOT NULL,
        added_generation INTEGER NOT NULL,
        retired_generation INTEGER
    ) STRICT
    """,
    "CREATE INDEX cuts_by_text ON cuts (text_hash)",
    "CREATE INDEX cuts_by_retirement ON cuts (retired_generation)",
    "CREATE UNIQUE INDEX cuts_live ON cuts (text_hash) WHERE retired_generation IS NULL",
    # AUTOINCREMENT: a row id that an older index still holds is never given again.
    """
    CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        cut_id INTEGER NOT NULL REFERENCES cuts (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        section TEXT NOT NULL,
        embedding_key TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX passages_by_cut ON passages (cut_id)",
    "CREATE INDEX passages_by_key ON passages (embedding_key)",
    """
    CREATE TABLE embedders (
        id INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    # Little-endian float16 components.
    """
    CREATE TABLE vectors (
        embedder_id INTEGER NOT NULL REFERENCES embedders (id),
        embedding_key TEXT NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (embedder_id, embedding_key)
    ) STRICT, WITHOUT ROWID
    """,
)

_M002 = """
    CREATE TABLE former_texts (
        document_id TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        generation INTEGER NOT NULL,
        packed BLOB NOT NULL,
        PRIMARY KEY (document_id, text_hash)
    ) STRICT
"""

_M003 = (
    "ALTER TABLE files ADD COLUMN container TEXT NOT NULL DEFAULT ''",
    # How the reading went, as JSON; "" where an older version read the file.
    "ALTER TABLE files ADD COLUMN report TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE documents ADD COLUMN number TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE documents ADD COLUMN issuer TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE documents ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE documents ADD COLUMN facts TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE documents ADD COLUMN named_by_file INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE documents RENAME COLUMN regions TO regions_hash",
    "UPDATE documents SET regions_hash = ''",
    # Where in its file each stretch of a document's text lies; `locator` is JSON.
    """
    CREATE TABLE regions (
        document_row INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        locator TEXT NOT NULL,
        PRIMARY KEY (document_row, start, end)
    ) STRICT, WITHOUT ROWID
    """,
    # Equal for passages of equal words, "" where equal words do not mean the same.
    "ALTER TABLE passages ADD COLUMN words_key TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX passages_by_words ON passages (words_key) WHERE words_key != ''",
    # MinHash of a text's trigrams, little-endian uint32.
    "ALTER TABLE texts ADD COLUMN signature BLOB",
    # Lines at the edges of texts, as hashes, to count in how many texts of a root they stand.
    """
    CREATE TABLE edge_lines (
        text_hash TEXT NOT NULL REFERENCES texts (text_hash) ON DELETE CASCADE,
        line_key INTEGER NOT NULL,
        PRIMARY KEY (text_hash, line_key)
    ) STRICT, WITHOUT ROWID
    """,
    # Passages that are not searched, since another says the same.
    """
    CREATE TABLE folds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        into_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        added_generation INTEGER NOT NULL,
        retired_generation INTEGER
    ) STRICT
    """,
    "CREATE INDEX folds_by_passage ON folds (passage_id)",
    "CREATE INDEX folds_by_target ON folds (into_id)",
    "CREATE INDEX folds_by_retirement ON folds (retired_generation)",
)

MIGRATIONS: tuple[Migration, ...] = (m001_library, m002_former_texts, m003_careful_reading)


def schema_version(connection: sqlite3.Connection) -> int:
    """How many migrations a database has seen; 0 for a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: tuple[Migration, ...]) -> None:
    """Brings the tables up to date, each migration in a transaction of its own.

    Raises:
        StoreError: the database was written by a newer version.
    """
    found = schema_version(connection)
    if found > len(migrations):
        raise StoreError(
            f"The database has schema {found}, but this version knows schemas up to "
            f"{len(migrations)} only.",
            remedy="Use the newer Wenyuan that wrote it, or choose another data folder.",
        )
    for number in range(found + 1, len(migrations) + 1):
        _apply(connection, number, migrations[number - 1])


def _apply(connection: sqlite3.Connection, number: int, migration: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if schema_version(connection) < number:  # another process may have been quicker
            migration(connection)
            connection.execute(f"PRAGMA user_version = {number:d}")  # takes no bound parameter
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
