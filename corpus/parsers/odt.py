"""OpenDocument texts (.odt, .ott, .fodt): paragraphs, headings and lists as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.parsers.base import EmptyFileError, UnsafeFileError
from corpus.parsers.composing.blocks import Block, Heading, write_blocks
from corpus.parsers.composing.composer import Composer, one_line
from corpus.parsers.composing.stated_titles import plausible_title
from corpus.parsers.composing.unread import Unread, unread_warnings
from corpus.parsers.containers.odf_package import DUBLIN_CORE, KIND, open_odf
from corpus.parsers.odf_parts.blocks import TITLE_LEVEL, OdfReader
from corpus.types import Metadata, ParsedFile, RawFile, ReadingFacts, TextLayout


def parse_odt(raw: RawFile) -> ParsedFile:
    """Read the body; tables of contents, headers, footers and deleted words are left out.

    Raises:
        EmptyFileError: it holds no text.
        EncryptedFileError: it is encrypted.
        ParseError: the file is damaged.
        UnsafeFileError: it is a bomb.
    """
    package = open_odf(raw.data)
    reader = OdfReader(package)
    try:
        blocks = _levelled(tuple(reader.blocks(package.body("text"))))
    except RecursionError as exc:
        raise too_deep() from exc
    composer = Composer()
    write_blocks(composer, blocks)
    if not len(composer):
        raise _without_text(raw.name, reader)
    titles = (b.words for b in blocks if isinstance(b, Heading) and b.level == 1 and b.words)
    stated = plausible_title(package.stated(f"{DUBLIN_CORE}title"))
    return ParsedFile(
        text=composer.text,
        metadata=Metadata(title=one_line(next(titles, stated))),
        layout=TextLayout.STRUCTURED,
        facts=ReadingFacts(warnings=unread_warnings(reader.unread)),
    )


def too_deep() -> UnsafeFileError:
    """The error for elements that lie in one another without end."""
    return UnsafeFileError(
        f"The {KIND} nests its elements deeper than any honest one does.",
        remedy="Copy its text into a new document and save that.",
    )


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """Headings with level 1 for the title only; the first one is the title if it stands alone."""
    kept = [block for block in blocks if not isinstance(block, Heading) or block.words]
    levels = [block.level for block in kept if isinstance(block, Heading)]
    has_title = TITLE_LEVEL in levels
    opens = bool(kept) and isinstance(kept[0], Heading) and kept[0].level == 1
    shift = 0 if opens and not has_title and levels.count(1) == 1 else 1
    return [
        replace(block, level=block.level + shift) if isinstance(block, Heading) else block
        for block in kept
    ]


def _without_text(name: str, reader: OdfReader) -> EmptyFileError:
    return EmptyFileError(
        f"{name} is empty: it holds no text (pictures: {reader.unread[Unread.PICTURE]}, "
        f"hidden texts: {reader.unread[Unread.HIDDEN]}).",
        remedy="Put the words that stand in pictures into the document as text, or show what is "
        "hidden.",
    )
