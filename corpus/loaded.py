"""What the reading of one file gives: texts ready to be stored, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.types import Document, Edit, Metadata, ReadingFacts, Region, short_hash


@dataclass(frozen=True, slots=True)
class LoadedText:
    """A text that was read and cleaned: a Document without its name in the library.

    `is_named_by_file`: the text states no title, so that the file's name serves as one.
    """

    text: str
    metadata: Metadata
    edits: tuple[Edit, ...] = ()
    regions: tuple[Region, ...] = ()
    encoding: str = "utf-8"
    losses: tuple[str, ...] = ()
    facts: ReadingFacts = field(default_factory=ReadingFacts)
    is_named_by_file: bool = False

    def as_document(self, source: str, collection: str) -> Document:
        """The document that is known as `source` in `collection`."""
        return Document(
            document_id=short_hash(collection, source),
            source=source,
            text=self.text,
            metadata=self.metadata,
            edits=self.edits,
            regions=self.regions,
            encoding=self.encoding,
            losses=self.losses,
            facts=self.facts,
            is_named_by_file=self.is_named_by_file,
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file gives no text: the code, message and remedy of a `ParseError`."""

    code: str
    message: str
    remedy: str
    format: str = ""

    @property
    def detail(self) -> str:
        """Message and remedy."""
        return f"{self.message} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class LoadedMember:
    """A file inside a file; `name` is its path in there."""

    name: str
    content: LoadedText | Unreadable


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """All that was read from one file on disk.

    Attributes:
        content: its own text; None for an archive, which has none.
        members: what lay inside, in order.
        losses: what could not be read of an archive itself.
        facts: of the archive itself.
    """

    content: LoadedText | Unreadable | None
    members: tuple[LoadedMember, ...] = ()
    losses: tuple[str, ...] = ()
    facts: ReadingFacts = field(default_factory=ReadingFacts)
