"""JSON records: one line each, keys of inner objects joined by points."""

from __future__ import annotations

import json

import pytest

from corpus.errors import ParseError
from corpus.types import TextLayout
from tests.sheet_kit import lines, parse, places


def test_each_line_is_a_record_with_its_number() -> None:
    text = (
        '{"名目": "沙袋", "数量": 3}\n\n{"名目": "雨衣", "数量": 0.5, "在库": true, "备注": null}\n'
    )
    parsed = parse(text.encode(), "a.jsonl")
    assert places(parsed) == {"名目: 沙袋；数量: 3": 1, "名目: 雨衣；数量: 0.5；在库: true": 3}
    assert parsed.layout is TextLayout.RECORDS


def test_inner_objects_and_lists_are_shown_flat() -> None:
    record = {
        "人": {"名": "张三", "址": {"城": "北京"}},
        "标签": ["甲", "乙"],
        "经历": [{"年": 2010, "事": "入职"}, {"年": 2012}],
        "空": [],
        "文": "第一行\n第二行",
    }
    parsed = parse(json.dumps(record).encode(), "a.ndjson")
    assert lines(parsed) == [
        "人.名: 张三；人.址.城: 北京；标签: 甲、乙；经历.1.年: 2010；经历.1.事: 入职；"
        "经历.2.年: 2012；文: 第一行 第二行"
    ]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_of_records_is_read(indent: int | None) -> None:
    data = json.dumps([{"名": "甲"}, {"名": "乙"}, "文字"], indent=indent).encode()
    assert places(parse(data, "a.json")) == {"名: 甲": 1, "名: 乙": 2, "文字": 3}


def test_one_object_is_one_record_and_the_tables_in_it_have_theirs() -> None:
    data = {"标题": "清单", "总数": 2, "项": [{"名": "甲"}, {"名": "乙"}]}
    parsed = parse(json.dumps(data, indent=1).encode(), "a.json")
    assert lines(parsed) == ["标题: 清单；总数: 2", "## 项", "名: 甲", "名: 乙"]


def test_broken_lines_are_named() -> None:
    text = '{"名": "甲"}\n{"名": \n{"名": "乙"}\n坏\n'
    parsed = parse(text.encode(), "a.jsonl")
    assert lines(parsed) == ["名: 甲", "名: 乙"]
    assert parsed.losses == ("2 lines without valid JSON left out: 2, 4.",)


def test_a_file_without_json_is_refused() -> None:
    with pytest.raises(ParseError, match="holds no JSON") as caught:
        parse("不是\n记录".encode(), "a.json")
    assert ".txt" in caught.value.remedy


def test_a_tower_of_brackets_does_no_harm() -> None:
    with pytest.raises(ParseError, match="holds no JSON"):
        parse(b"[" * 100_000, "a.json")


def test_very_deep_values_are_shown_as_they_are() -> None:
    deep = '{"a":' * 60 + "1" + "}" * 60
    assert '{"a": ' in lines(parse(deep.encode(), "a.json"))[0]


def test_a_huge_document_in_one_piece_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.parsers.json_lines.MOST_CHARACTERS_AT_ONCE", 20)
    with pytest.raises(ParseError, match="in one piece") as caught:
        parse(json.dumps([{"名": n} for n in range(9)], indent=1).encode(), "a.json")
    assert ".jsonl" in caught.value.remedy
