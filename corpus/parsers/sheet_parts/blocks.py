"""The tables of a sheet: blocks of filled cells with empty rows or columns between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.parsers.sheet_parts.cell_kinds import CellKind, kind_of, may_name
from corpus.parsers.sheet_parts.types import Sheet, SheetRow

_MOST_MERGE_STEPS = 2_000_000
_SAMPLE = 30
# A long remark over many rows would drown what they say themselves.
_LONGEST_REPEATED = 200
_WIDEST_GAP = 2
_MOST_SIDE_TABLES = 20


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a sheet whose cells lie in the columns `left` to `right`."""

    rows: Sequence[SheetRow]
    left: int
    right: int

    @property
    def is_one_cell(self) -> bool:
        """Whether it is a single cell, or one merged of several."""
        return len(self.rows) == 1 and len(self.rows[0].cells) == 1


def find_blocks(sheet: Sheet) -> list[Block]:
    """The blocks of a sheet, from top to bottom and from left to right."""
    blocks: list[Block] = []
    for block in _parts(sheet):
        if blocks and _is_header_of(blocks[-1], block):
            blocks[-1] = Block([*blocks[-1].rows, *block.rows], blocks[-1].left, blocks[-1].right)
        else:
            blocks.append(block)
    return blocks


def _parts(sheet: Sheet) -> Iterator[Block]:
    rows = _with_merged_values(sheet)
    for part in _split_at_empty_rows(rows, sheet):
        if sheet.has_side_tables:
            yield from _split_at_empty_columns(part, sheet)
        else:
            yield _block(part)


def _is_header_of(block: Block, following: Block) -> bool:
    """Whether a block is a line of names that an empty row parts from the figures under them."""
    names, figures = block.rows[0], following.rows[0]
    return (
        len(block.rows) == 1
        and len(names.cells) > 1
        and 0 < figures.number - names.number <= _WIDEST_GAP + 1
        and block.left <= following.left < following.right <= block.right
        and all(map(may_name, names.cells.values()))
        and not all(map(may_name, figures.cells.values()))
    )


def _with_merged_values(sheet: Sheet) -> Sequence[SheetRow]:
    """A cell merged over several rows shows its value in each that shows something else too."""
    tall = [merge for merge in sheet.merges if merge.bottom > merge.top]
    if not tall:
        return sheet.rows
    numbers = [row.number for row in sheet.rows]
    added: dict[int, dict[int, str]] = {}
    steps = 0
    for merge in tall:
        first, end = bisect_left(numbers, merge.top), bisect_right(numbers, merge.bottom)
        steps += end - first
        if first == end or numbers[first] != merge.top or steps > _MOST_MERGE_STEPS:
            continue
        value = sheet.rows[first].cells.get(merge.left)
        if value is not None and len(value) <= _LONGEST_REPEATED:
            for index in range(first + 1, end):
                added.setdefault(index, {})[merge.left] = value
    return [
        replace(row, cells=_in_order(row.cells, added[index])) if index in added else row
        for index, row in enumerate(sheet.rows)
    ]


def _in_order(cells: dict[int, str], added: dict[int, str]) -> dict[int, str]:
    return dict(sorted((added | cells).items()))


def _split_at_empty_rows(rows: Sequence[SheetRow], sheet: Sheet) -> Iterator[Sequence[SheetRow]]:
    """Runs of rows without a gap; a merged cell bridges one."""
    if not rows:
        return
    merges = sheet.merges_from(rows[0].number, rows[-1].number)
    ends = iter([(merge.top, merge.bottom) for merge in merges])
    merge = next(ends, None)
    reach = start = 0
    for index, row in enumerate(rows):
        if index and row.number > rows[index - 1].number + 1 and row.number > reach:
            yield rows[start:index]
            start = index
        while merge is not None and merge[0] <= row.number:
            reach = max(reach, merge[1])
            merge = next(ends, None)
    yield rows[start:]


def _split_at_empty_columns(rows: Sequence[SheetRow], sheet: Sheet) -> Iterator[Block]:
    """Tables side by side; a part without names of rows of its own belongs to the one before."""
    ranges = _filled_ranges(rows, sheet)
    if len(ranges) > _MOST_SIDE_TABLES:
        ranges = [(ranges[0][0], ranges[-1][1])]
    tables = [ranges[0]]
    for left, right in ranges[1:]:
        if _stands_alone(rows, left, right, len(rows)):
            tables.append((left, right))
        else:
            tables[-1] = (tables[-1][0], right)
    if len(tables) == 1:
        yield _block(rows)
        return
    for left, right in tables:
        inside = [_clipped(row, left, right) for row in rows]
        for part in _split_at_empty_rows([row for row in inside if row.cells], sheet):
            yield _block(part)


def _filled_ranges(rows: Sequence[SheetRow], sheet: Sheet) -> list[tuple[int, int]]:
    """First and last column of each run of columns in which something stands."""
    columns: set[int] = set()
    for row in rows:
        columns.update(row.cells)
    spans = [(column, column) for column in columns]
    merges = sheet.merges_from(rows[0].number, rows[-1].number)
    spans += [(merge.left, merge.right) for merge in merges if merge.left in columns]
    ranges: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        if ranges and left <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], right))
        else:
            ranges.append((left, right))
    return ranges


def _stands_alone(rows: Sequence[SheetRow], left: int, right: int, height: int) -> bool:
    """Whether the columns are a table of their own: its rows have names, or it is less high."""
    first_column = [row.cells[left] for row in rows if left in row.cells]
    names = [cell for cell in first_column[1 : _SAMPLE + 1] if kind_of(cell) is CellKind.TEXT]
    filled = sum(any(left <= column <= right for column in row.cells) for row in rows[:_SAMPLE])
    is_named = 2 * len(names) > len(first_column[1 : _SAMPLE + 1])
    return is_named or filled < min(height, _SAMPLE) - 2


def _clipped(row: SheetRow, left: int, right: int) -> SheetRow:
    cells = {column: cell for column, cell in row.cells.items() if left <= column <= right}
    return replace(row, cells=cells)


def _block(rows: Sequence[SheetRow]) -> Block:
    left = min(min(row.cells) for row in rows)
    right = max(max(row.cells) for row in rows)
    return Block(rows, left, right)
