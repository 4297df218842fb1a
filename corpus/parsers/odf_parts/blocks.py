"""The content of OpenDocument files as headings, lines and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from corpus.parsers.composing.blocks import Block, Heading, Line, Table, words_of
from corpus.parsers.composing.shown_numbers import numbered
from corpus.parsers.composing.unread import Unread
from corpus.parsers.containers.odf_package import DRAW, OFFICE, TABLE, TEXT, OdfPackage
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_values import whole_number
from corpus.parsers.odf_parts.numbering import Count, LevelStyle, level_styles
from corpus.parsers.odf_parts.styles import PARAGRAPH, OdfStyles
from corpus.parsers.odf_parts.text import ParagraphReader

TITLE_LEVEL = 0
# Cells and rows may be repeated millions of times, to fill a sheet.
MAX_REPEATED = 64
LONGEST_REPEATED = 10_000

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_NAME = f"{TEXT}style-name"
_ROW_HOLDERS = tuple(f"{TABLE}table-{name}" for name in ("header-rows", "rows", "row-group"))
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_CONTAINERS = (
    *(f"{TEXT}section", f"{TEXT}bibliography", f"{TEXT}index-body", f"{DRAW}text-box"),
    *(f"{TEXT}note", f"{TEXT}note-body", f"{TEXT}list-header", f"{DRAW}g", f"{DRAW}a"),
)
_SHAPES = tuple(
    f"{DRAW}{name}"
    for name in (
        *("custom-shape", "rect", "circle", "ellipse", "line", "connector", "polygon"),
        *("polyline", "path", "regular-polygon", "caption", "measure"),
    )
)


class OdfReader:
    """Reads elements into blocks; what it leaves out is counted in `unread`.

    Headings have the level of the file, the title of the document `TITLE_LEVEL`.
    """

    def __init__(self, package: OdfPackage) -> None:
        self.styles = OdfStyles(package)
        self.unread: Counter[Unread] = Counter()
        self._paragraphs = ParagraphReader(self.styles, self.unread)
        self._outline_styles = level_styles(self.styles.outline)
        self._list_styles: dict[str, Mapping[int, LevelStyle]] = {}
        self._outline = Count()
        self._counts: dict[str, Count] = {}
        self._last = ("", Count())

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks of all children of an element."""
        for child in parent:
            yield from self.block(child)

    def block(self, element: Element) -> Iterator[Block]:
        """The blocks of one element; nothing for what is no content."""
        tag = element.tag
        if tag in {f"{TEXT}p", f"{TEXT}h"}:
            yield from self._paragraph(element, self._outline_number(element))
        elif tag == f"{TEXT}list":
            yield from self._list(element)
        elif tag == f"{TEXT}numbered-paragraph":
            yield from self._numbered_paragraph(element)
        elif tag == f"{TABLE}table":
            yield from self._table(element)
        elif tag == f"{DRAW}frame":
            yield from self._frame(element)
        elif tag == f"{OFFICE}annotation":
            self.unread[Unread.COMMENT] += 1
        elif tag in _CONTAINERS or tag in _SHAPES:
            if _is_hidden_section(element):
                self.unread[Unread.HIDDEN] += 1
            else:
                yield from self.blocks(element)

    def _paragraph(self, element: Element, number: str) -> Iterator[Block]:
        style = element.get(_NAME, "")
        if self.styles.is_hidden(PARAGRAPH, style):
            self.unread[Unread.HIDDEN] += 1
            return
        paragraph = self._paragraphs.read(element)
        words = numbered(number, paragraph.words) if paragraph.words.strip() else ""
        if element.tag == f"{TEXT}h":
            yield Heading(words, whole_number(element, f"{TEXT}outline-level", 1))
        elif self.styles.is_title(style):
            yield Heading(words, TITLE_LEVEL)
        else:
            yield Line(words)
        for anchored in paragraph.behind:
            yield from self.block(anchored)

    def _outline_number(self, element: Element) -> str:
        is_plain = element.tag != f"{TEXT}h" or element.get(f"{TEXT}is-list-header") == "true"
        if is_plain or self.styles.leaves_outline(element.get(_NAME, "")):
            return ""
        level = whole_number(element, f"{TEXT}outline-level", 1)
        return self._outline.next(level, self._outline_styles, _restart(element))

    def _list(self, element: Element) -> Iterator[Block]:
        name = element.get(_NAME, "")
        count = self._count_of(element, name)
        self._last = (name, count)
        yield from self._items(element, name, 1, count)

    def _count_of(self, element: Element, name: str) -> Count:
        """The count of a list that goes on with an earlier one, or a new one."""
        continued = self._counts.get(element.get(f"{TEXT}continue-list", ""))
        if continued is None and element.get(f"{TEXT}continue-numbering") == "true":
            last_name, last = self._last
            continued = last if last_name == name else None
        count = continued or Count()
        if identity := element.get(_XML_ID, ""):
            self._counts[identity] = count
        return count

    def _items(self, element: Element, name: str, level: int, count: Count) -> Iterator[Block]:
        styles = self._styles_of(name)
        for item in element:
            waits = item.tag == f"{TEXT}list-item"
            restarted = _restart(item)
            for part in item:
                if part.tag == f"{TEXT}list":
                    yield from self._items(part, part.get(_NAME, name), level + 1, count)
                elif part.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    is_counted = waits and not self.styles.is_unnumbered(part.get(_NAME, ""))
                    number = count.next(level, styles, restarted) if is_counted else ""
                    waits = False
                    yield from self._paragraph(part, number)
                else:
                    yield from self.block(part)

    def _numbered_paragraph(self, element: Element) -> Iterator[Block]:
        identity = element.get(f"{TEXT}list-id", "")
        count = self._counts.setdefault(identity, Count())
        level = whole_number(element, f"{TEXT}level", 1)
        for part in element:
            if part.tag in {f"{TEXT}p", f"{TEXT}h"}:
                styles = self._styles_of(element.get(_NAME, ""))
                yield from self._paragraph(part, count.next(level, styles))

    def _styles_of(self, name: str) -> Mapping[int, LevelStyle]:
        if name not in self._list_styles:
            self._list_styles[name] = level_styles(self.styles.lists.get(name))
        return self._list_styles[name]

    def _table(self, element: Element) -> Iterator[Block]:
        rows = [(row, [cell for cell in row if cell.tag in _CELLS]) for row in _rows(element)]
        if all(len(cells) <= 1 for _, cells in rows):
            # A frame around text, or a form: its paragraphs stay lines.
            for _, cells in rows:
                for cell in cells:
                    yield from self.blocks(cell)
            return
        texts: list[tuple[str, ...]] = []
        for row, cells in rows:
            text = self._row(cells)
            texts += [text] * _repeated(row, f"{TABLE}number-rows-repeated", "".join(text))
        yield Table(tuple(texts))

    def _row(self, cells: list[Element]) -> tuple[str, ...]:
        texts: list[str] = []
        last = 0
        for cell in cells:
            is_covered = cell.tag == f"{TABLE}covered-table-cell"
            words = "" if is_covered else words_of(self.blocks(cell))
            count = _repeated(cell, f"{TABLE}number-columns-repeated", words)
            texts += [words] * count
            # Cells that fill up a row are no cells; those in the middle keep the columns in line.
            last = len(texts) if words or (count == 1 and not is_covered) else last
        return tuple(texts[:last])

    def _frame(self, element: Element) -> Iterator[Block]:
        tags = {child.tag for child in element}
        if tags & {f"{DRAW}object", f"{DRAW}object-ole"}:
            self.unread[Unread.OBJECT] += 1
        elif f"{DRAW}image" in tags and f"{TABLE}table" not in tags:
            self.unread[Unread.PICTURE] += 1
        for child in element:
            if child.tag in {f"{DRAW}text-box", f"{TABLE}table"}:
                yield from self.block(child)


def _is_hidden_section(element: Element) -> bool:
    return element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true"


def _restart(element: Element) -> int | None:
    """The number with which an item starts its list anew."""
    key = f"{TEXT}start-value"
    return whole_number(element, key, 1) if key in element.attrib else None


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _ROW_HOLDERS:
            yield from _rows(child)


def _repeated(element: Element, key: str, words: str) -> int:
    """How often a cell or row of these words stands; long ones are not repeated."""
    count = min(whole_number(element, key, 1), MAX_REPEATED)
    return count if count * len(words) <= LONGEST_REPEATED else 1
