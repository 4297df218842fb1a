"""The default reader: finds the words that answer and says their sentences verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.sentences import split_clauses
from rag.question import Question, QuestionKind
from rag.readers.base import Evidence, Library, Reading, Statement
from rag.readers.confidence import confidence_features
from rag.readers.linear_model import LinearModel, load_model
from rag.readers.lists import read_list
from rag.readers.reading_model import MODEL_FOLDER, ReadingModel
from rag.readers.sentences import ReadPassage, ReadSentence, pair_with, read_sentences
from rag.readers.topic import read_topic
from rag.types import ScoredPassage

MAX_ANSWER_LENGTH = 200
CALIBRATION_FILE = "calibration.json"

_MAX_SHORT_ANSWER = 40
_EDGES = " \u3000\n：:，,。；;、"
_COMPANION_SHARE = 0.35
# How many more sentences may stand beside the best one; a fact needs none.
_COMPANIONS = {
    QuestionKind.REASON: 2,
    QuestionKind.METHOD: 2,
    QuestionKind.LIST: 2,
    QuestionKind.OTHER: 1,
}
_WITHOUT_SHORT_ANSWER = frozenset({QuestionKind.REASON, QuestionKind.METHOD, QuestionKind.LIST})


class ExtractiveReader:
    """Answers with verbatim sentences; it cannot invent anything.

    A small trained model tells how relevant each passage is and where in it the answer
    starts and ends; a logistic regression turns that into a confidence. How both were
    made, and how well they do, stands in `model/README.md`.
    """

    name = "extractive"

    def __init__(
        self, model_folder: Path = MODEL_FOLDER, calibration: LinearModel | None = None
    ) -> None:
        self._model = ReadingModel(model_folder)
        self._calibration = calibration or load_model(model_folder / CALIBRATION_FILE)

    def read(
        self, question: Question, passages: Sequence[ScoredPassage], library: Library
    ) -> Reading:
        """Reads all of `passages`."""
        read = self.read_passages(question, passages)
        sentences = read_sentences(read)
        if not sentences:
            return Reading((), 0.0)
        features = confidence_features(question, sentences, library)
        confidence = self._calibration.probability(features)
        if question.kind is QuestionKind.LIST:
            topic = read_topic(question, library)
            found = read_list(question, topic, read, sentences[0], library)
            if found is not None:
                return Reading(found.items, max(confidence, found.confidence))
        chosen = choose_sentences(question, sentences)
        return Reading(
            tuple(_statement(sentence) for sentence in chosen),
            confidence,
            _short_answer(question, sentences[0]),
        )

    def read_passages(
        self, question: Question, passages: Sequence[ScoredPassage]
    ) -> list[ReadPassage]:
        """The passages with what the model read in them, most relevant first."""
        texts = [(scored.passage.context, scored.passage.text) for scored in passages]
        return pair_with(passages, self._model.read(question.text, texts))


def choose_sentences(question: Question, sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The best sentence, and for explanations its near equals of the same document.

    In the document's order; at most `MAX_ANSWER_LENGTH` characters in all, unless one
    sentence alone is longer.
    """
    best = sentences[0]
    chosen, length = [best], len(best.text)
    for sentence in sentences[1:]:
        if len(chosen) > _COMPANIONS.get(question.kind, 0):
            break
        same_text = sentence.source.passage.text_hash == best.source.passage.text_hash
        near_equal = sentence.probability >= _COMPANION_SHARE * best.probability
        if same_text and near_equal and length + len(sentence.text) <= MAX_ANSWER_LENGTH:
            chosen.append(sentence)
            length += len(sentence.text)
    return sorted(chosen, key=lambda sentence: sentence.start)


def _statement(sentence: ReadSentence) -> Statement:
    start, end = _shortened(sentence)
    quote = sentence.text[start - sentence.start : end - sentence.start]
    evidence = Evidence(sentence.source.passage, start, end, quote, sentence.probability)
    return Statement(quote, (evidence,))


def _shortened(sentence: ReadSentence) -> tuple[int, int]:
    """The sentence, or the clauses around its answer where it is too long."""
    if len(sentence.text) <= MAX_ANSWER_LENGTH:
        return sentence.start, sentence.end
    clauses = split_clauses(sentence.text, 0, len(sentence.text)) or [(0, MAX_ANSWER_LENGTH)]
    windows = [_window(clauses, first) for first in range(len(clauses))]
    start, end = max(
        windows,
        key=lambda window: sentence.source.share_of(
            sentence.start + window[0], sentence.start + window[1]
        ),
    )
    return sentence.start + start, sentence.start + end


def _window(clauses: Sequence[tuple[int, int]], first: int) -> tuple[int, int]:
    """From clause `first` on, as many whole clauses as fit; a longer clause is cut."""
    start = clauses[first][0]
    ends = [end for _, end in clauses[first:] if end - start <= MAX_ANSWER_LENGTH]
    return start, max(ends, default=start + MAX_ANSWER_LENGTH)


def _short_answer(question: Question, sentence: ReadSentence) -> str | None:
    """The words of the sentence that answer, where they are few and not all of it."""
    if question.kind in _WITHOUT_SHORT_ANSWER:
        return None
    offset = sentence.source.passage.start
    span = sentence.source.reading.best_span(sentence.start - offset, sentence.end - offset)
    if span is None:
        return None
    words = sentence.source.passage.text[slice(*span)].strip(_EDGES)
    return words if 0 < len(words) <= min(_MAX_SHORT_ANSWER, len(sentence.text) - 1) else None
