"""Public sets are read as bodies and spans; what is missing is named."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from benchmarks.retrieval.sets import public_sets
from benchmarks.retrieval.sets.files import BenchmarkDataError
from benchmarks.retrieval.types import GoldQuestion, SourceText, Span
from tests.benchmarks.retrieval.public_files import question, write_json, write_lines, write_squad

BODY = "甲市位于江边，人口二十万。乙市人口也是二十万。"


def test_gold_is_where_an_answer_stands_not_wherever_it_is_repeated(tmp_path: Path) -> None:
    population = question("Q1", "乙市人口多少？", (19, "二十万"), (19, "二十万"), (15, "人口也是"))
    write_squad(tmp_path, public_sets.CMRC_DEV, [("DEV_1", BODY, [population])])

    asked = public_sets.squad(tmp_path, public_sets.CMRC_DEV)

    key = "cmrc2018-DEV_1"
    assert asked.texts == (SourceText(key, BODY),)
    assert asked.questions == (
        GoldQuestion("Q1", "乙市人口多少？", (Span(key, 19, 22), Span(key, 15, 19))),
    )


def test_an_answer_that_is_not_at_its_offset_counts_for_nothing(tmp_path: Path) -> None:
    shifted = question("Q1", "在哪里？", (3, "江边"), (4, "江边"))
    lost = question("Q2", "什么？", (0, "江边"), (0, ""), (500, "江边"))
    write_squad(tmp_path, public_sets.CMRC_DEV, [("DEV_1", BODY, [shifted, lost])])

    (only,) = public_sets.squad(tmp_path, public_sets.CMRC_DEV).questions

    assert (only.question_id, only.spans) == ("Q1", (Span("cmrc2018-DEV_1", 4, 6),))


def test_equal_texts_are_one(tmp_path: Path) -> None:
    first, second = (question(key, "在哪里？", (4, "江边")) for key in ("Q1", "Q2"))
    write_squad(tmp_path, public_sets.DRCD_DEV, [("1-1", BODY, [first]), ("2-7", BODY, [second])])

    asked = public_sets.squad(tmp_path, public_sets.DRCD_DEV)

    assert [text.text_id for text in asked.texts] == ["drcd-1-1"]
    assert [each.spans for each in asked.questions] == [(Span("drcd-1-1", 4, 6),)] * 2


def test_only_questions_are_converted_to_simplified(tmp_path: Path) -> None:
    entry = question("Q1", "馬祖列島在哪裡？", (0, "馬祖"))
    write_squad(tmp_path, public_sets.DRCD_DEV, [("1-1", "馬祖列島在東海。", [entry])])

    asked = public_sets.asked_in_simplified(public_sets.squad(tmp_path, public_sets.DRCD_DEV))

    assert asked.questions[0].question == "马祖列岛在哪里？"
    assert asked.texts[0].body == "馬祖列島在東海。"


def test_articles_carry_the_name_of_their_law_and_are_gold_as_a_whole(tmp_path: Path) -> None:
    articles = [
        {"id": 7, "law": "甲法", "article": "第一条", "text": "不得喧哗。"},
        {"id": 8, "law": "甲法", "article": "第二条", "text": "不得奔跑。"},
    ]
    write_lines(tmp_path / "stard" / "corpus.jsonl.gz", articles)
    (tmp_path / "stard" / "qrels.tsv").write_text("3\t8\t1\n4\t7\t1\n3\t7\t1\n", "utf-8")
    write_json(tmp_path / public_sets.STARD_DEV, [{"query_id": 3, "问题": "能跑能叫吗？"}])

    asked = public_sets.stard(tmp_path, public_sets.STARD_DEV)

    assert asked.texts == (
        SourceText("stard-7", "甲法第一条\n不得喧哗。"),
        SourceText("stard-8", "甲法第二条\n不得奔跑。"),
    )
    spans = (Span("stard-8", 0, 11), Span("stard-7", 0, 11))
    assert asked.questions == (GoldQuestion("stard-3", "能跑能叫吗？", spans),)


def test_equal_news_are_one(tmp_path: Path) -> None:
    entries = [{"id": f"news-{row}", "text": text} for row, text in enumerate("甲乙甲")]
    write_lines(tmp_path / public_sets.NEWS, entries)

    assert public_sets.news(tmp_path) == (SourceText("news-0", "甲"), SourceText("news-1", "乙"))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (public_sets.CMRC_DEV, "https://github.com/ymcui/cmrc2018, CC BY-SA 4.0"),
        (public_sets.DRCD_DEV, "https://github.com/DRCKnowledgeTeam/DRCD, CC BY-SA 3.0"),
    ],
)
def test_a_missing_file_is_named_with_where_to_get_it(
    tmp_path: Path, name: str, source: str
) -> None:
    with pytest.raises(BenchmarkDataError) as caught:
        public_sets.squad(tmp_path, name)

    message = str(caught.value)
    assert f"{tmp_path / name} cannot be read" in message
    assert source in message
    assert "--data FOLDER" in message


def test_missing_news_and_statutes_are_named(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkDataError, match=r"news_20k\.jsonl\.gz.*CRUD_RAG, Apache-2\.0"):
        public_sets.news(tmp_path)
    with pytest.raises(BenchmarkDataError, match=r"corpus\.jsonl\.gz.*oneal2000/STARD, MIT"):
        public_sets.stard(tmp_path, public_sets.STARD_DEV)


@pytest.mark.parametrize(
    ("content", "expected"), [(b"{}", "not gzip"), (gzip.compress(b"{", mtime=0), "not JSON")]
)
def test_a_broken_file_is_named(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / public_sets.CMRC_DEV
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(BenchmarkDataError, match=f"{path} is {expected}, as was expected"):
        public_sets.squad(tmp_path, public_sets.CMRC_DEV)
