"""The default retriever: meaning and words, weighed and added, with what the query's wording tells.

What pays was measured on train sets, see benchmarks/results (`ablation`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.normalize import search_form
from corpus.types import Passage
from embeddings.base import Embedder, Vectors
from embeddings.vector_index import VectorIndex
from rag.fusion import Ranking, best_first, inserted, interleaved, weighted_sum
from rag.lexical_index import LexicalIndex
from rag.query.document_names import DocumentMention
from rag.query.plan import QueryPlan, plan_query
from rag.retriever import PassageLookup, Retriever
from rag.synonyms import Synonyms
from rag.word_query import WordQuery

# Candidates of each side; 50 find less, more cost time.
DEPTH = 100
# Names less sure than this move nothing, further documents neither.
_LEAST_STRENGTH, _MOST_NAMED = 0.3, 5
# So many of the best are looked at for phrases and dates.
_LOOKED_AT = 40
# Behind the first three come the neighbours of the best: what it leads up to, or follows from.
NEIGHBOURS_REACH = 2
_NEIGHBOURS_AT = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts beside the cosine, in spreads of the model's cosines; ≥ 0.

    Attributes:
        words: of coverage.
        sounds: how much more the romanised names of a query count than its words; 0: not at all.
        named: of passages in a document that the query names, times how surely it does.
        quoted: of passages with the phrases that it quotes.
        dated: of documents of the time that it speaks of.
    """

    words: float = 2.0
    sounds: float = 2.0
    named: float = 1.6
    quoted: float = 0.3
    dated: float = 0.3


class DocumentNaming(Protocol):
    """Tells which documents a query names."""

    def named_by(self, plan: QueryPlan) -> Sequence[DocumentMention]:
        """Documents and how surely they are named, surest first."""
        ...


class NoNames:
    """Of a library whose documents have no names."""

    def named_by(self, plan: QueryPlan) -> Sequence[DocumentMention]:  # noqa: ARG002
        """None."""
        return ()


RowVectors = tuple[NDArray[np.int64], Vectors]


def none_beside(_row_id: int) -> Sequence[int]:
    """Of passages that have no neighbours."""
    return ()


def no_rows(_document_id: str) -> RowVectors:
    """Of documents whose passages are not searched."""
    return np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Steering:
    """What else than the passages guides the search.

    Attributes:
        names: which documents a query names.
        rows_of: document id → row ids (n,) and vectors (n, dimension) of its passages.
        beside: row id → rows of the passages next to it in its text, nearest first.
        synonyms: other names of what a query speaks of.
        today: for 去年 and the like.
    """

    names: DocumentNaming = field(default_factory=NoNames)
    rows_of: Callable[[str], RowVectors] = no_rows
    beside: Callable[[int], Sequence[int]] = none_beside
    synonyms: Synonyms = field(default_factory=Synonyms)
    today: Callable[[], date] = date.today


