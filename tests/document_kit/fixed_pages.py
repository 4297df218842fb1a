"""Documents laid out on pages: OFD, line by line, and PDF, printed by a browser."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
from playwright.sync_api import Browser

from tests import ofd_kit
from tests.document_kit.documents import Block, Heading, OfficeDocument, Table, shown_lines
from tests.document_kit.line_breaking import broken
from tests.document_kit.web import body_of
from tests.pdf_kit import FOOTER, PAGE_NUMBER_FOOTER, printed

_LEFT, _RIGHT, _TOP, _BOTTOM = 25.0, 185.0, 30.0, 265.0
_WIDTH = _RIGHT - _LEFT
_BODY, _HEADING, _TITLE = 4.0, 5.0, 7.0
_LEADING = 1.6
_ROW = 8.0


def pdf_of(document: OfficeDocument, browser: Browser) -> bytes:
    """Printed with a running head and page numbers."""
    header = FOOTER.format("石门湾政务服务网文件选编")
    return printed(browser, body_of(document), header=header, footer=PAGE_NUMBER_FOOTER)


def printed_pages(documents: Sequence[OfficeDocument], browser: Browser) -> Iterator[bytes]:
    """Documents printed at once, each of their pages a PDF of its own."""
    breaks = "<style>h1 { break-before: page }</style>"
    data = printed(browser, breaks + "".join(map(body_of, documents)))
    with pikepdf.open(io.BytesIO(data)) as whole:
        for page in whole.pages:
            file = io.BytesIO()
            with pikepdf.new() as single:
                single.pages.append(page)
                single.save(file)
            yield file.getvalue()


def ofd_of(document: OfficeDocument) -> bytes:
    """With page numbers, ruled tables and lines that are as full as they can be."""
    layout = _Layout()
    layout.centred(document.title, _TITLE)
    for block in document.blocks:
        layout.add(block)
    return ofd_kit.ofd(*layout.pages(), title=document.title)


@dataclass(slots=True)
class _Layout:
    """Sets lines on pages; `y` is where the next one begins."""

    _pages: list[list[str]] = field(default_factory=lambda: [[]])
    _y: float = _TOP

    def pages(self) -> Iterator[str]:
        for number, objects in enumerate(self._pages, 1):
            foot = ofd_kit.words(f"- {number} -", 280, 100, _BODY)
            yield ofd_kit.page(*objects, foot)

    def add(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Heading):
            self._y += _BODY
            self._lines(block.words, _HEADING, 0)
        else:
            for line in shown_lines(block):
                self._lines(line, _BODY, 2)

    def centred(self, words: str, size: float) -> None:
        for line in broken(words, _WIDTH / size):
            width = ofd_kit.width_of(line, size)
            self._set(line, (_LEFT + _RIGHT - width) / 2, size)
        self._y += size

    def _lines(self, words: str, size: float, indent: int) -> None:
        for place, line in enumerate(broken(words, _WIDTH / size, indent)):
            self._set(line, _LEFT + (0 if place else indent * size), size)

    def _set(self, line: str, x: float, size: float) -> None:
        self._make_room(size * _LEADING)
        self._pages[-1].append(ofd_kit.words(line, self._y + size, x, size))
        self._y += size * _LEADING

    def _make_room(self, height: float) -> None:
        if self._y + height > _BOTTOM:
            self._pages.append([])
            self._y = _TOP

    def _table(self, table: Table) -> None:
        """Each row is as high as its fullest cell needs; pages end between rows."""
        edges = _edges(len(table.header))
        for line in table.lines:
            cells = [
                broken(cell, (right - left - 3) / _BODY)
                for cell, left, right in zip(line, edges, edges[1:], strict=False)
            ]
            height = _ROW + (max(map(len, cells)) - 1) * _BODY * _LEADING
            self._make_room(height)
            self._row(cells, edges, height)
        self._y += _BODY

    def _row(self, cells: Sequence[Sequence[str]], edges: Sequence[float], height: float) -> None:
        objects = self._pages[-1]
        bottom = self._y + height
        for y in (self._y, bottom):
            objects.append(ofd_kit.rule((edges[0], y), (edges[-1], y)))
        objects += [ofd_kit.rule((x, self._y), (x, bottom)) for x in edges]
        for lines, x in zip(cells, edges, strict=False):
            for place, words in enumerate(lines):
                base = self._y + 1.5 + _BODY + place * _BODY * _LEADING
                objects.append(ofd_kit.words(words, base, x + 1.5, _BODY))
        self._y = bottom


def _edges(columns: int) -> list[float]:
    """Where the columns begin and end; the first one, of numbers, is narrow."""
    first = _LEFT + 14
    rest = (_RIGHT - first) / (columns - 1)
    return [_LEFT, *(first + place * rest for place in range(columns))]
