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
# Words that ask for what a clause says in other ones: 扣多少钱, 扣二十元.
_SOUGHT = re.compile(
    "[钱天人次个由能会被得应须可何几谁]|时候|时间|地方|多[久少长大]|可以|可否|能否|是否|应当|应该|需要|必须|怎么办"
)
# The clause is not where the answer stands: 违反第四条怎么处罚.
_CONDITION = re.compile("违反|不符合|[未不]按|以外|之外|除了|其[他它]|区别|不同")
_QUOTED = re.compile("《[^》]*》")
_SMALLEST_ROOM = 60


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """The clauses that a question names, in the text that `passage` was cut from.

    `spans` are the words to be said of them; none of either where there is no such clause.
    `is_all`: the question asks for nothing but what they say. `is_sure`: they hold what it asks
    for; else its answer is to be looked for in the whole document.
    """

    passage: Passage
    clauses: tuple[Span, ...] = ()
    spans: tuple[Span, ...] = ()
    is_all: bool = True
    is_sure: bool = True

    def holds(self, passage: Passage, start: int, end: int) -> bool:
        """Whether `[start, end)` of the text of `passage` lies within one of the clauses."""
        is_within = any(a <= start and end <= b for a, b in self.clauses)
        return is_within and self.is_of_document(passage)

    def is_of_document(self, passage: Passage) -> bool:
        """Whether a passage is of the document that has the clauses."""
        return passage.text_hash == self.passage.text_hash

    def statements(self, library: Library) -> tuple[Statement, ...]:
        """The words of the clauses, sentence by sentence."""
        return tuple(statement_of_span(library, self.passage, span, 1.0) for span in self.spans)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question for clauses, of the documents so named; `rest` is what else it says.

    `is_condition`: its answer stands elsewhere.
    """

    references: tuple[ClauseReference, ...]
    names: tuple[DocumentName, ...]
    rest: str
    is_condition: bool

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
            return answer if asked.is_all else _for_its_words(answer, asked, library)
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
    is_condition = _CONDITION.search(_QUOTED.sub(" ", form)) is not None
    return _Asked(named.references, tuple(names), "".join(rest), is_condition)


def _for_its_words(answer: ClauseAnswer, asked: _Asked, library: Library) -> ClauseAnswer | None:
    """The clauses if they hold every word of what else is asked, else the document if named.

    None where the clause is but a condition (违反第四条怎么处罚), or nobody said of which document.
    """
    asking = (_ASKING, _SOUGHT)
    tokens = library.tokens(asked.rest)
    words = {word for word in tokens if not any(each.fullmatch(word) for each in asking)}
    text = library.text_of(answer.passage)
    held = {word for start, end in answer.clauses for word in library.tokens(text[start:end])}
    if words and words <= held:
        return replace(answer, is_all=False)
    if not asked.names or asked.is_condition:
        return None
    return ClauseAnswer(answer.passage, is_all=False, is_sure=False)


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
    is_told = asked.is_all or any(name.number or name.quoted for name in asked.names)
    return is_told and first.token not in cited
