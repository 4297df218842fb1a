"""Questions that name a clause by its number: 第十二条规定了什么? is answered by that clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.normalize import search_form
from corpus.numbered_parts import find_parts
from corpus.types import Passage
from rag.question import Question
from rag.readers.base import Library, Statement
from rag.readers.clause_lookup import find_clause, has_clauses
from rag.readers.clause_references import ClauseReference, find_references
from rag.readers.named_documents import (
    DocumentName,
    NamedDocument,
    documents_at_hand,
    find_names,
    name_before,
    named_documents,
    stands_in,
)
from rag.readers.statements import MAX_ANSWER_LENGTH, Span, statement_of_span

# All that a question for the words of a clause says beside its number. On the search form.
_ASKING = re.compile(
    r"请问|想问|知道|了解|看看|告诉|列出|给出|引用|解释|一下|具体|主要|详细|到底|究竟|分别|规定|内容|讲述|提到|包括"
    r"|包含|要求|条文|条款|原文|全文|原话|意思|怎么样?|怎样|如何|什么|哪[些几]?|几?个?方面|事情?|文件|那么|以及|关于"
    r"|[请我想要帮各都讲说写提啥的了是有里中内上对吗呢啊呀吧那及]"
)
_SMALLEST_ROOM = 60


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """The clauses that a question names, in the text that `passage` was cut from.

    `spans` are the words to be said of them; none of either where there is no such clause.
    `is_all`: the question asks for nothing but what they say.
    """

    passage: Passage
    clauses: tuple[Span, ...] = ()
    spans: tuple[Span, ...] = ()
    is_all: bool = True

    def holds(self, passage: Passage, start: int, end: int) -> bool:
        """Whether `[start, end)` of the text of `passage` lies within one of the clauses."""
        is_same_text = passage.text_hash == self.passage.text_hash
        return is_same_text and any(a <= start and end <= b for a, b in self.clauses)

    def statements(self, library: Library) -> tuple[Statement, ...]:
        """The words of the clauses, sentence by sentence."""
        return tuple(statement_of_span(library, self.passage, span, 1.0) for span in self.spans)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question for clauses, of the documents so named; `rest` is what else it says."""

    references: tuple[ClauseReference, ...]
    names: tuple[DocumentName, ...]
    rest: str

    @property
    def is_all(self) -> bool:
        """Whether it asks for nothing but what the clauses say."""
        return not any(map(str.isalnum, _ASKING.sub(" ", self.rest)))


def find_clause_answer(
    question: Question, passages: Sequence[Passage], library: Library
) -> ClauseAnswer | None:
    """The clauses that a question names; None where it names none, or asks for something else.

    They are those of the document that the question names, else of the first at hand that has
    them. Without clauses where it asks for such as there are not: another article is no answer.
    """
    asked = _read_question(search_form(question.text))
    if asked is None or not passages:
        return None
    if asked.names:
        documents = named_documents(asked.names, passages, library)
    else:
        documents = [NamedDocument(passage) for passage in documents_at_hand(passages)]
    for document in documents:
        answer = _answer_in(document, asked.references, passages, library)
        if answer is not None:
            return answer if asked.is_all else _for_its_words(answer, asked.rest, library)
    is_missing = _is_missing(asked, documents, passages, library)
    return ClauseAnswer(passages[0]) if is_missing else None


def _read_question(form: str) -> _Asked | None:
    named = find_references(form)
    if named is None:
        return None
    names = find_names(form) or list(filter(None, [name_before(form, named.start)]))
    rest = list(form)
    for start, end in ((named.start, named.end), *((name.start, name.end) for name in names)):
        rest[start:end] = " " * (end - start)
    return _Asked(named.references, tuple(names), "".join(rest))


def _for_its_words(answer: ClauseAnswer, rest: str, library: Library) -> ClauseAnswer | None:
    """The answer if its clauses hold every word of what else is asked."""
    words = {word for word in library.tokens(rest) if not _ASKING.fullmatch(word)}
    text = library.text_of(answer.passage)
    held = {word for start, end in answer.clauses for word in library.tokens(text[start:end])}
    if not words or not words <= held:
        return None
    return replace(answer, is_all=False)


def _answer_in(
    document: NamedDocument,
    references: Sequence[ClauseReference],
    passages: Sequence[Passage],
    library: Library,
) -> ClauseAnswer | None:
    """All of the clauses in a document; None if it lacks one."""
    near = document.passage
    text = library.text_of(near)
    at_hand = [(p.start, p.end) for p in passages if p.document_id == near.document_id]
    room = max(MAX_ANSWER_LENGTH // len(references), _SMALLEST_ROOM)
    found = [find_clause(text, document.start, each, at_hand, room) for each in references]
    clauses = [clause for clause in found if clause is not None]
    if len(clauses) < len(references):
        return None
    return ClauseAnswer(
        near,
        tuple((clause.start, clause.end) for clause in clauses),
        tuple(span for clause in clauses for span in clause.spans),
    )


def _is_missing(
    asked: _Asked,
    documents: Sequence[NamedDocument],
    passages: Sequence[Passage],
    library: Library,
) -> bool:
    """Whether it is sure that what is named is not in the documents, not even cited there."""
    first = asked.references[0]
    if asked.names and any(has_clauses(library.text_of(d.passage), first) for d in documents):
        return True
    said = [passage.text for passage in passages]
    if asked.names and not documents:
        said = [text for text in said if all(stands_in(name, text) for name in asked.names)]
    cited = {
        token for text in said for part in find_parts(search_form(text)) for token in part.tokens
    }
    return asked.is_all and first.token not in cited
