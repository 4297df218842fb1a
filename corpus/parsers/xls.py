"""Old Excel workbooks (.xls) and those of WPS (.et), and the other things that bear their names.

Programs that export "to Excel" often write a text with tabs or a page of HTML under this suffix.
"""

from __future__ import annotations

import codecs
import io
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any

import xlrd

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError, Parser
from corpus.parsers.delimited import parse_delimited
from corpus.parsers.detection import OLE_MARK
from corpus.parsers.formats import FORMAT_BY_NAME
from corpus.parsers.registry import parser_of
from corpus.parsers.sheet_parts.date_formats import Epoch
from corpus.parsers.sheet_parts.number_formats import BUILTIN_FORMATS, formatter_of, show_general
from corpus.parsers.sheet_parts.spreadsheet_text import SheetContent, SpreadsheetText
from corpus.parsers.sheet_parts.types import CellBudget, Merge, SheetRow
from corpus.parsers.sheet_parts.xls_boxes import read_boxes
from corpus.parsers.sheet_parts.xml_workbook import NAMESPACE, parse_xml_workbook
from corpus.types import ParsedFile, RawFile

KIND = "Excel workbook"
# Old sheets lie in the file as they are, without a compound file around them.
_BARE_SHEETS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_BROKEN_BOOK = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    OSError,
)
# Currencies that the workbook states itself, if it has any.
_STATED_CURRENCIES = frozenset({5, 6, 7, 8, 41, 42, 43, 44})
_WEB_ARCHIVE = re.compile(rb"MIME-Version:", re.IGNORECASE)
_SNIFFED = 4096
_BOLD = 600
_SOLID = 1


def parse_xls(raw: RawFile) -> ParsedFile:
    """Read the visible sheets of an old workbook, values as their formats show them.

    Raises:
        EncryptedFileError: it asks for a password.
        ParseError: it is damaged.
    """
    if raw.data.startswith((OLE_MARK, *_BARE_SHEETS)):
        return _BookReader(_open(raw), read_boxes(raw.data)).read()
    return _parser_of_text(raw)(raw)


def _parser_of_text(raw: RawFile) -> Parser:
    head = raw.data[:_SNIFFED].removeprefix(codecs.BOM_UTF8).lstrip()
    if NAMESPACE.encode() in head:
        return parse_xml_workbook
    if head.startswith(b"<"):
        return parser_of(FORMAT_BY_NAME["html"])
    if _WEB_ARCHIVE.match(head):
        return parser_of(FORMAT_BY_NAME["eml"])
    return parse_delimited


def _open(raw: RawFile) -> xlrd.Book:
    try:
        return xlrd.open_workbook(
            file_contents=raw.data, formatting_info=True, on_demand=True, logfile=io.StringIO()
        )
    except _BROKEN_BOOK as exc:
        if "encrypted" in str(exc):
            raise EncryptedFileError(KIND, tried=bool(raw.passwords)) from exc
        raise _damaged(exc) from exc


def _damaged(exc: Exception) -> ParseError:
    return ParseError(
        f"The {KIND} is damaged: its records cannot be read ({exc}).",
        remedy="Open it in the program that made it and save it as .xlsx, or get an intact copy.",
    )


class _BookReader:
    def __init__(self, book: xlrd.Book, boxes: Mapping[int, list[str]]) -> None:
        self._book = book
        self._boxes = boxes
        self._epoch = Epoch.OF_1904 if book.datemode else Epoch.OF_1900
        self._budget = CellBudget()
        self._text = SpreadsheetText()
        self._codes = [self._code(style) for style in book.xf_list]
        self._emphasised = [self._is_emphasised(style) for style in book.xf_list]

    def read(self) -> ParsedFile:
        shown = list(self._shown_sheets())
        for index in shown:
            try:
                content = self._content(self._book.sheet_by_index(index))
            except _BROKEN_BOOK as exc:
                raise _damaged(exc) from exc
            name = self._book.sheet_names()[index]
            boxes = self._boxes.get(index, [])
            self._text.add(name, content, among_others=len(shown) > 1, boxes=boxes)
            self._book.unload_sheet(index)
        return self._text.parsed()

    def _shown_sheets(self) -> Iterator[int]:
        for index, name in enumerate(self._book.sheet_names()):
            if self._book._sheet_visibility[index]:  # noqa: SLF001 - without loading the sheet
                self._text.leave_out(name)
            else:
                yield index

    def _content(self, sheet: Any) -> SheetContent:
        hidden = [column + 1 for column, info in sheet.colinfo_map.items() if info.hidden]
        content = SheetContent(
            merges=[
                Merge(top + 1, left + 1, bottom, right)
                for top, bottom, left, right in sheet.merged_cells
            ],
            hidden_ranges=[(column, column) for column in hidden],
        )
        content.count("comment", len(sheet.cell_note_map))
        for index in range(sheet.nrows):
            info = sheet.rowinfo_map.get(index)
            row = self._row(sheet, index, content)
            content.add(row, self._budget, is_hidden=info is not None and bool(info.hidden))
        return content

    def _row(self, sheet: Any, index: int, content: SheetContent) -> SheetRow:
        cells: dict[int, str] = {}
        is_emphasised = True
        for column, cell in enumerate(sheet.row(index), start=1):
            text = self._shown(cell)
            if text and not content.hides(column):
                cells[column] = text
                is_emphasised &= self._emphasised[cell.xf_index]
        return SheetRow(index + 1, cells, is_emphasised)

    def _shown(self, cell: Any) -> str:
        if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            try:
                return formatter_of(self._codes[cell.xf_index], self._epoch)(cell.value)
            except (ArithmeticError, ValueError):
                return show_general(cell.value)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
        text = str(cell.value)
        return "" if text.isspace() else text

    def _code(self, style: Any) -> str:
        key = style.format_key
        if key in BUILTIN_FORMATS and key not in _STATED_CURRENCIES:
            return BUILTIN_FORMATS[key]
        stated = self._book.format_map.get(key)
        return stated.format_str if stated is not None else ""

    def _is_emphasised(self, style: Any) -> bool:
        fonts = self._book.font_list
        is_bold = style.font_index < len(fonts) and fonts[style.font_index].weight >= _BOLD
        return bool(is_bold or style.background.fill_pattern == _SOLID)
