"""Tables without rules: rows of the same columns, one under the other.

A wrong table is worse than none. So it takes several rows, wide gaps that stand one under the
other, and cells that are no list marks and no prose.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.parsers.pdf_parts.page import Row, Rule, Segment, is_wide, rows_of
from corpus.parsers.pdf_parts.tables import Table, TableRow, box_of, cell_text

MIN_ROWS = 3
MIN_GAP = 0.9
# Between neighbouring rows, and lines of one cell, in font sizes.
FARTHEST_ROWS = 2.2
FARTHEST_LINES = 0.75
LONGEST_CELL = 60
START_PLAY = 0.6
INTERLOCKED = 0.9
RULE_PLAY = 4.0

_LIST_MARK = re.compile(
    r"(?:[•·●○◆■□▪▶►➢*–—-]|[(（]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[)）.、．]|[①-⑳])$"
)
Columns = list[tuple[float, float]]


def with_aligned_tables(rows: Sequence[Row]) -> list[Row | Table]:
    """The rows from top to bottom; those that make a table are in it."""
    bands = _bands(rows)
    found: list[Row | Table] = []
    index = 0
    while index < len(bands):
        length, columns = _longest_table([_one_row(band) for band in bands[index:]])
        if length:
            found.append(_table(bands[index : index + length], columns))
            index += length
        else:
            found += bands[index]
            index += 1
    return found


def tables_between_rules(
    segments: Sequence[Segment], rules: Sequence[Rule]
) -> tuple[list[Table], list[Segment]]:
    """Tables between level rules of one width, as papers have them, and the other segments."""
    widths: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for rule in rules:
        if rule.is_level:
            widths[round(rule.x0 / RULE_PLAY), round(rule.x1 / RULE_PLAY)].append(rule.y0)
    tables: list[Table] = []
    rest = list(segments)
    for (left, right), heights in widths.items():
        inside = [
            piece
            for piece in rest
            if min(heights) < piece.baseline < max(heights)
            and left * RULE_PLAY - piece.size < piece.x0
            and piece.x1 < right * RULE_PLAY + piece.size
        ]
        found = with_aligned_tables(rows_of(inside))
        if len(found) == 1 and isinstance(found[0], Table):
            tables.append(found[0])
            rest = [piece for piece in rest if piece not in inside]
    return tables, rest


def _bands(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that interlock: cells of two lines beside a cell of one, at half its height."""
    bands: list[list[Row]] = []
    for row in rows:
        above = bands[-1][-1] if bands else None
        if (
            above is not None
            and row.baseline - above.baseline < INTERLOCKED * max(row.size, above.size)
            and not any(
                piece.x0 < other.x1 and other.x0 < piece.x1
                for piece in row.segments
                for other in above.segments
            )
        ):
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def _one_row(band: Sequence[Row]) -> Row:
    """A band as one row, for finding columns."""
    if len(band) == 1:
        return band[0]
    segments = [piece for row in band for piece in row.segments]
    return replace(
        band[0],
        segments=tuple(sorted(segments, key=lambda piece: piece.x0)),
        x0=min(row.x0 for row in band),
        y0=min(row.y0 for row in band),
        x1=max(row.x1 for row in band),
        y1=max(row.y1 for row in band),
    )


def _longest_table(rows: Sequence[Row]) -> tuple[int, Columns]:
    """How many of the first `rows` make a table, and its columns; 0 for none."""
    if len(rows[0].segments) < 2:
        return 0, []
    columns = _columns_of(rows[0].segments, [])
    length, full = 1, 1
    for above, row in itertools.pairwise(rows):
        far = row.y0 - above.y1
        if far > FARTHEST_ROWS * max(row.size, above.size):
            break
        if len(row.segments) > 1:
            wider = _columns_of(row.segments, columns)
            if len(wider) < max(2, len(columns)) or not _gaps_are_wide(wider, row.size):
                break
            columns = wider
            full += 1
        elif not _continues_cell(row, columns, far):
            break
        length += 1
    if full < MIN_ROWS or not _gaps_are_wide(columns, rows[0].size):
        return 0, []
    return (length, columns) if _is_tabular(rows[:length], columns) else (0, [])


def _columns_of(segments: Sequence[Segment], known: Columns) -> Columns:
    """The stretches that the segments cover together with those known before."""
    merged: Columns = []
    for start, end in sorted([*known, *((s.x0, s.x1) for s in segments)]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _gaps_are_wide(columns: Columns, size: float) -> bool:
    return all(right[0] - left[1] >= MIN_GAP * size for left, right in itertools.pairwise(columns))


def _continues_cell(row: Row, columns: Columns, far: float) -> bool:
    """Whether a row goes on in one cell of the row above."""
    return far <= FARTHEST_LINES * row.size and any(
        abs(row.x0 - start) <= START_PLAY * row.size and row.x1 <= end + row.size
        for start, end in columns[1:]
    )


def _column_at(segment: Segment, columns: Columns) -> int:
    middle = (segment.x0 + segment.x1) / 2
    return max(0, sum(start <= middle for start, _ in columns) - 1)


def _is_tabular(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the cells are those of a table: not marks of a list, not two columns of prose."""
    cells: list[list[Segment]] = [[] for _ in columns]
    for row in rows:
        for segment in row.segments:
            cells[_column_at(segment, columns)].append(segment)
    marks = sum(_LIST_MARK.match(cell.text) is not None for cell in cells[0])
    if 2 * marks >= len(cells[0]) and len(columns) == 2:
        return False
    if any(len(column) < 2 for column in cells):
        return False
    return not any(_is_prose(column) for column in cells)


def _is_prose(column: Sequence[Segment]) -> bool:
    """Whether most cells are long lines as wide as one another."""
    widest = max(cell.x1 - cell.x0 for cell in column)
    full = [cell for cell in column if cell.x1 - cell.x0 > 0.85 * widest]
    long = [cell for cell in full if _width_in_letters(cell.text) > LONGEST_CELL / 2]
    return len(long) > 2 and 2 * len(long) > len(column)


def _width_in_letters(text: str) -> int:
    return sum(2 if is_wide(letter) else 1 for letter in text)


def _table(bands: Sequence[Sequence[Row]], columns: Columns) -> Table:
    """The table of `bands`; those of one segment go on in a cell of the row above."""
    groups: list[list[Row]] = []
    for band in bands:
        if groups and len(_one_row(band).segments) == 1 and band[0].x0 >= columns[0][1]:
            groups[-1] += band
        else:
            groups.append(list(band))
    table_rows = tuple(_table_row(group, columns) for group in groups)
    boxes = [row.box for row in table_rows]
    return Table(
        table_rows,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _table_row(group: Sequence[Row], columns: Columns) -> TableRow:
    cells: list[list[Segment]] = [[] for _ in columns]
    pieces = [segment for row in group for segment in row.segments]
    for segment in pieces:
        cells[_column_at(segment, columns)].append(segment)
    return TableRow(tuple(cell_text(cell) for cell in cells), box_of(pieces))
