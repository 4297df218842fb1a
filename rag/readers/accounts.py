"""What several documents say of the same thing: the same, or something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.question import Question
from rag.readers.base import Library
from rag.readers.explanations import COMPANION_SHARE
from rag.readers.sentence_likeness import (
    ALIKE,
    frame_likeness,
    letters_of,
    likeness,
    numbers_differ,
    value_of,
)
from rag.readers.sentences import ReadSentence
from rag.readers.short_answers import short_answer
from rag.readers.years import AskedYears, date_told

MOST_ACCOUNTS = 3
# So many of the best sentences are compared.
_COMPARED = 20


@dataclass(frozen=True, slots=True)
class Account:
    """A sentence with its short answer, and those of other documents that say the same."""

    sentence: ReadSentence
    short: str | None
    copies: tuple[ReadSentence, ...] = ()

    def agrees_with(self, other: Account) -> bool:
        """Whether both give the same short answer; without one, whether they are the same."""
        if self.short and other.short:
            return value_of(self.short).agrees_with(value_of(other.short))
        ours, theirs = letters_of(self.sentence.text), letters_of(other.sentence.text)
        return ours in theirs or theirs in ours

    def confirms(self, other: Account) -> bool:
        """Whether both give a short answer, and the same one."""
        return bool(self.short and other.short) and self.agrees_with(other)

    def differs_from(self, other: Account) -> bool:
        """Whether both give a value, and another one."""
        if self.short and other.short:
            return not self.agrees_with(other)
        return numbers_differ(self.sentence.text, other.sentence.text)

    def is_like(self, other: Account) -> bool:
        """Whether their sentences are nearly the same but for the values."""
        ours, theirs = self.sentence.text, other.sentence.text
        is_like = likeness(ours, theirs) >= ALIKE
        if is_like or not (self.short and other.short):
            return is_like
        return frame_likeness(ours, self.short, theirs, other.short) >= ALIKE

    @property
    def documents(self) -> set[str]:
        """The documents that say it, by their stored texts."""
        return {s.source.passage.text_hash for s in (self.sentence, *self.copies)}


def accounts_of(
    question: Question, sentences: Sequence[ReadSentence], library: Library
) -> list[Account]:
    """That of the best of `sentences`, and those of another value, the newest document first.

    They are of other documents, in nearly the same words. There are none where the question
    itself tells the documents apart, by a word or a year.
    """
    best = sentences[0]
    accounts = [Account(best, short_answer(question, best, library))]
    telling = _Telling(question, library)
    for sentence in _near_equals(sentences):
        heard = {text_hash for each in accounts for text_hash in each.documents}
        if sentence.source.passage.text_hash in heard:
            continue
        other = Account(sentence, short_answer(question, sentence, library))
        if not other.is_like(accounts[0]):
            continue
        same = next((i for i, each in enumerate(accounts) if each.agrees_with(other)), -1)
        if same >= 0:
            copies = (*accounts[same].copies, sentence)
            accounts[same] = replace(accounts[same], copies=copies)
        elif all(map(other.differs_from, accounts)) and not telling.names_only(best, sentence):
            accounts.append(other)
    accounts.sort(key=lambda each: telling.date_of(each.sentence), reverse=True)
    return accounts[:MOST_ACCOUNTS]


def witnesses_of(
    question: Question, account: Account, sentences: Sequence[ReadSentence], library: Library
) -> list[ReadSentence]:
    """The best sentences of other documents that give the same short answer.

    A copied passage is no second witness.
    """
    if account.short is None:
        return []
    own = account.sentence.source.passage
    firsts: dict[str, ReadSentence] = {own.text_hash: account.sentence}
    for sentence in _near_equals(sentences):
        firsts.setdefault(sentence.source.passage.text_hash, sentence)
    return [
        sentence
        for sentence in [*firsts.values()][1:]
        if Account(sentence, short_answer(question, sentence, library)).confirms(account)
        and likeness(own.text, sentence.source.passage.text) < ALIKE
    ]


def _near_equals(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Those nearly as probable as the best, without it."""
    least = COMPANION_SHARE * sentences[0].probability
    return [s for s in sentences[1:_COMPARED] if s.probability >= least]


class _Telling:
    """What of a question tells one document from another."""

    def __init__(self, question: Question, library: Library) -> None:
        self._asked = set(library.tokens(question.text))
        self._years = AskedYears(question, library)
        self._library = library

    def names_only(self, ours: ReadSentence, theirs: ReadSentence) -> bool:
        """Whether the question speaks of our sentence, or its document, and not of theirs."""
        if self._years.share_of(theirs) < self._years.share_of(ours):
            return True
        our_words, their_words = self._words_of(ours), self._words_of(theirs)
        return bool(self._asked & (our_words - their_words)) and not (
            self._asked & (their_words - our_words)
        )

    def date_of(self, sentence: ReadSentence) -> str:
        """The day or year of its document in ISO 8601, "" if it tells none."""
        passage = sentence.source.passage
        return date_told(passage, self._library.text_of(passage))

    def _words_of(self, sentence: ReadSentence) -> set[str]:
        words = f"{sentence.source.passage.context}\n{sentence.text}"
        return {word for word in self._library.tokens(words) if len(word) > 1}
