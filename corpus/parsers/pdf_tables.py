"""Tables with rules: which cell of the grid each piece of text stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.locators import Box
from corpus.parsers.pdf_page import Row, Rule, Segment, joint, rows_of

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
    """The lines of a ruled table: sorted places, and the rules that are really drawn."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    level: tuple[Rule, ...]
    upright: tuple[Rule, ...]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column at a point, those of the first of merged cells; None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = max(0, sum(edge <= x for edge in self.xs[:-1]) - 1)
        row = max(0, sum(edge <= y for edge in self.ys[:-1]) - 1)
        while column and not self.has_left_edge(row, column):
            column -= 1
        while row and not self._has_top_edge(row, column):
            row -= 1
        return row, column

    def has_left_edge(self, row: int, column: int) -> bool:
        """Whether a rule parts a cell from the one on its left."""
        x, y = self.xs[column], (self.ys[row] + self.ys[row + 1]) / 2
        return any(abs(rule.x0 - x) <= PLAY and rule.y0 <= y <= rule.y1 for rule in self.upright)

    def _has_top_edge(self, row: int, column: int) -> bool:
        x, y = (self.xs[column] + self.xs[column + 1]) / 2, self.ys[row]
        return any(abs(rule.y0 - y) <= PLAY and rule.x0 <= x <= rule.x1 for rule in self.level)


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
        level = tuple(rule for rule in group if rule.is_level)
        upright = tuple(rule for rule in group if not rule.is_level)
        xs = _places(rule.x0 for rule in upright)
        ys = _places(rule.y0 for rule in level)
        if MIN_COLUMNS < len(xs) <= MAX_LINES_OF_GRID and MIN_ROWS < len(ys) <= MAX_LINES_OF_GRID:
            yield Grid(xs, ys, level, upright)


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
            if column == 0 or grid.has_left_edge(row, column)
        ]
        filled = [segment for column in heads for segment in inside.get((row, column), ())]
        if filled:
            cells = tuple(cell_text(rows_of(inside.get((row, column), ()))) for column in heads)
            rows.append(TableRow(cells, box_of(filled)))
    return Table(tuple(rows), grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])


def cell_text(lines: Sequence[Row]) -> str:
    """The words of a cell on one line."""
    text = ""
    for line in lines:
        text += f"{joint(text, line.text)}{line.text}"
    return text


def box_of(pieces: Sequence[Segment]) -> Box:
    """The box around some pieces of text."""
    return (
        min(piece.x0 for piece in pieces),
        min(piece.y0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        max(piece.y1 for piece in pieces),
    )
