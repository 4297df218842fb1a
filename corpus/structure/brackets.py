"""Stretches of a text that belong together: what stands in brackets or quotation marks."""

from __future__ import annotations

import re

LONGEST_BRACKET = 200

_BRACKETS = re.compile("[《》（）()\n]")
_BRACKETS_AND_QUOTES = re.compile("[《》（）()“”「」『』\n]")
_OPENER_OF = {
    "》": "《", "）": "(", ")": "(", "”": "“", "」": "「", "』": "『",
}  # fmt: skip
_SAME_AS = {"（": "("}


def bracket_spans(
    text: str, start: int, end: int, *, quotes: bool = False
) -> list[tuple[int, int]]:
    """Outermost pairs of 《》 and （） (also “”「」『』 with `quotes`) in `[start, end)`, in order.

    A pair has at most 200 characters and no line end: an opener that is never
    closed encloses nothing.
    """
    pattern = _BRACKETS_AND_QUOTES if quotes else _BRACKETS
    open_at: dict[str, list[int]] = {}
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(text, start, end):
        mark, position = match[0], match.start()
        opener = _OPENER_OF.get(mark)
        if mark == "\n":
            open_at.clear()
        elif opener is None:
            open_at.setdefault(_SAME_AS.get(mark, mark), []).append(position)
        elif open_at.get(opener):
            begin = open_at[opener].pop()
            if position - begin <= LONGEST_BRACKET:
                _enclose(spans, begin, position + 1)
    return spans


def _enclose(spans: list[tuple[int, int]], begin: int, end: int) -> None:
    """Append a pair; the pairs inside it or crossing it become part of it."""
    while spans and spans[-1][1] > begin:
        begin = min(begin, spans.pop()[0])
    spans.append((begin, end))
