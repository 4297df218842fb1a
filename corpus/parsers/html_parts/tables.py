"""Tables of web pages: which rows hold values, and which are only there for the layout."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.html_parts.tree import local_name

CELLS = frozenset(("td", "th"))
MAX_SPAN = 1000
MAX_COLUMNS_SPANNED = 60
LONGEST_CELL = 2000
# A cell of several paragraphs that long is a column of the page, not a value.
LONG_COLUMN = 300
PARAGRAPHS_OF_COLUMN = 3
_SECTIONS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "main", "form"))
_PARAGRAPHS = frozenset(("p", "div", "li", "br"))


def cells_of(row: Element) -> list[Element]:
    """The cells of a row, in order."""
    return [cell for cell in row if local_name(cell) in CELLS]


def is_row(row: Element, *, is_beside_merged_cell: bool) -> bool:
    """Whether a row holds values side by side; one may stand beside a cell from above."""
    cells = cells_of(row)
    return (
        len(cells) + is_beside_merged_cell > 1 and bool(cells) and not any(map(_is_layout, cells))
    )


def _is_layout(cell: Element) -> bool:
    paragraphs = 0
    for element in cell.iterdescendants():
        name = local_name(element)
        if name in _SECTIONS or (name == "tr" and len(cells_of(element)) > 1):
            return True
        paragraphs += name in _PARAGRAPHS
    if paragraphs < PARAGRAPHS_OF_COLUMN and not len(cell):
        return len(cell.text or "") > LONGEST_CELL
    length = sum(len(piece.strip()) for piece in cell.itertext())
    return length > (LONG_COLUMN if paragraphs >= PARAGRAPHS_OF_COLUMN else LONGEST_CELL)


class TableGrid:
    """The columns of one table: a merged cell has its words once, what it covers is empty."""

    def __init__(self) -> None:
        self._covered: dict[int, int] = {}

    @property
    def reaches_down(self) -> bool:
        """Whether a merged cell goes on into the next row."""
        return bool(self._covered)

    def place(self, cells: Sequence[tuple[Element, str]]) -> tuple[str, ...]:
        """The words of a row's cells, in their columns, up to the last that has some."""
        placed: dict[int, str] = {}
        covered: dict[int, int] = {c: rows - 1 for c, rows in self._covered.items() if rows > 1}
        column = 0
        for cell, words in cells:
            while column in self._covered:
                column += 1
            placed[column] = words
            rows = _span(cell, "rowspan", MAX_SPAN)
            for _ in range(_span(cell, "colspan", MAX_COLUMNS_SPANNED)):
                if rows > 1:
                    covered[column] = rows - 1
                column += 1
        self._covered = covered
        width = max((place + 1 for place, words in placed.items() if words), default=0)
        return tuple(placed.get(place, "") for place in range(width))


def _span(cell: Element, name: str, largest: int) -> int:
    try:
        return min(max(int(cell.get(name) or 1), 1), largest)
    except ValueError:
        return 1
