"""Markers [n] in an answer and the spans they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.structure.clauses import clause_of, is_article
from corpus.types import Passage
from rag.readers.base import Evidence, Library, Statement
from rag.types import Citation

_MARKER = re.compile(r"\[(\d+)\]")
_MARKERS_AT_LINE_END = re.compile(r"(?:\[\d+\])+$", re.MULTILINE)


class CitationError(AssertionError):
    """An answer whose markers and spans do not fit: a fault of the program, never of the user."""


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A statement with its [n] behind it, and the citations that appear with it first."""

    text: str
    new_citations: tuple[Citation, ...]


def cite(statements: Sequence[Statement], library: Library) -> list[CitedLine]:
    """Each statement followed by its [n]; a span gets one number, in the order of first use.

    `library` tells in which clause and where in its file each span lies.
    """
    known: dict[tuple[str, int, int], Citation] = {}
    lines = []
    for statement in statements:
        first = len(known)
        numbers = [_numbered(evidence, known, library).number for evidence in statement.evidence]
        markers = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
        lines.append(CitedLine(statement.text + markers, tuple(known.values())[first:]))
    return lines


def joined(lines: Sequence[CitedLine]) -> tuple[str, tuple[Citation, ...]]:
    """The answer's text, one statement to a line, and all its citations by number."""
    citations = tuple(citation for line in lines for citation in line.new_citations)
    return "\n".join(line.text for line in lines), citations


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


def _numbered(
    evidence: Evidence, known: dict[tuple[str, int, int], Citation], library: Library
) -> Citation:
    """The citation of a span; a new one is added to `known`."""
    key = (evidence.passage.text_hash, evidence.start, evidence.end)
    if key not in known:
        known[key] = Citation(
            number=len(known) + 1,
            passage=evidence.passage,
            start=evidence.start,
            end=evidence.end,
            quote=evidence.quote,
            score=evidence.score,
            section=_section_of(evidence, library),
            locator=library.locator_of(evidence.passage, evidence.start, evidence.end),
        )
    return known[key]


def _section_of(evidence: Evidence, library: Library) -> str:
    """The section of a passage; of an article of a law the paragraph and item that are quoted."""
    passage = evidence.passage
    if not is_article(passage.section):
        return passage.section
    return clause_of(library.text_of(passage), passage.section, evidence.start, evidence.end)


def split_markers(answer: str, citations: Sequence[Citation]) -> Iterator[str | Citation]:
    """The pieces of an answer in order: its words, and a citation in place of each [n].

    Markers stand at the ends of lines, as `cite` writes them; the same signs elsewhere, or
    with a number that stands for no citation, are the document's own words.
    """
    by_number = {f"[{citation.number}]": citation for citation in citations}
    position = 0
    for run in _MARKERS_AT_LINE_END.finditer(answer):
        for marker in _MARKER.finditer(answer, run.start(), run.end()):
            if marker[0] not in by_number:
                continue
            if position < marker.start():
                yield answer[position : marker.start()]
            yield by_number[marker[0]]
            position = marker.end()
    if position < len(answer):
        yield answer[position:]


def by_document(citations: Sequence[Citation]) -> list[tuple[Citation, ...]]:
    """The citations of each document by number; the documents by their first number."""
    first: dict[str, int] = {}
    for citation in citations:
        first.setdefault(citation.passage.source, citation.number)
    in_order = sorted(citations, key=lambda each: (first[each.passage.source], each.number))
    return [tuple(group) for _, group in groupby(in_order, lambda each: each.passage.source)]
