"""Lines at the beginning and end of texts that may be the furniture of a whole site.

What stands in the first or last lines of many documents of one root (a site's header, a
disclaimer) says nothing of any of them. Such lines stay in the stored text but in no passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cleaner.lines import NUMBERED, SMALL_CORE_SIZE, STRUCTURE, content_lines, is_core
from corpus.near_duplicates import plain_words
from corpus.types import short_hash

EDGE = 8
END_OF_BODY = 5
SHORTEST, LONGEST = 4, 300
# A line is furniture if it stands in at least this many different texts of its root, and in this
# share of them, or in so many that the share does not matter.
LEAST_TEXTS, LEAST_SHARE, MANY_TEXTS = 5, 0.03, 50

# Facts of one document that others may share: dates, document numbers, who signed, rows, headings.
_FACT = re.compile(
    r"^#|\s\|\s|^.{1,40}[:：].{0,40}$"
    r"|^[（(]?(?:\d{4}|[二一〇○零]{2,4}[〇○零一二三四五六七八九]*)\s*[-年/.．]"
    r"|[〔\[【]\s*\d{4}\s*[〕\]】]"
    r"|(?:局|(?<!大)厅|委|委员会|办公室|政府|中心|所|院|部|公司|协会|学会|大学|学院|处|科|社|党组|支部)$"
)
_KEY_BITS = 60


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """A line `[start, end)` of a stored text; `key` is the same for equal lines."""

    start: int
    end: int
    key: int


def edge_lines(text: str) -> list[EdgeLine]:
    """The lines of a text that may turn out to be furniture, in order.

    Never headings, numbered lines, rows, dates or signatures; a sentence only among the last few
    lines. The title may be one: passages are found under it anyway.
    """
    lines = content_lines(text)
    first = lines[:EDGE]
    last = lines[max(EDGE, len(lines) - EDGE) :]
    end_of_body = len(lines) - END_OF_BODY
    found = []
    for place, line in [*enumerate(first), *enumerate(last, max(EDGE, len(lines) - EDGE))]:
        words = plain_words(line.text)
        is_body = place < end_of_body and is_core(line.text, SMALL_CORE_SIZE)
        if is_body or not SHORTEST <= len(words) <= LONGEST:
            continue
        if not _is_fact(line.text):
            key = int(short_hash(words), 16) >> (64 - _KEY_BITS)
            found.append(EdgeLine(line.content_start, line.content_start + len(line.text), key))
    return found


def is_furniture(texts: int, texts_of_root: int) -> bool:
    """Whether a line that stands in `texts` of all `texts_of_root` belongs to none of them."""
    return texts >= LEAST_TEXTS and (texts >= MANY_TEXTS or texts >= LEAST_SHARE * texts_of_root)


def _is_fact(line: str) -> bool:
    return bool(STRUCTURE.match(line) or NUMBERED.match(line) or _FACT.search(line))


def without(
    start: int, end: int, left_out: Sequence[tuple[int, int]], text: str
) -> list[tuple[int, int]]:
    """What remains of `[start, end)` without the spans `left_out` (ordered), blanks stripped."""
    pieces = []
    for cut_start, cut_end in left_out:
        if cut_end <= start or cut_start >= end:
            continue
        pieces.append((start, cut_start))
        start = cut_end
    pieces.append((start, end))
    return [stripped for piece in pieces if (stripped := _stripped(text, *piece))]


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    if start >= end:
        return None
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    stop = start + len(piece.rstrip())
    return (begin, stop) if begin < stop else None
