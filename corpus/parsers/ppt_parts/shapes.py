"""The shapes on a slide of a PowerPoint 97-2003 file: their words, and where they lie."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.parsers.composing.blocks import Block, Line, Table, words_of
from corpus.parsers.composing.slides import TITLE_RANK, Shape, in_reading_order
from corpus.parsers.ppt_parts.records import (
    TEXT_BYTES,
    TEXT_HEADER,
    TEXT_REFERENCE,
    TEXT_UNITS,
    Record,
    RecordStream,
)

DRAWING, DRAWING_CONTENT, GROUP, SHAPE = 1036, 0xF002, 0xF003, 0xF004
PROPERTIES, MORE_PROPERTIES = 0xF00B, 0xF122
CLIENT_ANCHOR, CHILD_ANCHOR, CLIENT_DATA, TEXT_BOX = 0xF010, 0xF00F, 0xF011, 0xF00D
PLACEHOLDER = 3011
PICTURE_PROPERTY, TABLE_PROPERTY = 0x0104, 0x039F
DEEPEST_GROUP = 30
# What a placeholder is for: its rank on the slide; date, number, footer and header are no text.
RANKS = {0x0D: TITLE_RANK, 0x0F: TITLE_RANK, 0x11: TITLE_RANK, 0x10: 1, 0x0E: 2, 0x12: 2}
FURNITURE = frozenset({0x07, 0x08, 0x09, 0x0A})
NOTES_BODY = frozenset({0x06, 0x0C})
TITLE_TEXTS = frozenset({0, 6})
# What stands at one place of the text before them: dates, numbers, headers that fill themselves in.
FIELDS = frozenset({4056, 4087, 4088, 4089, 4090, 4117})
_LINE_ENDS = re.compile(r"[\r\n\v]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its kind, as the header before it tells."""

    kind: int
    words: str


def texts_in(stream: RecordStream, container: Record) -> list[Text]:
    """The texts that stand directly in a container, in order; fields in them are left out."""
    texts: list[Text] = []
    kind = -1
    for record in stream.children(container):
        if record.kind == TEXT_HEADER:
            kind = stream.number(record)
        elif record.kind == TEXT_UNITS:
            texts.append(Text(kind, stream.content(record).decode("utf-16-le", "replace")))
        elif record.kind == TEXT_BYTES:
            texts.append(Text(kind, stream.content(record).decode("latin-1")))
        elif record.kind in FIELDS and texts:
            place, words = stream.number(record), texts[-1].words
            texts[-1] = Text(kind, f"{words[:place]}\0{words[place + 1 :]}")
    return texts


class ShapeReader:
    """Reads the drawing of one slide; `outline` are its texts that are kept elsewhere."""

    def __init__(self, stream: RecordStream, outline: Sequence[Text]) -> None:
        self.pictures = 0
        self.note_lines: list[str] = []
        self._stream = stream
        self._outline = outline

    def shapes(self, slide: Record) -> list[Shape]:
        """All shapes with text."""
        drawing = self._stream.child(slide, DRAWING)
        content = self._stream.child(drawing, DRAWING_CONTENT) if drawing else None
        return list(self._within(content, 0)) if content else []

    def _within(self, container: Record, depth: int) -> Iterator[Shape]:
        for record in self._stream.children(container):
            if record.kind == SHAPE:
                yield from self._shape(record)
            elif record.kind == GROUP and depth < DEEPEST_GROUP:
                yield from self._group(record, depth)

    def _group(self, group: Record, depth: int) -> Iterator[Shape]:
        """The outermost group is the slide itself; others keep their shapes together."""
        shapes = list(self._within(group, depth + 1))
        if depth == 0 or not shapes:
            yield from shapes
            return
        head = self._stream.child(group, SHAPE)
        top, left, height = self._place(head) if head else (0.0, 0.0, 0.0)
        properties = self._properties(head) if head else {}
        if properties.get(TABLE_PROPERTY, 0) & 1:
            blocks: tuple[Block, ...] = (_table(shapes),)
        else:
            blocks = tuple(block for one in in_reading_order(shapes) for block in one.blocks)
        yield Shape(top, left, height, blocks)

    def _shape(self, record: Record) -> Iterator[Shape]:
        kind = self._placeholder(record)
        if kind in FURNITURE:
            return
        self.pictures += PICTURE_PROPERTY in self._properties(record)
        box = self._stream.child(record, TEXT_BOX)
        texts = self._texts(box) if box else []
        lines = [line for text in texts for line in _lines(text.words)]
        if not lines:
            return
        if kind in NOTES_BODY:
            self.note_lines += lines
        rank = RANKS.get(kind)
        if rank is None and texts[0].kind in TITLE_TEXTS:
            rank = TITLE_RANK
        top, left, height = self._place(record)
        yield Shape(top, left, height, tuple(map(Line, lines)), rank)

    def _texts(self, box: Record) -> list[Text]:
        reference = self._stream.child(box, TEXT_REFERENCE)
        if reference is None:
            return texts_in(self._stream, box)
        index = self._stream.number(reference)
        return [*self._outline[index : index + 1], *texts_in(self._stream, box)]

    def _placeholder(self, shape: Record) -> int:
        data = self._stream.child(shape, CLIENT_DATA)
        atom = self._stream.child(data, PLACEHOLDER) if data else None
        return self._stream.content(atom)[4] if atom and atom.end - atom.start > 4 else 0

    def _place(self, shape: Record) -> tuple[float, float, float]:
        """Top, left and height."""
        for record in self._stream.children(shape):
            data = self._stream.content(record)
            if record.kind == CLIENT_ANCHOR and len(data) in {8, 16}:
                top, left, _, bottom = struct.unpack("<4h" if len(data) == 8 else "<4i", data)
                return top, left, bottom - top
            if record.kind == CHILD_ANCHOR and len(data) == 16:
                left, top, _, bottom = struct.unpack("<4i", data)
                return top, left, bottom - top
        return 0.0, 0.0, 0.0

    def _properties(self, shape: Record) -> dict[int, int]:
        found: dict[int, int] = {}
        for record in self._stream.children(shape):
            if record.kind in {PROPERTIES, MORE_PROPERTIES}:
                data = self._stream.content(record)[: record.instance * 6]
                whole = data[: len(data) - len(data) % 6]
                found |= {key & 0x3FFF: value for key, value in struct.iter_unpack("<HL", whole)}
        return found


def _table(cells: Sequence[Shape]) -> Table:
    rows: dict[float, list[Shape]] = {}
    for cell in cells:
        rows.setdefault(cell.top, []).append(cell)
    columns = sorted({cell.left for cell in cells})
    return Table(
        tuple(
            tuple(
                " ".join(words_of(cell.blocks) for cell in rows[top] if cell.left == left)
                for left in columns
            )
            for top in sorted(rows)
        )
    )


def _lines(words: str) -> Iterator[str]:
    for line in _LINE_ENDS.split(words.replace("\N{SOFT HYPHEN}", "")):
        if shown := line.replace("\0", "").strip():
            yield shown
