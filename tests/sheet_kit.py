"""Small workbooks for tests, written by openpyxl or out of raw XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl

from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_of(rows: Sequence[Any], *merges: str, name: str = "Sheet1") -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.title = name
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)

    return workbook(fill)


def raw_workbook(sheet_xml: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A workbook of one sheet, whose XML is given from its sheetData on."""
    files = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet_xml}</worksheet>',
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return file.getvalue()


def parse(data: bytes, name: str = "a.xlsx") -> ParsedFile:
    return parse_raw(RawFile(name, data))


def lines(parsed: ParsedFile) -> list[str]:
    return [line for line in parsed.text.split("\n") if line]


def places(parsed: ParsedFile) -> dict[str, int]:
    """The row of each line that has one."""
    found: dict[str, int] = {}
    for region in parsed.regions:
        row = region.locator["row"]
        assert isinstance(row, int)
        found[parsed.text[region.start : region.end]] = row
    return found
