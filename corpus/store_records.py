"""Values of the store, and the one place that turns its columns into them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import UsageError
from corpus.types import (
    Document,
    Edit,
    FileState,
    Metadata,
    Passage,
    Region,
    RemovalReason,
    short_hash,
)

UNTRUSTED_STAMP = -1


class UnknownDocumentError(UsageError):
    """A document that is not in the library, or a name that fits several."""

    code = "unknown_document"


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What the file on disk was when it was read.

    `recipe` names the way of reading; a stamp of another recipe, size or time
    calls for another look. `file_hash` is the SHA-256 of the bytes, in hex.
    """

    size: int
    mtime_ns: int
    file_hash: str
    recipe: str


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """How much one generation holds; `characters` counts each stored text once."""

    documents: int
    passages: int
    characters: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of a list of documents; `state` is indexed, duplicate or partial."""

    document_id: str
    source: str
    also_in: tuple[str, ...]
    title: str
    date: str
    state: FileState
    losses: tuple[str, ...]
    characters: int
    passages: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class PassageEntry:
    """A passage as it is embedded and indexed: `context` is its title and headings."""

    row_id: int
    embedding_key: str
    context: str
    text: str

    @property
    def embedded_text(self) -> str:
        """What the embedder is given."""
        return embedded_text(self.context, self.text)


def passage_context(title: str, section: str) -> str:
    """As `Passage.context`, before there is a Passage."""
    return " / ".join(part for part in (title, section) if part)


def embedded_text(context: str, text: str) -> str:
    """A passage with its context, as it is embedded."""
    return f"{context}\n{text}" if context else text


def embedding_key(context: str, text: str) -> str:
    """Equal for passages whose vectors are equal, in whatever file they stand."""
    return short_hash(context, text)


def storable(text: str) -> str:
    """`text` with lone surrogates (from odd file names) replaced: SQLite takes UTF-8 only."""
    return text.encode("utf-8", "replace").decode("utf-8")


def document_columns(document: Document) -> tuple[str, ...]:
    """Everything of a document but its text, as `INSERT_DOCUMENT` takes it."""
    metadata = document.metadata
    edits = [
        [edit.start, edit.end, edit.removed, edit.replacement, edit.reason.value]
        for edit in document.edits
    ]
    regions = [[region.start, region.end, dict(region.locator)] for region in document.regions]
    return (
        document.document_id,
        storable(document.source),
        storable(document.text_hash),
        storable(metadata.title),
        storable(metadata.author),
        storable(metadata.origin),
        metadata.date,
        document.encoding,
        _json(document.losses),
        _json(edits),
        _json(regions),
    )


def document_from_row(row: sqlite3.Row) -> Document:
    """The document of a row of `documents` with its `text`."""
    return Document(
        document_id=row["document_id"],
        source=row["source"],
        text=row["text"],
        metadata=Metadata(
            title=row["title"], author=row["author"], origin=row["origin"], date=row["date"]
        ),
        edits=tuple(
            Edit(start, end, removed, replacement, RemovalReason(reason))
            for start, end, removed, replacement, reason in json.loads(row["edits"])
        ),
        regions=regions_from_json(row["regions"]),
        encoding=row["encoding"],
        losses=tuple(json.loads(row["losses"])),
    )


def regions_from_json(column: str) -> tuple[Region, ...]:
    """The regions of a document, in order."""
    return tuple(Region(start, end, locator) for start, end, locator in json.loads(column))


def passage_from_rows(passage: sqlite3.Row, names: Sequence[sqlite3.Row], text: str) -> Passage:
    """A passage with the place of its canonical document, the first of `names`."""
    canonical = names[0]
    start, end = passage["start"], passage["end"]
    return Passage(
        passage_id=short_hash(passage["text_hash"], str(start), str(end)),
        document_id=canonical["document_id"],
        source=canonical["source"],
        also_in=tuple(name["source"] for name in names[1:]),
        title=canonical["title"],
        section=passage["section"],
        date=canonical["date"],
        start=start,
        end=end,
        text=text[start:end],
        text_hash=passage["text_hash"],
        locator=_locator_at(regions_from_json(canonical["regions"]), start, end),
    )


def _locator_at(regions: Sequence[Region], start: int, end: int) -> Mapping[str, object] | None:
    """The place in the original file where `[start, end)` begins; None if there is no such map."""
    for region in regions:
        if region.start < end and start < region.end:
            return region.locator
    return None


def _json(value: object) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
