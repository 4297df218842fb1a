"""Blocks of web pages and electronic books as the text that is stored."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.parsers.composing.composer import Composer
from corpus.parsers.html_parts.blocks import Kind, WebBlock


def write_block(
    composer: Composer, block: WebBlock, before: WebBlock | None, heading_level: int
) -> None:
    """Adds a block; `heading_level` is 0 for one that is no heading, `before` the one before it."""
    follows_row = before is not None and before.kind is Kind.ROW
    if block.kind is Kind.ROW:
        if not follows_row or (before is not None and before.place is not block.place):
            composer.gap()
        composer.row(block.words)
        return
    if follows_row:
        composer.gap()
    if heading_level:
        composer.heading(block.text, heading_level)
    else:
        composer.line(block.text)


def write_blocks(composer: Composer, blocks: Sequence[WebBlock], deeper: int = 0) -> None:
    """Adds blocks, their headings `deeper` by so many levels."""
    before: WebBlock | None = None
    for block in blocks:
        write_block(composer, block, before, block.level + deeper if block.level else 0)
        before = block
