"""Retrieval by meaning, by words and by both over real indexes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UsageError
from corpus.tokenizer import Tokenizer
from corpus.types import Passage, short_hash
from embeddings.vector_index_exact import ExactIndex
from rag.hybrid_retriever import HybridRetriever, Weights
from rag.lexical_index import LexicalIndex
from rag.retriever import DenseRetriever, LexicalRetriever, Retriever
from tests.stub_embedder import HashEmbedder

TEXTS = {
    1: "电梯应当每年检验一次。",
    2: "加油机强制检定周期为六个月。",
    3: "抽查不合格的企业应当整改。",
    4: "电梯乘客被困时拨打救援电话。",
}


def lookup(row_ids: Sequence[int]) -> dict[int, Passage]:
    return {
        row: Passage(short_hash(TEXTS[row]), "d", "r/a.txt", (), "", "", "", 0, 1, TEXTS[row], "h")
        for row in row_ids
    }


@pytest.fixture
def retrievers(tmp_path: Path) -> dict[str, Retriever]:
    embedder = HashEmbedder()
    dense = ExactIndex(embedder.dimension)
    dense.add(np.array(list(TEXTS)), embedder.embed_passages(list(TEXTS.values())))
    words = LexicalIndex.create(tmp_path / "words", Tokenizer(cache_dir=tmp_path))
    words.add((row, f"第{row}条", text) for row, text in TEXTS.items())
    words.commit()
    by_meaning = DenseRetriever(lookup, dense, embedder)
    by_words = LexicalRetriever(lookup, words)
    return {
        "dense": by_meaning,
        "lexical": by_words,
        "hybrid": HybridRetriever(lookup, dense, embedder, words),
    }


@pytest.mark.parametrize("name", ["dense", "lexical", "hybrid"])
def test_best_passage_comes_first_with_ranks_from_one_and_falling_scores(
    retrievers: dict[str, Retriever], name: str
) -> None:
    found = retrievers[name].retrieve("加油机多久强制检定", 3)
    assert found[0].passage.text == TEXTS[2]
    assert [entry.rank for entry in found] == list(range(1, len(found) + 1))
    assert all(first.score >= second.score for first, second in pairwise(found))


def test_hybrid_adds_the_weighed_coverage_of_the_words_to_the_cosine(
    retrievers: dict[str, Retriever],
) -> None:
    query = "电梯救援"
    cosines = dict(retrievers["dense"].rank(query, 4))
    found = dict(retrievers["lexical"].rank(query, 4))
    added = {row: score - cosines[row] for row, score in retrievers["hybrid"].rank(query, 4)}
    assert added[4] > added[1] > 0
    assert [added[2], added[3]] == pytest.approx([0, 0])
    assert added[4] / added[1] == pytest.approx(found[4] / found[1])
    assert added[4] < Weights().words * HashEmbedder().cosine_spread


@pytest.mark.parametrize("top_k", [0, -3])
def test_top_k_below_one_is_refused(retrievers: dict[str, Retriever], top_k: int) -> None:
    with pytest.raises(UsageError):
        retrievers["dense"].retrieve("电梯", top_k)


def test_the_place_that_a_query_names_comes_first(retrievers: dict[str, Retriever]) -> None:
    found = retrievers["hybrid"].retrieve("加油机强制检定周期，第三条", 4)
    assert [entry.passage.text for entry in found[:2]] == [TEXTS[3], TEXTS[2]]
    assert all(first.score >= second.score for first, second in pairwise(found))
