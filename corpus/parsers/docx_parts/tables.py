"""Tables of Word files: rows of cells, or plain blocks where the table is only a layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.parsers.composing.blocks import Block, Line, Table, words_of
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.findings import Finding, Findings
from corpus.parsers.docx_parts.names import attribute, child, inner, is_on, name_of, number

_MOST_COLUMNS = 63  # as many as Word allows
# A cell with more, in several paragraphs, is a text of its own.
_LONG_CELL = 500
_WRAPPERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"})

ReadCell = Callable[[Element], list[Block]]


@dataclass(frozen=True, slots=True)
class _Cell:
    blocks: Sequence[Block]
    columns: int = 1

    @property
    def words(self) -> str:
        pieces = [block.words.strip() for block in self.blocks if isinstance(block, Line)]
        if len(pieces) == len(self.blocks) and all(len(piece) <= 1 for piece in pieces):
            return "".join(pieces)  # written from top to bottom
        return words_of(self.blocks)

    @property
    def is_text_of_its_own(self) -> bool:
        """Whether it would be lost in a line: a table, or several long paragraphs."""
        for block in self.blocks:
            if isinstance(block, Table) and any(len(row) > 1 for row in block.rows):
                return True
        said = [
            block for block in self.blocks if not isinstance(block, Line) or block.words.strip()
        ]
        return len(said) > 1 and len(self.words) > _LONG_CELL


_COVERED = _Cell(())


def table_blocks(table: Element, read_cell: ReadCell, findings: Findings) -> Iterator[Block]:
    """A table in the order of its rows; rows that are layout stand between its parts."""
    rows = [row for row in _rows(table, read_cell, findings) if row]
    is_frame = all(len(row) == 1 for row in rows)
    waiting: list[tuple[str, ...]] = []
    for row in rows:
        if _is_layout(row, is_frame=is_frame):
            if waiting:
                yield Table(tuple(waiting))
                waiting = []
            for cell in row:
                yield from cell.blocks
        else:
            waiting.append(_places(row))
    if waiting:
        yield Table(tuple(waiting))


def _is_layout(row: Sequence[_Cell], *, is_frame: bool) -> bool:
    if len(row) == 1:
        return is_frame or not all(isinstance(block, Line) for block in row[0].blocks)
    return any(cell.is_text_of_its_own for cell in row)


def _places(row: Sequence[_Cell]) -> tuple[str, ...]:
    """The words of a row by its columns; the places that a merged cell covers are empty."""
    if len(row) == 1:
        return (row[0].words,)
    places: list[str] = []
    for cell in row:
        places += [cell.words, *[""] * (cell.columns - 1)]
    return tuple(places)


def _rows(table: Element, read_cell: ReadCell, findings: Findings) -> Iterator[list[_Cell]]:
    for row in _unwrapped(table, "w:tr"):
        properties = child(row, "w:trPr")
        states = {name_of(part) for part in properties} if properties is not None else set()
        if states & {"w:del", "w:moveFrom"}:
            findings[Finding.CHANGE] += 1
        elif is_on(child(properties, "w:hidden")):
            findings[Finding.HIDDEN] += sum(len(part.text or "") for part in inner(row, "w:t"))
        else:
            skipped = number(child(properties, "w:gridBefore")) or 0
            cells = [cell for each in _unwrapped(row, "w:tc") if (cell := _cell(each, read_cell))]
            yield [*[_COVERED] * min(skipped, _MOST_COLUMNS), *cells]


def _cell(cell: Element, read_cell: ReadCell) -> _Cell | None:
    """A cell; one that is covered by a merged cell is empty."""
    properties = child(cell, "w:tcPr")
    if child(properties, "w:cellDel") is not None:
        return None
    span = number(child(properties, "w:gridSpan")) or 1
    columns = min(max(span, 1), _MOST_COLUMNS)
    if _continues(properties, "w:vMerge") or _continues(properties, "w:hMerge"):
        return replace(_COVERED, columns=columns)
    return _Cell(read_cell(cell), columns)


def _continues(properties: Element | None, name: str) -> bool:
    merge = child(properties, name)
    return merge is not None and attribute(merge, "val") != "restart"


def _unwrapped(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for part in element:
        if name_of(part) == name:
            yield part
        elif name_of(part) in _WRAPPERS:
            yield from _unwrapped(part, name)
