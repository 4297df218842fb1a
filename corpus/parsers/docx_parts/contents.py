"""Tables of contents of Word files: they repeat the headings and are no body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from corpus.parsers.composing.blocks import Block, Heading, Line

LONGEST_ENTRY = 120

_HEADS = frozenset({"目录", "目錄", "目次", "contents", "tableofcontents"})


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of a table of contents."""

    words: str


DocxBlock: TypeAlias = Block | ContentsEntry


def as_contents(block: DocxBlock) -> DocxBlock:
    """`block` as an entry of a table of contents, if it can be one: a sentence is none."""
    if not isinstance(block, Heading | Line):
        return block
    words = block.words.strip()
    if len(words) > LONGEST_ENTRY or words.endswith("。"):
        return block
    return ContentsEntry(block.words)


def plain_blocks(blocks: Iterable[DocxBlock]) -> Iterator[Block]:
    """`blocks` with entries of a table of contents as lines."""
    for block in blocks:
        yield Line(block.words) if isinstance(block, ContentsEntry) else block


def with_heads_of_contents(blocks: list[DocxBlock]) -> list[DocxBlock]:
    """`blocks` where the line "目录" above a table of contents belongs to it."""
    found = list(blocks)
    below: DocxBlock | None = None
    for place in reversed(range(len(found))):
        block = found[place]
        if isinstance(below, ContentsEntry) and _is_head(block):
            found[place] = as_contents(block)
        if not isinstance(block, Line) or block.words.strip():
            below = found[place]
    return found


def _is_head(block: DocxBlock) -> bool:
    return isinstance(block, Heading | Line) and "".join(block.words.split()).lower() in _HEADS
