"""Which rows of a table name its columns, told by what stands below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from corpus.parsers.composing.composer import one_line
from corpus.parsers.sheet_parts.cell_kinds import CellKind, is_period, kind_of, may_name
from corpus.parsers.sheet_parts.types import Merge, Sheet, SheetRow

_SAMPLE = 40
_DEEPEST = 3
_LONGEST_NAME = 200
_LEAST_RUN = 3
_MOST = 0.6
_DIGITS, _LETTERS, _HANZI = re.compile(r"\d+"), re.compile("[A-Za-z]+"), re.compile("[㐀-鿿]+")


class Trust(IntEnum):
    """How sure it is that rows are a header."""

    NONE = 0
    LIKELY = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The first `depth` rows of a table, and the `names` of those columns that they name."""

    depth: int
    names: Mapping[int, str]
    trust: Trust


NO_HEADER = Header(0, {}, Trust.NONE)


def find_header(rows: Sequence[SheetRow], sheet: Sheet) -> Header:
    """The header of a table that begins with the first of `rows`."""
    stated = _stated_depth(rows, sheet.header_rows)
    merges = sheet.merges_from(rows[0].number, rows[min(_DEEPEST, len(rows)) - 1].number)
    depth = stated or _depth(rows, merges)
    if depth >= len(rows) and not stated:
        return NO_HEADER
    names = _names(rows[:depth], merges)
    trust = Trust.CERTAIN if stated else _trust(rows, depth, names)
    return Header(depth, names, trust) if trust else NO_HEADER


def _stated_depth(rows: Sequence[SheetRow], stated: frozenset[int]) -> int:
    depth = 0
    while depth < min(_DEEPEST, len(rows)) and rows[depth].number in stated:
        depth += 1
    return depth


def _depth(rows: Sequence[SheetRow], merges: Sequence[Merge]) -> int:
    """How many rows the header has if there is one: more than one where it names groups."""
    depth = 1
    while depth < min(_DEEPEST, len(rows) - 1) and _names_groups(rows, depth - 1, merges):
        depth += 1
    return depth


def _names_groups(rows: Sequence[SheetRow], index: int, merges: Sequence[Merge]) -> bool:
    """Whether the cells of a row stand over several columns that the next row names."""
    row, following = rows[index], rows[index + 1]
    cells = [*row.cells.values(), *following.cells.values()]
    if following.number != row.number + 1 or not all(map(may_name, cells)):
        return False
    wide = any(m.top == row.number and m.right > m.left and m.left in row.cells for m in merges)
    return wide or _is_unmerged_group(rows, index)


def _is_unmerged_group(rows: Sequence[SheetRow], index: int) -> bool:
    """A row with gaps over one that fills them, repeats itself and stands over figures."""
    row, following = rows[index], rows[index + 1]
    if index or len(rows) <= index + 2 or not 2 <= len(row.cells) < len(following.cells):
        return False
    below = rows[index + 2].cells
    figures = sum(kind_of(cell) is not CellKind.TEXT for cell in below.values())
    repeated = Counter(following.cells.values()).most_common(1)[0][1] > 1
    return repeated and 2 * figures >= len(below)


def _names(rows: Sequence[SheetRow], merges: Sequence[Merge]) -> dict[int, str]:
    """The words over each column, those of groups first; "" never."""
    columns = sorted({column for row in rows for column in row.cells})
    names: dict[int, list[str]] = {}
    for place, row in enumerate(rows):
        reach = {
            merge.left: merge.right
            for merge in merges
            if merge.top <= row.number <= merge.bottom and merge.right > merge.left
        }
        is_gapped = place < len(rows) - 1 and not reach
        current, last = "", 0
        for column in columns:
            if column in row.cells:
                current = one_line(row.cells[column])
                last = max(columns) if is_gapped else reach.get(column, column)
            if column <= last and current not in names.setdefault(column, [])[-1:]:
                names[column].append(current)
    return {column: " ".join(parts) for column, parts in names.items() if parts}


def _trust(rows: Sequence[SheetRow], depth: int, names: Mapping[int, str]) -> Trust:
    body = rows[depth : depth + _SAMPLE]
    columns = {column for row in rows[: depth + _SAMPLE] for column in row.cells}
    if 2 * len(names) < len(columns) or any(len(name) > _LONGEST_NAME for name in names.values()):
        return Trust.NONE
    run = _numbered_columns(names)
    views = [
        _view(name, [row.cells[column] for row in body if column in row.cells], column in run)
        for column, name in names.items()
    ]
    if any(view is False for view in views):
        return Trust.NONE
    head_stands_out = all(row.is_emphasised for row in rows[:depth])
    if True in views or (head_stands_out and not rows[depth].is_emphasised):
        return Trust.CERTAIN
    return Trust.LIKELY if len(columns) > 1 and _reads_as_header(names, body) else Trust.NONE


def _view(name: str, values: Sequence[str], is_numbered: bool) -> bool | None:  # noqa: FBT001
    """Whether a column speaks for (True) or against (False) the header over it."""
    if not values:
        return None
    kind, count = Counter(map(kind_of, values)).most_common(1)[0]
    is_uniform = count >= _MOST * len(values)
    name_kind = CellKind.TEXT if is_numbered else kind_of(name)
    if is_period(name):
        periods = sum(map(is_period, values))
        return None if not is_uniform else 2 * periods <= len(values) and kind is not CellKind.TEXT
    if name_kind is CellKind.TEXT:
        return True if is_uniform and kind is not CellKind.TEXT else None
    return False if is_uniform and kind is name_kind else None


def _numbered_columns(names: Mapping[int, str]) -> frozenset[int]:
    """Columns whose names count on: "1", "2", "3"."""
    numbers = [(column, int(name)) for column, name in names.items() if name.isdecimal()]
    counts_on = all(b[1] == a[1] + 1 for a, b in pairwise(numbers))
    is_run = len(numbers) >= _LEAST_RUN and counts_on and len(numbers) < len(names)
    return frozenset(column for column, _ in numbers) if is_run else frozenset()


def _reads_as_header(names: Mapping[int, str], body: Sequence[SheetRow]) -> bool:
    """Whether words over words are names of columns: they differ from all that stands below."""
    if not all(map(may_name, names.values())) or 2 * len(set(names.values())) < len(names):
        return False
    for column, name in names.items():
        values = [row.cells[column] for row in body if column in row.cells]
        if name in values or (
            values and _DIGITS.search(name) and {_shape(name)} == set(map(_shape, values))
        ):
            return False
    return True


def _shape(cell: str) -> str:
    return _HANZI.sub("字", _LETTERS.sub("a", _DIGITS.sub("9", cell)))
