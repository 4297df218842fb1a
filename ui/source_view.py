"""A stored text as readable HTML: headings, paragraphs, lists and tables.

Only elements are added. The text content of the result is the stored text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.normalize import search_form
from corpus.structure.headings import Heading, find_headings
from ui.source_inline import InlineText
from ui.source_place import Span

_LINE = re.compile(r"[^\n]+|\n")
_ITEM = re.compile(
    r"\s*(?:[-*+•·●■◆○□►※]\s|[①-⑳]|[（(]?[0-9]{1,3}[）)]|[0-9]{1,3}[.．、](?![0-9])"
    r"|[（(][一二三四五六七八九十]{1,3}[）)])"
)
_TABLE_RULE = re.compile(r"\s*\|[\s:|-]*-[\s:|-]*\|\s*")
_NUMBER_CELL = re.compile(r"[|\s]*[-+±]?[0-9][0-9,.]*[%％]?[|\s]*")
_MOST_COLUMNS = 16
_LOWEST_HEADING = 5
# In long texts browsers skip the layout of parts that are far from the screen.
_BLOCKS_OF_PART = 120


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading that stands on a line of its own; `level` counts from 1 down."""

    anchor: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class RenderedText:
    """The HTML of a text; `has_title` tells that its first line is the title, as `<h1>`."""

    html: str
    outline: tuple[OutlineEntry, ...]
    has_title: bool


def render_text(text: str, title: str, marked: Span | None, control: str) -> RenderedText:
    """The whole text with the cited span marked; offsets are code points.

    `control` says what an invisible control character is, with `{code}` for its number.
    """
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text)]
    writer = _Writer(text, title, InlineText(text, marked, control))
    blocks = list(writer.blocks(lines))
    return RenderedText("".join(_parts(blocks)), tuple(writer.outline), writer.has_title)


def _parts(blocks: Sequence[str]) -> Iterator[str]:
    for first in range(0, len(blocks), _BLOCKS_OF_PART):
        inner = "".join(blocks[first : first + _BLOCKS_OF_PART])
        yield f'<div class="wy-text__part">{inner}</div>'


class _Writer:
    """Writes line after line; knows which headings were passed."""

    def __init__(self, text: str, title: str, inline: InlineText) -> None:
        self._text = text
        self._title = _key(title)
        self._inline = inline
        self._headings = find_headings(text)
        self._next_heading = 0
        self._above = 0  # levels that the title in the text takes up
        self.outline: list[OutlineEntry] = []
        self.has_title = False

    def blocks(self, lines: Sequence[tuple[int, int]]) -> Iterator[str]:
        """One block a line or table, each line end as it was."""
        index, is_first = 0, True
        while index < len(lines):
            start, end = lines[index]
            if self._text[start:end].isspace():
                yield self._text[start:end]
                index += 1
                continue
            rows = self._table_at(lines, index)
            if rows:
                yield self._table(rows)
                self._pass_headings(rows[-1][1])
                index += 2 * len(rows) - 1
            else:
                yield self._line(start, end, is_first=is_first)
                index += 1
            is_first = False

    def _line(self, start: int, end: int, *, is_first: bool) -> str:
        headings = self._pass_headings(end)
        whole = _whole_line(self._text, start, end, headings)
        if is_first and self._title and _key(self._text[start:end]) == self._title:
            self.has_title = True
            self._above = whole.level if whole else 0
            return f"<h1>{self._inline.render(start, end)}</h1>"
        if whole is not None:
            return self._heading(start, end, whole)
        run_ins = [(heading.start, heading.end) for heading in headings]
        strong = self._inline.strong_ranges(start, end, run_ins)
        kind = ' class="wy-text__item"' if _ITEM.match(self._text, start, end) else ""
        return f"<p{kind}>{self._inline.render(start, end, strong)}</p>"

    def _heading(self, start: int, end: int, heading: Heading) -> str:
        level = max(1, heading.level - self._above)
        tag = f"h{min(level + 1, _LOWEST_HEADING)}"
        entry = OutlineEntry(f"s{len(self.outline) + 1}", level, heading.text)
        self.outline.append(entry)
        return f'<{tag} id="{entry.anchor}">{self._inline.render(start, end)}</{tag}>'

    def _pass_headings(self, end: int) -> list[Heading]:
        """The headings before `end` that were not passed yet."""
        first = self._next_heading
        while (
            self._next_heading < len(self._headings)
            and self._headings[self._next_heading].start < end
        ):
            self._next_heading += 1
        return self._headings[first : self._next_heading]

    def _table_at(self, lines: Sequence[tuple[int, int]], index: int) -> list[tuple[int, int]]:
        """Lines from here on with equally many "|": the rows of a table if there are several."""
        pipes = self._text.count("|", *lines[index])
        rows: list[tuple[int, int]] = []
        if 0 < pipes <= _MOST_COLUMNS:
            for place in range(index, len(lines), 2):  # every other line is a line end
                if self._text.count("|", *lines[place]) != pipes:
                    break
                rows.append(lines[place])
        return rows if len(rows) > 1 else []

    def _table(self, rows: Sequence[tuple[int, int]]) -> str:
        head = self._row(*rows[0], "th")
        body = "\n".join(self._row(start, end, "td") for start, end in rows[1:])
        return (
            '<div class="wy-text__scroll" tabindex="0"><table>'
            f"<thead>{head}\n</thead><tbody>{body}</tbody></table></div>"
        )

    def _row(self, start: int, end: int, tag: str) -> str:
        pipes = [place for place in range(start, end) if self._text[place] == "|"]
        text = self._text
        inner = [p for p in pipes if text[start:p].strip() and text[p + 1 : end].strip()]
        is_rule = _TABLE_RULE.fullmatch(text, start, end) is not None
        cells = "".join(
            f"<{tag}{self._cell_kind(first, last)}>"
            f"{self._cell(first, last, [p for p in pipes if first <= p < last])}</{tag}>"
            for first, last in pairwise([start, *inner, end])
        )
        return f'<tr class="wy-text__rule">{cells}</tr>' if is_rule else f"<tr>{cells}</tr>"

    def _cell_kind(self, start: int, end: int) -> str:
        is_number = _NUMBER_CELL.fullmatch(self._text, start, end) is not None
        return ' class="wy-text__number"' if is_number else ""

    def _cell(self, start: int, end: int, pipes: Sequence[int]) -> str:
        """Its words, with the pipes around them set back."""
        pieces = []
        for pipe in pipes:
            pieces.append(self._inline.render(start, pipe))
            pieces.append(f'<span class="wy-text__pipe">{self._inline.render(pipe, pipe + 1)}')
            pieces.append("</span>")
            start = pipe + 1
        strong = self._inline.strong_ranges(start, end)
        return "".join([*pieces, self._inline.render(start, end, strong)])


def _whole_line(text: str, start: int, end: int, headings: Sequence[Heading]) -> Heading | None:
    """The heading that fills the line alone."""
    if len(headings) != 1:
        return None
    outside = text[start : headings[0].start] + text[headings[0].end : end]
    return None if outside.strip() else headings[0]


def _key(title: str) -> str:
    return "".join(search_form(title).split()).lstrip("#").replace("**", "")
