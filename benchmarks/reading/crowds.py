"""The sets as the product meets them: indexed texts, and questions with reference answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import collection
from benchmarks.collection import Collection
from benchmarks.retrieval.sets.files import read_json
from benchmarks.retrieval.sets.registry import load_set
from benchmarks.retrieval.types import Span
from corpus.metadata import extract_metadata
from corpus.types import Metadata
from embeddings.base import Embedder
from rag.fusion import Ranking
from rag.pipeline import QAPipeline
from rag.question import Question
from rag.readers.base import Library, Reader, Reading
from rag.reranker import Reranker
from rag.retriever import Retriever
from rag.settings import DEFAULT_MIN_CONFIDENCE, DEFAULT_TOP_K
from rag.types import ScoredPassage

EVIDENCE_FILE = "cmrc2018/dev_evidence.json.gz"


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question, its gold spans and the words that they hold."""

    question: str
    spans: tuple[Span, ...]
    references: tuple[str, ...]

    @property
    def text_id(self) -> str:
        """The text that answers."""
        return self.spans[0].text_id


@dataclass(frozen=True, slots=True)
class AskedCrowd:
    """Texts in an index and questions on some of them.

    They have the titles that stand in their bodies, most have none. Unlike in the product, a
    document that a question names does not lead.
    """

    collection: Collection
    questions: tuple[ReadingQuestion, ...]

    def passages_of(self, text_id: str) -> list[ScoredPassage]:
        """All passages of a text, none before the others."""
        passages = self.collection.passages
        return [ScoredPassage(each, 1, 1.0) for each in passages if each.source == text_id]

    def pipeline(
        self,
        reranker: Reranker,
        reader: Reader,
        *,
        hidden: str = "",
        min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    ) -> QAPipeline:
        """The product's pipeline over the crowd without the text `hidden`."""
        shown = Shown(WithoutText(self.collection, hidden), self.collection)
        return QAPipeline(
            lambda: shown,
            reranker,
            reader,
            top_k=DEFAULT_TOP_K,
            min_confidence=min_confidence,
        )


class Crowds:
    """Loads and indexes each set once.

    `others` texts without questions and `questions` questions are taken at most.
    """

    def __init__(
        self, data: Path, embedder: Embedder, place: Path, others: int, questions: int
    ) -> None:
        self._data = data
        self._embedder = embedder
        self._place = place
        self._others = others
        self._questions = questions
        self._known: dict[str, AskedCrowd] = {}

    def named(self, name: str) -> AskedCrowd:
        """A set of `benchmarks.retrieval`."""
        if name not in self._known:
            self._known[name] = self._load(name)
        return self._known[name]

    def with_evidence(self) -> tuple[AskedCrowd, list[ReadingQuestion]]:
        """ExpMRC's part of CMRC 2018 dev; references are the sentences that people marked."""
        content = read_json(self._data, EVIDENCE_FILE)
        paragraphs = [each for article in content["data"] for each in article["paragraphs"]]
        asked = [
            ReadingQuestion(entry["question"], (Span(key, 0, 0),), tuple(entry["evidences"]))
            for key, paragraph in zip(map(str, range(len(paragraphs))), paragraphs, strict=True)
            for entry in paragraph["qas"]
        ][: self._questions]
        wanted = {each.text_id for each in asked}
        sources = [
            collection.SourceText(str(row), "", paragraph["context"])
            for row, paragraph in enumerate(paragraphs)
            if str(row) in wanted
        ]
        indexed = Collection.build(sources, self._embedder, self._place / "evidence")
        return AskedCrowd(indexed, tuple(asked)), asked

    def _load(self, name: str) -> AskedCrowd:
        loaded = load_set(name, self._data, others=self._others, questions=self._questions)
        bodies = {text.text_id: text.body for text in loaded.texts}
        sources = [
            # The title that the product would read from the body.
            collection.SourceText(key, extract_metadata(body, Metadata()).title, body)
            for key, body in bodies.items()
        ]
        indexed = Collection.build(sources, self._embedder, self._place / name)
        questions = tuple(
            ReadingQuestion(
                each.question,
                each.spans,
                tuple(bodies[span.text_id][span.start : span.end] for span in each.spans),
            )
            for each in loaded.questions.questions
        )
        return AskedCrowd(indexed, questions)


class WithoutText(Retriever):
    """Finds as the product does, but nothing of one text."""

    def __init__(self, found_in: Collection, hidden: str) -> None:
        passages = found_in.passages
        super().__init__(lambda rows: {row: passages[row] for row in rows})
        self._inner = found_in.retriever
        self._hidden = {row for row, each in enumerate(passages) if each.source == hidden}

    def rank(self, query: str, top_k: int) -> Ranking:
        """The first `top_k` passages of other texts."""
        ranking = self._inner.rank(query, top_k + len(self._hidden))
        return [(row, score) for row, score in ranking if row not in self._hidden][:top_k]


@dataclass(frozen=True, slots=True)
class Shown:
    """A state of the index, as the pipeline sees it."""

    retriever: Retriever
    library: Collection


class Recorder:
    """A reader that remembers what it read last."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = reader.name
        self.last = Reading((), 0.0)

    def read(
        self, question: Question, passages: Sequence[ScoredPassage], library: Library
    ) -> Reading:
        """As the reader."""
        self.last = self._reader.read(question, passages, library)
        return self.last


def spans_of(found: Sequence[ScoredPassage]) -> list[Span]:
    """Passages as spans of bodies."""
    return [Span(each.passage.source, each.passage.start, each.passage.end) for each in found]
