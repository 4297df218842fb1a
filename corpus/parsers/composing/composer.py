"""Puts the text of a structured file together: paragraphs, headings and rows, each with its place.

All parsers of structured files write one form, which the rest of the product knows: a line a
paragraph, headings with the marks of Markdown, rows of tables as "cell | cell", records of
spreadsheets as "column: value；column: value".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.types import Region

CELL_BORDER = " | "
FIELD_BORDER = "；"
DEEPEST_HEADING = 6

_BLANKS = re.compile(r"[^\S\u3000]*[\r\n\v\f\u2028\u2029]+\s*|\t")


class Composer:
    """Collects lines and the places they come from."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._regions: list[Region] = []

    def __len__(self) -> int:
        """Characters so far."""
        return self._length

    @property
    def text(self) -> str:
        """All lines so far."""
        return "".join(self._parts)

    @property
    def regions(self) -> tuple[Region, ...]:
        """The places of all lines that were given one, in order."""
        return tuple(self._regions)

    def line(self, words: str, locator: Mapping[str, object] | None = None) -> None:
        """Adds a line; blank ones are left out. `words` may hold line ends of its own."""
        if not words.strip():
            return
        if locator is not None:
            self._regions.append(Region(self._length, self._length + len(words), locator))
        self._add(f"{words}\n")

    def heading(self, words: str, level: int, locator: Mapping[str, object] | None = None) -> None:
        """Adds a heading of a level from 1 (the title of the document) to 6, amid blank lines."""
        if plain := one_line(words):
            self.gap()
            self.line(f"{'#' * min(max(level, 1), DEEPEST_HEADING)} {plain}", locator)
            self.gap()

    def row(self, cells: Sequence[str], locator: Mapping[str, object] | None = None) -> None:
        """Adds a row of a table; a row of empty cells is left out."""
        if any(cell.strip() for cell in cells):
            self.line(table_row(cells), locator)

    def gap(self) -> None:
        """A blank line, unless there is one."""
        if self._parts and self._parts[-1] != "\n":
            self._add("\n")

    def _add(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)


def one_line(words: str) -> str:
    """`words` on one line: line ends and tabs become a space."""
    if words.isprintable():  # neither line ends nor tabs are; most cells of large sheets
        return words.strip()
    return _BLANKS.sub(" ", words).strip()


def table_row(cells: Sequence[str]) -> str:
    """A row of a table as it is stored."""
    return CELL_BORDER.join(one_line(cell) for cell in cells)


def record_line(header: Sequence[str], values: Sequence[str]) -> str:
    """A row of a spreadsheet with the names of its columns; empty cells are left out.

    A value under no name stands alone.
    """
    fields = []
    for place, value in enumerate(values):
        shown = one_line(value)
        if shown:
            name = one_line(header[place]) if place < len(header) else ""
            fields.append(f"{name}: {shown}" if name else shown)
    return FIELD_BORDER.join(fields)
