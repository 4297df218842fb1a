"""How texts are cut into passages, and cut anew when the way of cutting changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.cutting import CutText, Splitter, rows_of
from corpus.edge_lines import LEAST_TEXTS, edge_lines, is_furniture
from corpus.near_duplicates import words_key
from corpus.store import LibraryStore
from corpus.store_records import embedding_key, storable
from corpus.types import Document, PassageSpan, Region, passage_context, short_hash

Furniture = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Cutting:
    """How texts are to be cut.

    Attributes:
        splitter: cuts one text.
        recipe: names this way of cutting.
        furniture: root → keys of the edge lines that belong in no passage.
    """

    splitter: Splitter
    recipe: str
    furniture: Furniture = field(default_factory=dict)

    def recipe_for(self, keys: Iterable[int]) -> str:
        """The recipe of a text in which the lines `keys` are left out."""
        left_out = sorted(keys)
        return f"{self.recipe}:{short_hash(json.dumps(left_out))}" if left_out else self.recipe


def find_furniture(store: LibraryStore) -> dict[str, frozenset[int]]:
    """Root → keys of edge lines that stand in so many of its texts that they belong to none."""
    totals = {row["root"]: row["texts"] for row in store.rows(_TEXTS_OF_ROOTS)}
    found: dict[str, set[int]] = {}
    for row in store.rows(_COMMON_LINES, least=LEAST_TEXTS):
        if is_furniture(row["texts"], totals[row["root"]]):
            found.setdefault(row["root"], set()).add(row["line_key"])
    return {root: frozenset(keys) for root, keys in found.items()}


def retire_cut(
    connection: sqlite3.Connection, text_hash: str, generation: int, *, unless_held: bool = False
) -> None:
    """Takes the passages of a text out; with `unless_held` only if no document holds it."""
    if unless_held and connection.execute(_LIVE_TITLES, (text_hash,)).fetchone() is not None:
        return
    connection.execute(
        "UPDATE cuts SET retired_generation = ? WHERE text_hash = ? AND retired_generation IS NULL",
        (generation, text_hash),
    )


class TextCutter:
    """Cuts texts within one transaction of the writer of `generation`."""

    def __init__(self, connection: sqlite3.Connection, generation: int, cutting: Cutting) -> None:
        self._connection = connection
        self._generation = generation
        self._cutting = cutting

    def cut(self, document: Document, root: str) -> bool:
        """Makes sure that the text of a document is cut; whether that had to be done.

        A title that no name of the text has any more is replaced only when a file is read:
        the passages of a text whose canonical name went away keep their vectors.
        """
        title = self._title_to_cut_under(document.text_hash)
        furniture = self._cutting.furniture.get(root, frozenset())
        held = self._connection.execute(_EDGE_LINES, (document.text_hash,)).fetchall()
        keys = furniture & {row["line_key"] for row in held}
        return self._cut(document.text, document.text_hash, title, document.regions, keys)

    def cut_outdated(self) -> int:
        """Cuts all texts again whose passages differ from what `cutting` gives; how many."""
        keys = self._furniture_by_text()
        number = 0
        for row in self._connection.execute(_LIVE_CUTS).fetchall():
            own = keys.get(row["text_hash"], frozenset())
            if row["recipe"] != self._cutting.recipe_for(own):
                number += self._cut_stored(row["text_hash"], own)
        return number

    def _cut_stored(self, text_hash: str, keys: frozenset[int]) -> bool:
        stored = self._connection.execute(_STORED_TEXT, (text_hash,)).fetchone()
        places = self._connection.execute(_ROWS_OF_TEXT, (text_hash,)).fetchall()
        rows = [Region(row["start"], row["end"], {"kind": "row"}) for row in places]
        title = self._title_to_cut_under(text_hash)
        return self._cut(stored["text"], text_hash, title, rows, keys)

    def _title_to_cut_under(self, text_hash: str) -> str:
        titles = [row["title"] for row in self._connection.execute(_LIVE_TITLES, (text_hash,))]
        live = self._connection.execute(_LIVE_CUT, (text_hash,)).fetchone()
        return str(live["title"] if live is not None and live["title"] in titles else titles[0])

    def _cut(
        self,
        text: str,
        text_hash: str,
        title: str,
        regions: Sequence[Region],
        keys: frozenset[int],
    ) -> bool:
        recipe = self._cutting.recipe_for(keys)
        live = self._connection.execute(_LIVE_CUT, (text_hash,)).fetchone()
        if live is not None and (live["recipe"], live["title"]) == (recipe, title):
            return False
        retire_cut(self._connection, text_hash, self._generation)
        values = (text_hash, title, recipe, self._generation)
        if self._connection.execute(_REVIVE_CUT, values).rowcount == 0:
            cut_id = self._connection.execute(_INSERT_CUT, values).lastrowid
            lines = edge_lines(text) if keys else []
            left_out = tuple((line.start, line.end) for line in lines if line.key in keys)
            spans = self._cutting.splitter(CutText(text, title, rows_of(regions), left_out))
            rows = [_passage_row(cut_id, text, title, span) for span in spans]
            self._connection.executemany(_INSERT_PASSAGE, rows)
        return True

    def _furniture_by_text(self) -> dict[str, frozenset[int]]:
        """Text → the keys of its lines that are furniture in a root that it lies in."""
        by_text: dict[str, set[int]] = {}
        for root, keys in self._cutting.furniture.items():
            values = {"root": root, "keys": json.dumps(sorted(keys))}
            for row in self._connection.execute(_TEXTS_WITH_LINES, values):
                by_text.setdefault(row["text_hash"], set()).add(row["line_key"])
        return {text_hash: frozenset(keys) for text_hash, keys in by_text.items()}


def _passage_row(
    cut_id: int | None, text: str, title: str, span: PassageSpan
) -> tuple[int | None, int, int, str, str, str]:
    words = text[span.start : span.end]
    key = embedding_key(passage_context(title, span.section), words)
    return (cut_id, span.start, span.end, storable(span.section), key, words_key(words))


_LIVE_TITLES = """
    SELECT title FROM documents WHERE text_hash = ? AND retired_generation IS NULL
    ORDER BY source, collection
