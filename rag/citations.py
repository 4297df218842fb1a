"""Markers [n] in an answer and the spans they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.types import Passage
from rag.readers.base import Statement
from rag.types import Citation

_MARKER = re.compile(r"\[(\d+)\]")


class CitationError(AssertionError):
    """An answer whose markers and spans do not fit: a fault of the program, never of the user."""


def cite(statements: Sequence[Statement]) -> tuple[str, tuple[Citation, ...]]:
    """The answer's text, each statement followed by its [n], and the citations.

    A span gets one number, in the order of first use. Statements stand one to a line.
    """
    citations: dict[tuple[str, int, int], Citation] = {}
    lines = []
    for statement in statements:
        markers = []
        for evidence in statement.evidence:
            key = (evidence.passage.text_hash, evidence.start, evidence.end)
            if key not in citations:
                citations[key] = Citation(
                    number=len(citations) + 1,
                    passage=evidence.passage,
                    start=evidence.start,
                    end=evidence.end,
                    quote=evidence.quote,
                    score=evidence.score,
                )
            markers.append(f"[{citations[key].number}]")
        lines.append(statement.text + "".join(dict.fromkeys(markers)))
    return "\n".join(lines), tuple(citations.values())


def check_citations(
    answer: str, citations: Sequence[Citation], text_of: Callable[[Passage], str]
) -> None:
    """Makes sure that every citation is used and quotes its document word for word.

    Raises:
        CitationError: a number stands for no citation, a citation for no number, or a
            quote differs from its span of the stored text.
    """
    numbers = {int(number) for number in _MARKER.findall(answer)}
    missing = {citation.number for citation in citations} - numbers
    if missing:
        raise CitationError(f"citations {sorted(missing)} are not used in the answer")
    for citation in citations:
        stored = text_of(citation.passage)[citation.start : citation.end]
        if stored != citation.quote:
            raise CitationError(
                f"citation {citation.number} quotes {citation.quote!r}, but "
                f"{citation.passage.source} has {stored!r} there"
            )
