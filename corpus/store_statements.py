"""The SQL of the store's readers. Values are bound by name; nothing is pasted into a statement.

`VISIBLE(x)` stands for the versions that a generation sees, where `x` is the
alias of `documents` or `cuts`; it is spelt out once, when this module loads.
"""

from __future__ import annotations

import re


def _expanded(statement: str) -> str:
    return re.sub(
        r"VISIBLE\((\w)\)",
        r"(\1.added_generation <= :generation AND (\1.retired_generation IS NULL"
        r" OR \1.retired_generation > :generation))",
        statement,
    )


NEWEST_GENERATION = "SELECT coalesce(max(number), 0) AS newest FROM generations"

ROOTS = "SELECT name, path FROM roots"

STAMPS = "SELECT source, size, mtime_ns, file_hash, recipe FROM files"

COUNTS = _expanded("""
    SELECT
        (SELECT count(*) FROM documents d WHERE VISIBLE(d)) AS documents,
        (SELECT count(*) FROM passages p JOIN cuts c ON c.id = p.cut_id WHERE VISIBLE(c))
            AS passages,
        (SELECT coalesce(sum(t.characters), 0) FROM texts t WHERE t.text_hash IN
            (SELECT d.text_hash FROM documents d WHERE VISIBLE(d))) AS characters
""")

PASSAGES = _expanded("""
    SELECT p.id, p.start, p.end, p.section, c.text_hash
    FROM passages p JOIN cuts c ON c.id = p.cut_id
    WHERE p.id IN (SELECT value FROM json_each(:ids)) AND VISIBLE(c)
""")

PASSAGES_OF_DOCUMENT = _expanded("""
    SELECT p.id, p.start, p.end, p.section, c.text_hash
    FROM documents d
    JOIN cuts c ON c.text_hash = d.text_hash
    JOIN passages p ON p.cut_id = c.id
    WHERE d.document_id = :document_id AND VISIBLE(d) AND VISIBLE(c)
    ORDER BY p.start
""")

# The names of a text, the canonical one first.
NAMES_OF_TEXTS = _expanded("""
    SELECT d.text_hash, d.document_id, d.source, d.title, d.date, d.regions
    FROM documents d
    WHERE d.text_hash IN (SELECT value FROM json_each(:hashes)) AND VISIBLE(d)
    ORDER BY d.source, d.collection
""")

TEXTS = (
    "SELECT text_hash, text FROM texts WHERE text_hash IN (SELECT value FROM json_each(:hashes))"
)

TEXTS_OF_GENERATION = _expanded("""
    SELECT t.rowid AS id, t.text FROM texts t
    WHERE t.rowid > :last AND EXISTS
        (SELECT 1 FROM documents d WHERE d.text_hash = t.text_hash AND VISIBLE(d))
    ORDER BY t.rowid LIMIT :block
""")

DOCUMENT = _expanded("""
    SELECT d.*, t.text FROM documents d JOIN texts t ON t.text_hash = d.text_hash
    WHERE d.document_id = :document_id AND VISIBLE(d)
""")

SOURCES = _expanded("""
    SELECT d.document_id, d.source FROM documents d WHERE VISIBLE(d) ORDER BY d.source
""")

SUMMARIES = _expanded("""
    SELECT d.document_id, d.source, d.title, d.date, d.losses, d.text_hash, t.characters,
        (SELECT count(*) FROM passages p JOIN cuts c ON c.id = p.cut_id
            WHERE c.text_hash = d.text_hash AND VISIBLE(c)) AS passages
    FROM documents d JOIN texts t ON t.text_hash = d.text_hash
    WHERE VISIBLE(d) ORDER BY d.source, d.collection
""")

# CROSS JOIN keeps SQLite to this order of tables: pages of rows are read without sorting all.
VECTORS = _expanded("""
    SELECT p.id, v.vector FROM passages p
    CROSS JOIN cuts c ON c.id = p.cut_id
    CROSS JOIN vectors v ON v.embedding_key = p.embedding_key
        AND v.embedder_id = (SELECT id FROM embedders WHERE fingerprint = :fingerprint)
    WHERE p.id > :last AND VISIBLE(c) ORDER BY p.id LIMIT :block
""")

ENTRIES = _expanded("""
    SELECT p.id, p.start, p.end, p.section, p.embedding_key, c.text_hash, c.title
    FROM passages p CROSS JOIN cuts c ON c.id = p.cut_id
    WHERE p.id > :last AND c.added_generation > :newer_than AND VISIBLE(c)
    ORDER BY p.id LIMIT :block
""")

REMOVED_ROWS = """
    SELECT p.id FROM passages p JOIN cuts c ON c.id = p.cut_id
    WHERE c.added_generation <= :old AND c.retired_generation > :old
        AND c.retired_generation <= :new
"""

UNEMBEDDED = """
    SELECT p.id, p.start, p.end, p.section, p.embedding_key, c.text_hash, c.title
    FROM passages p CROSS JOIN cuts c ON c.id = p.cut_id
    LEFT JOIN vectors v ON v.embedding_key = p.embedding_key
        AND v.embedder_id = (SELECT id FROM embedders WHERE fingerprint = :fingerprint)
    WHERE p.id > :last AND c.retired_generation IS NULL AND v.embedding_key IS NULL
    ORDER BY p.id LIMIT :block
"""

UNEMBEDDED_COUNT = """
    SELECT count(DISTINCT p.embedding_key) AS missing
    FROM passages p JOIN cuts c ON c.id = p.cut_id
    LEFT JOIN vectors v ON v.embedding_key = p.embedding_key
        AND v.embedder_id = (SELECT id FROM embedders WHERE fingerprint = :fingerprint)
    WHERE c.retired_generation IS NULL AND v.embedding_key IS NULL
"""
