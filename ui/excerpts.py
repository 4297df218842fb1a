"""What a card shows of a cited passage: the cited words and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Passage
from rag.types import Citation
from ui.plain_text import beginning

AROUND_QUOTE = 120
_HEADING_MARKS = re.compile(r"^#{1,6} +", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of an excerpt; cited ones are verbatim."""

    text: str
    is_cited: bool


def by_passage(citations: Sequence[Citation]) -> list[tuple[Citation, ...]]:
    """Citations that lie within the same passage together, in the order of first use."""
    groups: dict[object, list[Citation]] = {}
    for citation in citations:
        key = citation.passage.passage_id if _lies_within(citation) else citation.number
        groups.setdefault(key, []).append(citation)
    return [tuple(group) for group in groups.values()]


def excerpt(citations: Sequence[Citation]) -> list[Piece]:
    """The passage of one group of `by_passage` in pieces, cut where it is far from a quote."""
    if not _lies_within(citations[0]):
        return [Piece(citations[0].quote, is_cited=True)]
    passage = citations[0].passage
    pieces = []
    position = 0
    for start, end in _merged_spans(citations):
        between = passage.text[position:start]
        pieces += [_before(passage, between) if position == 0 else _between(between)]
        pieces.append(Piece(passage.text[start:end], is_cited=True))
        position = end
    rest = without_heading_marks(passage.text[position:])
    pieces.append(Piece(beginning(rest, AROUND_QUOTE), is_cited=False))
    return pieces


def without_heading_marks(text: str) -> str:
    """`text` without Markdown's signs for headings."""
    return _HEADING_MARKS.sub("", text)


def without_heading(passage: Passage, text: str) -> str:
    """`text` from the start of a passage, without its heading: that is shown as the section."""
    plain = without_heading_marks(text)
    heading = passage.section.rpartition(" / ")[2]
    first, _, rest = plain.partition("\n")
    return rest if heading and first.strip() == heading else plain


def _lies_within(citation: Citation) -> bool:
    passage = citation.passage
    return passage.start <= citation.start and citation.end <= passage.end


def _merged_spans(citations: Sequence[Citation]) -> Iterator[tuple[int, int]]:
    """The cited ranges of the passage's text; what overlaps is one."""
    offset = citations[0].passage.start
    spans = sorted((each.start - offset, each.end - offset) for each in citations)
    start, end = spans[0]
    for next_start, next_end in spans[1:]:
        if next_start > end:
            yield start, end
            start, end = next_start, next_end
        end = max(end, next_end)
    yield start, end


def _before(passage: Passage, text: str) -> Piece:
    plain = without_heading(passage, text)
    shown = f"…{plain[-AROUND_QUOTE:]}" if len(plain) > AROUND_QUOTE else plain
    return Piece(shown, is_cited=False)


def _between(text: str) -> Piece:
    plain = without_heading_marks(text)
    if len(plain) > 2 * AROUND_QUOTE:
        plain = f"{plain[:AROUND_QUOTE]} … {plain[-AROUND_QUOTE:]}"
    return Piece(plain, is_cited=False)
