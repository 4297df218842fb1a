"""Paragraphs, headings and tables out of the text of an RTF file."""

from __future__ import annotations

import re

from corpus.parsers.composing.blocks import Block, Heading, Line, Table
from corpus.parsers.composing.composer import one_line

_SURROGATE = re.compile("[\ud800-\udfff]")


class Body:
    """Collects the text of a document, of a footnote or of a text box."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._words: list[str] = []
        self._cell: list[str] = []
        self._row: list[str] = []
        self._rows: list[tuple[str, ...]] = []
        self._deferred: list[Block] = []

    def write(self, words: str) -> None:
        """Adds to the present paragraph."""
        self._words.append(words)

    def defer(self, blocks: list[Block]) -> None:
        """Keeps a footnote or a text box until the present paragraph or table ends."""
        self._deferred += blocks

    def end_paragraph(self, level: int, *, in_table: bool) -> None:
        """Ends a paragraph, which is a heading if it has a `level`."""
        words = self._taken()
        if in_table:
            self._cell.append(words)
            return
        self._end_table()
        if words.strip():
            self._blocks.append(Heading(words, level) if level else Line(words.strip(" \n")))
        self._end_deferred()

    def end_cell(self) -> None:
        """Ends a cell of a table."""
        self._row.append(self._cell_words())

    def end_row(self) -> None:
        """Ends a row of a table."""
        if words := self._cell_words():
            self._row.append(words)
        self._rows.append(tuple(self._row))
        self._row = []

    def end(self) -> list[Block]:
        """All blocks; the body is finished."""
        if self._row or self._cell:
            self.end_row()
        self.end_paragraph(0, in_table=False)
        return self._blocks

    def _cell_words(self) -> str:
        self._cell.append(self._taken())
        words = " ".join(filter(None, map(one_line, self._cell)))
        self._cell = []
        return words

    def _end_table(self) -> None:
        if self._row or self._cell:
            self.end_row()
        if self._rows:
            self._blocks.append(Table(tuple(self._rows)))
            self._rows = []
            self._end_deferred()

    def _end_deferred(self) -> None:
        self._blocks += self._deferred
        self._deferred = []

    def _taken(self) -> str:
        words = "".join(self._words)
        self._words = []
        if _SURROGATE.search(words):
            return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return words
