"""Excel workbooks (.xlsx, .xlsm, .xltx): every row of a sheet as a line that names its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.parsers.composing import Composer, one_line
from corpus.parsers.sheet_reports import hidden_parts, left_out_things, sheet_losses
from corpus.parsers.sheet_tables import SheetWriter, padded_names
from corpus.parsers.sheet_types import CellBudget, Sheet
from corpus.parsers.xlsx_drawings import Drawings, read_drawings
from corpus.parsers.xlsx_package import Relation, SheetEntry, XlsxPackage
from corpus.parsers.xlsx_rows import RowReader, SheetContent, ranges_of
from corpus.types import Metadata, ParsedFile, RawFile, ReadingFacts, TextLayout

_SHEET_KINDS = frozenset({"worksheet", "xlMacrosheet", ""})


def parse_xlsx(raw: RawFile) -> ParsedFile:
    """Read the visible sheets of a workbook, values as their formats show them.

    Raises:
        ParseError: it is damaged or a bomb.
    """
    package = XlsxPackage(raw.data)
    return _WorkbookReader(package).read()


class _WorkbookReader:
    def __init__(self, package: XlsxPackage) -> None:
        self._package = package
        self._composer = Composer()
        self._writer = SheetWriter(self._composer)
        self._rows = RowReader(
            package.shared_strings(), package.styles(), package.epoch(), CellBudget()
        )
        self._losses: list[str] = []
        self._warnings: list[str] = []

    def read(self) -> ParsedFile:
        shown = list(self._shown_sheets())
        for entry in shown:
            self._read_sheet(entry, among_others=len(shown) > 1)
        text = self._composer.text
        return ParsedFile(
            text=text,
            metadata=Metadata(title=self._package.title()),
            regions=self._composer.regions,
            losses=tuple(self._losses),
            layout=TextLayout.RECORDS,
            cuts=padded_names(text),
            facts=ReadingFacts(pages=len(shown), warnings=tuple(self._warnings)),
        )

    def _shown_sheets(self) -> Iterator[SheetEntry]:
        for entry in self._package.sheets():
            if entry.is_hidden:
                self._warnings.append(f"The hidden sheet “{entry.name}” is left out.")
            elif entry.kind not in _SHEET_KINDS:
                self._warnings.append(
                    f"The sheet “{entry.name}” is a {entry.kind}: it is left out."
                )
            elif not self._package.has(entry.part):
                self._losses.append(f"The sheet “{entry.name}” is missing in the file.")
            else:
                yield entry

    def _read_sheet(self, entry: SheetEntry, *, among_others: bool) -> None:
        relations = self._package.relations(entry.part)
        with self._package.open(entry.part) as source:
            content = self._rows.read(source)
        headers = frozenset(content.filtered | self._stated_headers(relations.values()))
        sheet = Sheet(entry.name, content.rows, tuple(content.merges), headers)
        written = self._writer.rows_left_out
        self._writer.write(sheet, among_others=among_others)
        drawings = read_drawings(self._package, relations)
        self._composer.gap()
        for words in drawings.texts:
            self._composer.line(one_line(words))
        self._tell(entry.name, content, self._writer.rows_left_out - written, drawings)

    def _stated_headers(self, relations: Iterable[Relation]) -> set[int]:
        """Rows that head the tables defined on a sheet."""
        rows: set[int] = set()
        for relation in relations:
            root = self._package.parse_if_sound(relation.part) if relation.kind == "table" else None
            if root is not None and root.get("headerRowCount", "1") == "1":
                rows |= {merge.top for merge in ranges_of(root.get("ref", ""))}
        return rows

    def _tell(self, name: str, content: SheetContent, unwritten: int, drawings: Drawings) -> None:
        left_out = content.rows_left_out + unwritten
        self._losses += sheet_losses(name, left_out, content.without_value)
        self._warnings += hidden_parts(name, content.hidden_rows, len(content.hidden_columns))
        self._warnings += left_out_things(name, drawings.left_out)
