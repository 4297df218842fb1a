"""The default reader: finds the words that answer and says their sentences verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.types import Passage
from rag.question import Question, QuestionKind
from rag.readers.asked_parts import parts_of, read_parts
from rag.readers.base import Evidence, Library, Reading
from rag.readers.calibration import Calibration, load_calibration
from rag.readers.composition import Composer
from rag.readers.confidence import confidence_features
from rag.readers.lists import ListReading, read_list
from rag.readers.named_clauses import ClauseAnswer, find_clause_answer
from rag.readers.official_questions import read_official_question
from rag.readers.passage_reader import PassageReader
from rag.readers.posed_questions import PosedAnswer, find_posed_answer, posed_statements
from rag.readers.reading_model import MODEL_FOLDER, ReadingModel
from rag.readers.records import without_strange_records
from rag.readers.sentences import ReadPassage, ReadSentence, pair_with, read_sentences
from rag.readers.short_answers import short_answer
from rag.readers.stated_only import asks_for_judgement, asks_for_opinion, stating
from rag.readers.statements import MAX_ANSWER_LENGTH
from rag.readers.topic import read_topic
from rag.readers.years import AskedYears
from rag.readers.yes_no import about_predicate, asks_yes_or_no
from rag.types import ScoredPassage

__all__ = ["CALIBRATION_FILE", "MAX_ANSWER_LENGTH", "ExtractiveReader"]

CALIBRATION_FILE = "calibration.json"


class ExtractiveReader:
    """Answers with verbatim sentences; it cannot invent anything.

    A small trained model tells how relevant each passage is and where in it the answer
    starts and ends; a logistic regression turns that into a confidence. How both were
    made, and how well they do, stands in `model/README.md`.
    """

    def __init__(
        self,
        passages: PassageReader | None = None,
        calibration: Calibration | None = None,
        name: str = "extractive",
    ) -> None:
        self.name = name
        self._passages = passages or PassageReader(ReadingModel())
        self._calibration = calibration or load_calibration(MODEL_FOLDER / CALIBRATION_FILE)

    def read(
        self, question: Question, passages: Sequence[ScoredPassage], library: Library
    ) -> Reading:
        """Reads all of `passages` but rows that say nothing of what is asked about."""
        whole = self._read_whole(question, passages, library, MAX_ANSWER_LENGTH)
        parts = parts_of(question)
        texts = [scored.passage for scored in passages]
        if not parts or asks_for_judgement(question) or find_posed_answer(question, texts, library):
            return whole

        def read_part(part: Question, about: Sequence[ScoredPassage], room: int) -> Reading:
            return self._read_whole(part, about, library, room)

        return read_parts(parts, whole, passages, read_part, library)

    def _read_whole(
        self,
        question: Question,
        passages: Sequence[ScoredPassage],
        library: Library,
        room: int,
    ) -> Reading:
        """The answer to a question that is not taken apart."""
        passages = without_strange_records(question, passages, library)
        texts = [scored.passage for scored in passages]
        posed = find_posed_answer(question, texts, library)
        named = None if posed else find_clause_answer(question, texts, library)
        told = None if posed else _read_without_model(question, named, texts, library)
        if told is not None:
            return told
        if named is not None and not named.is_sure:
            passages = [each for each in passages if named.is_of_document(each.passage)]
        read = self.read_passages(question, passages)
        sentences = AskedYears(question, library).weigh(read_sentences(read))
        listed = _listed(question, read, sentences, library)
        if posed is not None:
            return _read_posed(question, posed, listed, sentences, library)
        if named is not None and named.is_sure:
            return _read_clause(question, named, sentences, library)
        return self._compose(question, sentences, listed, library, room)

    def _compose(
        self,
        question: Question,
        sentences: Sequence[ReadSentence],
        listed: ListReading | None,
        library: Library,
        room: int,
    ) -> Reading:
        """The items of the list that answers, else the sentences that do."""
        stated = _stated(question, sentences, library)
        if not stated:
            return Reading((), 0.0)
        years = AskedYears(question, library)
        # Where the best sentence does not say it, the next is so much less likely to.
        likeliness = stated[0].probability / max(sentences[0].probability, 1e-9)

        def confidence_of(sentence: ReadSentence) -> float:
            features = confidence_features(question, [sentence], library)
            return likeliness * self._calibration.answer.probability(features)

        if listed is not None:
            (place,) = listed.items[0].evidence
            share = years.share_at(place.passage, place.start)
            return Reading(listed.items, share * max(confidence_of(stated[0]), listed.confidence))
        composer = Composer(question, library, lambda s: years.share_of(s) * confidence_of(s), room)
        return composer.compose(stated)

    def read_passages(
        self, question: Question, passages: Sequence[ScoredPassage]
    ) -> list[ReadPassage]:
        """The passages with what the model read in them, most relevant first."""
        readings = self._passages.read(question, passages)
        return pair_with(passages, readings, self._calibration.passage)


def _stated(
    question: Question, sentences: Sequence[ReadSentence], library: Library
) -> list[ReadSentence]:
    """The sentences that say the very thing where the wording of the question calls for that."""
    if asks_yes_or_no(question):
        sentences = about_predicate(question, sentences, library)
    return stating(question, sentences, library)


def _listed(
    question: Question,
    read: Sequence[ReadPassage],
    sentences: Sequence[ReadSentence],
    library: Library,
) -> ListReading | None:
    """The items that a question for a list asks for, where an enumeration names them."""
    if question.kind is not QuestionKind.LIST or not sentences:
        return None
    return read_list(question, read_topic(question, library), read, sentences[0], library)


def _read_posed(
    question: Question,
    posed: PosedAnswer,
    listed: ListReading | None,
    sentences: Sequence[ReadSentence],
    library: Library,
) -> Reading:
    """What stands under the question in the document: its list where one is asked for."""
    if listed is not None:
        places = [evidence for item in listed.items for evidence in item.evidence]
        if all(posed.holds(place.passage, place.start, place.end) for place in places):
            return Reading(listed.items, posed.agreement)
    statements = posed_statements(posed, library)
    said = [place for entry in statements for place in entry.evidence]
    cut = (_cut_to(sentence, place) for sentence in sentences for place in said)
    best = next(filter(None, cut), None)
    short = short_answer(question, best, library) if best is not None else None
    return Reading(statements, posed.agreement, short)


def _read_without_model(
    question: Question, named: ClauseAnswer | None, passages: Sequence[Passage], library: Library
) -> Reading | None:
    """What is asked of a clause or a document by its number; nothing for an opinion."""
    if asks_for_opinion(question):
        return Reading((), 0.0)
    if named is not None and named.is_all:
        return Reading(named.statements(library), float(bool(named.spans)))
    return read_official_question(question, passages, library)


def _read_clause(
    question: Question,
    named: ClauseAnswer,
    sentences: Sequence[ReadSentence],
    library: Library,
) -> Reading:
    """The sentences that answer best in the clause that the question names."""
    inside = [s for s in sentences if named.holds(s.source.passage, s.start, s.end)]
    if inside:
        return Composer(question, library, lambda _: 1.0).compose(inside)
    return Reading(named.statements(library), 1.0)


def _cut_to(sentence: ReadSentence, place: Evidence) -> ReadSentence | None:
    """What of a sentence is said, without the 答： before it; None if another one is said."""
    is_same_text = sentence.source.passage.text_hash == place.passage.text_hash
    if not is_same_text or sentence.end != place.end or place.start < sentence.start:
        return None
    return replace(sentence, start=place.start, text=place.quote)
