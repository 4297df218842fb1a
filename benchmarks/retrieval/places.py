"""Where the library's passages stand in the bodies that its files were written from."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.retrieval.types import SourceText, Span
from corpus.store import LibraryStore
from corpus.store_records import as_json, edits_of_json
from corpus.types import Document, Edit


@dataclass(frozen=True, slots=True)
class _Holder:
    """A body by its text's id, and the edits from it to the stored text."""

    text_id: str
    edits: tuple[Edit, ...]


class BodyPlaces:
    """Offsets of stored texts → spans of bodies, in the SQLite file that `record_places` wrote.

    May be used from several threads.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False)

    def spans(self, text_hash: str, start: int, end: int) -> list[Span]:
        """`[start, end)` of a stored text in each body that holds it.

        Behind them the passages that the library shows it in place of.
        """
        values = {"text_hash": text_hash, "start": start, "end": end}
        with self._lock:
            holders = self._connection.execute(_HOLDERS, values).fetchall()
            folded = self._connection.execute(_FOLDED, values).fetchall()
        own = [
            Span(text_id, *place_as_read(_from_json(edits), start, end))
            for text_id, edits in holders
        ]
        return [*own, *(Span(*row) for row in folded)]


def record_places(path: Path, store: LibraryStore, bodies: Mapping[str, SourceText]) -> None:
    """Writes the file anew; `bodies` are the texts by the sources of their documents.

    Raises:
        ValueError: a document was not read as its body says, so that offsets cannot be compared.
    """
    holders: dict[str, list[_Holder]] = {}
    for document in _documents(store):
        body = bodies[document.source]
        if document.text_as_read != body.body:
            raise ValueError(
                f"{body.text_id} was read as another text than it is: {body.body[:40]!r}…"
            )
        holder = _Holder(body.text_id, document.edits)
        holders.setdefault(document.text_hash, []).append(holder)
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_TABLES)
        connection.executemany("INSERT INTO holders VALUES (?, ?, ?)", _holder_rows(holders))
        connection.executemany(
            "INSERT INTO folded VALUES (?, ?, ?, ?, ?, ?)",
            (values for row in store.rows(_FOLDS) for values in _folded_rows(row, holders)),
        )


def place_as_read(edits: Sequence[Edit], start: int, end: int) -> tuple[int, int]:
    """`[start, end)` of a stored text, not empty, in offsets of the text as read.

    Of what was removed at its edges nothing is counted; a character put in stands for all that
    it replaced.
    """
    return _read_bounds(edits, start)[0], _read_bounds(edits, end - 1)[1]


def _read_bounds(edits: Sequence[Edit], offset: int) -> tuple[int, int]:
    """Where the character at `offset` of the stored text comes from in the text as read."""
    shift = 0
    for edit in edits:
        place = edit.start - shift
        if place > offset:
            break
        if place <= offset < place + len(edit.replacement):
            return edit.start, edit.end
        shift += len(edit.removed) - len(edit.replacement)
    return offset + shift, offset + shift + 1


def _documents(store: LibraryStore) -> Iterator[Document]:
    generation = store.newest_generation()
    for summary in store.documents(generation):
        yield store.document(summary.document_id, generation)


def _holder_rows(holders: Mapping[str, Sequence[_Holder]]) -> Iterator[tuple[str, str, str]]:
    for text_hash, held in holders.items():
        for holder in held:
            yield text_hash, holder.text_id, _as_json(holder.edits)


def _folded_rows(
    row: sqlite3.Row, holders: Mapping[str, Sequence[_Holder]]
) -> Iterator[tuple[str, int, int, str, int, int]]:
    for holder in holders[row["text_hash"]]:
        place = place_as_read(holder.edits, row["start"], row["end"])
        yield row["shown_hash"], row["shown_start"], row["shown_end"], holder.text_id, *place


def _as_json(edits: Sequence[Edit]) -> str:
    return as_json([(e.start, e.end, e.removed, e.replacement, e.reason) for e in edits])


def _from_json(edits: str) -> tuple[Edit, ...]:
    return edits_of_json(json.loads(edits))


_TABLES = """
    CREATE TABLE holders (text_hash TEXT, text_id TEXT, edits TEXT);
    CREATE INDEX holders_by_text ON holders (text_hash);
    CREATE TABLE folded (text_hash TEXT, start INT, end INT, text_id TEXT, from_ INT, to_ INT);
    CREATE INDEX folded_by_text ON folded (text_hash);
"""
_HOLDERS = "SELECT text_id, edits FROM holders WHERE text_hash = :text_hash ORDER BY rowid"
_FOLDED = """
    SELECT text_id, from_, to_ FROM folded
    WHERE text_hash = :text_hash AND start >= :start AND end <= :end ORDER BY rowid
"""
_FOLDS = """
    SELECT shown_cut.text_hash AS shown_hash, shown.start AS shown_start, shown.end AS shown_end,
        hidden_cut.text_hash AS text_hash, hidden.start AS start, hidden.end AS end
    FROM folds f
    JOIN passages shown ON shown.id = f.into_id
    JOIN cuts shown_cut ON shown_cut.id = shown.cut_id
    JOIN passages hidden ON hidden.id = f.passage_id
    JOIN cuts hidden_cut ON hidden_cut.id = hidden.cut_id
    WHERE f.retired_generation IS NULL AND hidden_cut.retired_generation IS NULL
    ORDER BY f.id
"""
