"""Values of the corpus: what was read, what was removed, what is searched.

Offsets are half-open `[start, end)` and count Unicode code points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.mute_names import is_mute

HASH_LENGTH = 16


def short_hash(*parts: str) -> str:
    """First 16 hex digits of the SHA-256 over `parts`, each ended by a NUL when several."""
    text = parts[0] if len(parts) == 1 else "".join(part + "\0" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]


CONTEXT_SEPARATOR = " / "


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
    RUNNING_HEAD = "running_head"
    PAGE_NUMBER = "page_number"
    COMPATIBILITY_FORM = "compatibility_form"


class TextLayout(StrEnum):
    """What a line of a text as read is, and so which steps of the cleaner it needs.

    Lines of a PLAIN text are as somebody typed or copied them: wrapped perhaps, amid the furniture
    of a page. Those of a WEB text are whole paragraphs, some of them left-over furniture. Those of
    a STRUCTURED text are paragraphs, headings or table rows because the format says so; those of
    RECORDS are rows of tables, and none of them is a title or a byline.
    """

    PLAIN = "plain"
    WEB = "web"
    STRUCTURED = "structured"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Cut:
    """`[start, end)` of a text becomes `replacement`, which is one character at most.

    So no later cut can reach into a part of a replacement.
    """

    start: int
    end: int
    reason: RemovalReason
    replacement: str = ""


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
    `origin` is the publication a text names as its source ("来源"). Official documents have a
    `number` (发文字号, "国质检〔2010〕12号"), an `issuer` (发文机关) and `attachments` (附件).
    """

    title: str = ""
    author: str = ""
    origin: str = ""
    date: str = ""
    number: str = ""
    issuer: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """How the reading of a file went, for the report.

    Attributes:
        format: name of the format, as in `corpus.parsers.formats`.
        pages: pages, slides or sheets; 0 where the format has none.
        empty_pages: numbers (from 1) of pages without text: blank, or pictures only.
        garbled_pages: numbers of pages whose characters cannot be told.
        cut_pages: numbers of pages that were not read, or not to their end.
        warnings: sentences on what is worth knowing though nothing was lost.
    """

    format: str = ""
    pages: int = 0
    empty_pages: tuple[int, ...] = ()
    garbled_pages: tuple[int, ...] = ()
    cut_pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as it lies on disk, in an archive or in a mail; `passwords` may open it."""

    name: str
    data: bytes
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a parser read from one file, before cleaning.

    Attributes:
        text: the text as read, with all that `cuts` take out of it.
        encoding: of the bytes; "utf-8" where the format leaves no choice.
        metadata: what the format itself states (a Markdown front matter, say).
        regions: which offsets of `text` lie where in the file.
        losses: sentences on what could not be read.
        layout: what the lines of `text` are.
        cuts: what the parser knows to be no body, ordered: running heads, joined lines.
        facts: for the report.
        members: files inside this one, to be read on their own.
    """

    text: str
    encoding: str = "utf-8"
    metadata: Metadata = field(default_factory=Metadata)
    regions: tuple[Region, ...] = ()
    losses: tuple[str, ...] = ()
    layout: TextLayout = TextLayout.PLAIN
    cuts: tuple[Cut, ...] = ()
    facts: ReadingFacts = field(default_factory=ReadingFacts)
    members: tuple[RawFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One source text, cleaned, with where it came from.

    `text` is the stored text; `edits` (ordered, not overlapping) lead back to
    the text as read; `source` is `root name/path below the root`; `is_named_by_file` tells that
    the title is the file's name, since the text states none.
    """

    document_id: str
    source: str
    text: str
    metadata: Metadata
    edits: tuple[Edit, ...] = ()
    regions: tuple[Region, ...] = ()
    encoding: str = "utf-8"
    losses: tuple[str, ...] = ()
    facts: ReadingFacts = field(default_factory=ReadingFacts)
    is_named_by_file: bool = False

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
        return passage_context(self.title, self.section)


def passage_context(title: str, section: str) -> str:
    """Title, unless it says nothing, and heading path."""
    telling = "" if is_mute(title) else title
    return CONTEXT_SEPARATOR.join(part for part in (telling, section) if part)


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
    """What became of one file, or of one inside an archive or mail.

    Attributes:
        detail: why it is in its state; empty for plain success.
        code: the same in a word for machines, for files that were not read.
        passages: that its text was cut into.
        format, encoding, characters: of what was read.
        facts: pages, and which of them are empty, garbled or cut; warnings.
        removed: reason → characters that the text as read had and the stored text has not.
        seconds: that the reading took.
    """

    source: str
    state: FileState
    detail: str = ""
    passages: int = 0
    format: str = ""
    encoding: str = ""
    characters: int = 0
    facts: ReadingFacts = field(default_factory=ReadingFacts)
    removed: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    code: str = ""


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
