"""The SQL of the store's readers. Values are bound by name; nothing is pasted into a statement.

`VISIBLE(x)` stands for the versions that a generation sees, where `x` is the
alias of `documents`, `cuts` or `folds`; `SEARCHED(p, c)` for the passages that it
searches: those it sees and has not folded into others. `VISIBLE(x, old)` speaks of the
generation `:old`. They are spelt out once, when this module loads.
"""

from __future__ import annotations

import re


def expanded(statement: str) -> str:
    """`statement` with VISIBLE and SEARCHED spelt out."""
    searched = _SEARCHED.sub(
        lambda match: _NOT_FOLDED.format(
            passage=match[1], cut=match[2], generation=match[3] or "generation"
        ),
        statement,
    )
    return _VISIBLE.sub(
        lambda match: _SEEN.format(alias=match[1], generation=match[2] or "generation"), searched
    )


_SEARCHED = re.compile(r"SEARCHED\((\w), (\w)(?:, (\w+))?\)")
_VISIBLE = re.compile(r"VISIBLE\((\w)(?:, (\w+))?\)")

_NOT_FOLDED = """(VISIBLE({cut}, {generation}) AND NOT EXISTS (
    SELECT 1 FROM folds f WHERE f.passage_id = {passage}.id AND VISIBLE(f, {generation})))"""

_SEEN = """({alias}.added_generation <= :{generation} AND ({alias}.retired_generation IS NULL
    OR {alias}.retired_generation > :{generation}))"""

NEWEST_GENERATION = "SELECT coalesce(max(number), 0) AS newest FROM generations"

ROOTS = "SELECT name, path FROM roots"

FILES = """
    SELECT source, root, size, mtime_ns, file_hash, recipe, report, container FROM files
    ORDER BY source
"""

FILE = """
    SELECT source, root, size, mtime_ns, file_hash, recipe, report, container FROM files
    WHERE source = :source
"""

COUNTS = expanded("""
    SELECT
        (SELECT count(*) FROM documents d WHERE VISIBLE(d)) AS documents,
        (SELECT count(*) FROM passages p JOIN cuts c ON c.id = p.cut_id
            WHERE SEARCHED(p, c)) AS passages,
        (SELECT coalesce(sum(t.characters), 0) FROM texts t WHERE t.text_hash IN
            (SELECT d.text_hash FROM documents d WHERE VISIBLE(d))) AS characters
""")

PASSAGES = expanded("""
    SELECT p.id, p.start, p.end, p.section, c.text_hash
    FROM passages p JOIN cuts c ON c.id = p.cut_id
    WHERE p.id IN (SELECT value FROM json_each(:ids)) AND VISIBLE(c)
""")

PASSAGES_OF_DOCUMENT = expanded("""
    SELECT p.id, p.start, p.end, p.section, c.text_hash
    FROM documents d
    JOIN cuts c ON c.text_hash = d.text_hash
    JOIN passages p ON p.cut_id = c.id
    WHERE d.document_id = :document_id AND VISIBLE(d) AND VISIBLE(c)
    ORDER BY p.start
""")

# The names of a text, the canonical one first.
NAMES_OF_TEXTS = expanded("""
    SELECT d.id, d.text_hash, d.document_id, d.source, d.title, d.date
    FROM documents d
    WHERE d.text_hash IN (SELECT value FROM json_each(:hashes)) AND VISIBLE(d)
    ORDER BY d.source, d.collection
""")

TEXTS = (
    "SELECT text_hash, text FROM texts WHERE text_hash IN (SELECT value FROM json_each(:hashes))"
)

TEXTS_OF_GENERATION = expanded("""
    SELECT t.rowid AS id, t.text FROM texts t
    WHERE t.rowid > :last AND EXISTS
        (SELECT 1 FROM documents d WHERE d.text_hash = t.text_hash AND VISIBLE(d))
    ORDER BY t.rowid LIMIT :block
""")

DOCUMENT = expanded("""
    SELECT d.*, t.text FROM documents d JOIN texts t ON t.text_hash = d.text_hash
    WHERE d.document_id = :document_id AND VISIBLE(d)
""")

SOURCES = expanded("""
    SELECT d.document_id, d.source FROM documents d WHERE VISIBLE(d) ORDER BY d.source
""")

