"""Questions from sentences of definite forms: deadlines, limits, counts, cases, changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.suggestions.candidate import LONGEST_QUESTION, Draft, Pattern
from rag.suggestions.document_names import DocumentName
from rag.suggestions.sentence_forms import CATCHWORD, CLAUSE_FORMS, DOCUMENT_FORMS, FINE
from rag.suggestions.things import is_thing

_LONGEST_SENTENCE = 200
_LABEL = re.compile(
    r"^(?:(?:第[一二三四五六七八九十百\d]+条|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．])\s*)+"
)
_OF_THE_YEAR = frozenset({Pattern.MOST, Pattern.COUNT, Pattern.CHANGE})


def questions_of_sentence(sentence: str, document: DocumentName) -> Iterator[Draft]:
    """The questions that a sentence answers; all in Simplified characters and full-width marks."""
    if len(sentence) > _LONGEST_SENTENCE:
        return
    yield from _about_document(sentence, document)
    catchword = CATCHWORD.search(sentence)
    if catchword:
        yield Draft(f"{catchword['x']}指的是什么？", Pattern.MEANING)
    for part in sentence.split("；"):
        fine = FINE.search(part)
        if fine:
            yield Draft(f"{fine['x']}会被罚款多少？", Pattern.FINE)
    for clause in _clauses(_LABEL.sub("", sentence).strip()):
        yield from _about_clause(clause, document)


def _about_document(sentence: str, document: DocumentName) -> Iterator[Draft]:
    if document.is_of_rules:
        for pattern, form, question in DOCUMENT_FORMS:
            match = form.search(sentence)
            if match:
                yield Draft(question.format(n=document.name, v=match["v"]), pattern)


def _about_clause(clause: str, document: DocumentName) -> Iterator[Draft]:
    for pattern, form, question in CLAUSE_FORMS:
        match = form.match(clause)
        if match and is_thing(match["x"]):
            asked = question.format(**match.groupdict()).replace("多少个月", "几个月")
            yield Draft(_with_its_frame(asked, pattern, document), pattern)
            return


def _with_its_frame(question: str, pattern: Pattern, document: DocumentName) -> str:
    """The question with the year or the rules that it is about, where it does not say so."""
    if pattern in _OF_THE_YEAR and document.year and "年" not in question:
        return f"{document.year}年{question}"
    framed = f"{document.name}规定{question}"
    if pattern is Pattern.LIMIT and document.is_of_rules and len(framed) <= LONGEST_QUESTION:
        return framed
    return question


def _clauses(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, each alone and with the one behind it."""
    for part in sentence.split("；"):
        pieces = [piece.strip() for piece in part.strip("。！：； ").split("，")]
        for index, piece in enumerate(pieces):
            yield piece
            if index + 1 < len(pieces):
                yield f"{piece}，{pieces[index + 1]}"
