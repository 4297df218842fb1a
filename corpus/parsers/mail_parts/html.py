"""The text of mails in HTML: all that is shown, for a mail has no navigation to be left out."""

from __future__ import annotations

from corpus.parsers.composing.composer import Composer
from corpus.parsers.html_parts.blocks import visible_blocks
from corpus.parsers.html_parts.tree import read_page
from corpus.parsers.html_parts.writing import write_blocks
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.types import ParsedFile, ReadingFacts


def html_body(data: bytes, charset: str = "") -> ParsedFile:
    """A body in HTML; `charset` is what the mail states, its subject stands above all headings.

    Raises:
        ParseError: its encoding cannot be found out.
    """
    page = read_page(data, charset)
    composer = Composer()
    write_blocks(composer, visible_blocks(page.root), deeper=1)
    return ParsedFile(
        composer.text,
        encoding=page.decoded.encoding,
        losses=decoding_losses(page.decoded),
        facts=ReadingFacts(warnings=decoding_warnings(page.decoded)),
    )
