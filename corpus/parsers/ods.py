"""OpenDocument spreadsheets (.ods): every row of a sheet as a line that names its columns.

The file keeps for each cell the text that it shows.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from corpus.parsers.containers.odf_package import (
    CONTENT_PART,
    DRAW,
    DUBLIN_CORE,
    KIND,
    META_PART,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    optional_part,
    refuse_encrypted,
)
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_stream import stream_xml
from corpus.parsers.containers.zip_files import open_member, open_zip
from corpus.parsers.sheet_parts.spreadsheet_text import SheetContent, SpreadsheetText
from corpus.parsers.sheet_parts.types import CellBudget, Merge, SheetRow
from corpus.types import ParsedFile, RawFile

_STREAMED = ("style", "table-column", "table-row", "table")
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_LAST_COLUMN = 16_384
# More equal rows than that are no content.
_MOST_EQUAL_ROWS = 10_000


def parse_ods(raw: RawFile) -> ParsedFile:
    """Read the visible sheets of a spreadsheet.

    Raises:
        EncryptedFileError: it is encrypted.
        ParseError: it is damaged or a bomb.
    """
    reader = _SpreadsheetReader()
    if raw.data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<":
        return reader.read(io.BytesIO(raw.data), "")
    with open_zip(raw.data, KIND) as archive:
        refuse_encrypted(archive)
        meta = optional_part(archive, META_PART)
        title = "" if meta is None else meta.findtext(f"{OFFICE}meta/{DUBLIN_CORE}title") or ""
        with open_member(archive, CONTENT_PART, KIND) as source:
            return reader.read(source, title.strip())


@dataclass(slots=True)
class _SheetSoFar:
    """A sheet while its end has not come yet: its content, and the last row and column."""

    content: SheetContent = field(default_factory=SheetContent)
    columns: int = 0
    number: int = 0


class _SpreadsheetReader:
    def __init__(self) -> None:
        self._budget = CellBudget()
        self._text = SpreadsheetText()
        self._sheets: list[tuple[str, SheetContent]] = []
        self._hidden_styles: set[str] = set()

    def read(self, source: IO[bytes], title: str) -> ParsedFile:
        sheet = _SheetSoFar()
        for element in stream_xml(source, _STREAMED, KIND):
            name = element.tag.rpartition("}")[2]
            if name == "style":
                self._style(element)
            elif name == "table-column":
                _read_column(element, sheet)
            elif name == "table-row":
                self._row(element, sheet)
            elif element.tag == f"{TABLE}table":
                self._end_sheet(element, sheet)
                sheet = _SheetSoFar()
        return self._parsed(title)

    def _style(self, element: Element) -> None:
        properties = element.find(f"{STYLE}table-properties")
        if properties is not None and properties.get(f"{TABLE}display") == "false":
            self._hidden_styles.add(element.get(f"{STYLE}name", ""))

    def _end_sheet(self, element: Element, sheet: _SheetSoFar) -> None:
        name = element.get(f"{TABLE}name", "")
        if element.get(f"{TABLE}style-name") in self._hidden_styles:
            self._text.leave_out(name)
        else:
            self._sheets.append((name, sheet.content))

    def _row(self, element: Element, sheet: _SheetSoFar) -> None:
        first = sheet.number + 1
        repeated = _count(element, "number-rows-repeated")
        sheet.number += repeated
        cells = self._cells(element, sheet, first)
        parent = element.getparent()
        if parent is not None and parent.tag == f"{TABLE}table-header-rows":
            sheet.content.header_rows.add(first)
        is_hidden = element.get(f"{TABLE}visibility", "visible") != "visible"
        read = min(repeated, _MOST_EQUAL_ROWS) if cells else 0
        sheet.content.unread += repeated - read if cells else 0
        for number in range(first, first + read):
            sheet.content.add(SheetRow(number, cells), self._budget, is_hidden=is_hidden)

    def _cells(self, element: Element, sheet: _SheetSoFar, row: int) -> dict[int, str]:
        cells: dict[int, str] = {}
        content = sheet.content
        column = 1
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            repeated = _count(cell, "number-columns-repeated")
            if len(cell) and cell.tag == _CELLS[0]:
                text = _shown(cell, content)
                end = min(column + repeated, _LAST_COLUMN + 1)
                if text.strip():
                    shown = [place for place in range(column, end) if not content.hides(place)]
                    cells.update(dict.fromkeys(shown, text))
                    content.merges += _merge(cell, row, column)
            column += repeated
        return cells

    def _parsed(self, title: str) -> ParsedFile:
        for name, content in self._sheets:
            self._text.add(name, content, among_others=len(self._sheets) > 1)
        return self._text.parsed(title)


def _read_column(element: Element, sheet: _SheetSoFar) -> None:
    first = sheet.columns + 1
    sheet.columns += _count(element, "number-columns-repeated")
    if element.get(f"{TABLE}visibility", "visible") != "visible":
        sheet.content.hidden_ranges.append((first, sheet.columns))


def _count(element: Element, name: str) -> int:
    stated = element.get(f"{TABLE}{name}", "1")
    return max(1, int(stated)) if stated.isdecimal() and len(stated) < 8 else 1


def _merge(cell: Element, row: int, column: int) -> Iterator[Merge]:
    rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
    if rows > 1 or columns > 1:
        yield Merge(row, column, row + rows - 1, column + columns - 1)


def _shown(cell: Element, content: SheetContent) -> str:
    """The paragraphs of a cell; comments and drawings on it are counted."""
    lines: list[str] = []
    for child in cell:
        if child.tag == f"{TEXT}p":
            lines.append("".join(_pieces(child)))
        elif child.tag == f"{OFFICE}annotation":
            content.count("comment")
        elif child.tag == f"{DRAW}frame":
            content.count("drawing")
    return "\n".join(lines)


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            stated = child.get(f"{TEXT}c", "1")
            yield " " * (min(int(stated), 100) if stated.isdecimal() else 1)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag not in {f"{OFFICE}annotation", f"{TEXT}ruby-text"}:
            yield from _pieces(child)
        yield child.tail or ""
