"""Values of the store, and the one place that turns its columns into them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.errors import UsageError
from corpus.types import (
    CONTEXT_SEPARATOR,
    Document,
    Edit,
    FileState,
    Metadata,
    Passage,
    ReadingFacts,
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
class FileRecord:
    """What is remembered of a file, whether or not it holds a document.

    `root` is the name of its root; `report` is how its reading went, as JSON; `container` is the
    source of the archive or mail that it lies in, "" for a file on disk.
    """

    source: str
    root: str
    stamp: FileStamp
    report: str = ""
    container: str = ""


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """How much one generation holds.

    `passages` are those that are searched; `characters` counts each stored text once.
    """

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
    format: str = ""
    number: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class PassageEntry:
    """A passage as it is embedded and indexed: `context` is its title and headings.

    `further_words` say what else its document is known by: number and issuer; `beside` are the
    passages before and behind it in its text.
    """

    row_id: int
    embedding_key: str
    context: str
    text: str
    further_words: str = ""
    beside: tuple[str, ...] = ()

    @property
    def embedded_text(self) -> str:
        """What the embedder is given."""
        return embedded_text(self.context, self.text)


def embedded_text(context: str, text: str) -> str:
    """A passage with its context, as it is embedded; what the text begins with is not repeated."""
    parts = [part for part in context.split(CONTEXT_SEPARATOR) if not text.startswith(part)]
    return "\n".join((CONTEXT_SEPARATOR.join(parts), text)) if any(parts) else text


def embedding_key(context: str, text: str) -> str:
    """Equal for passages whose vectors are equal, in whatever file they stand."""
    return short_hash(context, text)


def storable(text: str) -> str:
    """`text` with lone surrogates (from odd file names) replaced: SQLite takes UTF-8 only."""
    return text.encode("utf-8", "replace").decode("utf-8")


def document_columns(document: Document) -> tuple[str | int, ...]:
    """Everything of a document but its text and places, as `INSERT_DOCUMENT` takes it."""
    metadata = document.metadata
    edits = [
        [edit.start, edit.end, edit.removed, edit.replacement, edit.reason.value]
        for edit in document.edits
    ]
    return (
        document.document_id,
        storable(document.source),
        storable(document.text_hash),
        storable(metadata.title),
        storable(metadata.author),
        storable(metadata.origin),
        metadata.date,
        storable(metadata.number),
        storable(metadata.issuer),
        as_json(metadata.attachments),
        document.encoding,
        as_json(document.losses),
        as_json(asdict(document.facts)),
        int(document.is_named_by_file),
        as_json(edits),
        short_hash(as_json(region_rows(document))) if document.regions else "",
    )


def region_rows(document: Document) -> list[tuple[int, int, str]]:
    """The places of a document's text as `(start, end, locator as JSON)`."""
    return [
        (region.start, region.end, as_json(dict(region.locator))) for region in document.regions
    ]


def document_from_rows(row: sqlite3.Row, regions: Sequence[sqlite3.Row]) -> Document:
    """The document of a row of `documents` with its `text`, and of its rows of `regions`."""
    return Document(
        document_id=row["document_id"],
        source=row["source"],
        text=row["text"],
        metadata=Metadata(
            title=row["title"],
            author=row["author"],
            origin=row["origin"],
            date=row["date"],
            number=row["number"],
            issuer=row["issuer"],
            attachments=tuple(json.loads(row["attachments"])),
        ),
        edits=edits_of_json(json.loads(row["edits"])),
        regions=tuple(
            Region(each["start"], each["end"], json.loads(each["locator"])) for each in regions
        ),
        encoding=row["encoding"],
        losses=tuple(json.loads(row["losses"])),
        facts=facts_of_json(json.loads(row["facts"])),
        is_named_by_file=bool(row["named_by_file"]),
    )


def summary_from_row(row: sqlite3.Row, names: Sequence[str]) -> DocumentSummary:
    """One line of a list of documents; `names` are all with its text, the canonical first."""
    losses = tuple(json.loads(row["losses"]))
    is_canonical = row["source"] == names[0]
    state = FileState.INDEXED if is_canonical else FileState.DUPLICATE
    return DocumentSummary(
        document_id=row["document_id"],
        source=row["source"],
        also_in=tuple(name for name in names if name != row["source"]),
        title=row["title"],
        date=row["date"],
        state=FileState.PARTIAL if losses else state,
        losses=losses,
        characters=row["characters"],
        passages=row["passages"],
        text_hash=row["text_hash"],
        format=row["format"] or "",
        number=row["number"],
        issuer=row["issuer"],
    )


def edits_of_json(rows: Sequence[Sequence[Any]]) -> tuple[Edit, ...]:
    """Edits from their JSON."""
    return tuple(
        Edit(start, end, removed, replacement, RemovalReason(reason))
        for start, end, removed, replacement, reason in rows
    )


def facts_of_json(values: Mapping[str, Any]) -> ReadingFacts:
    """Facts from their JSON."""
    return ReadingFacts(
        format=str(values.get("format", "")),
        pages=int(values.get("pages", 0)),
        empty_pages=tuple(values.get("empty_pages", ())),
        garbled_pages=tuple(values.get("garbled_pages", ())),
        cut_pages=tuple(values.get("cut_pages", ())),
        warnings=tuple(values.get("warnings", ())),
    )


def passage_from_rows(
    passage: sqlite3.Row,
    names: Sequence[sqlite3.Row],
    folded: Sequence[str],
    locator: Mapping[str, object] | None,
    text: str,
) -> Passage:
    """A passage with the place of its canonical document, the first of `names`.

    `folded` are the sources of passages that say the same and are not searched.
    """
    canonical = names[0]
    start, end = passage["start"], passage["end"]
    own = [name["source"] for name in names]
    return Passage(
        passage_id=short_hash(passage["text_hash"], str(start), str(end)),
        document_id=canonical["document_id"],
        source=canonical["source"],
        also_in=tuple(dict.fromkeys(name for name in (*own, *folded) if name != own[0])),
        title=canonical["title"],
        section=passage["section"],
        date=canonical["date"],
        start=start,
        end=end,
        text=text[start:end],
        text_hash=passage["text_hash"],
        locator=locator,
    )


def merged_locator(locators: Sequence[Mapping[str, Any]]) -> Mapping[str, object] | None:
    """One place for a stretch of text that lies at `locators`, in order.

    It is the first; on a page, with the boxes of all that lie on that page.
    """
    if not locators:
        return None
    first = locators[0]
    if "boxes" not in first:
        return first
    boxes = [
        box
        for locator in locators
        if locator["kind"] == first["kind"] and locator.get("page") == first["page"]
        for box in locator["boxes"]
    ]
    return {**first, "boxes": boxes}


def locator_within(regions: Sequence[Region], start: int, end: int) -> Mapping[str, object] | None:
    """Where `[start, end)` lies by the regions of its document, ordered."""
    return merged_locator(
        [region.locator for region in regions if region.start < end and start < region.end]
    )


def as_json(value: object) -> str:
    """Compact JSON that SQLite can hold."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
