"""All questions that may be suggested of one stored text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.normalize import to_simplified
from corpus.sentences import split_sentences
from corpus.structure.headings import find_headings
from corpus.structure.outline import Outline
from rag.suggestions.candidate import Candidate, Draft, Pattern, make_candidate
from rag.suggestions.document_names import name_document
from rag.suggestions.from_headings import questions_of_heading
from rag.suggestions.from_sentences import questions_of_sentence
from rag.suggestions.from_titles import questions_of_title

# What a reader meets first is what a document is asked about; no more is looked at.
LONGEST_TEXT = 20_000

_ANNOUNCED = frozenset({Pattern.CASES, Pattern.KINDS, Pattern.MEANING})
_LONGEST_LIST = 1_000

_HALF_WIDTH = re.compile(r"(?<!\d),|,(?!\d)|[;()?]|:(?!\d|//)")
_FULL_WIDTH = {",": "，", ";": "；", "(": "（", ")": "）", "?": "？", ":": "："}

Placed = tuple[Draft, int, int]


def candidates_of(title: str, text: str, text_hash: str) -> list[Candidate]:
    """Questions that the text answers, each once, best first; the same for the same text.

    They are in Simplified characters. `title` may be a mere file name: it is used only
    where it reads like the name of a document.
    """
    found: dict[str, Candidate] = {}
    for draft, start, end in _drafts(_plain(title), _plain(text[:LONGEST_TEXT])):
        candidate = make_candidate(draft, text_hash, start, end)
        if candidate:
            found.setdefault(candidate.question, candidate)
    return sorted(found.values(), key=lambda one: (-one.score, one.start, one.question))


def _drafts(title: str, text: str) -> Iterator[Placed]:
    document = name_document(title)
    yield from ((draft, 0, len(text)) for draft in questions_of_title(document))
    headings = find_headings(text)
    outline = Outline(headings)
    for heading in headings:
        for draft in questions_of_heading(heading, text, document):
            yield draft, heading.start, heading.section_end
    for start, end in split_sentences(text, (heading.end for heading in headings)):
        for draft in questions_of_sentence(text[start:end], document):
            yield draft, start, _end_of_answer(draft, start, end, outline)


def _end_of_answer(draft: Draft, start: int, end: int, outline: Outline) -> int:
    """A list stands behind the sentence that announces it, in the same section."""
    if draft.pattern not in _ANNOUNCED:
        return end
    index = outline.heading_at(start)
    section_end = outline.headings[index].section_end if index >= 0 else end + _LONGEST_LIST
    return max(end, min(section_end, end + _LONGEST_LIST))


def _plain(text: str) -> str:
    """Simplified characters and full-width marks, of equal length."""
    return _HALF_WIDTH.sub(lambda mark: _FULL_WIDTH[mark[0]], to_simplified(text))
