"""Old Excel workbooks (.xls) and those of WPS (.et), and the other things that bear their names.

Programs that export "to Excel" often write a text with tabs or a page of HTML under this suffix.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError
from corpus.parsers.composing import Composer
from corpus.parsers.date_formats import Epoch
from corpus.parsers.delimited import parse_delimited
from corpus.parsers.detection import OLE_MARK
from corpus.parsers.number_formats import BUILTIN_FORMATS, formatter_of, show_general
from corpus.parsers.sheet_reports import hidden_parts, left_out_things, sheet_losses
from corpus.parsers.sheet_tables import SheetWriter, padded_names
from corpus.parsers.sheet_types import CellBudget, Merge, Sheet, SheetRow
from corpus.types import ParsedFile, RawFile, ReadingFacts, TextLayout

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
_BOLD = 600
_SOLID = 1


def parse_xls(raw: RawFile) -> ParsedFile:
    """Read the visible sheets of an old workbook, values as their formats show them.

    Raises:
        EncryptedFileError: it asks for a password.
        ParseError: it is damaged.
    """
    if not raw.data.startswith((OLE_MARK, *_BARE_SHEETS)):
        return parse_delimited(raw)
    return _BookReader(_open(raw)).read()


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
    def __init__(self, book: xlrd.Book) -> None:
        self._book = book
        self._epoch = Epoch.OF_1904 if book.datemode else Epoch.OF_1900
        self._budget = CellBudget()
        self._composer = Composer()
        self._writer = SheetWriter(self._composer)
        self._codes = [self._code(style) for style in book.xf_list]
        self._emphasised = [self._is_emphasised(style) for style in book.xf_list]
        self._losses: list[str] = []
        self._warnings: list[str] = []

    def read(self) -> ParsedFile:
        shown = list(self._shown_sheets())
        for index in shown:
            try:
                sheet = self._book.sheet_by_index(index)
                self._read_sheet(sheet, among_others=len(shown) > 1)
            except _BROKEN_BOOK as exc:
                raise _damaged(exc) from exc
            self._book.unload_sheet(index)
        text = self._composer.text
        return ParsedFile(
            text=text,
            regions=self._composer.regions,
            losses=tuple(self._losses),
            layout=TextLayout.RECORDS,
            cuts=padded_names(text),
            facts=ReadingFacts(pages=len(shown), warnings=tuple(self._warnings)),
        )

    def _shown_sheets(self) -> Iterator[int]:
        for index, name in enumerate(self._book.sheet_names()):
            if self._book._sheet_visibility[index]:  # noqa: SLF001 - without loading the sheet
                self._warnings.append(f"The hidden sheet “{name}” is left out.")
            else:
                yield index

    def _read_sheet(self, sheet: Any, *, among_others: bool) -> None:
        rows: list[SheetRow] = []
        hidden_rows = unread = 0
        hidden_columns = {c for c, info in sheet.colinfo_map.items() if info.hidden}
        hidden_filled: set[int] = set()
        for index in range(sheet.nrows):
            row = self._row(sheet, index)
            hidden_filled.update(c for c in row.cells if c - 1 in hidden_columns)
            for column in hidden_filled & row.cells.keys():
                del row.cells[column]
            info = sheet.rowinfo_map.get(index)
            if row.cells and info is not None and info.hidden:
                hidden_rows += 1
            elif row.cells and self._budget.take(len(row.cells)):
                rows.append(row)
            else:
                unread += bool(row.cells)
        merges = sorted(
            (
                Merge(top + 1, left + 1, bottom, right)
                for top, bottom, left, right in sheet.merged_cells
            ),
            key=lambda merge: (merge.top, merge.left),
        )
        before = self._writer.rows_left_out
        self._writer.write(Sheet(sheet.name, rows, tuple(merges)), among_others=among_others)
        unread += self._writer.rows_left_out - before
        self._losses += sheet_losses(sheet.name, unread)
        self._warnings += hidden_parts(sheet.name, hidden_rows, len(hidden_filled))
        self._warnings += left_out_things(sheet.name, {"comment": len(sheet.cell_note_map)})

    def _row(self, sheet: Any, index: int) -> SheetRow:
        cells: dict[int, str] = {}
        is_emphasised = True
        for column, cell in enumerate(sheet.row(index), start=1):
            if text := self._shown(cell):
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
        font = self._book.font_list[style.font_index]
        return bool(font.weight >= _BOLD or style.background.fill_pattern == _SOLID)
