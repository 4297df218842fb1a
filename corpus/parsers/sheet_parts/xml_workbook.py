"""Workbooks of Excel 2003 in one XML file, which often bear the suffix .xls."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_stream import stream_xml
from corpus.parsers.sheet_parts.date_formats import Epoch, is_date_code
from corpus.parsers.sheet_parts.number_formats import formatter_of
from corpus.parsers.sheet_parts.spreadsheet_text import SheetContent, SpreadsheetText
from corpus.parsers.sheet_parts.types import CellBudget, Merge, SheetRow
from corpus.types import ParsedFile, RawFile

KIND = "Excel XML workbook"
NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"

_SS = f"{{{NAMESPACE}}}"
_STREAMED = ("Style", "Column", "Row", "Worksheet")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - days of sheets have no zone
_SECONDS_A_DAY = 86_400
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_NAMED_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "General Date": "yyyy/m/d h:mm",
        "Short Date": "yyyy/m/d",
        "Medium Date": "yyyy/m/d",
        "Long Date": 'yyyy"年"m"月"d"日"',
        "Short Time": "h:mm",
        "Medium Time": "h:mm",
        "Long Time": "h:mm:ss",
        "General Number": "General",
        "Fixed": "0.00",
        "Standard": "#,##0.00",
        "Currency": "#,##0.00",
        "Euro Currency": "€#,##0.00",
        "Percent": "0.00%",
        "Scientific": "0.00E+00",
    }
)


@dataclass(slots=True)
class _SheetSoFar:
    """A sheet while its end has not come yet: its content, and the last row and column."""

    content: SheetContent = field(default_factory=SheetContent)
    columns: int = 0
    number: int = 0


def parse_xml_workbook(raw: RawFile) -> ParsedFile:
    """Read the visible sheets, values as their formats show them.

    Raises:
        ParseError: it is damaged.
    """
    return _Reader().read(raw)


class _Reader:
    def __init__(self) -> None:
        self._budget = CellBudget()
        self._codes: dict[str, str] = {}
        self._text = SpreadsheetText()
        self._sheets: list[tuple[str, SheetContent]] = []

    def read(self, raw: RawFile) -> ParsedFile:
        sheet = _SheetSoFar()
        for element in stream_xml(io.BytesIO(raw.data), _STREAMED, KIND):
            name = element.tag.rpartition("}")[2]
            if name == "Style":
                self._style(element)
            elif name == "Column":
                _read_column(element, sheet)
            elif name == "Row":
                self._row(element, sheet)
            else:
                self._end_sheet(element, sheet)
                sheet = _SheetSoFar()
        return self._parsed()

    def _style(self, element: Element) -> None:
        number_format = element.find(f"{_SS}NumberFormat")
        if number_format is not None:
            code = number_format.get(f"{_SS}Format", "")
            self._codes[element.get(f"{_SS}ID", "")] = _NAMED_FORMATS.get(code, code)

    def _end_sheet(self, element: Element, sheet: _SheetSoFar) -> None:
        name = element.get(f"{_SS}Name", "")
        visible = element.findtext("{*}WorksheetOptions/{*}Visible")
        if visible in {"SheetHidden", "SheetVeryHidden"}:
            self._text.leave_out(name)
        else:
            self._sheets.append((name, sheet.content))

    def _row(self, element: Element, sheet: _SheetSoFar) -> None:
        number = min(_number(element, "Index", sheet.number + 1), _LAST_ROW)
        sheet.number = number + _number(element, "Span", 0)
        cells = self._cells(element, sheet.content, number)
        is_hidden = element.get(f"{_SS}Hidden") == "1"
        sheet.content.add(SheetRow(number, cells), self._budget, is_hidden=is_hidden)

    def _cells(self, row: Element, content: SheetContent, number: int) -> dict[int, str]:
        cells: dict[int, str] = {}
        column = 0
        for cell in row.iterfind(f"{_SS}Cell"):
            column = min(_number(cell, "Index", column + 1), _LAST_COLUMN)
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            text = self._shown(cell, row)
            if text.strip():
                if not content.hides(column):
                    cells[column] = text
                if across or down:
                    content.merges.append(Merge(number, column, number + down, column + across))
            column += across
        return cells

    def _shown(self, cell: Element, row: Element) -> str:
        data = cell.find(f"{_SS}Data")
        if data is None:
            return ""
        text = "".join(map(str, data.itertext()))
        kind = data.get(f"{_SS}Type")
        style = cell.get(f"{_SS}StyleID") or row.get(f"{_SS}StyleID") or "Default"
        code = self._codes.get(style, "")
        if kind == "Boolean":
            return "TRUE" if text == "1" else "FALSE"
        try:
            if kind == "Number":
                return formatter_of(code, Epoch.OF_1900)(float(text))
            if kind == "DateTime":
                passed = datetime.fromisoformat(text) - _DAY_ZERO
                days = passed.days + passed.seconds / _SECONDS_A_DAY
                shown_as = code if is_date_code(code) else "yyyy/m/d"
                return formatter_of(shown_as, Epoch.OF_1900)(days)
        except (ArithmeticError, ValueError):
            return text
        return text

    def _parsed(self) -> ParsedFile:
        for name, content in self._sheets:
            self._text.add(name, content, among_others=len(self._sheets) > 1)
        return self._text.parsed()


def _read_column(element: Element, sheet: _SheetSoFar) -> None:
    first = min(_number(element, "Index", sheet.columns + 1), _LAST_COLUMN)
    sheet.columns = min(first + _number(element, "Span", 0), _LAST_COLUMN)
    if element.get(f"{_SS}Hidden") == "1":
        sheet.content.hidden_ranges.append((first, sheet.columns))


def _number(element: Element, name: str, default: int) -> int:
    stated = element.get(f"{_SS}{name}", "")
    return min(int(stated), _LAST_ROW) if stated.isdecimal() and len(stated) < 8 else default
