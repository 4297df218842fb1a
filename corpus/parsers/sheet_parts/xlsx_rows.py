"""The rows of an Excel sheet as they are shown, read from its XML as a stream.

Only the rows and cells that the XML holds cost anything, however far apart they lie.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import IO

from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_stream import stream_xml
from corpus.parsers.sheet_parts.date_formats import Epoch
from corpus.parsers.sheet_parts.number_formats import GENERAL, Show, formatter_of, show_general
from corpus.parsers.sheet_parts.spreadsheet_text import SheetContent
from corpus.parsers.sheet_parts.types import CellBudget, Merge, SheetRow
from corpus.parsers.sheet_parts.xlsx_package import KIND, Styles, is_true, rich_text, unescaped

LAST_COLUMN = 16_384
_KNOWN_NUMBERS = 50_000

_PARTS = ("col", "row", "mergeCell", "autoFilter")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ISO_MIDNIGHT = "T00:00:00"


class RowReader:
    """Reads sheets of one workbook."""

    def __init__(
        self, strings: Sequence[str], styles: Styles, epoch: Epoch, budget: CellBudget
    ) -> None:
        self._strings = strings
        self._shows: list[Show] = [formatter_of(code, epoch) for code in styles.formats]
        self._general = formatter_of(GENERAL, epoch)
        self._emphasised = frozenset(map(str, styles.emphasised))
        self._budget = budget
        self._shows_of_kind: dict[str, Callable[[str, str], str]] = {
            "n": lru_cache(_KNOWN_NUMBERS)(self._number_shown),
            "s": self._shared,
            "b": _truth_shown,
            "d": _day_shown,
        }
        self._columns: dict[str, int] = {}
        self._content = SheetContent()

    def read(self, source: IO[bytes]) -> SheetContent:
        """The rows of one sheet.

        Raises:
            ParseError: its XML is damaged.
        """
        self._content = content = SheetContent()
        number = 0
        for element in stream_xml(source, _PARTS, KIND):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                stated = element.get("r", "")
                number = int(stated) if stated.isdecimal() else number + 1
                self._read_row(element, number)
            elif name == "col" and is_true(element.get("hidden")):
                content.hidden_ranges.append((_number(element, "min"), _number(element, "max")))
            elif name == "mergeCell":
                content.merges += ranges_of(element.get("ref", ""))
            elif name == "autoFilter":
                content.header_rows |= {merge.top for merge in ranges_of(element.get("ref", ""))}
        content.rows.sort(key=lambda row: row.number)
        return content

    def _read_row(self, element: Element, number: int) -> None:
        if len(element) == 0:
            return
        content = self._content
        cells: dict[int, str] = {}
        is_emphasised = True
        column = 0
        for cell in element:
            reference = cell.get("r")
            column = self._column(reference) if reference else column + 1
            text = self._shown(cell)
            if not text or text.isspace():
                continue
            if content.hidden_ranges and content.hides(column):
                continue
            cells[column] = text
            is_emphasised = is_emphasised and cell.get("s", "0") in self._emphasised
        row = SheetRow(number, cells, is_emphasised)
        content.add(row, self._budget, is_hidden=is_true(element.get("hidden")))

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_number(letters)
        return column

    def _shown(self, cell: Element) -> str:
        if len(cell) == 0:
            return ""
        value: str | None = None
        has_formula = False
        for child in cell:
            tag = child.tag
            if tag.endswith("}v"):
                value = child.text or ""
            elif tag.endswith("}f"):
                has_formula = True
            elif tag.endswith("}is"):
                return rich_text(child)
        # A formula may give an empty text, but never an empty number: that was not worked out.
        if value is None or (has_formula and not value and cell.get("t") != "str"):
            self._content.without_value += has_formula
            return ""
        show = self._shows_of_kind.get(cell.get("t", "n"), _text_shown)
        return show(value, cell.get("s", "0"))

    def _shared(self, value: str, _style: str) -> str:
        place = int(value) if value.isdecimal() else -1
        return self._strings[place] if 0 <= place < len(self._strings) else ""

    def _number_shown(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        place = int(style) if style.isdecimal() else 0
        show = self._shows[place] if place < len(self._shows) else self._general
        try:
            return show(number)
        except (ArithmeticError, ValueError):
            return show_general(number) if number - number == 0 else value


def _text_shown(value: str, _style: str) -> str:
    """A text that a formula gave, or an error."""
    return unescaped(value)


def _truth_shown(value: str, _style: str) -> str:
    return "TRUE" if value == "1" else "FALSE"


def _day_shown(value: str, _style: str) -> str:
    return value.removesuffix("Z").removesuffix(_ISO_MIDNIGHT).replace("T", " ")


def column_number(letters: str) -> int:
    """The number of a column from 1: "A" is 1, "AA" 27."""
    number = 0
    for letter in letters.replace("$", "").upper():
        number = number * 26 + ord(letter) - 64
        if not 0 < number <= LAST_COLUMN:
            return LAST_COLUMN
    return number


def _number(element: Element, name: str) -> int:
    stated = element.get(name, "")
    return int(stated) if stated.isdecimal() else 0


def ranges_of(reference: str) -> list[Merge]:
    """The range that a reference names; none where it cannot be read."""
    corners = _REFERENCE.findall(reference.upper())
    if not corners:
        return []
    (left, top), (right, bottom) = corners[0], corners[-1]
    return [Merge(int(top), column_number(left), int(bottom), column_number(right))]
