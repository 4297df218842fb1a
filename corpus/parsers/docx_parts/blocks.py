"""The headings, paragraphs and tables of a story of a Word file: the body, a note, a text box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.parsers.composing.blocks import Block, Heading, Line, words_of
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.contents import DocxBlock, as_contents, plain_blocks
from corpus.parsers.docx_parts.drawings import Drawing, branch_of
from corpus.parsers.docx_parts.findings import Finding, Findings
from corpus.parsers.docx_parts.names import attribute, child, inner, name_of, number
from corpus.parsers.docx_parts.numbering import Level, Numbering, labelled
from corpus.parsers.docx_parts.runs import DEEPEST, NoteMark, RunReader, Words
from corpus.parsers.docx_parts.styles import BODY_LEVEL, StyleFacts, Styles
from corpus.parsers.docx_parts.tables import table_blocks

TITLE_LEVEL = 1
LONGEST_HEADING = 120

_NOTE_NAMES = {"footnotes": "注", "endnotes": "尾注"}
_SENTENCES = re.compile(r"[。；;！!？?]")
_LONGEST_WITH_SENTENCES = 40
_CONTENTS_GALLERY = "Table of Contents"
_NO_CONTENT = frozenset({"w:sectPr", "w:tcPr", "w:sdtPr", "w:del", "w:moveFrom"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a story takes from the other parts of the file.

    `notes` are the elements of foot- and endnotes that were not met yet, `note_counts` how many
    of each kind were; `graphics` gives what stands in a chart or a diagram, by the id of its
    relationship.
    """

    styles: Styles
    numbering: Numbering
    notes: dict[NoteMark, Element]
    note_counts: Counter[str]
    graphics: Callable[[str], list[Block]]
    findings: Findings


class StoryReader:
    """Reads one story from its start to its end."""

    def __init__(self, around: Surroundings, depth: int = 0) -> None:
        self._around = around
        self._depth = depth
        self._runs = RunReader(around.styles, around.findings)
        self._marks: list[NoteMark] = []
        self._joined: Words | None = None
        self._open_cells = 0

    def blocks(self, container: Element) -> Iterator[DocxBlock]:
        """The blocks of a container of paragraphs and tables, with their notes behind them."""
        if self._depth > DEEPEST:
            self._around.findings[Finding.DEEP] += 1
            yield Line("".join(part.text or "" for part in inner(container, "w:t")))
            return
        self._depth += 1
        for part in container:
            yield from self._block(part)
        yield from self._left_over()
        self._depth -= 1

    def _block(self, part: Element) -> Iterator[DocxBlock]:
        name = name_of(part)
        if name == "w:p":
            yield from self._paragraph(part)
        elif name == "w:tbl":
            yield from self._left_over()
            yield from table_blocks(part, self._cell, self._around.findings)
            yield from self._notes()
        elif name == "w:sdt":
            yield from self._content_control(part)
        elif name == "w:altChunk":
            self._around.findings[Finding.INSERTED_FILE] += 1
        elif name == "mc:AlternateContent":
            yield from self.blocks(branch_of(part))
        elif name not in _NO_CONTENT and len(part):
            yield from self.blocks(part)

    def _cell(self, cell: Element) -> list[Block]:
        self._open_cells += 1
        blocks = list(plain_blocks(self.blocks(cell)))
        self._open_cells -= 1
        return blocks

    def _left_over(self) -> Iterator[DocxBlock]:
        """A paragraph whose mark is deleted, where no other follows to take its words."""
        if self._joined is not None:
            words, self._joined = self._joined, None
            yield Line(words.shown)
            yield from self._hanging(words)

    def _content_control(self, control: Element) -> Iterator[DocxBlock]:
        content = child(control, "w:sdtContent")
        gallery = child(control, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
        is_contents = attribute(gallery, "val") == _CONTENTS_GALLERY
        for block in () if content is None else self.blocks(content):
            yield as_contents(block) if is_contents else block

    def _paragraph(self, paragraph: Element) -> Iterator[DocxBlock]:
        properties = child(paragraph, "w:pPr")
        style_id = attribute(child(properties, "w:pStyle"), "val")
        style = self._around.styles.of(style_id)
        level = _outline_level(properties, style)
        if level < BODY_LEVEL and not style.is_contents:
            self._runs.fields.leave_contents()
        words = self._runs.read(paragraph, is_hidden=style.is_hidden)
        if self._joined is not None:
            words, self._joined = self._joined.before(words), None
        if _loses_its_mark(properties):
            self._joined = words
            return
        sign = self._sign(properties, style, style_id)
        yield self._shown(words, sign, style, level)
        yield from self._hanging(words)

    def _sign(self, properties: Element | None, style: StyleFacts, style_id: str) -> Level | None:
        stated = child(properties, "w:numPr")
        list_id = attribute(child(stated, "w:numId"), "val") or style.numbering
        level = number(child(stated, "w:ilvl"))
        if level is None:
            level = style.list_level
        if level is None:
            level = self._around.numbering.level_of(list_id, style_id)
        return self._around.numbering.count(list_id, level)

    def _shown(self, words: Words, sign: Level | None, style: StyleFacts, level: int) -> DocxBlock:
        if not words.shown.strip() and not self._open_cells:
            return Line("")  # the number of an empty paragraph counts, but says nothing
        shown = labelled(sign, words.shown)
        if words.in_contents or style.is_contents:
            return as_contents(Line(shown))
        if level < BODY_LEVEL and _can_be_heading(shown):
            return Heading(shown, TITLE_LEVEL + level + 1)
        return Line(shown)

    def _hanging(self, words: Words) -> Iterator[DocxBlock]:
        """What hangs on a paragraph, behind it."""
        self._marks += words.notes
        for drawing in words.drawings:
            yield from self._drawn(drawing)
        if not self._open_cells:
            yield from self._notes()

    def _drawn(self, drawing: Drawing) -> Iterator[DocxBlock]:
        yield from map(Line, drawing.lines)
        for box in drawing.boxes:
            yield from StoryReader(self._around, self._depth + 1).blocks(box)
        for identity in drawing.graphics:
            yield from self._around.graphics(identity)

    def _notes(self) -> Iterator[Line]:
        marks, self._marks = self._marks, []
        for mark in marks:
            note, counts = self._around.notes.pop(mark, None), self._around.note_counts
            if note is None:
                continue
            counts[mark.kind] += 1
            label = f"[{_NOTE_NAMES[mark.kind]}{counts[mark.kind]}]"
            blocks = StoryReader(self._around, self._depth + 1).blocks(note)
            yield Line(f"{label} {words_of(plain_blocks(blocks))}")


def _outline_level(properties: Element | None, style: StyleFacts) -> int:
    """The level of a paragraph in the outline from 0; -1 for the title, 9 for body text."""
    stated = number(child(properties, "w:outlineLvl"))
    if style.is_title and stated != BODY_LEVEL:
        return -1
    level = style.level if stated is None else stated
    return BODY_LEVEL if level is None or not 0 <= level < BODY_LEVEL else level


def _can_be_heading(shown: str) -> bool:
    """Whether words in the style of a heading are one: whole paragraphs are not."""
    if len(shown) <= _LONGEST_WITH_SENTENCES:
        return True
    return len(shown) <= LONGEST_HEADING and not _SENTENCES.search(shown)


def _loses_its_mark(properties: Element | None) -> bool:
    """Whether the end of the paragraph is deleted: the next one goes on with it."""
    mark = child(properties, "w:rPr")
    return mark is not None and any(name_of(part) in {"w:del", "w:moveFrom"} for part in mark)
