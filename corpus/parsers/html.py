"""Web pages: all visible text is read; what is not the body of the page is cut out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.parsers.composing.composer import Composer
from corpus.parsers.html_parts.blocks import WebBlock, visible_blocks
from corpus.parsers.html_parts.content import Body, find_body, key_of
from corpus.parsers.html_parts.metadata import page_metadata
from corpus.parsers.html_parts.tree import Page, read_page
from corpus.parsers.html_parts.writing import write_block
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.types import Cut, ParsedFile, RawFile, ReadingFacts, RemovalReason, TextLayout

# A page that shows less than this may show its text only after a click.
LITTLE_TEXT = 200
HIDDEN_FACTOR = 3

_FRAME = re.compile(r"<frame\s", re.IGNORECASE)


def parse_html(raw: RawFile) -> ParsedFile:
    """Read a web page."""
    return parse_page(raw.data)


def parse_page(data: bytes, declared: str = "") -> ParsedFile:
    """Read a web page; `declared` is its encoding as a mail or an archive states it.

    Raises:
        ParseError: the bytes are no text.
    """
    page = read_page(data, declared)
    blocks, warnings = _blocks(page)
    metadata = page_metadata(page.root, blocks)
    body = find_body(page.root, blocks, metadata.title)
    if body.is_guess:
        warnings.append("The body of the page could not be told from what is around it.")
    text, cuts = _written(blocks, body, metadata.title)
    return ParsedFile(
        text=text,
        encoding=page.decoded.encoding,
        metadata=metadata,
        losses=decoding_losses(page.decoded),
        layout=TextLayout.WEB,
        cuts=cuts,
        facts=ReadingFacts(warnings=(*decoding_warnings(page.decoded), *warnings)),
    )


def _blocks(page: Page) -> tuple[list[WebBlock], list[str]]:
    """The blocks of a page, and sentences on what is special about them."""
    warnings = []
    if page.is_flat:
        warnings.append("The page is nested too deeply; its tables and headings are lines of text.")
    if _FRAME.search(page.decoded.text):
        warnings.append("The page consists of frames; what they show is in other files.")
    blocks = visible_blocks(page.root)
    shown = sum(len(block.text) for block in blocks)
    if shown < LITTLE_TEXT:
        everything = visible_blocks(page.root, with_hidden=True)
        if sum(len(block.text) for block in everything) > max(LITTLE_TEXT, HIDDEN_FACTOR * shown):
            warnings.append("The page shows its text only after a click; it was read all the same.")
            return everything, warnings
    return blocks, warnings


def _written(blocks: Sequence[WebBlock], body: Body, title: str) -> tuple[str, tuple[Cut, ...]]:
    """The text of the page, and the parts of it that are no body."""
    composer = Composer()
    titles = [
        i
        for i, block in enumerate(blocks)
        if body.kept[i] and title and key_of(block.text) == key_of(title)
    ]
    sections_of_level_1 = any(
        block.level == 1 and i not in titles[:1] for i, block in enumerate(blocks)
    )
    cuts: list[Cut] = []
    before: WebBlock | None = None
    for i, block in enumerate(blocks):
        start = len(composer)
        level = 1 if i in titles[:1] else block.level and block.level + sections_of_level_1
        write_block(composer, block, before, level)
        if not body.kept[i]:
            _add_cut(cuts, start, len(composer))
        before = block
    return composer.text, tuple(cuts)


def _add_cut(cuts: list[Cut], start: int, end: int) -> None:
    """Takes out `[start, end)`, in one piece with what was taken out right before it."""
    if cuts and cuts[-1].end == start:
        start = cuts.pop().start
    cuts.append(Cut(start, end, RemovalReason.NAVIGATION))
