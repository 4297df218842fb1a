"""Excel workbooks (.xlsx, .xlsm, .xltx): every row of a sheet as a line that names its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.parsers.sheet_parts.spreadsheet_text import SpreadsheetText
from corpus.parsers.sheet_parts.types import CellBudget
from corpus.parsers.sheet_parts.xlsx_drawings import read_drawings
from corpus.parsers.sheet_parts.xlsx_package import Relation, SheetEntry, XlsxPackage
from corpus.parsers.sheet_parts.xlsx_rows import RowReader, ranges_of
from corpus.types import ParsedFile, RawFile

_SHEET_KINDS = frozenset({"worksheet", "xlMacrosheet", ""})


def parse_xlsx(raw: RawFile) -> ParsedFile:
    """Read the visible sheets of a workbook, values as their formats show them.

    Raises:
        ParseError: it is damaged or a bomb.
    """
    return _WorkbookReader(XlsxPackage(raw.data)).read()


class _WorkbookReader:
    def __init__(self, package: XlsxPackage) -> None:
        self._package = package
        self._text = SpreadsheetText()
        self._rows = RowReader(
            package.shared_strings(), package.styles(), package.epoch(), CellBudget()
        )

    def read(self) -> ParsedFile:
        shown = list(self._shown_sheets())
        for entry in shown:
            relations = self._package.relations(entry.part)
            with self._package.open(entry.part) as source:
                content = self._rows.read(source)
            content.header_rows |= self._stated_headers(relations.values())
            boxes = read_drawings(self._package, relations, content)
            self._text.add(entry.name, content, among_others=len(shown) > 1, boxes=boxes)
        return self._text.parsed(self._package.title())

    def _shown_sheets(self) -> Iterator[SheetEntry]:
        for entry in self._package.sheets():
            if entry.is_hidden:
                self._text.leave_out(entry.name)
            elif entry.kind not in _SHEET_KINDS:
                self._text.leave_out(entry.name, entry.kind)
            elif not self._package.has(entry.part):
                self._text.losses.append(f"The sheet “{entry.name}” is missing in the file.")
            else:
                yield entry

    def _stated_headers(self, relations: Iterable[Relation]) -> set[int]:
        """Rows that head the tables defined on a sheet."""
        rows: set[int] = set()
        for relation in relations:
            root = self._package.parse_if_sound(relation.part) if relation.kind == "table" else None
            if root is not None and root.get("headerRowCount", "1") == "1":
                rows |= {merge.top for merge in ranges_of(root.get("ref", ""))}
        return rows
