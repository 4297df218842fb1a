"""The characters of OpenDocument paragraphs, and what is anchored in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.parsers.composing.unread import Unread
from corpus.parsers.containers.odf_package import DRAW, OFFICE, PRESENTATION, SVG, TEXT
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_values import whole_number
from corpus.parsers.odf_parts.styles import CHARACTERS, OdfStyles

MAX_BLANKS = 100

_FOLDED = re.compile(r"[ \t\r\n]+")
# Blanks that count stand as control codes, which XML cannot hold, until the others are folded.
_BLANK, _TAB, _BREAK = "\x00", "\x01", "\x02"
_MEANT = str.maketrans({_BLANK: " ", _TAB: "\t", _BREAK: "\n"})
_SKIPPED = frozenset(
    {
        *(f"{TEXT}ruby-text", f"{TEXT}hidden-text", f"{TEXT}note-citation", f"{TEXT}script"),
        *(f"{OFFICE}annotation-end", f"{OFFICE}event-listeners", f"{SVG}title", f"{SVG}desc"),
        *(f"{PRESENTATION}{field}" for field in ("header", "footer", "date-time")),
    }
)


@dataclass(slots=True)
class Paragraph:
    """The words of a paragraph; `behind` are the notes and shapes that are anchored in it."""

    words: str = ""
    behind: list[Element] = field(default_factory=list)


class ParagraphReader:
    """Reads paragraphs, counting what it leaves out."""

    def __init__(self, styles: OdfStyles, unread: Counter[Unread]) -> None:
        self._styles = styles
        self._unread = unread

    def read(self, element: Element) -> Paragraph:
        """A text:p or text:h; `words` are empty where it is hidden."""
        paragraph = Paragraph()
        hidden = f"{TEXT}hidden-paragraph"
        words = "".join(self._pieces(element, paragraph.behind))
        words = _FOLDED.sub(" ", words).strip(" ").translate(_MEANT)
        if any(mark.get(f"{TEXT}is-hidden") == "true" for mark in element.iter(hidden)):
            self._unread[Unread.HIDDEN] += 1
            return paragraph
        paragraph.words = words
        return paragraph

    def _pieces(self, element: Element, behind: list[Element]) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            yield from self._piece(child, behind)
            yield child.tail or ""

    def _piece(self, element: Element, behind: list[Element]) -> Iterator[str]:
        tag = str(element.tag)
        if tag == f"{TEXT}s":
            yield _BLANK * min(whole_number(element, f"{TEXT}c", 1), MAX_BLANKS)
        elif tag == f"{TEXT}tab":
            yield _TAB
        elif tag == f"{TEXT}line-break":
            yield _BREAK
        elif tag == f"{TEXT}note" or (tag.startswith(DRAW) and tag != f"{DRAW}a"):
            behind.append(element)
        elif tag == f"{OFFICE}annotation":
            self._unread[Unread.COMMENT] += 1
        elif tag == f"{TEXT}span" and self._is_hidden(element):
            self._unread[Unread.HIDDEN] += 1
        elif tag not in _SKIPPED:
            yield from self._pieces(element, behind)

    def _is_hidden(self, span: Element) -> bool:
        return self._styles.is_hidden(CHARACTERS, span.get(f"{TEXT}style-name", ""))
