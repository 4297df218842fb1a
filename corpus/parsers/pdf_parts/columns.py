"""The order in which a page is read: columns from left to right, between lines across the page.

A gutter is found where lines of a right column begin one under the other, no line of the left
one reaches them, and both sides are filled as prose fills its column. Cells of a table do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from corpus.parsers.pdf_parts.page import Row, Segment, rows_of
from corpus.parsers.pdf_parts.tables import Table

MIN_LINES = 4
MIN_LINES_OF_KNOWN = 2
MIN_FILLED = 0.6
MIN_GUTTER = 0.6
NARROWEST_COLUMN = 7.0
MAX_COLUMNS_DEPTH = 3
SAME_PLACE = 3.0

Piece: TypeAlias = "Segment | Table"


@dataclass(frozen=True, slots=True)
class Gutter:
    """The blank stretch between two columns."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines and tables that follow one another in one column, and the bounds of the column."""

    parts: tuple[Row | Table, ...]
    left_bound: float
    right_bound: float


def flows_of(
    pieces: Sequence[Piece], width: float, known: Sequence[Gutter] = ()
) -> tuple[list[Flow], list[Gutter]]:
    """The flows of a page `width` points wide in reading order, and the gutters on it.

    Gutters `known` from pages before need fewer lines.
    """
    gutters: list[Gutter] = []
    flows = list(_flows(pieces, 0.0, width, known, gutters.append, 0))
    return flows, gutters


def _flows(
    pieces: Sequence[Piece],
    left: float,
    right: float,
    known: Sequence[Gutter],
    report: Callable[[Gutter], None],
    depth: int,
) -> Iterator[Flow]:
    if not pieces:
        return
    gutter = _find_gutter(pieces, known) if depth < MAX_COLUMNS_DEPTH else None
    if gutter is None:
        yield Flow(tuple(_in_order(pieces)), left, right)
        return
    report(gutter)
    for band in _bands(pieces, gutter):
        if any(_crosses(piece, gutter) for piece in band):
            yield Flow(tuple(_in_order(band)), left, right)
        else:
            lefts = [piece for piece in band if piece.x1 <= gutter.right]
            rights = [piece for piece in band if piece.x1 > gutter.right]
            yield from _flows(lefts, left, gutter.left, known, report, depth + 1)
            yield from _flows(rights, gutter.right, right, known, report, depth + 1)


def _crosses(piece: Piece, gutter: Gutter) -> bool:
    return piece.x0 < gutter.right - SAME_PLACE and piece.x1 > gutter.right


def _bands(pieces: Sequence[Piece], gutter: Gutter) -> list[list[Piece]]:
    """Pieces from top to bottom, those across the gutter apart from those beside it."""
    bands: list[list[Piece]] = []
    crossing = sorted((p for p in pieces if _crosses(p, gutter)), key=_middle)
    beside = sorted((p for p in pieces if not _crosses(p, gutter)), key=_middle)
    index = 0
    for wide in crossing:
        band: list[Piece] = []
        while index < len(beside) and _middle(beside[index]) < wide.y0:
            band.append(beside[index])
            index += 1
        same_row: list[Piece] = [wide]
        while index < len(beside) and _middle(beside[index]) <= wide.y1:
            same_row.append(beside[index])
            index += 1
        if band or not bands:
            bands += [band, same_row]
        else:
            bands[-1] += same_row
    bands.append(beside[index:])
    return [band for band in bands if band]


def _middle(piece: Piece) -> float:
    return (piece.y0 + piece.y1) / 2


def _in_order(pieces: Sequence[Piece]) -> list[Row | Table]:
    parts: list[Row | Table] = [piece for piece in pieces if isinstance(piece, Table)]
    parts += rows_of(piece for piece in pieces if isinstance(piece, Segment))
    return sorted(parts, key=lambda part: (part.y0 + part.y1) / 2)


def _find_gutter(pieces: Sequence[Piece], known: Sequence[Gutter]) -> Gutter | None:
    segments = [piece for piece in pieces if isinstance(piece, Segment)]
    if len(segments) < 2 * MIN_LINES_OF_KNOWN:
        return None
    found = [
        (count, gutter)
        for count, start in _starts(segments)
        if (gutter := _gutter_before(start, segments, known)) is not None
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _starts(segments: Sequence[Segment]) -> list[tuple[int, float]]:
    """Where several segments begin one under the other, with their number."""
    groups: list[list[float]] = []
    for x0 in sorted(segment.x0 for segment in segments):
        if groups and x0 - groups[-1][0] <= SAME_PLACE:
            groups[-1].append(x0)
        else:
            groups.append([x0])
    return [(len(g), g[0]) for g in groups[1:] if len(g) >= MIN_LINES_OF_KNOWN]


def _gutter_before(
    start: float, segments: Sequence[Segment], known: Sequence[Gutter]
) -> Gutter | None:
    """The gutter on the left of lines that begin at `start`, if columns lie beside it."""
    right = [segment for segment in segments if segment.x0 >= start - SAME_PLACE]
    top = min(segment.y0 for segment in right)
    bottom = max(segment.y1 for segment in right)
    left = [
        segment
        for segment in segments
        if segment.x1 < start and top <= segment.y1 and segment.y0 <= bottom
    ]
    if not left:
        return None
    edge = max(segment.x1 for segment in left)
    size = median(segment.size for segment in right)
    is_known = any(abs(gutter.right - start) <= SAME_PLACE for gutter in known)
    least = MIN_LINES_OF_KNOWN if is_known else MIN_LINES
    if start - edge < MIN_GUTTER * size:
        return None
    if is_known or (_is_column(left, edge, size, least) and _is_column(right, None, size, least)):
        return Gutter(edge, start)
    return None


def _is_column(segments: Sequence[Segment], edge: float | None, size: float, least: int) -> bool:
    """Whether there are lines enough, and they fill their width as prose does."""
    rows = rows_of(segments)
    if len(rows) < least:
        return False
    left = min(row.x0 for row in rows)
    width = (max(row.x1 for row in rows) if edge is None else edge) - left
    if width < NARROWEST_COLUMN * size:
        return False
    filled = median(sum(piece.x1 - piece.x0 for piece in row.segments) for row in rows)
    return filled >= MIN_FILLED * width
