"""The rows of the ablation: our ranking with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from benchmarks.retrieval.indexed_texts import IndexedTexts, Layout
from corpus.normalize import search_form
from corpus.tokenizer import Tokenizer
from embeddings.base import Embedder
from rag.fusion import Ranking, best_first
from rag.hybrid_retriever import DEPTH, HybridRetriever, Weights, none_beside
from rag.retriever import DenseRetriever, LexicalRetriever, Retriever

_RRF_K = 60

MakeRetriever = Callable[[IndexedTexts, Embedder], Retriever]


class BigramTokenizer(Tokenizer):
    """Adds each two neighbouring Chinese characters."""

    def _tokens_of(self, text: str, words: list[str]) -> list[str]:
        form = search_form(text)
        pairs = pairwise(form)
        bigrams = ["2:" + a + b for a, b in pairs if "一" <= a <= "鿿" and "一" <= b <= "鿿"]
        return super()._tokens_of(text, words) + bigrams


class PhraseTokenizer(Tokenizer):
    """Adds each two neighbouring words as one token, so that proximity counts."""

    def _tokens_of(self, text: str, words: list[str]) -> list[str]:
        tokens = super()._tokens_of(text, words)
        return tokens + [f"{a}+{b}" for a, b in pairwise(tokens)]


class ReciprocalRankFusion(Retriever):
    """Dense and lexical ranks fused; Cormack, Clarke & Büttcher 2009, doi:10.1145/1571941.1572114.

    score = sum over rankings of 1 / (60 + rank).
    """

    def __init__(self, indexed: IndexedTexts, embedder: Embedder) -> None:
        super().__init__(indexed.lookup)
        self._parts = (
            DenseRetriever(indexed.lookup, indexed.dense, embedder),
            LexicalRetriever(indexed.lookup, indexed.words),
        )

    def rank(self, query: str, top_k: int) -> Ranking:
        """As `Retriever.rank`."""
        scores: dict[int, float] = {}
        for part in self._parts:
            for rank, (row, _) in enumerate(part.rank(query, max(DEPTH, top_k)), start=1):
                scores[row] = scores.get(row, 0.0) + 1 / (_RRF_K + rank)
        return best_first(scores)[:top_k]


def _hybrid(indexed: IndexedTexts, embedder: Embedder, weights: Weights) -> HybridRetriever:
    return HybridRetriever(
        indexed.lookup, indexed.dense, embedder, indexed.words, indexed.steering, weights
    )


def _weighed(**changes: float) -> MakeRetriever:
    weights = replace(Weights(), **changes)
    return lambda indexed, embedder: _hybrid(indexed, embedder, weights)


def _alone(indexed: IndexedTexts, embedder: Embedder) -> Retriever:
    return HybridRetriever(
        indexed.lookup,
        indexed.dense,
        embedder,
        indexed.words,
        replace(indexed.steering, beside=none_beside),
    )


def _dense(indexed: IndexedTexts, embedder: Embedder) -> Retriever:
    return DenseRetriever(indexed.lookup, indexed.dense, embedder)


def _words(indexed: IndexedTexts, _embedder: Embedder) -> Retriever:
    return LexicalRetriever(indexed.lookup, indexed.words)


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of the table."""

    title: str
    retriever: MakeRetriever = field(default_factory=_weighed)
    layout: Layout = field(default_factory=Layout)
    tokenizer: type[Tokenizer] = Tokenizer


VARIANTS = (
    Variant("**as shipped**"),
    Variant("vectors alone", _dense),
    Variant("words alone (BM25)", _words),
    Variant("reciprocal rank fusion, k = 60", ReciprocalRankFusion),
    Variant("words × 0.5", _weighed(words=1.0)),
    Variant("words × 1.5", _weighed(words=3.0)),
    Variant("no documents named by the question", _weighed(named=0.0)),
    Variant("no sounds of romanised names", _weighed(sounds=0.0)),
    Variant("no phrases, no dates", _weighed(quoted=0.0, dated=0.0)),
    Variant("no words of neighbouring passages", layout=Layout(beside=False)),
    Variant("no neighbours behind the first three", _alone),
    Variant("+ character bigrams", tokenizer=BigramTokenizer),
    Variant("+ pairs of words (proximity)", tokenizer=PhraseTokenizer),
    Variant("no context", layout=Layout(context=False)),
    Variant("+ lead as the title of texts without one", layout=Layout(lead=True)),
    Variant("passages of 150 characters", layout=Layout(target=150)),
    Variant("passages of 400 characters", layout=Layout(target=400)),
)