"""

_LIVE_CUT = "SELECT title, recipe FROM cuts WHERE text_hash = ? AND retired_generation IS NULL"

_LIVE_CUTS = "SELECT text_hash, recipe FROM cuts WHERE retired_generation IS NULL ORDER BY id"

_STORED_TEXT = "SELECT text FROM texts WHERE text_hash = ?"

# Of the canonical document of the text.
_ROWS_OF_TEXT = """
    SELECT start, end FROM regions WHERE json_extract(locator, '$.kind') = 'row'
        AND document_row = (SELECT id FROM documents
            WHERE text_hash = ? AND retired_generation IS NULL ORDER BY source, collection LIMIT 1)
    ORDER BY start
"""

# A cut retired by this very generation was never missed by a reader: it is taken back.
_REVIVE_CUT = """
    UPDATE cuts SET retired_generation = NULL WHERE id = (
        SELECT id FROM cuts WHERE text_hash = ? AND title = ? AND recipe = ?
            AND retired_generation = ? ORDER BY id LIMIT 1)
"""

_INSERT_CUT = "INSERT INTO cuts (text_hash, title, recipe, added_generation) VALUES (?, ?, ?, ?)"

_INSERT_PASSAGE = """
    INSERT INTO passages (cut_id, start, end, section, embedding_key, words_key)
    VALUES (?, ?, ?, ?, ?, ?)
"""

_EDGE_LINES = "SELECT line_key FROM edge_lines WHERE text_hash = ?"

_TEXTS_OF_ROOTS = """
    SELECT f.root, count(DISTINCT d.text_hash) AS texts
    FROM documents d JOIN files f ON f.source = d.source
    WHERE d.retired_generation IS NULL GROUP BY f.root
"""

_COMMON_LINES = """
    SELECT f.root, e.line_key, count(DISTINCT e.text_hash) AS texts
    FROM edge_lines e
    JOIN documents d ON d.text_hash = e.text_hash AND d.retired_generation IS NULL
    JOIN files f ON f.source = d.source
    GROUP BY f.root, e.line_key HAVING count(DISTINCT e.text_hash) >= :least
"""

_TEXTS_WITH_LINES = """
    SELECT DISTINCT e.text_hash, e.line_key
    FROM edge_lines e
    JOIN documents d ON d.text_hash = e.text_hash AND d.retired_generation IS NULL
    JOIN files f ON f.source = d.source AND f.root = :root
    WHERE e.line_key IN (SELECT value FROM json_each(:keys))
"""
