"""Sheets to text: each row of a table becomes a line that names its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.locators import row_locator
from corpus.parsers.composing.composer import DEEPEST_HEADING, Composer, one_line, record_line
from corpus.parsers.sheet_parts.blocks import Block, find_blocks
from corpus.parsers.sheet_parts.cell_kinds import is_label
from corpus.parsers.sheet_parts.forms import form_line, is_form
from corpus.parsers.sheet_parts.headers import NO_HEADER, Header, Trust, find_header
from corpus.parsers.sheet_parts.types import Sheet, SheetRow
from corpus.types import Cut, RemovalReason

# What the text of one file may hold; a value merged over many rows multiplies.
MOST_CHARACTERS = 30_000_000

_SHEET_LEVEL, _TITLE_LEVEL = 2, 3
_LAST_TITLE_LEVEL = DEEPEST_HEADING - 1
_MOST_TITLES = 3
_PADDED_NAME = re.compile(
    r"(?<=[名人员者长]: [㐀-鿿])[ \u3000\u00a0]+(?=[㐀-鿿](?:；|$))", re.MULTILINE
)
_PLAIN_NAME = re.compile(r"(?:sheet|工作表|table|表|feuille|tabelle)\s*\d*", re.IGNORECASE)
_NOTE = re.compile(
    r"[（(【]?(?:注|备注|说明|数据来源|资料来源|来源|填表|制表|审核|填报)[^\s]{0,4}[:：]"
)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that was written, whose header may hold for the next block too."""

    header: Header
    left: int
    right: int


_NO_TABLE = _Table(NO_HEADER, 0, 0)


class SheetWriter:
    """Writes the tables of a file's sheets, one after the other."""

    def __init__(self, composer: Composer, most_characters: int = MOST_CHARACTERS) -> None:
        self._composer = composer
        self._most_characters = most_characters
        self._sheet = Sheet("", ())
        self._has_title = False
        self.rows_left_out = 0

    def write(self, sheet: Sheet, *, among_others: bool) -> None:
        """Adds a sheet; its name heads it if it says something or there are others."""
        self._sheet = sheet
        self._has_title = False
        if among_others or not _PLAIN_NAME.fullmatch(sheet.name.strip()):
            self._composer.heading(sheet.name, _SHEET_LEVEL)
        blocks = list(find_blocks(sheet))
        last = _NO_TABLE
        title_level = _TITLE_LEVEL
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if _heads(block, following):
                title_level = self._title(next(iter(block.rows[0].cells.values())), title_level)
            else:
                last = self._block(block, last, title_level)
                title_level = _TITLE_LEVEL

    def _title(self, words: str, level: int) -> int:
        self._composer.heading(words, level)
        self._has_title = True
        return min(level + 1, _LAST_TITLE_LEVEL)

    def _block(self, block: Block, last: _Table, level: int) -> _Table:
        titles = _count_titles(block)
        has_own_title = titles > 0 or level > _TITLE_LEVEL
        for row in block.rows[:titles]:
            words = next(iter(row.cells.values()))
            if is_label(words) and titles <= _MOST_TITLES:
                level = self._title(words, level)
            else:
                self._line(one_line(words), row)
        rows = block.rows[titles:]
        if not has_own_title and self._goes_on(rows, block, last):
            is_repeated = find_header(rows, self._sheet).names == last.header.names
            self._rows(rows[last.header.depth if is_repeated else 0 :], last.header.names, block)
            return last
        form = is_form(rows)
        header = NO_HEADER if form else find_header(rows, self._sheet)
        if header.depth == len(rows):  # names of columns alone
            header = NO_HEADER
        if not has_own_title and (form or header.depth):
            self._leave_title()
        for row in rows if form else ():
            self._line(form_line(row), row)
        if not form:
            self._rows(rows[header.depth :], header.names, block)
        return _Table(header, block.left, block.right)

    def _goes_on(self, rows: Sequence[SheetRow], block: Block, last: _Table) -> bool:
        """Whether a block is more of the table above it, whose header holds for it too."""
        return (
            bool(last.header.names)
            and last.left <= block.left < block.right <= last.right
            and not is_form(rows)
            and find_header(rows, self._sheet).trust < Trust.CERTAIN
        )

    def _leave_title(self) -> None:
        """Ends the section of a titled table before one without a title."""
        if self._has_title and self._sheet.name:
            self._composer.heading(self._sheet.name, _SHEET_LEVEL)
        self._has_title = False

    def _rows(self, rows: Sequence[SheetRow], names: Mapping[int, str], block: Block) -> None:
        groups = _group_rows(block, self._sheet) if names else frozenset()
        for index, row in enumerate(rows):
            alone = next(iter(row.cells.values())) if len(row.cells) == 1 else ""
            if alone and row.number in groups and is_label(alone) and index + 1 < len(rows):
                self._composer.heading(alone, DEEPEST_HEADING)
            elif alone and (row.number in groups or _NOTE.match(alone)):
                self._line(one_line(alone), row)
            else:
                header = [names.get(column, "") for column in row.cells]
                self._line(record_line(header, list(row.cells.values())), row)

    def _line(self, words: str, row: SheetRow) -> None:
        if len(self._composer) > self._most_characters:
            self.rows_left_out += 1
            return
        self._composer.line(words, row_locator(self._sheet.name, row.number))


def _heads(block: Block, following: Block | None) -> bool:
    """Whether a block is a title over the next one."""
    return (
        following is not None
        and block.is_one_cell
        and not following.is_one_cell
        and following.rows[0].number > block.rows[0].number
        and is_label(next(iter(block.rows[0].cells.values())))
    )


def _count_titles(block: Block) -> int:
    """How many rows of one cell stand above the first row of several."""
    for index, row in enumerate(block.rows):
        if len(row.cells) > 1:
            return index
    return 0


def _group_rows(block: Block, sheet: Sheet) -> frozenset[int]:
    """Numbers of rows that are one cell merged over the whole width of a table."""
    return frozenset(
        merge.top
        for merge in sheet.merges_from(block.rows[0].number, block.rows[-1].number)
        if merge.left <= block.left and merge.right >= block.right > block.left
    )


def padded_names(text: str) -> tuple[Cut, ...]:
    """Blanks inside names of two characters ("张　三"), set to match those of three."""
    return tuple(Cut(*m.span(), RemovalReason.SPACING) for m in _PADDED_NAME.finditer(text))
