"""Documents of one passage each, and a reader whose model points where the test says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.tokenizer import Tokenizer
from corpus.types import Passage, short_hash
from rag.question import parse_question
from rag.readers.base import Reading
from rag.readers.calibration import PASSAGE_FEATURES, Calibration
from rag.readers.confidence import CONFIDENCE_FEATURES
from rag.readers.extractive import ExtractiveReader
from rag.readers.linear_model import LinearModel
from rag.readers.passage_reader import PassageReader
from rag.readers.reading_model import PassageReading
from rag.readers.sentences import ReadSentence, read_sentences
from rag.types import ScoredPassage

# Logits: what surely answers, what probably does, what does not.
SURE, LIKELY, UNLIKELY = 3.0, 1.0, -3.0

# The words that answer and how surely, for any question or for each.
Pointed = Mapping[str, float] | Callable[[str], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class EvenLibrary:
    """A library of whole texts in which all words are equally rare."""

    tokenizer: Tokenizer = field(default_factory=Tokenizer)

    def tokens(self, text: str) -> list[str]:
        return self.tokenizer.tokens(text)

    def rarity(self, _word: str) -> float:
        return 1.0

    def text_of(self, passage: Passage) -> str:
        return passage.text

    def locator_of(self, passage: Passage, _start: int, _end: int) -> Mapping[str, object] | None:
        return passage.locator

    def passages_of(self, passage: Passage) -> Sequence[Passage]:
        return [passage]


LIBRARY = EvenLibrary()


def document(
    text: str, *, title: str = "", date: str = "", locator: Mapping[str, object] | None = None
) -> Passage:
    """A document of one passage; its hash tells it from others."""
    name = short_hash(title, text)
    return Passage(
        name, name, f"docs/{name}.txt", (), title, "", date, 0, len(text), text, name, locator
    )


class PointingModel:
    """Finds the answer in the words that it is given, each as surely as it is told (a logit).

    Where a text holds several of them, each is the more likely the surer it is.
    """

    def __init__(self, pointed: Pointed) -> None:
        self._pointed = pointed

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        pointed = self._pointed(question) if callable(self._pointed) else self._pointed
        return [self._read_one(text, pointed) for _, text in passages]

    def _read_one(self, text: str, pointed: Mapping[str, float]) -> PassageReading:
        held = {words: logit for words, logit in pointed.items() if words in text}
        starts = np.full(len(text), 1e-6, dtype=np.float32)
        ends = starts.copy()
        for words, logit in held.items():
            first = text.index(words)
            starts[first] = ends[first + len(words) - 1] = np.exp(logit)
        places = tuple((place, place + 1) for place in range(len(text)))
        relevance = max(held.values(), default=UNLIKELY)
        return PassageReading(relevance, starts / starts.sum(), ends / ends.sum(), places)


def _linear(names: tuple[str, ...], **weights: float) -> LinearModel:
    return LinearModel(names, tuple(weights.get(name, 0.0) for name in names), 0.0)


def reader(pointed: Pointed) -> ExtractiveReader:
    """One that is as sure as the model that points; of equals the first passage is best."""
    passage = _linear(PASSAGE_FEATURES, relevance=1.0, nearness=0.1)
    answer = _linear(CONFIDENCE_FEATURES, relevance=1.0)
    calibration = Calibration(passage, passage, answer)
    return ExtractiveReader(PassageReader(PointingModel(pointed)), calibration)


def ranked(documents: Sequence[Passage]) -> list[ScoredPassage]:
    return [ScoredPassage(entry, rank, 1 / rank) for rank, entry in enumerate(documents, start=1)]


def ask(question: str, documents: Sequence[Passage], pointed: Pointed) -> Reading:
    """What the reader says; `pointed`: the words that answer and how surely."""
    return reader(pointed).read(parse_question(question), ranked(documents), LIBRARY)


def sentences_read(
    question: str, documents: Sequence[Passage], pointed: Pointed
) -> list[ReadSentence]:
    """The sentences as the reader gets them, most probable first."""
    asked = parse_question(question)
    return read_sentences(reader(pointed).read_passages(asked, ranked(documents)))


def texts_of(reading: Reading) -> list[str]:
    return [statement.text for statement in reading.statements]


def check_verbatim(reading: Reading) -> None:
    """Every statement is the quote of its first evidence, and every quote stands in its text."""
    for statement in reading.statements:
        assert statement.text == statement.evidence[0].quote
        for place in statement.evidence:
            assert place.passage.text[place.start : place.end] == place.quote
