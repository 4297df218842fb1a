"""Tables with rules: which cell of the grid each piece of text stands in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.locators import Box
from corpus.parsers.pdf_parts.page import Rule, Segment, line_joint, rows_of

# How far the ends of two rules may be apart where they meet, in points.
PLAY = 3.0
MIN_ROWS = MIN_COLUMNS = 2
MAX_LINES_OF_GRID = 400
MAX_RULES = 4_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells from left to right, and its place."""

    cells: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its place on the page."""

    rows: tuple[TableRow, ...]
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a ruled table: sorted places, and the edges of cells that are really drawn.

    Cells are named by row and column; `left_edges` have a rule on their left, `top_edges` above.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    left_edges: frozenset[tuple[int, int]]
    top_edges: frozenset[tuple[int, int]]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column at a point, those of the first of merged cells; None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        while column and (row, column) not in self.left_edges:
            column -= 1
        while row and (row, column) not in self.top_edges:
            row -= 1
        return row, column


def ruled_tables(
    segments: Sequence[Segment], rules: Sequence[Rule]
) -> tuple[list[Table], list[Segment]]:
    """The tables whose rules make a grid, and the segments outside of them."""
    tables: list[Table] = []
    rest = list(segments)
    for grid in _grids(rules):
        inside: dict[tuple[int, int], list[Segment]] = {}
        outside: list[Segment] = []
        for segment in rest:
            middle = (segment.x0 + segment.x1) / 2, segment.baseline - 0.35 * segment.size
            cell = grid.cell_at(*middle)
            if cell is None:
                outside.append(segment)
            else:
                inside.setdefault(cell, []).append(segment)
        if len({row for row, _ in inside}) >= MIN_ROWS and len({c for _, c in inside}) >= 2:
            tables.append(_table(grid, inside))
            rest = outside
    return tables, rest


def _grids(rules: Sequence[Rule]) -> Iterator[Grid]:
    for group in _touching(rules[:MAX_RULES]):
        level = [rule for rule in group if rule.is_level]
        upright = [rule for rule in group if not rule.is_level]
        xs = _places(rule.x0 for rule in upright)
        ys = _places(rule.y0 for rule in level)
        if MIN_COLUMNS < len(xs) <= MAX_LINES_OF_GRID and MIN_ROWS < len(ys) <= MAX_LINES_OF_GRID:
            left_edges = frozenset(
                (row, _nearest(xs, rule.x0))
                for rule in upright
                for row in _cells_between(ys, rule.y0, rule.y1)
            )
            top_edges = frozenset(
                (_nearest(ys, rule.y0), column)
                for rule in level
                for column in _cells_between(xs, rule.x0, rule.x1)
            )
            yield Grid(xs, ys, left_edges, top_edges)


def _nearest(places: Sequence[float], value: float) -> int:
    """The index of the place of a rule at `value`."""
    return max(0, bisect_right(places, value + PLAY / 100) - 1)


def _cells_between(places: Sequence[float], start: float, end: float) -> range:
    """The cells whose middle lies between `start` and `end`."""
    middles = [(left + right) / 2 for left, right in pairwise(places)]
    return range(bisect_left(middles, start), bisect_right(middles, end))


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that hang together: level ones with the upright ones that they meet."""
    groups: list[tuple[list[Rule], list[float]]] = []
    for rule in rules:
        box = [rule.x0 - PLAY, rule.y0 - PLAY, rule.x1 + PLAY, rule.y1 + PLAY]
        members = [rule]
        apart = []
        for group, bounds in groups:
            if _overlap(box, bounds):
                members += group
                box = [*map(min, box[:2], bounds[:2]), *map(max, box[2:], bounds[2:])]
            else:
                apart.append((group, bounds))
        groups = [*apart, (members, box)]
    return [group for group, _ in groups]


def _overlap(first: Sequence[float], second: Sequence[float]) -> bool:
    return (
        first[0] <= second[2]
        and second[0] <= first[2]
        and first[1] <= second[3]
        and second[1] <= first[3]
    )


def _places(values: Iterator[float]) -> tuple[float, ...]:
    """Sorted, those that lie together as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > PLAY:
            places.append(value)
    return tuple(places)


def _table(grid: Grid, inside: dict[tuple[int, int], list[Segment]]) -> Table:
    rows = []
    for row in range(len(grid.ys) - 1):
        heads = [
            column
            for column in range(len(grid.xs) - 1)
            if column == 0 or (row, column) in grid.left_edges
        ]
        filled = [segment for column in heads for segment in inside.get((row, column), ())]
        if filled:
            cells = tuple(cell_text(inside.get((row, column), ())) for column in heads)
            rows.append(TableRow(cells, box_of(filled)))
    return Table(tuple(rows), grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])


def cell_text(pieces: Sequence[Segment]) -> str:
    """The words of a cell on one line."""
    if len(pieces) < 2:
        return pieces[0].text if pieces else ""
    text = ""
    for line in rows_of(pieces):
        text += f"{line_joint(text, line.text)}{line.text}"
    return text


def box_of(pieces: Sequence[Segment]) -> Box:
    """The box around some pieces of text."""
    return (
        min(piece.x0 for piece in pieces),
        min(piece.y0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        max(piece.y1 for piece in pieces),
    )
