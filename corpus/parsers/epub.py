"""Electronic books (EPUB): their documents in reading order, with their headings."""

from __future__ import annotations

from collections.abc import Sequence
from zipfile import ZipFile

from corpus.errors import ParseError
from corpus.parsers.composing.composer import Composer
from corpus.parsers.containers.zip_files import open_zip, read_member
from corpus.parsers.epub_package import KIND, read_book
from corpus.parsers.html_parts.blocks import Kind, WebBlock, visible_blocks
from corpus.parsers.html_parts.content import key_of
from corpus.parsers.html_parts.tree import read_page
from corpus.parsers.html_parts.writing import write_blocks
from corpus.parsers.text import decoding_losses
from corpus.types import ParsedFile, RawFile, TextLayout

CHAPTER_LEVEL = 2
# The title of a chapter stands within its first blocks.
TITLE_WITHIN = 3


def parse_epub(raw: RawFile) -> ParsedFile:
    """Read a book; parts that cannot be read are told.

    Raises:
        ParseError: it is no book, or nothing of it can be read.
        EncryptedFileError: it is protected against copying.
        UnsafeFileError: it would unpack to too much.
    """
    archive = open_zip(raw.data, KIND)
    book = read_book(archive)
    composer = Composer()
    composer.heading(book.metadata.title, 1)
    losses = list(book.losses)
    for place, name in enumerate(book.documents):
        title = book.metadata.title if place == 0 else ""
        losses += _write_document(archive, name, title, book.headings.get(name, ""), composer)
    return ParsedFile(
        text=composer.text,
        metadata=book.metadata,
        losses=tuple(losses),
        layout=TextLayout.STRUCTURED,
    )


def _write_document(
    archive: ZipFile, name: str, title: str, heading: str, composer: Composer
) -> Sequence[str]:
    """Adds one document of the book; sentences on what could not be read.

    `title` is that of the book, already written, which the document may begin with.
    """
    try:
        page = read_page(read_member(archive, _stored_name(archive, name), KIND))
    except ParseError as error:
        return [f"The part {name!r} could not be read: {error.message}"]
    blocks = _without_title(visible_blocks(page.root), title)
    if blocks and not any(block.kind is Kind.HEADING for block in blocks):
        blocks = _without_title(blocks, heading)
        composer.heading(heading if key_of(heading) != key_of(title) else "", CHAPTER_LEVEL)
    write_blocks(composer, blocks, deeper=1)
    composer.gap()
    return decoding_losses(page.decoded)


def _stored_name(archive: ZipFile, name: str) -> str:
    """The member's name as the archive has it: some writers are careless with capitals."""
    names = archive.namelist()
    if name in names:
        return name
    return next((stored for stored in names if stored.lower() == name.lower()), name)


def _without_title(blocks: Sequence[WebBlock], heading: str) -> list[WebBlock]:
    """The blocks without the one that is the heading in other clothes."""
    if not heading:
        return list(blocks)
    key = key_of(heading)
    first = [key_of(block.text) for block in blocks[:TITLE_WITHIN]]
    place = first.index(key) if key in first else len(blocks)
    return [block for i, block in enumerate(blocks) if i != place]
