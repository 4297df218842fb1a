"""What all readers of spreadsheets gather from a sheet, and how it becomes the text of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.parsers.composing.composer import Composer, one_line
from corpus.parsers.sheet_parts.reports import hidden_parts, left_out_things, sheet_losses
from corpus.parsers.sheet_parts.tables import SheetWriter, padded_names
from corpus.parsers.sheet_parts.types import CellBudget, Merge, Sheet, SheetRow
from corpus.types import Metadata, ParsedFile, ReadingFacts, TextLayout


@dataclass(slots=True)
class SheetContent:
    """What was read of one sheet, gathered row by row.

    Attributes:
        rows: rows that show something, hidden ones left out.
        merges: merged cells.
        header_rows: numbers of rows that the file itself calls headers.
        hidden_ranges: first and last numbers of hidden columns.
        hidden_rows: how many rows with content are hidden.
        hidden_columns: hidden columns with content.
        without_value: how many cells hold a formula whose value the file does not keep.
        unread: how many rows were too many.
        things: what lies beside the cells and is left out: its name → how often.
    """

    rows: list[SheetRow] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    header_rows: set[int] = field(default_factory=set)
    hidden_ranges: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    without_value: int = 0
    unread: int = 0
    things: dict[str, int] = field(default_factory=dict)

    def hides(self, column: int) -> bool:
        """Whether a cell in this column is not shown; the column is then counted."""
        if any(first <= column <= last for first, last in self.hidden_ranges):
            self.hidden_columns.add(column)
            return True
        return False

    def add(self, row: SheetRow, budget: CellBudget, *, is_hidden: bool) -> None:
        """Adds a row, unless it is empty, hidden or one too many."""
        if not row.cells:
            return
        if is_hidden:
            self.hidden_rows += 1
        elif budget.take(len(row.cells)):
            self.rows.append(row)
        else:
            self.unread += 1

    def count(self, thing: str, number: int = 1) -> None:
        """Counts what is left out."""
        if number:
            self.things[thing] = self.things.get(thing, 0) + number


class SpreadsheetText:
    """The text of a file, sheet by sheet, with what is to be reported of it."""

    def __init__(self) -> None:
        self._composer = Composer()
        self._writer = SheetWriter(self._composer)
        self._sheets = 0
        self.losses: list[str] = []
        self.warnings: list[str] = []

    def leave_out(self, name: str, kind: str = "") -> None:
        """Says that a sheet is not read: it is hidden, or of a `kind` without cells."""
        what = f"The sheet “{name}” is a {kind}: it" if kind else f"The hidden sheet “{name}”"
        self.warnings.append(f"{what} is left out.")

    def add(
        self, name: str, content: SheetContent, *, among_others: bool, boxes: Sequence[str] = ()
    ) -> None:
        """Adds a sheet, and behind its tables the texts of `boxes` that lie on it."""
        self._sheets += 1
        before = self._writer.rows_left_out
        merges = tuple(sorted(content.merges, key=lambda merge: (merge.top, merge.left)))
        sheet = Sheet(name, content.rows, merges, frozenset(content.header_rows))
        if content.rows or boxes:
            self._writer.write(sheet, among_others=among_others)
        for words in boxes:
            self._composer.gap()
            self._composer.line(one_line(words))
        unread = content.unread + self._writer.rows_left_out - before
        self.losses += sheet_losses(name, unread, content.without_value)
        self.warnings += hidden_parts(name, content.hidden_rows, len(content.hidden_columns))
        self.warnings += left_out_things(name, content.things)

    def parsed(self, title: str = "") -> ParsedFile:
        """All sheets; `title` is what the file states."""
        text = self._composer.text
        return ParsedFile(
            text=text,
            metadata=Metadata(title=title),
            regions=self._composer.regions,
            losses=tuple(self.losses),
            layout=TextLayout.RECORDS,
            cuts=padded_names(text),
            facts=ReadingFacts(pages=self._sheets, warnings=tuple(self.warnings)),
        )
