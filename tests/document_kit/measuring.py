"""How much of a document is found again in what was read of its file.

Words are compared without blanks and without the marks that the stored form adds to lines
("# ", "- ", "> ", "cell | cell").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.loaded import LoadedFile, LoadedText
from corpus.loader import load_raw
from corpus.parsers.composing.composer import CELL_BORDER, FIELD_BORDER
from corpus.structure.headings import find_headings
from corpus.types import RawFile
from tests.document_kit.documents import Heading, OfficeDocument, Table, shown_lines
from tests.document_kit.forms import Carries, Form

_MARKS = re.compile(r"^(?:#{1,6} |> |[-•] |\| )| \|$", re.MULTILINE)
_RULES = re.compile(r"^\|[-| ]+\|$", re.MULTILINE)
_PIECE = re.compile(r"[^。；：！？\n]+[。；：！？]*|[。；：！？]+")
_FIELD_NAME = re.compile(r"^[^:：]{1,20}: ")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; 1 where there is nothing to find."""

    found: int = 0
    total: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.found + other.found, self.total + other.total)

    def __float__(self) -> float:
        return self.found / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found of one document or several.

    Attributes:
        kept: characters of the body that were read, in order.
        true: characters read that stand in the document; the others were invented.
        paragraphs: paragraphs and items that are a line of the stored text.
        headings: headings that are headings of the stored text, in order.
        cells: cells that were found in a row of the stored text, the rows in order.
        titles: titles that are that of the document read.
    """

    kept: Share = Share()
    true: Share = Share()
    paragraphs: Share = Share()
    headings: Share = Share()
    cells: Share = Share()
    titles: Share = Share()

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.kept + other.kept,
            self.true + other.true,
            self.paragraphs + other.paragraphs,
            self.headings + other.headings,
            self.cells + other.cells,
            self.titles + other.titles,
        )


def round_trip(document: OfficeDocument, form: Form) -> Figures | None:
    """Writes a document, reads it, and compares; None where the form cannot hold it."""
    data = form.write(document)
    if data is None:
        return None
    read = stored(load_raw(RawFile(f"文件{form.suffix}", data)), form.member)
    found = find_headings(read.text) if Carries.HEADINGS in form.carries else []
    expected = bare("\n".join(form.lines(document)))
    shown = bare(read.text)
    matched = matching_characters(expected, shown)
    return Figures(
        kept=Share(matched, len("".join(expected))),
        true=Share(matched, len("".join(shown))),
        paragraphs=_paragraphs(document, read.text, form),
        headings=_headings(document, [heading.text for heading in found], form),
        cells=_cells(document, read.text, form),
        titles=_title(document, read, form),
    )


def stored(loaded: LoadedFile, member: str = "") -> LoadedText:
    """The text of a file or of the file inside it; it must have been read without losses."""
    content = loaded.content
    if member:
        members = {each.name: each.content for each in loaded.members}
        content = members[member]
    assert isinstance(content, LoadedText), f"the file was not read: {content}"
    assert not content.losses, f"the file was read with losses: {content.losses}"
    return content


def bare(text: str) -> list[str]:
    """The words of a text in pieces of a sentence, without blanks and marks of structure."""
    plain = _MARKS.sub("", _RULES.sub("", text)).replace(CELL_BORDER, "\n").replace("\t", "\n")
    return [piece for each in _PIECE.findall(plain) if (piece := "".join(each.split()))]


def matching_characters(expected: Sequence[str], shown: Sequence[str]) -> int:
    """How many characters both have in the same order, at least.

    Whole pieces are matched first, and single characters only between them.
    """
    matched = 0
    for kind, start, end, other_start, other_end in SequenceMatcher(
        None, expected, shown, autojunk=False
    ).get_opcodes():
        lost, invented = "".join(expected[start:end]), "".join(shown[other_start:other_end])
        if kind == "equal":
            matched += len(lost)
        elif kind == "replace":
            blocks = SequenceMatcher(None, lost, invented, autojunk=False).get_matching_blocks()
            matched += sum(block.size for block in blocks)
    return matched


def _paragraphs(document: OfficeDocument, text: str, form: Form) -> Share:
    if Carries.TITLE not in form.carries:
        return Share()
    lines = {"".join(line.split()) for line in _MARKS.sub("", text).split("\n")}
    expected = [
        "".join(line.split())
        for block in document.blocks
        if not isinstance(block, (Heading, Table))
        for line in shown_lines(block)
    ]
    return Share(sum(line in lines for line in expected), len(expected))


def _headings(document: OfficeDocument, found: Iterable[str], form: Form) -> Share:
    if Carries.HEADINGS not in form.carries:
        return Share()
    expected = ["".join(words.split()) for words in document.headings]
    shown = ["".join(words.split()) for words in found]
    blocks = SequenceMatcher(None, expected, shown, autojunk=False).get_matching_blocks()
    return Share(sum(block.size for block in blocks), len(expected))


def _title(document: OfficeDocument, read: LoadedText, form: Form) -> Share:
    if Carries.TITLE not in form.carries:
        return Share()
    return Share(int(read.metadata.title == document.title), 1)


def _cells(document: OfficeDocument, text: str, form: Form) -> Share:
    if Carries.TABLES not in form.carries:
        return Share()
    rows = list(form.rows(document))
    shown = [_cells_of(line) for line in text.split("\n")]
    found = 0
    for kind, start, end, other_start, other_end in SequenceMatcher(
        None, rows, shown, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found += sum(map(len, rows[start:end]))
        elif kind == "replace":
            found += _similar_cells(rows[start:end], shown[other_start:other_end])
    return Share(found, sum(map(len, rows)))


def _similar_cells(rows: Sequence[tuple[str, ...]], lines: Sequence[tuple[str, ...]]) -> int:
    """Cells of rows that stand in other lines, one line a row, in order."""
    found = position = 0
    for row in rows:
        counts = [
            sum(block.size for block in SequenceMatcher(None, row, line).get_matching_blocks())
            for line in lines[position:]
        ]
        best = max(counts, default=0)
        if best:
            found += best
            position += counts.index(best) + 1
    return found


def _cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row, or the values of a record without the names of their columns."""
    if CELL_BORDER in line:
        return tuple(line.removeprefix("| ").removesuffix(" |").split(CELL_BORDER))
    return tuple(_FIELD_NAME.sub("", field) for field in line.split(FIELD_BORDER))
