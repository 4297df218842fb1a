"""OpenDocument texts, spreadsheets and presentations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from tests.document_kit.documents import Block, Heading, Listing, OfficeDocument, Quote, Table
from tests.document_kit.slides import Slide, slides_of
from tests.odf_kit import level, odf

_NAMED = (
    '<style:style style:name="Title" style:family="paragraph"/>'
    '<style:style style:name="Quotations" style:family="paragraph"/>'
)
_NUMBERED = level(1, "1", 'style:num-suffix="."')
_LISTS = (
    f'<text:list-style style:name="Numbers">{_NUMBERED}</text:list-style>'
    '<text:list-style style:name="Points"><text:list-level-style-bullet text:level="1" '
    'text:bullet-char="•"/></text:list-style>'
)


def odt_of(document: OfficeDocument) -> bytes:
    body = f'<text:p text:style-name="Title">{escape(document.title)}</text:p>'
    return odf(body + "".join(map(_block, document.blocks)), "text", _LISTS, _NAMED)


def ods_of(document: OfficeDocument) -> bytes:
    """A sheet for each table."""
    sheets = (_table(table, sheet_name(table)) for table in document.tables)
    return odf("".join(sheets), "spreadsheet")


def odp_of(document: OfficeDocument) -> bytes:
    return odf("".join(map(_slide, slides_of(document))), "presentation", _LISTS)


def sheet_name(table: Table) -> str:
    """The name of the sheet of a table; the format allows 31 characters, and no signs in it."""
    return table.name.replace("/", "")[:31]


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        words = escape(block.words)
        return f'<text:h text:outline-level="{block.level}">{words}</text:h>'
    if isinstance(block, Listing):
        items = "".join(f"<text:list-item>{_words(item)}</text:list-item>" for item in block.items)
        style = "Numbers" if block.is_numbered else "Points"
        return f'<text:list text:style-name="{style}">{items}</text:list>'
    if isinstance(block, Table):
        return _table(block, block.name)
    return _words(block.words, ' text:style-name="Quotations"' if isinstance(block, Quote) else "")


def _words(words: str, style: str = "") -> str:
    return f"<text:p{style}>{escape(words)}</text:p>"


def _table(table: Table, name: str) -> str:
    rows = "".join(map(_row, table.lines))
    return f'<table:table table:name="{escape(name)}">{rows}</table:table>'


def _row(cells: Sequence[str]) -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string">{_words(cell)}</table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{inside}</table:table-row>"


def _slide(slide: Slide) -> str:
    frames = "".join(_frames(slide))
    return f'<draw:page draw:name="page{slide.number}">{frames}</draw:page>'


def _frames(slide: Slide) -> Iterator[str]:
    if slide.title:
        title = _words(slide.title)
        yield _frame(1, f"<draw:text-box>{title}</draw:text-box>", ' presentation:class="title"')
    for place, block in enumerate(slide.blocks, 2):
        inside = _block(block)
        is_table = isinstance(block, Table)
        yield _frame(place, inside if is_table else f"<draw:text-box>{inside}</draw:text-box>")


def _frame(place: int, inside: str, more: str = "") -> str:
    position = f'svg:x="1cm" svg:y="{place * 2}cm" svg:width="20cm" svg:height="1.8cm"'
    return f"<draw:frame {position}{more}>{inside}</draw:frame>"
