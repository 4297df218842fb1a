"""The text of mails in HTML: all that is shown, for a mail has no navigation to be left out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from corpus.parsers.composing import Composer
from corpus.parsers.html_blocks import Kind, WebBlock, visible_blocks
from corpus.parsers.html_tree import read_page
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.types import ParsedFile, ReadingFacts


def html_body(data: bytes, charset: str = "") -> ParsedFile:
    """A body in HTML; `charset` is what the mail states.

    Raises:
        ParseError: its encoding cannot be found out.
    """
    page = read_page(data, charset)
    return ParsedFile(
        _written(visible_blocks(page.root)),
        encoding=page.decoded.encoding,
        losses=decoding_losses(page.decoded),
        facts=ReadingFacts(warnings=decoding_warnings(page.decoded)),
    )


def _written(blocks: Iterable[WebBlock]) -> str:
    """The blocks as text; the subject of the mail stands above the headings in it."""
    composer = Composer()
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind is Kind.ROW:
            composer.gap()
        for block in group:
            if kind is Kind.HEADING:
                composer.heading(block.text, block.level + 1)
            elif kind is Kind.ROW:
                composer.row(block.words)
            else:
                composer.line(block.text)
        if kind is Kind.ROW:
            composer.gap()
    return composer.text
