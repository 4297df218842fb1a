"""Our pipeline as a worker: what it finds stands in the bodies at the offsets that it tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.retrieval.ours import OwnPipeline
from benchmarks.retrieval.types import SourceText, Span
from corpus.loader import load_document

PLAIN = "水库大坝每年汛前由管理所检查一次，检查记录存入工程档案。"
# Line ends of Windows, an invisible character, pinyin notes, wide blanks and a compatibility form.
WATCH = "一、码头值守\r\n码头\u200b值守由\u3000轮渡公司(lún dù gōng sī)负责，夜间不少于两人。"
ROPES = "二、缆绳更换\r\n缆绳每⽉检查，断丝超过三根的当日更换。"
ODD = f"{WATCH}\r\n\r\n\r\n\r\n{ROPES}\r\n"
LONG = "".join(
    f"第{number}号泵站的闸门由{number}号班组在雨季之前检修，检修后报管理处备案并张贴告示。"
    for number in range(1, 80)
)
FORMULA = (
    "依照有关规定，申请人对处理结果有异议的，可以自收到通知之日起六十日内向上级主管部门申请复核，"
    "逾期不申请的，处理结果即为最终结果，由承办单位立卷归档并向社会公布。"
)
TEXTS = [
    SourceText("plain", PLAIN),
    SourceText("odd", ODD),
    SourceText("odd/too", ODD.replace("\r\n", "\n")),
    SourceText("long", LONG),
    *(SourceText(f"formula {part}", f"{part}事项须知\n\n{FORMULA}") for part in "甲乙丙"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ours") / "index"


@pytest.fixture(scope="module")
def pipeline(folder: Path, cache_dir: Path) -> OwnPipeline:
    made = OwnPipeline(folder.with_name("vectors.sqlite"), cache_dir)
    assert made.index(TEXTS, folder) >= len(TEXTS)
    return made


def found_in(spans: list[Span], text_id: str) -> list[str]:
    bodies = {text.text_id: text.body for text in TEXTS}
    return [bodies[text_id][span.start : span.end] for span in spans if span.text_id == text_id]


def test_a_passage_of_an_untouched_text_is_the_text(pipeline: OwnPipeline) -> None:
    best = pipeline.search("大坝什么时候检查?", 3)[0]
    assert best == Span("plain", 0, len(PLAIN))


def test_what_was_cleaned_lies_within_the_span(pipeline: OwnPipeline) -> None:
    assert found_in(pipeline.search("码头夜间几个人值守?", 3)[:1], "odd") == [WATCH]


def test_texts_that_become_equal_are_both_found(pipeline: OwnPipeline) -> None:
    first, second = pipeline.search("缆绳断丝几根要更换?", 5)[:2]
    assert (first.text_id, second.text_id) == ("odd", "odd/too")
    assert found_in([first], "odd") == [ROPES]
    assert found_in([second], "odd/too") == [ROPES.replace("\r\n", "\n")]


def test_passages_of_a_long_text_cover_it_in_their_own_places(pipeline: OwnPipeline) -> None:
    found = found_in(pipeline.search("泵站的闸门由哪个班组检修?", 50), "long")
    assert len(found) > 1
    assert "".join(sorted(found, key=LONG.index)) == LONG


def test_a_passage_shown_for_others_brings_them_along(pipeline: OwnPipeline) -> None:
    spans = pipeline.search("对处理结果有异议的怎么申请复核?", 9)[:3]
    assert {span.text_id for span in spans} == {"formula 甲", "formula 乙", "formula 丙"}
    assert all(FORMULA in text for span in spans for text in found_in([span], span.text_id))


def test_an_index_is_loaded_as_it_was_kept(
    pipeline: OwnPipeline, folder: Path, cache_dir: Path
) -> None:
    loaded = OwnPipeline(None, cache_dir)
    loaded.load(folder)
    question = "第7号泵站的闸门由谁检修?"
    assert loaded.search(question, 10) == pipeline.search(question, 10)


def test_the_name_of_a_file_tells_nothing(folder: Path, pipeline: OwnPipeline) -> None:
    names = {path.name for path in folder.with_name("index-documents").rglob("*.*")}
    assert names == {"正文.txt"}
    first = load_document(folder.with_name("index-documents") / "000" / "000" / "正文.txt", "")
    assert (first.text, first.metadata.title, first.is_named_by_file) == (PLAIN, "正文", True)
