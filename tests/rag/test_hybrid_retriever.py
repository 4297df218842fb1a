"""What a query's wording does to the ranking, over real indexes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.tokenizer import Tokenizer
from corpus.types import Passage, short_hash
from embeddings.vector_index_exact import ExactIndex
from rag.hybrid_retriever import HybridRetriever, RowVectors, Steering, Weights, none_beside
from rag.lexical_index import LexicalIndex
from rag.query.document_names import DocumentHead, DocumentNames
from rag.synonyms import Synonyms
from tests.stub_embedder import HashEmbedder

# Row → (document, title, date, text): passages alike, told apart by their documents.
ROWS = {
    1: ("a19", "云溪市2019年食品抽检年报", "2020-01-10", "全年抽检样品一千二百批次，合格率良好。"),
    2: ("a20", "云溪市2020年食品抽检年报", "2021-01-12", "全年抽检样品一千五百批次，合格率良好。"),
    3: ("b20", "临川市2020年食品抽检年报", "2021-01-15", "全年抽检样品九百批次，合格率良好。"),
    4: ("law", "电梯安全办法", "2010-05-01", "第四条 电梯使用单位应当落实质量技术监督局的要求。"),
    5: ("memo", "工作札记", "", "他说“安全重于泰山”，大家都记住了。"),
    6: ("memo", "工作札记", "", "安全工作重在平时，泰山之重在于责任。"),
    7: ("bio", "人物", "", "明朝时赵贞吉任户部侍郎。"),
}

Search = Callable[..., list[int]]


def passage(row: int) -> Passage:
    document, title, dated, text = ROWS[row]
    return Passage(
        short_hash(text), document, f"r/{document}.txt", (), title, "", dated, 0, 1, text, "h"
    )


@pytest.fixture
def search(tmp_path: Path) -> Search:
    """Rows in the order of the ranking; `weights` and `synonyms` as given."""
    embedder = HashEmbedder(256)
    dense = ExactIndex(embedder.dimension)
    rows = list(ROWS)
    vectors = embedder.embed_passages(
        [f"{passage(row).context}\n{passage(row).text}" for row in rows]
    )
    dense.add(np.array(rows), vectors)
    words = LexicalIndex.create(tmp_path / "words", Tokenizer(cache_dir=tmp_path))
    words.add((row, passage(row).context, passage(row).text) for row in rows)
    words.commit()
    heads = {ROWS[row][0]: ROWS[row][1:3] for row in rows}
    names = DocumentNames(
        [DocumentHead(key, *title_and_date) for key, title_and_date in heads.items()]
    )

    def rows_of(document_id: str) -> RowVectors:
        held = [place for place, row in enumerate(rows) if ROWS[row][0] == document_id]
        return np.array([rows[place] for place in held], dtype=np.int64), vectors[held]

    def lookup(wanted: Sequence[int]) -> dict[int, Passage]:
        return {row: passage(row) for row in wanted}

    def found(
        query: str,
        top_k: int = 7,
        weights: Weights | None = None,
        synonyms: str = "",
        beside: Callable[[int], Sequence[int]] = none_beside,
    ) -> list[int]:
        steering = Steering(
            names,
            rows_of,
            beside,
            Synonyms.parse(synonyms, "s"),
            today=lambda: date(2021, 6, 1),
        )
        retriever = HybridRetriever(lookup, dense, embedder, words, steering, weights)
        return [row for row, _ in retriever.rank(query, top_k)]

    return found


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("云溪市2019年抽检了多少批次?", 1),
        ("二〇二〇年云溪市抽检样品多少批次", 2),
        ("临川市2020年食品抽检多少批次", 3),
        ("去年临川市抽检多少批次", 3),
    ],
)
def test_the_document_that_a_query_names_comes_first(search: Search, query: str, row: int) -> None:
    assert search(query)[0] == row


def test_passages_of_a_named_document_are_found_though_others_fit_better(search: Search) -> None:
    query = "《电梯安全办法》里全年抽检样品批次合格率"
    assert search(query)[0] == 4
    assert search(query, weights=Weights(named=0.0, quoted=0.0))[0] != 4


def test_a_quoted_phrase_counts_word_for_word(search: Search) -> None:
    query = "谁说“安全重于泰山”"
    assert search(query)[:2] == [5, 6]


def test_the_time_a_query_speaks_of_raises_documents_of_that_time(search: Search) -> None:
    only_dates = Weights(named=0.0, dated=50.0)
    assert search("2010年的要求", weights=only_dates)[0] == 4


def test_a_time_of_which_there_is_nothing_hides_nothing(search: Search) -> None:
    assert sorted(search("1987年的食品抽检年报")) == sorted(ROWS)


def test_each_part_of_a_question_over_several_documents_gets_its_evidence(search: Search) -> None:
    assert set(search("比较2019年和2020年云溪市的抽检批次", top_k=2)) == {1, 2}


def test_another_name_finds_what_the_query_calls_differently(search: Search) -> None:
    words_only = Weights(words=500.0, named=0.0)
    query = "质监局"
    assert search(query, weights=words_only, synonyms="质监局 = 质量技术监督局")[0] == 4


def test_a_romanised_name_finds_its_characters(search: Search) -> None:
    query = "Who was Zhao Zhenji?"
    assert search(query)[0] == 7
    assert search(query, weights=Weights(sounds=0.0))[0] != 7


@pytest.mark.parametrize("query", ["的了是在", "😀", "局", "ما هو العدد", "x" * 1000])
def test_odd_queries_give_passages_by_meaning(search: Search, query: str) -> None:
    assert len(search(query, top_k=3)) == 3


def test_more_than_there_is_gives_all_there_is(search: Search) -> None:
    assert sorted(search("食品抽检", top_k=1000)) == sorted(ROWS)


def test_the_neighbours_of_the_best_passage_stand_behind_the_first_three(search: Search) -> None:
    query = "云溪市2019年抽检了多少批次?"
    alone = search(query)
    last = alone[-1]
    with_neighbour = search(query, beside=lambda row: [last] if row == alone[0] else [])
    assert with_neighbour == [*alone[:3], last, *alone[3:-1]]
