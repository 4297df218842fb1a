"""What a document is made of while it is read: headings, lines, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from corpus.parsers.composing.composer import Composer, one_line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the document."""

    words: str
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or an item of a list, with its number."""

    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a merged cell has its words once, the places it covers are empty."""

    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Line | Table


def write_blocks(
    composer: Composer, blocks: Iterable[Block], locator: Mapping[str, object] | None = None
) -> None:
    """Adds `blocks`, all of one place."""
    for block in blocks:
        if isinstance(block, Heading):
            composer.heading(block.words, block.level, locator)
        elif isinstance(block, Line):
            composer.line(block.words, locator)
        else:
            composer.gap()
            for row in block.rows:
                composer.row(row, locator)
            composer.gap()


def words_of(blocks: Iterable[Block]) -> str:
    """The words of `blocks` on one line, as in a cell of a table."""
    return " ".join(filter(None, map(one_line, _pieces(blocks))))


def _pieces(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block.words
