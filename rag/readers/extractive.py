"""The default reader: finds the words that answer and says their sentences verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.types import Passage
from rag.question import Question, QuestionKind
from rag.readers.announced_items import announced_items
from rag.readers.announcing import ends_with_colon
from rag.readers.base import Evidence, Library, Reading
from rag.readers.calibration import Calibration, load_calibration
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
from rag.readers.statements import MAX_ANSWER_LENGTH, statement_of_sentence, statement_of_span
from rag.readers.tables import cell_asked_for, header_of_row
from rag.readers.topic import read_topic
from rag.readers.years import AskedYears
from rag.types import ScoredPassage

__all__ = ["CALIBRATION_FILE", "MAX_ANSWER_LENGTH", "ExtractiveReader", "choose_sentences"]

CALIBRATION_FILE = "calibration.json"

_COMPANION_SHARE = 0.35
# How many more sentences may stand beside the best one; a fact needs none.
_COMPANIONS = {
    QuestionKind.REASON: 2,
    QuestionKind.METHOD: 2,
    QuestionKind.LIST: 2,
    QuestionKind.OTHER: 1,
}


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
        passages = without_strange_records(question, passages, library)
        texts = [scored.passage for scored in passages]
        posed = find_posed_answer(question, texts, library)
        named = None if posed else find_clause_answer(question, texts, library)
        told = None if posed else _read_named(question, named, texts, library)
        if told is not None:
            return told
        if named is not None and not named.is_sure:
            passages = [each for each in passages if named.is_of_document(each.passage)]
        read = self.read_passages(question, passages)
        years = AskedYears(question, library)
        sentences = years.weigh(read_sentences(read))
        listed = _listed(question, read, sentences, library)
        if posed is not None:
            return _read_posed(question, posed, listed, sentences, library)
        if named is not None and named.is_sure:
            return _read_clause(question, named, sentences, library)
        if not sentences:
            return Reading((), 0.0)
        features = confidence_features(question, sentences, library)
        confidence = self._calibration.answer.probability(features)
        if listed is not None:
            (place,) = listed.items[0].evidence
            share = years.share_at(place.passage, place.start)
            return Reading(listed.items, share * max(confidence, listed.confidence))
        confidence *= years.share_of(sentences[0])
        return _read_sentences(question, sentences, confidence, library)

    def read_passages(
        self, question: Question, passages: Sequence[ScoredPassage]
    ) -> list[ReadPassage]:
        """The passages with what the model read in them, most relevant first."""
        readings = self._passages.read(question, passages)
        return pair_with(passages, readings, self._calibration.passage)


def choose_sentences(question: Question, sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The best sentence, and for explanations its near equals of the same document.

    None of these only leads up to what follows it. In the document's order; at most
    `MAX_ANSWER_LENGTH` characters in all, unless one sentence alone is longer.
    """
    best = sentences[0]
    chosen, length = [best], len(best.text)
    for sentence in sentences[1:]:
        if len(chosen) > _COMPANIONS.get(question.kind, 0):
            break
        same_text = sentence.source.passage.text_hash == best.source.passage.text_hash
        near_equal = sentence.probability >= _COMPANION_SHARE * best.probability
        fits = length + len(sentence.text) <= MAX_ANSWER_LENGTH
        if same_text and near_equal and fits and not ends_with_colon(sentence.text):
            chosen.append(sentence)
            length += len(sentence.text)
    return sorted(chosen, key=lambda sentence: sentence.start)


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


def _read_named(
    question: Question, named: ClauseAnswer | None, passages: Sequence[Passage], library: Library
) -> Reading | None:
    """What is asked of a clause or a document by its number and needs no model to be found."""
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
        return _read_sentences(question, inside, 1.0, library)
    return Reading(named.statements(library), 1.0)


def _cut_to(sentence: ReadSentence, place: Evidence) -> ReadSentence | None:
    """What of a sentence is said, without the 答： before it; None if another one is said."""
    is_same_text = sentence.source.passage.text_hash == place.passage.text_hash
    if not is_same_text or sentence.end != place.end or place.start < sentence.start:
        return None
    return replace(sentence, start=place.start, text=place.quote)


def _read_sentences(
    question: Question, sentences: Sequence[ReadSentence], confidence: float, library: Library
) -> Reading:
    """The best sentence with what belongs to it: its items, its table's head, its equals."""
    best = sentences[0]
    items = announced_items(best, library)
    if items:
        return Reading((statement_of_sentence(best), *items), confidence)
    header = header_of_row(best, library)
    if header is not None and header[1] - header[0] + len(best.text) <= MAX_ANSWER_LENGTH:
        head = statement_of_span(library, best.source.passage, header, best.probability)
        cell = cell_asked_for(question.text, head.text, best.text)
        return Reading((head, statement_of_sentence(best)), confidence, cell)
    chosen = choose_sentences(question, sentences)
    return Reading(
        tuple(map(statement_of_sentence, chosen)),
        confidence,
        short_answer(question, best, library),
    )
