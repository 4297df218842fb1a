"""Pieces of a stored text as HTML: escaped, cited words marked, signs set back.

The text content of what comes out is the text, character for character.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ui.source_place import Span

ANCHOR = "cited"

# Embeddings, overrides, isolates and marks of direction: each is shut in an element of its own.
_SIGN = re.compile("\\*\\*|^#{1,6}(?=\\s)|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STRONG = re.compile(r"\*\*(?=\S).+?(?<=\S)\*\*")


class InlineText:
    """Renders ranges of `text`; what lies in `marked` stands in `<mark>`, the first one anchored.

    `control` says what a control character is, with `{code}` for its number.
    """

    def __init__(self, text: str, marked: Span | None, control: str) -> None:
        self._text = text
        self._marked = marked
        self._anchor = _first_visible(text, marked) if marked else -1
        self._control = html.escape(control)

    def is_marked(self, start: int, end: int) -> bool:
        """Whether any cited character lies in `[start, end)`."""
        return self._marked is not None and self._marked.start < end and start < self._marked.end

    def render(self, start: int, end: int, strong: Sequence[tuple[int, int]] = ()) -> str:
        """The HTML of `[start, end)`; `strong` are ranges to be set in bold."""
        if self._marked is None or not self.is_marked(start, end):
            return self._bold(start, end, strong)
        first, last = max(start, self._marked.start), min(end, self._marked.end)
        anchor = f' id="{ANCHOR}" tabindex="-1"' if first <= self._anchor < last else ""
        return (
            self._bold(start, first, strong)
            + f"<mark{anchor}>{self._bold(first, last, strong)}</mark>"
            + self._bold(last, end, strong)
        )

    def strong_ranges(
        self, start: int, end: int, also: Sequence[tuple[int, int]] = ()
    ) -> list[tuple[int, int]]:
        """What `**` encloses between `start` and `end`, and the ranges `also`; none overlap."""
        found = [match.span() for match in _STRONG.finditer(self._text, start, end)]
        merged: list[tuple[int, int]] = []
        for first, last in sorted([*found, *also]):
            if merged and first < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged

    def _bold(self, start: int, end: int, strong: Sequence[tuple[int, int]]) -> str:
        borders = {start, end}
        borders |= {place for both in strong for place in both if start < place < end}
        return "".join(
            f"<strong>{self._plain(first, last)}</strong>"
            if any(begin <= first < finish for begin, finish in strong)
            else self._plain(first, last)
            for first, last in pairwise(sorted(borders))
        )

    def _plain(self, start: int, end: int) -> str:
        return "".join(_with_signs(self._text[start:end], self._sign))

    def _sign(self, sign: str) -> str:
        if sign[0] in "*#":
            return f'<span class="wy-text__sign">{sign}</span>'
        code = f"U+{ord(sign):04X}"
        title = self._control.replace("{code}", code)
        return f'<bdi class="wy-text__control" data-code="{code}" title="{title}">{sign}</bdi>'


def _with_signs(piece: str, render: Callable[[str], str]) -> Iterator[str]:
    position = 0
    for match in _SIGN.finditer(piece):
        yield html.escape(piece[position : match.start()])
        yield render(match[0])
        position = match.end()
    yield html.escape(piece[position:])


def _first_visible(text: str, marked: Span) -> int:
    """The first cited character that stands on a line."""
    lead = len(text[marked.start : marked.end]) - len(text[marked.start : marked.end].lstrip("\n"))
    return marked.start + lead