class HybridRetriever(Retriever):
    """Vectors and words over the same rows.

    A row's score is its cosine plus, weighed, the share of the query's words that it holds. It
    rises in documents that the query names, with phrases that it quotes, and for the time that
    it speaks of; passages in the place that it names by number (第十二条) come before all others.
    The neighbours of the best passage in its text stand behind the first three.
    A question over several things ("比较A和B") is searched part by part, in turns.
    """

    def __init__(
        self,
        lookup: PassageLookup,
        vectors: VectorIndex,
        embedder: Embedder,
        words: LexicalIndex,
        steering: Steering | None = None,
        weights: Weights | None = None,
    ) -> None:
        super().__init__(lookup)
        self._vectors = vectors
        self._embedder = embedder
        self._words = words
        self._steering = steering or Steering()
        self._weights = weights or Weights()

    def rank(self, query: str, top_k: int) -> Ranking:
        """As `Retriever.rank`; the score is a cosine with the additions above."""
        today = self._steering.today()
        plan = plan_query(query, today)
        if len(plan.parts) == 1:
            return self._rank_whole(plan, top_k)
        parts = [self._rank_whole(plan_query(part, today), top_k) for part in plan.parts]
        return interleaved(parts)[:top_k]

    def _rank_whole(self, plan: QueryPlan, top_k: int) -> Ranking:
        depth = max(DEPTH, top_k)
        spread = self._embedder.cosine_spread
        vector = self._embedder.embed_query_vector(plan.text)
        wanted = self._word_queries(plan)
        cosines = self._vectors.search(vector, depth)
        scores = weighted_sum(cosines, self._coverage(wanted, depth), self._weights.words * spread)
        self._raise_named(scores, plan, vector, wanted)
        ranking = self._looked_at(best_first(scores), plan, spread)
        named = self._words.search_named(plan.text, depth)
        ranking = _named_first(ranking, dict.fromkeys(row for row, _ in named))
        return self._with_neighbours(ranking)[:top_k]

    def _with_neighbours(self, ranking: Ranking) -> Ranking:
        if not ranking:
            return ranking
        return inserted(ranking, self._steering.beside(ranking[0][0]), _NEIGHBOURS_AT)

    def _word_queries(self, plan: QueryPlan) -> list[WordQuery]:
        """The plan's words, and the same with each synonym in place of what it names."""
        texts = (plan.word_text, *self._steering.synonyms.variants(plan.word_text))
        return [self._words.query_of(text) for text in texts]

    def _coverage(
        self, wanted: Sequence[WordQuery], depth: int, among: Sequence[int] | None = None
    ) -> Ranking:
        """The best coverage of any of the word queries."""
        best: dict[int, float] = {}
        for words in wanted:
            for row_id, share in self._words.coverage(words, depth, self._weights.sounds, among):
                best[row_id] = max(share, best.get(row_id, 0.0))
        return best_first(best)

    def _raise_named(
        self,
        scores: dict[int, float],
        plan: QueryPlan,
        vector: Vectors,
        wanted: Sequence[WordQuery],
    ) -> None:
        """Adds to `scores` all passages of the documents that the query names, raised."""
        spread = self._embedder.cosine_spread
        for mention in self._steering.names.named_by(plan)[:_MOST_NAMED]:
            if mention.strength < _LEAST_STRENGTH:
                break
            rows, vectors = self._steering.rows_of(mention.document_id)
            if not len(rows):
                continue
            ids = rows.tolist()
            cosines = list(zip(ids, (vectors @ vector).tolist(), strict=True))
            coverage = self._coverage(wanted, len(ids), ids)
            own = weighted_sum(cosines, coverage, self._weights.words * spread)
            gain = self._weights.named * spread * mention.strength
            scores.update({row_id: score + gain for row_id, score in own.items()})

    def _looked_at(self, ranking: Ranking, plan: QueryPlan, spread: float) -> Ranking:
        """`ranking` with its best passages judged by quoted phrases and dates."""
        if not (plan.phrases or plan.dates):
            return ranking
        scores = dict(ranking)
        passages = self._lookup([row_id for row_id, _ in ranking[:_LOOKED_AT]])
        for row_id, passage in passages.items():
            quoted = self._weights.quoted * _quoted_share(passage, plan)
            dated = self._weights.dated * _is_of_time(passage, plan)
            scores[row_id] += spread * (quoted + dated)
        return best_first(scores)


def _quoted_share(passage: Passage, plan: QueryPlan) -> float:
    """The share of the quoted phrases that stand in the passage or its context, word for word."""
    form = search_form(f"{passage.context}\n{passage.text}")
    return sum(search_form(phrase) in form for phrase in plan.phrases) / max(len(plan.phrases), 1)


def _is_of_time(passage: Passage, plan: QueryPlan) -> bool:
    return bool(passage.date) and any(asked.holds(passage.date) for asked in plan.dates)


def _named_first(ranking: Ranking, named: Mapping[int, None]) -> Ranking:
    if not named:
        return ranking
    scores = dict(ranking)
    first = sorted(named, key=lambda row: -scores.get(row, 0.0))
    rest = [(row, score) for row, score in ranking if row not in named]
    above = rest[0][1] + 1.0 if rest else 1.0
    return [(row, above + scores.get(row, 0.0)) for row in first] + rest
