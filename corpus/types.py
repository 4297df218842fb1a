"""Values of the corpus: what was read, what was removed, what is searched.

Offsets are half-open `[start, end)` and count Unicode code points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

HASH_LENGTH = 16


def short_hash(*parts: str) -> str:
    """First 16 hex digits of the SHA-256 over `parts`, each ended by a NUL when several."""
    text = parts[0] if len(parts) == 1 else "".join(part + "\0" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]


class RemovalReason(StrEnum):
    """Why a piece of the text as read does not stand in the stored text."""

    NAVIGATION = "navigation"
    METADATA = "metadata"
    SHARE_BAR = "share_bar"
    LEGAL_NOTICE = "legal_notice"
    NEWS_LIST = "news_list"
    EDITOR_LINE = "editor_line"
    PINYIN = "pinyin"
    CONTROL = "control_character"
    SPACING = "spacing"
    LINE_BREAK = "line_break"
    PLACEHOLDER = "placeholder"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change from the text as read to the stored text.

    `[start, end)` of the text as read held `removed`; the stored text has
    `replacement` in its place.
    """

    start: int
    end: int
    removed: str
    replacement: str
    reason: RemovalReason


@dataclass(frozen=True, slots=True)
class Region:
    """Which offsets of the stored text lie on which place of the original file.

    `locator` is the JSON shape of contracts (`{"kind": "page", ...}` and so on).
    """

    start: int
    end: int
    locator: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; an empty string where it says nothing.

    `date` is ISO 8601 (`2010-11-05`, or `2010-11` when no day is given).
    `origin` is the publication a text names as its source ("来源").
    """

    title: str = ""
    author: str = ""
    origin: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a parser read from one file, before cleaning.

    `metadata` holds what the format itself states (a Markdown front matter,
    say); `losses` are sentences on what could not be read.
    """

    text: str
    encoding: str = "utf-8"
    metadata: Metadata = field(default_factory=Metadata)
    regions: tuple[Region, ...] = ()
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One source text, cleaned, with where it came from.

    `text` is the stored text; `edits` (ordered, not overlapping) lead back to
    the text as read; `source` is `root name/path below the root`.
    """

    document_id: str
    source: str
    text: str
    metadata: Metadata
    edits: tuple[Edit, ...] = ()
    regions: tuple[Region, ...] = ()
    encoding: str = "utf-8"
    losses: tuple[str, ...] = ()

    @property
    def text_hash(self) -> str:
        """First 16 hex digits of the SHA-256 of the stored text."""
        return short_hash(self.text)

    @property
    def text_as_read(self) -> str:
        """The text before cleaning, rebuilt from the edits."""
        return undo_edits(self.text, self.edits)


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage as the splitter cuts it: `[start, end)` of the stored text.

    `section` is the path of headings above it, joined by " / ".
    """

    start: int
    end: int
    section: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A searchable piece of a document, with all that a citation of it needs."""

    passage_id: str
    document_id: str
    source: str
    also_in: tuple[str, ...]
    title: str
    section: str
    date: str
    start: int
    end: int
    text: str
    text_hash: str
    locator: Mapping[str, object] | None = None

    @property
    def context(self) -> str:
        """Title and heading path: embedded and indexed with the text, shown apart from it."""
        return " / ".join(part for part in (self.title, self.section) if part)


class FileState(StrEnum):
    """What became of one file during indexing (contracts: "File state in reports")."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One line of an indexing report; `detail` says why for all but plain success."""

    source: str
    state: FileState
    detail: str = ""
    passages: int = 0


def undo_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """The text as read: `text` with every edit taken back."""
    parts: list[str] = []
    read_position = position = 0
    for edit in edits:
        kept = edit.start - read_position
        parts += [text[position : position + kept], edit.removed]
        position += kept + len(edit.replacement)
        read_position = edit.end
    parts.append(text[position:])
    return "".join(parts)
