"""A sheet as it is seen on the screen: the shown texts of its cells, by row and column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

# What one file may hold: a sheet of 200,000 rows and twelve columns, read within half a minute.
MOST_CELLS = 2_500_000


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one: rows `top` to `bottom`, columns `left` to `right`, all from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that shows something.

    Attributes:
        number: as the program shows it, from 1.
        cells: shown texts by column (from 1), in order; none is blank.
        is_emphasised: all of them are bold or stand on a colour.
    """

    number: int
    cells: dict[int, str]
    is_emphasised: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet shows: hidden rows and columns are left out already.

    Attributes:
        name: "" where the file has no sheets.
        rows: in order of their numbers.
        merges: in order of their first rows.
        header_rows: numbers of rows that the file itself calls headers of tables.
        has_side_tables: whether empty columns may part tables that stand side by side.
    """

    name: str
    rows: Sequence[SheetRow]
    merges: tuple[Merge, ...] = ()
    header_rows: frozenset[int] = field(default_factory=frozenset)
    has_side_tables: bool = True

    def merges_from(self, first: int, last: int) -> tuple[Merge, ...]:
        """The merged cells whose first row is one of `first` to `last`."""
        begin = bisect_left(self.merges, first, key=lambda merge: merge.top)
        return self.merges[begin : bisect_right(self.merges, last, key=lambda merge: merge.top)]


class CellBudget:
    """Counts the cells of a file, and the rows that no longer fitted."""

    def __init__(self, cells: int = MOST_CELLS) -> None:
        self._left = cells
        self.rows_left_out = 0

    def take(self, cells: int) -> bool:
        """Whether a row of so many cells is still read; the first that is not ends the reading."""
        self._left -= cells
        if self._left < 0:
            self.rows_left_out += 1
        return self._left >= 0
