"""Earlier texts of documents that changed, so that what was cited from them can be read again."""

from __future__ import annotations

import sqlite3
import zlib

# Of one document; older ones go when a newer one comes.
KEPT_VERSIONS = 5

FORMER_TEXT = """
    SELECT packed FROM former_texts WHERE document_id = :document_id AND text_hash = :text_hash
"""


def keep_former_text(
    connection: sqlite3.Connection, document_id: str, text_hash: str, generation: int
) -> None:
    """Puts the stored text `text_hash`, replaced in `generation`, among those of its document."""
    row = connection.execute("SELECT text FROM texts WHERE text_hash = ?", (text_hash,)).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO former_texts (document_id, text_hash, generation, packed) "
        "VALUES (?, ?, ?, ?)",
        (document_id, text_hash, generation, zlib.compress(row["text"].encode("utf-8"))),
    )


def purge_former_texts(connection: sqlite3.Connection) -> None:
    """Deletes all texts of documents that are gone, and all but the newest few of the others."""
    connection.execute(_PURGE_OF_GONE)
    connection.execute(_PURGE_OLDEST, (KEPT_VERSIONS,))


def unpacked(packed: bytes) -> str:
    """A text as it was before it was put away."""
    return zlib.decompress(packed).decode("utf-8")


_PURGE_OF_GONE = """
    DELETE FROM former_texts WHERE document_id NOT IN
        (SELECT document_id FROM documents WHERE retired_generation IS NULL)
"""

_PURGE_OLDEST = """
    DELETE FROM former_texts WHERE (document_id, text_hash) IN (
        SELECT document_id, text_hash FROM (
            SELECT document_id, text_hash, row_number() OVER (
                PARTITION BY document_id ORDER BY generation DESC, text_hash) AS age
            FROM former_texts)
        WHERE age > ?)
"""