SUMMARIES = expanded("""
    SELECT d.document_id, d.source, d.title, d.date, d.losses, d.text_hash, t.characters,
        d.number, d.issuer, json_extract(d.facts, '$.format') AS format,
        (SELECT count(*) FROM passages p JOIN cuts c ON c.id = p.cut_id
            WHERE c.text_hash = d.text_hash AND VISIBLE(c)) AS passages
    FROM documents d JOIN texts t ON t.text_hash = d.text_hash
    WHERE VISIBLE(d) ORDER BY d.source, d.collection
""")

# CROSS JOIN keeps SQLite to this order of tables: pages of rows are read without sorting all.
VECTORS = expanded("""
    SELECT p.id, v.vector FROM passages p
    CROSS JOIN cuts c ON c.id = p.cut_id
    CROSS JOIN vectors v ON v.embedding_key = p.embedding_key
        AND v.embedder_id = (SELECT id FROM embedders WHERE fingerprint = :fingerprint)
    WHERE p.id > :last AND SEARCHED(p, c) AND NOT SEARCHED(p, c, newer_than)
    ORDER BY p.id LIMIT :block
""")

# The passages of a cut have ids in a row.
ENTRIES = expanded("""
    SELECT p.id, p.start, p.end, p.section, p.embedding_key, c.text_hash, c.title,
        before.start AS before_start, before.end AS before_end,
        behind.start AS behind_start, behind.end AS behind_end,
        (SELECT trim(d.number || ' ' || d.issuer) FROM documents d
            WHERE d.text_hash = c.text_hash AND VISIBLE(d)
            ORDER BY d.source, d.collection LIMIT 1) AS further_words
    FROM passages p CROSS JOIN cuts c ON c.id = p.cut_id
    LEFT JOIN passages before ON before.id = p.id - 1 AND before.cut_id = p.cut_id
    LEFT JOIN passages behind ON behind.id = p.id + 1 AND behind.cut_id = p.cut_id
    WHERE p.id > :last AND SEARCHED(p, c) AND NOT SEARCHED(p, c, newer_than)
    ORDER BY p.id LIMIT :block
""")

REMOVED_ROWS = expanded("""
    SELECT p.id FROM passages p JOIN cuts c ON c.id = p.cut_id
    WHERE SEARCHED(p, c, old) AND NOT SEARCHED(p, c, new)
""")

_UNEMBEDDED = """
    FROM passages p CROSS JOIN cuts c ON c.id = p.cut_id
    LEFT JOIN vectors v ON v.embedding_key = p.embedding_key
        AND v.embedder_id = (SELECT id FROM embedders WHERE fingerprint = :fingerprint)
    WHERE c.retired_generation IS NULL AND v.embedding_key IS NULL AND NOT EXISTS
        (SELECT 1 FROM folds f WHERE f.passage_id = p.id AND f.retired_generation IS NULL)
"""

UNEMBEDDED = f"""
    SELECT p.id, p.start, p.end, p.section, p.embedding_key, c.text_hash, c.title,
        '' AS further_words, NULL AS before_start, NULL AS behind_start
    {_UNEMBEDDED} AND p.id > :last ORDER BY p.id LIMIT :block
"""

UNEMBEDDED_COUNT = f"SELECT count(DISTINCT p.embedding_key) AS missing {_UNEMBEDDED}"

REGIONS = """
    SELECT start, end, locator FROM regions WHERE document_row = :document_row ORDER BY start, end
"""

# The places of one stretch of a text: from the last one that begins at or before it.
REGIONS_OF_SPAN = """
    SELECT locator FROM regions
    WHERE document_row = :document_row AND start < :end AND end > :start AND start >= coalesce(
        (SELECT max(start) FROM regions WHERE document_row = :document_row AND start <= :start), 0)
    ORDER BY start, end
"""

# Sources that say the same as a passage in passages that are folded into it.
FOLDED_SOURCES = expanded("""
    SELECT f.into_id, d.source FROM folds f
    JOIN passages p ON p.id = f.passage_id
    JOIN cuts c ON c.id = p.cut_id
    JOIN documents d ON d.text_hash = c.text_hash
    WHERE f.into_id IN (SELECT value FROM json_each(:ids))
        AND VISIBLE(f) AND VISIBLE(c) AND VISIBLE(d)
    ORDER BY d.date DESC, d.source
""")
