"""The word index: values, persistence, changes, damage."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from corpus.errors import IndexDamagedError
from corpus.tokenizer import Tokenizer
from rag.lexical_index import LexicalIndex

ENTRIES = [
    (10, "电梯通知", "老旧电梯应当在2024年9月底前完成安全评估。"),
    (11, "培训计划", "全年举办五个班次,每人不少于四十学时。"),
    (12, "參訪報告", "參訪團考察了計量測試所的溫度實驗室。"),
]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return Tokenizer(cache_dir=tmp_path_factory.mktemp("jieba"))


@pytest.fixture
def index(tmp_path: Path, tokenizer: Tokenizer) -> LexicalIndex:
    index = LexicalIndex.create(tmp_path / "words", tokenizer)
    index.add(ENTRIES)
    index.commit()
    return index


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("电梯评估", 10),
        ("培训", 11),
        ("计量测试所", 12),
        ("計量測試所", 12),
        ("二〇二四年九月", 10),
        ("２０２４年", 10),
        ("40学时", 11),
    ],
)
def test_words_titles_numbers_and_both_scripts_find_their_passage(
    index: LexicalIndex, query: str, first: int
) -> None:
    assert index.search(query, 3)[0][0] == first


def test_score_is_bm25(tmp_path: Path, tokenizer: Tokenizer) -> None:
    index = LexicalIndex.create(tmp_path / "words", tokenizer)
    index.add([(1, "", "apple pear"), (2, "", "apple"), (3, "", "plum")])
    index.commit()
    k1, b, mean_length = 1.2, 0.75, 4 / 3
    rarity = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    expected = rarity * (k1 + 1) / (1 + k1 * (1 - b + b * 2 / mean_length))
    ((row, score),) = index.search("pear", 5)
    assert row == 1
    assert score == pytest.approx(expected, rel=1e-4)
    assert index.rarity("pear") == pytest.approx(rarity)


def test_removed_entries_are_not_found_and_the_rest_is(index: LexicalIndex) -> None:
    index.remove([10, 999])
    index.add([(13, "", "电梯维护每十五日一次")])
    index.commit()
    assert [row for row, _ in index.search("电梯", 5)] == [13]
    assert len(index) == 3


def test_changes_are_seen_after_commit_and_kept_on_disk(
    tmp_path: Path, tokenizer: Tokenizer
) -> None:
    folder = tmp_path / "words"
    index = LexicalIndex.create(folder, tokenizer)
    index.add(ENTRIES)
    assert index.search("电梯", 3) == []
    index.commit()
    assert LexicalIndex.open(folder, tokenizer).search("电梯", 3) == index.search("电梯", 3)


@pytest.mark.parametrize("query", ["", "，。！", "的", "完全没有出现过的詞彙xyz"])
def test_queries_without_known_words_find_nothing(index: LexicalIndex, query: str) -> None:
    assert index.search(query, 3) == []


@pytest.mark.parametrize("query", ['a" OR *', "+电梯 -评估", "id:10", "AND NOT ("])
def test_query_syntax_is_only_words(index: LexicalIndex, query: str) -> None:
    assert all(row in {10, 11, 12} for row, _ in index.search(query, 3))


def test_a_missing_or_damaged_folder_is_said_to_be(tmp_path: Path, tokenizer: Tokenizer) -> None:
    with pytest.raises(IndexDamagedError):
        LexicalIndex.open(tmp_path / "absent", tokenizer)
    folder = tmp_path / "words"
    LexicalIndex.create(folder, tokenizer).commit()
    (folder / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexDamagedError) as damaged:
        LexicalIndex.open(folder, tokenizer)
    assert "wenyuan index" in damaged.value.remedy


def test_an_article_is_found_by_its_number_however_it_is_asked_for(
    tmp_path: Path, tokenizer: Tokenizer
) -> None:
    index = LexicalIndex.create(tmp_path / "words", tokenizer)
    index.add(
        (n, f"水渠管护条例 / {label}", f"{label}　水渠由村里管护，违反第十条第二款规定的除外。")
        for n, label in ((2, "第二条"), (10, "第十条"), (12, "第十二条"))
    )
    index.commit()
    for question in ("第十二条第二款规定了什么？", "第12条是什么", "水渠管护条例第 12 条"):
        assert index.search(question, 3)[0][0] == 12


def test_a_document_is_found_by_its_number(index: LexicalIndex) -> None:
    index.add([(13, "清市监特〔2024〕17号 清江市市场监督管理局", "自查自纠从四月开始。")])
    index.commit()
    for question in ("清市监特[2024]17号的主要要求是什么", "市监局2024年17号文"):
        assert index.search(question, 1)[0][0] == 13


def test_a_place_named_by_number_is_where_a_passage_lies(
    tmp_path: Path, tokenizer: Tokenizer
) -> None:
    index = LexicalIndex.create(tmp_path / "words", tokenizer)
    index.add(
        [
            (1, "水渠条例 / 第三章 罚则 / 第十二条", "第十二条　可以处以罚款。"),
            (2, "水渠条例 / 第三章 罚则 / 第十三条", "第十三条　依照第十二条第二款处罚。"),
            (3, "道路条例 / 第十二条\n清政发〔2020〕3号", "第十二条　道路由县里管护。"),
        ]
    )
    index.commit()

    def named(query: str) -> list[int]:
        return [row for row, _ in index.search_named(query, 9)]

    assert named("水渠条例第12条第二款规定了什么？") == [1, 3]
    assert sorted(named("第三章讲什么")) == [1, 2]
    assert named("清政发[2020]3号第十二条") == [3]
    assert named("第九十条") == []
    assert named("水渠条例") == []
