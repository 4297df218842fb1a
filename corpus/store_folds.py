"""Passages that say what others say: found in the library, and taken out of the search."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corpus.near_duplicates import (
    PERMUTATIONS,
    SIGNATURE_DTYPE,
    ComparedText,
    candidate_pairs,
    compared_words,
    connected,
    may_be_same_document,
    repeated_passages,
)
from corpus.store import LibraryStore

# In so many different texts a passage of equal words is a formula of all, and a find in none.
LEAST_REPEATS = 3


@dataclass(frozen=True, slots=True)
class _Text:
    """A live text with what makes one copy newer than another."""

    text_hash: str
    title: str
    is_whole: bool
    date: str
    mtime_ns: int
    source: str

    @property
    def age(self) -> tuple[bool, str, int, str]:
        """Greater for the newer; a copy that was read with losses is older than any whole one."""
        return (self.is_whole, self.date, self.mtime_ns, self.source)


def find_folds(store: LibraryStore) -> dict[int, int]:
    """Live passage → the live passage that says the same and is shown in its place.

    Folded are passages of a text into those of a newer text that is nearly the same, and
    passages of equal words in several texts into the newest of them.
    """
    rows = store.rows(_TEXTS)
    texts = {
        row["text_hash"]: _Text(
            row["text_hash"],
            row["title"],
            bool(row["is_whole"]),
            row["date"],
            row["mtime_ns"],
            row["source"],
        )
        for row in rows
    }
    folds = _folds_of_documents(store, texts, rows)
    folds |= _folds_of_formulas(store, texts, folds)
    return {passage: _last(folds, target) for passage, target in folds.items()}


def write_folds(connection: sqlite3.Connection, folds: Mapping[int, int], generation: int) -> None:
    """Makes `folds` the live ones; those that are already stay untouched."""
    live = {
        row["passage_id"]: (row["id"], row["into_id"]) for row in connection.execute(_LIVE_FOLDS)
    }
    outdated = [row_id for passage, (row_id, into) in live.items() if folds.get(passage) != into]
    connection.executemany(
        "UPDATE folds SET retired_generation = ? WHERE id = ?",
        ((generation, row_id) for row_id in outdated),
    )
    new = [
        (passage, into, generation)
        for passage, into in folds.items()
        if passage not in live or live[passage][1] != into
    ]
    connection.executemany(
        "INSERT INTO folds (passage_id, into_id, added_generation) VALUES (?, ?, ?)", new
    )


def _folds_of_documents(
    store: LibraryStore, texts: Mapping[str, _Text], rows: list[sqlite3.Row]
) -> dict[int, int]:
    signed = [row for row in rows if row["signature"] is not None]
    matrix = np.frombuffer(b"".join(row["signature"] for row in signed), dtype=SIGNATURE_DTYPE)
    members = [texts[row["text_hash"]] for row in signed]
    pairs = [
        (first, second)
        for first, second in candidate_pairs(matrix.reshape(-1, PERMUTATIONS))
        if may_be_same_document(members[first].title, members[second].title)
    ]
    folds: dict[int, int] = {}
    for group in connected(pairs):
        newest, *older = sorted((members[index] for index in group), key=_age, reverse=True)
        shown = _compared(store, newest.text_hash)
        for text in older:
            folds |= repeated_passages(_compared(store, text.text_hash), shown)
    return folds


def _folds_of_formulas(
    store: LibraryStore, texts: Mapping[str, _Text], folded: Mapping[int, int]
) -> dict[int, int]:
    holders: dict[str, list[tuple[_Text, int]]] = {}
    for row in store.rows(_FORMULAS, least=LEAST_REPEATS):
        if row["id"] not in folded and row["text_hash"] in texts:
            holders.setdefault(row["words_key"], []).append((texts[row["text_hash"]], row["id"]))
    folds: dict[int, int] = {}
    for held in holders.values():
        if len({text.text_hash for text, _ in held}) < LEAST_REPEATS:
            continue
        (_, shown), *others = sorted(held, key=lambda each: each[0].age, reverse=True)
        folds |= {passage: shown for _, passage in others}
    return folds


def _age(text: _Text) -> tuple[bool, str, int, str]:
    return text.age


def _compared(store: LibraryStore, text_hash: str) -> ComparedText:
    text = store.text(text_hash)
    spans = store.rows(_PASSAGES, text_hash=text_hash)
    passages = {row["id"]: compared_words(text[row["start"] : row["end"]]) for row in spans}
    return ComparedText(compared_words(text), passages)


def _last(folds: Mapping[int, int], passage: int) -> int:
    while passage in folds:
        passage = folds[passage]
    return passage


# Each live text under its canonical document, as new as the newest of its documents.
_TEXTS = """
    SELECT t.text_hash, t.signature, max(d.losses = '[]') AS is_whole,
        max(d.date) AS date, max(f.mtime_ns) AS mtime_ns,
        min(d.source) AS source, (SELECT title FROM cuts c
            WHERE c.text_hash = t.text_hash AND c.retired_generation IS NULL) AS title
    FROM texts t
    JOIN documents d ON d.text_hash = t.text_hash AND d.retired_generation IS NULL
    JOIN files f ON f.source = d.source
    GROUP BY t.text_hash ORDER BY t.text_hash
"""

_PASSAGES = """
    SELECT p.id, p.start, p.end FROM passages p JOIN cuts c ON c.id = p.cut_id
    WHERE c.text_hash = :text_hash AND c.retired_generation IS NULL ORDER BY p.id
"""

_FORMULAS = """
    SELECT p.id, p.words_key, c.text_hash FROM passages p
    JOIN cuts c ON c.id = p.cut_id AND c.retired_generation IS NULL
    WHERE p.words_key != '' AND p.words_key IN (
        SELECT q.words_key FROM passages q
        JOIN cuts e ON e.id = q.cut_id AND e.retired_generation IS NULL
        WHERE q.words_key != ''
        GROUP BY q.words_key HAVING count(DISTINCT e.text_hash) >= :least)
    ORDER BY p.id
"""

_LIVE_FOLDS = "SELECT id, passage_id, into_id FROM folds WHERE retired_generation IS NULL"
