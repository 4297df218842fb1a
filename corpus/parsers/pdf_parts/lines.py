"""The lines of a document in reading order, each with what is needed to join and to mark it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from corpus.locators import Box
from corpus.parsers.composing.composer import table_row
from corpus.parsers.pdf_parts.aligned_tables import tables_between_rules, with_aligned_tables
from corpus.parsers.pdf_parts.columns import Flow, Gutter, flows_of
from corpus.parsers.pdf_parts.furniture import Furniture, furniture_of
from corpus.parsers.pdf_parts.page import PageText, Row, Segment
from corpus.parsers.pdf_parts.tables import Table, ruled_tables
from corpus.types import RemovalReason

WATERMARK_PAGES = 3
COLUMN_PLAY = 6.0


class LineKind(Enum):
    """What a line is."""

    TEXT = "text"
    TABLE_ROW = "table row"
    ASIDE = "aside"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text as read.

    Attributes:
        kind: what it is.
        text: its words.
        page: from 1.
        box: in points of the page as shown.
        x0: where it begins in the frame in which it is read; so `x1` to `size`.
        flow: the number of the column in which it stands, over all pages.
        column: the bounds of that column, which tell columns of one place from others.
        reason: why it goes; of furniture only.
    """

    kind: LineKind
    text: str
    page: int
    box: Box
    x0: float = 0.0
    x1: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    flow: int = 0
    column: tuple[float, float] = (0.0, 0.0)
    reason: RemovalReason | None = None


def body_size_of(pages: Iterable[PageText]) -> float:
    """The font size of most characters, in half points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for segment in page.segments:
            sizes[round(segment.size * 2) / 2] += len(segment.text)
    return max(sizes.items(), key=lambda entry: entry[1])[0] if sizes else 0.0


def lines_of(pages: Sequence[PageText], body_size: float) -> list[Line]:
    """All lines of the document in reading order, with the furniture where it stands."""
    furniture = furniture_of(pages, body_size)
    watermarks = _watermarks(pages)
    lines: list[Line] = []
    known: list[Gutter] = []
    flow_number = 0
    for page in pages:
        around = furniture.get(page.number, Furniture())
        lines += (_furniture_line(page, row, reason) for row, reason in around.top)
        flows, gutters = flows_of(*_body_of(page, around), known)
        known = gutters or known
        for flow in flows:
            flow_number += 1
            lines += _lines_of_flow(page, flow, flow_number)
        lines += _asides(page, watermarks)
        lines += (_furniture_line(page, row, reason) for row, reason in around.bottom)
    return lines


def _body_of(page: PageText, around: Furniture) -> tuple[list[Segment | Table], float]:
    """The pieces of a page without its furniture, and its width."""
    edges = (*around.top, *around.bottom)
    heights = [row.box for row, _ in edges]
    body = [
        segment
        for segment in page.segments
        if not any(
            box[1] <= (segment.y0 + segment.y1) / 2 <= box[3]
            and box[0] - 1 <= segment.x0
            and segment.x1 <= box[2] + 1
            for box in heights
        )
    ]
    if not page.rules:
        return list(body), page.width
    tables, rest = ruled_tables(body, page.rules)
    more_tables, rest = tables_between_rules(rest, page.rules)
    return [*rest, *tables, *more_tables], page.width


def _lines_of_flow(page: PageText, flow: Flow, number: int) -> Iterator[Line]:
    column = (_rounded(flow.left_bound), _rounded(flow.right_bound))
    for part in _parts(flow.parts):
        if isinstance(part, Table):
            for row in part.rows:
                yield Line(
                    LineKind.TABLE_ROW,
                    table_row(row.cells),
                    page.number,
                    page.shown_box(row.box),
                    flow=number,
                )
        else:
            yield Line(
                LineKind.TEXT,
                part.text,
                page.number,
                page.shown_box(part.box),
                x0=part.x0,
                x1=part.x1,
                baseline=part.baseline,
                size=part.size,
                flow=number,
                column=column,
            )


def _rounded(bound: float) -> float:
    """A bound of a column, so that those of other pages at the same place are equal."""
    return COLUMN_PLAY * round(bound / COLUMN_PLAY)


def _parts(parts: Sequence[Row | Table]) -> Iterator[Row | Table]:
    """The parts, with the tables that rows make."""
    rows: list[Row] = []
    for part in parts:
        if isinstance(part, Row):
            rows.append(part)
        else:
            yield from with_aligned_tables(rows)
            rows = []
            yield part
    yield from with_aligned_tables(rows)


def _furniture_line(page: PageText, row: Row, reason: RemovalReason) -> Line:
    box = page.shown_box(row.box)
    return Line(LineKind.FURNITURE, row.text, page.number, box, reason=reason)


def _watermarks(pages: Sequence[PageText]) -> frozenset[str]:
    """Texts beside the lines that stand on several pages."""
    counts = Counter(text for page in pages for text in {aside.text for aside in page.asides})
    return frozenset(text for text, count in counts.items() if count >= WATERMARK_PAGES)


def _asides(page: PageText, watermarks: frozenset[str]) -> Iterator[Line]:
    for aside in page.asides:
        if aside.text in watermarks:
            reason = RemovalReason.RUNNING_HEAD
            yield Line(LineKind.FURNITURE, aside.text, page.number, aside.box, reason=reason)
        else:
            yield Line(LineKind.ASIDE, aside.text, page.number, aside.box)
