"""The visible text of a web page as blocks: headings, paragraphs, items of lists, rows of tables.

The walk keeps the order of the document. Left out is what no reader sees: scripts, styles, forms,
hidden elements, the readings above ruby characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from lxml import etree

from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.html_parts.lists import ListMarks
from corpus.parsers.html_parts.tables import TableGrid, cells_of, is_row
from corpus.parsers.html_parts.tree import local_name

UNSEEN = frozenset(
    (
        *(
            "head",
            "title",
            "script",
            "style",
            "template",
            "noscript",
            "svg",
            "canvas",
            "audio",
            "video",
        ),
        *("object", "embed", "applet", "map", "iframe", "select", "option", "datalist", "button"),
        *("input", "textarea", "progress", "meter", "rt", "rp", "rtc", "annotation"),
        *("annotation-xml", "link", "meta", "base"),
    )
)
BLOCKS = frozenset(
    (
        *("html", "body", "address", "article", "aside", "blockquote", "caption", "center", "dd"),
        *(
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
        ),
        *("form", "frameset", "noframes", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "listing", "xmp"),
    )
)
LONGEST_HEADING = 120

_ONE_BLOCK = frozenset(("p", "li", "dt", "dd", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "center"))
_PREFORMATTED = frozenset(("pre", "listing", "xmp"))
_HEADING = re.compile(r"h[1-6]")
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_FILE = re.compile(
    r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|pptx?|zip|rar|7z|rtf|txt|csv|ceb)(?:$|[?#])", re.IGNORECASE
)
_HANZI = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_WRAP = re.compile(rf"(?<=[{_HANZI}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_HANZI}])")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"


class Kind(Enum):
    """What a block is."""

    HEADING = "heading"
    LINE = "line"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class WebBlock:
    """One block of visible text.

    Attributes:
        kind: what it is.
        words: its text (preformatted text may be of several lines); of a row, the cells.
        place: the innermost element around it that may hold several blocks.
        level: of a heading, from 1.
        linked: how many of its characters are links.
        file_links: how many links in it lead to documents.
    """

    kind: Kind
    words: tuple[str, ...]
    place: Element = field(repr=False)
    level: int = 0
    linked: int = 0
    file_links: int = 0

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(self.words)


def visible_blocks(root: Element, *, with_hidden: bool = False) -> list[WebBlock]:
    """The blocks below `root`, in order; with `with_hidden` also those that are not displayed."""
    return list(_Walk(root, with_hidden=with_hidden).blocks())


class _Walk:
    """One pass over the elements; text is collected until a block begins or ends."""

    def __init__(self, root: Element, *, with_hidden: bool) -> None:
        self._root = root
        self._with_hidden = with_hidden
        self._open: list[Element] = []
        self._parts: list[str] = []
        self._levels: list[int] = []
        self._preformatted = self._links = self._linked = self._files = 0
        self._marks = ListMarks()
        self._grids: dict[Element, TableGrid] = {}

    def blocks(self) -> Iterator[WebBlock]:
        walk = etree.iterwalk(self._root, events=("start", "end"))
        skipped: Element | None = None
        for event, element in walk:
            name = local_name(element)
            if event == "end":
                if element is skipped:
                    skipped = None
                else:
                    yield from self._leave(element, name)
                self._add(element.tail if element is not self._root else "")
            elif self._is_unseen(element, name):
                skipped = element
                walk.skip_subtree()
            elif name == "tr" and is_row(
                element, is_beside_merged_cell=self._grid(element).reaches_down
            ):
                yield from self._flush()
                yield from self._row(element)
                skipped = element
                walk.skip_subtree()
            else:
                yield from self._enter(element, name)
        yield from self._flush()

    def _is_unseen(self, element: Element, name: str) -> bool:
        if not name or name in UNSEEN:
            return True
        if self._with_hidden or element is self._root:
            return False
        return element.get("hidden") is not None or bool(
            _HIDDEN_STYLE.search(element.get("style", ""))
        )

    def _enter(self, element: Element, name: str) -> Iterator[WebBlock]:
        if name in BLOCKS:
            yield from self._flush()
            self._open.append(element)
            self._marks.enter(element, name)
            self._preformatted += name in _PREFORMATTED
            if _HEADING.fullmatch(name):
                self._levels.append(int(name[1]))
        elif name == "br":
            if self._preformatted or self._levels:
                self._add("\n" if self._preformatted else " ")
            else:
                yield from self._flush()
        elif name == "a" and element.get("href"):
            self._links += 1
            self._files += bool(_FILE.search(element.get("href", "")))
        elif name == "q":
            self._add("“")
        elif name == "span" and self._follows_link(element):
            self._add(" ")  # the date beside an entry of a list
        self._add(element.text)

    def _leave(self, element: Element, name: str) -> Iterator[WebBlock]:
        if name in BLOCKS:
            yield from self._flush()
            self._open.pop()
            self._marks.leave(name)
            self._preformatted -= name in _PREFORMATTED
            if _HEADING.fullmatch(name):
                self._levels.pop()
        elif name == "a" and element.get("href"):
            self._links -= 1
        elif name == "q":
            self._add("”")

    def _follows_link(self, element: Element) -> bool:
        before = element.getprevious()
        in_item = bool(self._open) and local_name(self._open[-1]) == "li"
        return in_item and before is not None and local_name(before) == "a" and not before.tail

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            if self._links:
                self._linked += len("".join(text.split()))

    def _flush(self) -> Iterator[WebBlock]:
        words = "".join(self._parts)
        words = words.strip("\r\n") if self._preformatted else collapsed(words)
        linked, files = self._linked, self._files
        self._parts, self._linked, self._files = [], 0, 0
        if not words.strip(_EDGES):
            return
        level = self._levels[-1] if self._levels and len(words) <= LONGEST_HEADING else 0
        kind = Kind.HEADING if level else Kind.LINE
        shown = words if level else self._marks.take(words)
        yield WebBlock(kind, (shown,), self._place(), level, linked, files)

    def _place(self) -> Element:
        open_blocks = reversed(self._open)
        return next((e for e in open_blocks if local_name(e) not in _ONE_BLOCK), self._root)

    def _row(self, row: Element) -> Iterator[WebBlock]:
        cells, linked, files = [], 0, 0
        for cell in cells_of(row):
            blocks = visible_blocks(cell, with_hidden=self._with_hidden)
            cells.append((cell, " ".join(block.text for block in blocks)))
            linked += sum(block.linked for block in blocks)
            files += sum(block.file_links for block in blocks)
        words = self._grid(row).place(cells)
        if any(words):
            yield WebBlock(Kind.ROW, words, _table_of(row, self._root), 0, linked, files)

    def _grid(self, row: Element) -> TableGrid:
        return self._grids.setdefault(_table_of(row, self._root), TableGrid())


def _table_of(row: Element, otherwise: Element) -> Element:
    return next(row.iterancestors("table"), otherwise)


def collapsed(words: str) -> str:
    """`words` with their blanks as a browser shows them; a line end between hanzi is none."""
    return _BLANKS.sub(" ", _WRAP.sub("", words)).strip(_EDGES)
