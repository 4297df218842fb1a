"""An answer out of the sentences that were read: the best one and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import prod

from rag.question import Question
from rag.readers.accounts import Account, accounts_of, witnesses_of
from rag.readers.announced_items import announced_items
from rag.readers.base import Library, Reading, Statement
from rag.readers.explanations import companions_of, in_document_order
from rag.readers.sentences import ReadSentence
from rag.readers.short_answers import short_answer
from rag.readers.statements import MAX_ANSWER_LENGTH, statement_of_sentence, statement_of_span
from rag.readers.tables import cell_asked_for, header_of_row

# What a further document that says the same adds, as a share of its own confidence: documents
# of one house are not independent. They make no answer surer than `SUREST`.
_WITNESS_SHARE = 0.5
SUREST = 0.95


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes the answer to a question.

    `confidence_of` tells how probably a sentence answers; `room` is how many characters the
    statements may have in all, unless one of them alone has more.
    """

    question: Question
    library: Library
    confidence_of: Callable[[ReadSentence], float]
    room: int = MAX_ANSWER_LENGTH

    def compose(self, sentences: Sequence[ReadSentence]) -> Reading:
        """The best of `sentences` (not empty) with its items, table head, equals or rivals."""
        best = sentences[0]
        confidence = self.confidence_of(best)
        items = announced_items(best, self.library)
        if items:
            return Reading((statement_of_sentence(best), *items), confidence)
        accounts = accounts_of(self.question, sentences, self.library)
        if len(accounts) > 1:
            return self._of_rivals(accounts, sentences, confidence)
        (account,) = accounts
        witnesses = witnesses_of(self.question, account, sentences, self.library)
        confidence = confirmed(confidence, map(self.confidence_of, witnesses))
        if row := self._row_with_head(best):
            head, statement = row
            cell = cell_asked_for(self.question.text, head.text, best.text)
            return Reading((head, _with_copies(statement, account)), confidence, cell)
        chosen = in_document_order([best, *self._companions([best], sentences)])
        statements = (
            _with_copies(statement_of_sentence(s), account)
            if s is best
            else statement_of_sentence(s)
            for s in chosen
        )
        short = account.short
        if short is None and len(chosen) == 1:
            short = short_answer(self.question, best, self.library, is_all=True)
        return Reading(tuple(statements), confidence, short)

    def _of_rivals(
        self, accounts: Sequence[Account], sentences: Sequence[ReadSentence], confidence: float
    ) -> Reading:
        """What each says, without a short answer: they contradict each other."""
        rivals = [account.sentence for account in accounts]
        room = self.room // len(rivals)
        said: list[Statement] = []
        for account in accounts:
            head, statement = self._row_with_head(account.sentence) or (
                None,
                statement_of_sentence(account.sentence, room),
            )
            said += [head] if head else []
            said.append(_with_copies(statement, account))
        companions = in_document_order(self._companions(rivals, sentences))
        return Reading((*said, *map(statement_of_sentence, companions)), confidence)

    def _row_with_head(self, sentence: ReadSentence) -> tuple[Statement, Statement] | None:
        """The head of a table and its row; None if the sentence is none, or both are too long."""
        header = header_of_row(sentence, self.library)
        if header is None or header[1] - header[0] + len(sentence.text) > MAX_ANSWER_LENGTH:
            return None
        passage = sentence.source.passage
        head = statement_of_span(self.library, passage, header, sentence.probability)
        return head, statement_of_sentence(sentence)

    def _companions(
        self, said: Sequence[ReadSentence], sentences: Sequence[ReadSentence]
    ) -> list[ReadSentence]:
        return companions_of(self.question, said, sentences, self.library, self.room)


def confirmed(confidence: float, witnesses: Iterable[float]) -> float:
    """A confidence, in [0, 1], raised by those of `witnesses` to the same (noisy-or)."""
    doubt = prod((1 - _WITNESS_SHARE * each for each in witnesses), start=1 - confidence)
    return max(confidence, min(1 - doubt, SUREST))


def _with_copies(statement: Statement, account: Account) -> Statement:
    """The statement with the places where other documents say the same, as further evidence."""
    copies = (place for copy in account.copies for place in statement_of_sentence(copy).evidence)
    return Statement(statement.text, (*statement.evidence, *copies))
