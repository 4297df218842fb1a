"""Documents as their authors think of them: headings, paragraphs, lists, quotes and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1, the chapters, down. `words` hold its number, too."""

    words: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Points, or numbered items ("1. …")."""

    items: tuple[str, ...]
    is_numbered: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The items with the numbers that a reader sees; points have none."""
        if not self.is_numbered:
            return self.items
        return tuple(f"{number}. {item}" for number, item in enumerate(self.items, 1))


@dataclass(frozen=True, slots=True)
class Quote:
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are shown; `name` tells what it lists."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The header and the rows."""
        return (self.header, *self.rows)


Block: TypeAlias = "Heading | Paragraph | Listing | Quote | Table"


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    title: str
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The words of all headings but the title."""
        return tuple(block.words for block in self.blocks if isinstance(block, Heading))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def lines(self) -> Iterator[str]:
        """All that a reader sees of it, from the title down; each cell is a line of its own."""
        yield self.title
        for block in self.blocks:
            yield from shown_lines(block)

    def __len__(self) -> int:
        """Characters that a reader sees, blanks left out."""
        return sum(len("".join(line.split())) for line in self.lines())


def shown_lines(block: Block) -> tuple[str, ...]:
    """What a reader sees of a block, line by line."""
    if isinstance(block, Listing):
        return block.shown
    if isinstance(block, Table):
        return tuple(cell for line in block.lines for cell in line)
    return (block.words,)
