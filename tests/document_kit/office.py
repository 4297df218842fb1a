"""Word documents, workbooks and presentations, by the libraries that people write them with."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import docx
import openpyxl
from pptx.util import Cm

from tests.document_kit.documents import (
    Block,
    Heading,
    Listing,
    OfficeDocument,
    Quote,
    Table,
)
from tests.document_kit.opendocument import sheet_name
from tests.document_kit.slides import Slide, slides_of
from tests.pptx_kit import BLANK, ONLY_TITLE, TITLE_SLIDE, add_slide, deck_bytes, new_deck
from tests.sheet_kit import workbook

_PERCENT = re.compile(r"\d+\.\d%")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def docx_of(document: OfficeDocument) -> bytes:
    """A Word document whose lists are numbered by the program."""
    file = docx.Document()
    file.add_heading(document.title, 0)
    for block in document.blocks:
        _add_to_document(file, block)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _add_to_document(file: Any, block: Block) -> None:
    if isinstance(block, Heading):
        file.add_heading(block.words, block.level)
    elif isinstance(block, Listing):
        _add_list(file, block)
    elif isinstance(block, Table):
        _fill(file.add_table(len(block.lines), len(block.header), "Table Grid"), block)
    else:
        file.add_paragraph(block.words, "Quote" if isinstance(block, Quote) else None)


def _add_list(file: Any, block: Listing) -> None:
    """A list of points, or one that is numbered from 1 by the program."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number" if block.is_numbered else "List Bullet"]
    kind = numbering.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
    own = numbering.add_num(kind)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in block.items:
        properties = file.add_paragraph(item, style)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = own.numId


def _fill(grid: Any, table: Table) -> None:
    for row, line in zip(grid.rows, table.lines, strict=True):
        for cell, words in zip(row.cells, line, strict=True):
            cell.text = words


def xlsx_of(document: OfficeDocument) -> bytes:
    """A sheet for each table; numbers, shares and days are such, formatted as they are shown."""

    def fill(book: openpyxl.Workbook) -> None:
        book.remove(book.active)
        for table in document.tables:
            sheet = book.create_sheet(sheet_name(table))
            for row, line in enumerate(table.lines, 1):
                for column, words in enumerate(line, 1):
                    _set_cell(sheet.cell(row, column), words)

    return workbook(fill)


def _set_cell(cell: Any, words: str) -> None:
    if _PERCENT.fullmatch(words):
        cell.value, cell.number_format = float(words[:-1]) / 100, "0.0%"
    elif _GROUPED.fullmatch(words):
        cell.value, cell.number_format = int(words.replace(",", "")), "#,##0"
    elif day := _DAY.fullmatch(words):
        cell.value = datetime(*map(int, day.groups()))  # type: ignore[arg-type] # noqa: DTZ001
        cell.number_format = 'yyyy"年"m"月"d"日"'
    else:
        cell.value = int(words) if words.isdecimal() else words


def pptx_of(document: OfficeDocument) -> bytes:
    deck = new_deck()
    for slide in slides_of(document):
        layout = TITLE_SLIDE if slide.number == 1 else ONLY_TITLE if slide.title else BLANK
        _add_blocks(add_slide(deck, layout, slide.title).shapes, slide)
    return deck_bytes(deck)


def _add_blocks(shapes: Any, slide: Slide) -> None:
    for place, block in enumerate(slide.blocks, 2):
        box = (Cm(1), Cm(2 * place), Cm(22), Cm(1.8))
        if isinstance(block, Table):
            frame = shapes.add_table(len(block.lines), len(block.header), *box)
            _fill(frame.table, block)
        else:
            frame = shapes.add_textbox(*box).text_frame
            lines = block.shown if isinstance(block, Listing) else (block.words,)
            frame.text = "\n".join(lines)
