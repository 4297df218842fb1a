"""library.sqlite as its readers see it: documents, passages and vectors of one generation."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import store_statements as sql
from corpus.database import Database
from corpus.former_texts import FORMER_TEXT, unpacked
from corpus.migrations import APPLICATION_ID, MIGRATIONS
from corpus.store_connection import DatabaseKind
from corpus.store_records import (
    DocumentSummary,
    FileRecord,
    FileStamp,
    LibraryCounts,
    PassageEntry,
    UnknownDocumentError,
    document_from_rows,
    merged_locator,
    passage_from_rows,
    summary_from_row,
)
from corpus.types import Document, Passage, passage_context

LIBRARY_FILE = "library.sqlite"
VECTOR_DTYPE = np.dtype("<f2")

_BLOCK_ROWS = 2_048
_BLOCK_TEXTS = 64
_NAMES_SHOWN = 5


LIBRARY = DatabaseKind(
    name="library",
    application_id=APPLICATION_ID,
    migrations=MIGRATIONS,
    missing_remedy="Restore it from a backup, or run: wenyuan index PATH",
    damaged_remedy="It was left as it is: restore it from a backup, or move it away and index the "
    "documents again.",
)


class LibraryStore(Database):
    """The library. Every reading method takes the number of a generation and sees that one only.

    May be used from several threads; changes are made by `corpus.store_writer`.

    With `create` an absent file is made.

    Raises:
        StoreError: the file is missing, damaged, foreign or too new; it is left as it was.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        super().__init__(path, LIBRARY, create=create)

    def newest_generation(self) -> int:
        """The number that the latest writer worked on, published or not; 0 in an empty library."""
        row = self.rows(sql.NEWEST_GENERATION)[0]
        return int(row["newest"])

    def roots(self) -> dict[str, str]:
        """Root name → path of its folder, as last written."""
        return {row["name"]: row["path"] for row in self.rows(sql.ROOTS)}

    def files(self) -> list[FileRecord]:
        """What is remembered of every file, by source; every live document has its record."""
        return [_file_of_row(row) for row in self.rows(sql.FILES)]

    def file(self, source: str) -> FileRecord | None:
        """What is remembered of one file; None when nothing is."""
        found = self.rows(sql.FILE, source=source)
        return _file_of_row(found[0]) if found else None

    def counts(self, generation: int) -> LibraryCounts:
        """How much the generation holds."""
        row = self.rows(sql.COUNTS, generation=generation)[0]
        return LibraryCounts(row["documents"], row["passages"], row["characters"])

    def passages(self, row_ids: Sequence[int], generation: int) -> dict[int, Passage]:
        """Row id → passage in the order given; ids that the generation does not hold are absent."""
        rows = self.rows(
            sql.PASSAGES,
            ids=json.dumps([int(row_id) for row_id in row_ids]),
            generation=generation,
        )
        passages = self._as_passages(rows, generation)
        by_id = {row["id"]: passage for row, passage in zip(rows, passages, strict=True)}
        return {row_id: by_id[row_id] for row_id in row_ids if row_id in by_id}

    def passages_of(self, document_id: str, generation: int) -> list[Passage]:
        """The passages of a document's text, in its order, under its canonical name."""
        rows = self.rows(sql.PASSAGES_OF_DOCUMENT, document_id=document_id, generation=generation)
        return self._as_passages(rows, generation)

    def document(self, document_id: str, generation: int) -> Document:
        """The document with its text and edits.

        Raises:
            UnknownDocumentError: the generation holds no such document.
        """
        rows = self.rows(sql.DOCUMENT, document_id=document_id, generation=generation)
        if not rows:
            raise UnknownDocumentError(
                f"There is no document {document_id!r} in the index.",
                remedy="It may have been removed since; search again.",
            )
        return self.document_of_row(rows[0])

    def find_document(self, name: str, generation: int) -> Document:
        """The document whose source is `name`, or the only one whose source ends with `/name`.

        Raises:
            UnknownDocumentError: no source fits, or several do.
        """
        wanted = name.strip().removeprefix("./").strip("/")
        rows = self.rows(sql.SOURCES, generation=generation)
        exact = [row for row in rows if row["source"] == wanted]
        fitting = exact or [row for row in rows if row["source"].endswith(f"/{wanted}")]
        if len(fitting) != 1 or not wanted:
            raise _unclear_name(name, [row["source"] for row in fitting])
        return self.document(fitting[0]["document_id"], generation)

    def documents(self, generation: int) -> list[DocumentSummary]:
        """All documents by source; of those with the same text the first is canonical."""
        rows = self.rows(sql.SUMMARIES, generation=generation)
        names: dict[str, list[str]] = {}
        for row in rows:
            names.setdefault(row["text_hash"], []).append(row["source"])
        return [summary_from_row(row, names[row["text_hash"]]) for row in rows]

    def iter_vectors(
        self, fingerprint: str, generation: int, block: int = _BLOCK_ROWS, *, newer_than: int = -1
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Blocks of (row ids (n,), vectors (n, dimension)) of one embedder, by row id.

        Those of all passages that `generation` sees and generation `newer_than` does not.
        """
        for rows in self._blocks(
            sql.VECTORS, generation, block, fingerprint=fingerprint, newer_than=newer_than
        ):
            ids = np.array([row["id"] for row in rows], dtype=np.int64)
            vectors = np.frombuffer(b"".join(row["vector"] for row in rows), dtype=VECTOR_DTYPE)
            yield ids, vectors.reshape(len(rows), -1).astype(np.float32)

    def iter_entries(
        self, generation: int, *, newer_than: int = -1, block: int = _BLOCK_ROWS
    ) -> Iterator[PassageEntry]:
        """All passages that `generation` sees and generation `newer_than` does not, by row id."""
        for rows in self._blocks(sql.ENTRIES, generation, block, newer_than=newer_than):
            yield from self._as_entries(rows)

    def text(self, text_hash: str) -> str:
        """A stored text.

        Raises:
            UnknownDocumentError: the library does not hold it (any more).
        """
        rows = self.rows(sql.TEXTS, hashes=json.dumps([text_hash]))
        if not rows:
            raise UnknownDocumentError(
                f"There is no text {text_hash!r} in the library.",
                remedy="It may have been removed since; search again.",
            )
        return str(rows[0]["text"])

    def former_text(self, document_id: str, text_hash: str) -> str | None:
        """The text that a document had before it changed; None if it never had it, or long ago."""
        rows = self.rows(FORMER_TEXT, document_id=document_id, text_hash=text_hash)
        return unpacked(rows[0]["packed"]) if rows else None

    def sources_of(self, text_hash: str, generation: int) -> list[str]:
        """The sources of all documents with one text, the canonical one first."""
        names = self._names([text_hash], generation)
        return [row["source"] for row in names.get(text_hash, [])]

    def iter_texts(self, generation: int) -> Iterator[str]:
        """Every text of the generation once."""
        for rows in self._blocks(sql.TEXTS_OF_GENERATION, generation, _BLOCK_TEXTS):
            yield from (row["text"] for row in rows)

    def removed_rows(self, old: int, new: int) -> list[int]:
        """Row ids of the passages that generation `old` sees and the later `new` does not."""
        rows = self.rows(sql.REMOVED_ROWS, old=old, new=new)
        return [row["id"] for row in rows]

    def iter_unembedded(
        self, fingerprint: str, block: int = _BLOCK_ROWS, *, after: int = 0
    ) -> Iterator[list[PassageEntry]]:
        """Blocks of live passages without a vector, of row ids greater than `after`.

        Each key is given once in its block.
        """
        for rows in self._blocks(sql.UNEMBEDDED, 0, block, after=after, fingerprint=fingerprint):
            entries = {entry.embedding_key: entry for entry in self._as_entries(rows)}
            yield list(entries.values())

    def unembedded_count(self, fingerprint: str) -> int:
        """How many vectors of one embedder live passages still lack."""
        row = self.rows(sql.UNEMBEDDED_COUNT, fingerprint=fingerprint)[0]
        return int(row["missing"])

    def _blocks(
        self, statement: str, generation: int, block: int, *, after: int = 0, **values: object
    ) -> Iterator[list[sqlite3.Row]]:
        """Pages through rows by their id, so that no read stays open while a page is worked on."""
        last = after
        while rows := self.rows(statement, last=last, block=block, generation=generation, **values):
            last = rows[-1]["id"]
            yield rows

    def locator_of(
        self, text_hash: str, start: int, end: int, generation: int
    ) -> Mapping[str, object] | None:
        """Where `[start, end)` of a text lies in the file of its canonical document, if known."""
        names = self._names([text_hash], generation).get(text_hash)
        return self._locator(names[0]["id"], start, end) if names else None

    def _locator(self, document_row: int, start: int, end: int) -> Mapping[str, object] | None:
        rows = self.rows(sql.REGIONS_OF_SPAN, document_row=document_row, start=start, end=end)
        return merged_locator([json.loads(row["locator"]) for row in rows])

    def document_of_row(self, row: sqlite3.Row) -> Document:
        """The document of a row of `documents` with its `text`."""
        return document_from_rows(row, self.rows(sql.REGIONS, document_row=row["id"]))

    def _as_entries(self, rows: Sequence[sqlite3.Row]) -> Iterator[PassageEntry]:
        texts = self._texts(rows)
        for row in rows:
            whole = texts[row["text_hash"]]
            yield PassageEntry(
                row["id"],
                row["embedding_key"],
                passage_context(row["title"], row["section"]),
                whole[row["start"] : row["end"]],
                row["further_words"] or "",
                tuple(
                    whole[row[f"{side}_start"] : row[f"{side}_end"]]
                    for side in ("before", "behind")
                    if row[f"{side}_start"] is not None
                ),
            )

    def _as_passages(self, rows: Sequence[sqlite3.Row], generation: int) -> list[Passage]:
        texts = self._texts(rows)
        names = self._names(list(texts), generation)
        folded = self._folded_sources([row["id"] for row in rows], generation)
        passages = []
        for row in rows:
            own = names[row["text_hash"]]
            locator = self._locator(own[0]["id"], row["start"], row["end"])
            text = texts[row["text_hash"]]
            passages.append(passage_from_rows(row, own, folded.get(row["id"], ()), locator, text))
        return passages

    def _folded_sources(self, row_ids: Sequence[int], generation: int) -> dict[int, list[str]]:
        sources: dict[int, list[str]] = {}
        ids = json.dumps(list(row_ids))
        for row in self.rows(sql.FOLDED_SOURCES, ids=ids, generation=generation):
            sources.setdefault(row["into_id"], []).append(row["source"])
        return sources

    def _texts(self, rows: Sequence[sqlite3.Row]) -> dict[str, str]:
        hashes = json.dumps(sorted({row["text_hash"] for row in rows}))
        found = self.rows(sql.TEXTS, hashes=hashes)
        return {row["text_hash"]: row["text"] for row in found}

    def _names(self, hashes: Sequence[str], generation: int) -> dict[str, list[sqlite3.Row]]:
        rows = self.rows(sql.NAMES_OF_TEXTS, hashes=json.dumps(list(hashes)), generation=generation)
        names: dict[str, list[sqlite3.Row]] = {}
        for row in rows:
            names.setdefault(row["text_hash"], []).append(row)
        return names


def _file_of_row(row: sqlite3.Row) -> FileRecord:
    return FileRecord(
        source=row["source"],
        root=row["root"],
        stamp=FileStamp(row["size"], row["mtime_ns"], row["file_hash"], row["recipe"]),
        report=row["report"],
        container=row["container"],
    )


def _unclear_name(name: str, fitting: Sequence[str]) -> UnknownDocumentError:
    if not fitting:
        return UnknownDocumentError(
            f"No document in the index is called {name!r}.",
            remedy="List them with: wenyuan status --documents",
        )
    shown = ", ".join(fitting[:_NAMES_SHOWN])
    return UnknownDocumentError(
        f"{name!r} fits {len(fitting)} documents: {shown}.",
        remedy="Give the whole source of one of them.",
    )
