"""Rows of tables: what heads their columns, and the cell that a question asks for."""

from __future__ import annotations

from corpus.normalize import search_form
from rag.readers.base import Library
from rag.readers.sentences import ReadSentence
from rag.readers.statements import Span

_BAR = "|"
_RULE = frozenset("|-: ")
_EDGES = " \t\u3000*"


def header_of_row(sentence: ReadSentence, library: Library) -> Span | None:
    """The first row of the table that `sentence` is a further row of; None for other text."""
    if _BAR not in sentence.text:
        return None
    text = library.text_of(sentence.source.passage)
    start, end = _line_at(text, sentence.start)
    if len(cells_of(text[start:end])) < 2 or sentence.end - sentence.start < end - start - 1:
        return None
    top = start
    while top > 0:
        above = _line_at(text, top - 1)
        if _BAR not in text[above[0] : above[1]]:
            break
        top = above[0]
    header = _line_at(text, top)
    is_header = len(cells_of(text[slice(*header)])) == len(cells_of(text[start:end]))
    return header if top != start and is_header else None


def cell_asked_for(question: str, header: str, row: str) -> str | None:
    """The cell of `row` under the one column that the question names; None if not just one."""
    names, cells = cells_of(header), cells_of(row)
    asked = search_form(question)
    columns = [
        column
        for column, name in enumerate(names)
        if column and len(name) > 1 and search_form(name) in asked
    ]
    if len(columns) != 1 or len(names) != len(cells):
        return None
    return cells[columns[0]] or None


def cells_of(row: str) -> list[str]:
    """The cells of a row, without the bars at its edges; none of a ruled line."""
    if set(row) <= _RULE:
        return []
    return [cell.strip(_EDGES) for cell in row.strip().strip(_BAR).split(_BAR)]


def _line_at(text: str, position: int) -> Span:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return start, len(text) if end < 0 else end
